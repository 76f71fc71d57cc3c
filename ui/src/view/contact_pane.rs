//! Phone and e-mail.

use dossier::contact::PhoneNumber;
use dossier::draft::Missing;
use egui::{RichText, Ui};

use super::field::Field;
use super::focus::TextField;
use super::icon::Icon;
use super::{Pen, widget};
use crate::model::Counter;
use crate::model::counter::Phase;
use crate::msg::Msg;
use crate::text::{registration, screen};
use crate::theme::{self, Tone};

pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.spacing_mut().interact_size.y = 20.0;
    let contact = &counter.draft.contact;
    let enabled = counter.phase == Phase::Editing;
    let phone = Field {
        name: TextField::Phone,
        caption: pen.word(screen::PHONE),
        hint: "0912 345 678",
        secret: false,
        enabled,
    };
    if let Some(text) = phone.show(ui, &contact.phone) {
        pen.send(Msg::PhoneTyped(text.to_string()));
    }
    let missing = counter.draft.missing();
    match PhoneNumber::parse(&contact.phone) {
        Ok(number) => {
            ui.horizontal(|ui| {
                widget::caption(ui, pen.word(screen::PHONE_READ_BACK));
                let spoken = RichText::new(number.spoken())
                    .font(theme::bold(17.0))
                    .color(theme::ACCENT_DEEP);
                ui.label(spoken);
            });
        }
        Err(_) if missing.contains(&Missing::PhoneInvalid) => {
            widget::line(
                ui,
                Tone::Watch,
                Icon::Warn,
                pen.word(registration::missing(Missing::PhoneInvalid)),
            );
        }
        Err(_) => {}
    }
    let email = Field {
        name: TextField::Email,
        caption: pen.word(screen::EMAIL),
        hint: "",
        secret: false,
        enabled,
    };
    if let Some(text) = email.show(ui, &contact.email) {
        pen.send(Msg::EmailTyped(text.to_string()));
    }
    if missing.contains(&Missing::EmailInvalid) {
        widget::line(
            ui,
            Tone::Watch,
            Icon::Warn,
            pen.word(registration::missing(Missing::EmailInvalid)),
        );
    }
}
