//! The approving officer's screen: the queue and the desk; an open case takes the room of both.

use egui::{CornerRadius, Rect, RichText, Stroke, StrokeKind, Ui, vec2};

use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, case, queue};
use crate::model::Approver;
use crate::model::approver::Desk;
use crate::msg::Msg;
use crate::text::{decision, problem::advice, screen};
use crate::theme::{self, GAP, Tone};

const QUEUE: f32 = 360.0;

pub(crate) fn show(approver: &Approver, ui: &mut Ui, work: Rect, pen: &mut Pen<'_>) {
    let mut desk = work;
    if !matches!(approver.desk, Desk::Open(_)) {
        let left = Rect::from_min_size(work.min, vec2(QUEUE, work.height()));
        desk.min.x = left.right() + GAP;
        sheet(ui, left);
        area(ui, "queue", left.shrink(theme::PAD), |ui| {
            queue::show(approver, ui, pen)
        });
    }
    sheet(ui, desk);
    area(ui, "desk", desk.shrink(theme::PAD), |ui| {
        if let Some(problem) = approver.problem {
            let text = format!(
                "{}  {}",
                problem.code(),
                advice(problem).sentence(pen.language)
            );
            widget::notice(ui, Tone::Bad, Icon::Warn, "", &text);
            ui.add_space(4.0);
        }
        match &approver.desk {
            Desk::Empty => empty(approver, ui, pen),
            Desk::Opening => widget::progress(ui, 0.3, pen.word(screen::OPENING)),
            Desk::Open(open) => case::show(open, ui, pen),
            Desk::Decided(record) => {
                let mut text = pen.word(decision::state(record.state)).to_owned();
                if let Some(reason) = record.reason {
                    text = format!("{text} – {}", pen.word(decision::refusal(reason)));
                }
                widget::notice(ui, Tone::Good, Icon::Tick, pen.word(screen::DECIDED), &text);
                empty(approver, ui, pen);
            }
        }
    });
}

fn sheet(ui: &Ui, rect: Rect) {
    let radius = CornerRadius::same(theme::RADIUS);
    let edge = Stroke::new(1.0, theme::palette(ui).line);
    ui.painter().rect(
        rect,
        radius,
        theme::palette(ui).paper,
        edge,
        StrokeKind::Inside,
    );
}

fn empty(approver: &Approver, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.add_space(12.0);
    let hint = if approver.queue.is_empty() {
        screen::QUEUE_EMPTY
    } else {
        screen::CHOOSE_CASE
    };
    ui.add(egui::Label::new(RichText::new(pen.word(hint)).color(theme::palette(ui).soft)).wrap());
    ui.add_space(6.0);
    let pointed = approver
        .pointed()
        .filter(|entry| !entry.own)
        .map(|entry| entry.case);
    let claim = Action {
        label: pen.word(screen::CLAIM),
        key: "Enter",
        enabled: pointed.is_some(),
        primary: true,
        width: 220.0,
    };
    if claim.show(ui)
        && let Some(case) = pointed
    {
        pen.send(Msg::Claim(case));
    }
    ui.add_space(2.0);
    let next = Action {
        label: pen.word(screen::CLAIM_NEXT),
        key: "",
        enabled: !approver.queue.is_empty(),
        primary: false,
        width: 220.0,
    };
    if next.show(ui) {
        pen.send(Msg::ClaimNext);
    }
}
