//! Every device, its state, and the steps of its self-test.

use dossier::consent::Language;
use egui::{ScrollArea, Ui};

use super::super::Pen;
use super::super::icon::Icon;
use super::super::widget;
use super::table::{self, Cell};
use super::{action, export, heading, outcome, soft};
use crate::model::Tester;
use crate::tester::{DeviceRow, StepEnd, StepRow};
use crate::text::problem::advice;
use crate::text::{devices, tester as words};
use crate::theme::Tone;

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::DEVICE, 0.2),
        (words::PLACE, 0.36),
        (words::STATE, 0.18),
        (words::STEPS, 0.26),
    ];
    let language = pen.language;
    let lines = (tester.devices.len(), tester.line);
    table::show("devices", &columns, lines, ui, pen, |line| {
        let Some(device) = tester.devices.get(line) else {
            return Vec::new();
        };
        vec![
            Cell::plain(devices::kind(device.kind).by(language)),
            Cell::plain(&device.place),
            standing(device, language),
            tried(device, language),
        ]
    });
}

/// Its state, and the codes of what is wrong or forbids it.
fn standing(device: &DeviceRow, language: Language) -> Cell {
    let word = devices::state(device.state).by(language);
    let tone = match (device.state, device.problems.is_empty()) {
        ("missing" | "failing", _) => Tone::Bad,
        (_, false) => Tone::Watch,
        (_, true) => Tone::Good,
    };
    let codes: Vec<&str> = device.problems.iter().map(|one| one.code()).collect();
    match codes.as_slice() {
        [] => Cell::of(tone, word),
        some => Cell::of(tone, format!("{word} · {}", some.join(", "))),
    }
}

/// How many steps ended how.
fn tried(device: &DeviceRow, language: Language) -> Cell {
    let passed = device
        .steps
        .iter()
        .filter(|step| step.end == StepEnd::Passed);
    let passed = passed.count();
    let failed = device
        .steps
        .iter()
        .any(|step| matches!(step.end, StepEnd::Failed(_)));
    let tone = match (device.steps.len(), passed, failed) {
        (0, ..) => return Cell::plain("—"),
        (_, _, true) => Tone::Bad,
        (all, passed, false) if all == passed => Tone::Good,
        _ => Tone::Watch,
    };
    let text = format!(
        "{} {passed} {} {}",
        words::PASSED.by(language),
        words::OF_ALL.by(language),
        device.steps.len()
    );
    Cell::of(tone, text)
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    action(tester, words::RUN_SELF_TEST, ui, pen);
    soft(ui, pen.word(words::FINGER_HINT));
    export(
        words::WRITE_SHEET,
        tester.has_results() && tester.busy.is_none(),
        ui,
        pen,
    );
    outcome(tester, ui, pen);
    let Some(device) = tester.devices.get(tester.line) else {
        return soft(ui, pen.word(words::NOTHING_YET));
    };
    ui.separator();
    heading(ui, pen.word(devices::kind(device.kind)));
    soft(ui, &device.place);
    if let Some(identity) = &device.identity {
        soft(ui, &devices::stated(identity, pen.language));
    }
    let scroll = ScrollArea::vertical().id_salt("steps");
    scroll.auto_shrink([false, false]).show(ui, |ui| {
        for problem in &device.problems {
            let sentence = advice(*problem).sentence(pen.language);
            let text = format!("{} {sentence}", problem.code());
            widget::line(ui, Tone::Bad, Icon::Cross, &text);
        }
        for step in &device.steps {
            one(step, ui, pen.language);
        }
    });
}

fn one(step: &StepRow, ui: &mut Ui, language: Language) {
    let name = devices::step(step.name).by(language);
    let (tone, icon, text) = match step.end {
        StepEnd::Passed => {
            let text = format!("{name} · {:.0} ms{}", step.ms, told(&step.facts));
            (Tone::Good, Icon::Tick, text)
        }
        StepEnd::Failed(problem) => {
            let sentence = advice(problem).sentence(language);
            let text = format!("{name} · {} {sentence}", problem.code());
            (Tone::Bad, Icon::Cross, text)
        }
        StepEnd::NotPerformed(why) => {
            let reason = devices::why_not(why).by(language);
            let not = devices::NOT_PERFORMED.by(language);
            (Tone::Quiet, Icon::Dash, format!("{name} · {not}: {reason}"))
        }
    };
    widget::line(ui, tone, icon, &text);
}

fn told(facts: &str) -> String {
    match facts {
        "" => String::new(),
        facts => format!(" · {facts}"),
    }
}
