//! The frame of a pane: number, heading, state, and an edge that says whose turn it is.

use egui::{Align, Align2, CornerRadius, Layout, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::icon::Icon;
use super::{Pen, area, widget};
use crate::model::counter::{Pane, PaneState};
use crate::text::{Say, screen};
use crate::theme::{self, Tone};

const HEAD: f32 = 42.0;

/// Draws the frame, and the content below the heading.
pub(crate) fn show(
    ui: &mut Ui,
    ((number, title), state): (Heading, PaneState),
    rect: Rect,
    pen: &mut Pen<'_>,
    add: impl FnOnce(&mut Ui, &mut Pen<'_>),
) {
    let turn = matches!(
        state,
        PaneState::Next | PaneState::Busy | PaneState::Problem
    );
    let radius = CornerRadius::same(theme::RADIUS);
    let edge = if turn {
        Stroke::new(2.5, theme::palette(ui).accent)
    } else {
        Stroke::new(1.0, theme::palette(ui).line)
    };
    ui.painter().rect(
        rect,
        radius,
        theme::palette(ui).paper,
        edge,
        StrokeKind::Inside,
    );
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), HEAD));
    let badge = pos2(head.left() + 27.0, head.center().y + 1.0);
    let (fill, ink) = if turn {
        (theme::palette(ui).accent, theme::palette(ui).on_accent)
    } else {
        (theme::palette(ui).accent_tint, theme::palette(ui).heading)
    };
    ui.painter().circle_filled(badge, 13.0, fill);
    ui.painter()
        .text(badge, Align2::CENTER_CENTER, number, theme::bold(14.0), ink);
    let chips = Rect::from_min_max(head.center_top(), head.max - vec2(12.0, 0.0));
    let name = format!("pane {number}");
    let titles = Rect::from_min_max(
        pos2(head.left() + 48.0, head.top()),
        head.max - vec2(130.0, 0.0),
    );
    area(ui, &format!("{name} title"), titles, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.set_height(HEAD);
            let text = egui::RichText::new(pen.word(title))
                .font(theme::bold(17.0))
                .color(theme::palette(ui).heading);
            ui.label(text);
        });
    });
    area(ui, &format!("{name} state"), chips, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.set_height(HEAD);
            let (tone, icon, word) = standing(state);
            widget::chip(ui, tone, icon, pen.word(word));
        });
    });
    let body = Rect::from_min_max(
        pos2(rect.left() + theme::PAD, head.bottom() + 2.0),
        rect.max - vec2(theme::PAD, 12.0),
    );
    area(ui, &name, body, |ui| add(ui, pen));
}

/// Number and words of a pane.
pub(crate) type Heading = (&'static str, Say);

/// The heading of a receiving officer's pane.
pub(crate) fn heading(pane: Pane) -> Heading {
    match pane {
        Pane::Card => ("1", screen::PANE_CARD),
        Pane::Portrait => ("2", screen::PANE_PORTRAIT),
        Pane::Fingerprint => ("3", screen::PANE_FINGER),
        Pane::Contact => ("4", screen::PANE_CONTACT),
        Pane::Consent => ("5", screen::PANE_CONSENT),
    }
}

fn standing(state: PaneState) -> (Tone, Icon, Say) {
    match state {
        PaneState::Todo => (Tone::Quiet, Icon::Dash, screen::STATE_TODO),
        PaneState::Next => (Tone::Active, Icon::Arrow, screen::STATE_NEXT),
        PaneState::Busy => (Tone::Active, Icon::Dots, screen::STATE_BUSY),
        PaneState::Done => (Tone::Good, Icon::Tick, screen::STATE_DONE),
        PaneState::Problem => (Tone::Bad, Icon::Warn, screen::STATE_PROBLEM),
    }
}
