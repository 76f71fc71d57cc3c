//! The sign-in screen.

use super::{Outcome, Turn, outdated};
use crate::effect::Effect;
use crate::event::Event;
use crate::model::SignInForm;
use crate::msg::Msg;
use crate::problem::Problem;

pub(super) fn message(form: &mut SignInForm, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    match msg {
        Msg::OfficerTyped(text) => {
            form.officer = text;
            outdated::after_credentials(form);
        }
        Msg::PasswordTyped(text) => {
            form.password = text;
            outdated::after_credentials(form);
        }
        Msg::Cancel => form.problem = None,
        Msg::SignIn | Msg::Next if !form.busy => sign_in(form, turn),
        _ => {}
    }
    Outcome::Stay
}

/// Takes the events of signing in and hands the others back.
pub(super) fn event(form: &mut SignInForm, event: Event) -> Result<Outcome, Box<Event>> {
    match event {
        Event::SignedIn(who) => Ok(Outcome::Open(Box::new(who))),
        Event::SignInFailed(problem) => {
            form.busy = false;
            form.problem = Some(problem);
            Ok(Outcome::Stay)
        }
        Event::SignedOut => Ok(Outcome::Stay),
        other => Err(Box::new(other)),
    }
}

fn sign_in(form: &mut SignInForm, turn: &mut Turn<'_>) {
    let officer = form.officer.trim();
    if officer.is_empty() || form.password.is_empty() {
        form.problem = Some(Problem::SignInIncomplete);
        return;
    }
    turn.effects.push(Effect::SignIn {
        officer: officer.to_owned(),
        password: std::mem::take(&mut form.password),
    });
    form.busy = true;
    form.problem = None;
}
