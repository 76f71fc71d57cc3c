//! Ages and what may be registered at them. S1 Art. 11.1, 11.2; Decree 69/2024 Art. 8, 11.

use serde::Deserialize;

use super::Level;

/// Through whose account a person of this age registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// For oneself.
    Own,
    /// Under the account of a parent or guardian.
    Guardian,
}

/// One band of ages in completed years.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// The first year of age.
    pub from: u8,
    /// The first year of age beyond the band; none for the last band.
    #[serde(default)]
    pub below: Option<u8>,
    /// The levels that may be registered.
    pub levels: Vec<Level>,
    /// Through whose account.
    pub through: Through,
}

impl AgeBand {
    /// Whether this age lies in the band.
    #[must_use]
    pub fn holds(&self, age: u8) -> bool {
        age >= self.from && self.below.is_none_or(|below| age < below)
    }
}

/// Ascending, without overlap, and none of them empty.
pub(super) fn disjoint(bands: &[AgeBand]) -> bool {
    let filled = bands
        .iter()
        .all(|band| band.below.is_none_or(|below| below > band.from));
    let ascending = bands.windows(2).all(|pair| match pair {
        [lower, upper] => lower.below.is_some_and(|below| below <= upper.from),
        _ => false,
    });
    filled && ascending && !bands.is_empty()
}
