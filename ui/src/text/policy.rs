//! Why a profile or a calendar is not worked by: what happened, and who has to do what.

use rules::policy::{Part, PolicyRefused, Why};

use super::problem::Advice;
use super::{Say, say};

/// The advice for a refused policy.
#[must_use]
pub fn refused(refused: &PolicyRefused) -> Advice {
    let happened = match (&refused.why, refused.part) {
        (Why::Unsigned, Part::Profile) => {
            say("Bộ quy định chưa được ký số", "The profile is not signed")
        }
        (Why::Unsigned, Part::Calendar) => say(
            "Lịch làm việc chưa được ký số",
            "The calendar is not signed",
        ),
        (Why::OtherKey, Part::Profile) => say(
            "Bộ quy định do khóa khác ký, không phải khóa đã ghim tại đây",
            "The profile is signed by another key than the one pinned here",
        ),
        (Why::OtherKey, Part::Calendar) => say(
            "Lịch làm việc do khóa khác ký, không phải khóa đã ghim tại đây",
            "The calendar is signed by another key than the one pinned here",
        ),
        (Why::SignatureInvalid, Part::Profile) => say(
            "Bộ quy định đã bị thay đổi sau khi ký",
            "The profile was changed since it was signed",
        ),
        (Why::SignatureInvalid, Part::Calendar) => say(
            "Lịch làm việc đã bị thay đổi sau khi ký",
            "The calendar was changed since it was signed",
        ),
        (Why::Profile(_), _) => say(
            "Bộ quy định đã ký nhưng nội dung không đúng định dạng",
            "The profile is signed and does not have the form of one",
        ),
        (Why::Calendar(_), _) => say(
            "Lịch làm việc đã ký nhưng nội dung không đúng định dạng",
            "The calendar is signed and does not have the form of one",
        ),
        (Why::NotYetValid(_), _) => say(
            "Bộ quy định chưa đến ngày có hiệu lực",
            "The profile is not valid yet",
        ),
        (Why::Expired(_), _) => say("Bộ quy định đã hết hiệu lực", "The profile has ended"),
        (Why::RolledBack, Part::Profile) => say(
            "Bộ quy định cũ hơn bản đã dùng tại đây",
            "The profile is older than the one that counted here",
        ),
        (Why::RolledBack, Part::Calendar) => say(
            "Lịch làm việc cũ hơn bản đã dùng tại đây",
            "The calendar is older than the one that counted here",
        ),
    };
    Advice {
        happened,
        todo: todo(&refused.why),
    }
}

fn todo(why: &Why) -> Say {
    match why {
        Why::Unsigned => say(
            "hãy chép cả tệp chữ ký .jws vào thư mục policy",
            "copy the signature file .jws into the folder policy too",
        ),
        Why::OtherKey => say(
            "hãy cài bản do cơ quan ban hành ký hoặc ghim đúng khóa của cơ quan đó",
            "install what the publisher signed, or pin the publisher's key",
        ),
        Why::SignatureInvalid => say(
            "hãy lấy lại tệp nguyên gốc từ cơ quan ban hành",
            "fetch the original file from the publisher again",
        ),
        Why::Profile(_) | Why::Calendar(_) => say(
            "hãy báo cơ quan ban hành phát hành lại",
            "ask the publisher for a corrected one",
        ),
        Why::NotYetValid(_) => say(
            "hãy kiểm tra ngày giờ của máy và cài bản đang có hiệu lực",
            "check the clock of this computer and install the one in force",
        ),
        Why::Expired(_) => say(
            "hãy cài bản mới do cơ quan ban hành ký",
            "install the new one that the publisher signed",
        ),
        Why::RolledBack => say("hãy cài bản mới nhất", "install the newest one"),
    }
}
