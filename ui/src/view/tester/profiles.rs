//! What was learnt of readers and chips.

use egui::Ui;

use super::super::Pen;
use super::super::widget::Action;
use super::table::{self, Cell};
use super::{action, heading, outcome, soft};
use crate::model::Tester;
use crate::msg::{Msg, TesterMsg};
use crate::text::tester as words;

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::READER, 0.36),
        (words::CHIP, 0.34),
        (words::LEARNT, 0.3),
    ];
    let none = pen.word(words::NO_ODDITY);
    let lines = (tester.profiles.len(), tester.line);
    table::show("profiles", &columns, lines, ui, pen, |line| {
        let Some(row) = tester.profiles.get(line) else {
            return Vec::new();
        };
        let learnt = match row.learnt.as_slice() {
            [] => none.to_owned(),
            some => some.join(", "),
        };
        let chip: String = row
            .answer_to_reset
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        vec![
            Cell::plain(&row.reader),
            Cell::plain(chip),
            Cell::plain(learnt),
        ]
    });
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    action(tester, words::LOOK_AGAIN, ui, pen);
    soft(ui, pen.word(words::LEARNT_HINT));
    outcome(tester, ui, pen);
    let Some(row) = tester.profiles.get(tester.line) else {
        return soft(ui, pen.word(words::NOTHING_YET));
    };
    heading(ui, &row.reader);
    for one in &row.learnt {
        soft(ui, one);
    }
    let forget = Action {
        label: pen.word(words::FORGET),
        key: "F8",
        enabled: tester.busy.is_none(),
        primary: false,
        width: 160.0,
    };
    if forget.show(ui) {
        pen.send(Msg::Tester(TesterMsg::Forget));
    }
}
