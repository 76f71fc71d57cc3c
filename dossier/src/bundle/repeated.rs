//! A verdict again, from a bundle. BSI TR-03135 §5.

use reader::{
    chip::ChallengeExpectation,
    trust::{ReferenceTime, TrustAnchors, TrustPolicy},
    verdict::{Assessment, assess},
};

use super::{Bundle, BundleError, recorded};

/// Whose trust a repeated verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustBasis {
    /// The verifier's own trust store, at the verifier's own moment.
    Own,
    /// What the bundle says its maker trusted: the verdict as recorded, no more.
    AsRecorded,
}

/// A verdict that was repeated from a bundle.
pub struct Repeated {
    /// The checks and what follows.
    pub assessment: Assessment,
    /// The moment that was judged for.
    pub at: ReferenceTime,
    /// What was demanded.
    pub policy: TrustPolicy,
    /// Whose trust it rests on.
    pub basis: TrustBasis,
    /// How it compares with what the bundle recorded.
    pub agreement: Agreement,
}

/// Whether a repeated verdict is the recorded one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Verdict and every check are the same.
    Same,
    /// These checks ended otherwise, by name; empty when only the verdict differs.
    Differs(Vec<String>),
}

impl Bundle {
    /// The verdict again: by the verifier's own trust and moment, or without them as recorded.
    ///
    /// # Errors
    /// As [`Bundle::repeat_as_recorded`].
    pub fn repeat(
        &self,
        own: Option<(&TrustAnchors, ReferenceTime)>,
    ) -> Result<Repeated, BundleError> {
        match own {
            Some((trust, at)) => Ok(self.repeat_with(trust, at)),
            None => self.repeat_as_recorded(),
        }
    }

    /// The verdict again, by the trust that the bundle records: the same bytes, the same moment, the same
    /// knowledge of the challenge.
    ///
    /// # Errors
    /// [`BundleError::Trust`] when what it records of the trust cannot be read.
    pub fn repeat_as_recorded(&self) -> Result<Repeated, BundleError> {
        let trust = TrustAnchors::from_record(&self.trust)?;
        let at = ReferenceTime(self.at);
        let assessment = assess(&self.read_out, &trust, at, self.challenge);
        let of = (at, trust.policy(), TrustBasis::AsRecorded);
        Ok(self.compared(assessment, of))
    }

    /// The verdict of someone else over the same bytes. Who chose the challenge is only the bundle's word,
    /// so that no signature over it is fresh.
    #[must_use]
    pub fn repeat_with(&self, trust: &TrustAnchors, at: ReferenceTime) -> Repeated {
        let known = match self.challenge {
            ChallengeExpectation::Exactly(challenge) => ChallengeExpectation::NotFresh(challenge),
            other => other,
        };
        let assessment = assess(&self.read_out, trust, at, known);
        self.compared(assessment, (at, trust.policy(), TrustBasis::Own))
    }

    fn compared(
        &self,
        assessment: Assessment,
        (at, policy, basis): (ReferenceTime, TrustPolicy, TrustBasis),
    ) -> Repeated {
        let now = recorded(&assessment);
        let differing: Vec<String> = now
            .iter()
            .filter(|check| !self.checks.contains(check))
            .map(|check| check.id.clone())
            .collect();
        let same = differing.is_empty()
            && now.len() == self.checks.len()
            && assessment.verdict() == self.verdict;
        Repeated {
            assessment,
            at,
            policy,
            basis,
            agreement: match same {
                true => Agreement::Same,
                false => Agreement::Differs(differing),
            },
        }
    }
}

impl TrustBasis {
    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own_trust",
            Self::AsRecorded => "as_recorded",
        }
    }
}

impl Agreement {
    /// The word of records.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs(_) => "differs",
        }
    }

    /// The checks that ended otherwise, by name.
    #[must_use]
    pub fn differing(&self) -> &[String] {
        match self {
            Self::Same => &[],
            Self::Differs(checks) => checks,
        }
    }
}
