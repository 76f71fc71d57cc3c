//! What an operator demands beyond the standard. ICAO Doc 9303-12 §6, BSI TR-03135 §3.

/// Choices of the operator that change a verdict. Every choice shows in the checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrustPolicy {
    /// What a document signer whose revocation could not be checked is worth.
    pub revocation: RevocationPolicy,
    /// What a signature or a hash with SHA-1 is worth.
    pub sha1: Sha1Policy,
}

/// Whether SHA-1 may still sign documents. ICAO Doc 9303-12 §4.4 takes it no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sha1Policy {
    /// A document that rests on SHA-1 is refuted.
    #[default]
    Refused,
    /// For old documents: it counts, and the check says with what.
    Flagged,
}

/// Whether a verdict needs a current revocation list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RevocationPolicy {
    /// The check says that revocation was not checked; the verdict stands without it.
    #[default]
    Shown,
    /// Strict: without a current list that clears the signer no document is genuine.
    Required,
}

impl RevocationPolicy {
    /// The word of settings and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Required => "required",
        }
    }

    /// From the word of settings and records.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Shown, Self::Required]
            .into_iter()
            .find(|policy| policy.word() == word)
    }
}

impl Sha1Policy {
    /// The word of settings and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Flagged => "flagged",
        }
    }

    /// From the word of settings and records.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Refused, Self::Flagged]
            .into_iter()
            .find(|policy| policy.word() == word)
    }
}
