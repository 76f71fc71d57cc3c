//! Simulated devices, and the menu of what may be wrong with each.

use egui::{RichText, ScrollArea, Ui};

use super::super::icon::Icon;
use super::super::{Pen, widget};
use super::table::{self, Cell};
use super::{action, heading, outcome, soft};
use crate::model::Tester;
use crate::text::tester as words;
use crate::theme::{self, Tone};

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::SIMULATOR, 0.38),
        (words::STATE, 0.18),
        (words::FAULT, 0.44),
    ];
    let language = pen.language;
    let lines = (tester.simulators.len(), tester.line);
    table::show("simulators", &columns, lines, ui, pen, |line| {
        let Some(one) = tester.simulators.get(line) else {
            return Vec::new();
        };
        let chosen = tester.faults.get(&one.family).copied().unwrap_or(0);
        let chosen = one
            .faults
            .get(chosen)
            .map_or("—", |fault| fault.name.as_str());
        let (state, fault) = match &one.running {
            Some(running) => (
                Cell::of(Tone::Good, words::RUNS.by(language)),
                &*running.fault,
            ),
            None => (Cell::plain(words::STOPPED.by(language)), chosen),
        };
        vec![
            Cell::plain(words::family(one.family).by(language)),
            state,
            Cell::plain(fault),
        ]
    });
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let Some(simulator) = tester.simulators.get(tester.line) else {
        action(tester, words::LOOK_AGAIN, ui, pen);
        return outcome(tester, ui, pen);
    };
    let label = match simulator.running {
        Some(_) => words::STOP,
        None => words::START,
    };
    action(tester, label, ui, pen);
    outcome(tester, ui, pen);
    heading(ui, pen.word(words::family(simulator.family)));
    if let Some(running) = &simulator.running {
        widget::notice(
            ui,
            Tone::Good,
            Icon::Tick,
            &running.place,
            pen.word(words::SETTINGS),
        );
    }
    soft(ui, pen.word(words::CHOOSE_FAULT));
    let chosen = tester.faults.get(&simulator.family).copied().unwrap_or(0);
    ScrollArea::vertical()
        .id_salt(("menu", simulator.family.word()))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for (at, fault) in simulator.faults.iter().enumerate() {
                let is_chosen = at == chosen;
                let font = match is_chosen {
                    true => theme::bold(14.0),
                    false => theme::small(),
                };
                let mark = if is_chosen { "› " } else { "" };
                let text = format!("{mark}{}: {}", fault.name, fault.what);
                let label = egui::Label::new(RichText::new(text).font(font)).wrap();
                let shown = ui.add(label);
                if is_chosen {
                    shown.scroll_to_me(None);
                }
            }
        });
}
