//! A screen that nobody attends to shows no citizen: it locks itself, and half-typed credentials go.

use super::{Effect, lock};
use crate::model::counter::{Pane, Phase};
use crate::model::{Counter, Model, Screen, SignInForm};
use crate::problem::Problem;

/// The clock moved on.
pub(super) fn look(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if is_at_work(&model.screen) {
        // Counted from the end of what a device or the backend is doing for the officer.
        model.last_attended = model.now;
    }
    // A clock that was set back begins anew.
    model.last_attended = model.last_attended.min(model.now);
    if model.now - model.last_attended < model.lock_after {
        return effects;
    }
    match &mut model.screen {
        Screen::SignIn(form) => {
            if !form.password.is_empty() || !form.officer.is_empty() {
                *form = SignInForm {
                    problem: form.problem,
                    ..SignInForm::default()
                };
            }
        }
        Screen::Tester(tester) if !tester.is_signed_in() => {}
        Screen::Counter(_) | Screen::Approver(_) | Screen::Bank(_) | Screen::Tester(_) => {
            lock(model, Some(Problem::Unattended), &mut effects);
            effects.push(Effect::SignOut);
        }
    }
    effects
}

fn is_at_work(screen: &Screen) -> bool {
    match screen {
        Screen::SignIn(form) => form.busy,
        Screen::Counter(counter) => is_counter_at_work(counter),
        Screen::Bank(bank) => bank.is_busy(),
        Screen::Tester(tester) => tester.busy.is_some(),
        Screen::Approver(_) => false,
    }
}

fn is_counter_at_work(counter: &Counter) -> bool {
    let devices = [Pane::Card, Pane::Portrait, Pane::Fingerprint];
    counter.phase == Phase::Submitting || devices.iter().any(|pane| counter.is_busy(*pane))
}
