//! Consent, what is still missing, and the button that ends the work.

use dossier::consent::CONSENT_POINTS;
use egui::{Rect, RichText, Ui, pos2};

use super::icon::Icon;
use super::tick::Tick;
use super::widget::{self, Action};
use super::{Pen, area};
use crate::model::Counter;
use crate::model::counter::Phase;
use crate::msg::Msg;
use crate::text::{registration, screen};
use crate::theme::{self, Tone};

const FOOT: f32 = 46.0;

pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let body = ui.max_rect();
    let foot = Rect::from_min_max(pos2(body.left(), body.bottom() - FOOT), body.max);
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.add(
        egui::Label::new(
            RichText::new(pen.word(screen::CONSENT_ASK))
                .font(theme::small())
                .color(theme::palette(ui).soft),
        )
        .wrap(),
    );
    points(counter, ui, pen);
    ui.add_space(3.0);
    review(counter, ui, pen);
    area(ui, "submit", foot, |ui| {
        // As high as the higher of the two, so that they stand in one line.
        ui.spacing_mut().interact_size.y = 40.0;
        ui.horizontal(|ui| {
            let editing = counter.phase == Phase::Editing;
            let discard = if counter.discard_asked {
                screen::DISCARD_SURE
            } else {
                screen::DISCARD
            };
            let enabled = editing && counter.has_content();
            let width = ui.available_width();
            let discard = Action {
                label: pen.word(discard),
                key: "",
                enabled,
                primary: false,
                width: 110.0,
            };
            if discard.show(ui) {
                pen.send(Msg::Discard);
            }
            let label = if editing {
                screen::SUBMIT
            } else {
                screen::SUBMITTING
            };
            let ready = counter.draft.missing().is_empty();
            let left = ui.available_width().min(width - 118.0);
            let submit = Action {
                label: pen.word(label),
                key: "F9",
                enabled: editing && ready,
                primary: true,
                width: left,
            };
            if submit.show(ui) {
                pen.send(Msg::Submit);
            }
        });
    });
}

/// Four boxes, none ticked beforehand, each with the digit that ticks it.
fn points(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let given = counter.draft.consent.as_ref();
    for (digit, point) in (1..).zip(CONSENT_POINTS) {
        let ticked = given.is_some_and(|consent| consent.points.contains(&point));
        let text = pen.word(registration::consent(point));
        let shown = format!("{digit}. {text}");
        let clicked = Tick {
            shown: &shown,
            name: text,
            ticked,
            enabled: true,
        }
        .show(ui);
        if clicked && counter.phase == Phase::Editing {
            pen.send(Msg::Consent {
                point,
                given: !ticked,
            });
        }
    }
}

/// The next thing that is missing, or that nothing is.
fn review(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    let missing = counter.draft.missing();
    match missing.first() {
        None => widget::line(ui, Tone::Good, Icon::Tick, pen.word(screen::READY)),
        Some(first) => {
            let more = if missing.len() > 1 {
                format!(" (+{})", missing.len() - 1)
            } else {
                String::new()
            };
            let text = format!("{}{more}", pen.word(registration::missing(*first)));
            widget::line(ui, Tone::Active, Icon::Arrow, &text);
        }
    }
}
