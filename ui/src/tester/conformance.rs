//! Cases of the conformance table.

use reader::verdict::Verdict;

/// One case and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Group or case of BSI TR-03105-5.1.
    pub id: &'static str,
    /// Kind of card and what is odd about it, as the card twin names them.
    pub card: String,
    /// What the reading must come to.
    pub expected: Verdict,
    /// What it came to.
    pub end: CaseEnd,
    /// Commands.
    pub commands: u32,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEnd {
    /// As expected.
    Passed,
    /// With another verdict.
    Failed(Verdict),
    /// The twin did not answer.
    NotPerformed,
}
