//! Approve, or refuse with one of the listed reasons.

use dossier::decision::{Answer, RefusalReason};
use egui::{Rect, RichText, Stroke, Ui, accesskit::Role, pos2, vec2};

use super::choice::Choice;
use super::field::Field;
use super::focus::TextField;
use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area};
use crate::model::approver::{OpenCase, Question};
use crate::model::inspection::Inspect;
use crate::msg::Msg;
use crate::text::{decision, inspection, screen, sources};
use crate::theme::{self, Tone};

const APPROVE: f32 = 300.0;
const ANSWERS: f32 = 36.0;
const ANSWERS_LABEL: f32 = 240.0;

pub(crate) fn show(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    let whole = ui.max_rect();
    let line = [whole.left_top(), whole.right_top()];
    ui.painter()
        .line_segment(line, Stroke::new(1.0, theme::palette(ui).line));
    let below = whole.top() + ANSWERS;
    let stated = Rect::from_min_max(whole.min + vec2(0.0, 6.0), pos2(whole.right(), below));
    let approve = Rect::from_min_max(pos2(whole.right() - APPROVE, below + 2.0), whole.max);
    let refuse = Rect::from_min_max(
        pos2(whole.left(), below),
        pos2(approve.left() - 16.0, whole.bottom()),
    );
    area(ui, "answers", stated, |ui| answers(case, ui, pen));
    area(ui, "refuse", refuse, |ui| reasons(case, ui, pen));
    area(ui, "approve", approve, |ui| buttons(case, ui, pen));
}

fn buttons(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    let enabled = case.can_approve() && !case.deciding;
    let label = if case.deciding {
        screen::DECIDING
    } else {
        screen::APPROVE
    };
    let primary = case.can_approve() && case.reason.is_none();
    if (Action {
        label: pen.word(label),
        key: "A",
        enabled,
        primary,
        width: APPROVE,
    })
    .show(ui)
    {
        pen.send(Msg::Approve);
    }
    if !case.can_approve() {
        widget::notice(
            ui,
            Tone::Watch,
            Icon::Warn,
            "",
            pen.word(screen::CANNOT_APPROVE),
        );
    }
    let refusing = case.reason.is_some() && !case.deciding;
    let width = (APPROVE - 8.0) / 2.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let refuse = Action {
            label: pen.word(screen::REFUSE),
            key: "Enter",
            enabled: refusing,
            primary: refusing,
            width,
        };
        if refuse.show(ui) {
            pen.send(Msg::Refuse);
        }
        let back = Action {
            label: pen.word(screen::BACK),
            key: "Esc",
            enabled: !case.deciding,
            primary: false,
            width,
        };
        if back.show(ui) {
            pen.send(Msg::CloseCase);
        }
    });
    let look = Action {
        label: pen.word(inspection::LOOK),
        key: "Z",
        enabled: true,
        primary: false,
        width: APPROVE,
    };
    if look.show(ui) {
        pen.send(Msg::Inspect(Inspect::Toggle));
    }
}

/// What the sources answered; the officer states the rest, none of it ticked beforehand.
fn answers(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.spacing_mut().item_spacing = vec2(8.0, 3.0);
    ui.spacing_mut().interact_size.y = 20.0;
    let width = (ui.available_width() - ANSWERS_LABEL - 24.0) / 3.0;
    ui.horizontal(|ui| {
        let label = RichText::new(pen.word(screen::ANSWERS))
            .font(theme::bold(14.0))
            .color(theme::palette(ui).soft);
        ui.add_sized(vec2(ANSWERS_LABEL, 20.0), egui::Label::new(label));
        for question in Question::ALL {
            if said_by_a_source(case, question, width, ui, pen) {
                continue;
            }
            let (key, text) = match question {
                Question::Data => ("D", screen::DATA_MATCH),
                Question::Portrait => ("F", screen::FACE_MATCHES),
                Question::Fingerprint => ("V", screen::FINGERS_MATCH),
            };
            let choice = Choice {
                key,
                text: pen.word(text),
                chosen: case.answer(question) == Answer::Matches,
                role: Role::CheckBox,
                width,
            };
            if choice.show(ui) {
                pen.send(Msg::Answered(question));
            }
        }
    });
}

/// A question that the sources have settled is no question to the officer any more.
fn said_by_a_source(
    case: &OpenCase,
    question: Question,
    width: f32,
    ui: &mut Ui,
    pen: &Pen<'_>,
) -> bool {
    let (tone, icon, text) = match case.settled(question) {
        Answer::Matches => (Tone::Good, Icon::Tick, sources::confirmed(question)),
        Answer::Differs => (Tone::Bad, Icon::Cross, sources::denied(question)),
        Answer::NotAnswered => return false,
    };
    ui.allocate_ui(vec2(width, 31.0), |ui| {
        ui.set_min_width(width);
        widget::line(ui, tone, icon, pen.word(text));
    });
    true
}

/// Ten reasons in three columns, each with its digit, and the note below the last.
fn reasons(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.spacing_mut().interact_size.y = 20.0;
    ui.label(
        RichText::new(pen.word(screen::REFUSE_WHY))
            .font(theme::bold(14.0))
            .color(theme::palette(ui).soft),
    );
    let width = (ui.available_width() - 16.0) / 3.0;
    let numbered: Vec<_> = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
        .into_iter()
        .zip(RefusalReason::OFFERED)
        .collect();
    ui.horizontal_top(|ui| {
        for column in numbered.chunks(4) {
            ui.vertical(|ui| {
                ui.set_width(width);
                for (digit, reason) in column {
                    option(*reason, digit, (case, width), ui, pen);
                }
                if column.len() < 4 {
                    note(case, ui, pen);
                }
            });
        }
    });
}

fn note(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    let note = Field {
        name: TextField::Note,
        caption: pen.word(screen::NOTE),
        hint: "",
        secret: false,
        enabled: !case.deciding,
    };
    if let Some(text) = note.show(ui, &case.note) {
        pen.send(Msg::NoteTyped(text.to_string()));
    }
}

fn option(
    reason: RefusalReason,
    digit: &str,
    (case, width): (&OpenCase, f32),
    ui: &mut Ui,
    pen: &mut Pen<'_>,
) {
    let choice = Choice {
        key: digit,
        text: pen.word(decision::refusal(reason)),
        chosen: case.reason == Some(reason),
        role: Role::RadioButton,
        width,
    };
    if choice.show(ui) {
        pen.send(Msg::ReasonChosen(reason));
    }
}
