//! One registration from card to decision: what two officers do at their windows, step by step.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use dossier::api::CaseRecord;
use dossier::consent::CONSENT_POINTS;
use dossier::decision::CaseState;
use dossier::portrait::PortraitStanding;
use ui::Model;
use ui::model::approver::{Desk, Question};
use ui::model::counter::{Counter, Notice, Pane, PaneState};
use ui::model::submission::Standing;
use ui::model::{Approver, Screen};
use ui::msg::Msg;
use ui::problem::Problem;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::hands::Hands;

/// The longest that one step may take on a slow machine.
const STEP_LIMIT: Duration = Duration::from_secs(60);

/// How often the approving officer's queue is asked for again, and how long each answer is waited for.
const ASKS: u32 = 60;
const BETWEEN_ASKS: Duration = Duration::from_secs(1);

/// An officer's account.
pub struct Credentials {
    /// Identifier.
    pub officer: String,
    /// Password.
    pub password: Zeroizing<String>,
}

/// Who takes part and how the citizen can be reached.
pub struct Line {
    /// The receiving officer.
    pub officer: Credentials,
    /// The approving officer.
    pub approver: Credentials,
    /// The citizen's phone number.
    pub phone: String,
    /// The citizen's e-mail address.
    pub email: String,
    /// The finger that is not taken, where there is one.
    pub exception: Option<Exception>,
    /// Whether the appointment slip is printed.
    pub print: bool,
}

/// A finger that is not taken, and the second person who confirms it.
pub struct Exception {
    /// Which finger.
    pub finger: Finger,
    /// Why.
    pub reason: ExceptionReason,
    /// The second person.
    pub second: Credentials,
}

/// How the case ended.
pub struct Outcome {
    /// The backend's record.
    pub record: Box<CaseRecord>,
    /// Whether the case was approved and the counter was told so.
    pub approved: bool,
}

impl Line {
    /// Runs the line on a terminal.
    ///
    /// # Errors
    /// When a step ends otherwise than it should; the message names the step.
    pub fn run(&self, config: &Config) -> anyhow::Result<Outcome> {
        let mut hands = Hands::on(config)?;
        sign_in(&mut hands, &self.officer)?;
        read_card(&mut hands)?;
        if let Some(exception) = &self.exception {
            except(&mut hands, exception)?;
        }
        capture(&mut hands)?;
        self.submit(&mut hands)?;
        if self.print {
            print(&mut hands)?;
        }
        sign_out(&mut hands)?;

        sign_in(&mut hands, &self.approver)?;
        let record = decide(&mut hands)?;
        sign_out(&mut hands)?;

        sign_in(&mut hands, &self.officer)?;
        let told = learn_decision(&mut hands, &record)?;
        sign_out(&mut hands)?;
        Ok(Outcome {
            approved: told && record.state.is_granted(),
            record,
        })
    }

    fn submit(&self, hands: &mut Hands) -> anyhow::Result<()> {
        hands.does(Msg::PhoneTyped(self.phone.clone()));
        hands.does(Msg::EmailTyped(self.email.clone()));
        for point in CONSENT_POINTS {
            hands.does(Msg::Consent { point, given: true });
        }
        let open = counter(hands.sees())?.draft.missing();
        ensure!(open.is_empty(), "the file is not complete: {open:?}");
        hands.does(Msg::Submit);
        hands.waits_for("the receipt", STEP_LIMIT, |model| {
            counter(model).is_ok_and(|counter| {
                let standing = counter.submissions.first().map(|row| &row.standing);
                let answered = !matches!(standing, None | Some(Standing::Waiting(_)));
                answered || matches!(counter.notice, Some(Notice::Problem(_)))
            })
        })?;
        let counter = counter(hands.sees())?;
        match counter.submissions.first().map(|row| &row.standing) {
            Some(Standing::Received(_) | Standing::Known(_)) => Ok(()),
            Some(Standing::Refused(problem)) => bail!("refused: {}", problem.code()),
            _ => bail!("not submitted: {:?}", counter.notice),
        }
    }
}

