//! What the card says of its holder.

use dossier::facts::CitizenFacts;
use egui::{RichText, Ui};
use reader::verdict::Verdict;

use super::icon::Icon;
use super::{Pen, format, widget};
use crate::text::{Say, screen};
use crate::theme::{self, Tone};

/// What the checks say of the facts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The card is genuine.
    Proven,
    /// The checks ended otherwise.
    Unproven,
    /// The card is still being read.
    Unchecked,
}

impl Standing {
    pub(crate) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Genuine => Self::Proven,
            Verdict::Refuted | Verdict::Undetermined | Verdict::Unread => Self::Unproven,
        }
    }
}

/// Draws the facts; those that nobody proved are marked in words and drawn in another colour.
pub(crate) fn show(facts: &CitizenFacts, standing: Standing, ui: &mut Ui, pen: &Pen<'_>) {
    let (ink, mark) = match standing {
        Standing::Proven => (theme::palette(ui).ink, None),
        Standing::Unproven => (Tone::Watch.ink(ui), Some((Icon::Warn, screen::UNVERIFIED))),
        Standing::Unchecked => (Tone::Watch.ink(ui), Some((Icon::Dots, screen::UNCHECKED))),
    };
    ui.spacing_mut().item_spacing.y = 2.0;
    if let Some((icon, words)) = mark {
        widget::chip(ui, Tone::Watch, icon, pen.word(words));
    }
    let name = facts.name.as_deref().unwrap_or("–");
    let heading = RichText::new(name).font(theme::bold(18.0)).color(ink);
    ui.add(egui::Label::new(heading).wrap());
    let half = (ui.available_width() - 10.0) / 2.0;
    let pairs = [
        [
            (screen::NUMBER, facts.number.as_deref().map(format::grouped)),
            (
                screen::BIRTH,
                facts.date_of_birth.as_deref().map(format::iso_date),
            ),
        ],
        [
            (screen::SEX, Some(sex(facts, pen))),
            (screen::EXPIRY, Some(expiry(facts, pen))),
        ],
    ];
    for pair in pairs {
        ui.horizontal_top(|ui| {
            for (caption, value) in pair {
                ui.vertical(|ui| {
                    ui.set_width(half);
                    fact(ui, caption, value.as_deref().unwrap_or("–"), ink, pen);
                });
            }
        });
    }
    let residence = facts.residence.as_deref().unwrap_or("–");
    fact(ui, screen::RESIDENCE, residence, ink, pen);
}

fn fact(ui: &mut Ui, caption: Say, value: &str, ink: egui::Color32, pen: &Pen<'_>) {
    widget::caption(ui, pen.word(caption));
    ui.add(egui::Label::new(RichText::new(value).font(theme::body()).color(ink)).wrap());
}

/// Sex and nationality on one line, as they stand together on the card.
fn sex(facts: &CitizenFacts, pen: &Pen<'_>) -> String {
    let sex = match facts.sex.as_deref() {
        Some("F") => pen.word(screen::FEMALE),
        Some("M") => pen.word(screen::MALE),
        _ => pen.word(screen::UNSPECIFIED),
    };
    match &facts.nationality {
        Some(nationality) => format!("{sex} · {nationality}"),
        None => sex.to_owned(),
    }
}

fn expiry(facts: &CitizenFacts, pen: &Pen<'_>) -> String {
    match &facts.date_of_expiry {
        Some(day) => format::iso_date(day),
        None => pen.word(screen::NO_EXPIRY).to_owned(),
    }
}
