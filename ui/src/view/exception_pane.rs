//! Why a finger is not taken, and the second person who signs for it with the own account.

use capture::fingerprint::exception::ExceptionReason;
use egui::{Button, RichText, Ui, vec2};

use super::Pen;
use super::field::Field;
use super::focus::{self, TextField};
use super::icon::Icon;
use super::widget::{self, Action};
use crate::model::SignInForm;
use crate::model::counter::ExceptionForm;
use crate::msg::Msg;
use crate::text::{fingers as words, problem::advice, registration, screen};
use crate::theme::{self, Tone};

/// The profile's reasons with their digits, then name, password and, where asked for, code in one row, then Enter.
pub(crate) fn show(
    (form, reasons): (&ExceptionForm, Vec<ExceptionReason>),
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 21.0;
    let what = match form.reason {
        Some(reason) => pen.word(words::reason(reason)),
        None => pen.word(screen::EXCEPTION_WHY),
    };
    let finger = pen.word(registration::finger(form.finger));
    widget::caption(ui, &format!("{finger}: {what}"));
    match form.second.problem {
        // What was chosen stands above it.
        Some(problem) => {
            let sentence = advice(problem).sentence(pen.language);
            widget::notice(ui, Tone::Bad, Icon::Warn, "", &sentence);
        }
        None => choose((form, reasons), ui, pen),
    }
    focus::when_asked(ui.ctx(), form);
    second_person(&form.second, ui, pen);
    let label = match form.second.busy {
        true => screen::EXCEPTION_CONFIRMING,
        false => screen::EXCEPTION_CONFIRM,
    };
    let confirm = Action {
        label: pen.word(label),
        key: "Enter",
        enabled: form.reason.is_some() && !form.second.busy,
        primary: true,
        width: ui.available_width(),
    };
    if confirm.show(ui) {
        pen.send(Msg::ConfirmException);
    }
}

fn choose((form, reasons): (&ExceptionForm, Vec<ExceptionReason>), ui: &mut Ui, pen: &mut Pen<'_>) {
    let numbered: Vec<_> = (1..).zip(reasons).collect();
    for row in numbered.chunks(2) {
        ui.columns(2, |columns| {
            for (ui, (digit, reason)) in columns.iter_mut().zip(row) {
                let text = format!("{digit}  {}", pen.word(words::reason(*reason)));
                let chosen = form.reason == Some(*reason);
                let text = RichText::new(text).font(theme::small());
                let option = Button::selectable(chosen, text).truncate();
                let size = vec2(ui.available_width(), 21.0);
                if ui.add_sized(size, option).clicked() {
                    pen.send(Msg::ExceptionReasonChosen(*reason));
                }
            }
        });
    }
}

fn second_person(second: &SignInForm, ui: &mut Ui, pen: &mut Pen<'_>) {
    let name = Field {
        name: TextField::Officer,
        caption: pen.word(screen::EXCEPTION_SECOND),
        hint: "",
        secret: false,
        enabled: !second.busy,
    };
    let password = Field {
        name: TextField::Password,
        caption: pen.word(screen::EXCEPTION_PASSWORD),
        hint: "",
        secret: true,
        enabled: !second.busy,
    };
    let count = if second.code.is_some() { 3 } else { 2 };
    ui.columns(count, |columns| {
        let mut columns = columns.iter_mut();
        if let Some(ui) = columns.next()
            && let Some(text) = name.show(ui, &second.officer)
        {
            pen.send(Msg::OfficerTyped(text.to_string()));
        }
        if let Some(ui) = columns.next()
            && let Some(text) = password.show(ui, &second.password)
        {
            pen.send(Msg::PasswordTyped(text));
        }
        if let (Some(ui), Some(typed)) = (columns.next(), &second.code) {
            let code = Field {
                name: TextField::Code,
                caption: pen.word(screen::CODE),
                hint: "000000",
                secret: false,
                enabled: !second.busy,
            };
            if let Some(text) = code.show(ui, typed) {
                pen.send(Msg::CodeTyped(text));
            }
        }
    });
}
