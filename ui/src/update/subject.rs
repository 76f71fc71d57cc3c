//! Who registers: the form beside the card, and what of it goes into the file.

use zeroize::Zeroizing;

use super::{Turn, counter::changed};
use crate::model::Counter;
use crate::subject::{SubjectChoice, SubjectField};

/// F10: opens the form, or closes it.
pub(super) fn toggle(counter: &mut Counter) {
    counter.subject_open = !counter.subject_open;
}

pub(super) fn typed(
    counter: &mut Counter,
    (field, text): (SubjectField, Zeroizing<String>),
    turn: &mut Turn<'_>,
) {
    counter.subject.typed(field, text);
    write(counter, turn);
}

pub(super) fn chosen(counter: &mut Counter, choice: SubjectChoice, turn: &mut Turn<'_>) {
    counter.subject.chosen(choice);
    write(counter, turn);
}

fn write(counter: &mut Counter, turn: &mut Turn<'_>) {
    counter.subject.write(&mut counter.draft);
    changed(counter, &mut turn.effects);
}
