//! Refusals as problem documents. RFC 9457.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, SchemaType, Type},
    },
};

/// Media type of a [`Problem`].
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// A refusal. It never holds personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Stable name of the kind of problem.
    #[serde(rename = "type")]
    pub kind: ProblemType,
    /// Short English title.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// One Vietnamese sentence: what happened, and what to do.
    pub detail: String,
    /// When a retry makes sense, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl From<ProblemType> for Problem {
    fn from(kind: ProblemType) -> Self {
        let ProblemEntry {
            status,
            title,
            detail,
            ..
        } = kind.entry();
        Self {
            kind,
            title: title.into(),
            status,
            detail: detail.into(),
            retry_after: None,
        }
    }
}

impl From<ProblemType> for String {
    fn from(kind: ProblemType) -> Self {
        kind.urn().into()
    }
}

impl TryFrom<String> for ProblemType {
    type Error = &'static str;

    fn try_from(urn: String) -> Result<Self, Self::Error> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.urn() == urn)
            .ok_or("not a problem type of this interface")
    }
}

/// The closed list, each with its status, its title and the sentence that people are told.
impl PartialSchema for ProblemType {
    fn schema() -> RefOr<Schema> {
        let lines = Self::ALL.map(|kind| {
            let (urn, status) = (kind.urn(), kind.status());
            format!("- `{urn}`: {status} {}. {}", kind.title(), kind.detail())
        });
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some(lines.join("\n")))
            .enum_values(Some(Self::ALL.map(Self::urn)))
            .into()
    }
}

impl ToSchema for ProblemType {}

impl ProblemType {
    /// The stable URN.
    #[must_use]
    pub fn urn(self) -> &'static str {
        self.entry().urn
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(self) -> u16 {
        self.entry().status
    }

    /// Short English title.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// One Vietnamese sentence: what happened, and what to do.
    #[must_use]
    pub fn detail(self) -> &'static str {
        self.entry().detail
    }
}

struct ProblemEntry {
    urn: &'static str,
    status: u16,
    title: &'static str,
    detail: &'static str,
}

/// One row per kind, so that none lacks a name, a status or a sentence.
macro_rules! problem_types {
    ($($kind:ident, $doc:literal, $name:literal, $status:literal, $title:literal, $detail:literal;)*) => {
        /// Kinds of refusals: a closed list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum ProblemType {
            $(#[doc = $doc] $kind,)*
        }

        impl ProblemType {
            /// All kinds.
            pub const ALL: [Self; [$($status),*].len()] = [$(Self::$kind),*];

            fn entry(self) -> ProblemEntry {
                match self {
                    $(Self::$kind => ProblemEntry {
                        urn: concat!("urn:cccd:problem:", $name),
                        status: $status,
                        title: $title,
                        detail: $detail,
                    },)*
                }
            }
        }
    };
}