/// Prints the appointment slip of the file that was just submitted.
fn print(hands: &mut Hands) -> anyhow::Result<()> {
    hands.does(Msg::Print(None));
    hands.waits_for("the print", STEP_LIMIT, |model| {
        counter(model).is_ok_and(|counter| counter.notice != Some(Notice::Printing))
    })?;
    match counter(hands.sees())?.notice {
        Some(Notice::Printed) => Ok(()),
        Some(Notice::Problem(problem)) => bail!("not printed: {}", problem.code()),
        other => bail!("not printed: {other:?}"),
    }
}

/// Signs an officer in.
///
/// # Errors
/// When the backend refuses.
pub fn sign_in(hands: &mut Hands, who: &Credentials) -> anyhow::Result<()> {
    hands.does(Msg::OfficerTyped(who.officer.clone()));
    hands.does(Msg::PasswordTyped(who.password.clone()));
    hands.does(Msg::SignIn);
    hands.waits_for("the sign-in", STEP_LIMIT, |model| match &model.screen {
        Screen::SignIn(form) => form.problem.is_some(),
        _ => true,
    })?;
    match &hands.sees().screen {
        Screen::SignIn(form) => bail!("sign-in refused: {}", code(form.problem)),
        _ => Ok(()),
    }
}

/// Scans the code and reads the card.
///
/// # Errors
/// When the card is not read.
pub fn read_card(hands: &mut Hands) -> anyhow::Result<()> {
    hands.does(Msg::ReadCard);
    settle(hands, "the reading", Pane::Card)
}

/// Takes the portrait and the fingers that the profile asks for, one after another.
///
/// # Errors
/// When a device delivers nothing.
pub fn capture(hands: &mut Hands) -> anyhow::Result<()> {
    portrait(hands)?;
    fingers(hands)
}

/// Has the second person sign that a finger is not taken.
fn except(hands: &mut Hands, exception: &Exception) -> anyhow::Result<()> {
    hands.does(Msg::FingerChosen(exception.finger));
    hands.does(Msg::FingerException);
    hands.does(Msg::ExceptionReasonChosen(exception.reason));
    hands.does(Msg::OfficerTyped(exception.second.officer.clone()));
    hands.does(Msg::PasswordTyped(exception.second.password.clone()));
    hands.does(Msg::ConfirmException);
    let open = |model: &Model| {
        counter(model)
            .ok()?
            .exception
            .as_ref()
            .map(|form| form.second.problem)
    };
    hands.waits_for("the second person's confirmation", STEP_LIMIT, |model| {
        open(model).is_none_or(|problem| problem.is_some())
    })?;
    fail_on(
        open(hands.sees()).flatten(),
        "the second person's confirmation",
    )
}

/// Takes finger after finger, each again while it is held and a try is left.
fn fingers(hands: &mut Hands) -> anyhow::Result<()> {
    while let Some(finger) = counter(hands.sees())?.draft.finger_work.next() {
        hands.does(Msg::CaptureFingerprint);
        hands.waits_for("the fingerprint", STEP_LIMIT, |model| {
            counter(model).is_ok_and(|counter| !counter.is_busy(Pane::Fingerprint))
        })?;
        let counter = counter(hands.sees())?;
        fail_on(counter.fingerprint.problem, "the fingerprint")?;
        let work = &counter.draft.finger_work;
        let spent = !work.is_done(finger) && work.tries_left(finger) == 0;
        ensure!(!spent, "position {}: no try left", finger.position());
    }
    Ok(())
}

/// Takes the portrait, again while it is refused and a try is left, and ticks that a person sat there.
fn portrait(hands: &mut Hands) -> anyhow::Result<()> {
    let mut again = true;
    while again {
        hands.does(Msg::CapturePortrait);
        hands.waits_for("the portrait", STEP_LIMIT, |model| {
            counter(model).is_ok_and(|counter| !counter.is_busy(Pane::Portrait))
        })?;
        let counter = counter(hands.sees())?;
        let held = matches!(counter.portrait_standing(), PortraitStanding::Held { .. });
        again = held && counter.portrait.problem.is_none();
    }
    hands.does(Msg::PersonWatched(true));
    settle(hands, "the portrait", Pane::Portrait)
}

