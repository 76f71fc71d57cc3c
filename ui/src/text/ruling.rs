//! What the decree has against an approval, and why a higher level decides.

use rules::eligibility::Obstacle;
use rules::level2::{Ground, Higher, Modality};
use rules::not_issued::NotIssued;

use super::{Say, say};

/// What stands against an approval.
#[must_use]
pub fn ground(ground: Ground) -> Say {
    match ground {
        Ground::NotEligible(why) => obstacle(why),
        Ground::NotIssued(why) => not_issued(why),
        Ground::CorrectAtSource => say(
            "Thông tin không khớp: điều chỉnh tại cơ sở dữ liệu gốc trước",
            "Data differ: they are corrected at their source first",
        ),
        Ground::SourceNotAnswered => say(
            "Chưa có trả lời của cơ sở dữ liệu gốc",
            "The source has not answered",
        ),
        Ground::Duplicate => say(
            "Chủ thể đã có hồ sơ hoặc tài khoản khác",
            "The subject has another case or account",
        ),
        Ground::DuplicatesNotSearched => say(
            "Chưa tra cứu được hồ sơ trùng",
            "Other cases of the subject could not be looked for",
        ),
        Ground::RecognitionNeeded(Modality::Portrait) => say(
            "Vân tay không khớp: cần cán bộ nhận dạng theo đặc điểm trên thẻ",
            "Fingerprint does not match: an officer must recognise the holder by the card",
        ),
        Ground::RecognitionNeeded(Modality::Fingerprint) => say(
            "Khuôn mặt không khớp: cần cán bộ nhận dạng theo đặc điểm trên thẻ",
            "Face does not match: an officer must recognise the holder by the card",
        ),
        Ground::BiometricDiffers(Modality::Portrait) => {
            say("Khuôn mặt không trùng khớp", "The face does not match")
        }
        Ground::BiometricDiffers(Modality::Fingerprint) => {
            say("Vân tay không trùng khớp", "The fingerprint does not match")
        }
        Ground::BiometricNotCompared(Modality::Portrait) => {
            say("Khuôn mặt chưa được đối chiếu", "The face is not compared")
        }
        Ground::BiometricNotCompared(Modality::Fingerprint) => say(
            "Vân tay chưa được đối chiếu",
            "The fingerprint is not compared",
        ),
    }
}

/// Why a higher level decides.
#[must_use]
pub fn higher(why: Higher) -> Say {
    match why {
        Higher::Special => say(
            "Trường hợp đặc biệt: cấp trên quyết định",
            "Special case: the higher level decides",
        ),
        Higher::ForeignerNotOnRecord => say(
            "Người nước ngoài chưa có sinh trắc học trong CSDL xuất nhập cảnh: cấp trên quyết định",
            "Foreigner without biometrics on record: the higher level decides",
        ),
        Higher::FingersExcepted => say(
            "Không thể thu nhận vân tay: cấp trên quyết định",
            "No finger can be taken: the higher level decides",
        ),
    }
}

fn obstacle(why: Obstacle) -> Say {
    match why {
        Obstacle::BornInFuture => say(
            "Ngày sinh ở sau ngày nộp",
            "The date of birth is after the day of filing",
        ),
        Obstacle::Age => say(
            "Độ tuổi này chưa được đăng ký",
            "Nobody registers at this age",
        ),
        Obstacle::LevelAtThisAge => say(
            "Độ tuổi này không được cấp mức độ 02",
            "Not this level at this age",
        ),
        Obstacle::Office => say(
            "Cơ quan này không tiếp nhận loại hồ sơ này",
            "This office does not receive such files",
        ),
        Obstacle::OfficeWithCard => say(
            "Hồ sơ kèm cấp thẻ chỉ nộp tại nơi cấp thẻ",
            "With card issuance only where cards are issued",
        ),
        Obstacle::CardNotValid => say(
            "Thẻ hết hạn: đăng ký cùng lúc cấp thẻ mới",
            "Card expired: register together with a new card",
        ),
        Obstacle::ForeignerCondition => say(
            "Chưa có thẻ cư trú còn hạn của người nước ngoài",
            "The foreigner shows no valid residence card",
        ),
        Obstacle::GuardianMissing => say(
            "Cần cha, mẹ hoặc người giám hộ",
            "A parent or guardian must come",
        ),
        Obstacle::GuardianLevel => say(
            "Người giám hộ chưa có tài khoản mức độ 02",
            "The guardian has no account of level 2",
        ),
        Obstacle::RelationUnproven => say(
            "Chưa chứng minh được quan hệ giám hộ",
            "The relation to the guardian is not proven",
        ),
        Obstacle::RepresentativeLevel => say(
            "Người đại diện chưa có tài khoản mức độ 02",
            "The representative has no account of level 2",
        ),
        Obstacle::RepresentativeConsent => say(
            "Thiếu sự đồng ý của người đại diện khác",
            "Another representative's consent is missing",
        ),
    }
}

fn not_issued(why: NotIssued) -> Say {
    match why {
        NotIssued::IdentityUnclear => say("Danh tính chưa rõ ràng", "The identity is not clear"),
        NotIssued::TravelBan => say("Đang bị cấm xuất, nhập cảnh", "Barred from entry or exit"),
        NotIssued::Security => say(
            "Có dấu hiệu gây hại cho an ninh, trật tự",
            "Signs of harm to security or order",
        ),
        NotIssued::Purpose => say(
            "Không tuân thủ mục tiêu của quy định",
            "Against the objectives of the decree",
        ),
        NotIssued::Capacity => say(
            "Mất khả năng điều khiển hành vi: đăng ký qua người giám hộ",
            "No control of one's acts: register through the guardian",
        ),
    }
}
