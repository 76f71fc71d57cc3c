//! The trust store, for the operator who looks after it.

use reader::trust::{ListKind, ProfileError, Role, Tolerance, TrustRefusal};

use super::problem::Advice;
use super::{Say, say};
use TrustRefusal as R;

/// What is wrong with a file, and what to do about it.
#[must_use]
pub fn refusal(refusal: TrustRefusal) -> Advice {
    let (happened, todo) = match refusal {
        R::TooLong | R::Unrecognised => (unusable(refusal), TAKE_ANOTHER_FILE),
        R::UnsignedCollection | R::ListUnsigned => (unsigned(refusal), TAKE_SIGNED_LIST),
        R::FingerprintDiffers => (
            say(
                "Dấu vân tay của chứng thư khác với số đã nhập",
                "The certificate's fingerprint is not the one given",
            ),
            say(
                "hãy hỏi lại cơ quan cấp qua kênh khác",
                "ask the authority again over another channel",
            ),
        ),
        R::CertificateMalformed | R::KeyRefused | R::AlgorithmRefused | R::NotCountrySigningCa => {
            (certificate(refusal), TAKE_ANOTHER_FILE)
        }
        R::ProfileBroken => (
            say(
                "Chứng thư sai quy chuẩn ở điểm chưa được cho phép",
                "The certificate breaks the standard in a way that was not tolerated",
            ),
            say(
                "hãy xem tên lỗi và thêm --tolerate nếu chấp nhận",
                "see the name of the breach and add --tolerate to accept it",
            ),
        ),
        R::SignerNotIssued => (
            say(
                "Chứng thư ký thẻ không do mỏ neo nào trong kho cấp",
                "No anchor of the store issued this document signer",
            ),
            LOAD_CSCA,
        ),
        R::ListMalformed
        | R::ListSignatureInvalid
        | R::ListUndated
        | R::ListSignerUnfit
        | R::ListSignerNotValidThen => (list(refusal), TAKE_FROM_PUBLISHER),
        R::ListSignerRevoked => (list(refusal), TAKE_OUT),
        R::CrlIssuerRevoked => (revocation(refusal), TAKE_OUT),
        R::ListSignerUnknown => (
            say(
                "Người ký danh sách không thuộc chứng thư nào đã ghim",
                "The list's signer has no path to a pinned certificate",
            ),
            LOAD_CSCA,
        ),
        R::ListOlder | R::CrlOlder => (older(refusal), NOTHING_TO_DO),
        R::CrlMalformed | R::CrlSignatureInvalid => (revocation(refusal), TAKE_FROM_PUBLISHER),
        R::CrlIssuerUnknown => (
            say(
                "Kho chưa có cơ quan đã phát hành danh sách thu hồi này",
                "The issuer of this revocation list is not in the store",
            ),
            LOAD_CSCA,
        ),
    };
    Advice { happened, todo }
}

const TAKE_ANOTHER_FILE: Say = say("hãy chọn tệp khác", "choose another file");
const TAKE_SIGNED_LIST: Say = say(
    "hãy dùng danh sách có chữ ký, hoặc nạp từng chứng thư một",
    "use the signed list, or import each certificate by itself",
);
const TAKE_FROM_PUBLISHER: Say = say(
    "hãy tải lại từ nơi phát hành",
    "fetch it again from its publisher",
);
const TAKE_OUT: Say = say(
    "hãy gỡ khỏi kho (cccd trust remove) và lấy bản do khóa còn hiệu lực ký",
    "remove it from the store (cccd trust remove) and get one that a key in force signed",
);
const LOAD_CSCA: Say = say(
    "hãy nạp chứng thư CSCA đó trước",
    "import that CSCA certificate first",
);
const NOTHING_TO_DO: Say = say(
    "không cần làm gì, bản mới vẫn có hiệu lực",
    "nothing to do, the newer one stays in force",
);

fn unusable(refusal: TrustRefusal) -> Say {
    match refusal {
        R::TooLong => say("Tệp quá dài", "The file is too long"),
        _ => say(
            "Tệp không phải chứng thư hay danh sách đã biết",
            "The file is neither a certificate nor a known list",
        ),
    }
}

fn unsigned(refusal: TrustRefusal) -> Say {
    match refusal {
        R::UnsignedCollection => say(
            "Tệp có nhiều chứng thư mà không ai ký",
            "The file holds several certificates that nobody signed",
        ),
        _ => say("Danh sách không có chữ ký", "The list is not signed"),
    }
}

