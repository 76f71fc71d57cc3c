//! Why a check ended as it did, for people.

use dossier::consent::Language;
use reader::verdict::Reason;

use super::{Say, say};
use Reason as R;

/// One sentence for a reason.
#[must_use]
pub fn reason(reason: Reason) -> Say {
    match reason {
        R::AsRequired => say("Đạt yêu cầu", "As required"),
        R::NotOffered => say("Thẻ không có chức năng này", "The card does not offer this"),
        R::NotReached => say(
            "Chưa kiểm tra vì việc đọc dừng sớm",
            "Not checked: the reading ended earlier",
        ),
        R::WrongPassword => say(
            "Chip không nhận số hoặc MRZ đã nhập",
            "The chip refused the number or MRZ",
        ),
        R::CardRemoved => say("Thẻ bị nhấc ra", "The card was removed"),
        R::ProtocolViolation => say(
            "Chip trả lời sai quy chuẩn",
            "The chip answered against the standard",
        ),
        R::CardAccessDiffers => say(
            "Thông tin mở chip khác với phần được ký",
            "Access data differ from the signed ones",
        ),
        R::SodMissing => say(
            "Không có phần chữ ký (SOD)",
            "The signature file (SOD) is missing",
        ),
        R::SodMalformed => say(
            "Không đọc được phần chữ ký (SOD)",
            "The signature file (SOD) cannot be read",
        ),
        R::WrongContentType => say(
            "Nội dung được ký không phải dữ liệu thẻ",
            "The signed content is not card data",
        ),
        R::SignerNotOne => say(
            "Phần chữ ký (SOD) không có đúng một người ký",
            "The signature file (SOD) does not have exactly one signer",
        ),
        R::SignedAttributes => say(
            "Phần được ký thiếu, lặp hoặc nói về nội dung khác",
            "What was signed is incomplete, doubled or about other content",
        ),
        R::DigestDiffers => say(
            "Chữ ký dành cho nội dung khác",
            "The signature was made over other content",
        ),
        R::AlgorithmsDisagree => say(
            "Các thuật toán ký mâu thuẫn nhau",
            "The signature's algorithms contradict each other",
        ),
        R::KeyRefused => say(
            "Khóa yếu hoặc không theo đường cong chuẩn",
            "The key is weak or not on a standard curve",
        ),
        R::HashWeak => say(
            "Đạt, nhưng dùng SHA-1 là hàm băm cũ",
            "As required, but with SHA-1, an old hash",
        ),
        R::WithinTolerance => say(
            "Đạt, theo một ngoại lệ đã được liệt kê",
            "As required, under a listed exception",
        ),
        R::SignerMayNotSign => say(
            "Chứng thư này không được phép ký giấy tờ",
            "This certificate may not sign documents",
        ),
        R::DocumentTypeDiffers => say(
            "Chứng thư người ký dành cho loại giấy tờ khác",
            "The signer's certificate is for other types of documents",
        ),
        R::ChainTooLong => say(
            "Người ký do một chứng thư trung gian cấp, quy chuẩn không cho phép",
            "An intermediate certificate issued the signer's, which the standard forbids",
        ),
        R::IssuerNotValidThen => say(
            "Chứng thư cơ quan cấp không có hiệu lực lúc cấp cho người ký",
            "The issuer's certificate was not valid when it issued the signer's",
        ),
        R::SignerKeyPeriodOver => say(
            "Đạt, nhưng khóa ký được dùng ngoài thời hạn quy định",
            "As required, but the key signed outside its period of use",
        ),
        R::SignerExpired => say(
            "Đạt lúc ký; chứng thư người ký nay đã hết hạn",
            "As required when signed; the signer's certificate has expired since",
        ),
        R::SignatureInvalid => say("Chữ ký số không hợp lệ", "The digital signature is invalid"),
        R::AlgorithmRefused => say(
            "Thuật toán ký không được chấp nhận",
            "The algorithm is not accepted",
        ),
        R::IssuerUnknown => say(
            "Chưa có chứng thư của cơ quan cấp trong kho tin cậy",
            "The issuer is not in the trust store",
        ),
        R::PathSignatureInvalid => say(
            "Chứng thư người ký không do cơ quan cấp ký",
            "The signer's certificate was not signed by the issuer",
        ),
        R::CertificateProfile => say(
            "Chứng thư người ký sai quy chuẩn",
            "The signer's certificate breaks the standard",
        ),
        R::SignerNotValidThen => say(
            "Chứng thư người ký không còn hiệu lực lúc ký",
            "The signer's certificate was not valid when it signed",
        ),
        R::NoRevocationList => say(
            "Chưa nạp danh sách thu hồi chứng thư",
            "No revocation list is loaded",
        ),
        R::RevocationListStale => say(
            "Danh sách thu hồi đã quá hạn cập nhật",
            "The revocation list is out of date",
        ),
        R::RevocationListInvalid => say(
            "Danh sách thu hồi không do cơ quan cấp ký",
            "The issuer did not sign the revocation list",
        ),
        R::ListedDefect { .. } => say(
            "Danh sách lỗi đã ký có ghi thẻ thuộc lô này",
            "A signed defect list names this batch",
        ),
        R::ClockDoubtful => say(
            "Đồng hồ máy chạy sai; hãy chỉnh giờ rồi kiểm tra lại",
            "The clock is wrong: set it and check again",
        ),
        R::SignerRevoked => say(
            "Chứng thư người ký đã bị thu hồi",
            "The signer's certificate is revoked",
        ),
        R::IssuerRevoked => say(
            "Chứng thư của cơ quan cấp cho người ký đã bị thu hồi",
            "A certificate of the signer's issuer is revoked",
        ),
        R::HashMismatch => say(
            "Dữ liệu đã bị thay đổi sau khi ký",
            "The data were changed after signing",
        ),
        R::DataGroupMissing => say("Thiếu phần dữ liệu đã được ký", "A signed part is missing"),
        R::DataGroupLocked => say(
            "Phần này chỉ thiết bị được cấp quyền mới đọc được",
            "Only authorised terminals may read this part",
        ),
        R::DataGroupUnsigned => say("Có phần dữ liệu không được ký", "A part is not signed"),
        R::CountryDiffers => say(
            "Quốc gia trên thẻ và chứng thư khác nhau",
            "The countries of card and certificates differ",
        ),
        R::KeyNotSigned => say(
            "Khóa của chip chưa được chữ ký bảo đảm",
            "The chip's key is not covered by the signature",
        ),
        R::ChipProofInvalid => say(
            "Chip không chứng minh được khóa gốc",
            "The chip could not prove its key",
        ),
        R::ChallengeNotOurs => say(
            "Chip ký một thử thách khác",
            "The chip signed another challenge",
        ),
        R::ConvincesTerminalOnly => say(
            "Chỉ máy trạm này xác nhận được",
            "Proven to this terminal only",
        ),
        R::ChallengeNotFresh => say(
            "Thử thách không do máy chủ cấp",
            "The server did not issue the challenge",
        ),
        R::ChallengeForeign => say(
            "Thử thách thuộc lần đọc khác, có thể là bản ghi lại: hãy đọc lại thẻ tại quầy",
            "The challenge belongs to another reading, this may be a recording: read the card again",
        ),
        R::ChipProofMissing => say(
            "Chip hứa chứng minh nhưng không thực hiện",
            "The promised proof did not take place",
        ),
        R::Expired => say("Thẻ đã hết hạn", "The card has expired"),
        R::NoExpiry => say("Thẻ không thời hạn", "The card has no date of expiry"),
        R::DateUnreadable => say("Không đọc được ngày", "A date cannot be read"),
        R::MrzMalformed => say("Dòng MRZ trong chip sai", "The chip's MRZ is malformed"),
        R::DetailsMalformed => say(
            "Không đọc được thông tin công dân (DG13)",
            "The citizen's details (DG13) cannot be read",
        ),
        R::DetailsDiffer => say(
            "MRZ và thông tin công dân khác nhau",
            "MRZ and citizen's details differ",
        ),
        R::ComDiffers => say(
            "Danh mục phần dữ liệu khác phần được ký",
            "The list of parts differs from the signed one",
        ),
        R::ComMissing => say(
            "Chưa đọc được danh mục phần dữ liệu (EF.COM) nên chưa đối chiếu với phần được ký",
            "The list of parts (EF.COM) was not read: it was not compared with the signed one",
        ),
        R::AccessKeyDiffers => say(
            "Chip mở bằng khóa của thẻ khác với dữ liệu trong chip: giữ thẻ và báo cấp trên",
            "The chip opens with another document's key than its data give: keep the card and report it",
        ),
        R::KeyNotRecorded => say(
            "Lần đọc không ghi lại đã mở chip bằng gì; hãy đọc lại thẻ tại quầy",
            "The reading does not say what opened the chip: read the card again at the counter",
        ),
        R::KeyNotOfDocument => say(
            "Khóa mở chip của loại thẻ này không suy ra được từ DG1",
            "The key of this kind of document does not follow from DG1",
        ),
        R::NothingPresented => say(
            "Không có mã QR, MRZ hoặc số để so với chip",
            "There is no QR code, MRZ or number to compare with the chip",
        ),
        R::PresentedDiffers => say(
            "Thông tin in hoặc nhập khác chip: hãy xem từng mục khác nhau và quét lại",
            "Printed or typed data differ from the chip: look at each difference and scan again",
        ),
        R::PresentedOfAnotherDocument => say(
            "Phần in là của thẻ khác với chip: giữ thẻ và báo cấp trên",
            "What is printed belongs to another document than the chip: keep the card and report it",
        ),
    }
}

