//! The receiving officer's screen: five panes and the strip of submitted files.

use egui::{Rect, Ui, pos2, vec2};

use super::icon::Icon;
use super::{
    Pen, area, card_pane, consent_pane, contact_pane, finger_pane, focus, pane, portrait_pane,
    subject_sheet, submissions, widget,
};
use crate::model::Counter;
use crate::model::counter::{Notice, Pane, PaneState};
use crate::text::{Say, problem::advice, screen, subject as words};
use crate::theme::{GAP, Tone};

const STRIP: f32 = 86.0;
const CONTACT: f32 = 192.0;
const NOTICE: f32 = 42.0;

pub(crate) fn show(counter: &Counter, ui: &mut Ui, work: Rect, pen: &mut Pen<'_>) {
    focus::follow(ui.ctx(), counter);
    let mut rest = work;
    if let Some(notice) = counter.notice {
        let line = Rect::from_min_size(rest.min, vec2(rest.width(), NOTICE));
        rest.min.y += NOTICE + GAP;
        area(ui, "notice", line, |ui| show_notice(notice, ui, pen));
    }
    let strip = Rect::from_min_max(pos2(rest.left(), rest.bottom() - STRIP), rest.max);
    rest.max.y = strip.top() - GAP;
    focus::follow_subject(ui.ctx(), counter);
    let places = places(rest);
    if counter.subject_open {
        let [card, portrait, ..] = places;
        let sheet = Rect::from_min_max(portrait.min, rest.max);
        let state = counter.pane_state(Pane::Card);
        pane::show(
            ui,
            (pane::heading(Pane::Card), state),
            card,
            pen,
            |ui, pen| {
                card_pane::show(&counter.card, ui, pen);
            },
        );
        pane::show(
            ui,
            (("+", words::SHEET), sheet_state(counter)),
            sheet,
            pen,
            |ui, pen| {
                subject_sheet::show(counter, ui, pen);
            },
        );
        return submissions::show(counter, ui, strip, pen);
    }
    for (which, rect) in Pane::ALL.into_iter().zip(places) {
        let state = counter.pane_state(which);
        pane::show(
            ui,
            (pane::heading(which), state),
            rect,
            pen,
            |ui, pen| match which {
                Pane::Card => card_pane::show(&counter.card, ui, pen),
                Pane::Portrait => portrait_pane::show(counter, ui, pen),
                Pane::Fingerprint => finger_pane::show(counter, ui, pen),
                Pane::Contact => contact_pane::show(counter, ui, pen),
                Pane::Consent => consent_pane::show(counter, ui, pen),
            },
        );
    }
    submissions::show(counter, ui, strip, pen);
}

fn sheet_state(counter: &Counter) -> PaneState {
    match counter.draft.subject.gaps().is_empty() && counter.subject.unreadable().is_empty() {
        true => PaneState::Done,
        false => PaneState::Next,
    }
}

/// The card left over the whole height, the captures in the middle, the rest at the right.
fn places(rest: Rect) -> [Rect; 5] {
    let free = rest.width() - 2.0 * GAP;
    let left = rest.left() + free * 0.365;
    let middle = left + GAP + free * 0.265;
    let half = rest.top() + (rest.height() - GAP) / 2.0;
    let contact = rest.top() + CONTACT;
    [
        Rect::from_min_max(rest.min, pos2(left, rest.bottom())),
        Rect::from_min_max(pos2(left + GAP, rest.top()), pos2(middle, half)),
        Rect::from_min_max(pos2(left + GAP, half + GAP), pos2(middle, rest.bottom())),
        Rect::from_min_max(pos2(middle + GAP, rest.top()), pos2(rest.right(), contact)),
        Rect::from_min_max(pos2(middle + GAP, contact + GAP), rest.max),
    ]
}

fn show_notice(notice: Notice, ui: &mut Ui, pen: &Pen<'_>) {
    match notice {
        Notice::Problem(problem) => {
            let text = format!(
                "{}  {}",
                problem.code(),
                advice(problem).sentence(pen.language)
            );
            widget::notice(ui, Tone::Bad, Icon::Warn, "", &text);
        }
        Notice::Stored => done(screen::NEW_CITIZEN, ui, pen),
        Notice::Printing => {
            widget::notice(ui, Tone::Active, Icon::Dots, "", pen.word(screen::PRINTING));
        }
        Notice::Printed => done(screen::PRINTED, ui, pen),
    }
}

fn done(word: Say, ui: &mut Ui, pen: &Pen<'_>) {
    widget::notice(ui, Tone::Good, Icon::Tick, "", pen.word(word));
}
