//! What the portrait pane and the fingerprint pane share.

use egui::{RichText, ScrollArea, Ui};

use super::widget::Action;
use super::{Pen, notice_of};
use crate::model::counter::{CaptureActivity, CapturePane};
use crate::problem::Problem;
use crate::text::Say;
use crate::theme;

pub(super) fn told(problem: Problem, ui: &mut Ui, pen: &Pen<'_>) {
    ScrollArea::vertical().id_salt("told").show(ui, |ui| {
        notice_of(problem, ui, pen);
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
    ui.add(
        egui::Label::new(
            RichText::new(text)
                .font(theme::small())
                .color(theme::palette(ui).soft),
        )
        .wrap(),
    );
}
