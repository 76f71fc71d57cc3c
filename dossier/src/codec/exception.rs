//! The reason of a finger's exception as its word.

use capture::fingerprint::exception::ExceptionReason;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(
    reason: &ExceptionReason,
    out: S,
) -> Result<S::Ok, S::Error> {
    out.serialize_str(reason.code())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<ExceptionReason, D::Error> {
    let code = String::deserialize(input)?;
    ExceptionReason::from_code(&code).ok_or_else(|| serde::de::Error::custom("not a reason"))
}
