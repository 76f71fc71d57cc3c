//! From checks to one verdict. Result words of BSI TR-03135.

mod access;
mod assessment;
mod check;
mod chip_proofs;
mod clock;
mod consistency;
mod decision;
mod defects;
#[cfg(test)]
mod mutation;
mod outcome;
mod preparation;
mod rule;

pub use assessment::{Assessment, Conclusion, Verdict, assess, unread};
pub use check::{Check, CheckId, CheckResult, Reason};
pub use consistency::{
    Degree, IdentityField, IdentitySource, Mismatch, Said, Standing, Written, compare_written,
};
pub use outcome::Outcome;
pub use preparation::Preparation;
pub(crate) use rule::Rule;
