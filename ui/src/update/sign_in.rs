//! The sign-in screen.

use dossier::api::ProblemType;
use zeroize::Zeroizing;

use super::{Outcome, Turn, outdated};
use crate::effect::Effect;
use crate::event::Event;
use crate::model::SignInForm;
use crate::msg::Msg;
use crate::problem::Problem;

/// The password was right and a code is asked for, the first time or again.
const SECOND_FACTOR: [Problem; 2] = [
    Problem::BackendRefused(ProblemType::SecondFactorNeeded),
    Problem::BackendRefused(ProblemType::SecondFactorRefused),
];

pub(super) fn message(form: &mut SignInForm, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    match typed(form, msg) {
        Some(Msg::Cancel) => form.problem = None,
        Some(Msg::SignIn | Msg::Next) if !form.busy => sign_in(form, turn),
        _ => {}
    }
    Outcome::Stay
}

/// Takes what is typed into the form and hands other messages back.
pub(super) fn typed(form: &mut SignInForm, msg: Msg) -> Option<Msg> {
    match msg {
        Msg::OfficerTyped(text) => {
            form.officer = text;
            outdated::after_credentials(form);
        }
        Msg::PasswordTyped(text) => {
            form.password = text;
            outdated::after_credentials(form);
        }
        Msg::CodeTyped(text) => {
            if form.code.is_some() {
                form.code = Some(text);
                outdated::after_code(form);
            }
        }
        other => return Some(other),
    }
    None
}

/// Why it was refused. Only the code is asked for anew while the password was right.
pub(super) fn refused(form: &mut SignInForm, problem: Problem) {
    form.busy = false;
    form.problem = Some(problem);
    if SECOND_FACTOR.contains(&problem) {
        form.code = Some(Zeroizing::default());
    } else {
        form.password = Zeroizing::default();
        form.code = None;
    }
}

/// Name, password and code once everything that is asked for is typed; the form waits for the answer then.
pub(super) fn complete(form: &mut SignInForm) -> Option<Credentials> {
    let officer = form.officer.trim();
    let code = form.code.as_ref().map(|code| code.trim());
    if officer.is_empty() || form.password.is_empty() || code == Some("") {
        form.problem = Some(Problem::SignInIncomplete);
        return None;
    }
    let credentials = Credentials {
        officer: officer.to_owned(),
        password: form.password.clone(),
        code: code.map(|code| Zeroizing::new(code.to_owned())),
    };
    form.busy = true;
    form.problem = None;
    Some(credentials)
}

/// What was typed, whole. No `Debug`: it holds a password.
pub(super) struct Credentials {
    pub(super) officer: String,
    pub(super) password: Zeroizing<String>,
    pub(super) code: Option<Zeroizing<String>>,
}

/// Takes the events of signing in and hands the others back.
pub(super) fn event(form: &mut SignInForm, event: Event) -> Result<Outcome, Box<Event>> {
    match event {
        Event::SignedIn(who) => Ok(Outcome::Open(Box::new(who))),
        Event::SignInFailed(problem) => {
            refused(form, problem);
            Ok(Outcome::Stay)
        }
        Event::SignedOut => Ok(Outcome::Stay),
        other => Err(Box::new(other)),
    }
}

fn sign_in(form: &mut SignInForm, turn: &mut Turn<'_>) {
    if let Some(credentials) = complete(form) {
        turn.effects.push(Effect::SignIn {
            officer: credentials.officer,
            password: credentials.password,
            code: credentials.code,
        });
    }
}
