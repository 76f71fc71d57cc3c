//! The keyboard: the same keys everywhere, printed on the buttons.

use dossier::consent::{CONSENT_POINTS, ConsentPoint};
use dossier::contact::{EmailAddress, PhoneNumber};
use dossier::decision::RefusalReason;
use dossier::relying::SharedField;
use egui::{Context, Event, Key};

use super::{Pen, focus, tester};
use crate::model::appearance::SizeChange;
use crate::model::approver::{Desk, Question};
use crate::model::bank::Likeness;
use crate::model::inspection::Inspect;
use crate::model::{Approver, Bank, Counter, Model, Screen};
use crate::msg::Msg;
use crate::subject::{KINDS, SubjectChoice};
use focus::TextField;

/// Reads the keys of this frame, each press in its turn: a slow frame holds several.
pub(crate) fn read(model: &Model, ctx: &Context, pen: &mut Pen<'_>) {
    for change in size_changes(ctx) {
        pen.send(Msg::TextSize(change));
    }
    let mut hands = Hands {
        typing: focus::typing(ctx),
        on_a_control: focus::on_a_control(ctx),
        list_open: egui::Popup::is_any_open(ctx),
        turned: Vec::new(),
        agreed: Vec::new(),
    };
    for press in presses(ctx) {
        if let Some(msg) = hands.meaning(model, press) {
            pen.send(msg);
        }
    }
}

/// One key going down. A held key repeats, which only moving through a list wants.
#[derive(Clone, Copy)]
struct Press {
    key: Key,
    repeat: bool,
}

/// Not consumed: the field that has the keyboard must see them too.
fn presses(ctx: &Context) -> Vec<Press> {
    let press = |event: &Event| match event {
        Event::Key {
            key,
            pressed: true,
            repeat,
            modifiers,
            ..
        } if !(modifiers.alt || modifiers.ctrl || modifiers.command) => Some(Press {
            key: *key,
            repeat: *repeat,
        }),
        _ => None,
    };
    ctx.input(|input| input.events.iter().filter_map(press).collect())
}

/// Ctrl with +, - and 0, on the letters' part of the keyboard and beside it.
fn size_changes(ctx: &Context) -> Vec<SizeChange> {
    let change = |event: &Event| match event {
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } if modifiers.command && !modifiers.alt => match key {
            Key::Plus | Key::Equals => Some(SizeChange::Larger),
            Key::Minus => Some(SizeChange::Smaller),
            Key::Num0 => Some(SizeChange::Usual),
            _ => None,
        },
        _ => None,
    };
    ctx.input(|input| input.events.iter().filter_map(change).collect())
}

/// What has the keyboard, and what earlier presses of the frame changed that the model cannot show yet.
struct Hands {
    typing: Option<TextField>,
    on_a_control: bool,
    list_open: bool,
    /// The points of the consent that were ticked or unticked an odd number of times.
    turned: Vec<ConsentPoint>,
    /// The same of the fields that a customer agrees to.
    agreed: Vec<SharedField>,
}

impl Hands {
    fn meaning(&mut self, model: &Model, press: Press) -> Option<Msg> {
        match (press.key, press.repeat) {
            // The open list closes with it.
            (Key::Escape, _) if self.list_open => None,
            (Key::F11, false) => Some(Msg::NextTheme),
            (Key::F1, false) if matches!(model.screen, Screen::Counter(_)) => {
                Some(Msg::CitizenWindow)
            }
            (Key::Enter, false) => self.enter(model),
            (key, repeat) => match &model.screen {
                Screen::SignIn(_) => None,
                Screen::Counter(_) if repeat => None,
                Screen::Counter(counter) => counter_key(key).or_else(|| match counter.exception {
                    Some(_) => self.exception_reason(counter, key),
                    None if counter.subject_open => self.kind(key),
                    None => self.tick(counter, key),
                }),
                Screen::Approver(approver) => self.approver_key(approver, press),
                Screen::Bank(_) if repeat => None,
                Screen::Bank(bank) => self.bank_key(bank, key),
                Screen::Tester(tester) => {
                    let typing = self.typing.is_some();
                    tester::keys::meaning(tester, key, self.digit(key), typing)
                }
            },
        }
    }

    /// Enter is the one next action; in the contact fields it ends the field and does nothing else.
    fn enter(&mut self, model: &Model) -> Option<Msg> {
        if let Screen::Counter(counter) = &model.screen
            && counter.exception.is_some()
        {
            return (!self.on_a_control).then_some(Msg::ConfirmException);
        }
        if let Screen::Approver(approver) = &model.screen
            && let Desk::Open(case) = &approver.desk
            && case.inspection.is_some()
        {
            return (!self.on_a_control).then_some(Msg::Inspect(Inspect::Toggle));
        }
        if let Screen::Bank(bank) = &model.screen
            && self.typing == Some(TextField::Consent)
            && !bank.consent_text.trim().is_empty()
        {
            return Some(Msg::ConsentEntered);
        }
        if let Screen::Counter(counter) = &model.screen
            && counter.subject_open
        {
            let done = counter.draft.subject.gaps().is_empty();
            return (done && !self.on_a_control).then_some(Msg::SubjectSheet);
        }
        if let (Screen::Counter(counter), Some(field)) = (&model.screen, self.typing)
            && let Some(after) = after_contact(counter, field)
        {
            self.typing = after;
            return None;
        }
        (!self.on_a_control).then_some(Msg::Next)
    }

    fn exception_reason(&self, counter: &Counter, key: Key) -> Option<Msg> {
        let reasons = counter.draft.finger_work.reasons();
        let reason = reasons.get(self.digit(key)?)?;
        Some(Msg::ExceptionReasonChosen(*reason))
    }

