//! A box that is ticked, with its words beside it.

use egui::{CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::icon::{self, Icon};
use crate::theme;

pub(crate) struct Tick<'a> {
    /// What is drawn beside the box.
    pub(crate) shown: &'a str,
    /// What is spoken.
    pub(crate) name: &'a str,
    pub(crate) ticked: bool,
    pub(crate) enabled: bool,
}

impl Tick<'_> {
    /// Whether it was clicked.
    pub(crate) fn show(&self, ui: &mut Ui) -> bool {
        let width = ui.available_width();
        let ink = if self.enabled {
            theme::palette(ui).ink
        } else {
            theme::palette(ui).soft
        };
        let galley = ui
            .painter()
            .layout(self.shown.to_owned(), theme::small(), ink, width - 30.0);
        let size = vec2(width, galley.size().y.max(20.0) + 2.0);
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let (enabled, ticked, name) = (self.enabled, self.ticked, self.name);
        response.widget_info(|| {
            WidgetInfo::selected(egui::accesskit::Role::CheckBox, enabled, ticked, name)
        });
        tick_box(
            ui,
            rect,
            ticked,
            enabled && (response.has_focus() || response.hovered()),
        );
        ui.painter().galley(rect.min + vec2(28.0, 1.0), galley, ink);
        response.clicked()
    }
}

fn tick_box(ui: &Ui, row: Rect, ticked: bool, hot: bool) {
    let square = icon::square(pos2(row.left() + 10.0, row.top() + 11.0), 19.0);
    let (fill, edge) = if ticked {
        (theme::palette(ui).accent, theme::palette(ui).accent)
    } else {
        (theme::palette(ui).paper, theme::palette(ui).edge)
    };
    let edge = if hot {
        Stroke::new(2.0, theme::palette(ui).focus)
    } else {
        Stroke::new(1.5, edge)
    };
    ui.painter().rect(
        square,
        CornerRadius::same(4),
        fill,
        edge,
        StrokeKind::Inside,
    );
    if ticked {
        icon::glyph(
            ui.painter(),
            square.center(),
            11.0,
            Icon::Tick,
            theme::palette(ui).on_accent,
        );
    }
}
