//! One value of a profile with where it comes from.

use serde::Deserialize;

/// Whether a value is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Certainty {
    /// Seen in the text in force.
    #[default]
    Settled,
    /// Second-hand, inferred or pending: shown as such wherever it decides something.
    Provisional,
}

impl Certainty {
    /// Settled only when both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Settled, Self::Settled) => Self::Settled,
            (Self::Provisional, _) | (_, Self::Provisional) => Self::Provisional,
        }
    }
}

/// A value, its clause, its certainty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row<T> {
    /// The value.
    pub value: T,
    /// The clause that sets it, as people cite it.
    pub clause: String,
    /// Whether it may still change.
    #[serde(
        rename = "provisional",
        default,
        deserialize_with = "certainty_of_provisional"
    )]
    pub certainty: Certainty,
}

fn certainty_of_provisional<'de, D>(deserializer: D) -> Result<Certainty, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Ok(match bool::deserialize(deserializer)? {
        true => Certainty::Provisional,
        false => Certainty::Settled,
    })
}
