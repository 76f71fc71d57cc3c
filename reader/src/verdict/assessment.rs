//! The one place where a verdict is made. BSI TR-03135 §3, ICAO Doc 9303-11 §5, §6.

use super::decision::{
    ChipPromises, Contradiction, DocumentTrust, OperatorDemands, Outcomes, Reading, decide,
};
use super::defects::{self, Listed};
use super::{
    Check, CheckId, CheckResult, Mismatch, Preparation, Reason, Rule, access, chip_proofs, clock,
    consistency,
};
use crate::chip::ChallengeExpectation;
use crate::fault::Fault;
use crate::files::DataGroupNumber;
use crate::passive::{self, Document, PassiveDocument, PassiveResult, Unverified, Verified};
use crate::read_out::ReadOut;
use crate::reading::ReadFailure;
use crate::trust::{ReferenceTime, RevocationPolicy, TrustAnchors};

/// Every check and what follows from them.
#[derive(Clone)]
pub struct Assessment {
    /// All checks, those not reached included.
    pub checks: Vec<Check>,
    /// What follows.
    pub conclusion: Conclusion,
    /// Every field in which two sources differ, whatever it does to the verdict.
    pub mismatches: Vec<Mismatch>,
}

/// What may be believed about a document.
#[derive(Clone)]
pub enum Conclusion {
    /// Signed by a trusted issuer, unchanged, and on the chip it was issued with.
    Genuine(Box<Verified<Document>>),
    /// Something is proven wrong.
    Refuted(Option<Box<Unverified<Document>>>),
    /// Nothing is proven wrong, and something needed is not proven.
    Undetermined(Option<Box<Unverified<Document>>>),
    /// The card was not read to its end.
    Unread,
}

/// A conclusion without its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// See [`Conclusion::Genuine`].
    Genuine,
    /// See [`Conclusion::Refuted`].
    Refuted,
    /// See [`Conclusion::Undetermined`].
    Undetermined,
    /// See [`Conclusion::Unread`].
    Unread,
}

/// Judges a complete reading; anyone with the same bytes and trust comes to the same result.
#[must_use]
pub fn assess(
    read_out: &ReadOut,
    trust: &TrustAnchors,
    at: ReferenceTime,
    expected: ChallengeExpectation,
) -> Assessment {
    Preparation::new(trust, at).assess(read_out, expected)
}

/// What follows from passive authentication and the rest of a reading.
pub(super) fn judge(
    read_out: &ReadOut,
    passive: PassiveResult,
    (trust, at): (&TrustAnchors, ReferenceTime),
    expected: ChallengeExpectation,
) -> Assessment {
    let card_security = passive::authenticate_card_security(read_out, trust, at);
    let chip = chip_proofs::judge(read_out, &passive.document, &card_security, expected);
    let mut checks = access::checks(read_out, &passive.document);
    checks.extend(passive.checks.iter().cloned());
    checks.extend(chip.checks);
    let (consistency, mismatches) = consistency::checks(read_out, &passive, at);
    checks.extend(consistency);
    checks.push(clock::check(trust, at));
    clock::reopen_expiry(&mut checks, trust, at);
    let listed = defects::apply(&mut checks, read_out, trust);
    let outcomes = Outcomes {
        reading: Reading::Complete,
        contradiction: contradiction(&checks),
        document: trust_in(&passive.document),
        chip: chip.promises,
        demands: demands(&checks, trust, listed),
    };
    let conclusion = conclude(decide(outcomes), passive.document);
    Assessment {
        checks,
        conclusion,
        mismatches,
    }
}

