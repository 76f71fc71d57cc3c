//! Submissions, the queue and a case.

use capture::fingerprint::Finger;
use reader::chip::Convinces;
use reader::verdict::{Check, Mismatch, Verdict};
use rules::deadline::Standing;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    ruling::{Approvals, Ruling},
    session::Officer,
};
use crate::{
    calendar_day::iso_date,
    codec,
    contact::Contact,
    decision::{CaseState, Decision, RefusalReason},
    draft::MediaType,
    facts::CitizenFacts,
    fingers::{FingerAssessment, FingerDoubt, FingerWork},
    identity::FingerAdvice,
    portrait::{PortraitAssessment, PortraitDoubt, PortraitWork},
    source::SourceReply,
    subject::{Subject, SubjectKind},
    submission::SubmissionId,
};

/// `POST /v1/submissions`: 201 the first time, 200 and the same receipt ever after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubmissionAnswer {
    /// A [`crate::receipt::Receipt`] under the backend's signature.
    pub receipt: String,
}

/// `GET /v1/submissions/{id}`: for the office that submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionStatus {
    /// The submission.
    pub submission: SubmissionId,
    /// Its case.
    pub case: Uuid,
    /// Where it stands.
    pub state: CaseState,
    /// By when it must be decided.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option")]
    pub decided_at: Option<OffsetDateTime>,
    /// Why it was refused.
    pub reason: Option<RefusalReason>,
    /// The approving officer's remark.
    pub note: Option<String>,
}

/// `GET /v1/queue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Open cases, the one due first at the head.
    pub entries: Vec<QueueEntry>,
    /// How many open cases there are beyond these.
    pub more: u64,
}

/// One open case, without the person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueEntry {
    /// The case.
    pub case: Uuid,
    /// Queued, claimed or approved once.
    pub state: CaseState,
    /// When it was received.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// By when it must be decided.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    /// How it stands against that day, by working days.
    #[serde(default)]
    pub standing: Standing,
    /// The office that submitted it.
    pub office: String,
    /// The backend's own verdict on the card.
    #[serde(with = "codec::verdict")]
    pub server_verdict: Verdict,
    /// How many findings it has.
    pub findings: u32,
    /// Who holds it, when claimed.
    pub claimed_by: Option<String>,
    /// Whether the asking officer submitted it, confirmed an exception of it or has approved it, and so may
    /// not decide it.
    pub own: bool,
}

/// An encoded image.
#[derive(Clone, Serialize, Deserialize)]
pub struct Image {
    /// Its form.
    pub media_type: MediaType,
    /// Its bytes.
    #[serde(with = "codec::base64")]
    pub bytes: Zeroizing<Vec<u8>>,
}

/// A finger's image as PNG.
#[derive(Clone, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Which finger.
    #[serde(with = "codec::finger")]
    pub finger: Finger,
    /// Dots per inch.
    pub dpi: u16,
    /// What the terminal measured on it.
    pub assessment: FingerAssessment,
    /// The image.
    #[serde(with = "codec::base64")]
    pub png: Zeroizing<Vec<u8>>,
}

/// What a claim is held under: of no use once another claim gave a higher fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimToken {
    /// The case.
    pub case: Uuid,
    /// Counts the claims of this case.
    pub fence: u64,
    /// Until then nobody else can claim it.
    #[serde(with = "time::serde::rfc3339")]
    pub lease_until: OffsetDateTime,
}

/// A claimed case with all that the officer must see. No `Debug`: citizens' data.
#[derive(Clone, Serialize, Deserialize)]
pub struct CaseFile {
    /// Case, fence and lease.
    #[serde(flatten)]
    pub claim: ClaimToken,
    /// When it was received.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// By when it must be decided.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    /// Who submitted it, as the backend's sessions know.
    pub submitter: Officer,
    /// The verdict the terminal came to.
    #[serde(with = "codec::verdict")]
    pub terminal_verdict: Verdict,
    /// The backend's own verdict; anything but genuine cannot be approved.
    #[serde(with = "codec::verdict")]
    pub server_verdict: Verdict,
    /// What the card says; verified only when the backend's verdict is genuine.
    pub facts: CitizenFacts,
    /// What the officer must know.
    pub findings: Vec<Finding>,
    /// The chip's proofs that succeeded, and whom each convinces.
    #[serde(default)]
    pub chip_proofs: Vec<ChipProof>,
    /// The portrait on the chip.
    pub chip_portrait: Option<Image>,
    /// The portrait of the counter.
    pub live_portrait: Image,
    /// What the terminal measured on it; where the backend measures otherwise, there is a finding.
    pub portrait_assessment: PortraitAssessment,
    /// Every try for it, and the officer's tick.
    pub portrait_work: PortraitWork,
    /// The fingerprints of the counter.
    pub fingerprints: Vec<Fingerprint>,
    /// Every try for them, and the exceptions.
    pub finger_work: FingerWork,
    /// What the backend's own comparison with the chip's fingers says: advice.
    pub finger_advice: FingerAdvice,
    /// Phone and e-mail.
    pub contact: Contact,
    /// Whose electronic identity is asked for.
    pub subject: Subject,
    /// What each source answered, and which are still open.
    #[serde(default)]
    pub sources: Vec<SourceReply>,
    /// What the decree lets an officer decide as the case stands.
    pub ruling: Ruling,
    /// Approvals given and needed.
    pub approvals: Approvals,
    /// Why an officer handed it to the higher level.
    pub note: Option<String>,
}

