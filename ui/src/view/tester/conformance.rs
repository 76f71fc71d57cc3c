//! The conformance table: one simulated card a case, read by this program.

use egui::Ui;

use super::super::Pen;
use super::table::{self, Cell};
use super::{action, export, heading, outcome, soft};
use crate::model::Tester;
use crate::tester::CaseEnd;
use crate::text::tester as words;
use crate::theme::Tone;

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::CASE, 0.2),
        (words::CARD, 0.38),
        (words::EXPECTED, 0.15),
        (words::RESULT, 0.15),
        (words::COMMAND, 0.12),
    ];
    let language = pen.language;
    let lines = (tester.cases.len(), tester.line);
    table::show("cases", &columns, lines, ui, pen, |line| {
        let Some(case) = tester.cases.get(line) else {
            return Vec::new();
        };
        let result = match case.end {
            CaseEnd::Passed => Cell::of(Tone::Good, words::PASSED.by(language)),
            CaseEnd::Failed(other) => Cell::of(Tone::Bad, words::expected(other).by(language)),
            CaseEnd::NotPerformed => Cell::of(Tone::Watch, words::NOT_PERFORMED.by(language)),
        };
        vec![
            Cell::plain(case.id),
            Cell::plain(&case.card),
            Cell::plain(words::expected(case.expected).by(language)),
            result,
            Cell::plain(case.commands.to_string()),
        ]
    });
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    action(tester, words::RUN_CASES, ui, pen);
    soft(ui, pen.word(words::CASES));
    export(
        words::WRITE_SHEET,
        tester.has_results() && tester.busy.is_none(),
        ui,
        pen,
    );
    outcome(tester, ui, pen);
    let passed = tester
        .cases
        .iter()
        .filter(|case| case.end == CaseEnd::Passed);
    let text = format!(
        "{} {} {} {}",
        pen.word(words::PASSED),
        passed.count(),
        pen.word(words::OF_ALL),
        tester.cases.len()
    );
    heading(ui, &text);
    if let Some(case) = tester.cases.get(tester.line) {
        soft(ui, &format!("{} · {}", case.id, case.card));
    }
}
