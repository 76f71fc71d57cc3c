//! The trust store: what is in it, for how long, and until when.

use egui::Ui;
use rules::calendar::VIETNAM;

use super::super::icon::Icon;
use super::super::{Pen, format, widget};
use super::table::{self, Cell};
use super::{action, heading, outcome, soft};
use crate::model::Tester;
use crate::tester::{TrustRow, TrustWhat};
use crate::text::{tester as words, trust};
use crate::theme::Tone;

pub(super) fn table(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    let columns = [
        (words::WHAT, 0.22),
        (words::SUBJECT, 0.34),
        (words::FILE, 0.18),
        (words::AGE, 0.11),
        (words::UNTIL, 0.15),
    ];
    let rows = tester.trust.as_ref().map_or(&[][..], |trust| &trust.rows);
    let (language, now) = (pen.language, pen.now);
    let lines = (rows.len(), tester.line);
    table::show("trust", &columns, lines, ui, pen, |line| {
        let Some(row) = rows.get(line) else {
            return Vec::new();
        };
        let what = match row.what {
            TrustWhat::Refused => Tone::Bad,
            _ => Tone::Quiet,
        };
        let age = row.since.map_or_else(
            || "—".to_owned(),
            |since| {
                format!(
                    "{} {}",
                    (now - since).whole_days(),
                    words::DAYS.by(language)
                )
            },
        );
        vec![
            Cell::of(what, words::trusted(row.what).by(language)),
            Cell::plain(&row.subject),
            Cell::plain(&row.file),
            Cell::plain(age),
            until(row, now, words::ENDED.by(language)),
        ]
    });
}

fn until(row: &TrustRow, now: time::OffsetDateTime, ended: &str) -> Cell {
    match row.until {
        None => Cell::plain("—"),
        Some(day) if day < now.to_offset(VIETNAM).date() => {
            Cell::of(Tone::Bad, format!("{} {ended}", format::date(day)))
        }
        Some(day) => Cell::plain(format::date(day)),
    }
}

pub(super) fn side(tester: &Tester, ui: &mut Ui, pen: &mut Pen<'_>) {
    action(tester, words::LOOK_AGAIN, ui, pen);
    outcome(tester, ui, pen);
    let Some(store) = &tester.trust else {
        return soft(ui, pen.word(words::NOTHING_YET));
    };
    if store.clock_is_doubtful {
        widget::line(ui, Tone::Bad, Icon::Warn, pen.word(trust::line::CLOCK));
    }
    if let Some(row) = store.rows.get(tester.line) {
        heading(ui, pen.word(words::trusted(row.what)));
        soft(ui, &row.subject);
        soft(ui, &row.file);
    }
}