/// A proof of the chip, and whom it convinces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipProof {
    /// The check, for example `chip.active_authentication`.
    pub check: String,
    /// Word of [`Convinces`].
    pub convinces: String,
}

impl ChipProof {
    /// The proofs among the checks.
    #[must_use]
    pub fn all_of(checks: &[Check]) -> Vec<Self> {
        let proof = |check: &Check| {
            Convinces::of(check).map(|whom| Self {
                check: check.id.name(),
                convinces: whom.word().to_owned(),
            })
        };
        checks.iter().filter_map(proof).collect()
    }
}

/// Something the backend found when it checked the case by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The check, for example `passive.path`.
    pub check: Option<String>,
    /// The check's clause.
    pub clause: Option<String>,
    /// The reason's code, for example `issuer_unknown`.
    pub reason: Option<String>,
    /// Which sources differ, when that is what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mismatch: Option<SourcesDiffer>,
}

impl Finding {
    /// A finding that is no check of the card.
    #[must_use]
    pub const fn plain(kind: FindingKind) -> Self {
        Self {
            kind,
            check: None,
            clause: None,
            reason: None,
            mismatch: None,
        }
    }
}

/// Two sources that name the person differently, without what they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcesDiffer {
    /// Word of [`reader::verdict::IdentityField`].
    pub field: String,
    /// Word of [`reader::verdict::Degree`].
    pub degree: String,
    /// Word of [`reader::verdict::IdentitySource`].
    pub one: String,
    /// Word of [`reader::verdict::Standing`].
    pub one_standing: String,
    /// The other source.
    pub other: String,
    /// What its word is worth.
    pub other_standing: String,
}

impl From<&Mismatch> for SourcesDiffer {
    fn from(mismatch: &Mismatch) -> Self {
        Self {
            field: mismatch.field.word().to_owned(),
            degree: mismatch.degree.word().to_owned(),
            one: mismatch.one.source.word().to_owned(),
            one_standing: mismatch.one.standing.word().to_owned(),
            other: mismatch.other.source.word().to_owned(),
            other_standing: mismatch.other.standing.word().to_owned(),
        }
    }
}

/// Kinds of findings: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A check of the card failed.
    CheckFailed,
    /// A check of the card came to no conclusion.
    CheckUndetermined,
    /// Terminal and backend came to different verdicts.
    VerdictDiffers,
    /// Active authentication answered no challenge of this backend.
    ChallengeMissing,
    /// The challenge was never issued to this session.
    ChallengeUnknown,
    /// The challenge was used before.
    ChallengeUsed,
    /// The challenge had expired when the card was read.
    ChallengeExpired,
    /// Two sources of the person's data differ.
    SourcesDiffer,
    /// The chip's proof convinces only the terminal.
    ConvincesTerminalOnly,
    /// The card has expired.
    CardExpired,
    /// The fingers were taken by other rules than those in force here.
    FingerRulesDiffer,
    /// The person has another open or approved case.
    DuplicateCase,
    /// Another person's case has the same phone number.
    PhoneInUse,
    /// The terminal's clock is off: the dossier was sealed after it was received.
    ClockSkew,
    /// The portrait's frame cannot be decoded.
    PortraitUnreadable,
    /// Measured again, the portrait is below a bound.
    PortraitQuality,
    /// Measured again, the portrait's values are not those that the terminal states.
    PortraitAssessmentDiffers,
    /// The portrait's record cannot be read.
    PortraitRecordUnreadable,
    /// The record's print is not cut from the portrait.
    PortraitRecordDiffers,
    /// A finger's image or record cannot be decoded, or is not what it states.
    FingerUnreadable,
    /// Measured again, a finger is below the profile.
    FingerQuality,
    /// Measured again, a finger's values are not those that the terminal states.
    FingerAssessmentDiffers,
    /// A finger's record shows another image than the one beside it.
    FingerRecordDiffers,
    /// Two fingers of the file are one.
    FingerTwice,
    /// No list of devices was in force here when the images were taken.
    DevicesNotCompared,
    /// The file does not state which device took an image.
    DeviceNotStated,
    /// The list that was in force does not allow the device that took an image.
    DeviceNotListed,
    /// The list that was in force blocks it.
    DeviceBlocked,
    /// A program plays it, and list or profile are for citizens.
    DeviceSimulated,
    /// The backend works by a profile for trials.
    TrialProfile,
}