fn certificate(refusal: TrustRefusal) -> Say {
    match refusal {
        R::KeyRefused => say(
            "Khóa của chứng thư quá ngắn hoặc không thuộc đường cong chuẩn",
            "The certificate's key is too short or on no standard curve",
        ),
        R::AlgorithmRefused => say(
            "Thuật toán ký không được chấp nhận",
            "The signature algorithm is not accepted",
        ),
        R::NotCountrySigningCa => say(
            "Chứng thư không phải của cơ quan chứng thư quốc gia",
            "The certificate is not of a country signing CA",
        ),
        _ => say(
            "Không đọc được chứng thư",
            "The certificate cannot be parsed",
        ),
    }
}

fn list(refusal: TrustRefusal) -> Say {
    match refusal {
        R::ListSignatureInvalid => say(
            "Chữ ký của danh sách không khớp nội dung",
            "The list's signature does not fit its content",
        ),
        R::ListUndated => say(
            "Danh sách không ghi thời điểm ký",
            "The list does not say when it was signed",
        ),
        R::ListSignerUnfit => say(
            "Người ký không có quyền ký loại danh sách này",
            "The signer may not sign lists of this kind",
        ),
        R::ListSignerNotValidThen => say(
            "Chứng thư người ký danh sách không có hiệu lực lúc ký",
            "The list's signer was not valid when it signed",
        ),
        R::ListSignerRevoked => say(
            "Chứng thư người ký danh sách, hoặc chứng thư trên đường dẫn của nó, đã bị thu hồi",
            "The list's signer, or a certificate on its path, is revoked",
        ),
        _ => say("Không đọc được danh sách", "The list cannot be parsed"),
    }
}

fn older(refusal: TrustRefusal) -> Say {
    match refusal {
        R::CrlOlder => say(
            "Kho đã có danh sách thu hồi mới hơn",
            "The store has a newer revocation list",
        ),
        _ => say(
            "Kho đã có danh sách mới hơn của người ký này",
            "The store has a newer list of this signer",
        ),
    }
}

fn revocation(refusal: TrustRefusal) -> Say {
    match refusal {
        R::CrlSignatureInvalid => say(
            "Danh sách thu hồi không do cơ quan đó ký",
            "That issuer did not sign the revocation list",
        ),
        R::CrlIssuerRevoked => say(
            "Khóa ký danh sách thu hồi này đã bị thu hồi",
            "The key that signed this revocation list is revoked",
        ),
        _ => say(
            "Không đọc được danh sách thu hồi, hoặc nó không đầy đủ",
            "The revocation list cannot be parsed or is not complete",
        ),
    }
}

/// What an accepted certificate is good for.
#[must_use]
pub fn role(role: Role) -> Say {
    match role {
        Role::Anchor => say("Mỏ neo tin cậy", "Trust anchor"),
        Role::Link => say("Chứng thư nối", "Link certificate"),
    }
}

/// A kind of list.
#[must_use]
pub fn list_kind(kind: ListKind) -> Say {
    match kind {
        ListKind::Master => say("Danh sách CSCA (master list)", "Master list"),
        ListKind::DocumentSigners => say("Danh sách chứng thư ký thẻ", "Document signer list"),
        ListKind::Defects => say("Danh sách lỗi thẻ", "Defect list"),
        ListKind::Deviations => say("Danh sách sai lệch của nước cấp", "Deviation list"),
    }
}

/// Why a certificate of a list is set aside.
#[must_use]
pub fn set_aside(error: ProfileError) -> Say {
    match error {
        ProfileError::Malformed => say("không đọc được", "cannot be parsed"),
        ProfileError::Key => say("khóa không được chấp nhận", "key not accepted"),
        ProfileError::Algorithm => say("thuật toán cũ", "old algorithm"),
        ProfileError::Form => say("sai dạng", "wrong form"),
        ProfileError::Usage => say("không phải CA", "no CA"),
    }
}

/// A breach of the profile that live certificates have.
#[must_use]
pub fn tolerance(tolerance: Tolerance) -> Say {
    match tolerance {
        Tolerance::NoBasicConstraints => {
            say("thiếu basicConstraints", "basicConstraints is missing")
        }
        Tolerance::NotMarkedAsCa => say("không ghi là CA", "not marked as a CA"),
        Tolerance::NoKeyCertSign => say("thiếu keyCertSign", "keyCertSign is missing"),
        Tolerance::NoPathLength => say("thiếu pathLenConstraint", "pathLenConstraint is missing"),
        Tolerance::SerialNotPositive => {
            say("số sê-ri không dương", "the serial number is not positive")
        }
        Tolerance::CountryForm => say("mã quốc gia sai dạng", "the country code has a wrong form"),
    }
}

