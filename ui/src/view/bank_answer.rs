//! Chip, bank's record and answer side by side, differences first; then the receipt.

use dossier::relying::{PartyReceipt, PartySaid, ReceiptUse, SharedField};
use dossier::source::Origin;
use egui::{CornerRadius, Rect, RichText, ScrollArea, Stroke, Ui, ViewportCommand, pos2};
use reader::verdict::{Degree, IdentityField, Written};
use time::Duration;

use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, format, notice_of};
use crate::model::Bank;
use crate::model::bank::{Inquiry, Row, Step, identity_field};
use crate::msg::Msg;
use crate::text::{bank as words, identity, screen, sources};
use crate::theme::{self, Tone};

const FOOT: f32 = 46.0;
const CLOCK_TOLERANCE: Duration = Duration::minutes(2);

pub(crate) fn show(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    let body = ui.max_rect();
    let foot = Rect::from_min_max(pos2(body.left(), body.bottom() - FOOT), body.max);
    let rest = Rect::from_min_max(body.min, pos2(body.right(), foot.top() - 4.0));
    area(ui, "comparison", rest, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        if let Some(problem) = bank.problem {
            notice_of(problem, ui, pen);
        }
        if let Some(receipt) = bank.receipt() {
            show_receipt(receipt, ui, pen);
        }
        ScrollArea::vertical().id_salt("rows").show(ui, |ui| {
            heads(ui, pen);
            for row in bank.rows() {
                show_row(&row, ui, pen);
            }
        });
    });
    area(ui, "ask", foot, |ui| actions(bank, ui, pen));
}

/// Shares of a row's width: field, chip, bank's record, answer.
const COLUMNS: [f32; 4] = [0.20, 0.27, 0.27, 0.26];

fn heads(ui: &mut Ui, pen: &Pen<'_>) {
    framed(ui, Stroke::NONE, |ui, column| {
        let head = match column {
            0 => words::FIELD,
            1 => words::CHIP,
            2 => words::CORE,
            _ => words::ANSWER,
        };
        widget::caption(ui, pen.word(head));
    });
}

fn show_row(row: &Row<'_>, ui: &mut Ui, pen: &Pen<'_>) {
    let tone = compared_tone(row.compared);
    let edge = match tone {
        Some(tone @ (Tone::Bad | Tone::Watch)) => Stroke::new(2.0, tone.ink(ui)),
        _ => Stroke::new(1.0, theme::palette(ui).line),
    };
    framed(ui, edge, |ui, column| match column {
        0 => {
            widget::caption(ui, pen.word(identity::field(row.field)));
        }
        1 => value(ui, &shown(row.field, row.chip, pen)),
        2 => {
            value(ui, &shown(row.field, row.core, pen));
            if let Some((compared, tone)) = row.compared.zip(tone) {
                let word = pen.word(words::compared(compared));
                let word = RichText::new(word).font(theme::small()).color(tone.ink(ui));
                ui.label(word);
            }
        }
        _ => answer(row, ui, pen),
    });
}

/// What a comparison is worth a look for; the same needs none.
fn compared_tone(compared: Option<Written>) -> Option<Tone> {
    match compared? {
        Written::Differs(Degree::Value) => Some(Tone::Bad),
        Written::Differs(Degree::Marks) | Written::NotComparable => Some(Tone::Watch),
        Written::Same => None,
    }
}

fn framed(ui: &mut Ui, edge: Stroke, mut add: impl FnMut(&mut Ui, usize)) {
    egui::Frame::new()
        .stroke(edge)
        .corner_radius(CornerRadius::same(theme::RADIUS_SMALL))
        .inner_margin(egui::Margin::symmetric(6, 2))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let whole = ui.available_width();
            ui.horizontal_top(|ui| {
                for (column, share) in COLUMNS.into_iter().enumerate() {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        ui.set_width(whole * share - ui.spacing().item_spacing.x);
                        add(ui, column);
                    });
                }
            });
        });
}

fn value(ui: &mut Ui, text: &str) {
    let text = RichText::new(text)
        .font(theme::body())
        .color(theme::palette(ui).ink);
    ui.add(egui::Label::new(text).wrap());
}

fn shown(field: IdentityField, value: Option<&str>, pen: &Pen<'_>) -> String {
    match (field, value) {
        (_, None) => "–".to_owned(),
        (IdentityField::Number, Some(text)) if !text.contains(' ') => format::grouped(text),
        (IdentityField::Sex, Some("F")) => pen.word(screen::FEMALE).to_owned(),
        (IdentityField::Sex, Some("M")) => pen.word(screen::MALE).to_owned(),
        (IdentityField::DateOfBirth | IdentityField::DateOfExpiry, Some(day)) => {
            format::iso_date(day)
        }
        (_, Some(text)) => text.to_owned(),
    }
}