/// The sentence, with the entry of the defect list when one is cited.
#[must_use]
pub fn sentence(cause: Reason, language: Language) -> String {
    let sentence = reason(cause).by(language);
    match cause.cited_entry() {
        None => sentence.to_owned(),
        Some(entry) => format!("{sentence} ({} {entry})", ENTRY.by(language)),
    }
}

const ENTRY: Say = say("mục", "entry");

/// The reason of a code that the backend names.
#[must_use]
pub fn by_code(code: &str) -> Option<Reason> {
    ALL.into_iter().find(|reason| reason.code() == code)
}

/// All reasons; the tests hold it against the list of the reader.
pub const ALL: [Reason; 62] = [
    R::SignerNotOne,
    R::SignedAttributes,
    R::DigestDiffers,
    R::AlgorithmsDisagree,
    R::KeyRefused,
    R::HashWeak,
    R::WithinTolerance,
    R::SignerMayNotSign,
    R::DocumentTypeDiffers,
    R::ChainTooLong,
    R::IssuerNotValidThen,
    R::SignerKeyPeriodOver,
    R::SignerExpired,
    R::AsRequired,
    R::NotOffered,
    R::NotReached,
    R::WrongPassword,
    R::CardRemoved,
    R::ProtocolViolation,
    R::CardAccessDiffers,
    R::SodMissing,
    R::SodMalformed,
    R::WrongContentType,
    R::SignatureInvalid,
    R::AlgorithmRefused,
    R::IssuerUnknown,
    R::PathSignatureInvalid,
    R::CertificateProfile,
    R::SignerNotValidThen,
    R::NoRevocationList,
    R::RevocationListStale,
    R::RevocationListInvalid,
    R::SignerRevoked,
    R::IssuerRevoked,
    R::ListedDefect { entry: 0 },
    R::ClockDoubtful,
    R::HashMismatch,
    R::DataGroupMissing,
    R::DataGroupLocked,
    R::DataGroupUnsigned,
    R::CountryDiffers,
    R::KeyNotSigned,
    R::ChipProofInvalid,
    R::ChallengeNotOurs,
    R::ConvincesTerminalOnly,
    R::ChallengeNotFresh,
    R::ChallengeForeign,
    R::ChipProofMissing,
    R::Expired,
    R::NoExpiry,
    R::DateUnreadable,
    R::MrzMalformed,
    R::DetailsMalformed,
    R::DetailsDiffer,
    R::ComDiffers,
    R::ComMissing,
    R::AccessKeyDiffers,
    R::KeyNotRecorded,
    R::KeyNotOfDocument,
    R::NothingPresented,
    R::PresentedDiffers,
    R::PresentedOfAnotherDocument,
];
