//! From what happened to what is known and what to do.

use dossier::api::{ProblemType, Role};
use dossier::consent::Language;
use time::{Duration, OffsetDateTime};

use crate::effect::Effect;
use crate::event::Event;
use crate::model::{Approver, Bank, Counter, Model, Names, Screen, SignInForm, Tester};
use crate::msg::Msg;
use crate::problem::Problem;

mod approver;
mod bank;
mod capture;
mod card;
mod counter;
mod faces;
mod fingers;
mod outdated;
mod portrait;
mod sign_in;
mod subject;
mod submission;
mod tester;
mod unattended;

/// A second Enter within this time is the same Enter.
const DOUBLE_PRESS: Duration = Duration::milliseconds(500);

/// Takes one message and says what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Event(Event::Clock(now)) => {
            model.now = now;
            let mut effects = unattended::look(model);
            watch_camera(model, &mut effects);
            watch_queue(model, &mut effects);
            return effects;
        }
        Msg::Event(Event::Device { device, state }) => {
            model.devices.insert(device, state);
            outdated::after_device(model, device, state);
            return Vec::new();
        }
        Msg::Speak(language) => {
            model.language = language;
            return Vec::new();
        }
        Msg::NextTheme => {
            model.appearance.theme = model.appearance.theme.next();
            return vec![Effect::KeepAppearance(model.appearance)];
        }
        Msg::CitizenWindow => {
            model.appearance.citizen = !model.appearance.citizen;
            return vec![Effect::KeepAppearance(model.appearance)];
        }
        Msg::TextSize(change) => {
            model.appearance.text_size = model.appearance.text_size.changed(change);
            return vec![Effect::KeepAppearance(model.appearance)];
        }
        Msg::Attended => {
            model.last_attended = model.now;
            return Vec::new();
        }
        Msg::Next if is_double_press(model) => return Vec::new(),
        _ => {}
    }
    if !matches!(msg, Msg::Event(_)) {
        model.last_attended = model.now;
    }
    let mut turn = Turn {
        now: model.now,
        language: model.language,
        compares_faces: model.compares_faces,
        names: &mut model.names,
        effects: Vec::new(),
    };
    let outcome = dispatch(&mut model.screen, &mut model.kept, msg, &mut turn);
    let mut effects = turn.effects;
    match outcome {
        Outcome::Stay => {}
        Outcome::Open(who) => open(model, *who, &mut effects),
        Outcome::Lock(why) => lock(model, why, &mut effects),
    }
    watch_camera(model, &mut effects);
    effects
}

/// The camera is at work only while somebody looks at its picture, and nobody looks behind a locked window.
fn watch_camera(model: &mut Model, effects: &mut Vec<Effect>) {
    let wanted = match &model.screen {
        Screen::Counter(counter) => counter.wants_camera(),
        Screen::Bank(bank) => bank.wants_camera(),
        Screen::SignIn(_) | Screen::Approver(_) | Screen::Tester(_) => false,
    };
    if wanted != model.camera_watched {
        model.camera_watched = wanted;
        effects.insert(0, Effect::WatchCamera(wanted));
    }
}

/// Whoever has nothing to decide need not ask whether something came.
fn watch_queue(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Screen::Approver(approver) = &mut model.screen {
        approver::look_again(approver, model.now, effects);
    }
}

/// What one message may use besides the screen it is for.
pub(crate) struct Turn<'a> {
    pub(crate) now: OffsetDateTime,
    pub(crate) language: Language,
    pub(crate) compares_faces: bool,
    pub(crate) names: &'a mut Names,
    pub(crate) effects: Vec<Effect>,
}

/// What a message does to the screen as a whole.
pub(crate) enum Outcome {
    Stay,
    Open(Box<crate::event::SignedIn>),
    Lock(Option<Problem>),
}