problem_types! {
    Malformed, "The request cannot be read.", "malformed", 400, "Malformed request",
        "Yêu cầu không đúng định dạng; hãy cập nhật phần mềm thiết bị đầu cuối rồi gửi lại.";
    SignInRefused, "Officer, password or terminal is wrong; which one is not said.", "sign-in-refused", 401,
        "Sign-in refused",
        "Tên cán bộ, mật khẩu hoặc thiết bị không đúng; hãy kiểm tra rồi đăng nhập lại.";
    SignInLocked, "Too many failed attempts.", "sign-in-locked", 429, "Sign-in locked",
        "Đăng nhập sai quá nhiều lần nên tài khoản tạm khóa; hãy chờ rồi thử lại.";
    SecondFactorNeeded, "The password is right; the account has a second factor.", "second-factor-needed", 401,
        "Second factor needed",
        "Tài khoản có bước xác thực thứ hai; hãy nhập mã sáu số trong ứng dụng xác thực.";
    SecondFactorRefused, "The code is wrong, over or used.", "second-factor-refused", 401, "Second factor refused",
        "Mã xác thực không đúng, đã hết hạn hoặc đã dùng; hãy chờ mã mới rồi nhập lại.";
    SessionInvalid, "No session, or it has ended.", "session-invalid", 401, "Session invalid",
        "Phiên làm việc đã hết hạn hoặc không hợp lệ; hãy đăng nhập lại.";
    Forbidden, "The role may not do this.", "forbidden", 403, "Forbidden",
        "Vai trò của cán bộ không được làm việc này; hãy đăng nhập bằng tài khoản có thẩm quyền.";
    TerminalUnknown, "The terminal is not enrolled, or revoked.", "terminal-unknown", 403, "Terminal unknown",
        "Thiết bị đầu cuối chưa được đăng ký hoặc đã bị thu hồi; hãy liên hệ quản trị thiết bị.";
    TerminalBlocked, "The terminal or its office is blocked.", "terminal-blocked", 403, "Terminal blocked",
        "Thiết bị hoặc đơn vị đang bị khóa; hồ sơ đã lập vẫn được giữ, hãy liên hệ quản trị thiết bị.";
    TerminalMismatch, "The request speaks for another terminal than its connection's.", "terminal-mismatch", 403,
        "Another terminal's connection",
        "Yêu cầu ghi một thiết bị khác với thiết bị đang kết nối; hãy làm việc trên đúng thiết bị đã đăng ký.";
    CertificateNeeded, "The connection has no certificate of an enrolled terminal, or an older one.",
        "certificate-needed", 403, "Terminal certificate needed",
        "Kết nối không có chứng thư còn hiệu lực của thiết bị; hãy đăng ký lại thiết bị bằng mã dùng một lần.";
    EnrolmentRefused, "Terminal, code or keys are wrong, or the code has ended; which is not said.",
        "enrolment-refused", 403, "Enrolment refused",
        "Mã đăng ký không đúng, đã hết hạn hoặc đã dùng; hãy xin quản trị thiết bị cấp mã mới.";
    SignatureInvalid, "The submission's signature does not fit.", "signature-invalid", 422, "Signature invalid",
        "Chữ ký số của hồ sơ không hợp lệ; hãy nộp lại từ đúng thiết bị đã đăng ký.";
    SubmissionRefused, "The signed content is no complete dossier.", "submission-refused", 422,
        "Submission refused",
        "Hồ sơ không đầy đủ hoặc không đúng định dạng; hãy lập lại hồ sơ tại quầy.";
    SessionMismatch, "The dossier's session is not this officer's at this terminal at that time.",
        "session-mismatch", 422, "Session mismatch",
        "Phiên làm việc ghi trong hồ sơ không khớp với cán bộ, thiết bị hoặc thời điểm; hãy đăng nhập lại và nộp lại.";
    TooLarge, "The request is too long.", "too-large", 413, "Request too large",
        "Hồ sơ vượt quá dung lượng cho phép; hãy chụp lại ảnh với dung lượng nhỏ hơn.";
    NotFound, "There is no such thing, or it is not for this officer.", "not-found", 404, "Not found",
        "Không tìm thấy hồ sơ hoặc cán bộ không được xem; hãy kiểm tra lại mã hồ sơ.";
    QueueEmpty, "Nothing waits that this officer may claim.", "queue-empty", 404, "Queue empty",
        "Không còn hồ sơ nào chờ xử lý; hãy thử lại sau.";
    SelfDecision, "The submitter cannot decide.", "self-decision", 403, "Self-decision",
        "Cán bộ đã nộp hồ sơ không được tự quyết định; hãy chuyển cho cán bộ phê duyệt khác.";
    ConfirmerDecision, "Who confirmed an exception cannot decide.", "confirmer-decision", 403, "Confirmer's decision",
        "Cán bộ đã xác nhận trường hợp ngoại lệ không được quyết định hồ sơ này; hãy chuyển cho cán bộ phê duyệt khác.";
    ConfirmationRefused, "The second person's name or password is wrong; which one is not said.",
        "confirmation-refused", 403, "Confirmation refused",
        "Tên hoặc mật khẩu của người xác nhận thứ hai không đúng; hãy để chính người đó nhập lại.";
    OwnException, "Nobody confirms an exception of their own.", "own-exception", 403, "Own exception",
        "Người xác nhận thứ hai phải là cán bộ khác với người lập hồ sơ; hãy mời cán bộ khác xác nhận.";
    ExceptionUnconfirmed, "An exception of a finger lacks a confirmation that counts for this file.",
        "exception-unconfirmed", 422, "Exception not confirmed",
        "Ngón được miễn chưa có xác nhận hợp lệ của người thứ hai cho hồ sơ này; hãy lập lại hồ sơ và xác nhận lại.";
    SecondApproverNeeded, "The second approval comes from another officer.", "second-approver-needed", 403,
        "Second approver needed",
        "Hồ sơ rủi ro cao cần hai cán bộ phê duyệt; hãy chuyển cho cán bộ thứ hai.";
    HigherDecision, "Only a senior approver may decide.", "higher-decision", 403, "Higher decision needed",
        "Trường hợp đặc biệt do cấp có thẩm quyền cao hơn quyết định; hãy chuyển hồ sơ lên cấp trên.";
    RuleForbids, "The decree does not let the case be approved as it stands.", "rule-forbids", 409,
        "The decree does not allow approval",
        "Quy định chưa cho phép phê duyệt với kết quả đối chiếu hiện có; hãy đối chiếu đủ thông tin hoặc từ chối và nêu rõ lý do.";
    AlreadyClaimed, "Another officer holds the case.", "already-claimed", 409, "Already claimed",
        "Hồ sơ đang được cán bộ khác xử lý; hãy chọn hồ sơ khác hoặc chờ hết thời gian giữ.";
    LeaseLost, "The claim has expired or another one replaced it.", "lease-lost", 409, "Lease lost",
        "Thời gian giữ hồ sơ đã hết; hãy nhận lại hồ sơ rồi quyết định.";
    AlreadyDecided, "The case is decided.", "already-decided", 409, "Already decided",
        "Hồ sơ đã có quyết định; hãy mở lại danh sách để xem kết quả.";
    NotGenuine, "The backend's own verdict is not genuine.", "not-genuine", 409, "Card not proven genuine",
        "Máy chủ không xác thực được thẻ căn cước nên không thể phê duyệt; hãy từ chối và nêu rõ lý do.";
    NoteRequired, "The reason OTHER without a note, or a note too long.", "note-required", 422, "Note required",
        "Lý do khác phải có ghi chú không quá 500 ký tự; hãy nhập ghi chú.";
    BankCannotFile, "A bank's desk is no receiving authority.", "bank-cannot-file", 403, "A bank cannot file",
        "Ngân hàng không phải cơ quan tiếp nhận hồ sơ mức độ 02; hãy hướng dẫn công dân đến cơ quan công an.";
    PartyUnknown, "No relying party of this key.", "party-unknown", 403, "Relying party unknown",
        "Bên sử dụng dịch vụ chưa được đăng ký hoặc chữ ký không đúng; hãy liên hệ quản trị kết nối.";
    PartyRequestRefused, "The request has another form, asserts nothing, or is out of its time.",
        "party-request-refused", 422, "Request refused",
        "Yêu cầu không đúng mẫu, không nêu thông tin cần đối chiếu hoặc đã quá hạn; hãy lập và ký lại yêu cầu.";
    ContractNotInForce, "Contract, permit or standing does not allow it.", "contract-not-in-force", 403,
        "Contract not in force",
        "Hợp đồng hoặc giấy phép kết nối không đúng, đã hết hạn hoặc bị tạm dừng; hãy liên hệ cơ quan quản lý.";
    ProviderNotEligible, "This backend has no right to serve relying parties today.", "provider-not-eligible", 403,
        "Provider not eligible",
        "Đơn vị vận hành chưa có hoặc đang bị dừng quyền cung cấp dịch vụ xác thực; hãy liên hệ quản trị hệ thống.";
    ConsentRefused, "No consent covers this request.", "consent-refused", 403, "Consent refused",
        "Không có sự đồng ý còn hiệu lực cho yêu cầu này; hãy xin công dân đồng ý cho từng thông tin.";
    RequestReplayed, "The request was answered before.", "request-replayed", 409, "Request replayed",
        "Yêu cầu này đã được trả lời; hãy lập yêu cầu mới cho giao dịch mới.";
    FormNotYet, "The case has not come as far as this form, or went another way.", "form-not-yet", 409,
        "No such form of this case yet",
        "Hồ sơ chưa đến bước lập được phiếu này; hãy chọn phiếu khác hoặc chờ kết quả của hồ sơ.";
    FormNotPrintable, "A letter that no font has.", "form-not-printable", 422, "Form not printable",
        "Có ký tự không in được trên phiếu; hãy xem nội dung trên màn hình và báo bộ phận kỹ thuật.";
    LockCauseRefused, "The profile has no such cause, or an officer does not state it.", "lock-cause-refused", 422,
        "No cause of a lock",
        "Quy định không có lý do khóa này hoặc cán bộ không được tự nêu; hãy chọn lý do khác.";
    LockEvidenceMissing, "What must stand behind the cause is missing or does not fit.", "lock-evidence-missing", 422,
        "Evidence missing",
        "Chưa đủ căn cứ: chủ tài khoản phải xuất trình thẻ, cơ quan phải có văn bản; hãy bổ sung rồi gửi lại.";
    LockedAlready, "The account is locked for this cause already.", "locked-already", 409, "Locked already",
        "Tài khoản đã bị khóa vì lý do này; hãy mở lại tài khoản để xem.";
    UnlockRefused, "The lock does not end this way, or not at all.", "unlock-refused", 409, "Not to be unlocked so",
        "Khóa này chỉ người hoặc cơ quan đã yêu cầu được đề nghị mở, hoặc không được mở; hãy xem lý do khóa.";
    NotToBeActivated, "The application still activates it, or nobody has been told yet.", "not-to-be-activated", 409,
        "Not to be activated here",
        "Chưa hết thời hạn tự kích hoạt hoặc công dân chưa được thông báo; hãy hướng dẫn kích hoạt trên ứng dụng.";
    AccountActive, "The account is active already.", "account-active", 409, "Account active",
        "Tài khoản đã được kích hoạt; hãy mở lại tài khoản để xem.";
    AccountLocked, "The account is locked.", "account-locked", 409, "Account locked",
        "Tài khoản đang bị khóa nên không kích hoạt được; hãy làm thủ tục mở khóa trước.";
    AccountEnded, "The account's validity is over.", "account-ended", 409, "Account over",
        "Tài khoản đã hết hiệu lực cùng thẻ; hãy hướng dẫn công dân đổi thẻ rồi đăng ký lại.";
    SourceSilent, "A source did not answer.", "source-silent", 503, "Source silent",
        "Cơ sở dữ liệu gốc chưa trả lời; hãy thử lại sau.";
    SourceEventRefused, "No source signed this event, or it is out of its time.", "source-event-refused", 403,
        "Source event refused",
        "Thông báo của nguồn dữ liệu không có chữ ký hợp lệ hoặc đã quá hạn; hãy ký lại bằng khóa đã đăng ký.";
    PolicyNotInForce, "The backend's profile has ended.", "policy-not-in-force", 503, "Policy not in force",
        "Bộ quy định của máy chủ đã hết hiệu lực nên chưa thể tiếp nhận; hãy báo quản trị cài đặt bản mới đã được ký.";
    TooManyRequests, "The caller asks more than it may.", "too-many-requests", 429, "Too many requests",
        "Thiết bị gửi quá nhiều yêu cầu trong thời gian ngắn; hãy chờ rồi thử lại.";
    Unavailable, "The backend cannot answer now.", "unavailable", 503, "Temporarily unavailable",
        "Máy chủ tạm thời không phục vụ được; hồ sơ vẫn được giữ, hãy thử lại sau.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_its_own_urn_and_comes_back_from_json() {
        let urns: BTreeSet<_> = ProblemType::ALL.into_iter().map(ProblemType::urn).collect();
        assert_eq!(urns.len(), ProblemType::ALL.len());
        for kind in ProblemType::ALL {
            let problem = Problem::from(kind);
            let json = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
            assert!((400..600).contains(&problem.status));
        }
        assert!(serde_json::from_str::<ProblemType>("\"urn:cccd:problem:else\"").is_err());
    }

    #[test]
    fn every_sentence_says_what_to_do() {
        for kind in ProblemType::ALL {
            assert!(kind.detail().contains("hãy "), "{kind:?}");
            assert!(kind.detail().ends_with('.'), "{kind:?}");
        }
    }
}