impl From<FingerDoubt> for FindingKind {
    fn from(doubt: FingerDoubt) -> Self {
        match doubt {
            FingerDoubt::Unreadable => Self::FingerUnreadable,
            FingerDoubt::QualityLow => Self::FingerQuality,
            FingerDoubt::AssessmentDiffers => Self::FingerAssessmentDiffers,
            FingerDoubt::RecordDiffers => Self::FingerRecordDiffers,
            FingerDoubt::SameFinger => Self::FingerTwice,
        }
    }
}

impl From<PortraitDoubt> for FindingKind {
    fn from(doubt: PortraitDoubt) -> Self {
        match doubt {
            PortraitDoubt::FrameUnreadable => Self::PortraitUnreadable,
            PortraitDoubt::QualityLow => Self::PortraitQuality,
            PortraitDoubt::AssessmentDiffers => Self::PortraitAssessmentDiffers,
            PortraitDoubt::RecordUnreadable => Self::PortraitRecordUnreadable,
            PortraitDoubt::RecordDiffers => Self::PortraitRecordDiffers,
        }
    }
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [Self; 30] = [
        Self::CheckFailed,
        Self::CheckUndetermined,
        Self::VerdictDiffers,
        Self::ChallengeMissing,
        Self::ChallengeUnknown,
        Self::ChallengeUsed,
        Self::ChallengeExpired,
        Self::SourcesDiffer,
        Self::ConvincesTerminalOnly,
        Self::CardExpired,
        Self::FingerRulesDiffer,
        Self::DuplicateCase,
        Self::PhoneInUse,
        Self::ClockSkew,
        Self::PortraitUnreadable,
        Self::PortraitQuality,
        Self::PortraitAssessmentDiffers,
        Self::PortraitRecordUnreadable,
        Self::PortraitRecordDiffers,
        Self::FingerUnreadable,
        Self::FingerQuality,
        Self::FingerAssessmentDiffers,
        Self::FingerRecordDiffers,
        Self::FingerTwice,
        Self::DevicesNotCompared,
        Self::DeviceNotStated,
        Self::DeviceNotListed,
        Self::DeviceBlocked,
        Self::DeviceSimulated,
        Self::TrialProfile,
    ];
}

/// `POST /v1/cases/{id}/decision`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// The fence of the claim.
    pub fence: u64,
    /// The decision.
    pub decision: Decision,
}

/// `POST /v1/cases/{id}/lease`, and whatever else only the holder of a claim may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaseRequest {
    /// The fence of the claim.
    pub fence: u64,
}

/// `POST /v1/cases/{id}/sources`, with a [`LeaseRequest`]: the holder has asked again what is still open or too old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcesAnswer {
    /// The case.
    pub case: Uuid,
    /// What each source answered, and which are still open.
    pub sources: Vec<SourceReply>,
    /// What the decree lets an officer decide as the case stands.
    pub ruling: Ruling,
}

/// `POST /v1/cases/{id}/release`: the holder lays it back, or a senior approver takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRequest {
    /// Why; required to take it away from another officer.
    #[serde(default)]
    pub reason: Option<String>,
}

/// `GET /v1/cases/{id}`: who did what when, without the person's data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// The case.
    pub case: Uuid,
    /// Its submission.
    pub submission: SubmissionId,
    /// Where it stands.
    pub state: CaseState,
    /// The terminal that signed it.
    pub terminal: String,
    /// Who submitted it.
    pub submitter: Officer,
    /// Who decided it.
    pub decider: Option<Officer>,
    /// Why it was refused.
    pub reason: Option<RefusalReason>,
    /// The approving officer's remark.
    pub note: Option<String>,
    /// The verdict the terminal came to.
    #[serde(with = "codec::verdict")]
    pub terminal_verdict: Verdict,
    /// The backend's own verdict.
    #[serde(with = "codec::verdict")]
    pub server_verdict: Verdict,
    /// What the backend found.
    pub findings: Vec<Finding>,
    /// Whose electronic identity is asked for.
    pub subject: SubjectKind,
    /// What the decree let an officer decide, as last judged.
    pub ruling: Ruling,
    /// Approvals given and needed.
    pub approvals: Approvals,
    /// When it was received.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// By when it had to be decided.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    /// When it was last claimed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub claimed_at: Option<OffsetDateTime>,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option")]
    pub decided_at: Option<OffsetDateTime>,
}
