//! The card pane while a card is read: how far it is, and who it says to be.

use egui::{Label, RichText, Ui, vec2};

use super::facts::Standing;
use super::icon::Icon;
use super::texture::Outline;
use super::{Pen, facts, texture, widget};
use crate::model::card::{CardPlace, Progress, SeenCitizen};
use crate::text::{self, screen};
use crate::theme::{self, Tone};

/// Large and calm until the card says whose it is; from then on the person has the room.
pub(crate) fn show(progress: &Progress, ui: &mut Ui, pen: &Pen<'_>) {
    match (progress.place, &progress.seen) {
        (CardPlace::Lifted, _) => lifted(progress, ui, pen),
        (CardPlace::OnReader, None) => alone(progress, ui, pen),
        (CardPlace::OnReader, Some(seen)) => beside(progress, seen, ui, pen),
    }
}

fn alone(progress: &Progress, ui: &mut Ui, pen: &Pen<'_>) {
    let step = pen.word(text::card::step(progress.step));
    let (share, detail) = file(progress);
    ui.add_space((ui.available_height() * 0.5 - 110.0).max(8.0));
    ui.vertical_centered(|ui| {
        headline(progress, step, ui, pen);
        widget::bar(ui, share, &format!("{step} {detail}"));
        ui.label(RichText::new(detail).color(theme::palette(ui).soft));
        ui.add_space(6.0);
        keep_card(ui, pen);
    });
}

fn lifted(progress: &Progress, ui: &mut Ui, pen: &Pen<'_>) {
    ui.add_space((ui.available_height() * 0.5 - 110.0).max(8.0));
    ui.vertical_centered(|ui| {
        headline(progress, pen.word(screen::CARD_LIFTED), ui, pen);
    });
    let ask = pen.word(screen::PUT_CARD_BACK);
    widget::notice(ui, Tone::Watch, Icon::Warn, "", ask);
}

/// The citizen, marked as unchecked, with the portrait's place kept until it is in.
fn beside(progress: &Progress, seen: &SeenCitizen, ui: &mut Ui, pen: &Pen<'_>) {
    let step = pen.word(text::card::step(progress.step));
    let (share, detail) = file(progress);
    let line = format!("{} s · {step}", seconds(progress, pen));
    let line = RichText::new(line).font(theme::bold(15.0));
    ui.add(Label::new(line.color(theme::palette(ui).heading)).wrap());
    widget::bar(ui, share, &format!("{step} {detail}"));
    ui.label(RichText::new(detail).color(theme::palette(ui).soft));
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        texture::picture(
            ui,
            (seen.face.as_ref(), Outline::Face),
            vec2(126.0, 166.0),
            pen.word(screen::CHIP_PORTRAIT),
        );
        ui.vertical(|ui| facts::show(&seen.facts, Standing::Unchecked, ui, pen));
    });
    ui.add_space(6.0);
    ui.vertical_centered(|ui| keep_card(ui, pen));
}

fn headline(progress: &Progress, words: &str, ui: &mut Ui, pen: &Pen<'_>) {
    let large = |text: String, size| RichText::new(text).font(theme::bold(size));
    let elapsed = format!("{} s", seconds(progress, pen));
    ui.label(large(elapsed, 44.0).color(theme::palette(ui).accent));
    ui.add(Label::new(large(words.to_owned(), 20.0).color(theme::palette(ui).heading)).wrap());
    ui.add_space(4.0);
}

fn keep_card(ui: &mut Ui, pen: &Pen<'_>) {
    let keep = RichText::new(pen.word(screen::KEEP_CARD)).color(theme::palette(ui).soft);
    ui.add(Label::new(keep).wrap());
}

fn seconds(progress: &Progress, pen: &Pen<'_>) -> i64 {
    (pen.now - progress.since).whole_seconds().max(0)
}

/// How much of the bar is full, and which file grows.
fn file(progress: &Progress) -> (f32, String) {
    match progress.file {
        None => (0.1, String::new()),
        Some((file, received, Some(expected))) if expected > 0 => {
            let share = ratio(received, expected);
            (share, format!("{} · {:.0} %", file.name(), share * 100.0))
        }
        Some((file, received, _)) => (0.1, format!("{} · {received} B", file.name())),
    }
}

/// A share for a bar; files stay far below the size where this loses precision that shows.
pub(crate) fn ratio(part: usize, whole: usize) -> f32 {
    let permille = part.saturating_mul(1000) / whole.max(1);
    f32::from(u16::try_from(permille.min(1000)).unwrap_or(1000)) / 1000.0
}
