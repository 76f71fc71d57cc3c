//! The integration tester's work place.

use reader::verdict::Verdict;

use super::{Say, say};
use crate::model::tester::Tab;
use crate::tester::{Family, TrustWhat};
use crate::text::trust;

words! {
    LINE: "Kiểm thử thiết bị và thẻ", "Tests of devices and cards";
    TESTER: "Người kiểm thử", "Integration tester";
    WORKING: "Đang làm…", "Working…";
    NOTHING_YET: "Chưa có kết quả", "Nothing yet";
    NO_PERSON: "Không hiện và không lưu dữ liệu của người mang thẻ.", "Nothing of the card's holder is shown or kept.";
    RUN_SELF_TEST: "Tự kiểm tra", "Self-test";
    WRITE_SHEET: "Ghi phiếu", "Write sheet";
    WRITE_TRACE: "Ghi vết", "Write trace";
    WRITTEN: "Đã ghi", "Written";
    LOOK_AGAIN: "Xem lại", "Look again";
    FORGET: "Quên dòng này", "Forget this line";
    FINGER_HINT: "Khi tự kiểm tra: đặt thẻ, đặt ngón tay, đưa mã vào máy quét. Không ai thao tác thì bước đó không kiểm tra.", "During the self-test: card on the reader, finger on the sensor, code before the scanner. A step that nobody helps with is not performed.";
    DEVICE: "Thiết bị", "Device";
    PLACE: "Nơi nối", "Place";
    STATE: "Trạng thái", "State";
    STEPS: "Các bước kiểm tra", "Steps of the test";
    CARD_FIELD: "Sáu số CAN, mã QR hoặc MRZ của thẻ thử", "Six digits of the CAN, QR code or MRZ of the test card";
    CARD_HINT: "Nhập hoặc quét", "Type or scan";
    READ: "Đọc thẻ", "Read card";
    COMMANDS: "lệnh", "commands";
    COMMAND: "Lệnh", "Command";
    STEP: "Bước", "Step";
    SENT: "Gửi", "Sent";
    RECEIVED: "Nhận", "Received";
    STATUS: "Trả lời", "Status";
    TIME: "Thời gian", "Time";
    BYTES: "byte", "bytes";
    BUDGET: "Thời gian chờ thẻ theo bước (ms): đậm là mức sàn của chính thẻ này, nhạt là phần vượt sàn", "Waiting for the card by step (ms): dark is this card's own floor, light is what was above it";
    FEWEST: "Ít nhất theo chuẩn", "Fewest by the standard";
    READER: "Đầu đọc", "Reader";
    LEARNT: "Đã biết về đầu đọc và chip", "Known of reader and chip";
    NO_ODDITY: "không có điểm lạ", "no oddity";
    RUN_CASES: "Chạy bảng", "Run the table";
    CASES: "Thẻ mô phỏng, mỗi trường hợp một thẻ, đọc bằng chính chương trình này", "Simulated cards, one for each case, read by this very program";
    CASE: "Trường hợp", "Case";
    CARD: "Thẻ mô phỏng", "Simulated card";
    EXPECTED: "Phải ra", "Expected";
    RESULT: "Kết quả", "Result";
    PASSED: "Đạt", "Passed";
    FAILED: "Không đạt", "Failed";
    NOT_PERFORMED: "Không chạy được", "Not performed";
    OF_ALL: "trên", "of";
    FILE: "Tệp", "File";
    WHAT: "Loại", "Kind";
    SUBJECT: "Của ai", "Whose";
    AGE: "Nạp đã", "Loaded for";
    UNTIL: "Đến ngày", "Until";
    DAYS: "ngày", "days";
    ENDED: "đã hết", "ended";
    CHIP: "Kiểu chip (ATR)", "Kind of chip (ATR)";
    LEARNT_HINT: "Chép tệp này sang quầy khác cùng loại đầu đọc: không có dữ liệu cá nhân.", "May be copied to counters with such readers: it holds nothing personal.";
    SIMULATOR: "Mô phỏng", "Simulator";
    FAULT: "Lỗi chọn", "Chosen fault";
    RUNS: "Đang chạy", "Runs";
    STOPPED: "Đang dừng", "Stopped";
    START: "Chạy", "Start";
    STOP: "Dừng", "Stop";
    CHOOSE_FAULT: "Phím mũi tên trái, phải: chọn lỗi trong danh mục", "Arrow keys left and right choose a fault of the menu";
    SETTINGS: "Đặt nơi nối này trong cấu hình của quầy thử", "Put this place into the settings of a test counter";
    TRACES_ALIKE: "Hai lần đọc đi cùng một đường.", "Both readings went the same way.";
    TRACES_PART: "Hai lần đọc khác nhau ở bước", "The readings part in the step";
    TRACE_ENDED: "đã kết thúc", "ended";
}

