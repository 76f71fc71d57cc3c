//! A claimed case: both portraits large and side by side, the person, the server's findings, the decision.

use dossier::api::{Finding, RulingEnd};
use egui::{Rect, RichText, ScrollArea, Ui, pos2, vec2};
use rules::level2::{Ground, Higher};

use super::facts::Standing;
use super::icon::Icon;
use super::texture::Outline;
use super::widget;
use super::{
    Pen, area, card_pane, case_portrait, case_sources, case_subject, decision, facts, format,
    inspection, texture,
};
use crate::model::approver::OpenCase;
use crate::text::{
    Say, check, decision as words, fingers as fingers_words, identity, reason, registration,
    ruling as ruling_words, screen,
};
use crate::theme::{self, GAP, Tone};

const DECISION: f32 = 220.0;
const FINGERS: f32 = 172.0;
/// The least width of a column of text.
const COLUMN: f32 = 340.0;
const BETWEEN: f32 = 18.0;

pub(crate) fn show(case: &OpenCase, ui: &mut Ui, pen: &mut Pen<'_>) {
    if let Some(seen) = case.inspection {
        return inspection::show(case, seen, ui, pen);
    }
    let whole = ui.available_rect_before_wrap();
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - DECISION), whole.max);
    let top = Rect::from_min_max(whole.min, pos2(whole.right(), foot.top() - GAP));
    let for_faces = top.width() - 2.0 * (COLUMN + BETWEEN);
    let width = ((top.height() - 26.0) * 0.75).min((for_faces - 8.0) / 2.0);
    let faces = Rect::from_min_size(top.min, vec2(width * 2.0 + 8.0, top.height()));
    area(ui, "faces", faces, |ui| portraits(case, width, ui, pen));
    let column = (top.right() - faces.right()) / 2.0;
    let person = Rect::from_min_max(
        pos2(faces.right() + BETWEEN, top.top()),
        pos2(faces.right() + column, top.bottom()),
    );
    let findings = Rect::from_min_max(pos2(person.right() + BETWEEN, top.top()), top.max);
    about(case, ui, person, pen);
    area(ui, "findings", findings, |ui| {
        ScrollArea::vertical()
            .id_salt("findings")
            .auto_shrink([false, false])
            .show(ui, |ui| of_the_server(case, ui, pen));
    });
    area(ui, "decision", foot, |ui| decision::show(case, ui, pen));
}

fn portraits(case: &OpenCase, width: f32, ui: &mut Ui, pen: &Pen<'_>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for (face, label) in [
            (&case.chip_portrait, screen::CHIP_PORTRAIT),
            (&case.live_portrait, screen::LIVE_PORTRAIT),
        ] {
            ui.vertical(|ui| {
                ui.set_width(width);
                heading(label, ui, pen);
                texture::picture(
                    ui,
                    (face.as_ref(), Outline::Face),
                    vec2(width, width / 0.75),
                    pen.word(label),
                );
            });
        }
    });
}

/// The facts, and below them the fingerprints, which no long address pushes away.
fn about(case: &OpenCase, ui: &mut Ui, column: Rect, pen: &Pen<'_>) {
    let mut above = column;
    let excepted = !case.file.finger_work.exceptions.is_empty();
    if excepted || !case.fingerprints.is_empty() {
        above.max.y -= FINGERS;
        let below = Rect::from_min_max(pos2(column.left(), above.bottom()), column.max);
        area(ui, "fingers", below, |ui| fingers(case, ui, pen));
    }
    area(ui, "facts", above, |ui| {
        let standing = Standing::of(case.file.server_verdict);
        ScrollArea::vertical()
            .id_salt("facts")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                case_subject::show(&case.subject, ui, pen);
                facts::show(&case.file.facts, standing, ui, pen);
            });
    });
}

fn fingers(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    heading(screen::FINGERPRINTS, ui, pen);
    let told = RichText::new(told(case, pen)).font(theme::small());
    ui.add(egui::Label::new(told.color(theme::palette(ui).ink)).wrap());
    let count = u8::try_from(case.fingerprints.len()).map_or(f32::from(u8::MAX), f32::from);
    let gap = ui.spacing().item_spacing.x;
    let height = ui.available_height();
    let width = ((ui.available_width() + gap) / count - gap).min(height * 0.85);
    ui.horizontal(|ui| {
        for finger in &case.fingerprints {
            texture::picture(
                ui,
                (Some(finger), Outline::Finger),
                vec2(width, height),
                pen.word(screen::FINGERPRINTS),
            );
        }
    });
}

