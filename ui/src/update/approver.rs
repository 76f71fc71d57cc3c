//! The approving officer's actions and reports.

use dossier::decision::{Decision, Examined, RefusalReason};
use dossier::source::weigh;
use reader::verdict::Verdict;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Outcome, Turn, outdated};
use crate::effect::Effect;
use crate::event::{CaseView, Event};
use crate::model::approver::{Desk, OpenCase};
use crate::model::inspection::Inspection;
use crate::model::{Approver, Names, Picture};
use crate::msg::Msg;
use crate::problem::Problem;
use crate::subject::SubjectForm;

/// How often an empty queue is asked for again.
const LOOK_AGAIN: Duration = Duration::seconds(10);

/// Asks for an empty queue again, while nothing lies on the desk.
pub(super) fn look_again(approver: &mut Approver, now: OffsetDateTime, effects: &mut Vec<Effect>) {
    if !approver.queue.is_empty() || matches!(approver.desk, Desk::Opening | Desk::Open(_)) {
        approver.looked_at = None;
        return;
    }
    let since = *approver.looked_at.get_or_insert(now);
    if now - since >= LOOK_AGAIN {
        approver.looked_at = Some(now);
        effects.push(Effect::RefreshQueue);
    }
}

pub(super) fn message(approver: &mut Approver, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    // What decides is not on the screen while the faces cover it.
    let decides = matches!(
        msg,
        Msg::Next | Msg::Approve | Msg::Refuse | Msg::ReasonChosen(_) | Msg::Answered(_)
    );
    if decides && matches!(&approver.desk, Desk::Open(case) if case.inspection.is_some()) {
        return Outcome::Stay;
    }
    match msg {
        Msg::SignOut => return Outcome::Lock(None),
        Msg::Cancel => approver.problem = None,
        Msg::Refresh => refresh(approver, turn),
        Msg::Move(by) => step(approver, by),
        Msg::Select(line) if line < approver.queue.len() => {
            approver.selected = line;
            outdated::after_pointing(approver);
        }
        Msg::Next => next(approver, turn),
        Msg::Claim(case) => claim(approver, Some(case), turn),
        Msg::ClaimNext => claim(approver, None, turn),
        Msg::ReasonChosen(reason) => edit(approver, |case| case.reason = Some(reason)),
        Msg::NoteTyped(text) => edit(approver, |case| case.note = text),
        Msg::Inspect(key) => {
            if let Desk::Open(case) = &mut approver.desk {
                Inspection::after(&mut case.inspection, key);
            }
        }
        Msg::Answered(question) => edit(approver, |case| case.turn(question)),
        Msg::Approve => decide(approver, turn, approval),
        Msg::Refuse => decide(approver, turn, refusal),
        Msg::CloseCase => close(approver, turn),
        _ => {}
    }
    Outcome::Stay
}

/// Takes the events of queue and case and hands the others back.
pub(super) fn event(
    approver: &mut Approver,
    event: Event,
    turn: &mut Turn<'_>,
) -> Result<Outcome, Box<Event>> {
    match event {
        Event::SignedOut => return Ok(Outcome::Lock(Some(Problem::SessionExpired))),
        Event::Queue(entries) => {
            approver.queue = entries;
            outdated::after_queue(approver);
            approver.selected = approver
                .selected
                .min(approver.queue.len().saturating_sub(1));
        }
        Event::CaseOpened(view) => {
            approver.problem = None;
            approver.desk = Desk::Open(Box::new(open(*view, turn.names)));
        }
        Event::SourcesAnswered(answer) => {
            if let Desk::Open(case) = &mut approver.desk
                && case.file.claim.case == answer.case
            {
                case.file.sources = answer.sources;
                case.file.ruling = answer.ruling;
            }
        }
        Event::DecisionRecorded(record) => {
            approver.problem = None;
            approver.desk = Desk::Decided(record);
            turn.effects.push(Effect::RefreshQueue);
        }
        Event::DecisionFailed(Problem::SessionExpired) => {
            return Ok(Outcome::Lock(Some(Problem::SessionExpired)));
        }
        Event::DecisionFailed(problem) => failed(approver, problem, turn),
        other => return Err(Box::new(other)),
    }
    Ok(Outcome::Stay)
}

fn open(view: CaseView, names: &mut Names) -> OpenCase {
    let mut picture = |image| Picture::colour(names.next(), image);
    OpenCase {
        subject: SubjectForm::of_subject(&view.file.subject),
        chip_portrait: view.chip_portrait.map(&mut picture),
        live_portrait: view.live_portrait.map(&mut picture),
        fingerprints: view.fingerprints.into_iter().map(&mut picture).collect(),
        file: view.file,
        examined: Examined::NOTHING,
        reason: None,
        note: String::new(),
        inspection: None,
        deciding: false,
    }
}

