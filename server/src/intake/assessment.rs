//! The backend's own judgement of a submission.

use std::collections::BTreeMap;

use dossier::{
    api::{ChipProof, Finding, FindingKind, Image, ProblemType},
    bundle::{Bundle, BundleError, Circumstances},
    draft::MediaType,
    facts::CitizenFacts,
    subject::Subject,
    submission::VerifiedSubmission,
};
use reader::{
    channel::Traffic,
    chip::ChallengeExpectation,
    lds::FaceFormat,
    passive::Document,
    read_out::{Attempt, ReadOut},
    trust::{ReferenceTime, TrustAnchors},
    verdict::{Assessment, Verdict, assess},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{CLOCK_TOLERANCE, findings};
use crate::{
    PROGRAM,
    backend::Parts,
    refusal::{Refusal, Unreadable},
    ruling,
    store::challenges::{Challenge, Usage},
};

/// What the backend came to.
pub(super) struct Assessed {
    pub(super) verified: VerifiedSubmission,
    pub(super) challenge: ChallengeStanding,
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Finding>,
    /// [`Presentation`] as JSON.
    pub(super) presentation: Zeroizing<Vec<u8>>,
    /// The evidence bundle: everything that this verdict rested on.
    pub(super) evidence: Zeroizing<Vec<u8>>,
    /// Pseudonym of the person or organisation.
    pub(super) subject: Option<Vec<u8>>,
    /// Pseudonym of the phone number.
    pub(super) phone: Vec<u8>,
}

/// What an officer is shown of the card, kept so that a claim need not judge again.
#[derive(Serialize, Deserialize)]
pub struct Presentation {
    /// What the card says.
    pub facts: CitizenFacts,
    /// The portrait on the chip.
    pub chip_portrait: Option<Image>,
    /// The chip's proofs, and whom each convinces.
    #[serde(default)]
    pub chip_proofs: Vec<ChipProof>,
}

/// What the challenge named by a dossier is worth.
#[derive(Clone, Copy)]
pub(super) enum ChallengeStanding {
    /// None is named.
    Missing,
    /// It was never issued to this officer at this terminal.
    Unknown,
    /// Another case used it.
    Used,
    /// The card was read before it was issued or after it had expired.
    Expired(Challenge),
    /// It counts.
    Valid(Challenge),
}

impl ChallengeStanding {
    pub(super) fn of(challenge: Challenge, read_at: OffsetDateTime, tolerance: Duration) -> Self {
        let in_time = read_at >= challenge.issued_at - tolerance
            && read_at <= challenge.expires_at + tolerance;
        match challenge.usage {
            Usage::Used => Self::Used,
            Usage::Unused if in_time => Self::Valid(challenge),
            Usage::Unused => Self::Expired(challenge),
        }
    }

    pub(super) fn id(self) -> Option<Uuid> {
        match self {
            Self::Valid(challenge) | Self::Expired(challenge) => Some(challenge.id),
            Self::Missing | Self::Unknown | Self::Used => None,
        }
    }

    fn expectation(self) -> ChallengeExpectation {
        match self {
            Self::Valid(challenge) => ChallengeExpectation::Exactly(challenge.octets),
            Self::Expired(challenge) => ChallengeExpectation::NotFresh(challenge.octets),
            Self::Missing => ChallengeExpectation::Any,
            Self::Unknown | Self::Used => ChallengeExpectation::Foreign,
        }
    }

    /// A challenge that is not this officer's, or is used up, is a sign of a replayed reading.
    fn finding(self) -> Option<FindingKind> {
        match self {
            Self::Missing => Some(FindingKind::ChallengeMissing),
            Self::Unknown => Some(FindingKind::ChallengeUnknown),
            Self::Used => Some(FindingKind::ChallengeUsed),
            Self::Expired(_) => Some(FindingKind::ChallengeExpired),
            Self::Valid(_) => None,
        }
    }
}

impl Assessed {
    /// Takes the time of two signature checks and two elliptic-curve proofs.
    pub(super) fn judge(
        parts: &Parts,
        case: Uuid,
        verified: VerifiedSubmission,
        challenge: ChallengeStanding,
        now: OffsetDateTime,
    ) -> Result<Self, Refusal> {
        let sealed = verified.dossier().sealed();
        let read_out = &sealed.reading.read_out;
        let trust = parts.trust.current(now);
        let judge = Judge {
            case,
            trust: &trust,
            at: ReferenceTime(now),
            challenge: challenge.expectation(),
        };
        let assessment = assess(read_out, &trust, judge.at, judge.challenge);
        let evidence = judge.record(read_out, &assessment)?;
        let mut findings = findings::of_checks(&assessment.checks);
        findings.extend(findings::of_mismatches(&assessment.mismatches));
        if matches!(
            read_out.evidence.active_authentication,
            Attempt::Answered(_)
        ) {
            findings.extend(challenge.finding().map(Finding::plain));
        }
        if sealed.finger_work.rules != parts.rules(now)?.profile.fingers.rules() {
            findings.push(Finding::plain(FindingKind::FingerRulesDiffer));
        }
        if assessment.verdict() != sealed.reading.terminal_verdict {
            findings.push(Finding::plain(FindingKind::VerdictDiffers));
        }
        if sealed.sealed_at > now + CLOCK_TOLERANCE {
            findings.push(Finding::plain(FindingKind::ClockSkew));
        }
        let document = assessment.document();
        let facts = document.map(CitizenFacts::from).unwrap_or_default();
        if let Subject::Foreigner(declared) = &sealed.subject
            && !ruling::is_the_chips(declared, &facts)
        {
            findings.push(Finding::plain(FindingKind::SourcesDiffer));
        }
        let subject = ruling::key(sealed, &facts)
            .map(|key| parts.vault.pseudonym(&key))
            .transpose()?;
        let phone = format!("phone\0{}", sealed.contact.phone.as_str());
        let phone = parts.vault.pseudonym(&phone)?;
        let presentation = Presentation {
            facts,
            chip_portrait: document.and_then(chip_portrait),
            chip_proofs: ChipProof::all_of(&assessment.checks),
        };
        let presentation = serde_json::to_vec(&presentation)
            .map(Zeroizing::new)
            .map_err(|_| Refusal::internal("presentation", &Unreadable))?;
        let verdict = assessment.verdict();
        drop(assessment);
        Ok(Self {
            verified,
            challenge,
            verdict,
            findings,
            presentation,
            evidence,
            subject,
            phone,
        })
    }

    /// The person has another open or approved case.
    pub(super) fn person_has_a_case(&mut self) {
        self.findings
            .push(Finding::plain(FindingKind::DuplicateCase));
    }

    /// Another person's case has the same phone number.
    pub(super) fn phone_is_in_use(&mut self) {
        self.findings.push(Finding::plain(FindingKind::PhoneInUse));
    }
}

/// Whose verdict is recorded, and by what it was made.
struct Judge<'a> {
    case: Uuid,
    trust: &'a TrustAnchors,
    at: ReferenceTime,
    challenge: ChallengeExpectation,
}

impl Judge<'_> {
    /// The evidence bundle of the case; it bears the case's identifier.
    fn record(
        &self,
        read_out: &ReadOut,
        assessment: &Assessment,
    ) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        let circumstances = Circumstances {
            transaction: self.case,
            program: PROGRAM,
            trust: self.trust,
            at: self.at,
            challenge: self.challenge,
            // The card spoke to the terminal.
            traffic: Traffic::default(),
            elapsed_us: BTreeMap::new(),
        };
        let bundle = Bundle::record(read_out, assessment, circumstances);
        bundle.to_bytes().map_err(|error| match error {
            BundleError::TooLong { .. } => ProblemType::TooLarge.into(),
            _ => Refusal::internal("evidence bundle", &error),
        })
    }
}

fn chip_portrait(document: &Document) -> Option<Image> {
    let face = document.face.as_ref()?;
    let media_type = match face.format {
        FaceFormat::Jpeg => MediaType::Jpeg,
        FaceFormat::Jpeg2000 => MediaType::Jp2,
    };
    Some(Image {
        media_type,
        bytes: Zeroizing::new(face.image.to_vec()),
    })
}
