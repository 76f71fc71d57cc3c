//! Pictures on the graphics card: uploaded once, and gone as soon as no frame shows them.

use std::collections::BTreeMap;

use egui::{
    Context, CornerRadius, Id, Rect, Response, Sense, Stroke, TextureHandle, TextureOptions, Ui,
    Vec2, WidgetInfo, pos2,
};

use crate::event::Oval;
use crate::model::Picture;
use crate::theme::{self, Tone};

/// By the picture's name: the texture, and the pass that showed it last.
type Uploaded = BTreeMap<u64, (TextureHandle, u64)>;

/// What stands in a frame until there is a picture.
#[derive(Clone, Copy)]
pub(crate) enum Outline {
    Face,
    Finger,
}

/// Draws a picture into a frame of a size, as large as its shape allows.
pub(crate) fn picture(
    ui: &mut Ui,
    (picture, outline): (Option<&Picture>, Outline),
    size: Vec2,
    label: &str,
) -> Response {
    let (frame, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, label));
    let radius = CornerRadius::same(theme::RADIUS_SMALL);
    let edge = Stroke::new(1.0, theme::palette(ui).line);
    let shown = picture.and_then(|picture| texture(ui.ctx(), picture));
    let ground = match shown {
        Some(_) => theme::PICTURE_GROUND,
        None => theme::palette(ui).well,
    };
    ui.painter()
        .rect(frame, radius, ground, edge, egui::StrokeKind::Inside);
    match shown {
        Some(texture) => {
            let inner = frame.shrink(2.0);
            let shape = texture.size_vec2();
            let scale = (inner.width() / shape.x).min(inner.height() / shape.y);
            let placed = Rect::from_center_size(inner.center(), shape * scale);
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter()
                .image(texture.id(), placed, whole, theme::UNTINTED);
        }
        None => draw_outline(ui, frame, outline),
    }
    response
}

/// Draws pictures one over another, each with its share, so many times as large as the whole of them fits.
pub(crate) fn closely(
    ui: &mut Ui,
    layers: &[(&Picture, f32)],
    (size, zoom): (Vec2, f32),
    label: &str,
) -> Response {
    let (frame, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, label));
    ui.painter().rect_filled(
        frame,
        CornerRadius::same(theme::RADIUS_SMALL),
        theme::PICTURE_GROUND,
    );
    let painter = ui.painter().with_clip_rect(frame.intersect(ui.clip_rect()));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    for (picture, share) in layers {
        let Some(texture) = texture(ui.ctx(), picture) else {
            continue;
        };
        let shape = texture.size_vec2();
        let fits = (frame.width() / shape.x).min(frame.height() / shape.y);
        let placed = Rect::from_center_size(frame.center(), shape * fits * zoom);
        let tint = theme::UNTINTED.gamma_multiply(*share);
        painter.image(texture.id(), placed, whole, tint);
    }
    response
}

/// Draws the middle of a live picture so that it fills a frame of a size, with the head's outline.
pub(crate) fn live(
    ui: &mut Ui,
    (picture, oval): (&Picture, Option<(Oval, Tone)>),
    size: Vec2,
    label: &str,
) -> Response {
    let (frame, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, label));
    ui.painter().rect_filled(
        frame,
        CornerRadius::same(theme::RADIUS_SMALL),
        theme::PICTURE_GROUND,
    );
    let Some(texture) = texture(ui.ctx(), picture) else {
        return response;
    };
    let inner = frame.shrink(2.0);
    let shape = texture.size_vec2();
    let scale = (inner.width() / shape.x).max(inner.height() / shape.y);
    let placed = Rect::from_center_size(inner.center(), shape * scale);
    let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture.id(), placed, whole, theme::UNTINTED);
    if let Some((oval, tone)) = oval {
        let place = |across: f64, down: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "shares of a picture")]
            let (across, down) = (across as f32, down as f32);
            Vec2::new(across * placed.width(), down * placed.height())
        };
        painter.add(egui::epaint::EllipseShape::stroke(
            placed.min + place(oval.across, oval.down),
            place(oval.half_width, oval.half_height),
            Stroke::new(3.0, tone.ink(ui)),
        ));
    }
    response
}

/// Drops the textures that this pass did not show: a citizen's face does not outlive its file.
pub(crate) fn forget_unused(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let mut uploaded = data.get_temp::<Uploaded>(key()).unwrap_or_default();
        uploaded.retain(|_, (_, shown)| *shown == pass);
        data.insert_temp(key(), uploaded);
    });
}

fn texture(ctx: &Context, picture: &Picture) -> Option<TextureHandle> {
    let pass = ctx.cumulative_pass_nr();
    let known = ctx
        .data(|data| data.get_temp::<Uploaded>(key()))
        .unwrap_or_default();
    let handle = match known.get(&picture.name) {
        Some((handle, _)) => handle.clone(),
        None => ctx.load_texture("picture", picture.to_egui()?, TextureOptions::LINEAR),
    };
    ctx.data_mut(|data| {
        let mut uploaded = known;
        uploaded.insert(picture.name, (handle.clone(), pass));
        data.insert_temp(key(), uploaded);
    });
    Some(handle)
}

fn key() -> Id {
    Id::unique("uploaded pictures")
}

/// What will be where no picture is yet.
fn draw_outline(ui: &Ui, frame: Rect, outline: Outline) {
    let unit = frame.width().min(frame.height());
    let clip = frame.shrink(1.0).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    match outline {
        Outline::Face => {
            let head = frame.center() - Vec2::new(0.0, unit * 0.10);
            let shoulders = frame.center() + Vec2::new(0.0, unit * 0.42);
            painter.circle_filled(head, unit * 0.17, theme::palette(ui).line);
            painter.circle_filled(shoulders, unit * 0.30, theme::palette(ui).line);
        }
        Outline::Finger => {
            for ring in [0.10, 0.18, 0.26, 0.34] {
                let size = Vec2::new(unit * ring * 1.5, unit * ring * 2.0);
                let stroke = Stroke::new(3.0, theme::palette(ui).line);
                painter.add(egui::epaint::EllipseShape::stroke(
                    frame.center(),
                    size / 1.5,
                    stroke,
                ));
            }
        }
    }
}
