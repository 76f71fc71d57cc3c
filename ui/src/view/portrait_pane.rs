//! The portrait pane: what the camera sees with one hint, then the portrait that was taken.

use capture::portrait::NotChecked;
use capture::quality::Standing;
use dossier::portrait::{PortraitAssessment, PortraitComponent, PortraitStanding};
use egui::{ScrollArea, Ui, vec2};

use super::capture_pane::{button, soft, told};
use super::icon::Icon;
use super::texture::{self, Outline};
use super::widget::{self, Action};
use super::{Pen, face_advice, format};
use crate::model::Counter;
use crate::model::counter::{CaptureActivity, Pane};
use crate::msg::Msg;
use crate::text::{portrait as words, registration, screen};
use crate::theme::Tone;

pub(crate) fn show(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let nothing_seen = counter.camera.live.is_none() && counter.portrait.picture.is_none();
    let problem = counter.portrait.problem.or(counter.camera.problem);
    if nothing_seen && problem.is_some() {
        return beside(counter, ui, pen);
    }
    let height = ui.available_height().min(212.0);
    ui.horizontal_top(|ui| {
        picture(counter, ui, height, pen);
        ui.vertical(|ui| beside(counter, ui, pen));
    });
}

fn picture(counter: &Counter, ui: &mut Ui, height: f32, pen: &Pen<'_>) {
    let size = vec2(height * 0.75, height);
    match &counter.camera.live {
        Some(live) if counter.wants_camera() => {
            let good = live.assessment.objections().next().is_none();
            let tone = if good { Tone::Good } else { Tone::Watch };
            let oval = live.oval.map(|oval| (oval, tone));
            let label = pen.word(screen::CAMERA_VIEW);
            texture::live(ui, (&live.picture, oval), size, label);
        }
        _ => {
            let taken = (counter.portrait.picture.as_ref(), Outline::Face);
            texture::picture(ui, taken, size, pen.word(screen::LIVE_PORTRAIT));
        }
    }
}

fn beside(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let pane = &counter.portrait;
    let standing = counter.portrait_standing();
    let kept = matches!(
        standing,
        PortraitStanding::Passed | PortraitStanding::Exhausted
    );
    let label = match standing {
        PortraitStanding::Open => screen::CAPTURE_PORTRAIT,
        _ => screen::RETAKE_PORTRAIT,
    };
    let next = counter.next_pane() == Some(Pane::Portrait);
    if button(ui, pane, (label, "F3"), next && !kept, pen) {
        pen.send(Msg::CapturePortrait);
    }
    if counter.camera.details {
        return details(counter, ui, pen);
    }
    if kept {
        watched(counter, next, ui, pen);
    }
    ScrollArea::vertical().id_salt("portrait").show(ui, |ui| {
        match (pane.activity, pane.problem.or(counter.camera.problem)) {
            (CaptureActivity::Idle, Some(problem)) if !kept || pane.problem.is_some() => {
                told(problem, ui, pen);
            }
            (CaptureActivity::Idle, _) => state(counter, standing, ui, pen),
            _ => widget::progress(ui, 0.3, pen.word(screen::CAPTURING_PORTRAIT)),
        }
    });
}

/// What the last try came to, then the one hint for the next.
fn state(counter: &Counter, standing: PortraitStanding, ui: &mut Ui, pen: &mut Pen<'_>) {
    if let Some(refused) = &counter.camera.refused {
        let why = words::refused(standing);
        let text = match first_hint(refused, pen) {
            Some(hint) => format!("{}: {hint}", pen.word(why)),
            None => pen.word(why).to_owned(),
        };
        let tone = match standing {
            PortraitStanding::Passed | PortraitStanding::Exhausted => Tone::Watch,
            PortraitStanding::Open | PortraitStanding::Held { .. } => Tone::Bad,
        };
        widget::line(ui, tone, Icon::Warn, &text);
    }
    match (&counter.draft.portrait, &counter.camera.live) {
        (Some(taken), _) if !counter.wants_camera() => {
            let text = format!(
                "{} · {}/100",
                format::time_of_day(taken.captured_at),
                taken.assessment.score
            );
            widget::line(ui, Tone::Good, Icon::Tick, &text);
            let source = registration::portrait_source(&taken.source);
            soft(ui, source.map_or(&taken.source, |source| pen.word(source)));
            match counter.faces {
                Some(_) => soft(ui, pen.word(screen::FACES_BEING_COMPARED)),
                None => face_advice::show(&counter.draft.portrait_work.comparison, ui, pen),
            }
        }
        (_, Some(live)) => {
            match first_hint(&live.assessment, pen) {
                Some(hint) => widget::notice(ui, Tone::Active, Icon::Arrow, "", hint),
                None => widget::notice(
                    ui,
                    Tone::Good,
                    Icon::Tick,
                    "",
                    pen.word(screen::PORTRAIT_GOOD),
                ),
            }
            not_checked(ui, pen);
        }
        _ => soft(ui, pen.word(screen::PORTRAIT_HINT)),
    }
}

