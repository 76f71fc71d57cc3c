//! The queue, most urgent first.

use dossier::api::QueueEntry;
use egui::{
    Align, CornerRadius, Layout, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};
use rules::{calendar::VIETNAM, deadline::Standing};

use super::icon;
use super::widget::{self, Action};
use super::{Pen, card_pane, format};
use crate::model::Approver;
use crate::msg::Msg;
use crate::text::{Say, check, decision, screen};
use crate::theme::{self, Tone};

const ROW: f32 = 64.0;

pub(crate) fn show(approver: &Approver, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.horizontal(|ui| {
        let text = format!("{} ({})", pen.word(screen::QUEUE), approver.queue.len());
        ui.label(
            RichText::new(text)
                .font(theme::bold(16.0))
                .color(theme::palette(ui).heading),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let refresh = Action {
                label: pen.word(screen::REFRESH),
                key: "F5",
                enabled: true,
                primary: false,
                width: 0.0,
            };
            if refresh.show(ui) {
                pen.send(Msg::Refresh);
            }
        });
    });
    ui.add_space(4.0);
    if approver.queue.is_empty() {
        widget::caption(ui, pen.word(screen::QUEUE_EMPTY));
    }
    ScrollArea::vertical()
        .id_salt("queue")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for (line, entry) in approver.queue.iter().enumerate() {
                row(line, entry, line == approver.selected, ui, pen);
            }
        });
}

fn row(line: usize, entry: &QueueEntry, chosen: bool, ui: &mut Ui, pen: &mut Pen<'_>) {
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = format!("{} {}", pen.word(screen::CASE), format::short(entry.case));
    let state = entry
        .claimed_by
        .as_ref()
        .map(|_| pen.word(decision::state(entry.state)));
    let (tone_of_time, due) = due(entry, pen);
    let second = state.map_or(due.clone(), |state| format!("{due} · {state}"));
    let spoken = format!("{label}: {second}");
    response.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::ListItem, true, chosen, &spoken)
    });
    let edge = if chosen || response.has_focus() {
        Stroke::new(2.0, theme::palette(ui).accent)
    } else {
        Stroke::new(1.0, theme::palette(ui).line)
    };
    let fill = if chosen {
        theme::palette(ui).accent_tint
    } else {
        theme::palette(ui).paper
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(theme::RADIUS_SMALL),
        fill,
        edge,
        StrokeKind::Inside,
    );
    let (tone, mark) = card_pane::tone(entry.server_verdict);
    let disc = icon::square(pos2(rect.left() + 24.0, rect.center().y), 26.0);
    icon::disc(
        ui.painter(),
        disc,
        mark,
        tone.ink(ui),
        theme::palette(ui).paper,
    );
    let inside = ui.clip_rect().intersect(rect.shrink(4.0));
    let painter = ui.painter().with_clip_rect(inside);
    let text = |at: egui::Vec2, text: String, font, ink| {
        painter.text(rect.min + at, egui::Align2::LEFT_TOP, text, font, ink);
    };
    text(
        vec2(48.0, 7.0),
        format!("{label} · {}", entry.office),
        theme::bold(14.0),
        theme::palette(ui).ink,
    );
    let verdict = pen.word(check::verdict(entry.server_verdict)).to_owned();
    let ink = tone_of_time.map_or(theme::palette(ui).soft, |tone| tone.ink(ui));
    text(vec2(48.0, 24.0), second, theme::small(), ink);
    text(vec2(48.0, 42.0), verdict, theme::small(), tone.ink(ui));
    if response.clicked() {
        pen.send(Msg::Select(line));
    }
}

/// The day, how little time is left in words, and how loudly that is said.
fn due(entry: &QueueEntry, pen: &Pen<'_>) -> (Option<Tone>, String) {
    let day = format::date(entry.due_on);
    // The list may have been asked for yesterday.
    let late = pen.now.to_offset(VIETNAM).date() > entry.due_on;
    let on = |word: Say| format!("{} {day}", pen.word(word));
    let left = |word: Say| format!("{} · {}", on(screen::DUE), pen.word(word));
    match entry.standing {
        _ if late => (Some(Tone::Bad), on(screen::OVERDUE)),
        // By the backend's clock.
        Standing::Overdue => (Some(Tone::Bad), on(screen::OVERDUE)),
        Standing::Urgent => (Some(Tone::Watch), left(screen::URGENT)),
        Standing::Half => (None, left(screen::HALF_TIME)),
        Standing::InTime => (None, on(screen::DUE)),
    }
}
