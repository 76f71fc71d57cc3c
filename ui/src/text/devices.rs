//! Words of the list of devices and of their self-test.

use dossier::consent::Language;
use dossier::devices::{DeviceIdentity, DeviceKind, Origin};

use super::{Say, say};

/// Before the list's version.
pub const LIST: Say = say("Danh sách thiết bị số", "List of devices");
/// Before the moment at which the backend last gave it.
pub const CONFIRMED: Say = say("máy chủ xác nhận lúc", "confirmed by the backend at");
/// A program plays the device.
pub const SIMULATED: Say = say("mô phỏng", "simulated");
/// No setting names the device.
pub const NOT_IN_SETTINGS: Say = say(
    "Đang cắm nhưng không có trong cấu hình",
    "Plugged in, but in no setting",
);
/// The list admits the device.
pub const ALLOWED: Say = say("Được phép thu nhận hồ sơ", "Allowed for registrations");
/// Head of the acceptance sheet.
pub const SHEET: Say = say(
    "PHIẾU KIỂM TRA THIẾT BỊ TẠI QUẦY",
    "ACCEPTANCE SHEET OF A COUNTER'S DEVICES",
);
/// Before the terminal's name.
pub const TERMINAL: Say = say("Máy", "Terminal");
/// A step ended as it should.
pub const PASSED: Say = say("Đạt", "Passed");
/// A step ended otherwise.
pub const FAILED: Say = say("Không đạt", "Failed");
/// A step was not tried.
pub const NOT_PERFORMED: Say = say("Không kiểm tra", "Not performed");
/// Who saw it.
pub const SIGNATURES: Say = say(
    "Người kiểm tra: ____________________   Người nhận bàn giao: ____________________",
    "Tested by: ____________________   Accepted by: ____________________",
);

/// Model, serial number and firmware, as far as a device says so, and that a program plays it.
#[must_use]
pub fn stated(identity: &DeviceIdentity, language: Language) -> String {
    let parts = [
        Some(identity.model.clone()),
        identity.serial.as_ref().map(|serial| format!("№ {serial}")),
        identity
            .firmware
            .as_ref()
            .map(|version| format!("v {version}")),
        (identity.origin == Origin::Simulated).then(|| SIMULATED.by(language).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a device is.
#[must_use]
pub fn kind(kind: DeviceKind) -> Say {
    match kind {
        DeviceKind::CardReader => say("Đầu đọc thẻ", "Card reader"),
        DeviceKind::Camera => say("Máy ảnh", "Camera"),
        DeviceKind::Fingerprint => say("Đầu đọc vân tay", "Fingerprint sensor"),
        DeviceKind::Scanner => say("Máy quét mã", "Code scanner"),
    }
}

/// How a device stands, by its stable word.
#[must_use]
pub fn state(word: &str) -> Say {
    match word {
        "ready" => say("Sẵn sàng", "Ready"),
        "card_present" => say("Có thẻ", "Card present"),
        "missing" => say("Không thấy", "Missing"),
        _ => say("Có lỗi", "Failing"),
    }
}

/// Whether faces, fingers and keys in memory can reach a disk, by its stable word.
#[must_use]
pub fn memory(word: &str) -> Say {
    match word {
        "locked" => say(
            "Bộ nhớ: được giữ trong RAM, không ghi ra đĩa",
            "Memory: locked, never written to a disk",
        ),
        "no_swap" => say(
            "Bộ nhớ: máy không có vùng tráo đổi (swap)",
            "Memory: this machine has no swap",
        ),
        _ => say(
            "Bộ nhớ: có thể bị ghi ra vùng tráo đổi; quản trị viên cấp quyền cap_ipc_lock hoặc tắt swap",
            "Memory: may be swapped; the administrator grants cap_ipc_lock or turns swap off",
        ),
    }
}

/// A step of the self-test, by its stable word.
#[must_use]
pub fn step(word: &str) -> Say {
    match word {
        "presence" => say("Nhận thấy thiết bị", "The device is found"),
        "answer_to_reset" => say("Cấp nguồn cho thẻ (ATR)", "The card is powered up (ATR)"),
        "extended_length" => say("Lệnh độ dài mở rộng", "A command of extended length"),
        "exchange" => say("Trao đổi lệnh ngắn", "Short exchanges"),
        "handshake" => say("Bắt tay, đọc thông số", "Handshake and parameters"),
        "image" => say("Lấy một ảnh vân tay", "One image of a finger"),
        "operations" => say("Các lệnh của cảm biến", "The module's own operations"),
        "scan" => say("Quét một mã", "One scan"),
        _ => say("Lấy khung hình", "Frames"),
    }
}

/// Why a step was not tried, by its stable word.
#[must_use]
pub fn why_not(word: &str) -> Say {
    match word {
        "step_before" => say("bước trước không đạt", "a step before it failed"),
        "no_card" => say("không có thẻ trên đầu đọc", "no card is on the reader"),
        "chip_refuses" => say(
            "chip không nhận lệnh này",
            "the chip does not take the command",
        ),
        "nobody_helps" => say("không có người thao tác", "nobody was to help"),
        _ => say(
            "chỉ kiểm tra được trong cửa sổ quầy",
            "only the counter's window can try it",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_has_a_text_of_its_own() {
        let steps = [
            "presence",
            "answer_to_reset",
            "extended_length",
            "exchange",
            "handshake",
            "image",
            "operations",
            "scan",
            "frames",
        ];
        let reasons = [
            "step_before",
            "no_card",
            "chip_refuses",
            "nobody_helps",
            "keyboard",
        ];
        let states = ["ready", "card_present", "missing", "failing"];
        let memories = ["locked", "no_swap", "may_swap"];
        let texts: BTreeSet<&str> = steps
            .map(step)
            .into_iter()
            .chain(reasons.map(why_not))
            .chain(states.map(state))
            .chain(memories.map(memory))
            .map(|say| say.vi)
            .collect();
        let words = steps.len() + reasons.len() + states.len() + memories.len();
        assert_eq!(texts.len(), words);
    }
}
