//! What notices say. Vietnamese is what counts; e-mails say it in English below. No name and no number of the person
//! stands in any of them: whoever else reads the phone learns nothing but that a file exists.

use forms::Office;
use time::Date;
use uuid::Uuid;

use super::{Channel, Content, Kind};
use crate::printing::{Said, written_day};

/// What a text is about.
pub(super) struct About {
    pub(super) file: Uuid,
    pub(super) office: Office,
    pub(super) due_on: Date,
    /// Why it was returned or refused.
    pub(super) reason: Option<Said>,
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
    match kind {
        Kind::Received => format!(
            "{name} đã tiếp nhận hồ sơ định danh điện tử số {file}. Hẹn trả kết quả chậm nhất ngày {}. Hỏi đáp: {hotline}.",
            written_day(about.due_on)
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
    }
}

fn english(kind: Kind, about: &About) -> String {
    let (file, name) = (about.file, about.office.name.as_str());
    match kind {
        Kind::Received => format!(
            "Your file {file} was received by {name}. The result comes by {}.",
            about.due_on
        ),
        Kind::Returned => format!("Your file {file} must be completed at {name}."),
        Kind::Refused => format!("Your file {file} was refused; the reason stands above."),
        Kind::Approved => format!("Your file {file} was approved. Activate the account."),
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
            due_on: date!(2026 - 11 - 26),
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
