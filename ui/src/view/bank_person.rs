//! The customer beside the chip's portrait, and what the teller says of them.

use egui::{Rect, Ui, pos2, vec2};

use super::capture_pane::soft;
use super::icon::Icon;
use super::texture::{self, Outline};
use super::widget::{self, Action};
use super::{Pen, area};
use crate::model::Bank;
use crate::model::bank::{Likeness, Step};
use crate::msg::Msg;
use crate::text::{bank as words, screen};
use crate::theme::Tone;

const FACE: egui::Vec2 = vec2(114.0, 152.0);
const FOOT: f32 = 44.0;

pub(crate) fn show(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    if bank.proven().is_none() {
        return soft(ui, pen.word(words::COMPARE_WAITS));
    }
    let body = ui.max_rect();
    let foot = Rect::from_min_max(pos2(body.left(), body.bottom() - FOOT), body.max);
    ui.horizontal_top(|ui| {
        let face = bank.card.read.as_ref().and_then(|read| read.face.as_ref());
        let label = pen.word(screen::CHIP_PORTRAIT);
        texture::picture(ui, (face, Outline::Face), FACE, label);
        if let Some(live) = &bank.live {
            let label = pen.word(words::CUSTOMER_VIEW);
            texture::live(ui, (live, None), FACE, label);
        }
        ui.vertical(|ui| told(bank, ui, pen));
    });
    area(ui, "likeness", foot, |ui| statements(bank, ui, pen));
}

fn statements(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    let stated = bank.likeness.is_some();
    // As high as the higher of the two, so that they stand in one line.
    ui.spacing_mut().interact_size.y = 40.0;
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        for (label, key, likeness) in [
            (words::SAME_PERSON, "F3", Likeness::Same),
            (words::OTHER_PERSON, "F4", Likeness::Other),
        ] {
            let state = Action {
                label: pen.word(label),
                key,
                enabled: bank.receipt().is_none(),
                primary: !stated && likeness == Likeness::Same,
                width,
            };
            if state.show(ui) {
                pen.send(Msg::PersonCompared(likeness));
            }
        }
    });
}

fn told(bank: &Bank, ui: &mut Ui, pen: &Pen<'_>) {
    match bank.likeness {
        Some(Likeness::Same) => {
            widget::line(ui, Tone::Good, Icon::Tick, pen.word(words::SAME_SAID));
        }
        Some(Likeness::Other) => {
            widget::line(ui, Tone::Bad, Icon::Cross, pen.word(words::OTHER_SAID));
        }
        None if bank.step() == Step::Person => soft(ui, pen.word(words::COMPARE_HINT)),
        None => {}
    }
}