    fn kind(&self, key: Key) -> Option<Msg> {
        let kind = *KINDS.get(self.digit(key)?)?;
        Some(Msg::SubjectChosen(SubjectChoice::Kind(kind)))
    }

    fn tick(&mut self, counter: &Counter, key: Key) -> Option<Msg> {
        let point = *CONSENT_POINTS.get(self.digit(key)?)?;
        let given = counter
            .draft
            .consent
            .as_ref()
            .is_some_and(|consent| consent.points.contains(&point));
        let turned = turn(&mut self.turned, point);
        Some(Msg::Consent {
            point,
            given: given == turned,
        })
    }

    fn bank_key(&mut self, bank: &Bank, key: Key) -> Option<Msg> {
        Some(match key {
            Key::F2 => Msg::ReadCard,
            Key::F3 => Msg::PersonCompared(Likeness::Same),
            Key::F4 => Msg::PersonCompared(Likeness::Other),
            Key::F9 => Msg::EndCustomer,
            Key::F12 => Msg::SignOut,
            Key::Escape => Msg::Cancel,
            _ => {
                let field = *SharedField::ALL.get(self.digit(key)?)?;
                let turned = turn(&mut self.agreed, field);
                let given = bank.agreed.contains(&field) == turned;
                Msg::FieldAgreed { field, given }
            }
        })
    }

    fn approver_key(&self, approver: &Approver, press: Press) -> Option<Msg> {
        match press.key {
            Key::F5 if !press.repeat => return Some(Msg::Refresh),
            Key::F12 if !press.repeat => return Some(Msg::SignOut),
            Key::Escape if !press.repeat => return Some(escape(approver)),
            _ if self.typing.is_some() => return None,
            _ => {}
        }
        if let Desk::Open(case) = &approver.desk {
            if case.inspection.is_some() {
                return inspecting(press.key).map(Msg::Inspect);
            }
            return match press.key {
                _ if press.repeat => None,
                Key::Z => Some(Msg::Inspect(Inspect::Toggle)),
                Key::A => Some(Msg::Approve),
                Key::D => Some(Msg::Answered(Question::Data)),
                Key::F => Some(Msg::Answered(Question::Portrait)),
                Key::V => Some(Msg::Answered(Question::Fingerprint)),
                key => RefusalReason::OFFERED
                    .get(self.digit(key)?)
                    .map(|reason| Msg::ReasonChosen(*reason)),
            };
        }
        match press.key {
            Key::J | Key::ArrowDown => Some(Msg::Move(1)),
            Key::K | Key::ArrowUp => Some(Msg::Move(-1)),
            _ => None,
        }
    }

    /// The place in a list that a digit names, which it does only while nothing is typed.
    fn digit(&self, key: Key) -> Option<usize> {
        if self.typing.is_some() {
            return None;
        }
        DIGITS.iter().position(|digit| *digit == key)
    }
}

fn inspecting(key: Key) -> Option<Inspect> {
    Some(match key {
        Key::Z => Inspect::Toggle,
        Key::O => Inspect::OtherWay,
        Key::Plus | Key::Equals | Key::ArrowUp => Inspect::Zoom(1),
        Key::Minus | Key::ArrowDown => Inspect::Zoom(-1),
        Key::ArrowLeft => Inspect::Blend(-1),
        Key::ArrowRight => Inspect::Blend(1),
        _ => return None,
    })
}

/// Notes one more press; whether there was an odd number before.
fn turn<T: Copy + PartialEq>(turned: &mut Vec<T>, one: T) -> bool {
    let odd = turned.contains(&one);
    if odd {
        turned.retain(|other| *other != one);
    } else {
        turned.push(one);
    }
    odd
}

fn counter_key(key: Key) -> Option<Msg> {
    match key {
        Key::F2 => Some(Msg::ReadCard),
        Key::F3 => Some(Msg::CapturePortrait),
        Key::F4 => Some(Msg::CaptureFingerprint),
        Key::F5 => Some(Msg::Refresh),
        Key::F6 => Some(Msg::PortraitDetails),
        Key::F7 => Some(Msg::Print(None)),
        Key::F8 => Some(Msg::FingerException),
        Key::F9 => Some(Msg::Submit),
        Key::F10 => Some(Msg::SubjectSheet),
        Key::F12 => Some(Msg::SignOut),
        Key::Escape => Some(Msg::Cancel),
        _ => None,
    }
}

/// Which field has the keyboard after Enter in a contact field; nothing where Enter is not the field's.
fn after_contact(counter: &Counter, field: TextField) -> Option<Option<TextField>> {
    let contact = &counter.draft.contact;
    match field {
        TextField::Phone if contact.phone.is_empty() => None,
        TextField::Phone if phone_is_complete(&contact.phone) => Some(Some(TextField::Email)),
        TextField::Email if email_is_complete(&contact.email) => Some(None),
        TextField::Phone | TextField::Email => Some(Some(field)),
        _ => None,
    }
}

/// Whether Enter leaves the phone field.
pub(crate) fn phone_is_complete(text: &str) -> bool {
    PhoneNumber::parse(text).is_ok()
}

/// Whether Enter leaves the e-mail field: it may stay empty.
pub(crate) fn email_is_complete(text: &str) -> bool {
    text.trim().is_empty() || EmailAddress::parse(text).is_ok()
}

fn escape(approver: &Approver) -> Msg {
    match (&approver.desk, approver.problem) {
        (Desk::Open(case), _) if case.inspection.is_some() => Msg::Inspect(Inspect::Toggle),
        (Desk::Open(_), None) => Msg::CloseCase,
        _ => Msg::Cancel,
    }
}

/// 1 to 9, then 0: the order of a list of ten.
const DIGITS: [Key; 10] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
    Key::Num0,
];
