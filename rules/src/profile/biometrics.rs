//! What of face and fingers level 2 needs. S1 Art. 13.3.

use serde::Deserialize;

use super::Row;

/// How the two biometric results decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level2Rule {
    /// Both match, or one of them and an officer recognises the holder by the card's features.
    BothOrOneWithRecognition,
    /// Both match.
    Both,
}

/// Rows about biometrics; scores from 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Biometrics {
    /// How the two results decide.
    pub level2: Row<Level2Rule>,
    /// The lowest score at which a portrait matches.
    pub portrait_threshold: Row<u8>,
    /// The lowest score at which a fingerprint matches.
    pub fingerprint_threshold: Row<u8>,
}
