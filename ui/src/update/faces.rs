//! The comparison of both portraits by the operator's model, where there is one.

use dossier::portrait::{FaceComparison, ModelComparison};
use reader::files::DataGroupNumber;

use super::{Turn, counter::changed};
use crate::effect::Effect;
use crate::event::SessionId;
use crate::model::Counter;
use crate::model::counter::Phase;

/// One of the portraits is another: what was said of the old pair goes, and the new pair is compared.
pub(super) fn compare(counter: &mut Counter, turn: &mut Turn<'_>) {
    counter.draft.portrait_work.comparison = FaceComparison::Officer;
    counter.faces = None;
    let reading = counter.draft.reading.as_ref();
    let chip = reading.and_then(|reading| reading.read_out.files.data_group(DataGroupNumber::FACE));
    let (Some(chip), Some(portrait)) = (chip, &counter.draft.portrait) else {
        return;
    };
    if turn.compares_faces {
        let session = turn.names.session();
        turn.effects.push(Effect::CompareFaces {
            session,
            chip: chip.to_vec(),
            live: portrait.bytes.clone(),
        });
        counter.faces = Some(session);
    }
}

/// Takes the answer about the pair that was asked last; a file that is being sealed does not change any more.
pub(super) fn compared(
    counter: &mut Counter,
    (session, comparison): (SessionId, Box<ModelComparison>),
    turn: &mut Turn<'_>,
) {
    if counter.faces == Some(session) {
        counter.faces = None;
        if counter.phase == Phase::Editing {
            counter.draft.portrait_work.comparison = FaceComparison::Model(comparison);
            changed(counter, &mut turn.effects);
        }
    }
}
