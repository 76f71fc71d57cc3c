//! The keyboard: the same keys everywhere, printed on the buttons.

use dossier::consent::CONSENT_POINTS;
use dossier::decision::RefusalReason;
use egui::{Context, Key, Modifiers};

use super::{Pen, focus};
use crate::model::approver::Desk;
use crate::model::{Approver, Counter, Model, Screen};
use crate::msg::Msg;

/// Reads the keys of this frame.
pub(crate) fn read(model: &Model, ctx: &Context, pen: &mut Pen<'_>) {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    match &model.screen {
        Screen::SignIn(_) => {}
        Screen::Counter(_) => {
            for (key, msg) in [
                (Key::F2, Msg::ReadCard),
                (Key::F3, Msg::CapturePortrait),
                (Key::F4, Msg::CaptureFingerprint),
                (Key::F5, Msg::Refresh),
                (Key::F9, Msg::Submit),
                (Key::F12, Msg::SignOut),
                (Key::Escape, Msg::Cancel),
            ] {
                if pressed(key) {
                    pen.send(msg);
                }
            }
        }
        Screen::Approver(approver) => {
            for (key, msg) in [
                (Key::F5, Msg::Refresh),
                (Key::F12, Msg::SignOut),
                (Key::Escape, escape(approver)),
            ] {
                if pressed(key) {
                    pen.send(msg);
                }
            }
        }
    }
    // Not consumed: the field that has the keyboard must see it too, and lets go of it.
    if ctx.input(|input| input.key_pressed(Key::Enter)) && !focus::on_a_control(ctx) {
        pen.send(Msg::Next);
    }
    if focus::typing(ctx).is_none() {
        bare_keys(model, ctx, pen);
    }
}

/// Letters and digits, which mean something only while nothing is typed.
fn bare_keys(model: &Model, ctx: &Context, pen: &mut Pen<'_>) {
    let digit = DIGITS
        .iter()
        .position(|key| ctx.input(|input| input.key_pressed(*key)));
    match &model.screen {
        Screen::SignIn(_) => {}
        Screen::Counter(counter) => {
            if let Some(msg) = digit.and_then(|digit| tick(counter, digit)) {
                pen.send(msg);
            }
        }
        Screen::Approver(approver) => approver_keys(approver, digit, ctx, pen),
    }
}

fn tick(counter: &Counter, digit: usize) -> Option<Msg> {
    let point = CONSENT_POINTS.get(digit).copied()?;
    let given = counter
        .draft
        .consent
        .as_ref()
        .is_some_and(|consent| consent.points.contains(&point));
    Some(Msg::Consent {
        point,
        given: !given,
    })
}

fn approver_keys(approver: &Approver, digit: Option<usize>, ctx: &Context, pen: &mut Pen<'_>) {
    let pressed = |key| ctx.input(|input| input.key_pressed(key));
    if let Desk::Open(_) = approver.desk {
        if let Some(reason) = digit.and_then(|digit| RefusalReason::ALL.get(digit)) {
            pen.send(Msg::ReasonChosen(*reason));
        }
        if pressed(Key::A) {
            pen.send(Msg::Approve);
        }
    } else {
        for (key, by) in [
            (Key::J, 1),
            (Key::ArrowDown, 1),
            (Key::K, -1),
            (Key::ArrowUp, -1),
        ] {
            if pressed(key) {
                pen.send(Msg::Move(by));
            }
        }
    }
}

fn escape(approver: &Approver) -> Msg {
    match (&approver.desk, approver.problem) {
        (Desk::Open(_), None) => Msg::CloseCase,
        _ => Msg::Cancel,
    }
}

/// 1 to 9, then 0: the order of a list of ten.
const DIGITS: [Key; 10] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
    Key::Num0,
];