/// Signs out, whoever is signed in.
///
/// # Errors
/// When the window stays where it is.
pub fn sign_out(hands: &mut Hands) -> anyhow::Result<()> {
    hands.does(Msg::SignOut);
    hands.waits_for("the sign-out", STEP_LIMIT, |model| {
        matches!(model.screen, Screen::SignIn(_))
    })?;
    Ok(())
}

/// The backend looks at the images before any officer sees the case: the queue is asked for again until something waits.
///
/// # Errors
/// When nothing does.
pub fn wait_for_work(hands: &mut Hands) -> anyhow::Result<()> {
    for _ in 0..ASKS {
        let work = hands.waits_for("the queue", BETWEEN_ASKS, |model| {
            approver(model).is_ok_and(|approver| !approver.queue.is_empty())
        });
        if work.is_ok() {
            return Ok(());
        }
        hands.does(Msg::Refresh);
    }
    bail!("nothing waits for a decision")
}

/// Claims the case that is due first.
///
/// # Errors
/// When nothing waits or the backend refuses.
pub fn claim_next(hands: &mut Hands) -> anyhow::Result<()> {
    wait_for_work(hands)?;
    hands.does(Msg::ClaimNext);
    hands.waits_for("the claim", STEP_LIMIT, |model| {
        approver(model).is_ok_and(|approver| {
            approver.problem.is_some() || matches!(approver.desk, Desk::Open(_))
        })
    })?;
    fail_on(approver(hands.sees())?.problem, "the claim")
}

fn decide(hands: &mut Hands) -> anyhow::Result<Box<CaseRecord>> {
    claim_next(hands)?;
    for question in Question::ALL {
        hands.does(Msg::Answered(question));
    }
    hands.does(Msg::Approve);
    hands.waits_for("the decision", STEP_LIMIT, |model| {
        approver(model).is_ok_and(|approver| {
            approver.problem.is_some() || matches!(approver.desk, Desk::Decided(_))
        })
    })?;
    let approver = approver(hands.sees())?;
    fail_on(approver.problem, "the decision")?;
    match &approver.desk {
        Desk::Decided(record) => Ok(record.clone()),
        _ => bail!("no decision was recorded"),
    }
}

/// A granted case goes on by itself: its account exists, its person is told.
fn same_end(one: CaseState, other: CaseState) -> bool {
    one == other || (one.is_granted() && other.is_granted())
}

fn learn_decision(hands: &mut Hands, record: &CaseRecord) -> anyhow::Result<bool> {
    hands.does(Msg::Refresh);
    let told = hands.waits_for("the news", STEP_LIMIT, |model| {
        counter(model).is_ok_and(|counter| {
            counter.submissions.iter().any(|row| {
                matches!(&row.standing, Standing::Known(status)
                    if status.case == record.case && same_end(status.state, record.state))
            })
        })
    });
    Ok(told.is_ok())
}

fn settle(hands: &mut Hands, what: &'static str, pane: Pane) -> anyhow::Result<()> {
    hands.waits_for(what, STEP_LIMIT, |model| {
        counter(model).is_ok_and(|counter| !counter.is_busy(pane))
    })?;
    let counter = counter(hands.sees())?;
    ensure!(
        counter.pane_state(pane) == PaneState::Done,
        "{what} failed: {}",
        code(match pane {
            Pane::Card => counter.card.problem,
            Pane::Portrait => counter.portrait.problem,
            _ => counter.fingerprint.problem,
        })
    );
    Ok(())
}

fn counter(model: &Model) -> anyhow::Result<&Counter> {
    model.counter().context("no receiving officer is signed in")
}

fn approver(model: &Model) -> anyhow::Result<&Approver> {
    match &model.screen {
        Screen::Approver(approver) => Ok(approver),
        _ => bail!("no approving officer is signed in"),
    }
}

fn fail_on(problem: Option<Problem>, what: &str) -> anyhow::Result<()> {
    match problem {
        Some(problem) => bail!("{what} failed: {}", problem.code()),
        None => Ok(()),
    }
}

fn code(problem: Option<Problem>) -> &'static str {
    problem.map_or("no reason given", Problem::code)
}
