//! A registration in progress at the counter: nothing in it is complete yet, nothing is lost.

use capture::fingerprint::{
    FingerprintImage,
    gate::examine,
    minutiae::Mindtct,
    record::{self, FingerView, ImpressionType},
};
use reader::{read_out::ReadOut, verdict::Verdict};
use rules::profile::FingerRules;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    codec,
    consent::Consent,
    contact::{Contact, ContactError, EmailAddress, PhoneNumber},
    devices::DeviceIdentity,
    dossier::{Dossier, Sealed},
    fault::Fault,
    fingers::{FingerAssessment, FingerWork, profile_of},
    portrait::{PortraitAssessment, PortraitStanding, PortraitWork},
    subject::{CounterRecognition, DraftSubject, Paper},
};

pub use crate::missing::Missing;

/// More papers to integrate than any person brings.
pub(crate) const MAX_PAPERS: usize = 20;
pub use capture::fingerprint::Finger;

/// What the counter has gathered so far. Citizens' data: no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Names the draft in the terminal's store.
    pub id: Uuid,
    /// When it was begun.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: OffsetDateTime,
    /// The card, once read.
    pub reading: Option<Reading>,
    /// The portrait, once captured.
    pub portrait: Option<PortraitCapture>,
    /// Every try for it, and the officer's tick.
    pub portrait_work: PortraitWork,
    /// The best image of each finger captured so far.
    pub fingerprints: Vec<FingerprintCapture>,
    /// Every try for them, and the exceptions.
    pub finger_work: FingerWork,
    /// Contact as typed.
    pub contact: TypedContact,
    /// Consent, once a point was affirmed.
    pub consent: Option<Consent>,
    /// Whose electronic identity is asked for.
    #[serde(default)]
    pub subject: DraftSubject,
    /// Papers whose information is to be integrated. S1 Art. 11.3h.
    #[serde(default)]
    pub integrate: Vec<Paper>,
    /// The officer's recognition by the card's features, where the profile has it.
    #[serde(default)]
    pub recognition: Option<CounterRecognition>,
}

/// One reading of the card, with the verdict the terminal came to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Files and chip evidence, as read.
    #[serde(with = "codec::read_out")]
    pub read_out: ReadOut,
    /// The backend's challenge that active authentication answered, when there was one.
    pub challenge_id: Option<Uuid>,
    /// When the card was read.
    #[serde(with = "time::serde::rfc3339")]
    pub read_at: OffsetDateTime,
    /// The terminal's own verdict: the backend compares it and does not believe it.
    #[serde(with = "codec::verdict")]
    pub terminal_verdict: Verdict,
}

/// Form of an encoded image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// ISO/IEC 10918-1.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// ISO/IEC 15948.
    #[serde(rename = "image/png")]
    Png,
    /// ISO/IEC 15444-1.
    #[serde(rename = "image/jp2")]
    Jp2,
}

/// A portrait taken at the counter.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortraitCapture {
    /// Form of the image.
    pub media_type: MediaType,
    /// The whole frame, as the camera gave it.
    #[serde(with = "codec::base64")]
    pub bytes: Zeroizing<Vec<u8>>,
    /// The facial record of ISO/IEC 19794-5: the print of 35 × 45 mm that is cut from it, in JPEG.
    #[serde(with = "codec::base64")]
    pub record: Zeroizing<Vec<u8>>,
    /// What was measured on the frame.
    pub assessment: PortraitAssessment,
    /// Which camera or source gave it.
    pub source: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub captured_at: OffsetDateTime,
    /// The device as it was held against the list before it was opened; left out by who stated none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Box<DeviceIdentity>>,
}

/// A fingerprint taken at the counter.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerprintCapture {
    /// Which finger, as the position number of ISO/IEC 19794-2.
    #[serde(with = "codec::finger")]
    pub finger: Finger,
    /// The grey image as PNG.
    #[serde(with = "codec::base64")]
    pub png: Zeroizing<Vec<u8>>,
    /// The finger image record of ISO/IEC 19794-4, the image in WSQ.
    #[serde(with = "codec::base64")]
    pub record: Zeroizing<Vec<u8>>,
    /// What was measured on the image.
    pub assessment: FingerAssessment,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Dots per inch of the sensor.
    pub dpi: u16,
    /// Which sensor gave it.
    pub sensor: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub captured_at: OffsetDateTime,
    /// The device as it was held against the list before it was opened; left out by who stated none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Box<DeviceIdentity>>,
}

impl FingerprintCapture {
    /// Measures an image by the profile's rules, and writes it as PNG and as a record: the slow part of a
    /// capture.
    ///
    /// # Errors
    /// [`NoRecord`] when the image cannot be encoded.
    pub fn of(
        image: &FingerprintImage,
        rules: &FingerRules,
        sensor: String,
        captured_at: OffsetDateTime,
    ) -> Result<Self, NoRecord> {
        let profile = profile_of(rules);
        let examined = examine(image, &Mindtct, &profile);
        let view = FingerView {
            image,
            impression: ImpressionType::LiveScanPlain,
        };
        Ok(Self {
            finger: image.finger(),
            png: image.grey().to_png().map_err(|_| NoRecord)?,
            record: record::write(&[view]).map_err(|_| NoRecord)?,
            assessment: FingerAssessment::of(image, &examined, &profile),
            width: image.grey().width(),
            height: image.grey().height(),
            dpi: image.dpi(),
            sensor,
            captured_at,
            device: None,
        })
    }
}

/// An image that goes into no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the finger image cannot be encoded")]
pub struct NoRecord;

/// Contact as the officer typed it, valid or not.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct TypedContact {
    /// Phone number as typed.
    pub phone: String,
    /// E-mail address as typed; empty when the person has none.
    pub email: String,
}

