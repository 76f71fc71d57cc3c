//! The portrait pane and the fingerprint pane.

use capture::fingerprint::Finger;
use egui::{RichText, ScrollArea, Ui, vec2};

use super::icon::Icon;
use super::texture::{self, Outline};
use super::under_way::ratio;
use super::widget::{self, Action};
use super::{Pen, format};
use crate::model::Counter;
use crate::model::counter::{CaptureActivity, CapturePane, Pane};
use crate::msg::Msg;
use crate::problem::Problem;
use crate::text::{Say, problem::advice, registration, screen};
use crate::theme::{self, Tone};

pub(crate) fn portrait(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let pane = &counter.portrait;
    let taken = counter.draft.portrait.as_ref();
    beside_picture(
        ui,
        pane,
        (Outline::Face, pen.word(screen::LIVE_PORTRAIT)),
        |ui| {
            let label = match taken {
                Some(_) => screen::RETAKE_PORTRAIT,
                None => screen::CAPTURE_PORTRAIT,
            };
            let next = counter.next_pane() == Some(Pane::Portrait);
            if button(ui, pane, (label, "F3"), next, pen) {
                pen.send(Msg::CapturePortrait);
            }
            ui.add_space(4.0);
            match (pane.activity, pane.problem, taken) {
                (CaptureActivity::Idle, Some(problem), _) => told(problem, ui, pen),
                (CaptureActivity::Idle, None, Some(taken)) => {
                    let when = format::time_of_day(taken.captured_at);
                    widget::line(ui, Tone::Good, Icon::Tick, &when);
                    let source = registration::portrait_source(&taken.source);
                    soft(ui, source.map_or(&taken.source, |source| pen.word(source)));
                }
                (CaptureActivity::Idle, None, None) => soft(ui, pen.word(screen::PORTRAIT_HINT)),
                _ => widget::progress(ui, 0.3, pen.word(screen::CAPTURING_PORTRAIT)),
            }
        },
    );
}

pub(crate) fn fingerprint(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let pane = &counter.fingerprint;
    let taken = !counter.draft.fingerprints.is_empty();
    beside_picture(
        ui,
        pane,
        (Outline::Finger, pen.word(screen::FINGERPRINTS)),
        |ui| {
            let label = if taken {
                screen::RETAKE_FINGER
            } else {
                screen::CAPTURE_FINGER
            };
            let next = counter.next_pane() == Some(Pane::Fingerprint);
            if button(ui, pane, (label, "F4"), next, pen) {
                pen.send(Msg::CaptureFingerprint);
            }
            which(counter, ui, pen);
            match (pane.activity, pane.problem) {
                (CaptureActivity::Idle, Some(problem)) => told(problem, ui, pen),
                (CaptureActivity::Idle, None) if taken => fingers(counter, ui, pen),
                (CaptureActivity::Idle, None) => soft(ui, pen.word(screen::FINGER_HINT)),
                (CaptureActivity::Waiting(_), _) => {
                    let wait = pen.word(screen::FINGER_WAIT);
                    widget::notice(ui, Tone::Active, Icon::Arrow, "", wait);
                }
                (CaptureActivity::Receiving(_, received, expected), _) => {
                    let share = expected.map_or(0.2, |expected| ratio(received, expected));
                    widget::progress(ui, share, pen.word(screen::FINGER_READING));
                }
            }
        },
    );
}

/// The picture at the left; without one, a problem gets the whole width for its sentence.
fn beside_picture(
    ui: &mut Ui,
    pane: &CapturePane,
    (outline, label): (Outline, &str),
    add: impl FnOnce(&mut Ui),
) {
    if pane.picture.is_none() && pane.problem.is_some() {
        return add(ui);
    }
    let height = ui.available_height().min(180.0);
    ui.horizontal_top(|ui| {
        let size = vec2(height * 0.75, height);
        texture::picture(ui, (pane.picture.as_ref(), outline), size, label);
        ui.vertical(add);
    });
}

fn told(problem: Problem, ui: &mut Ui, pen: &Pen<'_>) {
    let sentence = advice(problem).sentence(pen.language);
    ScrollArea::vertical().id_salt("told").show(ui, |ui| {
        widget::notice(ui, Tone::Bad, Icon::Warn, problem.code(), &sentence);
    });
}

fn button(
    ui: &mut Ui,
    pane: &CapturePane,
    (label, key): (Say, &str),
    next: bool,
    pen: &Pen<'_>,
) -> bool {
    let enabled = pane.activity == CaptureActivity::Idle;
    let width = ui.available_width();
    Action {
        label: pen.word(label),
        key,
        enabled,
        primary: next,
        width,
    }
    .show(ui)
}

fn which(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let mut chosen = counter.finger;
    let shown = pen.word(registration::finger(chosen));
    let list = egui::ComboBox::from_id_salt("finger")
        .selected_text(shown)
        .width(ui.available_width());
    ui.name_inputs(pen.word(screen::FINGER_WHICH), |ui| {
        list.show_ui(ui, |ui| {
            for finger in Finger::ALL {
                ui.selectable_value(&mut chosen, finger, pen.word(registration::finger(finger)));
            }
        });
    });
    if chosen != counter.finger {
        pen.send(Msg::FingerChosen(chosen));
    }
}

fn fingers(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    for taken in &counter.draft.fingerprints {
        let name = pen.word(registration::finger(taken.finger));
        let text = format!(
            "{name} · {}×{} · {} dpi",
            taken.width, taken.height, taken.dpi
        );
        widget::line(ui, Tone::Good, Icon::Tick, &text);
    }
}

fn soft(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).font(theme::small()).color(theme::SOFT)).wrap());
}
