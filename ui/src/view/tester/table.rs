//! A table of short cells. Only the lines that can be seen are laid out.

use egui::{Align2, CornerRadius, Id, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::Pen;
use super::super::widget;
use crate::msg::Msg;
use crate::text::Say;
use crate::theme::{self, Tone};

const ROW: f32 = 26.0;
const INDENT: f32 = 4.0;

/// A column's heading and its share of the width.
pub(super) type Column = (Say, f32);

/// One cell: what stands in it, and what that means.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) tone: Tone,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::of(Tone::Quiet, text)
    }

    pub(super) fn of(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// Draws the table; a pressed line is pointed at.
pub(super) fn show(
    name: &str,
    columns: &[Column],
    (lines, pointed): (usize, usize),
    ui: &mut Ui,
    pen: &mut Pen<'_>,
    cells: impl Fn(usize) -> Vec<Cell>,
) {
    let whole = ui.available_width() - 12.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (heading, share) in columns {
            let size = vec2(whole * share, 22.0);
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_size(size);
                ui.add_space(INDENT);
                let text = RichText::new(pen.word(*heading));
                ui.label(
                    text.font(theme::bold(14.0))
                        .color(theme::palette(ui).heading),
                );
            });
        }
    });
    let follow = follows(ui, name, pointed);
    let mut area = ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false]);
    if follow {
        let middle = ui.available_height() / 2.0;
        area = area.vertical_scroll_offset((row_top(pointed) - middle).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, lines, |ui, seen| {
        for line in seen {
            row(
                line,
                line == pointed,
                (columns, whole),
                cells(line),
                ui,
                pen,
            );
        }
    });
}

fn row_top(line: usize) -> f32 {
    u16::try_from(line).map_or(0.0, f32::from) * ROW
}

/// Whether another line is pointed at than when the table was drawn last.
fn follows(ui: &Ui, name: &str, pointed: usize) -> bool {
    let key = Id::unique(("pointed line", name));
    let before = ui.ctx().data(|data| data.get_temp::<usize>(key));
    ui.ctx().data_mut(|data| data.insert_temp(key, pointed));
    before != Some(pointed)
}

fn row(
    line: usize,
    pointed: bool,
    (columns, whole): (&[Column], f32),
    cells: Vec<Cell>,
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(whole, ROW), Sense::click());
    let words: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    let label = words.join(" · ");
    response.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::ListItem, true, pointed, &label)
    });
    if pointed || response.has_focus() {
        let fill = theme::palette(ui).accent_tint;
        ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
    } else if line % 2 == 1 {
        ui.painter().rect_filled(rect, 0, theme::palette(ui).well);
    }
    let mut left = rect.left();
    for (cell, (_, share)) in cells.iter().zip(columns) {
        let width = whole * share;
        let ink = match cell.tone {
            Tone::Quiet => theme::palette(ui).ink,
            tone => tone.ink(ui),
        };
        let text = fitted(ui, &cell.text, width - 10.0);
        let at = pos2(left + INDENT, rect.center().y);
        ui.painter()
            .text(at, Align2::LEFT_CENTER, text, theme::small(), ink);
        left += width;
    }
    if response.clicked() {
        pen.send(Msg::Select(line));
    }
}

/// What has no room ends in an ellipsis; the whole of it stands beside the table.
fn fitted(ui: &Ui, text: &str, room: f32) -> String {
    if widget::text_width(ui, text, theme::small()) <= room {
        return text.to_owned();
    }
    let mut shorter: Vec<char> = text.chars().collect();
    loop {
        shorter.pop();
        let mut candidate: String = shorter.iter().collect();
        candidate.push('…');
        if shorter.is_empty() || widget::text_width(ui, &candidate, theme::small()) <= room {
            return candidate;
        }
    }
}
