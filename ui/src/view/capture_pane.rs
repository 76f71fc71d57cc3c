//! What the portrait pane and the fingerprint pane share.

use egui::{RichText, ScrollArea, Ui};

use super::Pen;
use super::icon::Icon;
use super::widget::{self, Action};
use crate::model::counter::{CaptureActivity, CapturePane};
use crate::problem::Problem;
use crate::text::{Say, problem::advice};
use crate::theme::{self, Tone};

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
