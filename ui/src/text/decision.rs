//! Words of queue, case and decision.

use dossier::api::FindingKind;
use dossier::decision::{CaseState, RefusalReason};
use dossier::devices::DeviceKind;

use super::{Say, card, say};
use crate::event;

/// Where a case stands.
#[must_use]
pub fn state(state: CaseState) -> Say {
    match state {
        CaseState::Draft => say("Đang lập tại quầy", "Being made at the counter"),
        CaseState::Sealed => say("Đã ký, chờ gửi", "Signed, waiting to be sent"),
        CaseState::Uploading => say("Đang gửi", "Being sent"),
        CaseState::Received => say("Máy chủ đã nhận", "At the server"),
        CaseState::Checked => say("Máy chủ đã kiểm tra", "Checked by the server"),
        CaseState::Queued => say(
            "Đã tiếp nhận, chờ phê duyệt",
            "Received, waiting for a decision",
        ),
        CaseState::Claimed => say("Đang được xem xét", "Being examined"),
        CaseState::ApprovedOnce => say(
            "Đã phê duyệt lần một, chờ cán bộ thứ hai",
            "Approved once, waiting for the second officer",
        ),
        CaseState::Returned => say("Trả lại để bổ sung", "Returned to be completed"),
        CaseState::Rejected => say("Từ chối", "Refused"),
        CaseState::Approved => say("Đã phê duyệt", "Approved"),
        CaseState::AccountIssued => say("Đã cấp tài khoản", "Account issued"),
        CaseState::Notified => say("Đã thông báo kết quả", "Person was told"),
        CaseState::Purged => say("Đã xóa dữ liệu", "Data are erased"),
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
            "Không khớp: điều chỉnh tại dữ liệu gốc",
            "Data differ: correct them at the source",
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
        RefusalReason::IdentityUnclear => {
            say("Danh tính chưa rõ ràng", "The identity is not clear")
        }
        RefusalReason::TravelBan => say("Đang bị cấm xuất, nhập cảnh", "Barred from entry or exit"),
        RefusalReason::Security => say(
            "Có dấu hiệu gây hại cho an ninh, trật tự",
            "Signs of harm to security or order",
        ),
        RefusalReason::Purpose => say(
            "Không tuân thủ mục tiêu của quy định",
            "Against the objectives of the decree",
        ),
        RefusalReason::Capacity => say(
            "Mất khả năng điều khiển hành vi: đăng ký qua người giám hộ",
            "No control of one's acts: register through the guardian",
        ),
        RefusalReason::NotIssued => {
            say("Tạm thời chưa được cấp tài khoản", "Temporarily not issued")
        }
        RefusalReason::Other => say("Lý do khác (ghi rõ)", "Another reason (say which)"),
    }
}

/// Which device a finding is about, by the word of [`DeviceKind`].
#[must_use]
pub fn device(word: &str) -> Option<Say> {
    let shown = [
        (DeviceKind::Camera, event::DeviceKind::Camera),
        (DeviceKind::Fingerprint, event::DeviceKind::Fingerprint),
    ];
    let named = shown.into_iter().find(|(kind, _)| kind.word() == word);
    named.map(|(_, device)| card::device(device))
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
        FindingKind::FingerRulesDiffer => say(
            "Vân tay lấy theo bộ quy định khác với bộ đang áp dụng",
            "The fingers were taken by another profile than the one in force",
        ),
        FindingKind::DuplicateCase => {
            say("Công dân đã có hồ sơ khác", "The person has another case")
        }
        FindingKind::PhoneInUse => say(
            "Số điện thoại đã gắn với hồ sơ của người khác",
            "Another person's case has this phone number",
        ),
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
        FindingKind::FingerUnreadable => say(
            "Ảnh hoặc bản ghi vân tay không đọc được hoặc sai kích thước",
            "A fingerprint or its record cannot be read, or is not what it states",
        ),
        FindingKind::FingerQuality => say(
            "Đo lại: vân tay không đạt bộ quy định",
            "Measured again, a fingerprint is below the profile",
        ),
        FindingKind::FingerAssessmentDiffers => say(
            "Đo lại: vân tay khác với điều thiết bị ở quầy khai báo",
            "Measured again, a fingerprint is not what the terminal states",
        ),
        FindingKind::FingerRecordDiffers => say(
            "Bản ghi vân tay không phải ảnh kèm theo",
            "A fingerprint's record shows another image",
        ),
        FindingKind::FingerTwice => say(
            "Hai ngón trong hồ sơ là cùng một ngón",
            "Two fingers of the file are one",
        ),
        FindingKind::DevicesNotCompared => say(
            "Chưa có danh mục thiết bị có hiệu lực để đối chiếu",
            "No list of devices was in force to compare with",
        ),
        FindingKind::DeviceNotStated => say(
            "Hồ sơ không ghi thiết bị thu nhận",
            "The file does not state a capture device",
        ),
        FindingKind::DeviceNotListed => say(
            "Danh mục không cho phép thiết bị thu nhận",
            "The list does not allow a capture device",
        ),
        FindingKind::DeviceBlocked => say(
            "Thiết bị thu nhận đang bị khóa trong danh mục",
            "The list blocks a capture device",
        ),
        FindingKind::DeviceSimulated => say(
            "Thiết bị thu nhận là thiết bị mô phỏng",
            "A capture device is simulated",
        ),
        FindingKind::TrialProfile => say(
            "Tiếp nhận theo bộ quy định thử nghiệm: không phải hồ sơ thật",
            "Received under a profile for trials: no real registration",
        ),
    }
}
