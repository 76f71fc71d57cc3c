//! A box that is ticked, with its words beside it.

use egui::{CornerRadius, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

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
        self.drawn(ui, (theme::small(), 19.0))
    }

    /// The same for people who stand before the screen: whether it was touched.
    pub(crate) fn show_large(&self, ui: &mut Ui) -> bool {
        self.drawn(ui, (FontId::proportional(18.0), 30.0))
    }

    fn drawn(&self, ui: &mut Ui, (font, side): (FontId, f32)) -> bool {
        let width = ui.available_width();
        let ink = if self.enabled {
            theme::palette(ui).ink
        } else {
            theme::palette(ui).soft
        };
        let galley = ui
            .painter()
            .layout(self.shown.to_owned(), font, ink, width - side - 11.0);
        let size = vec2(width, galley.size().y.max(side + 1.0) + 2.0);
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
            side,
            enabled && (response.has_focus() || response.hovered()),
        );
        ui.painter()
            .galley(rect.min + vec2(side + 9.0, 1.0), galley, ink);
        response.clicked()
    }
}

fn tick_box(ui: &Ui, row: Rect, ticked: bool, side: f32, hot: bool) {
    let middle = side / 2.0;
    let square = icon::square(
        pos2(row.left() + middle + 0.5, row.top() + middle + 1.5),
        side,
    );
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
            side * 0.58,
            Icon::Tick,
            theme::palette(ui).on_accent,
        );
    }
}
