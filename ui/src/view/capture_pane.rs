//! The portrait pane and the fingerprint pane.

use capture::fingerprint::Finger;
use egui::{RichText, Ui, vec2};

use super::card_pane::ratio;
use super::icon::Icon;
use super::widget::{self, Action};
use super::{Pen, format, texture};
use crate::model::Counter;
use crate::model::counter::{CaptureActivity, CapturePane, Pane};
use crate::msg::Msg;
use crate::text::{Say, problem::advice, registration, screen};
use crate::theme::{self, Tone};

pub(crate) fn portrait(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let pane = &counter.portrait;
    ui.horizontal_top(|ui| {
        texture::picture(
            ui,
            pane.picture.as_ref(),
            vec2(132.0, 176.0),
            pen.word(screen::LIVE_PORTRAIT),
        );
        ui.vertical(|ui| {
            let taken = counter.draft.portrait.as_ref();
            let label = if taken.is_some() {
                screen::RETAKE_PORTRAIT
            } else {
                screen::CAPTURE_PORTRAIT
            };
            if button(
                ui,
                pane,
                (label, "F3"),
                counter.next_pane() == Some(Pane::Portrait),
                pen,
            ) {
                pen.send(Msg::CapturePortrait);
            }
            ui.add_space(4.0);
            match (pane.activity, pane.problem, taken) {
                (CaptureActivity::Idle, Some(problem), _) => {
                    let sentence = advice(problem).sentence(pen.language);
                    widget::notice(ui, Tone::Bad, Icon::Warn, problem.code(), &sentence);
                }
                (CaptureActivity::Idle, None, Some(taken)) => {
                    widget::line(
                        ui,
                        Tone::Good,
                        Icon::Tick,
                        &format::time_of_day(taken.captured_at),
                    );
                    soft(ui, &taken.source);
                }
                (CaptureActivity::Idle, None, None) => soft(ui, pen.word(screen::PORTRAIT_HINT)),
                _ => widget::progress(ui, 0.3, pen.word(screen::CAPTURING_PORTRAIT)),
            }
        });
    });
}

pub(crate) fn fingerprint(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let pane = &counter.fingerprint;
    ui.horizontal_top(|ui| {
        texture::picture(
            ui,
            pane.picture.as_ref(),
            vec2(132.0, 160.0),
            pen.word(screen::FINGERPRINTS),
        );
        ui.vertical(|ui| {
            let taken = !counter.draft.fingerprints.is_empty();
            let label = if taken {
                screen::RETAKE_FINGER
            } else {
                screen::CAPTURE_FINGER
            };
            if button(
                ui,
                pane,
                (label, "F4"),
                counter.next_pane() == Some(Pane::Fingerprint),
                pen,
            ) {
                pen.send(Msg::CaptureFingerprint);
            }
            which(counter, ui, pen);
            match (pane.activity, pane.problem) {
                (CaptureActivity::Idle, Some(problem)) => {
                    let sentence = advice(problem).sentence(pen.language);
                    widget::notice(ui, Tone::Bad, Icon::Warn, problem.code(), &sentence);
                }
                (CaptureActivity::Idle, None) if taken => fingers(counter, ui, pen),
                (CaptureActivity::Idle, None) => soft(ui, pen.word(screen::FINGER_HINT)),
                (CaptureActivity::Waiting(_), _) => {
                    widget::notice(
                        ui,
                        Tone::Active,
                        Icon::Arrow,
                        "",
                        pen.word(screen::FINGER_WAIT),
                    );
                }
                (CaptureActivity::Receiving(_, received, expected), _) => {
                    let share = expected.map_or(0.2, |expected| ratio(received, expected));
                    widget::progress(ui, share, pen.word(screen::FINGER_READING));
                }
            }
        });
    });
}

fn button(
    ui: &mut Ui,
    pane: &CapturePane,
    (label, key): (Say, &str),
    next: bool,
    pen: &Pen<'_>,
) -> bool {
    let enabled = pane.activity == CaptureActivity::Idle;
    let width = ui.available_width();
    Action {
        label: pen.word(label),
        key,
        enabled,
        primary: next,
        width,
    }
    .show(ui)
}

fn which(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let caption = widget::caption(ui, pen.word(screen::FINGER_WHICH));
    let mut chosen = counter.finger;
    let shown = pen.word(registration::finger(chosen));
    let list = egui::ComboBox::from_id_salt("finger")
        .selected_text(shown)
        .width(ui.available_width() - 8.0);
    let combo = list.show_ui(ui, |ui| {
        for finger in Finger::ALL {
            ui.selectable_value(&mut chosen, finger, pen.word(registration::finger(finger)));
        }
    });
    combo.response.labelled_by(caption.id);
    if chosen != counter.finger {
        pen.send(Msg::FingerChosen(chosen));
    }
}

fn fingers(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    for taken in &counter.draft.fingerprints {
        let name = pen.word(registration::finger(taken.finger));
        let text = format!(
            "{name} · {}×{} · {} dpi",
            taken.width, taken.height, taken.dpi
        );
        widget::line(ui, Tone::Good, Icon::Tick, &text);
    }
}

fn soft(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).font(theme::small()).color(theme::SOFT)).wrap());
}
