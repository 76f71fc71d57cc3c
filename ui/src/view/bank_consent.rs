//! The customer's consent: for whom, what for, and field by field, none beforehand.

use dossier::relying::SharedField;
use egui::Ui;

use super::capture_pane::soft;
use super::field::Field;
use super::focus::TextField;
use super::icon::Icon;
use super::tick::Tick;
use super::{Pen, widget};
use crate::model::Bank;
use crate::model::bank::{ConsentBasis, Step, identity_field};
use crate::msg::Msg;
use crate::text::{bank as words, identity};
use crate::theme::Tone;

pub(crate) fn show(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.spacing_mut().item_spacing.y = 3.0;
    let asked = format!(
        "{}: {} · {}: {}",
        pen.word(words::ASKED_BY),
        bank.desk.party,
        pen.word(words::PURPOSE),
        bank.desk.purpose
    );
    soft(ui, &asked);
    soft(ui, pen.word(words::ANSWERED_BY));
    soft(ui, pen.word(words::RIGHTS));
    let field = Field {
        name: TextField::Consent,
        caption: pen.word(words::CONSENT_FIELD),
        hint: pen.word(words::CONSENT_FIELD_HINT),
        secret: false,
        enabled: bank.receipt().is_none(),
    };
    if let Some(text) = field.show(ui, &bank.consent_text) {
        pen.send(Msg::ConsentTyped(text));
    }
    match (&bank.basis, bank.consent_scan) {
        (_, Some(_)) => {
            widget::line(
                ui,
                Tone::Active,
                Icon::Dots,
                pen.word(words::SCANNING_CONSENT),
            );
        }
        (Some(ConsentBasis::Case(_)), None) => {
            widget::line(ui, Tone::Good, Icon::Tick, pen.word(words::OF_CASE));
        }
        (Some(ConsentBasis::Reference(_)), None) => {
            widget::line(ui, Tone::Good, Icon::Tick, pen.word(words::OF_REFERENCE));
        }
        (None, None) => {}
    }
    soft(ui, pen.word(words::AGREE_ASK));
    fields(bank, ui, pen);
}

/// Two columns, each box with the digit that ticks it.
fn fields(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    let open = matches!(bank.step(), Step::Fields | Step::Ask);
    let numbered: Vec<_> = (1..).zip(SharedField::ALL).collect();
    let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
    ui.horizontal_top(|ui| {
        for column in numbered.chunks(numbered.len().div_ceil(2)) {
            ui.vertical(|ui| {
                ui.set_width(half);
                for (digit, field) in column {
                    tick(bank, (*digit, *field), open, ui, pen);
                }
            });
        }
    });
}

fn tick(
    bank: &Bank,
    (digit, field): (usize, SharedField),
    open: bool,
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    let name = pen.word(identity::field(identity_field(field)));
    let ticked = bank.agreed.contains(&field);
    let tick = Tick {
        shown: &format!("{digit}. {name}"),
        name,
        ticked,
        enabled: open && bank.can_assert(field),
    };
    if tick.show(ui) {
        let given = !ticked;
        pen.send(Msg::FieldAgreed { field, given });
    }
}
