//! Words of the devices and of a reading under way.

use reader::read_out::TerminalAuthorisation;
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

/// Whether the chip opened its fingerprints; nothing of a chip that asks nobody.
#[must_use]
pub fn chip_fingers(state: &TerminalAuthorisation) -> Option<Say> {
    match state {
        TerminalAuthorisation::NotOffered | TerminalAuthorisation::NotReached => None,
        TerminalAuthorisation::NotAuthorised => Some(say(
            "Vân tay trong chip: thiết bị này chưa được phép đọc",
            "Fingerprints in the chip: this terminal is not authorised",
        )),
        TerminalAuthorisation::Refused(_) => Some(say(
            "Vân tay trong chip: chip từ chối chứng thư của thiết bị",
            "Fingerprints in the chip: the chip refused the terminal's certificates",
        )),
        TerminalAuthorisation::Authorised {
            reads_fingers: false,
            ..
        } => Some(say(
            "Vân tay trong chip: chứng thư của thiết bị không cho phép đọc",
            "Fingerprints in the chip: the terminal's certificates do not grant them",
        )),
        TerminalAuthorisation::Authorised {
            reads_fingers: true,
            ..
        } => Some(say(
            "Vân tay trong chip: được phép đọc",
            "Fingerprints in the chip: the terminal may read them",
        )),
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
