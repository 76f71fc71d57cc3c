//! Submitting, and what becomes of submitted files.

use dossier::submission::SubmissionId;

use super::{Turn, capture, counter::follow_with_next, fingers};
use crate::effect::Effect;
use crate::event::Event;
use crate::model::Counter;
use crate::model::counter::{Notice, Phase};
use crate::model::submission::{Standing, SubmissionRow};
use crate::problem::Problem;

/// Seals and stores the file. It stays on the screen until the outbox holds it.
pub(super) fn submit(counter: &mut Counter, turn: &mut Turn<'_>) {
    if fingers::any_is_over(counter, turn) {
        return;
    }
    if !counter.draft.missing().is_empty() {
        counter.notice = Some(Notice::Problem(Problem::FileIncomplete));
        return;
    }
    capture::stop(counter, &mut turn.effects);
    counter.phase = Phase::Submitting;
    counter.notice = None;
    turn.effects
        .push(Effect::Submit(Box::new(counter.draft.clone())));
}

/// Prints the form that a submission has come to. Without a name the newest one alone: an older one would be
/// another citizen's.
pub(super) fn print(counter: &mut Counter, which: Option<&SubmissionId>, turn: &mut Turn<'_>) {
    let row = match which {
        Some(name) => counter
            .submissions
            .iter()
            .find(|row| row.submission == *name),
        None => counter.submissions.first(),
    };
    match row.and_then(SubmissionRow::printable) {
        Some((case, form)) => {
            counter.notice = Some(Notice::Printing);
            turn.effects.push(Effect::Print { case, form });
        }
        None => counter.notice = Some(Notice::Problem(Problem::NothingToPrint)),
    }
}

pub(super) fn event(counter: &mut Counter, event: Event, turn: &mut Turn<'_>) {
    match event {
        Event::SubmissionStored { draft, submission } => {
            let name = (draft == counter.draft.id)
                .then(|| citizen(counter))
                .flatten();
            with_row(counter, submission, turn, |row| {
                row.name = row.name.take().or(name)
            });
            turn.effects.push(Effect::DiscardDraft(draft));
            if draft == counter.draft.id {
                counter.notice = Some(Notice::Stored);
                follow_with_next(counter, turn);
            }
        }
        Event::SubmitFailed { draft, problem } => {
            counter.notice = Some(Notice::Problem(problem));
            if draft == counter.draft.id {
                counter.phase = Phase::Editing;
            }
        }
        Event::FormPrinted => counter.notice = Some(Notice::Printed),
        Event::PrintFailed(problem) => counter.notice = Some(Notice::Problem(problem)),
        Event::SubmissionSent(receipt) => {
            let submission = receipt.submission.clone();
            with_row(counter, submission, turn, |row| {
                row.standing = Standing::Received(receipt)
            });
        }
        Event::SubmissionWaiting {
            submission,
            problem,
        } => {
            with_row(counter, submission, turn, |row| {
                if matches!(row.standing, Standing::Waiting(_)) {
                    row.standing = Standing::Waiting(Some(problem));
                }
            });
        }
        Event::SubmissionRefused {
            submission,
            problem,
        } => {
            with_row(counter, submission, turn, |row| {
                row.standing = Standing::Refused(problem)
            });
        }
        Event::SubmissionStatus(status) => {
            let submission = status.submission.clone();
            let standing = Standing::Known(Box::new(status));
            with_row(counter, submission, turn, |row| row.standing = standing);
        }
        _ => {}
    }
}

/// Changes the row of a submission; a new one comes first.
fn with_row(
    counter: &mut Counter,
    submission: SubmissionId,
    turn: &Turn<'_>,
    change: impl FnOnce(&mut SubmissionRow),
) {
    let rows = &mut counter.submissions;
    if let Some(row) = rows.iter_mut().find(|row| row.submission == submission) {
        return change(row);
    }
    let standing = Standing::Waiting(None);
    let mut row = SubmissionRow {
        submission,
        name: None,
        at: turn.now,
        standing,
    };
    change(&mut row);
    rows.insert(0, row);
}

fn citizen(counter: &Counter) -> Option<String> {
    counter
        .card
        .read
        .as_ref()
        .and_then(|read| read.facts.name.clone())
}