/// The officer's tick, which nothing measured replaces.
fn watched(counter: &Counter, next: bool, ui: &mut Ui, pen: &mut Pen<'_>) {
    let seen = counter.draft.portrait_work.watched.is_some();
    if seen {
        return widget::line(ui, Tone::Good, Icon::Tick, pen.word(screen::PERSON_SEEN));
    }
    let tick = Action {
        label: pen.word(screen::PERSON_SEEN),
        key: "Enter",
        enabled: true,
        primary: next,
        width: ui.available_width(),
    };
    if tick.show(ui) {
        pen.send(Msg::PersonWatched(true));
    }
}

fn first_hint(assessment: &PortraitAssessment, pen: &Pen<'_>) -> Option<&'static str> {
    let (component, standing) = assessment.objections().next()?;
    Some(pen.word(words::hint(component, standing)))
}

fn not_checked(ui: &mut Ui, pen: &mut Pen<'_>) {
    soft(ui, pen.word(screen::PORTRAIT_NOT_CHECKED));
    let more = Action {
        label: pen.word(screen::PORTRAIT_DETAILS),
        key: "F6",
        enabled: true,
        primary: false,
        width: ui.available_width(),
    };
    if more.show(ui) {
        pen.send(Msg::PortraitDetails);
    }
}

/// Everything that is measured, and what is not.
fn details(counter: &Counter, ui: &mut Ui, pen: &mut Pen<'_>) {
    let live = counter.camera.live.as_ref().map(|live| &live.assessment);
    let taken = counter
        .draft
        .portrait
        .as_ref()
        .map(|taken| &taken.assessment);
    let close = Action {
        label: pen.word(screen::PORTRAIT_DETAILS_CLOSE),
        key: "F6",
        enabled: true,
        primary: false,
        width: ui.available_width(),
    };
    if close.show(ui) {
        pen.send(Msg::PortraitDetails);
    }
    ScrollArea::vertical().id_salt("components").show(ui, |ui| {
        let shown = if counter.wants_camera() {
            live.or(taken)
        } else {
            taken
        };
        for component in shown.iter().flat_map(|shown| &shown.components) {
            line(component, ui, pen);
        }
        widget::caption(ui, pen.word(screen::NOT_CHECKED));
        for component in NotChecked::ALL {
            let text = pen.word(words::not_checked(component));
            widget::line(ui, Tone::Quiet, Icon::Dash, text);
        }
    });
}

fn line(component: &PortraitComponent, ui: &mut Ui, pen: &Pen<'_>) {
    let Some(name) = words::named(&component.component) else {
        return;
    };
    let name = pen.word(name);
    match (component.standing(), component.score) {
        (Some((_, standing)), Some(score)) => {
            let (tone, icon) = match standing {
                Standing::Accepted => (Tone::Good, Icon::Tick),
                Standing::TooLow | Standing::TooHigh => (Tone::Watch, Icon::Warn),
            };
            widget::line(ui, tone, icon, &format!("{name} · {score}"));
        }
        _ => {
            let text = format!("{name} · {}", pen.word(screen::NOT_MEASURED));
            widget::line(ui, Tone::Quiet, Icon::Dash, &text);
        }
    }
}
