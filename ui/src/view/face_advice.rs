//! What the operator's model says of both portraits: advice, with the model's name, file and threshold beside it.

use dossier::consent::Language;
use dossier::portrait::{FaceComparison, FaceEnd, Thousandths};
use egui::Ui;

use super::capture_pane::soft;
use super::icon::Icon;
use super::{Pen, widget};
use crate::text::{portrait as words, screen};
use crate::theme::Tone;

/// Nothing where no model compared.
pub(crate) fn show(comparison: &FaceComparison, ui: &mut Ui, pen: &Pen<'_>) {
    let FaceComparison::Model(by) = comparison else {
        return;
    };
    let (tone, icon) = match by.alike() {
        Some(true) => (Tone::Good, Icon::Tick),
        Some(false) => (Tone::Watch, Icon::Warn),
        None => (Tone::Quiet, Icon::Dash),
    };
    widget::line(ui, tone, icon, pen.word(words::face_advice(by)));
    let mut parts = vec![by.model.clone()];
    if let FaceEnd::Similarity(similarity) = by.end {
        let label = pen.word(screen::FACE_SIMILARITY);
        parts.push(format!("{label} {}", number(similarity, pen)));
    }
    let label = pen.word(screen::FACE_THRESHOLD);
    parts.push(format!("{label} {}", number(by.threshold, pen)));
    let digest: String = by.sha256.to_string().chars().take(8).collect();
    parts.push(format!("SHA-256 {digest}…"));
    soft(ui, &parts.join(" · "));
}

fn number(cosine: Thousandths, pen: &Pen<'_>) -> String {
    match pen.language {
        Language::Vi => cosine.to_string().replace('.', ","),
        Language::En => cosine.to_string(),
    }
}
