//! When the result comes, and that it is a refusal. S1 Art. 16, 17.3; Decree 69/2024 Art. 13.

use dossier::{
    decision::CaseState,
    subject::{Dependency, Paper, Subject},
};
use forms::{Appointment, Day, Month, Refusal};
use rules::{
    deadline::{due, period},
    profile::{Activation, Certainty, LateActivation},
};

use super::{Source, Told, refusals, written};
use crate::ruling::file_kind;

pub(super) fn appointment(source: Source<'_>) -> Appointment {
    let (case, sealed) = (source.case, source.opened.sealed());
    let profile = &source.rules.profile;
    let (name, number) = written::subject(source);
    let kind = file_kind(&sealed.subject, &case.findings);
    let counted = due(
        &profile.deadlines,
        &source.rules.calendar,
        kind,
        case.received_at,
    );
    let row = period(&profile.deadlines, kind);
    // The rules may have changed since: the day that was promised stays, its reckoning is no longer theirs.
    let same = counted.on == case.due_on;
    Appointment {
        office: source.office(),
        file_number: source.file_number(),
        name,
        masked_number: written::masked(&number),
        procedure: written::procedure(&sealed.subject).into(),
        papers: papers(source),
        received_at: written::minute(case.received_at),
        deadline: if same {
            written::period(row.value)
        } else {
            "theo ngày hẹn".into()
        },
        clause: if same {
            row.clause.clone()
        } else {
            profile.title.clone()
        },
        due_on: Day(case.due_on),
        due_is_provisional: same && counted.certainty == Certainty::Provisional,
        channels: channels(source),
        next_step: next_step(profile.account.activation.value),
        fee: "Không thu".into(),
        officer: case.submitter.name.clone(),
        signed_on: Month(written::day_of(case.received_at)),
    }
}

pub(super) fn refusal(source: Source<'_>, told: &Told) -> Option<Refusal> {
    let (case, sealed) = (source.case, source.opened.sealed());
    let decided = case.decided.as_ref()?;
    if case.state != CaseState::Rejected {
        return None;
    }
    let (name, number) = written::subject(source);
    let said = refusals::said(told, &source.rules.profile);
    Some(Refusal {
        office: source.office(),
        notice_number: format!("{}/TB", source.file_number()),
        file_number: source.file_number(),
        name,
        masked_number: written::masked(&number),
        procedure: written::procedure(&sealed.subject).into(),
        received_at: written::minute(case.received_at),
        reason: said.reason,
        clause: said.clause,
        remedy: said.remedy.into(),
        signer: "Thủ trưởng đơn vị".into(),
        signed_on: Month(written::day_of(decided.at)),
    })
}

/// The request, the card that was read, and every paper that the file names.
fn papers(source: Source<'_>) -> Vec<String> {
    let sealed = source.opened.sealed();
    let mut lines = vec!["Phiếu đề nghị TK01".to_owned()];
    let card = "Thẻ căn cước (xuất trình, đọc chip)".to_owned();
    let given: Vec<&Paper> = match &sealed.subject {
        Subject::Citizen => {
            lines.push(card);
            Vec::new()
        }
        Subject::Foreigner(declared) => {
            lines.push("Hộ chiếu (xuất trình, đọc chip)".into());
            declared.residence_card.iter().collect()
        }
        Subject::Organisation(declared) => {
            lines = vec!["Phiếu đề nghị TK02".into(), card];
            let consents = declared
                .others
                .iter()
                .filter_map(|one| one.consent.as_ref());
            let authorised = declared.authorised.iter().map(|one| &one.paper);
            consents.chain(authorised).collect()
        }
        Subject::Dependant(declared) => {
            lines.push("Thẻ căn cước của người giám hộ (xuất trình, đọc chip)".into());
            let decision = match &declared.dependency {
                Dependency::Under14 => None,
                Dependency::Ward(decision) => decision.as_ref(),
            };
            declared.proof.iter().chain(decision).collect()
        }
    };
    let integrate = sealed.integrate.iter();
    lines.extend(given.into_iter().chain(integrate).map(written::paper));
    lines
}

fn channels(source: Source<'_>) -> Vec<String> {
    let contact = &source.opened.sealed().contact;
    let phone = written::masked(contact.phone.as_str());
    let mut channels = vec![format!("Tin nhắn tới số {phone}")];
    if contact.email.is_some() {
        channels.push("Thư điện tử".into());
    }
    channels
}

fn next_step(rule: Activation) -> String {
    let late = match rule.late {
        LateActivation::AtPolice => "tại cơ quan công an",
        LateActivation::Hotline => "qua tổng đài của cơ quan quản lý",
    };
    format!(
        "Kích hoạt tài khoản trên ứng dụng trong {:02} ngày kể từ ngày nhận thông báo; quá hạn thì kích hoạt {late}",
        rule.within_days
    )
}
