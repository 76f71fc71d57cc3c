//! Words of queue, case and decision.

use dossier::api::FindingKind;
use dossier::decision::{CaseState, RefusalReason};

use super::{Say, say};

/// Where a case stands.
#[must_use]
pub fn state(state: CaseState) -> Say {
    match state {
        CaseState::Queued => say(
            "Đã tiếp nhận, chờ phê duyệt",
            "Received, waiting for a decision",
        ),
        CaseState::Claimed => say("Đang được xem xét", "Being examined"),
        CaseState::Returned => say("Trả lại để bổ sung", "Returned to be completed"),
        CaseState::Rejected => say("Từ chối", "Refused"),
        CaseState::Approved => say("Đã phê duyệt", "Approved"),
    }
}

/// Why a registration is refused.
#[must_use]
pub fn refusal(reason: RefusalReason) -> Say {
    match reason {
        RefusalReason::BioLow => say(
            "Ảnh hoặc vân tay không đạt chất lượng",
            "Portrait or fingerprint of low quality",
        ),
        RefusalReason::FaceMismatch => say(
            "Khuôn mặt không trùng khớp ảnh trong chip",
            "Face does not match the chip's portrait",
        ),
        RefusalReason::ChipPaFail => say(
            "Chip hoặc chữ ký số không hợp lệ",
            "Chip or signature is not valid",
        ),
        RefusalReason::CardRevoked => say("Thẻ đã bị thu hồi", "Card is revoked"),
        RefusalReason::DataMismatch => say(
            "Thông tin không khớp dữ liệu gốc",
            "Data differ from the source",
        ),
        RefusalReason::ConsentMissing => say("Thiếu sự đồng ý của công dân", "Consent is missing"),
        RefusalReason::Duplicate => say(
            "Đã có hồ sơ hoặc tài khoản",
            "A case or account exists already",
        ),
        RefusalReason::ExceptionUnproven => say(
            "Trường hợp ngoại lệ chưa được chứng minh",
            "Exception is not proven",
        ),
        RefusalReason::FraudSuspect => say("Có dấu hiệu gian lận", "Signs of fraud"),
        RefusalReason::Other => say("Lý do khác (ghi rõ)", "Another reason (say which)"),
    }
}

/// What the backend found.
#[must_use]
pub fn finding(kind: FindingKind) -> Say {
    match kind {
        FindingKind::CheckFailed => say("Kiểm tra không đạt", "A check failed"),
        FindingKind::CheckUndetermined => say(
            "Kiểm tra chưa kết luận được",
            "A check came to no conclusion",
        ),
        FindingKind::VerdictDiffers => say(
            "Kết luận của quầy và máy chủ khác nhau",
            "Counter and server come to different verdicts",
        ),
        FindingKind::ChallengeMissing => say(
            "Chip chưa ký thử thách của máy chủ",
            "The chip answered no challenge of the server",
        ),
        FindingKind::ChallengeUnknown => say(
            "Thử thách không thuộc phiên làm việc này",
            "The challenge was not issued to this session",
        ),
        FindingKind::ChallengeUsed => say(
            "Thử thách đã được dùng trước đó",
            "The challenge was used before",
        ),
        FindingKind::ChallengeExpired => say(
            "Thử thách đã hết hạn khi đọc thẻ",
            "The challenge had expired when the card was read",
        ),
        FindingKind::SourcesDiffer => say(
            "Các nguồn thông tin khác nhau",
            "Sources of the person's data differ",
        ),
        FindingKind::ConvincesTerminalOnly => say(
            "Chứng minh của chip chỉ máy trạm xác nhận được",
            "The chip's proof convinces the terminal only",
        ),
        FindingKind::CardExpired => say("Thẻ đã hết hạn", "The card has expired"),
        FindingKind::DuplicateCase => {
            say("Công dân đã có hồ sơ khác", "The person has another case")
        }
        FindingKind::ClockSkew => say(
            "Đồng hồ của máy trạm bị lệch",
            "The terminal's clock is off",
        ),
        FindingKind::PortraitUnreadable => say(
            "Không mở được ảnh chân dung",
            "The portrait cannot be opened",
        ),
        FindingKind::PortraitQuality => say(
            "Máy chủ đo lại: ảnh chân dung chưa đạt",
            "Measured again, the portrait is below a bound",
        ),
        FindingKind::PortraitAssessmentDiffers => say(
            "Điểm chất lượng chân dung của quầy và máy chủ khác nhau",
            "Counter and server measure the portrait differently",
        ),
        FindingKind::PortraitRecordUnreadable => say(
            "Bản ghi khuôn mặt (ISO 19794-5) không đọc được",
            "The facial record (ISO 19794-5) cannot be read",
        ),
        FindingKind::PortraitRecordDiffers => say(
            "Bản ghi khuôn mặt không cắt từ ảnh đã nộp",
            "The facial record is not cut from the portrait",
        ),
    }
}
