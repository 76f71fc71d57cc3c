//! The tester's screen: six tables, one at a time, each with its one next action.

mod card;
mod conformance;
mod devices;
pub(crate) mod keys;
mod plot;
mod profiles;
mod simulators;
mod table;
mod trust;

use egui::{Align, CornerRadius, Layout, Rect, RichText, Stroke, StrokeKind, Ui, pos2, vec2};

use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, area, focus, notice_of};
use crate::model::tester::{Tab, Tester};
use crate::msg::{Msg, TesterMsg};
use crate::text::Say;
use crate::text::tester as words;
use crate::theme::{self, Tone};

const TABS: f32 = 44.0;
const DIGITS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

pub(crate) fn show(tester: &Tester, ui: &mut Ui, work: Rect, pen: &mut Pen<'_>) {
    focus::follow_tester(ui.ctx(), tester);
    let head = Rect::from_min_size(work.min, vec2(work.width(), TABS));
    area(ui, "tables", head, |ui| tabs(tester, ui, pen));
    let body = Rect::from_min_max(pos2(work.left(), head.bottom() + 4.0), work.max);
    let side_width = match tester.tab {
        Tab::Card => 430.0,
        _ => 380.0,
    };
    let split = body.right() - side_width;
    let table = Rect::from_min_max(body.min, pos2(split - theme::GAP, body.bottom()));
    let side = Rect::from_min_max(pos2(split, body.top()), body.max);
    paper(ui, table);
    paper(ui, side);
    area(ui, "table", table.shrink(theme::PAD), |ui| {
        match tester.tab {
            Tab::Devices => devices::table(tester, ui, pen),
            Tab::Card => card::table(tester, ui, pen),
            Tab::Conformance => conformance::table(tester, ui, pen),
            Tab::Trust => trust::table(tester, ui, pen),
            Tab::Profiles => profiles::table(tester, ui, pen),
            Tab::Simulators => simulators::table(tester, ui, pen),
        }
    });
    area(ui, "side", side.shrink(theme::PAD), |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        match tester.tab {
            Tab::Devices => devices::side(tester, ui, pen),
            Tab::Card => card::side(tester, ui, pen),
            Tab::Conformance => conformance::side(tester, ui, pen),
            Tab::Trust => trust::side(tester, ui, pen),
            Tab::Profiles => profiles::side(tester, ui, pen),
            Tab::Simulators => simulators::side(tester, ui, pen),
        }
    });
}

fn tabs(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let layout = Layout::left_to_right(Align::Center);
    ui.with_layout(layout, |ui| {
        ui.set_height(TABS);
        for (tab, key) in Tab::ALL.into_iter().zip(DIGITS) {
            let action = Action {
                label: pen.word(words::tab(tab)),
                key,
                enabled: true,
                primary: tab == tester.tab,
                width: 0.0,
            };
            if action.show(ui) {
                pen.send(Msg::Tester(TesterMsg::Open(tab)));
            }
        }
    });
}

fn paper(ui: &Ui, rect: Rect) {
    ui.painter().rect(
        rect,
        CornerRadius::same(theme::RADIUS),
        theme::palette(ui).paper,
        Stroke::new(1.0, theme::palette(ui).line),
        StrokeKind::Inside,
    );
}

/// The next action of a table and the way to stop it.
fn action(tester: &Tester, label: Say, ui: &mut Ui, pen: &mut Pen<'_>) {
    let busy = tester.busy.is_some();
    ui.horizontal(|ui| {
        let next = Action {
            label: pen.word(label),
            key: "Enter",
            enabled: !busy,
            primary: true,
            width: 160.0,
        };
        if next.show(ui) {
            pen.send(Msg::Next);
        }
        if busy {
            let stop = Action {
                label: pen.word(words::STOP),
                key: "Esc",
                enabled: true,
                primary: false,
                width: 0.0,
            };
            if stop.show(ui) {
                pen.send(Msg::Cancel);
            }
        }
    });
}

/// F7: the file that this table leaves behind.
fn export(label: Say, enabled: bool, ui: &mut Ui, pen: &mut Pen<'_>) {
    let write = Action {
        label: pen.word(label),
        key: "F7",
        enabled,
        primary: false,
        width: 160.0,
    };
    if write.show(ui) {
        pen.send(Msg::Tester(TesterMsg::Export));
    }
}

/// That the bench is at work, what went wrong, or where the file is that was written.
fn outcome(tester: &Tester, ui: &mut Ui, pen: &Pen<'_>) {
    if tester.busy.is_some() {
        widget::notice(ui, Tone::Active, Icon::Dots, "", pen.word(words::WORKING));
    }
    if let Some(problem) = tester.problem {
        notice_of(problem, ui, pen);
    }
    if let Some(path) = &tester.written {
        widget::notice(ui, Tone::Good, Icon::Tick, pen.word(words::WRITTEN), path);
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.label(
        RichText::new(text)
            .font(theme::bold(16.0))
            .color(theme::palette(ui).heading),
    );
}

fn soft(ui: &mut Ui, text: &str) {
    let text = RichText::new(text)
        .font(theme::small())
        .color(theme::palette(ui).soft);
    ui.add(egui::Label::new(text).wrap());
}