/// The checks of a reading that broke off: what was reached, and why the rest was not.
#[must_use]
pub fn unread(failure: &ReadFailure) -> Assessment {
    let why = match failure.error.who() {
        _ if failure.is_wrong_password() => Reason::WrongPassword,
        _ if failure.is_card_removed() => Reason::CardRemoved,
        Fault::Chip => Reason::ProtocolViolation,
        Fault::Reader | Fault::Operator | Fault::Trust | Fault::Us => Reason::NotReached,
    };
    let mut checks = access::checks(&failure.partial, &PassiveDocument::Unreadable);
    if failure.partial.evidence.access.is_none() {
        let refused = matches!(why, Reason::WrongPassword | Reason::ProtocolViolation);
        let ended = match refused {
            true => CheckResult::Failed,
            false => CheckResult::Aborted,
        };
        access::broken_off(&mut checks, failure.error.is_of_bac(), (ended, why));
    }
    let hashes = [
        DataGroupNumber::MRZ,
        DataGroupNumber::FACE,
        DataGroupNumber::DETAILS,
        DataGroupNumber::SECURITY_OPTIONS,
        DataGroupNumber::ACTIVE_AUTHENTICATION_KEY,
    ];
    let later = [
        CheckId::PassiveSignature,
        CheckId::PassivePath,
        CheckId::PassiveRevocation,
    ]
    .into_iter();
    let later = later.chain(hashes.map(CheckId::PassiveHash)).chain([
        CheckId::PassiveCountry,
        CheckId::ChipAuthentication,
        CheckId::ActiveAuthentication,
        CheckId::PaceCam,
        CheckId::AccessKeyFits,
        CheckId::DocumentExpiry,
        CheckId::DocumentConsistent,
        CheckId::PresentedAgrees,
        CheckId::ClockPlausible,
    ]);
    checks.extend(later.map(|id| Check {
        id,
        result: CheckResult::Aborted,
        reason: why,
    }));
    let outcomes = Outcomes {
        reading: Reading::BrokenOff,
        contradiction: contradiction(&checks),
        document: DocumentTrust::Unreadable,
        chip: ChipPromises::Open,
        demands: OperatorDemands::Open,
    };
    let conclusion = conclude(decide(outcomes), PassiveDocument::Unreadable);
    Assessment {
        checks,
        conclusion,
        mismatches: Vec::new(),
    }
}

impl Assessment {
    /// The conclusion in one word.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.conclusion {
            Conclusion::Genuine(_) => Verdict::Genuine,
            Conclusion::Refuted(_) => Verdict::Refuted,
            Conclusion::Undetermined(_) => Verdict::Undetermined,
            Conclusion::Unread => Verdict::Unread,
        }
    }

    /// The document for display, whatever it is worth; the verdict must be shown with it.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        match &self.conclusion {
            Conclusion::Genuine(verified) => Some(verified.value()),
            Conclusion::Refuted(unverified) | Conclusion::Undetermined(unverified) => {
                unverified.as_ref().map(|document| document.value())
            }
            Conclusion::Unread => None,
        }
    }

    /// How one check ended.
    #[must_use]
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }
}

impl Verdict {
    /// The word that scripts rely on.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Refuted => "refuted",
            Self::Undetermined => "undetermined",
            Self::Unread => "unread",
        }
    }

    /// The exit code that scripts rely on.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Genuine => 0,
            Self::Refuted => 2,
            Self::Undetermined => 3,
            Self::Unread => 4,
        }
    }
}

/// An expired card is still genuine; every other failed check refutes.
fn contradiction(checks: &[Check]) -> Contradiction {
    let failed = |check: &Check| check.result == CheckResult::Failed;
    let mut counted = checks
        .iter()
        .filter(|check| check.id != CheckId::DocumentExpiry);
    match counted.any(failed) {
        true => Contradiction::Found,
        false => Contradiction::None,
    }
}

fn trust_in(document: &PassiveDocument) -> DocumentTrust {
    match document {
        PassiveDocument::Verified(_) => DocumentTrust::Verified,
        PassiveDocument::Unverified(_) => DocumentTrust::Unverified,
        PassiveDocument::Unreadable => DocumentTrust::Unreadable,
    }
}

/// What the operator demands of the revocation check, and of defects, before a document may be genuine.
fn demands(checks: &[Check], trust: &TrustAnchors, listed: Listed) -> OperatorDemands {
    let cleared = checks.iter().any(|check| {
        check.id == CheckId::PassiveRevocation && check.result == CheckResult::Successful
    });
    let cleared = cleared || trust.policy().revocation == RevocationPolicy::Shown;
    let worth = Rule::ListedProof.demands(listed == Listed::Nothing, ());
    match worth.and(Rule::RevocationCleared.demands(cleared, ())) {
        Ok(()) => OperatorDemands::Met,
        Err(()) => OperatorDemands::Open,
    }
}

/// Only a verified document is ever called genuine; any other verdict takes its mark away.
fn conclude(verdict: Verdict, document: PassiveDocument) -> Conclusion {
    let demoted = |document| match document {
        PassiveDocument::Verified(verified) => Some(Box::new(verified.into_unverified())),
        PassiveDocument::Unverified(unverified) => Some(unverified),
        PassiveDocument::Unreadable => None,
    };
    match (verdict, document) {
        (Verdict::Genuine, PassiveDocument::Verified(verified)) => Conclusion::Genuine(verified),
        (Verdict::Refuted, document) => Conclusion::Refuted(demoted(document)),
        (Verdict::Genuine | Verdict::Undetermined, document) => {
            Conclusion::Undetermined(demoted(document))
        }
        (Verdict::Unread, _) => Conclusion::Unread,
    }
}
