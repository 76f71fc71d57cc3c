//! A claimed case: both portraits large and side by side, the facts, the findings, the decision.

use dossier::api::Finding;
use egui::{Rect, RichText, ScrollArea, Ui, pos2, vec2};
use reader::verdict::Verdict;

use super::icon::Icon;
use super::texture::Outline;
use super::widget;
use super::{Pen, area, card_pane, decision, facts, format, texture};
use crate::model::approver::OpenCase;
use crate::text::{check, decision as words, reason, screen};
use crate::theme::{self, GAP, Tone};

const DECISION: f32 = 252.0;

pub(crate) fn show(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    let whole = ui.available_rect_before_wrap();
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - DECISION), whole.max);
    let top = Rect::from_min_max(whole.min, pos2(whole.right(), foot.top() - GAP));
    let height = top.height() - 26.0;
    let width = height * 0.75;
    let faces = Rect::from_min_size(top.min, vec2(width * 2.0 + 16.0, top.height()));
    area(ui, "faces", faces, |ui| {
        ui.horizontal_top(|ui| {
            for (face, label) in [
                (&case.chip_portrait, screen::CHIP_PORTRAIT),
                (&case.live_portrait, screen::LIVE_PORTRAIT),
            ] {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.label(
                        RichText::new(pen.word(label))
                            .font(theme::bold(14.0))
                            .color(theme::SOFT),
                    );
                    texture::picture(
                        ui,
                        (face.as_ref(), Outline::Face),
                        vec2(width, height),
                        pen.word(label),
                    );
                });
            }
        });
    });
    let side = Rect::from_min_max(pos2(faces.right() + 6.0, top.top()), top.max);
    area(ui, "facts", side, |ui| {
        ScrollArea::vertical()
            .id_salt("facts")
            .auto_shrink([false, false])
            .show(ui, |ui| about(case, ui, pen));
    });
    area(ui, "decision", foot, |ui| decision::show(case, ui, pen));
}

fn about(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    ui.spacing_mut().interact_size.y = 20.0;
    let file = &case.file;
    card_pane::banner(
        ui,
        file.server_verdict,
        pen.word(check::verdict_meaning(file.server_verdict)),
        pen,
    );
    ui.label(
        RichText::new(pen.word(screen::FINDINGS))
            .font(theme::bold(14.0))
            .color(theme::SOFT),
    );
    if file.findings.is_empty() {
        widget::line(ui, Tone::Quiet, Icon::Dash, pen.word(screen::NO_FINDINGS));
    }
    for finding in &file.findings {
        widget::line(ui, Tone::Watch, Icon::Warn, &described(finding, pen));
    }
    ui.add_space(2.0);
    facts::show(
        &file.facts,
        file.server_verdict == Verdict::Genuine,
        ui,
        pen,
    );
    who_and_when(case, ui, pen);
    fingers(case, ui, pen);
}

fn who_and_when(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    let file = &case.file;
    let contact = &file.contact;
    let email = contact
        .email
        .as_ref()
        .map(|email| format!(" · {}", email.as_str()))
        .unwrap_or_default();
    pair(
        ui,
        pen.word(screen::CONTACT),
        &format!("{}{email}", contact.phone.spoken()),
    );
    let submitter = format!("{} · {}", file.submitter.name, file.submitter.office);
    pair(ui, pen.word(screen::SUBMITTER), &submitter);
    let times = format!(
        "{} · {} {}",
        format::date(file.due_on),
        pen.word(screen::LEASE),
        format::time_of_day(file.claim.lease_until)
    );
    pair(ui, pen.word(screen::DUE), &times);
}

fn fingers(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    if !case.fingerprints.is_empty() {
        widget::caption(ui, pen.word(screen::FINGERPRINTS));
        ui.horizontal_wrapped(|ui| {
            for finger in &case.fingerprints {
                texture::picture(
                    ui,
                    (Some(finger), Outline::Finger),
                    vec2(96.0, 110.0),
                    pen.word(screen::FINGERPRINTS),
                );
            }
        });
    }
}

fn pair(ui: &mut Ui, caption: &str, value: &str) {
    ui.horizontal_wrapped(|ui| {
        widget::caption(ui, &format!("{caption}:"));
        ui.label(RichText::new(value).font(theme::small()).color(theme::INK));
    });
}

/// The kind of finding, with check and reason where the backend names them.
fn described(finding: &Finding, pen: &Pen<'_>) -> String {
    let mut text = pen.word(words::finding(finding.kind)).to_owned();
    if let Some(id) = finding.check.as_deref().and_then(check::by_name) {
        text = format!("{text}: {}", check::check_name(id, pen.language));
    }
    if let Some(why) = finding.reason.as_deref().and_then(reason::by_code) {
        text = format!("{text} – {}", pen.word(reason::reason(why)));
    }
    text
}
