//! Words of the devices and of a reading under way.

use reader::reading::ReadStep;

use super::{Say, say};
use crate::event::{DeviceKind, DeviceState};

/// What the reading is doing.
#[must_use]
pub fn step(step: ReadStep) -> Say {
    match step {
        ReadStep::CardAccess => say("Đang nhận diện chip", "Recognising the chip"),
        ReadStep::Access => say(
            "Đang mở kênh bảo mật với chip",
            "Opening the secure channel",
        ),
        ReadStep::Files => say("Đang đọc dữ liệu", "Reading the data"),
        ReadStep::ChipAuthentication => say(
            "Đang kiểm tra chip gốc",
            "Checking that the chip is the original",
        ),
        ReadStep::ActiveAuthentication => {
            say("Chip đang ký thử thách", "The chip signs the challenge")
        }
    }
}

/// A device's name.
#[must_use]
pub fn device(device: DeviceKind) -> Say {
    match device {
        DeviceKind::Reader => say("Đầu đọc thẻ", "Card reader"),
        DeviceKind::Camera => say("Máy ảnh", "Camera"),
        DeviceKind::Fingerprint => say("Đầu đọc vân tay", "Fingerprint sensor"),
        DeviceKind::Scanner => say("Máy quét mã", "Scanner"),
        DeviceKind::Network => say("Máy chủ", "Server"),
    }
}

/// How a device stands.
#[must_use]
pub fn device_state(device: DeviceKind, state: DeviceState) -> Say {
    match (device, state) {
        (_, DeviceState::Unknown) => say("chưa rõ", "unknown"),
        (_, DeviceState::Missing) => say("không có", "missing"),
        (_, DeviceState::Ready) => say("sẵn sàng", "ready"),
        (DeviceKind::Reader, DeviceState::Busy) => say("có thẻ", "card on it"),
        (_, DeviceState::Busy) => say("đang dùng", "in use"),
    }
}
