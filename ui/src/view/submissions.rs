//! The strip of submitted files.

use dossier::decision::CaseState;
use egui::{Align, CornerRadius, Layout, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui, vec2};
use uuid::Uuid;

use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, format};
use crate::model::Counter;
use crate::model::counter::KeptInStore;
use crate::model::submission::{Standing, SubmissionRow};
use crate::msg::Msg;
use crate::text::{citizen, decision, problem::advice, screen, subject};
use crate::theme::{self, Tone};

pub(crate) fn show(counter: &Counter, ui: &mut Ui, strip: Rect, pen: &mut Pen<'_>) {
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(
        strip,
        radius,
        theme::palette(ui).paper,
        Stroke::new(1.0, theme::palette(ui).line),
        StrokeKind::Inside,
    );
    area(
        ui,
        "submissions",
        strip.shrink2(vec2(theme::PAD, 6.0)),
        |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                let text = RichText::new(pen.word(screen::SUBMISSIONS))
                    .font(theme::bold(15.0))
                    .color(theme::palette(ui).heading);
                ui.label(text);
                kept(counter, ui, pen);
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
                    who(counter, ui, pen);
                    citizens_screen(ui, pen);
                });
            });
            if counter.submissions.is_empty() {
                ui.label(
                    RichText::new(pen.word(screen::NO_SUBMISSIONS))
                        .font(theme::small())
                        .color(theme::palette(ui).soft),
                );
            }
            ScrollArea::vertical()
                .id_salt("rows")
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    for (index, row) in counter.submissions.iter().enumerate() {
                        let key = if index == 0 { "F7" } else { "" };
                        show_row(row, key, ui, pen);
                    }
                });
        },
    );
}

/// Who registers, and the way to say otherwise.
fn who(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let kind = pen.word(subject::kind(counter.subject.kind));
    let label = format!("{}: {kind}", pen.word(subject::OPEN));
    let open = Action {
        label: &label,
        key: "F10",
        enabled: true,
        primary: false,
        width: 0.0,
    };
    if open.show(ui) {
        pen.send(Msg::SubjectSheet);
    }
}

/// The way to the citizen's own window, and to its end.
fn citizens_screen(ui: &mut Ui, pen: &mut Pen<'_>) {
    let open = Action {
        label: pen.word(citizen::OPEN),
        key: "F1",
        enabled: true,
        primary: false,
        width: 0.0,
    };
    if open.show(ui) {
        pen.send(Msg::CitizenWindow);
    }
}

/// Whether the draft on the screen would survive a power cut.
fn kept(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    let (tone, icon, word) = match counter.kept_in_store {
        KeptInStore::Empty => return,
        KeptInStore::Asked => (Tone::Quiet, Icon::Dots, screen::SAVING),
        KeptInStore::Yes => (Tone::Good, Icon::Tick, screen::SAVED),
        KeptInStore::Failed => (Tone::Bad, Icon::Warn, screen::UNSAVED),
    };
    widget::chip(ui, tone, icon, pen.word(word));
}

fn show_row(row: &SubmissionRow, key: &str, ui: &mut Ui, pen: &mut Pen<'_>) {
    let standing = standing(row, pen);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(format::time_of_day(row.at))
                .font(theme::small())
                .color(theme::palette(ui).soft),
        );
        let fallback = row.submission.as_str().get(..8).unwrap_or_default();
        let name = row.name.as_deref().unwrap_or(fallback);
        ui.label(
            RichText::new(name)
                .font(theme::bold(15.0))
                .color(theme::palette(ui).ink),
        );
        widget::chip(ui, standing.tone, standing.icon, &standing.word);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if row.printable().is_some() {
                let print = Action {
                    label: pen.word(screen::PRINT),
                    key,
                    enabled: true,
                    primary: false,
                    width: 0.0,
                };
                if print.show(ui) {
                    pen.send(Msg::Print(Some(row.submission.clone())));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let detail = RichText::new(standing.detail)
                    .font(theme::small())
                    .color(theme::palette(ui).soft);
                ui.add(egui::Label::new(detail).truncate());
            });
        });
    });
}

struct Shown {
    tone: Tone,
    icon: Icon,
    word: String,
    detail: String,
}

fn standing(row: &SubmissionRow, pen: &Pen<'_>) -> Shown {
    // The number is what a bank's desk asks the person for.
    let due = |day, case: Uuid| {
        let (due, number) = (pen.word(screen::DUE), pen.word(screen::CASE_NUMBER));
        format!("{due} {} · {number} {case}", format::date(day))
    };
    match &row.standing {
        Standing::Waiting(why) => Shown {
            tone: Tone::Watch,
            icon: Icon::Dots,
            word: pen.word(screen::WAITING).to_owned(),
            detail: why
                .map(|why| advice(why).sentence(pen.language))
                .unwrap_or_default(),
        },
        Standing::Refused(why) => Shown {
            tone: Tone::Bad,
            icon: Icon::Cross,
            word: pen.word(screen::REFUSED_BY_BACKEND).to_owned(),
            detail: format!("{}  {}", why.code(), advice(*why).sentence(pen.language)),
        },
        Standing::Received(receipt) => {
            of_state(receipt.state, due(receipt.due_on, receipt.case), pen)
        }
        Standing::Known(status) => {
            let why = status
                .reason
                .map(|reason| pen.word(decision::refusal(reason)).to_owned());
            let note = status
                .note
                .as_ref()
                .map(|note| format!(" ({note})"))
                .unwrap_or_default();
            let detail = match why {
                Some(why) => format!("{why}{note}"),
                None => due(status.due_on, status.case),
            };
            of_state(status.state, detail, pen)
        }
    }
}

fn of_state(state: CaseState, detail: String, pen: &Pen<'_>) -> Shown {
    let (tone, icon) = match state {
        CaseState::Draft
        | CaseState::Sealed
        | CaseState::Uploading
        | CaseState::Received
        | CaseState::Checked
        | CaseState::Queued
        | CaseState::Claimed
        | CaseState::ApprovedOnce => (Tone::Active, Icon::Dots),
        CaseState::Returned => (Tone::Watch, Icon::Warn),
        CaseState::Rejected => (Tone::Bad, Icon::Cross),
        CaseState::Approved
        | CaseState::AccountIssued
        | CaseState::Notified
        | CaseState::Purged => (Tone::Good, Icon::Tick),
    };
    Shown {
        tone,
        icon,
        word: pen.word(decision::state(state)).to_owned(),
        detail,
    }
}
