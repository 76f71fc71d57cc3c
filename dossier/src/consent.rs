//! The person's consent. Law 91/2025/QH15: valid only when informed of four points, each affirmed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What the person must have been told and have affirmed, in the order of the screen.
pub const CONSENT_POINTS: [ConsentPoint; 4] = [
    ConsentPoint::DataTypes,
    ConsentPoint::Purpose,
    ConsentPoint::Controller,
    ConsentPoint::Rights,
];

/// One of the four points; none is ever ticked beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPoint {
    /// Which data are taken: the chip's, portrait, fingerprint, contact.
    DataTypes,
    /// What for: the account and its level.
    Purpose,
    /// Who is responsible for the data.
    Controller,
    /// The person's rights, withdrawal included.
    Rights,
}

/// Language in which the text was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// What was affirmed, in which text, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Version of the text that was shown.
    pub text_version: String,
    /// Its language.
    pub language: Language,
    /// The points that the person affirmed.
    pub points: BTreeSet<ConsentPoint>,
    /// When the last point was affirmed.
    #[serde(with = "time::serde::rfc3339")]
    pub given_at: OffsetDateTime,
}

impl Consent {
    /// The points still to be affirmed; consent counts only when there are none.
    pub fn open_points(&self) -> impl Iterator<Item = ConsentPoint> {
        CONSENT_POINTS
            .into_iter()
            .filter(|point| !self.points.contains(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_of_four_points_are_not_consent() {
        let mut consent = Consent {
            text_version: "2026-01".into(),
            language: Language::Vi,
            points: CONSENT_POINTS.into_iter().collect(),
            given_at: OffsetDateTime::UNIX_EPOCH,
        };
        assert_eq!(consent.open_points().count(), 0);
        consent.points.remove(&ConsentPoint::Rights);
        assert_eq!(
            consent.open_points().collect::<Vec<_>>(),
            [ConsentPoint::Rights]
        );
    }
}
