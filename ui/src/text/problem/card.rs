//! Reader, card and scanner: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn reader(problem: Problem) -> Advice {
    match problem {
        Problem::NoReader => Advice {
            happened: say("Không tìm thấy đầu đọc thẻ", "No card reader was found"),
            todo: say(
                "hãy cắm lại cáp đầu đọc rồi nhấn F2",
                "plug the reader in again and press F2",
            ),
        },
        Problem::SmartCardServiceNotRunning => Advice {
            happened: say(
                "Dịch vụ thẻ thông minh của máy chưa chạy",
                "The smart-card service of this computer is not running",
            ),
            todo: say(
                "hãy khởi động dịch vụ pcscd hoặc báo bộ phận kỹ thuật",
                "start the service pcscd or call technical support",
            ),
        },
        Problem::ReaderFailed => Advice {
            happened: say(
                "Đầu đọc không thực hiện được lệnh",
                "The reader could not carry out a command",
            ),
            todo: say(
                "hãy rút đầu đọc, cắm lại rồi nhấn F2",
                "unplug the reader, plug it in again and press F2",
            ),
        },
        Problem::CardInUse => Advice {
            happened: say(
                "Chương trình khác vừa chiếm thẻ",
                "Another program took over the card",
            ),
            todo: say(
                "hãy đóng chương trình đó rồi nhấn F2 để đọc lại",
                "close that program and press F2 to read again",
            ),
        },
        _ => super::internal(),
    }
}

pub(super) fn card(problem: Problem) -> Advice {
    match problem {
        Problem::NoCard => Advice {
            happened: say("Chưa có thẻ trên đầu đọc", "There is no card on the reader"),
            todo: say(
                "hãy đặt thẻ nằm yên trên đầu đọc rồi nhấn F2",
                "lay the card flat on the reader and press F2",
            ),
        },
        Problem::CardRemoved => Advice {
            happened: say(
                "Thẻ bị nhấc ra khi đang đọc",
                "The card was lifted while it was being read",
            ),
            todo: say(
                "hãy đặt lại thẻ, giữ yên và nhấn F2",
                "put it back, keep it still and press F2",
            ),
        },
        Problem::WrongCan => Advice {
            happened: say(
                "Chip không nhận 6 số cuối của số định danh",
                "The chip refused the last 6 digits of the personal number",
            ),
            todo: say(
                "hãy so số đã nhập với số in trên thẻ rồi nhấn F2",
                "compare the typed number with the card and press F2",
            ),
        },
        Problem::WrongMrz => Advice {
            happened: say("Chip không nhận dòng MRZ", "The chip refused the MRZ"),
            todo: say(
                "hãy quét hoặc nhập lại ba dòng ở mặt sau thẻ",
                "scan or type the three lines on the back of the card again",
            ),
        },
        Problem::CardNotEmrtd => Advice {
            happened: say(
                "Thẻ này không phải thẻ căn cước gắn chip",
                "This is not a chip ID card",
            ),
            todo: say(
                "hãy đặt đúng thẻ căn cước lên đầu đọc",
                "put the ID card itself on the reader",
            ),
        },
        Problem::CardProtocol => Advice {
            happened: say(
                "Chip trả lời sai quy chuẩn",
                "The chip answered against the standard",
            ),
            todo: say(
                "hãy lau mặt chip và đọc lại, nếu vẫn lỗi thì giữ thẻ để kiểm tra",
                "wipe the card and read it again, and if it fails again have the card examined",
            ),
        },
        _ => super::internal(),
    }
}

pub(super) fn verdict(problem: Problem) -> Advice {
    match problem {
        Problem::ChangedData => Advice {
            happened: say(
                "Dữ liệu trong chip không khớp chữ ký của cơ quan cấp thẻ",
                "The data in the chip do not match the issuer's signature",
            ),
            todo: say(
                "hãy dừng tiếp nhận và báo người phê duyệt",
                "stop and inform the approver",
            ),
        },
        Problem::ChipCloned => Advice {
            happened: say(
                "Chip không chứng minh được là chip gốc",
                "The chip could not prove that it is the original",
            ),
            todo: say(
                "hãy dừng tiếp nhận và giữ thẻ để kiểm tra",
                "stop and have the card examined",
            ),
        },
        Problem::IssuerUnknown => Advice {
            happened: say(
                "Chưa có chứng thư của cơ quan cấp thẻ trong kho tin cậy",
                "The issuer's certificate is not in the trust store",
            ),
            todo: say(
                "hãy nạp chứng thư CSCA mới hoặc báo bộ phận kỹ thuật",
                "load the current CSCA certificate or call technical support",
            ),
        },
        Problem::NotGenuine => Advice {
            happened: say(
                "Thẻ không qua được kiểm tra tính xác thực",
                "The card failed its authenticity checks",
            ),
            todo: say(
                "hãy xem dòng màu đỏ trong danh sách kiểm tra và dừng tiếp nhận",
                "read the failed lines in the list of checks and stop",
            ),
        },
        Problem::ProofUnfinished => Advice {
            happened: say(
                "Chưa kiểm tra xong tính xác thực của chip",
                "The proof of the chip was not finished",
            ),
            todo: say(
                "hãy đặt lại thẻ và nhấn F2 để đọc lại",
                "put the card back and press F2 to read it again",
            ),
        },
        Problem::OtherPerson => Advice {
            happened: say(
                "Thẻ vừa đọc là của người khác, hồ sơ đang mở vẫn được giữ",
                "The card belongs to another person and the open file is kept",
            ),
            todo: say(
                "hãy đặt đúng thẻ hoặc hủy hồ sơ đang mở trước",
                "use the right card, or discard the open file first",
            ),
        },
        _ => super::internal(),
    }
}

pub(super) fn scan(problem: Problem) -> Advice {
    match problem {
        Problem::ScanUnreadable => Advice {
            happened: say(
                "Nội dung quét không phải mã QR hay MRZ của thẻ căn cước",
                "The text is neither the QR code nor the MRZ of an ID card",
            ),
            todo: say(
                "hãy quét lại hoặc nhập 12 số in trên thẻ",
                "scan again or type the 12 digits on the card",
            ),
        },
        Problem::NumberInvalid => Advice {
            happened: say(
                "Số định danh cá nhân không hợp lệ",
                "The personal number is not valid",
            ),
            todo: say(
                "hãy nhập đủ 12 chữ số đúng như trên thẻ",
                "type all 12 digits as printed on the card",
            ),
        },
        Problem::MrzInvalid => Advice {
            happened: say(
                "Dòng MRZ có số kiểm tra không khớp",
                "A check digit of the MRZ is wrong",
            ),
            todo: say(
                "hãy nhập lại ba dòng 30 ký tự ở mặt sau thẻ",
                "type the three lines of 30 characters again",
            ),
        },
        _ => super::internal(),
    }
}
