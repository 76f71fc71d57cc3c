//! A complete registration. It exists only when nothing was missing.

use capture::fingerprint::Finger;
use rules::profile::Intended;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    consent::Consent,
    contact::Contact,
    draft::{FingerprintCapture, MAX_PAPERS, PortraitCapture, Reading},
    fingers::FingerWork,
    portrait::PortraitWork,
    subject::{CounterRecognition, Paper, Subject},
};

/// A sealed registration: made by [`crate::draft::Draft::seal`] or by opening a submission.
#[derive(Clone)]
pub struct Dossier(Sealed);

/// What a dossier holds, in the order of its canonical form.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The draft it came from.
    pub draft: Uuid,
    /// When the draft was begun.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: OffsetDateTime,
    /// When it was sealed.
    #[serde(with = "time::serde::rfc3339")]
    pub sealed_at: OffsetDateTime,
    /// The terminal.
    pub terminal: String,
    /// The officer's session.
    pub session: Uuid,
    /// The officer, as the terminal says.
    pub officer: String,
    /// The policy profile.
    pub profile: String,
    /// The card.
    pub reading: Reading,
    /// The portrait.
    pub portrait: PortraitCapture,
    /// Every try for it, and the officer's tick.
    pub portrait_work: PortraitWork,
    /// The best image of each finger; none only when every finger is excepted.
    pub fingerprints: Vec<FingerprintCapture>,
    /// Every try for them, and the exceptions.
    pub finger_work: FingerWork,
    /// Contact, checked in form.
    pub contact: Contact,
    /// Consent on every point.
    pub consent: Consent,
    /// Whose electronic identity is asked for; left out for a citizen.
    #[serde(
        default = "Subject::citizen",
        skip_serializing_if = "Subject::is_citizen"
    )]
    pub subject: Subject,
    /// Papers whose information is to be integrated; left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub integrate: Vec<Paper>,
    /// The officer's recognition by the card's features; left out when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognition: Option<CounterRecognition>,
}

impl Sealed {
    /// As the rules that it states want them, and no flood of them.
    fn fingers_are_complete(&self) -> bool {
        let work = &self.finger_work;
        let bounded = self.fingerprints.len() <= Finger::ALL.len()
            && work.tries.len() <= MAX_TRIES
            && work.exceptions.len() <= Finger::ALL.len()
            && work.rules.fit(Intended::Trial).is_ok();
        bounded && work.is_complete(&self.fingerprints)
    }
}

/// The canonical form: version first, then the fields in their declared order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload<S> {
    version: u8,
    dossier: S,
}

/// The version of the canonical form.
const VERSION: u8 = 1;
/// Ten fingers with more than ten tries each are no registration.
const MAX_TRIES: usize = 100;

impl Dossier {
    /// Called where completeness was just established, nowhere else.
    pub(crate) fn complete(sealed: Sealed) -> Self {
        Self(sealed)
    }

    /// What it holds.
    #[must_use]
    pub fn sealed(&self) -> &Sealed {
        &self.0
    }

    /// The canonical bytes: JSON without spaces, fields in declared order, files in base64. The same
    /// dossier always gives the same bytes.
    pub(crate) fn payload(&self) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload {
            version: VERSION,
            dossier: &self.0,
        };
        serde_json::to_vec(&payload).ok().map(Zeroizing::new)
    }

    /// The reverse of [`Dossier::payload`]; nothing for bytes that are incomplete or that are not
    /// the one canonical form of what they say.
    pub(crate) fn from_payload(bytes: &[u8]) -> Result<Self, PayloadRefused> {
        let payload: Payload<Sealed> =
            serde_json::from_slice(bytes).map_err(|_| PayloadRefused::Malformed)?;
        let sealed = payload.dossier;
        let complete = sealed.portrait_work.is_complete(&sealed.portrait)
            && sealed.fingers_are_complete()
            && sealed.consent.open_points().next().is_none()
            && sealed.integrate.len() <= MAX_PAPERS;
        if payload.version != VERSION || !complete {
            return Err(PayloadRefused::Incomplete);
        }
        let dossier = Self(sealed);
        match dossier.payload() {
            Some(canonical) if canonical.as_slice() == bytes => Ok(dossier),
            _ => Err(PayloadRefused::NotCanonical),
        }
    }
}

/// Why bytes are no dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayloadRefused {
    Malformed,
    Incomplete,
    NotCanonical,
}
