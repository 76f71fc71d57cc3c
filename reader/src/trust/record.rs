//! The part of a trust store that one verdict rested on, so that it can be kept beside the reading and the
//! verdict be repeated. ICAO Doc 9303-12 §5.3.
//!
//! A record is the word of whoever made it: nobody else is bound to trust what it names.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::OffsetDateTime;

use super::anchor::Anchor;
use super::anchors::TrustAnchors;
use super::certificate::name::NameKey;
use super::document_signers::KnownSigner;
use super::encoded::EncodedCertificate;
use super::known_defects::BelievedDefects;
use super::policy::TrustPolicy;
use super::provenance::Provenance;
use super::revocation_list::RevocationList;
use super::tolerance::{Tolerance, Tolerances};
use crate::crypto::cms::SignedData;
use crate::files::FileId;
use crate::read_out::ReadOut;

/// The most names that a path leads over: the signer's issuer, and one for each link.
const MAX_NAMES: usize = 16;

/// What of a trust store concerns one reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustRecord {
    /// What the operator demanded.
    pub policy: TrustPolicy,
    /// The newest moment that was known to have passed.
    pub newest_known_moment: Option<OffsetDateTime>,
    /// Every certificate that bears the name of an issuer in the signer's path.
    pub certificates: Vec<RecordedCertificate>,
    /// Document signers that the security object names and does not bring, DER.
    pub document_signers: Vec<Vec<u8>>,
    /// Revocation lists of those issuers, DER, believed or not.
    pub revocation_lists: Vec<Vec<u8>>,
    /// Every defect list, as it was signed.
    pub defect_lists: Vec<Vec<u8>>,
}

/// One certificate of a trust store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedCertificate {
    /// DER.
    pub der: Vec<u8>,
    /// Where it came from.
    pub provenance: Provenance,
    /// What of the profile was overlooked for it.
    pub tolerated: Vec<Tolerance>,
}

/// A record names something that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record of trust holds a malformed {0}")]
pub struct RecordMalformed(pub &'static str);

impl TrustAnchors {
    /// What of this trust concerns the reading.
    #[must_use]
    pub fn record_for(&self, read_out: &ReadOut) -> TrustRecord {
        let objects: Vec<SignedData> = [FileId::Sod, FileId::CardSecurity]
            .into_iter()
            .filter_map(|file| SignedData::parse(read_out.files.bytes(file)?).ok())
            .collect();
        let document_signers: BTreeSet<Vec<u8>> = objects
            .iter()
            .flat_map(|object| self.known_ders_of(object))
            .map(<[u8]>::to_vec)
            .collect();
        let brought = objects.iter().flat_map(SignedData::certificates);
        let signers = brought.chain(document_signers.iter().map(Vec::as_slice));
        let names = self.names_over(signers.filter_map(issuer_key).collect());
        let concerned = |key: &NameKey| names.contains(key);
        let certificates = self.certificates();
        let lists = self.revocation.iter().chain(&self.refused_revocation);
        TrustRecord {
            policy: self.policy(),
            newest_known_moment: self.newest_known_moment(),
            certificates: certificates
                .filter(|one| concerned(one.subject_key()))
                .map(|one| RecordedCertificate {
                    der: one.der().to_vec(),
                    provenance: one.provenance().clone(),
                    tolerated: one.tolerated().iter().collect(),
                })
                .collect(),
            document_signers: document_signers.into_iter().collect(),
            revocation_lists: lists
                .filter(|list| concerned(list.issuer_key()))
                .map(|list| list.der().to_vec())
                .collect(),
            defect_lists: self.defects.iter().map(|one| one.file.clone()).collect(),
        }
    }

    /// Trust as it was recorded: what the record names is believed because the record says so, and judged
    /// by the same rules as then.
    ///
    /// # Errors
    /// [`RecordMalformed`] when a part of it cannot be read.
    pub fn from_record(record: &TrustRecord) -> Result<Self, RecordMalformed> {
        let mut trust = Self::default().with_policy(record.policy);
        for one in &record.certificates {
            let tolerated = Tolerances::default().and(one.tolerated.iter().copied());
            let provenance = Arc::new(one.provenance.clone());
            let anchor = Anchor::new(one.der.clone(), provenance, tolerated)
                .map_err(|_| RecordMalformed("certificate"))?;
            trust.certificates.push(Arc::new(anchor));
        }
        for der in &record.document_signers {
            let known = KnownSigner::new(der.clone()).ok_or(RecordMalformed("document signer"))?;
            trust.signers.push(Arc::new(known));
        }
        for file in &record.defect_lists {
            let believed = BelievedDefects::recorded(file, &trust);
            let believed = believed.ok_or(RecordMalformed("defect list"))?;
            trust.defects.push(Arc::new(believed));
        }
        let lists = record.revocation_lists.iter();
        let lists: Result<Vec<_>, _> = lists.map(|der| RevocationList::parse(der)).collect();
        let lists = lists.map_err(|_| RecordMalformed("revocation list"))?;
        trust.take_revocation_lists(lists.into_iter().map(Arc::new).collect());
        Ok(match record.newest_known_moment {
            Some(moment) => trust.with_last_seen(moment),
            None => trust,
        })
    }

    /// The names of issuers and of whoever linked to them.
    fn names_over(&self, mut names: Vec<NameKey>) -> Vec<NameKey> {
        let mut at = 0;
        while let Some(name) = names.get(at).cloned() {
            at += 1;
            let named = self.certificates().filter(|one| *one.subject_key() == name);
            for issuer in named.filter_map(|one| issuer_key(one.der())) {
                if names.len() < MAX_NAMES && !names.contains(&issuer) {
                    names.push(issuer);
                }
            }
        }
        names
    }
}

fn issuer_key(der: &[u8]) -> Option<NameKey> {
    NameKey::of(EncodedCertificate::parse(der)?.issuer)
}