fn answer(row: &Row<'_>, ui: &mut Ui, pen: &Pen<'_>) {
    let (tone, icon, word) = match row.said {
        Some(PartySaid::Correct) => (Tone::Good, Icon::Tick, words::said(PartySaid::Correct)),
        Some(PartySaid::Incorrect) => (Tone::Bad, Icon::Cross, words::said(PartySaid::Incorrect)),
        None if row.field == IdentityField::Number => return,
        None => (Tone::Quiet, Icon::Dash, words::NOT_ASKED),
    };
    widget::chip(ui, tone, icon, pen.word(word));
}

fn show_receipt(receipt: &PartyReceipt, ui: &mut Ui, pen: &Pen<'_>) {
    let used = used(receipt, pen);
    let (tone, icon) = match (used, receipt.said) {
        (ReceiptUse::Usable, PartySaid::Correct) => (Tone::Good, Icon::Tick),
        (ReceiptUse::Usable, PartySaid::Incorrect) => (Tone::Bad, Icon::Cross),
        _ => (Tone::Watch, Icon::Warn),
    };
    let head = format!(
        "{}: {}",
        pen.word(words::RECEIPT),
        pen.word(words::said(receipt.said))
    );
    let mut lines = vec![remaining(receipt, used, pen)];
    lines.push(format!(
        "{}: {}",
        pen.word(words::TRANSACTION),
        receipt.transaction
    ));
    if receipt.origin == Origin::Sample {
        lines.push(pen.word(sources::SAMPLE).to_owned());
    }
    let proven: Vec<_> = SharedField::ALL
        .into_iter()
        .filter(|field| receipt.fields.get(field) == Some(&PartySaid::Correct))
        .map(|field| pen.word(identity::field(identity_field(field))))
        .collect();
    if used == ReceiptUse::Usable && !proven.is_empty() {
        lines.push(format!(
            "{}: {}",
            pen.word(words::NO_PAPERS),
            proven.join(", ")
        ));
    }
    widget::notice(ui, tone, icon, &head, &lines.join("\n"));
}

/// As its own party and transaction use it. The window's clock is the one of its last turn, and the backend answers
/// nobody whose clock is further away than this.
fn used(receipt: &PartyReceipt, pen: &Pen<'_>) -> ReceiptUse {
    let early = receipt.answered_at - pen.now;
    let now = if early.is_positive() && early <= CLOCK_TOLERANCE {
        receipt.answered_at
    } else {
        pen.now
    };
    receipt.used_by(&receipt.party, &receipt.transaction, now)
}

/// How long the receipt may be used.
fn remaining(receipt: &PartyReceipt, used: ReceiptUse, pen: &Pen<'_>) -> String {
    match used {
        ReceiptUse::Usable => {
            let left = receipt.usable_until - pen.now.max(receipt.answered_at);
            format!(
                "{} {} {} {:02} {}, {} {}",
                pen.word(words::REMAINS),
                left.whole_hours(),
                pen.word(words::HOURS),
                left.whole_minutes() % 60,
                pen.word(words::MINUTES),
                pen.word(words::UNTIL),
                format::moment(receipt.usable_until)
            )
        }
        ReceiptUse::ClockDoubt => pen.word(words::CLOCK_DOUBT).to_owned(),
        ReceiptUse::Expired | ReceiptUse::OtherParty | ReceiptUse::OtherTransaction => {
            pen.word(words::EXPIRED).to_owned()
        }
    }
}

fn actions(bank: &Bank, ui: &mut Ui, pen: &mut Pen<'_>) {
    // As high as the highest, so that they stand in one line.
    ui.spacing_mut().interact_size.y = 40.0;
    ui.horizontal(|ui| {
        let end = Action {
            label: pen.word(words::END),
            key: "F9",
            enabled: true,
            primary: bank.step() == Step::Done,
            width: 0.0,
        };
        if end.show(ui) {
            pen.send(Msg::EndCustomer);
        }
        let paste = Action {
            label: pen.word(words::PASTE_CORE),
            key: "Ctrl V",
            enabled: true,
            primary: false,
            width: 0.0,
        };
        if paste.show(ui) {
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        let asking = matches!(bank.inquiry, Inquiry::Asking(_));
        let ready = bank.step() == Step::Ask && !asking;
        let ask = Action {
            label: pen.word(if asking { words::ASKING } else { words::ASK }),
            key: "Enter",
            enabled: ready,
            primary: ready,
            width: ui.available_width(),
        };
        if ask.show(ui) {
            pen.send(Msg::Next);
        }
    });
}