/// One line: each finger's score or why it is not there, and what the chip's fingers advise.
fn told(case: &OpenCase, pen: &Pen<'_>) -> String {
    let file = &case.file;
    let name = |finger| pen.word(registration::finger(finger));
    let taken = file
        .fingerprints
        .iter()
        .map(|one| format!("{} {}/100", name(one.finger), one.assessment.score));
    let excepted = file.finger_work.exceptions.iter().map(|one| {
        let why = pen.word(fingers_words::reason(one.reason));
        format!("{}: {why} ({})", name(one.finger), one.confirmed_by)
    });
    let advice = pen
        .word(fingers_words::advice(file.finger_advice))
        .to_owned();
    let parts: Vec<String> = taken.chain(excepted).chain([advice]).collect();
    parts.join(" · ")
}

fn of_the_server(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    ui.spacing_mut().interact_size.y = 20.0;
    ui.spacing_mut().item_spacing.y = 4.0;
    let file = &case.file;
    let meaning = pen.word(check::verdict_meaning(file.server_verdict));
    card_pane::banner(ui, file.server_verdict, meaning, pen);
    if !file.sources.is_empty() {
        heading(screen::SOURCES, ui, pen);
        case_sources::show(&file.sources, ui, pen);
    }
    heading(screen::FINDINGS, ui, pen);
    if file.findings.is_empty() {
        widget::line(ui, Tone::Quiet, Icon::Dash, pen.word(screen::NO_FINDINGS));
    }
    for finding in &file.findings {
        widget::line(ui, Tone::Watch, Icon::Warn, &described(finding, pen));
    }
    case_portrait::show(file, ui, pen);
    for text in against(case) {
        widget::line(ui, Tone::Watch, Icon::Warn, pen.word(text));
    }
    ui.add_space(4.0);
    who_and_when(case, ui, pen);
}

/// What the decree has against an approval beside the answers that the officer is about to give.
fn against(case: &OpenCase) -> Vec<Say> {
    let ruling = &case.file.ruling;
    let of_code = |code: &String| match ruling.end {
        RulingEnd::MayApprove => None,
        RulingEnd::HigherDecision => Higher::from_code(code).map(ruling_words::higher),
        RulingEnd::NotNow => match Ground::from_code(code)? {
            Ground::SourceNotAnswered | Ground::BiometricNotCompared(_) => None,
            ground => Some(ruling_words::ground(ground)),
        },
    };
    ruling.codes.iter().filter_map(of_code).collect()
}

fn who_and_when(case: &OpenCase, ui: &mut Ui, pen: &Pen<'_>) {
    let file = &case.file;
    let contact = &file.contact;
    pair(ui, pen.word(screen::CASE), &format::short(file.claim.case));
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

fn heading(label: Say, ui: &mut Ui, pen: &Pen<'_>) {
    let text = RichText::new(pen.word(label)).font(theme::bold(14.0));
    ui.label(text.color(theme::palette(ui).soft));
}

fn pair(ui: &mut Ui, caption: &str, value: &str) {
    ui.horizontal_wrapped(|ui| {
        widget::caption(ui, &format!("{caption}:"));
        ui.label(
            RichText::new(value)
                .font(theme::small())
                .color(theme::palette(ui).ink),
        );
    });
}

/// The kind of finding, with check and reason where the backend names them.
fn described(finding: &Finding, pen: &Pen<'_>) -> String {
    let mut text = pen.word(words::finding(finding.kind)).to_owned();
    if let Some(id) = finding.check.as_deref().and_then(check::by_name) {
        text = format!("{text}: {}", check::check_name(id, pen.language));
    }
    if let Some(differing) = &finding.mismatch {
        let words = [
            differing.field.as_str(),
            &differing.one,
            &differing.one_standing,
            &differing.other,
            &differing.other_standing,
        ];
        if let Some(line) = identity::without_values(words, pen.language) {
            text = format!("{text}: {line}");
        }
    }
    if let Some(device) = finding.reason.as_deref().and_then(words::device) {
        text = format!("{text}: {}", pen.word(device));
    }
    if let Some(why) = finding.reason.as_deref().and_then(reason::by_code) {
        text = format!("{text} – {}", pen.word(reason::reason(why)));
    }
    text
}
