//! Icons, drawn as lines so that no font and no file is needed.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2};

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A tick.
    Tick,
    /// A cross.
    Cross,
    /// An exclamation mark.
    Warn,
    /// A question mark without its curve: three dots, for what is open.
    Dots,
    /// A dash: does not apply.
    Dash,
    /// An arrow to the right: the next thing.
    Arrow,
}

/// A disc with the icon in it.
pub(crate) fn disc(painter: &Painter, rect: Rect, icon: Icon, ink: Color32, on: Color32) {
    let radius = rect.width().min(rect.height()) / 2.0;
    painter.circle_filled(rect.center(), radius, ink);
    glyph(painter, rect.center(), radius, icon, on);
}

/// The icon alone, around a centre.
pub(crate) fn glyph(painter: &Painter, centre: Pos2, radius: f32, icon: Icon, colour: Color32) {
    let stroke = Stroke::new((radius * 0.22).max(1.5), colour);
    let at = |x: f32, y: f32| pos2(centre.x + x * radius, centre.y + y * radius);
    let line = |points: Vec<Pos2>| {
        painter.add(Shape::line(points, stroke));
    };
    match icon {
        Icon::Tick => line(vec![at(-0.45, 0.02), at(-0.12, 0.36), at(0.48, -0.34)]),
        Icon::Cross => {
            line(vec![at(-0.36, -0.36), at(0.36, 0.36)]);
            line(vec![at(0.36, -0.36), at(-0.36, 0.36)]);
        }
        Icon::Warn => {
            line(vec![at(0.0, -0.52), at(0.0, 0.14)]);
            painter.circle_filled(at(0.0, 0.45), stroke.width * 0.65, colour);
        }
        Icon::Dots => {
            for x in [-0.42, 0.0, 0.42] {
                painter.circle_filled(at(x, 0.0), stroke.width * 0.65, colour);
            }
        }
        Icon::Dash => line(vec![at(-0.42, 0.0), at(0.42, 0.0)]),
        Icon::Arrow => {
            line(vec![at(-0.45, 0.0), at(0.42, 0.0)]);
            line(vec![at(0.08, -0.36), at(0.45, 0.0), at(0.08, 0.36)]);
        }
    }
}

/// A square of a size around a centre.
#[must_use]
pub(crate) fn square(centre: Pos2, size: f32) -> Rect {
    Rect::from_center_size(centre, Vec2::splat(size))
}