/// What the command line says about the store.
pub mod line {
    use super::{Say, say};

    /// Heading of the store.
    pub const STORE: Say = say("Kho tin cậy", "Trust store");
    /// When and by whom a file was loaded.
    pub const LOADED: Say = say("nạp", "loaded");
    /// Before a name.
    pub const BY: Say = say("bởi", "by");
    /// A file that was put into the folder by hand.
    pub const BY_HAND: Say = say("đặt sẵn trong thư mục", "put into the folder by hand");
    /// How many certificates of a list are accepted.
    pub const ACCEPTED: Say = say("chứng thư dùng được", "certificates accepted");
    /// How many are not.
    pub const SET_ASIDE: Say = say("để riêng", "set aside");
    /// A breach that the operator overlooks.
    pub const TOLERATED: Say = say("cho phép", "tolerated");
    /// Who vouches for a list.
    pub const PINNED: Say = say("bảo đảm bởi", "vouched for by");
    /// Entries of a defect list that a state made about another's documents.
    pub const OF_OTHERS: Say = say(
        "mục nói về thẻ của nước khác, bỏ qua",
        "about other states' documents, ignored",
    );
    /// When a list was signed.
    pub const SIGNED: Say = say("ký", "signed");
    /// A revocation list.
    pub const REVOCATION_LIST: Say = say("Danh sách thu hồi", "Revocation list");
    /// A document signer.
    pub const DOCUMENT_SIGNER: Say = say("Chứng thư ký thẻ", "Document signer");
    /// How many certificates a list revokes.
    pub const REVOKED: Say = say("bị thu hồi", "revoked");
    /// Until when a revocation list is current.
    pub const UNTIL: Say = say("hiệu lực đến", "current until");
    /// A revocation list that has passed its date.
    pub const STALE: Say = say("ĐÃ QUÁ HẠN", "OUT OF DATE");
    /// An import that took every file.
    pub const IMPORTED: Say = say("Đã nạp", "Imported");
    /// A file that was there already.
    pub const KNOWN: Say = say("Đã có sẵn", "In the store already");
    /// A file that a newer one replaced.
    pub const REPLACED: Say = say("Thay thế bản cũ", "Replaces");
    /// An import that took none.
    pub const NOTHING_CHANGED: Say = say(
        "Không nạp tệp nào; kho giữ nguyên như cũ",
        "Nothing was imported; the store is as it was",
    );
    /// A file that does not count.
    pub const REFUSED: Say = say("Không dùng được", "Does not count");
    /// A file whose bytes changed.
    pub const DAMAGED: Say = say(
        "Tệp trong kho đã bị thay đổi; hãy xóa và nạp lại",
        "The stored file was changed: remove it and import it again",
    );
    /// A file that was removed.
    pub const REMOVED: Say = say("Đã xóa", "Removed");
    /// Everything counts.
    pub const ALL_WELL: Say = say("Mọi tệp đều dùng được", "Every file counts");
    /// The clock is earlier than what is known.
    pub const CLOCK: Say = say(
        "Đồng hồ máy sớm hơn thời điểm đã biết; hãy chỉnh giờ",
        "The clock is earlier than what is known: set it",
    );
    /// No answer from a server.
    pub const NOT_FETCHED: Say = say(
        "Không tải được; bản cũ vẫn có hiệu lực",
        "Could not be fetched; the old one stays in force",
    );
    /// The server has nothing newer.
    pub const UNCHANGED: Say = say("Chưa có bản mới", "Nothing newer");
    /// What is demanded of revocation.
    pub const POLICY: Say = say("Yêu cầu về thu hồi", "Demand of revocation");

    /// All of them, for the tests.
    pub const ALL: [Say; 27] = [
        STORE,
        LOADED,
        BY,
        BY_HAND,
        ACCEPTED,
        SET_ASIDE,
        TOLERATED,
        PINNED,
        OF_OTHERS,
        SIGNED,
        REVOCATION_LIST,
        DOCUMENT_SIGNER,
        REVOKED,
        UNTIL,
        STALE,
        IMPORTED,
        KNOWN,
        REPLACED,
        NOTHING_CHANGED,
        REFUSED,
        DAMAGED,
        REMOVED,
        ALL_WELL,
        CLOCK,
        NOT_FETCHED,
        UNCHANGED,
        POLICY,
    ];
}
