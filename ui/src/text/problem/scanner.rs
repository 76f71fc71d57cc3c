//! Code scanners and MRZ readers: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn scanner(problem: Problem) -> Advice {
    match problem {
        Problem::ScannerMissing => Advice {
            happened: say("Không có máy quét mã", "There is no code scanner"),
            todo: say(
                "hãy cắm máy quét hoặc nhập 12 số in trên thẻ",
                "plug the scanner in or type the 12 digits on the card",
            ),
        },
        Problem::ScannerUnplugged => Advice {
            happened: say(
                "Máy quét bị rút ra khi đang quét",
                "The scanner was unplugged during the scan",
            ),
            todo: say(
                "hãy cắm lại cáp máy quét rồi nhấn F2",
                "plug its cable in again and press F2",
            ),
        },
        Problem::ScanNothing => Advice {
            happened: say(
                "Chưa quét được mã nào trong thời gian chờ",
                "Nothing was scanned in time",
            ),
            todo: say(
                "hãy đưa mã QR vào vùng sáng của máy quét rồi nhấn F2",
                "put the QR code into the scanner's light and press F2",
            ),
        },
        Problem::ScanCharset => Advice {
            happened: say(
                "Máy quét làm hỏng chữ tiếng Việt",
                "The scanner damages Vietnamese letters",
            ),
            todo: say(
                "hãy quét lại, nếu vẫn lỗi thì đặt máy quét sang UTF-8",
                "scan again, and set the scanner to UTF-8 if it fails again",
            ),
        },
        Problem::ScanEndless => Advice {
            happened: say(
                "Máy quét gửi dữ liệu không có điểm dừng",
                "The scanner sends data without an end",
            ),
            todo: say(
                "hãy rút máy quét, cắm lại rồi nhấn F2",
                "unplug the scanner, plug it in again and press F2",
            ),
        },
        Problem::ScannerPortRefused => Advice {
            happened: say(
                "Máy không cho phép mở cổng của máy quét",
                "The computer denies access to the scanner's port",
            ),
            todo: say(
                "hãy đóng chương trình đang dùng cổng này hoặc báo quản trị viên",
                "close the program that uses the port or call the administrator",
            ),
        },
        Problem::ScanCheckDigit => Advice {
            happened: say(
                "Dòng MRZ vừa quét có số kiểm tra không khớp",
                "A check digit of the scanned MRZ is wrong",
            ),
            todo: say(
                "hãy lau mặt sau thẻ rồi quét lại",
                "wipe the back of the card and scan it again",
            ),
        },
        Problem::ScanRetyped => Advice {
            happened: say(
                "Bộ gõ tiếng Việt làm sai chữ mà máy quét gõ vào",
                "The keyboard's input method changed what the scanner typed",
            ),
            todo: say(
                "hãy tắt bộ gõ rồi quét lại, nếu vẫn lỗi thì đặt máy quét sang chế độ cổng COM",
                "scan again with the input method off, and set the scanner to its COM mode if it fails again",
            ),
        },
        _ => super::internal(),
    }
}
