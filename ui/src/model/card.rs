//! The card pane: what the reader does, what was read, and where sources contradict each other.

use std::collections::BTreeMap;

use dossier::facts::CitizenFacts;
use reader::channel::Traffic;
use reader::files::FileId;
use reader::read_out::TerminalAuthorisation;
use reader::reading::ReadStep;
use reader::verdict::{Assessment, Check, Mismatch, Verdict};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::Picture;
use crate::event::SessionId;
use crate::problem::Problem;

/// The card pane.
#[derive(Default)]
pub struct CardPane {
    /// The field's text.
    pub text: Zeroizing<String>,
    /// What is going on.
    pub activity: CardActivity,
    /// What went wrong last.
    pub problem: Option<Problem>,
    /// The checks of a reading that ended early.
    pub unread: Option<Box<Assessment>>,
    /// The card of the draft.
    pub read: Option<Box<ShownCard>>,
}

/// What the reader or the scanner is doing.
#[derive(Default)]
pub enum CardActivity {
    /// Nothing.
    #[default]
    Idle,
    /// The scanner is waited for.
    Scanning(SessionId),
    /// The card is being read.
    Reading(Progress),
}

/// How far a reading is.
pub struct Progress {
    /// The reading.
    pub session: SessionId,
    /// Its step.
    pub step: ReadStep,
    /// The file that grows, its bytes so far and, once known, all of them.
    pub file: Option<(FileId, usize, Option<usize>)>,
    /// When it began.
    pub since: OffsetDateTime,
    /// Where the card is.
    pub place: CardPlace,
    /// Who the card says to be; nobody has checked it.
    pub seen: Option<Box<SeenCitizen>>,
}

/// Where the card is during a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPlace {
    /// On the reader.
    OnReader,
    /// Lifted; it is waited for.
    Lifted,
}

/// Who a card says to be while it is read. Leaves the screen with the reading.
pub struct SeenCitizen {
    /// What it says.
    pub facts: CitizenFacts,
    /// The chip's portrait, once it is in.
    pub face: Option<Picture>,
}

/// A card that was read and assessed.
pub struct ShownCard {
    /// What it says.
    pub facts: CitizenFacts,
    /// What the checks conclude.
    pub verdict: Verdict,
    /// The checks.
    pub checks: Vec<Check>,
    /// Whether the chip opened its fingerprints.
    pub terminal: TerminalAuthorisation,
    /// The chip's portrait.
    pub face: Option<Picture>,
    /// Where two sources say different things, the gravest first.
    pub differences: Vec<Mismatch>,
    /// What the reading cost.
    pub traffic: Traffic,
    /// Milliseconds by step.
    pub elapsed_ms: BTreeMap<&'static str, u64>,
}

impl CardPane {
    /// The reading under way, when its name is this one.
    pub(crate) fn reading(&mut self, session: SessionId) -> Option<&mut Progress> {
        match &mut self.activity {
            CardActivity::Reading(progress) if progress.session == session => Some(progress),
            _ => None,
        }
    }
}