/// The name of a table.
#[must_use]
pub fn tab(tab: Tab) -> Say {
    match tab {
        Tab::Devices => say("Thiết bị", "Devices"),
        Tab::Card => say("Thẻ và lệnh", "Card and commands"),
        Tab::Conformance => say("Tuân thủ", "Conformance"),
        Tab::Trust => say("Kho tin cậy", "Trust store"),
        Tab::Profiles => say("Đầu đọc đã biết", "Known readers"),
        Tab::Simulators => say("Mô phỏng", "Simulators"),
    }
}

/// A step of a reading, by its stable word.
#[must_use]
pub fn step(word: &str) -> Say {
    match word {
        "opening" => say("Mở thẻ", "Opening"),
        "card_access" => say("EF.CardAccess", "EF.CardAccess"),
        "access" => say("PACE / BAC", "PACE / BAC"),
        "files" => say("Đọc tệp", "Files"),
        "chip_authentication" => say("Xác thực chip", "Chip authentication"),
        _ => say("Chip ký", "Active authentication"),
    }
}

/// What a reading must come to, or came to, as short as a table wants it.
#[must_use]
pub fn expected(verdict: Verdict) -> Say {
    match verdict {
        Verdict::Genuine => say("Thẻ thật", "Genuine"),
        Verdict::Refuted => say("Bác bỏ", "Refuted"),
        Verdict::Undetermined => say("Chưa kết luận", "Undetermined"),
        Verdict::Unread => say("Dừng đọc", "Unread"),
    }
}

/// What a simulator plays.
#[must_use]
pub fn family(family: Family) -> Say {
    match family {
        Family::Card => say(
            "Thẻ chip trên đầu đọc ảo",
            "Chip card on the virtual reader",
        ),
        Family::Ef01 => say(
            "Vân tay EF01 (cổng nối tiếp)",
            "EF01 fingerprint module (serial)",
        ),
        Family::Sfm => say(
            "Vân tay Suprema SFM (cổng nối tiếp)",
            "Suprema SFM module (serial)",
        ),
        Family::Sbi => say("Dịch vụ vân tay SBI", "SBI fingerprint service"),
        Family::Scanner => say("Máy quét mã (cổng nối tiếp)", "Code scanner (serial)"),
        Family::Camera => say("Máy ảnh mạng (M-JPEG)", "Network camera (M-JPEG)"),
    }
}

/// What an entry of the trust store is.
#[must_use]
pub fn trusted(what: TrustWhat) -> Say {
    use reader::trust::Role;
    match what {
        TrustWhat::Anchor => trust::role(Role::Anchor),
        TrustWhat::Link => trust::role(Role::Link),
        TrustWhat::Signer => trust::line::DOCUMENT_SIGNER,
        TrustWhat::List(kind) => trust::list_kind(kind),
        TrustWhat::RevocationList => trust::line::REVOCATION_LIST,
        TrustWhat::Refused => trust::line::REFUSED,
    }
}
