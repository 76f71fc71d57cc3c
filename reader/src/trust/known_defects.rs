//! What believed lists say of one document. BSI TR-03129-2 §7, ICAO Doc 9303-12 §10.

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::defect::Defect;
use super::defect_list::{DefectEntry, DefectList};
use super::document_reference::{Concern, DocumentFacts, SecurityObject, SignerReference};
use super::signed_list::{ListKind, SignedList};
use super::state_tolerance::StateTolerance;
use crate::crypto::cms::SignedData;
use crate::files::{ElementaryFiles, FileId};
use crate::passive::signed_data;
use crate::verdict::Rule;

/// A defect or deviation list that is believed, and the signed file that it came in.
pub(super) struct BelievedDefects {
    pub(super) list: DefectList,
    pub(super) file: Vec<u8>,
    /// The state whose documents alone it is about, in two capital letters.
    pub(super) state: Option<String>,
}

impl BelievedDefects {
    /// From a list whose signer is verified.
    pub(super) fn of(list: &SignedList, file: Vec<u8>) -> Option<Self> {
        Self::parse(list.kind, &list.content, list.country.as_deref(), file)
    }

    /// From a record, which is believed; only the list's own signature is verified again.
    pub(super) fn recorded(file: &[u8], trust: &TrustAnchors) -> Option<Self> {
        let signed = SignedData::from_content_info(file).ok()?;
        let kind = ListKind::of(&signed)?;
        let opened = signed_data::open(&signed, kind.content_type(), trust).ok()?;
        let country = opened.signer.country();
        Self::parse(kind, &opened.content, country, file.to_vec())
    }

    fn parse(kind: ListKind, content: &[u8], country: Option<&str>, file: Vec<u8>) -> Option<Self> {
        let (list, state) = match kind {
            ListKind::Defects => (DefectList::parse(content)?, None),
            ListKind::Deviations => {
                let list = DefectList::parse_deviations(content)?;
                (list, Some(country?.to_owned()))
            }
            ListKind::Master | ListKind::DocumentSigners => return None,
        };
        Some(Self { list, file, state })
    }
}

impl TrustAnchors {
    /// What is known of this document, with the places of the entries. Its security object need not be
    /// right: that it is wrong may be the defect.
    pub(crate) fn defects_of(&self, files: &ElementaryFiles) -> Vec<(u16, &Defect)> {
        if self.defects.is_empty() {
            return Vec::new();
        }
        let sod = files.bytes(FileId::Sod).unwrap_or_default();
        let Ok(signed) = SignedData::parse(sod) else {
            return Vec::new();
        };
        let facts = DocumentFacts::of(files, &signed);
        let known = self.known_ders_of(&signed);
        let object = SecurityObject::of(&signed, known.into_iter());
        let mut defects = Vec::new();
        for entry in self.entries_about(&object) {
            let concern = entry.documents.covers(&facts);
            let certain = concern == Concern::Certain;
            let counts = |defect: &&Defect| {
                (concern != Concern::None && defect.takes_away())
                    || Rule::DeviationDocuments.demands(certain, ()).is_ok()
            };
            let counted = entry.defects.iter().filter(counts);
            defects.extend(counted.map(|defect| (entry.number, defect)));
        }
        defects
    }

    /// The certificate that stands for a malformed one, and the entry that says so. It must certify the very
    /// key that made the signature; its path is judged like any other's.
    pub(crate) fn replacement_of(&self, signer: &Certificate) -> Option<(u16, Certificate)> {
        self.of_signer(signer, |defect| {
            let Defect::SignerReplaced { certificate } = defect else {
                return None;
            };
            let replacement = Certificate::from_der(certificate).ok()?;
            let same_key = replacement.x509().has_key_of(signer.x509());
            let accepted = Rule::ReplacementKey.demands(same_key, ());
            accepted.ok().map(|()| replacement)
        })
    }

