//! Defect lists: known errors of documents, by the document signer that signed them. BSI TR-03129-2 §7.
//!
//! ```text
//! DefectList  ::= SEQUENCE { version INTEGER {v1(0), v2(1)}, hashAlg OBJECT IDENTIFIER, defects SET OF Defect }
//! Defect      ::= SEQUENCE { signerIdentifier SignerIdentifier OPTIONAL, certificateHash OCTET STRING OPTIONAL,
//!                            knownDefects SET OF VersionedKnownDefect, description UTF8String OPTIONAL }
//! ```

use super::defect::Defect;
use super::document_reference::{DocumentReference, SignerReference};
use crate::crypto::digest::DigestAlgorithm;
use crate::wire::der::Elements;
use crate::wire::oid;

pub(super) const MAX_ENTRIES: usize = 10_000;
pub(super) const MAX_DEFECTS: usize = 32;

/// Known defects, each with the place of its entry in the list.
pub struct DefectList {
    pub(super) entries: Vec<DefectEntry>,
}

/// What is known of some documents.
pub struct DefectEntry {
    /// Place in the list, from 1: what a verdict cites.
    pub number: u16,
    /// The defects.
    pub defects: Vec<Defect>,
    pub(super) documents: DocumentReference,
}

impl DefectList {
    /// From the content of a list. Parsing is no belief: only `TrustAnchors` takes a list in, after it has
    /// verified signature and signer.
    #[must_use]
    pub fn parse(content: &[u8]) -> Option<Self> {
        let mut list = Elements::inside(content, 0x30)?;
        let version = list.take(0x02)?;
        let hash = digest(list.take(0x06)?);
        let defects = Elements::new(list.take(0x31)?).all_whole(0x30, MAX_ENTRIES)?;
        if !matches!(version, [0 | 1]) || !list.is_empty() {
            return None;
        }
        let entries = (1..).zip(defects);
        let entries: Option<Vec<_>> = entries
            .map(|(number, entry)| DefectEntry::parse(number, entry, hash))
            .collect();
        Some(Self { entries: entries? })
    }

    /// The entries, in the order of the list.
    #[must_use]
    pub fn entries(&self) -> &[DefectEntry] {
        &self.entries
    }
}

impl DefectEntry {
    fn parse(number: u16, entry: &[u8], hash: Option<DigestAlgorithm>) -> Option<Self> {
        let mut parts = Elements::inside(entry, 0x30)?;
        let signer = match parts.take(0x30) {
            Some(name) => Some(SignerReference::issuer_and_serial(name)?),
            None => parts
                .take(0x80)
                .map(|key| SignerReference::SubjectKeyIdentifier(key.to_vec())),
        };
        let certificate_hash = match parts.take(0x04) {
            Some(octets) => Some((hash?, octets.to_vec())),
            None => None,
        };
        let mut known = Elements::new(parts.take(0x31)?);
        let _description = parts.take(0x0C);
        let mut defects = Vec::new();
        while !known.is_empty() {
            if defects.len() == MAX_DEFECTS {
                return None;
            }
            defects.push(Defect::parse(known.any()?)?);
        }
        let documents = DocumentReference {
            signer,
            certificate_hash,
            ..DocumentReference::default()
        };
        // What a whole state is known for names no signer, and nothing else may do without.
        let is_of_state = |defect: &Defect| matches!(defect, Defect::Tolerated(_));
        let fits = if documents.is_empty() {
            defects.iter().all(is_of_state)
        } else {
            !defects.iter().any(is_of_state)
        };
        (parts.is_empty() && fits && !defects.is_empty()).then_some(Self {
            number,
            defects,
            documents,
        })
    }
}

fn digest(identifier: &[u8]) -> Option<DigestAlgorithm> {
    [
        (oid::SHA1, DigestAlgorithm::Sha1),
        (oid::SHA224, DigestAlgorithm::Sha224),
        (oid::SHA256, DigestAlgorithm::Sha256),
        (oid::SHA384, DigestAlgorithm::Sha384),
        (oid::SHA512, DigestAlgorithm::Sha512),
    ]
    .into_iter()
    .find(|(known, _)| known.content() == identifier)
    .map(|(_, algorithm)| algorithm)
}
