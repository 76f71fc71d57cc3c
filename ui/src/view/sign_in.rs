//! The sign-in screen.

use egui::{Align2, CornerRadius, Rect, RichText, Stroke, StrokeKind, Ui, pos2, vec2};

use super::field::Field;
use super::focus::{self, TextField};
use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, bars, notice_of};
use crate::model::{Model, SignInForm};
use crate::msg::Msg;
use crate::text::screen;
use crate::theme::{self, Tone};

const SIZE: egui::Vec2 = vec2(460.0, 470.0);

pub(crate) fn show(model: &Model, form: &SignInForm, ui: &mut Ui, pen: &mut Pen<'_>) {
    let whole = ui.max_rect();
    let band = Rect::from_min_max(
        whole.min,
        pos2(whole.right(), whole.top() + whole.height() * 0.34),
    );
    ui.painter().rect_filled(band, 0, theme::palette(ui).bar);
    let head = pos2(whole.center().x, whole.top() + 62.0);
    let painter = ui.painter();
    painter.text(
        head,
        Align2::CENTER_CENTER,
        pen.word(screen::PRODUCT),
        theme::bold(32.0),
        theme::palette(ui).on_bar,
    );
    let below = head + vec2(0.0, 38.0);
    painter.text(
        below,
        Align2::CENTER_CENTER,
        pen.word(screen::PRODUCT_LINE),
        theme::body(),
        theme::palette(ui).on_bar_soft,
    );
    if model.is_trial() {
        bars::trial(ui, pos2(whole.left() + 14.0, whole.top() + 29.0), pen);
    }
    let corner = Rect::from_min_size(
        pos2(whole.right() - 360.0, whole.top() + 12.0),
        vec2(348.0, 34.0),
    );
    area(ui, "language", corner, |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            bars::looks(model, ui, pen)
        });
    });
    let card = Rect::from_center_size(
        pos2(whole.center().x, whole.top() + 150.0 + SIZE.y / 2.0),
        SIZE,
    );
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(
        card,
        radius,
        theme::palette(ui).paper,
        Stroke::new(1.0, theme::palette(ui).line),
        StrokeKind::Inside,
    );
    area(ui, "form", card.shrink(30.0), |ui| {
        fields(model, form, ui, pen)
    });
}

fn fields(model: &Model, form: &SignInForm, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.label(
        RichText::new(pen.word(screen::SIGN_IN))
            .font(theme::bold(22.0))
            .color(theme::palette(ui).heading),
    );
    ui.add_space(6.0);
    if model.keeps_a_draft() {
        widget::notice(
            ui,
            Tone::Active,
            Icon::Tick,
            "",
            pen.word(screen::DRAFT_KEPT),
        );
    }
    let officer = Field {
        name: TextField::Officer,
        caption: pen.word(screen::OFFICER),
        hint: "",
        secret: false,
        enabled: !form.busy,
    };
    if let Some(text) = officer.show(ui, &form.officer) {
        pen.send(Msg::OfficerTyped(text.to_string()));
    }
    ui.add_space(4.0);
    let password = Field {
        name: TextField::Password,
        caption: pen.word(screen::PASSWORD),
        hint: "",
        secret: true,
        enabled: !form.busy,
    };
    if let Some(text) = password.show(ui, &form.password) {
        pen.send(Msg::PasswordTyped(text));
    }
    if let Some(typed) = &form.code {
        ui.add_space(4.0);
        let code = Field {
            name: TextField::Code,
            caption: pen.word(screen::CODE),
            hint: "000000",
            secret: false,
            enabled: !form.busy,
        };
        if typed.is_empty() && !form.busy && focus::typing(ui.ctx()) != Some(TextField::Code) {
            focus::give(ui.ctx(), TextField::Code);
        }
        if let Some(text) = code.show(ui, typed) {
            pen.send(Msg::CodeTyped(text));
        }
    }
    if form.officer.is_empty()
        && focus::typing(ui.ctx()).is_none()
        && !focus::on_a_control(ui.ctx())
    {
        focus::give(ui.ctx(), TextField::Officer);
    }
    ui.add_space(10.0);
    send_and_told(form, ui, pen);
}

/// The button, and below it why the last attempt failed.
fn send_and_told(form: &SignInForm, ui: &mut Ui, pen: &mut Pen<'_>) {
    let label = if form.busy {
        screen::SIGNING_IN
    } else {
        screen::SIGN_IN
    };
    let button = Action {
        label: pen.word(label),
        key: "Enter",
        enabled: !form.busy,
        primary: true,
        width: ui.available_width(),
    };
    if button.show(ui) {
        pen.send(Msg::SignIn);
    }
    ui.add_space(6.0);
    match form.problem {
        Some(problem) => {
            notice_of(problem, ui, pen);
        }
        None => {
            ui.label(
                RichText::new(pen.word(screen::SIGN_IN_HINT))
                    .font(theme::small())
                    .color(theme::palette(ui).soft),
            );
        }
    }
}
