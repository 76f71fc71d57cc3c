//! Sign-in, store, backend and decisions: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn sign_in(problem: Problem) -> Advice {
    match problem {
        Problem::SignInRefused => Advice {
            happened: say(
                "Tên đăng nhập hoặc mật khẩu không đúng",
                "The name or the password is wrong",
            ),
            todo: say(
                "hãy kiểm tra phím Caps Lock và nhập lại",
                "check Caps Lock and type them again",
            ),
        },
        Problem::SignInLocked => Advice {
            happened: say(
                "Tài khoản tạm bị khóa vì nhập sai nhiều lần",
                "The account is locked after several wrong attempts",
            ),
            todo: say(
                "hãy chờ vài phút rồi thử lại hoặc báo quản trị viên",
                "wait a few minutes and try again, or call the administrator",
            ),
        },
        Problem::SessionExpired => Advice {
            happened: say(
                "Phiên làm việc đã hết hạn, hồ sơ nháp vẫn được giữ",
                "The session has expired and the draft is kept",
            ),
            todo: say("hãy đăng nhập lại để làm tiếp", "sign in again to continue"),
        },
        Problem::Unattended => Advice {
            happened: say(
                "Màn hình tự khóa vì không ai thao tác, hồ sơ nháp vẫn được giữ",
                "The screen locked itself because nobody used it, and the draft is kept",
            ),
            todo: say("hãy đăng nhập lại để làm tiếp", "sign in again to continue"),
        },
        Problem::SignInIncomplete => Advice {
            happened: say(
                "Chưa nhập đủ tên đăng nhập và mật khẩu",
                "The name or the password is missing",
            ),
            todo: say(
                "hãy điền cả hai ô rồi nhấn Enter",
                "fill in both fields and press Enter",
            ),
        },
        _ => super::internal(),
    }
}

pub(super) fn keeping(problem: Problem) -> Advice {
    match problem {
        Problem::BackendUnreachable => Advice {
            happened: say(
                "Không kết nối được máy chủ, dữ liệu vẫn được giữ trên máy",
                "The server cannot be reached and everything is kept here",
            ),
            todo: say(
                "hãy làm tiếp và hồ sơ sẽ tự gửi khi có mạng",
                "carry on, and files will be sent when the network returns",
            ),
        },
        Problem::BackendAnswer => Advice {
            happened: say(
                "Máy chủ trả lời không đọc được",
                "The server's answer cannot be read",
            ),
            todo: say(
                "hãy nhấn F5 để thử lại hoặc báo bộ phận kỹ thuật",
                "press F5 to try again or call technical support",
            ),
        },
        Problem::TerminalKeyMissing => Advice {
            happened: say(
                "Máy trạm chưa có khóa ký hồ sơ",
                "This terminal has no signing key",
            ),
            todo: say(
                "hãy báo quản trị viên đăng ký máy trạm",
                "ask the administrator to enrol the terminal",
            ),
        },
        Problem::PolicyNotInForce => Advice {
            happened: say(
                "Bộ quy định của máy trạm đã hết hiệu lực, hồ sơ vẫn ở trên màn hình",
                "The terminal's profile has ended and the file is still on the screen",
            ),
            todo: say(
                "hãy báo quản trị viên cài bản mới đã được ký",
                "ask the administrator to install the new signed one",
            ),
        },
        Problem::StoreUnavailable => Advice {
            happened: say(
                "Không ghi được hồ sơ vào kho trên máy, hồ sơ vẫn ở trên màn hình",
                "The store of this computer failed and the file is still on the screen",
            ),
            todo: say(
                "hãy giữ cửa sổ mở và báo bộ phận kỹ thuật",
                "keep the window open and call technical support",
            ),
        },
        Problem::StoreFull => Advice {
            happened: say(
                "Ổ đĩa của máy đã đầy, hồ sơ vẫn ở trên màn hình",
                "The disk is full and the file is still on the screen",
            ),
            todo: say(
                "hãy báo bộ phận kỹ thuật giải phóng ổ đĩa rồi nhấn F9",
                "have the disk cleared and press F9",
            ),
        },
        Problem::FileIncomplete => Advice {
            happened: say("Hồ sơ chưa đủ để nộp", "The file is not complete"),
            todo: say(
                "hãy hoàn thành các mục còn thiếu rồi nhấn F9",
                "finish the missing items and press F9",
            ),
        },
        Problem::NothingToPrint => Advice {
            happened: say(
                "Hồ sơ mới nhất chưa có phiếu để in",
                "The newest file has no form to print yet",
            ),
            todo: say(
                "hãy chờ máy chủ nhận hồ sơ rồi nhấn F7",
                "leave it until the server has the file and press F7",
            ),
        },
        Problem::PrinterMissing => Advice {
            happened: say(
                "Máy trạm chưa được cài đặt máy in",
                "No printer is set at this terminal",
            ),
            todo: say(
                "hãy báo bộ phận kỹ thuật đặt mục [printing] trong terminal.toml",
                "have [printing] set in terminal.toml",
            ),
        },
        Problem::PrinterFailed => Advice {
            happened: say(
                "Máy in không nhận phiếu",
                "The printer did not take the form",
            ),
            todo: say(
                "hãy kiểm tra máy in và giấy rồi in lại",
                "check printer and paper and print again",
            ),
        },
        _ => super::internal(),
    }
}

pub(super) fn deciding(problem: Problem) -> Advice {
    match problem {
        Problem::SelfDecision => Advice {
            happened: say(
                "Hồ sơ này do chính bạn nộp",
                "You submitted this case yourself",
            ),
            todo: say(
                "hãy chuyển cho người phê duyệt khác",
                "leave it to another approver",
            ),
        },
        Problem::LeaseLost => Advice {
            happened: say(
                "Hồ sơ đã hết thời gian giữ hoặc người khác đã nhận",
                "The claim has run out or somebody else has the case",
            ),
            todo: say(
                "hãy nhấn F5 rồi nhận hồ sơ khác",
                "press F5 and claim another case",
            ),
        },
        Problem::QueueEmpty => Advice {
            happened: say("Không còn hồ sơ chờ phê duyệt", "No case is waiting"),
            todo: say(
                "hãy nhấn F5 để kiểm tra lại sau",
                "press F5 to look again later",
            ),
        },
        Problem::ReasonMissing => Advice {
            happened: say("Chưa chọn lý do từ chối", "No reason for refusal is chosen"),
            todo: say(
                "hãy nhấn phím số của một lý do",
                "press the digit of a reason",
            ),
        },
        Problem::NoteMissing => Advice {
            happened: say(
                "Lý do khác cần có ghi chú",
                "The reason \"other\" needs a note",
            ),
            todo: say(
                "hãy viết rõ lý do vào ô ghi chú",
                "write the reason into the note",
            ),
        },
        Problem::ApprovalForbidden => Advice {
            happened: say(
                "Máy chủ chưa chứng minh được thẻ là thật nên không thể phê duyệt",
                "The server did not find the card genuine, so it cannot be approved",
            ),
            todo: say("hãy từ chối và chọn lý do", "refuse it and choose a reason"),
        },
        Problem::NotExamined => Advice {
            happened: say(
                "Chưa ghi nhận kết quả đối chiếu với cơ sở dữ liệu gốc",
                "Nothing is stated of the comparison with the sources",
            ),
            todo: say(
                "hãy nhấn D, F, V cho các mục khớp rồi phê duyệt",
                "press D, F, V for what matches, then approve",
            ),
        },
        _ => super::internal(),
    }
}
