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
pub const ALL: [Reason; 40] = [
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
    R::ChipProofMissing,
    R::Expired,
    R::NoExpiry,
    R::DateUnreadable,
    R::MrzMalformed,
    R::DetailsMalformed,
    R::DetailsDiffer,
    R::ComDiffers,
];