/// A failure leaves an open case open, except when it is no longer this officer's.
fn failed(approver: &mut Approver, problem: Problem, turn: &mut Turn<'_>) {
    approver.problem = Some(problem);
    match &mut approver.desk {
        Desk::Open(case) if problem != Problem::LeaseLost => case.deciding = false,
        Desk::Decided(_) => {}
        _ => {
            approver.desk = Desk::Empty;
            turn.effects.push(Effect::RefreshQueue);
        }
    }
}

/// News: of the sources of the case on the desk, or of the queue.
fn refresh(approver: &Approver, turn: &mut Turn<'_>) {
    turn.effects.push(match &approver.desk {
        Desk::Open(case) => Effect::AskSources {
            case: case.file.claim.case,
            fence: case.file.claim.fence,
        },
        Desk::Empty | Desk::Opening | Desk::Decided(_) => Effect::RefreshQueue,
    });
}

fn step(approver: &mut Approver, by: i8) {
    let last = approver.queue.len().saturating_sub(1);
    let line = approver.selected.saturating_add_signed(isize::from(by));
    approver.selected = line.min(last);
    outdated::after_pointing(approver);
}

/// Enter claims, or refuses once a reason was chosen; it never approves.
fn next(approver: &mut Approver, turn: &mut Turn<'_>) {
    match &approver.desk {
        Desk::Empty | Desk::Decided(_) => {
            let pointed = approver.pointed().map(|entry| entry.case);
            claim(approver, pointed, turn);
        }
        Desk::Open(case) if case.reason.is_some() => decide(approver, turn, refusal),
        Desk::Open(_) | Desk::Opening => {}
    }
}

fn claim(approver: &mut Approver, case: Option<Uuid>, turn: &mut Turn<'_>) {
    if matches!(approver.desk, Desk::Open(_) | Desk::Opening) {
        return;
    }
    let own = case.is_some_and(|case| {
        approver
            .queue
            .iter()
            .any(|entry| entry.case == case && entry.own)
    });
    if own {
        approver.problem = Some(Problem::SelfDecision);
        return;
    }
    if approver.queue.is_empty() && case.is_none() {
        approver.problem = Some(Problem::QueueEmpty);
        return;
    }
    approver.problem = None;
    approver.desk = Desk::Opening;
    turn.effects
        .push(case.map_or(Effect::ClaimNext, Effect::Claim));
}

fn edit(approver: &mut Approver, change: impl FnOnce(&mut OpenCase)) {
    if let Desk::Open(case) = &mut approver.desk
        && !case.deciding
    {
        approver.problem = None;
        change(case);
    }
}

fn close(approver: &mut Approver, turn: &mut Turn<'_>) {
    let deciding = matches!(&approver.desk, Desk::Open(case) if case.deciding);
    if !deciding {
        approver.desk = Desk::Empty;
        turn.effects.push(Effect::RefreshQueue);
    }
}

fn decide(
    approver: &mut Approver,
    turn: &mut Turn<'_>,
    decision: fn(&OpenCase) -> Result<Decision, Problem>,
) {
    let Desk::Open(case) = &mut approver.desk else {
        return;
    };
    if case.deciding {
        return;
    }
    match decision(case) {
        Err(problem) => approver.problem = Some(problem),
        Ok(decision) => {
            case.deciding = true;
            approver.problem = None;
            let claim = case.file.claim;
            turn.effects.push(Effect::Decide {
                case: claim.case,
                fence: claim.fence,
                decision,
            });
        }
    }
}

fn approval(case: &OpenCase) -> Result<Decision, Problem> {
    if case.file.server_verdict != Verdict::Genuine || !case.can_approve() {
        return Err(Problem::ApprovalForbidden);
    }
    // Which answers are enough is the decree's to say, and the backend asks it.
    match weigh(&case.file.sources).beside(case.examined) {
        Examined::NOTHING => Err(Problem::NotExamined),
        _ => Ok(Decision::Approve {
            examined: case.examined,
        }),
    }
}

fn refusal(case: &OpenCase) -> Result<Decision, Problem> {
    let reason = case.reason.ok_or(Problem::ReasonMissing)?;
    let note = case.note.trim();
    if reason == RefusalReason::Other && note.is_empty() {
        return Err(Problem::NoteMissing);
    }
    let note = (!note.is_empty()).then(|| note.chars().take(Decision::MAX_NOTE).collect());
    Ok(Decision::Refuse { reason, note })
}
