//! A source's answer as the backend keeps it: signed, so that nobody changes it at rest.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SourceReply;
use crate::{
    fault::Fault,
    jws::{self, SourceAnswerToken},
    keys::{ReceiptKey, ReceiptPublicKey},
};

/// `kid` of every record.
const SOURCES: &str = "sources";
/// The longest record that is looked at: an answer's own text is bounded far below.
const MAX_LEN: usize = 64 * 1024;

/// One question about one case, and how it ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// The case.
    pub case: Uuid,
    /// SHA-256 of the question as it was asked; hexadecimal.
    pub asked: String,
    /// How it ended.
    pub reply: SourceReply,
    /// The source's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Why a text is no record of this backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceRecordRefused {
    /// Not signed by this backend, or of another form.
    #[error("this is no source's answer that the backend signed")]
    Refused,
    /// Signing failed.
    #[error("the source's answer could not be signed")]
    NotSigned,
}

impl SourceRecordRefused {
    /// The clause.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Refused => "RFC 7515 §5.2",
            Self::NotSigned => "RFC 7515 §5.1",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Refused => Fault::Backend,
            Self::NotSigned => Fault::Us,
        }
    }
}

impl SourceRecord {
    /// Signs the record with the backend's key.
    ///
    /// # Errors
    /// [`SourceRecordRefused::NotSigned`] when OpenSSL refuses.
    pub fn sign(&self, key: &ReceiptKey) -> Result<String, SourceRecordRefused> {
        let payload = serde_json::to_vec(self).map_err(|_| SourceRecordRefused::NotSigned)?;
        jws::sign::<SourceAnswerToken>(&payload, SOURCES, key).ok_or(SourceRecordRefused::NotSigned)
    }

    /// Verifies a record.
    ///
    /// # Errors
    /// [`SourceRecordRefused::Refused`] when the backend did not sign it.
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Result<Self, SourceRecordRefused> {
        if jws.len() > MAX_LEN {
            return Err(SourceRecordRefused::Refused);
        }
        let lookup = |kid: &str| (kid == SOURCES).then(|| key.clone());
        let (payload, _) = jws::open::<SourceAnswerToken>(jws, lookup)
            .map_err(|_| SourceRecordRefused::Refused)?;
        serde_json::from_slice(&payload).map_err(|_| SourceRecordRefused::Refused)
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::{
        checkpoint::Checkpoint,
        source::{Concerning, Origin, Reply, Source, WhyNoReply},
    };

    #[test]
    fn a_record_opens_as_it_was_signed_and_no_other_token_passes_for_one() {
        let mut next = 0_u8;
        let mut rng = move |buffer: &mut [u8]| {
            for octet in buffer {
                next = next.wrapping_add(7);
                *octet = next;
            }
        };
        let key = ReceiptKey::generate(&mut rng).unwrap();
        let at = OffsetDateTime::UNIX_EPOCH;
        let record = SourceRecord {
            case: Uuid::nil(),
            asked: "00".into(),
            reply: SourceReply {
                question: Uuid::nil(),
                source: Source::Agency,
                concerning: Concerning::Paper(1),
                origin: Origin::Sample,
                asked_at: at,
                ended_at: at,
                reply: Reply::NotAnswered(WhyNoReply::Refused),
            },
            words: None,
        };
        let signed = record.sign(&key).unwrap();
        let public = key.public().unwrap();
        assert!(SourceRecord::open(&signed, &public) == Ok(record));
        let checkpoint = Checkpoint {
            entries: 1,
            hash: "00".into(),
            at,
        };
        let other = checkpoint.sign(&key).unwrap();
        assert_eq!(
            SourceRecord::open(&other, &public).err(),
            Some(SourceRecordRefused::Refused)
        );
    }
}
