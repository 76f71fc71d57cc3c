//! From files to trust: who vouches for what. ICAO Doc 9303-12 §5.3, §9.
//!
//! Pinned certificates come first, then the lists that they vouch for, then document signers and
//! revocation lists, which need an issuer: the order of the files does not matter.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::OffsetDateTime;

use super::anchor::{Anchor, Role};
use super::anchors::{Scope, TrustAnchors};
use super::certificate::{Certificate, ProfileError};
use super::document_signers::KnownSigner;
use super::encoded::EncodedCertificate;
use super::known_defects::BelievedDefects;
use super::provenance::{Provenance, Route};
use super::refusal::TrustRefusal;
use super::revocation_list::RevocationList;
use super::signed_list::{ListKind, SignedList};
use super::tolerance::{Tolerance, Tolerances};
use crate::crypto::certificate::X509Certificate;
use crate::crypto::digest::DigestAlgorithm;
use crate::verdict::Rule;

/// The longest file: the largest list of the world has one megabyte.
pub const MAX_FILE_LEN: usize = 16 * 1024 * 1024;

/// One file that an operator brings.
#[derive(Clone, Default)]
pub struct TrustFile {
    /// Its name, for the record.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was loaded, when that is known.
    pub since: Option<OffsetDateTime>,
    /// Who loaded it, when that is known.
    pub loaded_by: Option<String>,
    /// Breaches of the profile that the operator overlooks in this file.
    pub tolerated: Vec<Tolerance>,
    /// Whether one file may hold several certificates that nobody signed together.
    pub several: SeveralCertificates,
}

/// Whether a file with several certificates counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeveralCertificates {
    /// It is an unsigned list: refused.
    #[default]
    Refused,
    /// Whoever may write the folder pinned each of them.
    Accepted,
}

/// What a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// Certificates that the operator pinned, or document signers that an anchor issued.
    Certificates {
        /// What each is, in the order of the file.
        subjects: Vec<(String, Role)>,
    },
    /// A document signer that an anchor issued.
    DocumentSigner {
        /// Subject.
        subject: String,
    },
    /// A signed list.
    List {
        /// Its kind.
        kind: ListKind,
        /// When it was signed.
        signed_at: OffsetDateTime,
        /// Subject of its signer.
        signer: String,
        /// Subject of the pinned certificate that vouches for it.
        pinned: String,
        /// How many certificates or defects it holds.
        entries: usize,
        /// How many of its defects are about documents of other states: they count for nothing.
        of_others: usize,
    },
    /// A revocation list.
    RevocationList {
        /// Subject of its issuer.
        issuer: String,
        /// When it was issued.
        this_update: OffsetDateTime,
        /// When the next one will have been issued.
        next_update: OffsetDateTime,
        /// How many certificates it revokes.
        revoked: usize,
    },
}

enum Content {
    Certificates(Vec<Vec<u8>>),
    List,
    RevocationList(Arc<RevocationList>),
}

/// What files came to, each with its place.
type Placed = Vec<(usize, Result<Loaded, TrustRefusal>)>;

/// The signers of lists that count, each with the place of its file.
type ListSigners = Vec<(usize, Certificate)>;

impl TrustAnchors {
    /// Builds trust from files. Each file counts or is refused by itself; the results stand in the order
    /// of the files. Of two lists of one signer, or of two revocation lists of one issuer's key, the newer
    /// counts and the other is refused as older. The lists of an issuer's older keys stay beside those of the
    /// newer: what one of them revokes, among it perhaps the link to the newer key, stays revoked. A list whose
    /// signer is revoked does not count, nor does a revocation list whose key may not speak any more.
    #[must_use]
    pub fn from_files(files: &[TrustFile]) -> (Self, Vec<Result<Loaded, TrustRefusal>>) {
        let contents: Vec<_> = files.iter().map(content).collect();
        let mut revoked = BTreeSet::new();
        loop {
            let (trust, results, signers) = Self::built(files, &contents, &revoked);
            let is_revoked = |signer: &Certificate| {
                let stands = !trust.list_signer_is_revoked(signer);
                Rule::ListNotRevoked.demands(stands, ()).is_err()
            };
            let found = signers.iter().filter(|(_, signer)| is_revoked(signer));
            let known = revoked.len();
            revoked.extend(found.map(|(index, _)| *index));
            // Without a list its certificates go, and their revocation lists with them; the list stays out.
            if revoked.len() == known {
                return (trust, results);
            }
        }
    }

