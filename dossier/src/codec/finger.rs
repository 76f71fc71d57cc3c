//! A finger as its position number. ISO/IEC 19794-2 Table 2.

use capture::fingerprint::Finger;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(finger: &Finger, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_u8(finger.position())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Finger, D::Error> {
    let position = u8::deserialize(input)?;
    Finger::from_position(position).ok_or_else(|| serde::de::Error::custom("not a finger position"))
}
