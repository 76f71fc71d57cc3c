//! The few controls that all screens share.

use egui::{
    Align2, CornerRadius, FontId, Rect, Response, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo,
    vec2,
};

use super::icon::{self, Icon};
use crate::theme::{self, Tone};

/// A button with its key printed on it.
pub(crate) struct Action<'a> {
    /// What it does.
    pub(crate) label: &'a str,
    /// The key that does the same; empty when there is none.
    pub(crate) key: &'a str,
    /// Whether it can be pressed.
    pub(crate) enabled: bool,
    /// Whether it is the next thing to do.
    pub(crate) primary: bool,
    /// Its least width.
    pub(crate) width: f32,
}

impl Action<'_> {
    /// Draws it; true when it was pressed.
    pub(crate) fn show(self, ui: &mut Ui) -> bool {
        let large = theme::bold(16.0);
        // Words that the large letters would cut are written smaller.
        let fits = text_width(ui, self.label, large.clone()) + 12.0 <= ui.available_width();
        let font = if self.primary && fits {
            large
        } else {
            theme::body()
        };
        let height = if self.primary { 40.0 } else { 34.0 };
        let label_width = text_width(ui, self.label, font.clone());
        let wanted = match self.key {
            "" => 0.0,
            key => text_width(ui, key, theme::small()) + 22.0,
        };
        let room = ui.available_width();
        // Where there is no room for both, the words stay and the key goes.
        let key_width = if label_width + wanted + 12.0 > room {
            0.0
        } else {
            wanted
        };
        let width = (label_width + key_width + 30.0).max(self.width).min(room);
        let size = vec2(width, height);
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let (label, enabled) = (self.label, self.enabled);
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, label));
        self.paint(ui, rect, &response, (font, key_width));
        response.clicked()
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response, (font, key_width): (FontId, f32)) {
        let of = theme::palette(ui);
        let hot = self.enabled && (response.hovered() || response.has_focus());
        let (fill, edge, ink) = match (self.enabled, self.primary) {
            (false, _) => (Tone::Quiet.fill(ui), of.line, of.soft),
            (true, true) if hot => (of.accent_hot, of.accent_hot, of.on_accent),
            (true, true) => (of.accent, of.accent, of.on_accent),
            (true, false) if hot => (of.accent_tint, of.accent, of.heading),
            (true, false) => (of.paper, of.edge, of.ink),
        };
        let radius = CornerRadius::same(theme::RADIUS_SMALL);
        let painter = ui.painter();
        painter.rect(
            rect,
            radius,
            fill,
            Stroke::new(1.0, edge),
            egui::StrokeKind::Inside,
        );
        if response.has_focus() {
            let ring = Stroke::new(2.0, theme::palette(ui).focus);
            painter.rect_stroke(rect.expand(2.0), radius, ring, egui::StrokeKind::Outside);
        }
        let middle = rect.center() - vec2(key_width / 2.0, 0.0);
        painter.text(middle, Align2::CENTER_CENTER, self.label, font, ink);
        if key_width > 0.0 {
            let cap = Rect::from_min_max(
                egui::pos2(rect.right() - key_width - 2.0, rect.top() + 7.0),
                egui::pos2(rect.right() - 8.0, rect.bottom() - 7.0),
            );
            painter.rect_stroke(
                cap,
                CornerRadius::same(4),
                Stroke::new(1.0, ink),
                egui::StrokeKind::Inside,
            );
            painter.text(
                cap.center(),
                Align2::CENTER_CENTER,
                self.key,
                theme::small(),
                ink,
            );
        }
    }
}

/// A coloured label with an icon, for a state.
pub(crate) fn chip(ui: &mut Ui, tone: Tone, icon: Icon, text: &str) -> Response {
    let width = text_width(ui, text, theme::small());
    let (rect, response) = ui.allocate_exact_size(vec2(width + 38.0, 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, text));
    ui.painter()
        .rect_filled(rect, CornerRadius::same(13), tone.fill(ui));
    let centre = egui::pos2(rect.left() + 15.0, rect.center().y);
    icon::disc(
        ui.painter(),
        icon::square(centre, 16.0),
        icon,
        tone.ink(ui),
        theme::palette(ui).paper,
    );
    let start = egui::pos2(rect.left() + 28.0, rect.center().y);
    ui.painter().text(
        start,
        Align2::LEFT_CENTER,
        text,
        theme::small(),
        tone.ink(ui),
    );
    response
}

/// A line with an icon in front, wrapped.
pub(crate) fn line(ui: &mut Ui, tone: Tone, icon: Icon, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (rect, _) = ui.allocate_exact_size(vec2(18.0, 20.0), Sense::hover());
        icon::disc(
            ui.painter(),
            icon::square(rect.center(), 16.0),
            icon,
            tone.ink(ui),
            theme::palette(ui).paper,
        );
        ui.add(
            egui::Label::new(
                RichText::new(text)
                    .font(theme::small())
                    .color(theme::palette(ui).ink),
            )
            .wrap(),
        );
    });
}

/// A notice in its colour, wrapped.
pub(crate) fn notice(ui: &mut Ui, tone: Tone, icon: Icon, head: &str, text: &str) {
    egui::Frame::new()
        .fill(tone.fill(ui))
        .corner_radius(CornerRadius::same(theme::RADIUS_SMALL))
        .stroke(Stroke::new(1.0, tone.ink(ui)))
        .inner_margin(egui::Margin::symmetric(10, 7))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
                icon::disc(
                    ui.painter(),
                    rect,
                    icon,
                    tone.ink(ui),
                    theme::palette(ui).paper,
                );
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    if !head.is_empty() {
                        ui.label(
                            RichText::new(head)
                                .font(theme::bold(14.0))
                                .color(tone.ink(ui)),
                        );
                    }
                    ui.add(
                        egui::Label::new(
                            RichText::new(text)
                                .font(theme::small())
                                .color(theme::palette(ui).ink),
                        )
                        .wrap(),
                    );
                });
            });
        });
}

/// A bar that fills up, with its text above.
pub(crate) fn progress(ui: &mut Ui, share: f32, text: &str) {
    ui.label(
        RichText::new(text)
            .font(theme::small())
            .color(theme::palette(ui).soft),
    );
    bar(ui, share, text);
}

/// A bar that fills up; its text is only spoken.
pub(crate) fn bar(ui: &mut Ui, share: f32, text: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, text));
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(rect, radius, Tone::Quiet.fill(ui));
    let mut done = rect;
    done.set_width(rect.width() * share.clamp(0.03, 1.0));
    ui.painter()
        .rect_filled(done, radius, theme::palette(ui).accent);
}

/// A small heading above a field or a value.
pub(crate) fn caption(ui: &mut Ui, text: &str) -> Response {
    ui.label(
        RichText::new(text)
            .font(theme::small())
            .color(theme::palette(ui).soft),
    )
}

/// Width of a text on one line.
#[must_use]
pub(crate) fn text_width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter()
        .layout_no_wrap(text.to_owned(), font, theme::palette(ui).ink)
        .size()
        .x
}