fn dispatch(
    screen: &mut Screen,
    kept: &mut Option<Box<Counter>>,
    msg: Msg,
    turn: &mut Turn<'_>,
) -> Outcome {
    match (screen, msg) {
        (Screen::SignIn(form), Msg::Event(event)) => match sign_in::event(form, event) {
            Ok(outcome) => outcome,
            Err(event) => behind(kept, *event, turn),
        },
        (Screen::SignIn(form), msg) => sign_in::message(form, msg, turn),
        (Screen::Counter(counter), Msg::Event(event)) => counter::event(counter, event, turn),
        (Screen::Counter(counter), msg) => counter::message(counter, msg, turn),
        (Screen::Approver(approver), Msg::Event(event)) => {
            match approver::event(approver, event, turn) {
                Ok(outcome) => outcome,
                Err(event) => behind(kept, *event, turn),
            }
        }
        (Screen::Approver(approver), msg) => approver::message(approver, msg, turn),
        (Screen::Bank(bank), Msg::Event(event)) => match bank::event(bank, event, turn) {
            Ok(outcome) => outcome,
            Err(event) => behind(kept, *event, turn),
        },
        (Screen::Bank(bank), msg) => bank::message(bank, msg, turn),
        (Screen::Tester(tester), Msg::Event(event)) => match tester::event(tester, event) {
            Ok(outcome) => outcome,
            Err(event) => behind(kept, *event, turn),
        },
        (Screen::Tester(tester), msg) => tester::message(tester, msg, turn),
    }
}

/// A locked counter still learns what becomes of its files; nothing starts behind the lock.
fn behind(kept: &mut Option<Box<Counter>>, event: Event, turn: &mut Turn<'_>) -> Outcome {
    match (kept, event) {
        (
            Some(_),
            Event::Scanned { .. }
            | Event::ScanFailed { .. }
            | Event::SignedOut
            | Event::PortraitLive(_)
            | Event::CameraLost(_),
        )
        | (None, _) => Outcome::Stay,
        (Some(counter), event) => counter::event(counter, event, turn),
    }
}

fn open(model: &mut Model, who: crate::event::SignedIn, effects: &mut Vec<Effect>) {
    model.screen = match who.role {
        Role::Approving | Role::Senior => {
            effects.push(Effect::RefreshQueue);
            Screen::Approver(Box::new(Approver::new(who)))
        }
        Role::Receiving => {
            effects.push(Effect::RefreshSubmissions);
            let counter = match model.kept.take() {
                Some(mut counter) => {
                    counter.who = who;
                    outdated::after_sign_in(&mut counter);
                    counter
                }
                None => {
                    let rules = model.fingers.clone();
                    Box::new(Counter::new(who, model.now, &mut model.names, rules))
                }
            };
            Screen::Counter(counter)
        }
        Role::Teller => match model.bank.clone() {
            Some(desk) => Screen::Bank(Box::new(Bank::new(who, desk, model.names.next()))),
            None => shut_out(Problem::RelyingPartyMissing, effects),
        },
        Role::DeviceAdmin => {
            let mut tester = Box::new(Tester::new(who));
            tester::arrive(&mut tester, effects);
            Screen::Tester(tester)
        }
        // Their work is not this window's.
        Role::Auditor => shut_out(Problem::from(ProblemType::Forbidden), effects),
    };
}

/// Nothing opens, and the session ends.
fn shut_out(why: Problem, effects: &mut Vec<Effect>) -> Screen {
    effects.push(Effect::SignOut);
    Screen::SignIn(SignInForm {
        problem: Some(why),
        ..SignInForm::default()
    })
}

/// Back to the sign-in screen. The counter is kept out of sight, nothing of it is lost; of a bank's customer nothing is kept.
fn lock(model: &mut Model, why: Option<Problem>, effects: &mut Vec<Effect>) {
    let form = SignInForm {
        problem: why,
        ..SignInForm::default()
    };
    let left = std::mem::replace(&mut model.screen, Screen::SignIn(form));
    match left {
        Screen::Counter(mut counter) => {
            capture::stop(&mut counter, effects);
            counter.camera.live = None;
            // With the second person's password.
            counter.exception = None;
            counter::save(&mut counter, effects);
            model.kept = Some(counter);
        }
        Screen::Bank(mut bank) => bank::stop(&mut bank, effects),
        Screen::Tester(mut tester) => tester::stop(&mut tester, effects),
        Screen::SignIn(_) | Screen::Approver(_) => {}
    }
    if why.is_none() {
        effects.push(Effect::SignOut);
    }
}

fn is_double_press(model: &mut Model) -> bool {
    let again = model
        .last_next
        .is_some_and(|last| model.now - last < DOUBLE_PRESS);
    if !again {
        model.last_next = Some(model.now);
    }
    again
}
