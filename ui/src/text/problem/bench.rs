//! Problems of the integration tester's bench.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn bench(problem: Problem) -> Advice {
    match problem {
        Problem::SimulatorFailed => Advice {
            happened: say("Bộ mô phỏng không chạy được", "The simulator did not start"),
            todo: say(
                "hãy kiểm tra không có bộ mô phỏng khác đang giữ cổng, rồi chạy lại",
                "check that no other simulator holds the port, and start it again",
            ),
        },
        Problem::SheetNotWritten => Advice {
            happened: say(
                "Không ghi được tệp vào thư mục của máy quầy",
                "The file cannot be written into the terminal's folder",
            ),
            todo: say(
                "hãy kiểm tra dung lượng và quyền ghi của thư mục, rồi ghi lại",
                "check the folder's room and rights, and write it again",
            ),
        },
        Problem::TrustUnreadable => Advice {
            happened: say(
                "Không đọc được kho tin cậy",
                "The trust store cannot be read",
            ),
            todo: say(
                "hãy chạy cccd trust check để xem tệp nào hỏng",
                "start cccd trust check to see which file is damaged",
            ),
        },
        _ => Advice {
            happened: say(
                "Máy này chưa cài gói cccd-testkit",
                "The package cccd-testkit is not installed here",
            ),
            todo: say(
                "hãy cài gói này trên máy kiểm thử rồi làm lại",
                "have it installed on the test computer and try again",
            ),
        },
    }
}
