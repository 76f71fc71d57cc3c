//! The teller's screen: card, person, consent, and the comparison with the answer.

use egui::{Rect, Ui, pos2};

use super::{Pen, bank_answer, bank_consent, bank_person, card_pane, focus, pane};
use crate::model::Bank;
use crate::model::bank::BankPane;
use crate::msg::Msg;
use crate::text::{bank as words, screen};
use crate::theme::GAP;

/// Height of the pane with the two faces.
const PERSON: f32 = 262.0;

pub(crate) fn show(bank: &Bank, ui: &mut Ui, work: Rect, pen: &mut Pen<'_>) {
    focus::follow_customer(ui.ctx(), bank);
    pasted(ui, pen);
    let places = places(work);
    let panes = [
        (BankPane::Card, ("1", screen::PANE_CARD)),
        (BankPane::Person, ("2", words::PERSON)),
        (BankPane::Consent, ("3", words::CONSENT)),
        (BankPane::Result, ("4", words::RESULT)),
    ];
    for ((which, heading), rect) in panes.into_iter().zip(places) {
        let state = bank.pane_state(which);
        pane::show(ui, (heading, state), rect, pen, |ui, pen| match which {
            BankPane::Card => card_pane::show(&bank.card, ui, pen),
            BankPane::Person => bank_person::show(bank, ui, pen),
            BankPane::Consent => bank_consent::show(bank, ui, pen),
            BankPane::Result => bank_answer::show(bank, ui, pen),
        });
    }
}

/// The card left over the whole height, person and consent in the middle, the comparison right.
fn places(work: Rect) -> [Rect; 4] {
    let free = work.width() - 2.0 * GAP;
    let left = work.left() + free * 0.315;
    let middle = left + GAP + free * 0.285;
    let person = work.top() + PERSON;
    [
        Rect::from_min_max(work.min, pos2(left, work.bottom())),
        Rect::from_min_max(pos2(left + GAP, work.top()), pos2(middle, person)),
        Rect::from_min_max(pos2(left + GAP, person + GAP), pos2(middle, work.bottom())),
        Rect::from_min_max(pos2(middle + GAP, work.top()), work.max),
    ]
}

/// What is pasted while no field has the keyboard is the bank's record of the customer.
fn pasted(ui: &Ui, pen: &mut Pen<'_>) {
    if focus::typing(ui.ctx()).is_some() {
        return;
    }
    let text = ui.ctx().input(|input| {
        input.events.iter().find_map(|event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    });
    if let Some(text) = text {
        pen.send(Msg::CorePasted(text.into()));
    }
}
