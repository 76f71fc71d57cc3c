//! Forms of submitted files: which one is printed, and never another citizen's by a key.

use dossier::api::{FormName, SubmissionStatus};
use dossier::decision::{CaseState, RefusalReason};
use dossier::receipt::Receipt;
use dossier::submission::SubmissionId;
use time::macros::date;
use ui::model::counter::Notice;
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;

use crate::support::{Desk, START};

fn submission(letter: char) -> SubmissionId {
    SubmissionId::parse(&format!("0{letter}").repeat(32)).unwrap()
}

fn received(desk: &mut Desk, letter: char, case: u128) {
    desk.event(Event::SubmissionSent(Receipt {
        submission: submission(letter),
        case: Uuid::from_u128(case),
        received_at: START,
        due_on: date!(2026 - 11 - 26),
        state: CaseState::Queued,
    }));
}

fn known(desk: &mut Desk, letter: char, case: u128, state: CaseState) {
    desk.event(Event::SubmissionStatus(SubmissionStatus {
        submission: submission(letter),
        case: Uuid::from_u128(case),
        state,
        due_on: date!(2026 - 11 - 26),
        decided_at: Some(START),
        reason: Some(RefusalReason::FaceMismatch),
        note: None,
    }));
}

/// What printing asked for, if anything.
fn asked(desk: &mut Desk, which: Option<char>) -> Option<(u128, FormName)> {
    desk.effects.clear();
    desk.say(Msg::Print(which.map(submission)));
    match desk.effects.as_slice() {
        [Effect::Print { case, form }] => Some((case.as_u128(), *form)),
        _ => None,
    }
}

#[test]
fn the_appointment_first_and_the_notice_after_a_refusal() {
    let mut desk = Desk::counter();
    received(&mut desk, 'a', 7);
    assert_eq!(asked(&mut desk, None), Some((7, FormName::Appointment)));
    assert_eq!(desk.at().notice, Some(Notice::Printing));
    desk.event(Event::FormPrinted);
    assert_eq!(desk.at().notice, Some(Notice::Printed));
    known(&mut desk, 'a', 7, CaseState::Returned);
    assert_eq!(asked(&mut desk, None), Some((7, FormName::Appointment)));
    known(&mut desk, 'a', 7, CaseState::Rejected);
    assert_eq!(asked(&mut desk, None), Some((7, FormName::Refusal)));
    let problem = Problem::PrinterFailed;
    desk.event(Event::PrintFailed(problem));
    assert_eq!(desk.at().notice, Some(Notice::Problem(problem)));
    known(&mut desk, 'a', 7, CaseState::Purged);
    assert_eq!(asked(&mut desk, None), None, "nothing of it is left");
}

#[test]
fn the_key_prints_the_newest_file_or_nothing_and_a_button_its_own() {
    let mut desk = Desk::counter();
    assert_eq!(asked(&mut desk, None), None);
    let nothing = Some(Notice::Problem(Problem::NothingToPrint));
    assert_eq!(desk.at().notice, nothing);
    received(&mut desk, 'a', 7);
    desk.event(Event::SubmissionWaiting {
        submission: submission('b'),
        problem: Problem::BackendUnreachable,
    });
    assert_eq!(desk.at().submissions.len(), 2);
    assert_eq!(
        asked(&mut desk, None),
        None,
        "the newest waits, the older one is another's"
    );
    assert_eq!(desk.at().notice, nothing);
    assert_eq!(
        asked(&mut desk, Some('a')),
        Some((7, FormName::Appointment))
    );
    received(&mut desk, 'b', 8);
    assert_eq!(asked(&mut desk, None), Some((8, FormName::Appointment)));
}