    /// Trust from files without these lists, and the signers of the lists that count.
    fn built(
        files: &[TrustFile],
        contents: &[Result<Content, TrustRefusal>],
        revoked: &BTreeSet<usize>,
    ) -> (Self, Vec<Result<Loaded, TrustRefusal>>, ListSigners) {
        let mut trust = Self::default();
        let mut results: Vec<Option<Result<Loaded, TrustRefusal>>> = contents
            .iter()
            .map(|content| content.as_ref().err().copied().map(Err))
            .collect();
        let mut settle = |index: usize, result| {
            if let Some(slot) = results.get_mut(index) {
                *slot = Some(result);
            }
        };
        let mut signers = Vec::new();
        for (index, file) in files.iter().enumerate() {
            if let Some(Ok(Content::Certificates(certificates))) = contents.get(index) {
                match trust.pin(file, certificates) {
                    Ok(loaded) => settle(index, Ok(loaded)),
                    Err(TrustRefusal::NotCountrySigningCa) if certificates.len() == 1 => {
                        signers.extend(certificates.first().map(|der| (index, der)));
                    }
                    Err(refusal) => settle(index, Err(refusal)),
                }
            }
        }
        let (lists, list_signers) = trust.believe_lists(files, contents, revoked);
        for (index, result) in lists {
            settle(index, result);
        }
        for (index, der) in signers {
            settle(index, trust.know_signer(der));
        }
        for (index, result) in trust.believe_revocation_lists(contents) {
            settle(index, result);
        }
        let results = results
            .into_iter()
            .map(|result| result.unwrap_or(Err(TrustRefusal::Unrecognised)))
            .collect();
        (trust, results, list_signers)
    }

    fn pin(&mut self, file: &TrustFile, ders: &[Vec<u8>]) -> Result<Loaded, TrustRefusal> {
        if ders.len() > 1 && file.several == SeveralCertificates::Refused {
            return Err(TrustRefusal::UnsignedCollection);
        }
        let provenance = Arc::new(provenance(file, Route::Single));
        let tolerated = Tolerances::of_pinned().and(file.tolerated.iter().copied());
        let mut taken = Vec::new();
        let mut subjects = Vec::new();
        for der in ders {
            let anchor = Anchor::new(der.clone(), Arc::clone(&provenance), tolerated.clone())?;
            let (role, _) = anchor.standing()?;
            subjects.push((anchor.subject().to_owned(), role));
            taken.push(anchor);
        }
        for anchor in taken {
            self.take(anchor);
        }
        Ok(Loaded::Certificates { subjects })
    }

    fn take(&mut self, anchor: Anchor) {
        if self.certificates().all(|known| known.der() != anchor.der()) {
            self.certificates.push(Arc::new(anchor));
        }
    }

    /// What is inside a list vouches for no other list, so all are verified before any is taken in.
    fn believe_lists(
        &mut self,
        files: &[TrustFile],
        contents: &[Result<Content, TrustRefusal>],
        revoked: &BTreeSet<usize>,
    ) -> (Placed, ListSigners) {
        let verify = |index: usize, file: &TrustFile| match revoked.contains(&index) {
            true => Err(TrustRefusal::ListSignerRevoked),
            false => SignedList::verify(&file.bytes, self),
        };
        let verified: Vec<_> = contents
            .iter()
            .zip(files)
            .enumerate()
            .filter(|(_, (content, _))| matches!(content, Ok(Content::List)))
            .map(|(index, (_, file))| (index, file, verify(index, file)))
            .collect();
        let same = |one: &SignedList, other: &SignedList| {
            one.kind == other.kind && one.country == other.country
        };
        let newer = |at: usize, list: &SignedList| {
            verified.iter().any(|(index, _, other)| {
                other.as_ref().is_ok_and(|other| {
                    let is_newer = other.signed_at > list.signed_at
                        || (other.signed_at == list.signed_at && *index < at);
                    same(list, other) && is_newer
                })
            })
        };
        let mut signers = Vec::new();
        let results = verified
            .iter()
            .map(|(index, file, list)| {
                let result = match list {
                    Err(refusal) => Err(*refusal),
                    Ok(list) => Rule::ListNewest
                        .demands(!newer(*index, list), TrustRefusal::ListOlder)
                        .and_then(|()| self.believe(file, list))
                        .inspect(|_| signers.push((*index, list.signer.clone()))),
                };
                (*index, result)
            })
            .collect();
        (results, signers)
    }

    fn believe(&mut self, file: &TrustFile, list: &SignedList) -> Result<Loaded, TrustRefusal> {
        let mut of_others = 0;
        let entries = match list.kind {
            ListKind::Master => self.take_master_list(file, list)?,
            ListKind::DocumentSigners => {
                let known: Option<Vec<_>> = list
                    .certificates()?
                    .into_iter()
                    .map(|der| KnownSigner::new(der.to_vec()).map(Arc::new))
                    .collect();
                let known = known.ok_or(TrustRefusal::ListMalformed)?;
                let entries = known.len();
                self.signers.extend(known);
                entries
            }
            ListKind::Defects | ListKind::Deviations => {
                let believed = BelievedDefects::of(list, file.bytes.clone());
                let believed = believed.ok_or(TrustRefusal::ListMalformed)?;
                let entries = believed.list.entries().len();
                of_others = believed.of_other_states();
                self.defects.push(Arc::new(believed));
                entries
            }
        };
        self.signed_moments.push(list.signed_at);
        Ok(Loaded::List {
            kind: list.kind,
            signed_at: list.signed_at,
            signer: list.signer.subject().to_owned(),
            pinned: list.pinned.clone(),
            entries,
            of_others,
        })
    }

