//! What source databases are asked about a case, and what they answer. S1 Art. 9, 13.3a, 16.4, 23, 32.3d.
//!
//! A source says đúng or không đúng of each field that it was asked about, and never a value.

mod event;
mod record;
mod weighed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

pub use event::{SourceChange, SourceEvent, SourceEventRefused, SourceSubject};
pub use record::{SourceRecord, SourceRecordRefused};
pub use weighed::{Weighed, in_force, weigh};

/// A source database. S1 Art. 16.4, 23, 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Citizens.
    Population,
    /// Cards, with the portraits and fingerprints taken for them.
    IdCard,
    /// Foreigners.
    Immigration,
    /// Organisations.
    Organisation,
    /// A line agency, for the papers that it issued.
    Agency,
}

/// Of whom a source is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concerning {
    /// Whose card was read.
    Holder,
    /// The dependant or the organisation that the holder files for.
    Subject,
    /// A paper to be integrated, by its place in the dossier.
    Paper(u8),
}

/// What a source compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceField {
    /// Full name, or an organisation's.
    Name,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Nationality.
    Nationality,
    /// Permanent residence, or an organisation's head office.
    Residence,
    /// Number of the card or travel document.
    DocumentNumber,
    /// The document's last day.
    DateOfExpiry,
    /// The key under which the immigration database knows a person.
    ImmigrationKey,
    /// Tax code.
    TaxCode,
    /// A paper's number, issuer and day of issue.
    Paper,
    /// The face.
    Portrait,
    /// The fingers.
    Fingerprints,
}

/// What a source says of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Đúng.
    Correct,
    /// Không đúng.
    Incorrect,
    /// Nothing.
    NotAnswered(WhyNotSaid),
}

/// Why a source that answered says nothing of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNotSaid {
    /// It holds nothing to compare with.
    NoReference,
    /// What it was given is too poor to say.
    TooPoor,
    /// It has to look by hand, and tells later.
    Pending,
}

/// How a person, card or organisation stands at a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceStanding {
    /// On record and in force.
    Registered,
    /// Not on record.
    NotRegistered,
    /// Locked, cancelled or withdrawn.
    Locked,
    /// Dead; of an organisation, dissolved.
    Died,
}

/// Why a source gave no answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNoReply {
    /// It has not been asked, or its answer is not here yet.
    NotYet,
    /// It has told that something changed, and has not been asked since.
    Changed,
    /// No way to it.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// It refused the question.
    Refused,
    /// Its answer does not have the form agreed, or answers something else.
    Malformed,
}

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The source answered.
    Answered {
        /// How the person, card or organisation stands there.
        standing: SourceStanding,
        /// What it says of each field that it was asked about.
        fields: BTreeMap<SourceField, Said>,
    },
    /// It did not.
    NotAnswered(WhyNoReply),
}

/// What stands behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A source database, over an authenticated connection.
    Connected,
    /// The sample registry of fictitious people: proves nothing about anybody.
    Sample,
}

/// One question and how it ended. Holds no value of the person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceReply {
    /// Names the question, here and at the source.
    pub question: Uuid,
    /// Who was asked.
    pub source: Source,
    /// Of whom.
    pub concerning: Concerning,
    /// What stands behind the answer.
    pub origin: Origin,
    /// When it was asked.
    #[serde(with = "time::serde::rfc3339")]
    pub asked_at: OffsetDateTime,
    /// When the question ended.
    #[serde(with = "time::serde::rfc3339")]
    pub ended_at: OffsetDateTime,
    /// How.
    pub reply: Reply,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Population,
        Self::IdCard,
        Self::Immigration,
        Self::Organisation,
        Self::Agency,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::IdCard => "id_card",
            Self::Immigration => "immigration",
            Self::Organisation => "organisation",
            Self::Agency => "agency",
        }
    }

    /// The source of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

impl SourceField {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::DateOfBirth,
        Self::Sex,
        Self::Nationality,
        Self::Residence,
        Self::DocumentNumber,
        Self::DateOfExpiry,
        Self::ImmigrationKey,
        Self::TaxCode,
        Self::Paper,
        Self::Portrait,
        Self::Fingerprints,
    ];

    /// Whether it is one of the two biometrics, which are weighed apart.
    #[must_use]
    pub fn is_biometric(self) -> bool {
        matches!(self, Self::Portrait | Self::Fingerprints)
    }
}

impl WhyNoReply {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::NotYet,
        Self::Changed,
        Self::Unreachable,
        Self::TimedOut,
        Self::Refused,
        Self::Malformed,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Changed => "changed",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Refused => "refused",
            Self::Malformed => "malformed",
        }
    }
}

impl SourceReply {
    /// Whether the source denies something, or the person is not there as a person to be registered is.
    #[must_use]
    pub fn denies(&self) -> bool {
        match &self.reply {
            Reply::Answered { standing, fields } => {
                *standing != SourceStanding::Registered
                    || fields.values().any(|said| *said == Said::Incorrect)
            }
            Reply::NotAnswered(_) => false,
        }
    }

    /// Whether the source answered, whatever it said.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.reply, Reply::Answered { .. })
    }
}
