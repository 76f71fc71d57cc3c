//! The two faces of a case as large as the screen lets them be, over everything else of it.

use egui::{Rect, Ui, pos2, vec2};

use super::widget::{self, Action};
use super::{Pen, area, texture};
use crate::model::approver::OpenCase;
use crate::model::inspection::{Inspect, Inspection, Way};
use crate::msg::Msg;
use crate::text::{Say, inspection as words, screen};

const FOOT: f32 = 44.0;
const HEAD: f32 = 24.0;

pub(crate) fn show(case: &OpenCase, seen: Inspection, ui: &mut Ui, pen: &mut Pen<'_>) {
    let whole = ui.available_rect_before_wrap();
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - FOOT), whole.max);
    let faces = Rect::from_min_max(whole.min, pos2(whole.right(), foot.top() - 6.0));
    area(ui, "closely", faces, |ui| match seen.way {
        Way::Beside => beside(case, seen.zoom, ui, pen),
        Way::Over(tenths) => over(case, (seen.zoom, tenths), ui, pen),
    });
    area(ui, "closely keys", foot, |ui| keys(seen, ui, pen));
}

fn beside(case: &OpenCase, zoom: u8, ui: &mut Ui, pen: &Pen<'_>) {
    let room = ui.available_rect_before_wrap();
    let width = (room.width() - 10.0) / 2.0;
    for (at, (face, label)) in [
        (&case.chip_portrait, screen::CHIP_PORTRAIT),
        (&case.live_portrait, screen::LIVE_PORTRAIT),
    ]
    .into_iter()
    .enumerate()
    {
        let left = room.left() + if at == 0 { 0.0 } else { width + 10.0 };
        let rect = Rect::from_min_size(pos2(left, room.top()), vec2(width, room.height()));
        area(ui, pen.word(label), rect, |ui| {
            widget::caption(ui, pen.word(label));
            let size = vec2(width, room.height() - HEAD);
            let layers: Vec<_> = face.iter().map(|face| (face, 1.0)).collect();
            texture::closely(ui, &layers, (size, f32::from(zoom)), pen.word(label));
        });
    }
}

fn over(case: &OpenCase, (zoom, tenths): (u8, u8), ui: &mut Ui, pen: &Pen<'_>) {
    let share = f32::from(tenths) / 10.0;
    let text = format!(
        "{} {} % · {} {} %",
        pen.word(screen::CHIP_PORTRAIT),
        (10 - tenths.min(10)) * 10,
        pen.word(screen::LIVE_PORTRAIT),
        tenths * 10
    );
    widget::caption(ui, &text);
    let layers: Vec<_> = [(&case.chip_portrait, 1.0), (&case.live_portrait, share)]
        .into_iter()
        .filter_map(|(face, share)| Some((face.as_ref()?, share)))
        .collect();
    let size = ui.available_size();
    texture::closely(ui, &layers, (size, f32::from(zoom)), &text);
}

fn keys(seen: Inspection, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.horizontal(|ui| {
        let way = match seen.way {
            Way::Beside => words::OVER,
            Way::Over(_) => words::BESIDE,
        };
        press((way, "O", true), Inspect::OtherWay, ui, pen);
        press(
            (words::LARGER, "+", seen.zoom < 4),
            Inspect::Zoom(1),
            ui,
            pen,
        );
        press(
            (words::SMALLER, "-", seen.zoom > 1),
            Inspect::Zoom(-1),
            ui,
            pen,
        );
        if let Way::Over(tenths) = seen.way {
            press(
                (words::MORE_CHIP, "‹", tenths > 0),
                Inspect::Blend(-1),
                ui,
                pen,
            );
            press(
                (words::MORE_LIVE, "›", tenths < 10),
                Inspect::Blend(1),
                ui,
                pen,
            );
        }
        press((words::CLOSE, "Z", true), Inspect::Toggle, ui, pen);
    });
}

fn press((label, key, enabled): (Say, &str, bool), does: Inspect, ui: &mut Ui, pen: &mut Pen<'_>) {
    let action = Action {
        label: pen.word(label),
        key,
        enabled,
        primary: false,
        width: 0.0,
    };
    if action.show(ui) {
        pen.send(Msg::Inspect(does));
    }
}
