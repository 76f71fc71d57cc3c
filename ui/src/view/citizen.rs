//! The citizen's own window: what the card says of them, how they are reached, and the consent, point by point. Nothing
//! here is the officer's: no verdict, no finding, no problem.

use dossier::consent::CONSENT_POINTS;
use dossier::contact::PhoneNumber;
use egui::{FontId, Label, Rect, RichText, Ui, vec2};
use time::Duration;

use super::tick::Tick;
use super::{Pen, area, format, texture, texture::Outline, whole_window};
use crate::model::card::CardActivity;
use crate::model::counter::Phase;
use crate::model::submission::Standing;
use crate::model::{Counter, Model, Screen};
use crate::msg::Msg;
use crate::text::{Say, citizen as said, registration, screen};
use crate::theme;

/// How long the receipt of the last file is shown.
const THANKED: Duration = Duration::minutes(1);

/// Draws the citizen's window and collects what the citizen touched.
pub fn citizen(model: &Model, ui: &mut Ui, out: &mut Vec<Msg>) {
    let mut pen = Pen {
        language: model.language,
        now: model.now,
        out,
    };
    theme::apply(ui.ctx(), model.appearance);
    let ui = &mut whole_window(ui, "citizen");
    let page = ui.max_rect().shrink2(vec2(36.0, 24.0));
    match &model.screen {
        Screen::Counter(counter) => at_the_counter(counter, page, ui, &mut pen),
        // Nobody's data behind a locked window.
        Screen::SignIn(_) | Screen::Approver(_) | Screen::Bank(_) | Screen::Tester(_) => {
            greeting(said::WELCOME, said::PLACE_CARD, page, ui, &pen);
        }
    }
}

fn at_the_counter(counter: &Counter, page: Rect, ui: &mut Ui, pen: &mut Pen<'_>) {
    if matches!(counter.card.activity, CardActivity::Reading(_)) {
        return greeting(said::YOURS, said::READING, page, ui, pen);
    }
    if counter.card.read.is_some() {
        return registration_of(counter, page, ui, pen);
    }
    let received = counter
        .submissions
        .first()
        .and_then(|row| match &row.standing {
            Standing::Received(receipt) if pen.now - row.at < THANKED => Some(receipt.due_on),
            _ => None,
        });
    match received {
        Some(due_on) => {
            let day = format!("{} {}", pen.word(said::RESULT_BY), format::date(due_on));
            words(
                said::RECEIVED,
                &[&day, pen.word(said::THANKS)],
                page,
                ui,
                pen,
            );
        }
        None => greeting(said::WELCOME, said::PLACE_CARD, page, ui, pen),
    }
}

fn greeting(head: Say, body: Say, page: Rect, ui: &mut Ui, pen: &Pen<'_>) {
    words(head, &[pen.word(body)], page, ui, pen);
}

/// A heading and lines in the middle of the window.
fn words(head: Say, lines: &[&str], page: Rect, ui: &mut Ui, pen: &Pen<'_>) {
    let middle = Rect::from_center_size(page.center(), vec2(page.width(), page.height() / 2.0));
    area(ui, "words", middle, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(20.0);
            line(ui, pen.word(head), theme::bold(34.0), false);
            ui.add_space(16.0);
            for text in lines {
                line(ui, text, large(), false);
                ui.add_space(8.0);
            }
        });
    });
}

/// Left the person, right how they are reached and what they consent to.
fn registration_of(counter: &Counter, page: Rect, ui: &mut Ui, pen: &mut Pen<'_>) {
    let (left, right) = page.split_left_right_at_fraction(0.47);
    area(ui, "person", left.shrink2(vec2(12.0, 0.0)), |ui| {
        heading(ui, said::YOURS, pen);
        person(counter, ui, pen);
        ui.add_space(10.0);
        line(ui, pen.word(said::CHECK), large(), true);
    });
    area(ui, "consent", right.shrink2(vec2(12.0, 0.0)), |ui| {
        heading(ui, said::REACHED, pen);
        reached(counter, ui, pen);
        ui.add_space(14.0);
        heading(ui, said::CONSENT, pen);
        line(ui, pen.word(said::NOTHING_TICKED), theme::body(), true);
        ui.add_space(8.0);
        consent(counter, ui, pen);
    });
}

fn person(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    let Some(read) = &counter.card.read else {
        return;
    };
    let facts = &read.facts;
    texture::picture(
        ui,
        (read.face.as_ref(), Outline::Face),
        vec2(126.0, 166.0),
        pen.word(screen::CHIP_PORTRAIT),
    );
    ui.add_space(8.0);
    let name = facts.name.as_deref().unwrap_or("–");
    line(ui, name, theme::bold(28.0), false);
    ui.add_space(6.0);
    let born = facts.date_of_birth.as_deref().map(format::iso_date);
    let number = facts.number.as_deref().map(format::grouped);
    for (caption, value) in [
        (screen::NUMBER, number),
        (screen::BIRTH, born),
        (screen::RESIDENCE, facts.residence.clone()),
    ] {
        line(ui, pen.word(caption), theme::body(), true);
        line(ui, value.as_deref().unwrap_or("–"), large(), false);
        ui.add_space(4.0);
    }
}

/// The phone number in groups, to be read back.
fn reached(counter: &Counter, ui: &mut Ui, pen: &Pen<'_>) {
    let contact = &counter.draft.contact;
    let phone = match PhoneNumber::parse(&contact.phone) {
        Ok(number) => number.spoken(),
        Err(_) => contact.phone.clone(),
    };
    for (caption, value) in [(screen::PHONE, &phone), (screen::EMAIL, &contact.email)] {
        let value = match value.trim() {
            "" => pen.word(said::NOT_GIVEN),
            value => value,
        };
        line(ui, pen.word(caption), theme::body(), true);
        line(ui, value, theme::bold(24.0), false);
        ui.add_space(4.0);
    }
}

/// The same four boxes that the officer has, large; none ticked beforehand.
fn consent(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let given = counter.draft.consent.as_ref();
    for point in CONSENT_POINTS {
        let ticked = given.is_some_and(|consent| consent.points.contains(&point));
        let text = pen.word(registration::consent(point));
        let touched = Tick {
            shown: text,
            name: text,
            ticked,
            enabled: counter.phase == Phase::Editing,
        }
        .show_large(ui);
        if touched {
            pen.send(Msg::Consent {
                point,
                given: !ticked,
            });
        }
        ui.add_space(8.0);
    }
}

fn heading(ui: &mut Ui, text: Say, pen: &Pen<'_>) {
    line(ui, pen.word(text), theme::bold(22.0), false);
    ui.add_space(6.0);
}

fn line(ui: &mut Ui, text: &str, font: FontId, soft: bool) {
    let palette = theme::palette(ui);
    let ink = if soft { palette.soft } else { palette.ink };
    ui.add(Label::new(RichText::new(text).font(font).color(ink)).wrap());
}

fn large() -> FontId {
    FontId::proportional(20.0)
}
