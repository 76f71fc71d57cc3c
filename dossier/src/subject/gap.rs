//! What a declared subject still lacks: a closed list.

/// One thing that is missing or cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Gap {
    /// A text is empty or longer than any such text is.
    #[error("a text is empty or too long")]
    Text,
    /// A paper without title, number or issuer.
    #[error("a paper is not named")]
    Paper,
    /// No key with which the immigration database finds the foreigner.
    #[error("the immigration record is not named")]
    ImmigrationKey,
    /// Neither code nor tax code of the organisation.
    #[error("the organisation has no code")]
    OrganisationCode,
    /// Neither specimen of the seal nor digital certificate.
    #[error("the seal is not shown")]
    Seal,
    /// The representative's own verified case is not named.
    #[error("the representative's own case is not named")]
    RepresentativeCase,
    /// A representative has not consented.
    #[error("a representative's consent is missing")]
    RepresentativeConsent,
    /// More lines than any form has.
    #[error("too many lines")]
    TooMany,
    /// The guardian's own case is not named.
    #[error("the guardian's own case is not named")]
    GuardianCase,
    /// The relation is not proven by a paper.
    #[error("the relation is not proven")]
    RelationProof,
    /// A ward without the decision that appoints the guardian.
    #[error("the decision on guardianship is missing")]
    GuardianshipDecision,
}

impl Gap {
    /// The clause that asks for it.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::ImmigrationKey => "S1 Art. 1.2, 7",
            Self::OrganisationCode | Self::Seal => "S1 Art. 8",
            Self::RepresentativeCase => "S1 Art. 11.3i, NĐ 69/2024 Art. 12",
            Self::RepresentativeConsent => "NĐ 69/2024 Art. 12",
            Self::GuardianCase | Self::RelationProof | Self::GuardianshipDecision => {
                "S1 Art. 11.2, 11.3g"
            }
            Self::Text | Self::Paper | Self::TooMany => "S1 Art. 11.3",
        }
    }
}
