//! Where the keyboard goes: the fields' names, and moving to the next one when its turn comes.

use egui::widgets::text_edit::TextEditState;
use egui::{Context, Id, TextEdit};
use uuid::Uuid;

use capture::fingerprint::exception::ExceptionReason;
use dossier::subject::SubjectKind;

use crate::event::SessionId;
use crate::model::bank::{Bank, Step};
use crate::model::counter::{Counter, ExceptionForm, Pane};
use crate::model::tester::{Tab, Tester};
use crate::subject::{SubjectField, rows};

/// A text field. Its name stays the same in every language and layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextField {
    Officer,
    Password,
    Code,
    Card,
    Phone,
    Email,
    Note,
    Consent,
    Subject(SubjectField),
}

impl TextField {
    fn all() -> impl Iterator<Item = Self> {
        let single = [
            Self::Officer,
            Self::Password,
            Self::Code,
            Self::Card,
            Self::Phone,
            Self::Email,
            Self::Note,
            Self::Consent,
        ];
        let subject = SubjectField::all().map(Self::Subject);
        single.into_iter().chain(subject)
    }

    pub(crate) fn id(self) -> Id {
        Id::unique(("text field", self))
    }
}

/// The text field that has the keyboard.
pub(crate) fn typing(ctx: &Context) -> Option<TextField> {
    let focused = ctx.memory(|memory| memory.focused())?;
    TextField::all().find(|field| field.id() == focused)
}

/// Whether a button, a box or a list has the keyboard, so that Enter and Space belong to it.
pub(crate) fn on_a_control(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.focused()).is_some() && typing(ctx).is_none()
}

/// Gives the keyboard to a field.
pub(crate) fn give(ctx: &Context, field: TextField) {
    ctx.memory_mut(|memory| memory.request_focus(field.id()));
}

/// Takes from fields that are not shown, or that have a new owner, what "undo" would bring back.
pub(crate) fn forget_typed(ctx: &Context, fields: &[TextField]) {
    for field in fields {
        TextEdit::store_state(ctx, field.id(), TextEditState::default());
    }
}

/// The same of every field but these.
pub(crate) fn forget_all_but(ctx: &Context, shown: &[TextField]) {
    let others: Vec<_> = TextField::all()
        .filter(|field| !shown.contains(field))
        .collect();
    forget_typed(ctx, &others);
}

/// While reasons are asked for no field has the keyboard; once one is chosen, the first that is to be typed has it.
pub(crate) fn when_asked(ctx: &Context, form: &ExceptionForm) {
    let second = &form.second;
    let key = Id::unique("reason of the exception");
    let asked = (form.finger.position(), form.reason, second.code.is_some());
    let before = ctx.data(|data| data.get_temp::<(u8, Option<ExceptionReason>, bool)>(key));
    let is_new = before != Some(asked);
    ctx.data_mut(|data| data.insert_temp(key, asked));
    let left = typing(ctx).is_none() && !on_a_control(ctx);
    match (form.reason, typing(ctx)) {
        (Some(_), _) if second.busy => {}
        (Some(_), _) if is_new || left => give(
            ctx,
            match &second.code {
                Some(_) => TextField::Code,
                None if second.officer.is_empty() => TextField::Officer,
                None => TextField::Password,
            },
        ),
        // The digits are the reasons' now.
        (None, Some(field)) if is_new => {
            ctx.memory_mut(|memory| memory.surrender_focus(field.id()));
        }
        _ => {}
    }
}

/// Moves the keyboard when another pane's turn has come, and only then.
pub(crate) fn follow(ctx: &Context, counter: &Counter) {
    let turn = (counter.draft.id, counter.next_pane());
    let key = Id::unique("pane in turn");
    let before = ctx.data(|data| data.get_temp::<(Uuid, Option<Pane>)>(key));
    if before == Some(turn) {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(key, turn));
    if before.is_none_or(|(draft, _)| draft != counter.draft.id) {
        forget_typed(ctx, &[TextField::Card, TextField::Phone, TextField::Email]);
    }
    match (turn.1, typing(ctx)) {
        _ if counter.exception.is_some() || counter.subject_open => {}
        (Some(Pane::Card), _) => give(ctx, TextField::Card),
        // Whoever types an address is not called back to the number.
        (_, Some(TextField::Phone | TextField::Email)) => {}
        (Some(Pane::Contact), _) => give(ctx, TextField::Phone),
        (_, Some(field)) => ctx.memory_mut(|memory| memory.surrender_focus(field.id())),
        (_, None) => {}
    }
}

/// The first field of the form that says who registers has the keyboard when the form is opened or becomes another.
pub(crate) fn follow_subject(ctx: &Context, counter: &Counter) {
    let key = Id::unique("form of the subject");
    let shown = counter.subject_open.then_some(counter.subject.kind);
    let before = ctx.data(|data| data.get_temp::<Option<SubjectKind>>(key));
    if before == Some(shown) {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(key, shown));
    let first = rows(&counter.subject).into_iter().find_map(|row| {
        let fields = row.fields();
        fields.first().copied()
    });
    match (shown, first, typing(ctx)) {
        (Some(SubjectKind::Citizen), _, Some(field)) => {
            ctx.memory_mut(|memory| memory.surrender_focus(field.id()));
        }
        (Some(SubjectKind::Citizen), ..) => {}
        (Some(_), Some(first), _) => give(ctx, TextField::Subject(first)),
        (None, _, Some(TextField::Subject(field))) => {
            let id = TextField::Subject(field).id();
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        _ => {}
    }
}

/// The table of cards has a field, and the keyboard is in it when the table is opened.
pub(crate) fn follow_tester(ctx: &Context, tester: &Tester) {
    let key = Id::unique("table of the tester");
    let before = ctx.data(|data| data.get_temp::<Tab>(key));
    if before == Some(tester.tab) {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(key, tester.tab));
    match (tester.tab, typing(ctx)) {
        (Tab::Card, _) => give(ctx, TextField::Card),
        (_, Some(field)) => ctx.memory_mut(|memory| memory.surrender_focus(field.id())),
        (_, None) => {}
    }
}

/// The same at a bank's desk: a field for the card, a field for the consent, and the keys for all else.
pub(crate) fn follow_customer(ctx: &Context, bank: &Bank) {
    // A wait for the scanner begins with Enter, which takes the keyboard from the field.
    let turn = (bank.customer, bank.step(), bank.consent_scan);
    let key = Id::unique("step in turn");
    let before = ctx.data(|data| data.get_temp::<(u64, Step, Option<SessionId>)>(key));
    if before == Some(turn) {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(key, turn));
    if before.is_none_or(|(customer, ..)| customer != bank.customer) {
        forget_typed(ctx, &[TextField::Card, TextField::Consent]);
    }
    match (turn.1, typing(ctx)) {
        (Step::Card, _) => give(ctx, TextField::Card),
        (Step::Consent, _) => give(ctx, TextField::Consent),
        (_, Some(field)) => ctx.memory_mut(|memory| memory.surrender_focus(field.id())),
        (_, None) => {}
    }
}
