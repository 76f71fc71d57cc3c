//! What notices say. Vietnamese is what counts; e-mails say it in English below. No name and no number of the person
//! stands in any of them: whoever else reads the phone learns nothing but that a file exists.

use forms::Office;
use time::Date;
use uuid::Uuid;

use super::{Channel, Content, Kind};
use crate::printing::{Said, written_day};

/// What a text is about.
pub(crate) struct About {
    /// The case, or the account that has its name.
    pub(crate) file: Uuid,
    /// Where to ask.
    pub(crate) office: Office,
    /// By when the result comes, or the day that the notice tells of.
    pub(crate) day: Date,
    /// Why it was returned or refused.
    pub(crate) reason: Option<Said>,
}

pub(super) fn content(kind: Kind, channel: Channel, to: &str, about: &About) -> Content {
    let vietnamese = vietnamese(kind, about);
    Content {
        to: to.to_owned(),
        subject: subject(kind).to_owned(),
        text: match channel {
            Channel::Sms => vietnamese,
            Channel::Email => format!("{vietnamese}\n\n{}\n", english(kind, about)),
        },
    }
}

fn subject(kind: Kind) -> &'static str {
    match kind {
        Kind::Received => "Hồ sơ đã được tiếp nhận",
        Kind::Returned => "Hồ sơ cần bổ sung",
        Kind::Refused => "Kết quả hồ sơ: không cấp",
        Kind::Approved => "Kết quả hồ sơ: đã phê duyệt",
        Kind::ActivationLate => "Đã quá hạn kích hoạt tài khoản",
        Kind::Locked => "Tài khoản đã bị khóa",
        Kind::Unlocked => "Tài khoản đã được mở khóa",
        Kind::ValidityEnds => "Tài khoản sắp hết hiệu lực",
        Kind::PasswordDue => "Đã đến hạn đổi mật khẩu",
    }
}

fn vietnamese(kind: Kind, about: &About) -> String {
    let (file, office) = (about.file, &about.office);
    let (name, hotline) = (office.name.as_str(), office.hotline.as_str());
    let reason = about
        .reason
        .as_ref()
        .map_or("", |said| said.reason.trim_end_matches('.'));
    let remedy = about.reason.as_ref().map_or("", |said| said.remedy);
    let day = written_day(about.day);
    match kind {
        Kind::Received => format!(
            "{name} đã tiếp nhận hồ sơ định danh điện tử số {file}. Hẹn trả kết quả chậm nhất ngày {day}. Hỏi đáp: {hotline}."
        ),
        Kind::Returned => format!(
            "Hồ sơ định danh điện tử số {file} cần bổ sung. Lý do: {reason}. Mời đến {name}. Hỏi đáp: {hotline}."
        ),
        Kind::Refused => format!(
            "Hồ sơ định danh điện tử số {file} không được cấp. Lý do: {reason}. {remedy} Hỏi đáp: {hotline}."
        ),
        Kind::Approved => format!(
            "Hồ sơ định danh điện tử số {file} đã được phê duyệt. Hãy kích hoạt tài khoản theo hướng dẫn trên giấy hẹn. Hỏi đáp: {hotline}."
        ),
        Kind::ActivationLate => format!(
            "Tài khoản của hồ sơ định danh điện tử số {file} đã quá hạn tự kích hoạt. Hãy gọi {hotline} hoặc mang thẻ đến {name} để kích hoạt."
        ),
        Kind::Locked => format!(
            "Tài khoản của hồ sơ định danh điện tử số {file} đã bị khóa ngày {day}. Nếu không yêu cầu khóa, hãy đến {name}. Hỏi đáp: {hotline}."
        ),
        Kind::Unlocked => format!(
            "Tài khoản của hồ sơ định danh điện tử số {file} đã được mở khóa ngày {day}. Nếu không yêu cầu mở khóa, hãy gọi {hotline}."
        ),
        Kind::ValidityEnds => format!(
            "Tài khoản của hồ sơ định danh điện tử số {file} hết hiệu lực cùng thẻ ngày {day}. Hãy đổi thẻ trước ngày đó. Hỏi đáp: {hotline}."
        ),
        Kind::PasswordDue => format!(
            "Mật khẩu tài khoản của hồ sơ định danh điện tử số {file} đã đến hạn đổi. Hãy đổi mật khẩu trên ứng dụng. Hỏi đáp: {hotline}."
        ),
    }
}

fn english(kind: Kind, about: &About) -> String {
    let (file, name) = (about.file, about.office.name.as_str());
    match kind {
        Kind::Received => format!(
            "Your file {file} was received by {name}. The result comes by {}.",
            about.day
        ),
        Kind::Returned => format!("Your file {file} must be completed at {name}."),
        Kind::Refused => format!("Your file {file} was refused; the reason stands above."),
        Kind::Approved => format!("Your file {file} was approved. Activate the account."),
        Kind::ActivationLate => format!(
            "Your file {file}: the days to activate the account have passed. Call the number above or come to {name}."
        ),
        Kind::Locked => format!("Your file {file}: the account was locked on {}.", about.day),
        Kind::Unlocked => format!(
            "Your file {file}: the account was unlocked on {}.",
            about.day
        ),
        Kind::ValidityEnds => format!(
            "Your file {file}: the account ends with the card on {}. Renew the card before.",
            about.day
        ),
        Kind::PasswordDue => format!("Your file {file}: change the account's password."),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn about(reason: Option<&str>) -> About {
        About {
            file: Uuid::from_u128(7),
            office: Office {
                superior: String::new(),
                name: "Công an phường Mẫu".into(),
                place: "Mẫu".into(),
                hotline: "1900 0000".into(),
            },
            day: date!(2026 - 11 - 26),
            reason: reason.map(|reason| Said {
                reason: reason.into(),
                clause: "Điều 1".into(),
                remedy: "Nộp lại hồ sơ.",
            }),
        }
    }

    #[test]
    fn every_text_is_vietnamese_first_names_the_file_and_where_to_ask() {
        for kind in Kind::ALL {
            for channel in Channel::ALL {
                let said = content(
                    *kind,
                    *channel,
                    "+84912345678",
                    &about(Some("Thiếu giấy tờ.")),
                );
                let file = Uuid::from_u128(7).to_string();
                let first = said.text.lines().next().unwrap_or_default();
                assert!(
                    first.contains(&file) && first.contains("1900 0000"),
                    "{first}"
                );
                assert!(first.contains("ồ sơ") && first.ends_with('.'), "{first}");
                assert!(!said.text.contains(".."), "{}", said.text);
                assert!(!said.text.contains("912345678"), "{}", said.text);
                assert_eq!(said.text.contains("Your file"), *channel == Channel::Email);
                assert!(said.subject.chars().count() < 60);
                // Ten parts of an SMS with Vietnamese letters (GSM 03.40 §9.2.3.24).
                assert!(first.chars().count() <= 670, "{first}");
            }
        }
    }

    #[test]
    fn a_refusal_says_why_and_what_to_do_and_an_appointment_when() {
        let refused = content(
            Kind::Refused,
            Channel::Sms,
            "",
            &about(Some("Thẻ đã bị thu hồi")),
        );
        assert!(
            refused
                .text
                .contains("Lý do: Thẻ đã bị thu hồi. Nộp lại hồ sơ.")
        );
        let received = content(Kind::Received, Channel::Sms, "", &about(None));
        assert!(received.text.contains("26/11/2026"));
    }
}
