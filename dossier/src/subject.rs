//! Whose electronic identity is asked for: citizen, foreigner, organisation, dependant. S1 Art. 1.2, 6 to 8, 11.
//!
//! What the counter gathers is *declared* and may lack anything; a [`Subject`] is complete, and comes
//! only out of [`DraftSubject::complete`] or out of bytes that pass the same test.

mod declared;
mod gap;

use serde::{Deserialize, Serialize};

pub use declared::{
    Authorised, CounterRecognition, DeclaredDependant, DeclaredForeigner, DeclaredOrganisation,
    Dependency, GuardianCase, Modality, OtherRepresentative, OwnCase, Paper, Relation, SealProof,
    TravelDocument, WhyOtherFailed,
};
pub use gap::Gap;

/// What the counter has gathered of the subject. No `Debug`: citizens' data.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftSubject {
    /// The holder of the card that is read.
    #[default]
    Citizen,
    /// A foreigner whose passport is read.
    Foreigner(DeclaredForeigner),
    /// An organisation, through the representative whose card is read.
    Organisation(DeclaredOrganisation),
    /// A person under 14 or a ward, through the guardian whose card is read.
    Dependant(DeclaredDependant),
    /// What was typed of such a subject cannot be read yet.
    Unfinished {
        /// The kind.
        of: SubjectKind,
    },
}

/// A complete subject. No `Debug`: citizens' data.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// The holder of the card that is read.
    Citizen,
    /// A foreigner whose passport is read.
    Foreigner(Complete<DeclaredForeigner>),
    /// An organisation, through the representative whose card is read.
    Organisation(Complete<DeclaredOrganisation>),
    /// A person under 14 or a ward, through the guardian whose card is read.
    Dependant(Complete<DeclaredDependant>),
}

/// The kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A citizen.
    Citizen,
    /// A foreigner.
    Foreigner,
    /// An organisation.
    Organisation,
    /// A person under 14 or a ward.
    Dependant,
}

/// Something declared that lacks nothing: only [`Complete::of`] makes one, also when it is read from bytes.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Complete<T>(T);

/// Something that may be incomplete.
pub trait Declared {
    /// Everything that it lacks.
    fn gaps(&self) -> Vec<Gap>;
}

impl<T: Declared> Complete<T> {
    /// The declared, when it lacks nothing.
    ///
    /// # Errors
    /// Everything that it lacks.
    pub fn of(declared: T) -> Result<Self, Vec<Gap>> {
        let gaps = declared.gaps();
        if gaps.is_empty() {
            Ok(Self(declared))
        } else {
            Err(gaps)
        }
    }
}

impl<T> std::ops::Deref for Complete<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Declared + Deserialize<'de>> Deserialize<'de> for Complete<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let incomplete = |_| serde::de::Error::custom("the subject is incomplete");
        Self::of(T::deserialize(deserializer)?).map_err(incomplete)
    }
}

impl DraftSubject {
    /// Everything that it lacks.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        match self {
            Self::Citizen => Vec::new(),
            Self::Foreigner(declared) => declared.gaps(),
            Self::Organisation(declared) => declared.gaps(),
            Self::Dependant(declared) => declared.gaps(),
            Self::Unfinished { .. } => vec![Gap::Text],
        }
    }

    /// The subject, when nothing is missing.
    ///
    /// # Errors
    /// Everything that it lacks.
    pub fn complete(&self) -> Result<Subject, Vec<Gap>> {
        Ok(match self.clone() {
            Self::Citizen => Subject::Citizen,
            Self::Foreigner(declared) => Subject::Foreigner(Complete::of(declared)?),
            Self::Organisation(declared) => Subject::Organisation(Complete::of(declared)?),
            Self::Dependant(declared) => Subject::Dependant(Complete::of(declared)?),
            Self::Unfinished { .. } => return Err(self.gaps()),
        })
    }
}

impl From<Subject> for DraftSubject {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Citizen => Self::Citizen,
            Subject::Foreigner(Complete(declared)) => Self::Foreigner(declared),
            Subject::Organisation(Complete(declared)) => Self::Organisation(declared),
            Subject::Dependant(Complete(declared)) => Self::Dependant(declared),
        }
    }
}

impl Subject {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> SubjectKind {
        match self {
            Self::Citizen => SubjectKind::Citizen,
            Self::Foreigner(_) => SubjectKind::Foreigner,
            Self::Organisation(_) => SubjectKind::Organisation,
            Self::Dependant(_) => SubjectKind::Dependant,
        }
    }

    /// A submission of a citizen does not name its kind, as before there were others.
    pub(crate) fn is_citizen(&self) -> bool {
        matches!(self, Self::Citizen)
    }

    pub(crate) fn citizen() -> Self {
        Self::Citizen
    }
}

impl SubjectKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [
        Self::Citizen,
        Self::Foreigner,
        Self::Organisation,
        Self::Dependant,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Foreigner => "foreigner",
            Self::Organisation => "organisation",
            Self::Dependant => "dependant",
        }
    }
}
