//! What is known of the live portrait, for the approving officer: quality, tries, presentation attack, comparison.

use dossier::api::CaseFile;
use dossier::fingers::Gate;
use egui::Ui;

use super::capture_pane::soft;
use super::icon::Icon;
use super::{Pen, face_advice, widget};
use crate::text::{portrait as words, screen};
use crate::theme::Tone;

pub(crate) fn show(file: &CaseFile, ui: &mut Ui, pen: &Pen<'_>) {
    let assessment = &file.portrait_assessment;
    let (tone, icon, word) = match assessment.gate {
        Gate::Passed => (Tone::Good, Icon::Tick, screen::PORTRAIT_PASSED),
        Gate::Held => (Tone::Watch, Icon::Warn, screen::PORTRAIT_HELD),
    };
    let tries = file.portrait_work.tries.len();
    let text = format!(
        "{} · {}/100 · {} {}",
        pen.word(word),
        assessment.score,
        tries,
        pen.word(if tries == 1 {
            screen::ONE_TRY
        } else {
            screen::TRIES
        })
    );
    widget::line(ui, tone, icon, &text);
    for (component, _) in assessment.objections() {
        widget::line(
            ui,
            Tone::Watch,
            Icon::Warn,
            pen.word(words::name(component)),
        );
    }
    let compared = pen.word(screen::COMPARED_BY_EYE);
    match &file.portrait_work.watched {
        Some(watched) => {
            let seen = pen.word(screen::NO_ATTACK_CHECK);
            soft(ui, &format!("{seen}: {} · {compared}", watched.by));
        }
        None => widget::line(ui, Tone::Bad, Icon::Warn, pen.word(screen::NOBODY_WATCHED)),
    }
    face_advice::show(&file.portrait_work.comparison, ui, pen);
}
