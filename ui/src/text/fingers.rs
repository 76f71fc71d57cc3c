//! Words about fingers: how one stands, what to do for a better image, why one is not taken.

use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use capture::fingerprint::order::CaptureStep;
use capture::fingerprint::quality::Component;
use dossier::fingers::{DemandWord, FingerStanding};
use dossier::identity::FingerAdvice;

use super::{Say, say, screen};

/// A finger whose turn it is.
pub const NEXT: Say = say("tiếp theo", "next");

/// How a finger stands.
#[must_use]
pub fn standing(standing: FingerStanding) -> Say {
    match standing {
        FingerStanding::Open => say("chưa lấy", "not taken"),
        FingerStanding::Passed => say("đạt", "passed"),
        FingerStanding::Held { left: 1 } => say("chưa đạt, còn 1 lần", "held, 1 try left"),
        FingerStanding::Held { .. } => say("chưa đạt, còn 2 lần", "held, 2 tries left"),
        FingerStanding::Exhausted => say("chưa đạt, hết lượt", "held, no try left"),
        FingerStanding::Excepted(why) => reason(why),
    }
}

/// What to do for a better image: one hint for each component of the quality.
#[must_use]
pub fn hint(component: Component) -> Say {
    match component {
        Component::Area => say(
            "Đặt cả đốt ngón tay vào giữa kính",
            "Lay the whole fingertip on the middle of the glass",
        ),
        Component::Contrast => say("Ấn mạnh hơn một chút", "Press a little harder"),
        Component::Lightness => say(
            "Tay khô thì làm ẩm nhẹ, tay ướt thì lau khô",
            "Moisten a dry finger, wipe a wet one",
        ),
        Component::OrientationCertainty => say(
            "Giữ yên ngón tay, không xoay",
            "Keep the finger still, do not turn it",
        ),
        Component::RidgeClarity => say(
            "Lau sạch kính và ngón tay",
            "Clean the glass and the finger",
        ),
        Component::RidgeFrequency => say(
            "Ấn nhẹ hơn, đừng kéo ngón tay",
            "Press more gently and do not drag the finger",
        ),
    }
}

/// What a demand that was not met means.
#[must_use]
pub fn shortfall(demand: DemandWord) -> Say {
    match demand {
        DemandWord::Resolution => say(
            "Đầu đọc không đủ 500 điểm/inch: ảnh chỉ để thử nghiệm",
            "The sensor has less than 500 ppi: for testing only",
        ),
        DemandWord::GreyLevels => say(
            "Đầu đọc chỉ có 16 mức xám: ảnh chỉ để thử nghiệm",
            "The sensor has 16 grey levels only: for testing only",
        ),
        DemandWord::Quality => say("Ảnh chưa đủ rõ", "The image is not clear enough"),
        DemandWord::Minutiae => say(
            "Chưa đủ 60 điểm đặc trưng, hãy đặt phẳng ngón tay",
            "Fewer than 60 minutiae, lay the finger flat",
        ),
        DemandWord::CoreOffset => say(
            "Tâm vân tay lệch, hãy đặt ngón tay vào giữa",
            "The core is off centre, place the finger in the middle",
        ),
    }
}

/// Why a finger is not taken.
#[must_use]
pub fn reason(reason: ExceptionReason) -> Say {
    match reason {
        ExceptionReason::Amputated => say("Mất ngón", "Finger missing"),
        ExceptionReason::Injured => say("Bị thương, băng bó", "Injured or bandaged"),
        ExceptionReason::Worn => say("Vân bị mòn", "Ridges worn off"),
        ExceptionReason::SkinDisease => say("Bệnh ngoài da", "Skin disease"),
        ExceptionReason::Disability => say("Khuyết tật vận động", "Cannot be placed"),
        ExceptionReason::QualityNotReached => say("Không đạt chất lượng", "Quality not reached"),
    }
}

/// What the comparison with the chip's fingers advises.
#[must_use]
pub fn advice(advice: FingerAdvice) -> Say {
    match advice {
        FingerAdvice::Alike { .. } => say(
            "Gợi ý: giống vân tay trong chip",
            "Advice: like the chip's fingers",
        ),
        FingerAdvice::Unlike { .. } => say(
            "Gợi ý: không giống vân tay trong chip",
            "Advice: unlike the chip's fingers",
        ),
        FingerAdvice::NotPerformed => say(
            "Không so được với vân tay trong chip",
            "Not compared with the chip's fingers",
        ),
    }
}

/// What to lay on the glass.
#[must_use]
pub fn awaited(fingers: &[Finger]) -> Say {
    let step = fingers.first().map(|one| CaptureStep::at_once_with(*one));
    match (step, fingers.len()) {
        (_, 0 | 1) | (None, _) => screen::FINGER_WAIT,
        (Some(CaptureStep::Thumbs), _) => say(
            "Mời đặt hai ngón cái lên kính cùng lúc",
            "Lay both thumbs on the glass together",
        ),
        (Some(step), count) => of_a_hand(step.fingers().contains(&Finger::RightIndex), count),
    }
}

fn of_a_hand(right: bool, count: usize) -> Say {
    match (right, count) {
        (true, 2) => say(
            "Mời đặt hai ngón của tay phải lên kính cùng lúc",
            "Lay two fingers of the right hand on the glass together",
        ),
        (true, 3) => say(
            "Mời đặt ba ngón của tay phải lên kính cùng lúc",
            "Lay three fingers of the right hand on the glass together",
        ),
        (true, _) => say(
            "Mời đặt bốn ngón của tay phải lên kính cùng lúc, trừ ngón cái",
            "Lay four fingers of the right hand on the glass together, without the thumb",
        ),
        (false, 2) => say(
            "Mời đặt hai ngón của tay trái lên kính cùng lúc",
            "Lay two fingers of the left hand on the glass together",
        ),
        (false, 3) => say(
            "Mời đặt ba ngón của tay trái lên kính cùng lúc",
            "Lay three fingers of the left hand on the glass together",
        ),
        (false, _) => say(
            "Mời đặt bốn ngón của tay trái lên kính cùng lúc, trừ ngón cái",
            "Lay four fingers of the left hand on the glass together, without the thumb",
        ),
    }
}
