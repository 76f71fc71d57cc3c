//! Drawing. The model is only read; what a person does becomes messages.

use capture::scanner::wedge::Recognise;
use dossier::consent::Language;
use egui::{Rect, Ui, UiBuilder};
use time::OffsetDateTime;

use crate::model::approver::Desk;
use crate::model::{Model, Screen};
use crate::msg::Msg;
use crate::problem::Problem;
use crate::subject::SubjectField;
use crate::text::{Say, problem::advice};
use crate::theme::{self, Tone};

mod approver;
mod bank;
mod bank_answer;
mod bank_consent;
mod bank_person;
mod bars;
mod capture_pane;
mod card_pane;
mod case;
mod case_portrait;
mod case_sources;
mod case_subject;
mod checks;
mod choice;
mod citizen;
mod consent_pane;
mod contact_pane;
mod counter;
mod decision;
mod exception_pane;
mod face_advice;
mod facts;
mod field;
mod finger_pane;
mod focus;
mod format;
mod icon;
mod inspection;
mod keys;
mod pane;
mod portrait_pane;
mod queue;
mod sign_in;
mod small_window;
mod subject_sheet;
mod submissions;
mod tester;
mod texture;
mod tick;
mod under_way;
mod upkeep;
mod wedge;
mod widget;

pub use citizen::citizen;
use focus::TextField;

/// Draws the model and collects what the person did.
pub fn view(model: &Model, ui: &mut Ui, out: &mut Vec<Msg>) {
    let mut pen = Pen {
        language: model.language,
        now: model.now,
        out,
    };
    let recognise = match &model.screen {
        Screen::SignIn(_) => Recognise::CodesOnly,
        // A password may be typed as fast as a scanner types.
        Screen::Counter(counter) if counter.exception.is_some() => Recognise::CodesOnly,
        Screen::Counter(_) | Screen::Approver(_) | Screen::Bank(_) | Screen::Tester(_) => {
            Recognise::CodesAndPace
        }
    };
    theme::apply(ui.ctx(), model.appearance);
    if is_attended(ui.ctx(), model) {
        pen.send(Msg::Attended);
    }
    wedge::filter(ui.ctx(), recognise, &mut pen);
    keys::read(model, ui.ctx(), &mut pen);
    let ui = &mut whole_window(ui, "window");
    focus::forget_all_but(ui.ctx(), &fields_of(&model.screen));
    small_window::show(ui, |ui| work_place(model, ui, &mut pen));
    texture::forget_unused(ui.ctx());
}

/// The whole window, whatever margin the shell's panel has.
fn whole_window(ui: &mut Ui, name: &str) -> Ui {
    let screen = ui.ctx().content_rect();
    let mut ui = ui.new_child(UiBuilder::new().id_salt(name).max_rect(screen));
    ui.set_clip_rect(screen);
    ui.set_style(ui.ctx().global_style());
    ui.painter()
        .rect_filled(screen, 0, theme::palette(&ui).ground);
    ui
}

fn work_place(model: &Model, ui: &mut Ui, pen: &mut Pen<'_>) {
    match &model.screen {
        Screen::SignIn(form) => sign_in::show(model, form, ui, pen),
        Screen::Counter(counter) => {
            let work = bars::around(model, &counter.who, ui, pen);
            counter::show(counter, ui, work, pen);
        }
        Screen::Approver(approver) => {
            let work = bars::around(model, &approver.who, ui, pen);
            approver::show(approver, ui, work, pen);
        }
        Screen::Bank(bank) => {
            let work = bars::around(model, &bank.who, ui, pen);
            bank::show(bank, ui, work, pen);
        }
        Screen::Tester(tester) => {
            let work = bars::around(model, &tester.who, ui, pen);
            tester::show(tester, ui, work, pen);
        }
    }
}

/// Whether somebody moves or types, told once a second: a window that was only uncovered is not attended.
fn is_attended(ctx: &egui::Context, model: &Model) -> bool {
    let by_hand = |event: &egui::Event| {
        use egui::Event as E;
        matches!(
            event,
            E::Key { .. }
                | E::Text(_)
                | E::Paste(_)
                | E::PointerMoved(_)
                | E::PointerButton { .. }
                | E::MouseWheel { .. }
                | E::Touch { .. }
        )
    };
    let told = model.now - model.last_attended < time::Duration::SECOND;
    !told && ctx.input(|input| input.events.iter().any(by_hand))
}

/// The fields of a screen. Those of the others shall not remember what was typed into them.
fn fields_of(screen: &Screen) -> Vec<TextField> {
    use TextField as F;
    match screen {
        Screen::SignIn(_) => vec![F::Officer, F::Password, F::Code],
        Screen::Counter(counter) => {
            let mut fields = vec![F::Card, F::Phone, F::Email];
            if counter.exception.is_some() {
                // The second person's.
                fields.extend([F::Officer, F::Password, F::Code]);
            }
            if counter.subject_open {
                fields.extend(SubjectField::all().map(F::Subject));
            }
            fields
        }
        Screen::Approver(approver) => match approver.desk {
            Desk::Open(_) => vec![F::Note],
            _ => Vec::new(),
        },
        Screen::Bank(_) => vec![F::Card, F::Consent],
        Screen::Tester(_) => vec![F::Card],
    }
}

/// What every part of the drawing needs.
pub(crate) struct Pen<'a> {
    pub(crate) language: Language,
    pub(crate) now: OffsetDateTime,
    out: &'a mut Vec<Msg>,
}

impl Pen<'_> {
    /// A word in the screen's language.
    pub(crate) fn word(&self, say: Say) -> &'static str {
        say.by(self.language)
    }

    pub(crate) fn send(&mut self, msg: Msg) {
        self.out.push(msg);
    }
}

/// A problem with its code, in its colour.
pub(crate) fn notice_of(problem: Problem, ui: &mut Ui, pen: &Pen<'_>) {
    let sentence = advice(problem).sentence(pen.language);
    widget::notice(ui, Tone::Bad, icon::Icon::Warn, problem.code(), &sentence);
}

/// Draws into a fixed part of the screen and never beyond it.
pub(crate) fn area<R>(ui: &mut Ui, name: &str, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = egui::Layout::top_down(egui::Align::Min);
    let builder = UiBuilder::new().id_salt(name).max_rect(rect).layout(layout);
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(rect.expand(3.0));
    add(&mut child)
}
