//! A teller's desk: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn desk(problem: Problem) -> Advice {
    match problem {
        Problem::NotTheHolder => Advice {
            happened: say(
                "Khách không phải người trong ảnh của chip",
                "The customer is not the person of the chip's portrait",
            ),
            todo: say(
                "hãy dừng giao dịch, làm theo quy định của đơn vị rồi nhấn F9",
                "stop the transaction, follow your bank's rules, then press F9",
            ),
        },
        Problem::PersonNotCompared => Advice {
            happened: say(
                "Chưa đối chiếu khách với ảnh trong chip",
                "The customer was not compared with the chip's portrait",
            ),
            todo: say(
                "hãy nhìn khách rồi nhấn F3 nếu đúng người, F4 nếu không",
                "compare the faces, then press F3 for the same person, F4 for another",
            ),
        },
        Problem::RelyingPartyMissing => Advice {
            happened: say(
                "Máy này chưa được cài đặt cho quầy giao dịch",
                "This terminal is not set up for a transaction desk",
            ),
            todo: say(
                "hãy nhờ quản trị viên khai báo bên sử dụng dịch vụ bằng lệnh cccd party",
                "ask the administrator to set up the relying party with cccd party",
            ),
        },
        Problem::ConsentUnreadable => Advice {
            happened: say(
                "Nội dung không phải mã hồ sơ mức độ 02 hay mã đồng ý",
                "The text is neither the number of a case of level 2 nor a consent",
            ),
            todo: say(
                "hãy quét lại mã trên giấy của khách",
                "scan the code on the customer's paper again",
            ),
        },
        Problem::NothingAgreed => Advice {
            happened: say(
                "Khách chưa đồng ý cho hỏi mục nào",
                "The customer has agreed to no field yet",
            ),
            todo: say(
                "hãy hỏi khách từng mục và nhấn phím số của mục được đồng ý",
                "ask about each field and press the digit of what is agreed",
            ),
        },
        Problem::CoreRecordUnreadable => Advice {
            happened: say(
                "Không nhận ra hồ sơ khách hàng của ngân hàng",
                "The bank's record of the customer is not understood",
            ),
            todo: say(
                "hãy chép các dòng có nhãn và giá trị của đúng một khách rồi dán lại",
                "choose the lines of label and value of one customer, copy them and paste again",
            ),
        },
        _ => super::internal(),
    }
}
