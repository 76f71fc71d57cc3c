//! The index of the imported store: which file came when, from where, and by whom.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use reader::trust::{RevocationPolicy, Sha1Policy, Tolerance, TrustPolicy};

/// The index as it stands in `index.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// Format of the file.
    pub version: Version,
    /// What the operator demands.
    #[serde(default)]
    pub policy: Policy,
    /// The files, in the order of import.
    pub files: Vec<Entry>,
}

/// The one format that there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Version;

/// The operator's demands, by their words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// `shown` or `required`.
    #[serde(default, with = "revocation")]
    pub revocation: RevocationPolicy,
    /// `refused` or `flagged`.
    #[serde(default, with = "sha1")]
    pub sha1: Sha1Policy,
}

/// One imported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// SHA-256 of its bytes, lower-case hexadecimal; its name on disk.
    pub sha256: String,
    /// Name under which it was imported.
    pub name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// By whom.
    pub loaded_by: String,
    /// Breaches of the profile that are overlooked in it, by their words.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "tolerances")]
    pub tolerated: Vec<Tolerance>,
    /// Where it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<Fetched>,
}

/// Where a file was fetched from, and what the server said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetched {
    /// The address.
    pub url: String,
    /// When it was last asked.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Entity tag, RFC 9110 §8.8.3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Last-Modified, RFC 9110 §8.8.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Index {
    /// The demands as the reader takes them.
    #[must_use]
    pub fn trust_policy(&self) -> TrustPolicy {
        TrustPolicy {
            revocation: self.policy.revocation,
            sha1: self.policy.sha1,
        }
    }
}

impl TryFrom<u32> for Version {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        match version {
            1 => Ok(Self),
            _ => Err("an index of a newer program"),
        }
    }
}

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        1
    }
}

mod revocation {
    use reader::trust::RevocationPolicy;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        policy: &RevocationPolicy,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.serialize_str(policy.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<RevocationPolicy, D::Error> {
        let word = String::deserialize(input)?;
        RevocationPolicy::from_word(&word).ok_or_else(|| D::Error::custom("not a policy"))
    }
}

mod sha1 {
    use reader::trust::Sha1Policy;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(policy: &Sha1Policy, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(policy.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Sha1Policy, D::Error> {
        let word = String::deserialize(input)?;
        Sha1Policy::from_word(&word).ok_or_else(|| D::Error::custom("not a policy"))
    }
}

mod tolerances {
    use reader::trust::Tolerance;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(all: &[Tolerance], out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(all.iter().map(|one| one.word()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<Tolerance>, D::Error> {
        let words = Vec::<String>::deserialize(input)?;
        let all = words.iter().map(|word| Tolerance::from_word(word));
        all.collect::<Option<_>>()
            .ok_or_else(|| D::Error::custom("not a tolerance"))
    }
}
