//! The bar above with product, officer and language, and the strip below with the devices.

use dossier::api::Role;
use dossier::consent::Language;
use egui::{Align, Align2, Layout, Rect, RichText, Ui, WidgetInfo, pos2, vec2};

use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, upkeep};
use crate::event::{DeviceKind, DeviceState, SignedIn};
use crate::model::Model;
use crate::msg::Msg;
use crate::text::{Say, appearance, card, screen, tester};
use crate::theme::{self, Tone};

const TOP: f32 = 50.0;
const BOTTOM: f32 = 38.0;

/// Draws both and gives back what is between them.
pub(crate) fn around(model: &Model, who: &SignedIn, ui: &mut Ui, pen: &mut Pen<'_>) -> Rect {
    let whole = ui.max_rect();
    let top = Rect::from_min_size(whole.min, vec2(whole.width(), TOP));
    let bottom = Rect::from_min_max(pos2(whole.left(), whole.bottom() - BOTTOM), whole.max);
    ui.painter().rect_filled(top, 0, theme::palette(ui).bar);
    ui.painter()
        .rect_filled(bottom, 0, theme::palette(ui).paper);
    let mut name_end = brand(ui, top, pen);
    if model.is_trial() {
        name_end = trial(ui, pos2(name_end + 14.0, top.center().y), pen);
    }
    let right = Rect::from_min_max(pos2(name_end + 24.0, top.top()), top.max - vec2(12.0, 0.0));
    let taken = area(ui, "top", right, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let lock = Action {
                label: pen.word(screen::LOCK),
                key: "F12",
                enabled: true,
                primary: false,
                width: 0.0,
            };
            // Where nobody signed in there is nothing to lock.
            if !who.session.is_nil() && lock.show(ui) {
                pen.send(Msg::SignOut);
            }
            looks(model, ui, pen);
            officer(ui, who, pen);
            ui.min_rect().left()
        })
        .inner
    });
    let line = match who.role {
        Role::Teller => screen::BANK_LINE,
        Role::DeviceAdmin => tester::LINE,
        _ => screen::PRODUCT_LINE,
    };
    subtitle(ui, name_end + 14.0..taken - 24.0, (top, line), pen);
    area(ui, "devices", bottom.shrink2(vec2(12.0, 0.0)), |ui| {
        devices(model, ui, bottom, pen)
    });
    Rect::from_min_max(top.left_bottom(), bottom.right_top()).shrink(theme::GAP)
}

/// The languages, of which the one in use is pressed, and the theme with its key.
pub(crate) fn looks(model: &Model, ui: &mut Ui, pen: &mut Pen<'_>) {
    for (label, language) in [("English", Language::En), ("Tiếng Việt", Language::Vi)] {
        let chosen = pen.language == language;
        let text = RichText::new(label).font(theme::small()).color(if chosen {
            theme::palette(ui).bar
        } else {
            theme::palette(ui).on_bar
        });
        let fill = if chosen {
            theme::palette(ui).on_bar_soft
        } else {
            theme::palette(ui).bar_raised
        };
        let button = egui::Button::selectable(chosen, text)
            .fill(fill)
            .min_size(vec2(0.0, 30.0));
        if ui.add(button).clicked() {
            pen.send(Msg::Speak(language));
        }
    }
    let (said, of) = (
        appearance::theme(model.appearance.theme),
        theme::palette(ui),
    );
    let name = format!("{}: {}", pen.word(appearance::THEME), pen.word(said));
    let shown = RichText::new(format!("{}  F11", pen.word(said)));
    let button = egui::Button::new(shown.font(theme::small()).color(of.on_bar))
        .fill(of.bar_raised)
        .min_size(vec2(0.0, 30.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    if response.clicked() {
        pen.send(Msg::NextTheme);
    }
}

/// Mark and name; where they end.
fn brand(ui: &Ui, top: Rect, pen: &Pen<'_>) -> f32 {
    let mark = Rect::from_center_size(pos2(top.left() + 32.0, top.center().y), vec2(34.0, 24.0));
    let painter = ui.painter();
    painter.rect_filled(mark, 4, theme::palette(ui).on_bar_soft);
    let chip = Rect::from_min_size(mark.min + vec2(5.0, 7.0), vec2(10.0, 9.0));
    painter.rect_filled(chip, 2, theme::palette(ui).bar_raised);
    for line in [7.0, 12.0, 17.0] {
        let from = mark.min + vec2(19.0, line);
        painter.line_segment(
            [from, from + vec2(10.0, 0.0)],
            egui::Stroke::new(2.0, theme::palette(ui).bar_raised),
        );
    }
    let name = pos2(mark.right() + 12.0, top.center().y);
    painter
        .text(
            name,
            Align2::LEFT_CENTER,
            pen.word(screen::PRODUCT),
            theme::bold(19.0),
            theme::palette(ui).on_bar,
        )
        .right()
}

/// The sign that nothing done here counts, from this point to the right; where it ends. Never left out for want of room.
pub(crate) fn trial(ui: &mut Ui, from: egui::Pos2, pen: &Pen<'_>) -> f32 {
    let text = pen.word(screen::TRIAL);
    let width = widget::text_width(ui, text, theme::bold(15.0)) + 24.0;
    let sign = Rect::from_min_size(from - vec2(0.0, 15.0), vec2(width, 30.0));
    let tone = Tone::Watch;
    ui.painter().rect_filled(sign, 4, tone.fill(ui));
    area(ui, "trial", sign.shrink2(vec2(12.0, 0.0)), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let text = RichText::new(text).font(theme::bold(15.0));
            ui.label(text.color(tone.ink(ui)));
        });
    });
    sign.right()
}

