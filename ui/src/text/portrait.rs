//! What the officer does about each component of a portrait, one sentence each.

use capture::portrait::{Component, NotChecked};
use capture::quality::Standing;
use dossier::portrait::{FaceEnd, ModelComparison, NotCompared, PortraitStanding};

use super::{Say, say};

/// What to do about a component outside its interval.
#[must_use]
pub fn hint(component: Component, standing: Standing) -> Say {
    let low = standing == Standing::TooLow;
    match component {
        Component::SingleFace if low => say(
            "Không thấy khuôn mặt: bật đèn, mời công dân nhìn thẳng",
            "No face found: light on, ask the person to look straight here",
        ),
        Component::SingleFace => say(
            "Có hơn một khuôn mặt: mời người khác ra khỏi khung hình",
            "More than one face: ask others to leave the picture",
        ),
        Component::Margin => say(
            "Đầu sát mép khung hình: đưa mặt vào giữa hoặc lùi lại",
            "The head is too close to the edge: move to the middle or step back",
        ),
        Component::HeadSize | Component::InterEyeDistance if low => say(
            "Mặt quá nhỏ: mời công dân lại gần",
            "The face is too small: ask the person to come closer",
        ),
        Component::HeadSize | Component::InterEyeDistance => say(
            "Mặt quá lớn: mời công dân lùi lại",
            "The face is too large: ask the person to step back",
        ),
        Component::Across if low => say(
            "Mặt lệch bên trái khung hình: xoay máy ảnh sang trái",
            "The face is left in the picture: turn the camera to the left",
        ),
        Component::Across => say(
            "Mặt lệch bên phải khung hình: xoay máy ảnh sang phải",
            "The face is right in the picture: turn the camera to the right",
        ),
        Component::Down if low => say(
            "Mặt quá cao trong khung hình: nâng máy ảnh",
            "The face is too high in the picture: raise the camera",
        ),
        Component::Down => say(
            "Mặt quá thấp trong khung hình: hạ máy ảnh",
            "The face is too low in the picture: lower the camera",
        ),
        Component::Luminance if low => say(
            "Mặt quá tối: tăng ánh sáng phía trước",
            "The face is too dark: more light from the front",
        ),
        Component::Luminance => say(
            "Mặt quá sáng: giảm ánh sáng phía trước",
            "The face is too bright: less light from the front",
        ),
        Component::UnderExposure => say(
            "Có vùng tối đen trên mặt: bỏ bóng che, tăng ánh sáng",
            "Black areas on the face: remove the shadow, add light",
        ),
        Component::OverExposure => say(
            "Có vùng cháy sáng trên mặt: giảm đèn hoặc phơi sáng",
            "Burnt areas on the face: less light or exposure",
        ),
        Component::Illumination => say(
            "Hai bên mặt sáng không đều: chỉnh đèn cho đều",
            "The face's sides are lit unevenly: even out the light",
        ),
        Component::DynamicRange => say(
            "Ảnh nhạt, thiếu tương phản: chỉnh phơi sáng",
            "The picture is flat: correct the exposure",
        ),
        Component::NaturalColour => say(
            "Màu da không tự nhiên hoặc ảnh đen trắng: chỉnh cân bằng trắng",
            "Skin colour not natural, or no colour: correct the white balance",
        ),
        Component::Motion => say(
            "Ảnh bị nhòe do chuyển động: mời công dân đứng yên",
            "Something moved: ask the person to hold still",
        ),
        Component::Sharpness => say(
            "Ảnh không nét: lấy nét lại, lau ống kính",
            "Out of focus: focus again, clean the lens",
        ),
        Component::Blocking => say(
            "Ảnh bị nén quá mức: chọn chất lượng cao hơn ở máy ảnh",
            "Compressed too far: choose a higher quality in the camera",
        ),
        Component::Background => say(
            "Phông nền không đều: dùng phông trơn, sáng màu",
            "The background is not plain: use a plain, light wall",
        ),
    }
}

/// What a try came to that was not accepted.
#[must_use]
pub fn refused(standing: PortraitStanding) -> Say {
    match standing {
        PortraitStanding::Open => say("Chưa nhận ảnh", "Picture refused"),
        PortraitStanding::Held { left: 1 } => say(
            "Chưa nhận ảnh, còn 1 lần chụp",
            "Picture refused, 1 try left",
        ),
        PortraitStanding::Held { .. } => say(
            "Chưa nhận ảnh, còn 2 lần chụp",
            "Picture refused, 2 tries left",
        ),
        PortraitStanding::Passed => say(
            "Lần chụp mới kém hơn, giữ ảnh trước",
            "The new try was worse, the earlier one is kept",
        ),
        PortraitStanding::Exhausted => say(
            "Giữ ảnh tốt nhất, người phê duyệt sẽ được báo",
            "The best is kept, the approving officer is told",
        ),
    }
}

/// A component's name, from its name in records.
#[must_use]
pub fn named(component: &str) -> Option<Say> {
    Component::named(component).map(name)
}

