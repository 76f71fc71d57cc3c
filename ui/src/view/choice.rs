//! A line that can be chosen, with the key that chooses it before its text.

use egui::{CornerRadius, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::theme;

pub(crate) struct Choice<'a> {
    pub(crate) key: &'a str,
    pub(crate) text: &'a str,
    pub(crate) chosen: bool,
    pub(crate) role: Role,
    pub(crate) width: f32,
}

impl Choice<'_> {
    /// Whether it was clicked.
    pub(crate) fn show(&self, ui: &mut Ui) -> bool {
        let (rect, response) = ui.allocate_exact_size(vec2(self.width, 31.0), Sense::click());
        response.widget_info(|| WidgetInfo::selected(self.role, true, self.chosen, self.text));
        let edge = if response.has_focus() {
            Stroke::new(2.0, theme::palette(ui).focus)
        } else if self.chosen {
            Stroke::new(1.0, theme::palette(ui).accent)
        } else {
            Stroke::new(1.0, theme::palette(ui).line)
        };
        let fill = if self.chosen {
            theme::palette(ui).accent_tint
        } else {
            theme::palette(ui).paper
        };
        ui.painter()
            .rect(rect, CornerRadius::same(5), fill, edge, StrokeKind::Inside);
        let middle = rect.center().y;
        ui.painter().text(
            pos2(rect.left() + 14.0, middle),
            egui::Align2::CENTER_CENTER,
            self.key,
            theme::bold(14.0),
            theme::palette(ui).accent,
        );
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.text(
            pos2(rect.left() + 30.0, middle),
            egui::Align2::LEFT_CENTER,
            self.text,
            theme::small(),
            theme::palette(ui).ink,
        );
        response.clicked()
    }
}