/// What the product is for, where the officer's name leaves room for it.
fn subtitle(ui: &Ui, room: std::ops::Range<f32>, (top, line): (Rect, Say), pen: &Pen<'_>) {
    let text = pen.word(line);
    if widget::text_width(ui, text, theme::small()) <= room.end - room.start {
        let start = pos2(room.start, top.center().y + 1.0);
        let font = theme::small();
        ui.painter().text(
            start,
            Align2::LEFT_CENTER,
            text,
            font,
            theme::palette(ui).on_bar_soft,
        );
    }
}

fn officer(ui: &mut Ui, who: &SignedIn, pen: &Pen<'_>) {
    let role = match who.role {
        Role::Receiving => screen::RECEIVING,
        Role::Approving => screen::APPROVING,
        Role::Senior => screen::SENIOR,
        Role::Teller => screen::TELLER,
        // No screen of theirs exists: update::open shuts them out.
        Role::Auditor => screen::OTHER_ROLE,
        Role::DeviceAdmin => tester::TESTER,
    };
    let line = format!("{} · {}", pen.word(role), who.office);
    ui.add_space(8.0);
    // The name comes first: role and office get what it leaves.
    let name = widget::text_width(ui, &who.name, theme::bold(15.0));
    let room = ui.available_width() - name - ui.spacing().item_spacing.x;
    if room > 40.0 {
        let width = widget::text_width(ui, &line, theme::small()).min(room) + 1.0;
        let layout = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(vec2(width, 24.0), layout, |ui| {
            let text = RichText::new(line)
                .font(theme::small())
                .color(theme::palette(ui).on_bar_soft);
            ui.add(egui::Label::new(text).truncate());
        });
    }
    ui.add(
        egui::Label::new(
            RichText::new(&who.name)
                .font(theme::bold(15.0))
                .color(theme::palette(ui).on_bar),
        )
        .truncate(),
    );
}

fn devices(model: &Model, ui: &mut Ui, bar: Rect, pen: &Pen<'_>) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.set_height(bar.height());
        for device in DeviceKind::ALL {
            let state = model
                .devices
                .get(&device)
                .copied()
                .unwrap_or(DeviceState::Unknown);
            let (tone, icon) = match state {
                DeviceState::Busy if device == DeviceKind::Reader => (Tone::Active, Icon::Tick),
                DeviceState::Ready => (Tone::Good, Icon::Tick),
                DeviceState::Busy => (Tone::Active, Icon::Dots),
                DeviceState::Missing => (Tone::Bad, Icon::Cross),
                DeviceState::Unknown => (Tone::Quiet, Icon::Dash),
            };
            let text = format!(
                "{}: {}",
                pen.word(card::device(device)),
                pen.word(card::device_state(device, state))
            );
            widget::chip(ui, tone, icon, &text);
        }
        upkeep::chips(model, ui, pen);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            upkeep::clock(model, ui, pen);
        });
    });
}
