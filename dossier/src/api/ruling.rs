//! What the decree lets an officer decide, in the codes of the rules.

use serde::{Deserialize, Serialize};

/// What the decision function says of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// What may be decided.
    pub end: RulingEnd,
    /// On what an approval rests, why the higher level decides, or every ground against an approval now.
    pub codes: Vec<String>,
}

/// What may be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RulingEnd {
    /// An approving officer may approve.
    MayApprove,
    /// Only a senior approver may.
    HigherDecision,
    /// Nobody may, yet.
    NotNow,
}

/// How many approvals a case has and needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approvals {
    /// Who has approved, by identifier.
    pub given: Vec<String>,
    /// How many are needed.
    pub needed: u8,
}
