//! What believed lists say of one document. BSI TR-03129-2 §7, ICAO Doc 9303-12 §10.

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::defect::Defect;
use super::defect_list::{DefectEntry, DefectList};
use super::document_reference::{
    Concern, Correction, DocumentFacts, SecurityObject, SignerReference, is_own, state_of,
};
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
    /// The state whose documents alone it is about: that of the CSCA under which it is signed.
    pub(super) state: String,
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
        let list = match kind {
            ListKind::Defects => DefectList::parse(content)?,
            ListKind::Deviations => DefectList::parse_deviations(content)?,
            ListKind::Master | ListKind::DocumentSigners => return None,
        };
        let state = country?.to_owned();
        Some(Self { list, file, state })
    }

    /// How many entries name documents of other states: they count for nothing. Of whom an entry by hash or
    /// key identifier speaks shows only when a document comes.
    pub(super) fn of_other_states(&self) -> usize {
        let of_others = |entry: &&DefectEntry| {
            let allowed = entry.defects.iter().filter_map(Defect::allows);
            let signer = entry.documents.signer.as_ref();
            let named = signer.and_then(SignerReference::state);
            let mut states = allowed.map(|one| one.country.clone()).chain(named);
            states.any(|state| state != self.state)
        };
        self.list.entries().iter().filter(of_others).count()
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
        let object = object.of_its_signer(self.corrected_signer(&signed).as_ref());
        let mut defects = Vec::new();
        for (entry, _) in self.entries_about(&object) {
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
    /// key that made the signature, and be of the list's own state; its path is judged like any other's.
    pub(crate) fn replacement_of(&self, signer: &Certificate) -> Option<(u16, Certificate)> {
        self.of_signer(signer, |defect, state| {
            let Defect::SignerReplaced { certificate } = defect else {
                return None;
            };
            let replacement = Certificate::from_der(certificate).ok()?;
            let same_key = replacement.x509().has_key_of(signer.x509());
            let accepted = Rule::ReplacementKey.demands(same_key, ()).is_ok();
            let own = is_own(state, state_of(certificate).as_deref());
            (accepted && own).then_some(replacement)
        })
    }

    /// The country that a signer's certificate should bear, and the entry that says so.
    pub(crate) fn corrected_country(&self, signer: &Certificate) -> Option<(u16, String)> {
        self.of_signer(signer, |defect, _| match defect {
            Defect::IssuingCountry { corrected } => Some(corrected.clone()),
            _ => None,
        })
    }

    /// Whom a security object should name as its signer.
    pub(crate) fn corrected_signer(&self, signed: &SignedData) -> Option<Correction<'_>> {
        if self.defects.is_empty() {
            return None;
        }
        let object = SecurityObject::of(signed, std::iter::empty());
        self.entries_about(&object).find_map(|(entry, state)| {
            entry.defects.iter().find_map(|defect| match defect {
                Defect::WrongSignerIdentifier {
                    corrected: Some(reference),
                } => Some(Correction {
                    entry: entry.number,
                    reference,
                    state,
                }),
                _ => None,
            })
        })
    }

    /// The entry that lists this content type for documents of this state.
    pub(crate) fn tolerates_content_type(&self, state: &str, arcs: &[u32]) -> Option<u16> {
        self.tolerates(state, |one| {
            one.content_types.iter().any(|listed| listed == arcs)
        })
    }

    /// The entry that lists signatures without signed attributes for documents of this state.
    pub(crate) fn tolerates_bare_signature(&self, state: &str) -> Option<u16> {
        self.tolerates(state, |one| one.without_attributes)
    }

    /// Document signers that are known elsewhere and that this object names, or should name; DER.
    pub(super) fn known_ders_of<'a>(&'a self, signed: &'a SignedData) -> Vec<&'a [u8]> {
        let infos = signed.signer_infos();
        let named = infos
            .into_iter()
            .flat_map(|info| self.known_signer_ders(&info.sid));
        let corrected = self.corrected_signer(signed);
        let should = self.known_signers().filter(move |der| {
            let correction = corrected.as_ref();
            correction.is_some_and(|correction| correction.names(der))
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

    /// The entries about documents of this object, those about a whole state left out, each with the state
    /// whose list it stands in.
    fn entries_about<'a, 'o>(
        &'a self,
        object: &'o SecurityObject<'o>,
    ) -> impl Iterator<Item = (&'a DefectEntry, &'a str)> + use<'a, 'o> {
        self.defects.iter().flat_map(move |believed| {
            let state = believed.state.as_str();
            let entries = believed.list.entries().iter();
            let about = entries.filter(move |entry| {
                let of_state = entry.defects.iter().any(|one| one.allows().is_some());
                !of_state && entry.documents.concerns(object, state)
            });
            about.map(move |entry| (entry, state))
        })
    }

    fn of_signer<T>(
        &self,
        signer: &Certificate,
        find: impl Fn(&Defect, &str) -> Option<T>,
    ) -> Option<(u16, T)> {
        if self.defects.is_empty() {
            return None;
        }
        let der = signer.x509().to_der().ok()?;
        let object = SecurityObject::of_certificate(&der);
        self.entries_about(&object).find_map(|(entry, state)| {
            let mut defects = entry.defects.iter();
            let found = defects.find_map(|defect| find(defect, state));
            found.map(|found| (entry.number, found))
        })
    }

    /// A state allows what it names to its own documents only, whatever country the entry names.
    fn tolerates(&self, state: &str, accepts: impl Fn(&StateTolerance) -> bool) -> Option<u16> {
        let own = self.defects.iter().filter(|one| one.state == state);
        let mut entries = own.flat_map(|one| one.list.entries());
        let accepts = |one: &StateTolerance| one.country == state && accepts(one);
        let found = entries.find(|entry| {
            let mut allowed = entry.defects.iter().filter_map(Defect::allows);
            allowed.any(accepts)
        });
        found.map(|entry| entry.number)
    }
}
