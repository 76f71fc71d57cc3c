//! One card: the commands in their order, the time by step beside the card's own floor, the checks.

use dossier::card_trace::CardTrace;
use egui::{ScrollArea, Ui};

use super::super::field::Field;
use super::super::focus::TextField;
use super::super::{Pen, checks, icon::Icon, widget};
use super::table::{self, Cell};
use super::{action, export, outcome, plot, soft};
use crate::model::Tester;
use crate::msg::Msg;
use crate::tester::CardResult;
use crate::text::{check, tester as words};
use crate::theme::Tone;
use crate::view::card_pane;

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::COMMAND, 0.23),
        (words::STEP, 0.25),
        (words::SENT, 0.12),
        (words::RECEIVED, 0.12),
        (words::STATUS, 0.13),
        (words::TIME, 0.15),
    ];
    let commands = tester
        .card
        .as_ref()
        .map_or(&[][..], |card| &card.trace.commands);
    let language = pen.language;
    let lines = (commands.len(), tester.line);
    table::show("commands", &columns, lines, ui, pen, |line| {
        let Some(one) = commands.get(line) else {
            return Vec::new();
        };
        let tone = match one.status.as_str() {
            "9000" => Tone::Quiet,
            _ => Tone::Watch,
        };
        let micros = std::time::Duration::from_micros(one.microseconds);
        vec![
            Cell::plain(format!("{} · {}", line + 1, one.header)),
            Cell::plain(words::step(&one.step).by(language)),
            Cell::plain(one.sent.to_string()),
            Cell::plain(one.received.to_string()),
            Cell::of(tone, &one.status),
            Cell::plain(format!("{:.1} ms", micros.as_secs_f64() * 1e3)),
        ]
    });
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let field = Field {
        name: TextField::Card,
        caption: pen.word(words::CARD_FIELD),
        hint: pen.word(words::CARD_HINT),
        secret: false,
        enabled: tester.busy.is_none(),
    };
    if let Some(text) = field.show(ui, &tester.card_text) {
        pen.send(Msg::CardTextTyped(text));
    }
    ui.horizontal(|ui| {
        action(tester, words::READ, ui, pen);
        let written = tester.card.is_some() && tester.busy.is_none();
        export(words::WRITE_TRACE, written, ui, pen);
    });
    soft(ui, pen.word(words::NO_PERSON));
    outcome(tester, ui, pen);
    match &tester.card {
        Some(card) => result(card, ui, pen),
        None => soft(ui, pen.word(words::NOTHING_YET)),
    }
}

fn result(card: &CardResult, ui: &mut Ui, pen: &mut Pen<'_>) {
    let (tone, icon) = card_pane::tone(card.verdict);
    widget::chip(ui, tone, icon, pen.word(check::verdict(card.verdict)));
    ScrollArea::vertical()
        .id_salt("reading")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            soft(ui, &totals(&card.trace, pen));
            plot::budget(&card.trace.budget(), ui, pen.language);
            soft(ui, pen.word(words::BUDGET));
            kind(&card.trace, ui, pen);
            checks::within(&card.checks, ui, pen);
        });
}

fn totals(trace: &CardTrace, pen: &Pen<'_>) -> String {
    let bytes: usize = trace
        .commands
        .iter()
        .map(|one| one.sent + one.received)
        .sum();
    let fewest = trace.fewest();
    let least: usize = fewest.iter().map(|one| one.command + one.answer).sum();
    let (commands, octets) = (pen.word(words::COMMANDS), pen.word(words::BYTES));
    format!(
        "{} {commands}, {bytes} {octets}. {}: {} {commands}, {least} {octets}.",
        trace.commands.len(),
        pen.word(words::FEWEST),
        fewest.len()
    )
}

fn kind(trace: &CardTrace, ui: &mut Ui, pen: &Pen<'_>) {
    let learnt = match trace.known.as_slice() {
        [] => pen.word(words::NO_ODDITY).to_owned(),
        some => some.join(", "),
    };
    let rows = [
        (words::READER, trace.reader.clone()),
        (words::CHIP, trace.answer_to_reset.clone()),
        (words::LEARNT, learnt),
    ];
    for (name, value) in rows {
        soft(ui, &format!("{}: {value}", pen.word(name)));
    }
    if let Some(ended) = &trace.ended {
        widget::line(ui, Tone::Bad, Icon::Cross, &ended.what);
    }
}
