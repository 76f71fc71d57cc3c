//! Passive authentication of files that are in, while others are still on their way.
//! ICAO Doc 9303-11 §5.1.
//!
//! Each result is kept together with the very bytes it was computed from and stands for no others; trust
//! and moment are the same for all. So it is no matter whether, when and in which order files came before.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::certification_path::{self, Path, Signer};
use super::data_group_hashes;
use super::signed_data::{self, SignedObject};
use crate::files::{DataGroupNumber, ElementaryFiles, FileId};
use crate::lds::dg1;
use crate::trust::{ReferenceTime, TrustAnchors};
use crate::verdict::{Outcome, Reason};

/// What was found out about files, for one trust and one moment.
pub(crate) struct Ahead<'t> {
    trust: &'t TrustAnchors,
    at: ReferenceTime,
    sod: Option<OfSod>,
}

/// Everything that rests on one EF.SOD.
struct OfSod {
    signature: Of<Outcome<SignedObject>>,
    /// Of DG1, because a signer may be bound to kinds of documents.
    path: Option<Of<Outcome<Path>>>,
    hashes: BTreeMap<DataGroupNumber, Of<Option<Vec<u8>>>>,
}

/// A result and the file that it is the result of; none for a file that was not read or is not signed.
struct Of<T> {
    file: Option<Zeroizing<Vec<u8>>>,
    result: T,
}

/// The work on a set of files, every piece of it done.
pub(super) struct Work<'a> {
    pub(super) trust: &'a TrustAnchors,
    pub(super) at: ReferenceTime,
    pub(super) signature: &'a Outcome<SignedObject>,
    pub(super) path: &'a Outcome<Path>,
    hashes: &'a BTreeMap<DataGroupNumber, Of<Option<Vec<u8>>>>,
}

impl Work<'_> {
    /// The hash of a group as it was read, when the signed algorithm is accepted.
    pub(super) fn hash(&self, number: DataGroupNumber) -> Option<&[u8]> {
        self.hashes.get(&number)?.result.as_deref()
    }
}

const MISSING: &Outcome<SignedObject> = &Outcome::Refuted(Reason::SodMissing);
const NOT_REACHED: &Outcome<Path> = &Outcome::NotPerformed(Reason::NotReached);

impl<'t> Ahead<'t> {
    pub(crate) fn new(trust: &'t TrustAnchors, at: ReferenceTime) -> Self {
        Self {
            trust,
            at,
            sod: None,
        }
    }

    /// Does for one file what can be done now: the signature of EF.SOD; then the hash of a group, and the
    /// path once DG1 is there.
    pub(crate) fn file(&mut self, file: FileId, bytes: &[u8]) {
        match file {
            FileId::Sod => self.sign(Some(bytes)),
            FileId::DataGroup(number) => {
                self.hash(number, bytes);
                if number == DataGroupNumber::MRZ {
                    self.path(Some(bytes));
                }
            }
            FileId::CardAccess | FileId::CardSecurity | FileId::Com => {}
        }
    }

    /// Does what is not done yet for exactly these files.
    pub(super) fn complete(&mut self, files: &ElementaryFiles) -> Work<'_> {
        self.sign(files.bytes(FileId::Sod));
        for (number, bytes) in files.data_groups() {
            self.hash(number, bytes);
        }
        self.path(files.data_group(DataGroupNumber::MRZ));
        // `sign` leaves one.
        match &self.sod {
            Some(sod) => Work {
                trust: self.trust,
                at: self.at,
                signature: &sod.signature.result,
                path: sod.path.as_ref().map_or(NOT_REACHED, |path| &path.result),
                hashes: &sod.hashes,
            },
            None => Work {
                trust: self.trust,
                at: self.at,
                signature: MISSING,
                path: NOT_REACHED,
                hashes: const { &BTreeMap::new() },
            },
        }
    }

    /// Another EF.SOD makes everything else void.
    fn sign(&mut self, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else {
            self.sod = None;
            return;
        };
        let known = self.sod.as_ref();
        if !known.is_some_and(|sod| sod.signature.is_of(Some(bytes))) {
            self.sod = Some(OfSod {
                signature: Of::new(Some(bytes), signed_data::verify(bytes, self.trust)),
                path: None,
                hashes: BTreeMap::new(),
            });
        }
    }

    fn hash(&mut self, number: DataGroupNumber, bytes: &[u8]) {
        let Some(sod) = &mut self.sod else {
            return;
        };
        let known = sod.hashes.get(&number);
        if let Outcome::Proven(signed) = &sod.signature.result
            && !known.is_some_and(|hash| hash.is_of(Some(bytes)))
        {
            let policy = self.trust.policy();
            let algorithm = data_group_hashes::algorithm(&signed.content, policy).ok();
            let hash = algorithm.and_then(|algorithm| algorithm.digest(&[bytes]).ok());
            sod.hashes.insert(number, Of::new(Some(bytes), hash));
        }
    }

    fn path(&mut self, mrz: Option<&[u8]>) {
        let Some(sod) = &mut self.sod else {
            return;
        };
        let Outcome::Proven(signed) = &sod.signature.result else {
            return;
        };
        let is_signed = signed.content.hash(DataGroupNumber::MRZ).is_some();
        let mrz = mrz.filter(|_| is_signed);
        if !sod.path.as_ref().is_some_and(|path| path.is_of(mrz)) {
            let zone = mrz.and_then(|bytes| dg1::zone(bytes).ok());
            let replaced = self.trust.replacement_of(&signed.opened.signer);
            let embedded = &signed.opened.signer;
            let signer = Signer {
                certificate: replaced.as_ref().map_or(embedded, |(_, other)| other),
                beside: &signed.opened.beside,
                signing_time: signed.opened.signing_time,
                mrz: zone.as_ref(),
            };
            let path = match (
                certification_path::find(&signer, self.trust, self.at),
                &replaced,
            ) {
                (Outcome::Proven(path), Some((entry, certificate))) => Outcome::Proven(Path {
                    reason: Reason::ListedDefect { entry: *entry },
                    replacement: Some(certificate.clone()),
                    ..path
                }),
                (path, _) => path,
            };
            sod.path = Some(Of::new(mrz, path));
        }
    }
}

impl<T> Of<T> {
    fn new(file: Option<&[u8]>, result: T) -> Self {
        let file = file.map(|bytes| Zeroizing::new(bytes.to_vec()));
        Self { file, result }
    }

    fn is_of(&self, file: Option<&[u8]>) -> bool {
        self.file.as_ref().map(|bytes| bytes.as_slice()) == file
    }
}