    fn take_master_list(
        &mut self,
        file: &TrustFile,
        list: &SignedList,
    ) -> Result<usize, TrustRefusal> {
        let pinned = list.pinned.clone();
        let provenance = Arc::new(provenance(file, Route::MasterList { pinned }));
        let tolerated = Tolerances::default().and(file.tolerated.iter().copied());
        let certificates = list.certificates()?;
        let entries = certificates.len();
        let taken: Result<Vec<_>, ProfileError> = certificates
            .into_iter()
            .map(|der| Anchor::new(der.to_vec(), Arc::clone(&provenance), tolerated.clone()))
            .collect();
        for anchor in taken.map_err(|_| TrustRefusal::ListMalformed)? {
            self.take(anchor);
        }
        Ok(entries)
    }

    /// A document signer is no secret and vouches for nobody: it counts when an anchor issued it.
    fn know_signer(&mut self, der: &[u8]) -> Result<Loaded, TrustRefusal> {
        let certificate = Certificate::from_der(der)?;
        certificate.accept_as_document_signer(self.policy())?;
        self.authority_of(&certificate, Scope::Every)
            .ok_or(TrustRefusal::SignerNotIssued)?;
        let known = KnownSigner::new(der.to_vec()).ok_or(TrustRefusal::CertificateMalformed)?;
        self.signers.push(Arc::new(known));
        let subject = certificate.subject().to_owned();
        Ok(Loaded::DocumentSigner { subject })
    }

    fn believe_revocation_lists(&mut self, contents: &[Result<Content, TrustRefusal>]) -> Placed {
        let lists = contents.iter().enumerate();
        let lists: Vec<_> = lists
            .filter_map(|(index, content)| match content {
                Ok(Content::RevocationList(list)) => Some((index, list)),
                _ => None,
            })
            .collect();
        let taken = lists.iter().map(|(_, list)| Arc::clone(list)).collect();
        let results = self.take_revocation_lists(taken);
        let settled = lists.into_iter().zip(results);
        settled
            .map(|((index, list), result)| {
                let loaded = result.map(|()| Loaded::RevocationList {
                    issuer: list.issuer().to_owned(),
                    this_update: list.this_update(),
                    next_update: list.next_update(),
                    revoked: list.revoked_count(),
                });
                (index, loaded)
            })
            .collect()
    }
}

/// SHA-256 of a file, by which stores and people name it; nothing when OpenSSL cannot compute it.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> Option<[u8; 32]> {
    DigestAlgorithm::Sha256
        .digest(&[bytes])
        .ok()?
        .try_into()
        .ok()
}

/// SHA-256 of the one certificate of a file, DER or PEM: what an authority tells over another channel.
#[must_use]
pub fn certificate_fingerprint(file: &[u8]) -> Option<[u8; 32]> {
    match X509Certificate::from_file(file).ok()?.as_slice() {
        [only] => only.sha256().ok(),
        _ => None,
    }
}

fn provenance(file: &TrustFile, route: Route) -> Provenance {
    Provenance {
        file: file.name.clone(),
        route,
        since: file.since,
        loaded_by: file.loaded_by.clone(),
    }
}

fn content(file: &TrustFile) -> Result<Content, TrustRefusal> {
    let bytes = &file.bytes;
    if bytes.len() > MAX_FILE_LEN {
        return Err(TrustRefusal::TooLong);
    }
    if bytes.first() != Some(&0x30) {
        return pem(bytes);
    }
    if EncodedCertificate::parse(bytes).is_some() {
        return Ok(Content::Certificates(vec![bytes.clone()]));
    }
    match RevocationList::parse(bytes) {
        Ok(list) => Ok(Content::RevocationList(Arc::new(list))),
        // Which of the lists it is, or that it is none, is told when it is verified.
        Err(_) => Ok(Content::List),
    }
}

fn pem(bytes: &[u8]) -> Result<Content, TrustRefusal> {
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    if has(b"-----BEGIN X509 CRL-----") {
        return Ok(Content::RevocationList(Arc::new(RevocationList::parse(
            bytes,
        )?)));
    }
    if !has(b"-----BEGIN CERTIFICATE-----") {
        return Err(TrustRefusal::Unrecognised);
    }
    let certificates: Vec<Vec<u8>> = X509Certificate::from_file(bytes)
        .and_then(|all| all.iter().map(X509Certificate::to_der).collect())
        .unwrap_or_default();
    match certificates {
        ders if ders.is_empty() => Err(TrustRefusal::CertificateMalformed),
        ders => Ok(Content::Certificates(ders)),
    }
}
