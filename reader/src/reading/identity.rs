//! Who the citizen says to be, as soon as DG1 and DG13 are in. ICAO Doc 9303-10 §4.7.1, §4.7.13.

use super::ReadEvent;
use crate::files::{DataGroupNumber, FileId};
use crate::passive::{self, Document, PassiveDocument, Unverified};
use crate::read_out::ReadOut;
use crate::trust::{ReferenceTime, TrustAnchors};

/// Takes the identity out of the events of a reading, to be shown while the portrait still comes.
///
/// Nothing of it is verified: the verdict over the whole reading is what counts.
#[derive(Default)]
pub struct IdentityWatch {
    seen: ReadOut,
}

impl IdentityWatch {
    /// What is known after this event: first what the MRZ says, then the details of DG13 too.
    /// Nothing when the event brought neither.
    pub fn observe(&mut self, event: &ReadEvent<'_>) -> Option<Box<Unverified<Document>>> {
        let ReadEvent::FileDone { file, bytes } = event else {
            return None;
        };
        let FileId::DataGroup(DataGroupNumber::MRZ | DataGroupNumber::DETAILS) = file else {
            return None;
        };
        self.seen.files.insert(*file, bytes.to_vec());
        // Without EF.SOD there is nothing that these files could be verified with.
        let nobody = TrustAnchors::default();
        let at = ReferenceTime(time::OffsetDateTime::UNIX_EPOCH);
        match passive::authenticate(&self.seen, &nobody, at).document {
            PassiveDocument::Unverified(document) => Some(document),
            PassiveDocument::Verified(_) | PassiveDocument::Unreadable => None,
        }
    }
}