/// A component's name.
#[must_use]
pub fn name(component: Component) -> Say {
    match component {
        Component::SingleFace => say("Chỉ một khuôn mặt", "One face"),
        Component::Margin => say("Đầu nằm trong khung", "Head inside the frame"),
        Component::HeadSize => say("Cỡ đầu", "Head size"),
        Component::InterEyeDistance => say("Khoảng cách hai mắt", "Distance between the eyes"),
        Component::Across => say("Vị trí ngang", "Place across"),
        Component::Down => say("Vị trí dọc", "Place down"),
        Component::Luminance => say("Độ sáng", "Luminance"),
        Component::UnderExposure => say("Vùng quá tối", "Under-exposure"),
        Component::OverExposure => say("Vùng cháy sáng", "Over-exposure"),
        Component::Illumination => say("Ánh sáng đều hai bên", "Illumination uniformity"),
        Component::DynamicRange => say("Dải sáng tối", "Dynamic range"),
        Component::NaturalColour => say("Màu da tự nhiên", "Natural colour"),
        Component::Motion => say("Không nhòe do chuyển động", "No motion blur"),
        Component::Sharpness => say("Độ nét", "Sharpness"),
        Component::Blocking => say("Không vỡ ảnh do nén", "No compression artefacts"),
        Component::Background => say("Phông nền đều", "Background uniformity"),
    }
}

/// What the officer looks at because nothing here measures it.
#[must_use]
pub fn not_checked(component: NotChecked) -> Say {
    match component {
        NotChecked::EyesOpen => say("Mắt mở", "Eyes open"),
        NotChecked::EyesVisible => say("Thấy rõ hai mắt", "Both eyes visible"),
        NotChecked::Gaze => say("Nhìn thẳng vào máy ảnh", "Looking into the camera"),
        NotChecked::Pose => say("Đầu thẳng, không nghiêng", "Head straight"),
        NotChecked::MouthClosed => say("Miệng khép", "Mouth closed"),
        NotChecked::Expression => say("Nét mặt tự nhiên", "Neutral expression"),
        NotChecked::Glasses => say("Không đeo kính", "No glasses"),
        NotChecked::HeadCovering => say("Không đội mũ, không che đầu", "Head not covered"),
        NotChecked::FaceOcclusion => say("Không có gì che mặt", "Nothing over the face"),
        NotChecked::UnifiedScore => say("Điểm tổng hợp của mô hình", "A model's unified score"),
    }
}

/// What a model says of both portraits. It is advice, and says so.
#[must_use]
pub fn face_advice(comparison: &ModelComparison) -> Say {
    match (comparison.alike(), comparison.end) {
        (_, FaceEnd::NotPerformed(why)) => not_compared(why),
        (Some(false) | None, FaceEnd::Similarity(_)) => say(
            "Mô hình gợi ý: không giống ảnh trong chip, cán bộ so lại bằng mắt",
            "The model advises: unlike the chip's portrait, compare again by eye",
        ),
        (Some(true), FaceEnd::Similarity(_)) => say(
            "Mô hình gợi ý: giống ảnh trong chip, cán bộ vẫn so bằng mắt",
            "The model advises: like the chip's portrait, still compare by eye",
        ),
    }
}

/// Why a model compared nothing, and who can help.
#[must_use]
pub fn not_compared(why: NotCompared) -> Say {
    match why {
        NotCompared::ChipFace => say(
            "Mô hình không so: không thấy một khuôn mặt trong ảnh của chip, so bằng mắt",
            "The model did not compare: not one face in the chip's portrait, compare by eye",
        ),
        NotCompared::LiveFace => say(
            "Mô hình không so: không thấy một khuôn mặt trong ảnh tại quầy, so bằng mắt",
            "The model did not compare: not one face in the live portrait, compare by eye",
        ),
        NotCompared::ModelMissing => say(
            "Mô hình không so: không đọc được tệp mô hình, so bằng mắt và báo người cài máy",
            "The model did not compare: its file cannot be read, compare by eye and tell the installer",
        ),
        NotCompared::ModelChanged => say(
            "Mô hình không so: tệp khác với SHA-256 trong cấu hình, so bằng mắt và báo người cài máy",
            "The model did not compare: its file is not the one of the settings, compare by eye and tell the installer",
        ),
        NotCompared::ModelUnreadable => say(
            "Mô hình không so: tệp không phải ONNX chạy được, so bằng mắt và báo người cung cấp mô hình",
            "The model did not compare: no ONNX that runs here, compare by eye and tell its supplier",
        ),
        NotCompared::ModelShape => say(
            "Mô hình không so: không nhận ảnh mặt hay không cho một vectơ, so bằng mắt và báo người cung cấp mô hình",
            "The model did not compare: it takes no face or gives no vector, compare by eye and tell its supplier",
        ),
        NotCompared::ModelFailed => say(
            "Mô hình không so: mô hình dừng giữa chừng, so bằng mắt và báo người cung cấp mô hình",
            "The model did not compare: it gave up, compare by eye and tell its supplier",
        ),
        NotCompared::ModelSlow => say(
            "Mô hình không so: quá thời gian, so bằng mắt và báo người cung cấp mô hình",
            "The model did not compare: it took too long, compare by eye and tell its supplier",
        ),
    }
}