/// Who seals, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealContext {
    /// The terminal's identifier, as enrolled at the backend.
    pub terminal: String,
    /// The officer's session, as issued by the backend.
    pub session: Uuid,
    /// The officer.
    pub officer: String,
    /// The moment of sealing.
    pub at: OffsetDateTime,
    /// The policy profile in force at the counter.
    pub profile: &'static str,
}

/// Why a stored draft could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Not the form of a draft.
    #[error("the stored draft is malformed")]
    Malformed,
    /// A draft that could not be written out.
    #[error("the draft could not be written out")]
    NotWritable,
}

impl DraftError {
    /// The clause that the bytes are measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "RFC 8259"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Us
    }
}

impl Draft {
    /// An empty draft.
    #[must_use]
    pub fn new(id: Uuid, at: OffsetDateTime) -> Self {
        Self {
            id,
            opened_at: at,
            reading: None,
            portrait: None,
            portrait_work: PortraitWork::default(),
            fingerprints: Vec::new(),
            finger_work: FingerWork::default(),
            contact: TypedContact::default(),
            consent: None,
            subject: DraftSubject::default(),
            integrate: Vec::new(),
            recognition: None,
        }
    }

    /// What is still to be done, in the order of the counter's work; empty when it can be sealed.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        self.missing_card()
            .into_iter()
            .chain(self.missing_subject())
            .chain(self.missing_portrait())
            .chain(self.missing_fingers())
            .chain(self.phone().err())
            .chain(self.email().err())
            .chain(
                self.complete_consent()
                    .is_none()
                    .then_some(Missing::Consent),
            )
            .collect()
    }

    /// Closes the draft: the only way to a [`Dossier`].
    ///
    /// # Errors
    /// Everything that is still missing.
    pub fn seal(&self, context: &SealContext) -> Result<Dossier, Vec<Missing>> {
        let missing = self.missing();
        let (true, Ok(subject), Some(reading), Some(portrait), Ok(phone), Ok(email), Some(consent)) = (
            missing.is_empty(),
            self.subject.complete(),
            self.reading.as_ref(),
            self.portrait.as_ref(),
            self.phone(),
            self.email(),
            self.complete_consent(),
        ) else {
            return Err(missing);
        };
        Ok(Dossier::complete(Sealed {
            draft: self.id,
            opened_at: self.opened_at,
            sealed_at: context.at,
            terminal: context.terminal.clone(),
            session: context.session,
            officer: context.officer.clone(),
            profile: context.profile.to_owned(),
            reading: reading.clone(),
            portrait: portrait.clone(),
            portrait_work: self.portrait_work.clone(),
            fingerprints: self.fingerprints.clone(),
            finger_work: self.finger_work.clone(),
            contact: Contact { phone, email },
            consent: consent.clone(),
            subject,
            integrate: self.integrate.clone(),
            recognition: self.recognition.clone(),
        }))
    }

    /// The draft for the terminal's encrypted store.
    ///
    /// # Errors
    /// [`DraftError::NotWritable`] when a date lies outside RFC 3339.
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, DraftError> {
        serde_json::to_vec(self)
            .map(Zeroizing::new)
            .map_err(|_| DraftError::NotWritable)
    }

    /// The reverse of [`Draft::to_bytes`].
    ///
    /// # Errors
    /// [`DraftError::Malformed`] when the bytes are no draft.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DraftError> {
        serde_json::from_slice(bytes).map_err(|_| DraftError::Malformed)
    }

    fn missing_card(&self) -> Option<Missing> {
        match self
            .reading
            .as_ref()
            .map(|reading| reading.terminal_verdict)
        {
            None => Some(Missing::CardNotRead),
            Some(Verdict::Refuted | Verdict::Unread) => Some(Missing::CardNotGenuine),
            // An issuer unknown here may be known to the backend, which decides anyway.
            Some(Verdict::Genuine | Verdict::Undetermined) => None,
        }
    }

    fn missing_portrait(&self) -> Option<Missing> {
        match self.portrait_work.standing(self.portrait.as_ref()) {
            PortraitStanding::Open | PortraitStanding::Held { .. } => Some(Missing::Portrait),
            PortraitStanding::Passed | PortraitStanding::Exhausted => {
                let seen = self.portrait_work.watched.is_some();
                (!seen).then_some(Missing::PersonWatched)
            }
        }
    }

    fn missing_subject(&self) -> Option<Missing> {
        let papers =
            self.integrate.len() <= MAX_PAPERS && self.integrate.iter().all(Paper::is_named);
        let complete = self.subject.gaps().is_empty() && papers;
        (!complete).then_some(Missing::Subject)
    }

    /// Every finger that the profile asks for: taken as it wants, or excepted.
    fn missing_fingers(&self) -> Option<Missing> {
        let complete = self.finger_work.is_complete(&self.fingerprints);
        (!complete).then_some(Missing::Fingerprint)
    }

    fn phone(&self) -> Result<PhoneNumber, Missing> {
        PhoneNumber::parse(&self.contact.phone).map_err(|why| match why {
            ContactError::Empty => Missing::PhoneMissing,
            _ => Missing::PhoneInvalid,
        })
    }

    fn email(&self) -> Result<Option<EmailAddress>, Missing> {
        match EmailAddress::parse(&self.contact.email) {
            Ok(address) => Ok(Some(address)),
            Err(ContactError::Empty) => Ok(None),
            Err(_) => Err(Missing::EmailInvalid),
        }
    }

    fn complete_consent(&self) -> Option<&Consent> {
        self.consent
            .as_ref()
            .filter(|consent| consent.open_points().next().is_none())
    }
}
