//! Phone and e-mail.

use dossier::contact::PhoneNumber;
use dossier::draft::Missing;
use egui::{RichText, Ui};

use super::field::{Field, Typed};
use super::focus::{self, TextField};
use super::icon::Icon;
use super::{Pen, keys, widget};
use crate::model::Counter;
use crate::model::counter::Phase;
use crate::msg::Msg;
use crate::text::{registration, screen};
use crate::theme::{self, Tone};

/// Two fields; what there is to say of each stands beside its caption, so that neither moves.
pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.spacing_mut().interact_size.y = 22.0;
    let contact = &counter.draft.contact;
    let phone = field(counter, TextField::Phone, pen).show_below(ui, &contact.phone, |ui| {
        match PhoneNumber::parse(&contact.phone) {
            Ok(number) => read_back(&number, ui, pen),
            Err(_) => hint(counter, Missing::PhoneInvalid, ui, pen),
        }
    });
    let email = field(counter, TextField::Email, pen).show_below(ui, &contact.email, |ui| {
        hint(counter, Missing::EmailInvalid, ui, pen);
    });
    // Once both are drawn: the e-mail field shall not see the Enter that ended the phone number.
    pass_on(counter, (&phone, &email), ui);
    if let Some(text) = phone.text {
        pen.send(Msg::PhoneTyped(text.to_string()));
    }
    if let Some(text) = email.text {
        pen.send(Msg::EmailTyped(text.to_string()));
    }
}

fn field<'a>(counter: &Counter, name: TextField, pen: &Pen<'a>) -> Field<'a> {
    let (caption, hint) = match name {
        TextField::Phone => (screen::PHONE, "0912 345 678"),
        _ => (screen::EMAIL, ""),
    };
    Field {
        name,
        caption: pen.word(caption),
        hint,
        secret: false,
        enabled: counter.phase == Phase::Editing,
    }
}

/// Enter goes from a good number to the e-mail and from there to the consent; from a bad one nowhere,
/// for the digits that are still to come would tick points of the consent.
fn pass_on(counter: &Counter, (phone, email): (&Typed, &Typed), ui: &Ui) {
    let contact = &counter.draft.contact;
    if phone.entered {
        let text = phone.text.as_ref().map_or(&contact.phone, |text| text);
        if keys::phone_is_complete(text) {
            focus::give(ui.ctx(), TextField::Email);
        } else if !text.is_empty() {
            focus::give(ui.ctx(), TextField::Phone);
        }
    }
    if email.entered {
        let text = email.text.as_ref().map_or(&contact.email, |text| text);
        if !keys::email_is_complete(text) {
            focus::give(ui.ctx(), TextField::Email);
        }
    }
}

fn read_back(number: &PhoneNumber, ui: &mut Ui, pen: &Pen<'_>) {
    ui.add_space(6.0);
    widget::caption(ui, pen.word(screen::PHONE_READ_BACK));
    let spoken = RichText::new(number.spoken())
        .font(theme::bold(16.0))
        .color(theme::palette(ui).heading);
    ui.label(spoken);
}

fn hint(counter: &Counter, missing: Missing, ui: &mut Ui, pen: &Pen<'_>) {
    if counter.draft.missing().contains(&missing) {
        let text = pen.word(registration::missing(missing));
        widget::line(ui, Tone::Watch, Icon::Warn, text);
    }
}
