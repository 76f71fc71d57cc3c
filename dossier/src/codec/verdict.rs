//! A verdict as its word. BSI TR-03135.

use reader::verdict::Verdict;
use serde::{Deserialize, Deserializer, Serializer};

const ALL: [Verdict; 4] = [
    Verdict::Genuine,
    Verdict::Refuted,
    Verdict::Undetermined,
    Verdict::Unread,
];

pub(crate) fn serialize<S: Serializer>(verdict: &Verdict, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(verdict.word())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Verdict, D::Error> {
    let word = String::deserialize(input)?;
    ALL.into_iter()
        .find(|verdict| verdict.word() == word)
        .ok_or_else(|| serde::de::Error::custom("not a verdict"))
}