    /// The country that a signer's certificate should bear, and the entry that says so.
    pub(crate) fn corrected_country(&self, signer: &Certificate) -> Option<(u16, String)> {
        self.of_signer(signer, |defect| match defect {
            Defect::IssuingCountry { corrected } => Some(corrected.clone()),
            _ => None,
        })
    }

    /// Whom a security object should name as its signer, and the entry that says so.
    pub(crate) fn corrected_signer(&self, signed: &SignedData) -> Option<(u16, &SignerReference)> {
        if self.defects.is_empty() {
            return None;
        }
        let object = SecurityObject::of(signed, std::iter::empty());
        self.entries_about(&object).find_map(|entry| {
            entry.defects.iter().find_map(|defect| match defect {
                Defect::WrongSignerIdentifier {
                    corrected: Some(reference),
                } => Some((entry.number, reference)),
                _ => None,
            })
        })
    }

    /// The entry that lists this content type for documents of this state.
    pub(crate) fn tolerates_content_type(&self, country: &str, arcs: &[u32]) -> Option<u16> {
        self.tolerates(|one| {
            one.country == country && one.content_types.iter().any(|listed| listed == arcs)
        })
    }

    /// The entry that lists signatures without signed attributes for documents of this state.
    pub(crate) fn tolerates_bare_signature(&self, country: &str) -> Option<u16> {
        self.tolerates(|one| one.country == country && one.without_attributes)
    }

    /// Document signers that are known elsewhere and that this object names, or should name; DER.
    pub(super) fn known_ders_of<'a>(&'a self, signed: &'a SignedData) -> Vec<&'a [u8]> {
        let infos = signed.signer_infos();
        let named = infos
            .into_iter()
            .flat_map(|info| self.known_signer_ders(&info.sid));
        let corrected = self.corrected_signer(signed);
        let should = self.known_signers().filter(move |der| {
            let reference = corrected.as_ref();
            reference.is_some_and(|(_, reference)| reference.names(der))
        });
        named.chain(should).collect()
    }

    /// The defect and deviation lists that are believed, each with the signed file that it came in.
    pub fn defect_lists(&self) -> impl Iterator<Item = (&DefectList, &[u8])> {
        let believed = self.defects.iter();
        believed.map(|one| (&one.list, one.file.as_slice()))
    }

    /// How many entries they have.
    #[must_use]
    pub fn defects_count(&self) -> usize {
        self.defect_lists()
            .map(|(list, _)| list.entries().len())
            .sum()
    }

    /// The entries about documents of this object, those about a whole state left out.
    fn entries_about<'a, 'o>(
        &'a self,
        object: &'o SecurityObject<'o>,
    ) -> impl Iterator<Item = &'a DefectEntry> + use<'a, 'o> {
        self.defects.iter().flat_map(move |believed| {
            let state = believed.state.as_deref();
            let entries = believed.list.entries().iter();
            entries.filter(move |entry| {
                let of_state = |defect: &Defect| matches!(defect, Defect::Tolerated(_));
                !entry.defects.iter().any(of_state) && entry.documents.concerns(object, state)
            })
        })
    }

    fn of_signer<T>(
        &self,
        signer: &Certificate,
        find: impl Fn(&Defect) -> Option<T>,
    ) -> Option<(u16, T)> {
        if self.defects.is_empty() {
            return None;
        }
        let der = signer.x509().to_der().ok()?;
        let object = SecurityObject::of_certificate(&der);
        self.entries_about(&object).find_map(|entry| {
            let found = entry.defects.iter().find_map(&find);
            found.map(|found| (entry.number, found))
        })
    }

    fn tolerates(&self, accepts: impl Fn(&StateTolerance) -> bool) -> Option<u16> {
        let mut entries = self.defects.iter().flat_map(|one| one.list.entries());
        let lists = |defect: &Defect| matches!(defect, Defect::Tolerated(one) if accepts(one));
        let found = entries.find(|entry| entry.defects.iter().any(lists));
        found.map(|entry| entry.number)
    }
}
