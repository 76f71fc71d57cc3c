//! The portrait pane, and what it shares with the fingerprint pane.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::icon::Icon;
use super::texture::{self, Outline};
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

pub(super) fn told(problem: Problem, ui: &mut Ui, pen: &Pen<'_>) {
    let sentence = advice(problem).sentence(pen.language);
    ScrollArea::vertical().id_salt("told").show(ui, |ui| {
        widget::notice(ui, Tone::Bad, Icon::Warn, problem.code(), &sentence);
    });
}

pub(super) fn button(
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

pub(super) fn soft(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).font(theme::small()).color(theme::SOFT)).wrap());
}
