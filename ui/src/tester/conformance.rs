//! Cases of the conformance table.

/// One case and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Group or case of BSI TR-03105-5.1.
    pub id: &'static str,
    /// Kind of card and what is odd about it, as the card twin names them.
    pub card: String,
    /// What the reading must come to.
    pub expected: Expected,
    /// What it came to.
    pub end: CaseEnd,
    /// Commands.
    pub commands: u32,
}

/// What a reading comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The card is proven.
    Genuine,
    /// The card is refuted.
    Refuted,
    /// The proof stays open.
    Undetermined,
    /// The reading ends early, and says why.
    Unread,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEnd {
    /// As expected.
    Passed,
    /// With another verdict.
    Failed(Expected),
    /// The twin did not answer.
    NotPerformed,
}

impl Expected {
    /// The verdict's stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Refuted => "refuted",
            Self::Undetermined => "undetermined",
            Self::Unread => "unread",
        }
    }
}
