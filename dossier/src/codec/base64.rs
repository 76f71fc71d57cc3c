//! Octets as base64 text. RFC 4648 §4.

use ::base64::{Engine, display::Base64Display, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// Octets that are wiped when dropped and written as base64.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Octets(pub(crate) Zeroizing<Vec<u8>>);

pub(crate) fn serialize<S: Serializer>(
    octets: &Zeroizing<Vec<u8>>,
    out: S,
) -> Result<S::Ok, S::Error> {
    out.collect_str(&Base64Display::new(octets, &STANDARD))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Zeroizing<Vec<u8>>, D::Error> {
    let text = Zeroizing::new(String::deserialize(input)?);
    // The message stays free of content: it may end in a log.
    STANDARD
        .decode(text.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| serde::de::Error::custom("not base64"))
}

impl Octets {
    pub(crate) fn new(octets: &[u8]) -> Self {
        Self(Zeroizing::new(octets.to_vec()))
    }
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, out)
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        deserialize(input).map(Self)
    }
}
