//! The card pane: field, progress, verdict, the citizen, the checks.

use egui::{
    Align2, CornerRadius, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use reader::verdict::{IdentityField, Mismatch, Verdict};

use super::facts::Standing;
use super::field::Field;
use super::focus::TextField;
use super::icon::{self, Icon};
use super::texture::Outline;
use super::widget::{self, Action};
use super::{Pen, checks, facts, notice_of, texture, under_way};
use crate::model::card::{CardActivity, CardPane, ShownCard};
use crate::msg::Msg;
use crate::problem::Problem;
use crate::text::{self, problem::advice, screen};
use crate::theme::{self, Tone};

pub(crate) fn show(card: &CardPane, ui: &mut Ui, pen: &mut Pen<'_>) {
    input(card, ui, pen);
    match &card.activity {
        CardActivity::Idle => {}
        CardActivity::Scanning(_) => {
            widget::notice(ui, Tone::Active, Icon::Dots, "", pen.word(screen::SCANNING));
        }
        // Whoever is on the reader now may be another person than the one read before.
        CardActivity::Reading(progress) => return under_way::show(progress, ui, pen),
    }
    let explained = card
        .read
        .as_ref()
        .is_some_and(|read| explains(read.verdict, card.problem));
    if let Some(problem) = card.problem.filter(|_| !explained) {
        notice_of(problem, ui, pen);
    }
    match (&card.read, &card.unread) {
        (Some(read), _) => citizen(read, card.problem.filter(|_| explained), ui, pen),
        (None, Some(unread)) => checks::show(&unread.checks, ui, pen),
        (None, None) => {
            if matches!(card.activity, CardActivity::Idle) && card.problem.is_none() {
                ui.add_space(8.0);
                let text =
                    RichText::new(pen.word(screen::PLACE_CARD)).color(theme::palette(ui).soft);
                ui.add(egui::Label::new(text).wrap());
            }
        }
    }
}

/// Field and button on one line.
fn input(card: &CardPane, ui: &mut Ui, pen: &mut Pen<'_>) {
    let reading = matches!(card.activity, CardActivity::Reading(_));
    let idle = matches!(card.activity, CardActivity::Idle);
    let empty = card.text.trim().is_empty();
    let label = match (idle, empty) {
        (false, _) => screen::STOP,
        (true, true) => screen::SCAN,
        (true, false) => screen::READ_CARD,
    };
    let action = Action {
        label: pen.word(label),
        key: if idle { "F2" } else { "Esc" },
        enabled: true,
        primary: idle && card.read.is_none(),
        width: 140.0,
    };
    let field = Field {
        name: TextField::Card,
        caption: pen.word(screen::CARD_FIELD),
        hint: pen.word(screen::CARD_FIELD_HINT),
        secret: false,
        enabled: !reading,
    };
    let (typed, pressed) = field.show_beside(ui, &card.text, action);
    if let Some(text) = typed {
        pen.send(Msg::CardTextTyped(text));
    }
    if pressed {
        pen.send(if idle { Msg::ReadCard } else { Msg::Cancel });
    }
}

/// Whether the problem says why the verdict is what it is; then it stands in the banner.
fn explains(verdict: Verdict, problem: Option<Problem>) -> bool {
    use Problem as P;
    match problem {
        Some(P::ChangedData | P::ChipCloned | P::NotGenuine) => verdict == Verdict::Refuted,
        Some(P::IssuerUnknown | P::ProofUnfinished) => verdict == Verdict::Undetermined,
        _ => false,
    }
}

fn citizen(read: &ShownCard, why: Option<Problem>, ui: &mut Ui, pen: &mut Pen<'_>) {
    let meaning = match why {
        Some(problem) => format!(
            "{}  {}",
            problem.code(),
            advice(problem).sentence(pen.language)
        ),
        None => pen
            .word(text::check::verdict_meaning(read.verdict))
            .to_owned(),
    };
    banner(ui, read.verdict, &meaning, pen);
    ui.add_space(2.0);
    for difference in &read.differences {
        differs(difference, ui, pen);
    }
    ui.horizontal_top(|ui| {
        texture::picture(
            ui,
            (read.face.as_ref(), Outline::Face),
            vec2(126.0, 166.0),
            pen.word(screen::CHIP_PORTRAIT),
        );
        ui.vertical(|ui| {
            facts::show(&read.facts, Standing::of(read.verdict), ui, pen);
        });
    });
    if let Some(fingers) = text::card::chip_fingers(&read.terminal) {
        widget::line(ui, Tone::Quiet, Icon::Dash, pen.word(fingers));
    }
    checks::show(&read.checks, ui, pen);
}

/// The verdict as large as it is important: colour, icon and words.
pub(crate) fn banner(ui: &mut Ui, verdict: Verdict, meaning: &str, pen: &Pen<'_>) {
    let (tone, icon) = tone(verdict);
    let title = pen.word(text::check::verdict(verdict));
    let width = ui.available_width();
    let text = ui.painter().layout(
        meaning.to_owned(),
        theme::small(),
        theme::palette(ui).ink,
        width - 78.0,
    );
    let (rect, response) =
        ui.allocate_exact_size(vec2(width, text.size().y + 44.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Status, true, title));
    let radius = CornerRadius::same(theme::RADIUS_SMALL);
    let edge = Stroke::new(1.5, tone.ink(ui));
    ui.painter()
        .rect(rect, radius, tone.fill(ui), edge, StrokeKind::Inside);
    let disc = icon::square(pos2(rect.left() + 34.0, rect.center().y), 40.0);
    icon::disc(
        ui.painter(),
        disc,
        icon,
        tone.ink(ui),
        theme::palette(ui).paper,
    );
    let at = rect.min + vec2(66.0, 8.0);
    ui.painter()
        .text(at, Align2::LEFT_TOP, title, theme::bold(19.0), tone.ink(ui));
    ui.painter().galley(
        Rect::from_min_size(at + vec2(0.0, 27.0), text.size()).min,
        text,
        theme::palette(ui).ink,
    );
}

/// A verdict's colour and icon.
pub(crate) fn tone(verdict: Verdict) -> (Tone, Icon) {
    match verdict {
        Verdict::Genuine => (Tone::Good, Icon::Tick),
        Verdict::Refuted => (Tone::Bad, Icon::Cross),
        Verdict::Undetermined => (Tone::Watch, Icon::Dots),
        Verdict::Unread => (Tone::Quiet, Icon::Dash),
    }
}

fn differs(mismatch: &Mismatch, ui: &mut Ui, pen: &Pen<'_>) {
    let show = |field, text: &str| match field {
        IdentityField::DateOfBirth | IdentityField::DateOfIssue | IdentityField::DateOfExpiry => {
            super::format::iso_date(text)
        }
        _ => text.to_owned(),
    };
    let tone = if mismatch.is_of_another_document() {
        Tone::Bad
    } else {
        Tone::Watch
    };
    let text = text::identity::line(mismatch, pen.language, show);
    widget::line(ui, tone, Icon::Warn, &text);
}
