//! The fingerprint pane: finger by finger.

use capture::fingerprint::Finger;
use dossier::fingers::{Cause, FingerStanding};
use egui::{ScrollArea, Ui, Vec2, vec2};

use super::Pen;
use super::capture_pane::{button, soft, told};
use super::exception_pane;
use super::icon::Icon;
use super::texture::{self, Outline};
use super::under_way::ratio;
use super::widget::{self, Action};
use crate::model::Counter;
use crate::model::counter::{CaptureActivity, Pane};
use crate::msg::Msg;
use crate::text::{fingers as words, registration, screen};
use crate::theme::Tone;

/// Small beside the buttons, so that each finger has a line of its own below.
const PICTURE: Vec2 = vec2(78.0, 102.0);

pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    if let Some(form) = &counter.exception {
        let reasons = counter.draft.finger_work.reasons();
        return exception_pane::show((form, reasons), ui, pen);
    }
    let pane = &counter.fingerprint;
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.spacing_mut().interact_size.y = 22.0;
    if pane.picture.is_none() && pane.problem.is_some() {
        take(counter, ui, pen);
        ui.horizontal(|ui| {
            let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
            which(counter, half, ui, pen);
            except(counter, ui, pen);
        });
    } else {
        ui.horizontal_top(|ui| {
            let name = pen.word(screen::FINGERPRINTS);
            let shown = pane.live.as_ref().or(pane.picture.as_ref());
            texture::picture(ui, (shown, Outline::Finger), PICTURE, name);
            ui.vertical(|ui| {
                take(counter, ui, pen);
                which(counter, ui.available_width(), ui, pen);
                except(counter, ui, pen);
            });
        });
    }
    match (pane.activity, pane.problem) {
        (CaptureActivity::Idle, Some(problem)) => told(problem, ui, pen),
        (CaptureActivity::Idle, None) => state(counter, ui, pen),
        (CaptureActivity::Waiting(_), _) => {
            let wait = pen.word(words::awaited(&counter.awaited));
            widget::notice(ui, Tone::Active, Icon::Arrow, "", wait);
        }
        (CaptureActivity::Receiving(_, received, expected), _) => {
            let share = expected.map_or(0.2, |expected| ratio(received, expected));
            widget::progress(ui, share, pen.word(screen::FINGER_READING));
        }
    }
}

fn take(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let label = match counter.draft.finger_work.standing(counter.finger) {
        FingerStanding::Open | FingerStanding::Excepted(_) => screen::CAPTURE_FINGER,
        _ => screen::RETAKE_FINGER,
    };
    let next = counter.next_pane() == Some(Pane::Fingerprint);
    if button(ui, &counter.fingerprint, (label, "F4"), next, pen) {
        pen.send(Msg::CaptureFingerprint);
    }
}

/// The way out: for this finger there is none, or there is one after all.
fn except(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let label = match counter.draft.finger_work.standing(counter.finger) {
        FingerStanding::Excepted(_) => screen::EXCEPTION_WITHDRAW,
        _ => screen::EXCEPTION,
    };
    let except = Action {
        label: pen.word(label),
        key: "F8",
        enabled: counter.fingerprint.activity == CaptureActivity::Idle,
        primary: false,
        width: ui.available_width(),
    };
    if except.show(ui) {
        pen.send(Msg::FingerException);
    }
}

/// Every finger that is asked for or was taken, then what to do for a better image.
fn state(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    ScrollArea::vertical().id_salt("fingers").show(ui, |ui| {
        for finger in listed(counter) {
            line(counter, finger, ui, pen);
        }
        match advice(counter) {
            Some(text) => soft(ui, pen.word(text)),
            None if counter.draft.fingerprints.is_empty() => {
                soft(ui, pen.word(screen::FINGER_HINT));
            }
            None => {}
        }
    });
}

fn listed(counter: &Counter) -> Vec<Finger> {
    let mut fingers = counter.draft.finger_work.asked();
    let taken = counter.draft.fingerprints.iter().map(|one| one.finger);
    let excepted = counter.draft.finger_work.exceptions.iter();
    for finger in taken.chain(excepted.map(|one| one.finger)) {
        if !fingers.contains(&finger) {
            fingers.push(finger);
        }
    }
    fingers
}

fn line(counter: &Counter, finger: Finger, ui: &mut Ui, pen: &Pen<'_>) {
    let standing = counter.draft.finger_work.standing(finger);
    let (tone, icon) = match standing {
        FingerStanding::Open => (Tone::Quiet, Icon::Dash),
        FingerStanding::Passed => (Tone::Good, Icon::Tick),
        FingerStanding::Held { .. } | FingerStanding::Exhausted => (Tone::Watch, Icon::Warn),
        FingerStanding::Excepted(_) => (Tone::Watch, Icon::Dash),
    };
    let work = &counter.draft.finger_work;
    let next = work.next() == Some(finger);
    let icon = if next { Icon::Arrow } else { icon };
    let name = pen.word(registration::finger(finger));
    let scores: Vec<String> = work.scores(finger).iter().map(u8::to_string).collect();
    let stands = match next && standing == FingerStanding::Open {
        true => pen.word(words::NEXT),
        false => pen.word(words::standing(standing)),
    };
    let text = match scores.is_empty() {
        true => format!("{name} · {stands}"),
        false => format!("{name} · {}/100 · {stands}", scores.join(", ")),
    };
    widget::line(ui, tone, icon, &text);
}

/// What would make the newest image better; the sensor's own limits before the finger's.
fn advice(counter: &Counter) -> Option<crate::text::Say> {
    let newest = counter.draft.fingerprints.last()?;
    let shortfalls = &newest.assessment.shortfalls;
    let of_sensor = shortfalls
        .iter()
        .find(|one| one.demand.cause() == Cause::Sensor);
    if let Some(shortfall) = of_sensor {
        return Some(words::shortfall(shortfall.demand));
    }
    let first = shortfalls.first()?;
    match (first.demand, newest.assessment.weakest()) {
        (dossier::fingers::DemandWord::Quality, Some(component)) => Some(words::hint(component)),
        (demand, _) => Some(words::shortfall(demand)),
    }
}

fn which(counter: &Counter, width: f32, ui: &mut Ui, pen: &mut Pen<'_>) {
    let mut chosen = counter.finger;
    let shown = pen.word(registration::finger(chosen));
    let list = egui::ComboBox::from_id_salt("finger")
        .selected_text(shown)
        .width(width);
    ui.name_inputs(pen.word(screen::FINGER_WHICH), |ui| {
        list.show_ui(ui, |ui| {
            for finger in counter.draft.finger_work.order() {
                ui.selectable_value(&mut chosen, finger, pen.word(registration::finger(finger)));
            }
        });
    });
    if chosen != counter.finger {
        pen.send(Msg::FingerChosen(chosen));
    }
}
