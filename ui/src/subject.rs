//! Who registers, as an officer types it: rows of a form, their texts, and what follows from them. S1 Art. 6 to 8, 11.
//!
//! The texts are kept as typed. Only when every date and identifier among them can be read does the file get a declared
//! subject; until then it says which kind is being filled in, and cannot be submitted.

mod declare;
mod field;
mod recall;

use std::collections::BTreeMap;

use dossier::draft::Draft;
use dossier::subject::{Dependency, DraftSubject, Relation, SealProof, Subject, SubjectKind};
use zeroize::Zeroizing;

pub use declare::Unreadable;
pub use field::{PaperSlot, Part, Row, SubjectField, TextSlot, rows};

/// How many other representatives and how many papers to integrate the form has room for.
pub const MAX_REPEATED: u8 = 5;

/// The form. Citizens' data: no `Debug`.
pub struct SubjectForm {
    /// Which kind.
    pub kind: SubjectKind,
    /// What was typed.
    pub(crate) texts: BTreeMap<SubjectField, Zeroizing<String>>,
    /// What the guardian is to the dependant.
    pub relation: Relation,
    /// Why a dependant registers under another's account.
    pub ward: Guardianship,
    /// How the organisation's seal is shown.
    pub seal: Option<SealProof>,
    /// The dependant's sex, as the form has it.
    pub sex: DependantSex,
}

/// Why a dependant registers under another's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guardianship {
    /// Under 14.
    #[default]
    Under14,
    /// A ward, by a decision.
    Ward,
}

/// Sex as the form has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DependantSex {
    /// Female.
    #[default]
    Female,
    /// Male.
    Male,
}

/// One choice of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectChoice {
    /// Another kind.
    Kind(SubjectKind),
    /// What the guardian is to the dependant.
    Relation(Relation),
    /// Why a dependant registers under another's account.
    Guardianship(Guardianship),
    /// How the seal is shown.
    Seal(SealProof),
    /// The dependant's sex.
    Sex(DependantSex),
}

/// The kinds, in the order of their digits.
pub const KINDS: [SubjectKind; 4] = [
    SubjectKind::Citizen,
    SubjectKind::Dependant,
    SubjectKind::Foreigner,
    SubjectKind::Organisation,
];

impl Default for SubjectForm {
    fn default() -> Self {
        Self {
            kind: SubjectKind::Citizen,
            texts: BTreeMap::new(),
            relation: Relation::Mother,
            ward: Guardianship::default(),
            seal: None,
            sex: DependantSex::default(),
        }
    }
}

impl SubjectForm {
    /// What was typed into a field.
    #[must_use]
    pub fn text(&self, field: SubjectField) -> &str {
        self.texts.get(&field).map_or("", |text| text.as_str())
    }

    /// Something was typed.
    pub fn typed(&mut self, field: SubjectField, text: Zeroizing<String>) {
        if text.is_empty() {
            self.texts.remove(&field);
        } else {
            self.texts.insert(field, text);
        }
    }

    /// Something was chosen.
    pub fn chosen(&mut self, choice: SubjectChoice) {
        match choice {
            SubjectChoice::Kind(kind) => self.kind = kind,
            SubjectChoice::Relation(relation) => self.relation = relation,
            SubjectChoice::Guardianship(ward) => self.ward = ward,
            SubjectChoice::Seal(seal) => self.seal = Some(seal),
            SubjectChoice::Sex(sex) => self.sex = sex,
        }
    }

    /// The fields of this form in which something cannot be read, in their order.
    #[must_use]
    pub fn unreadable(&self) -> Vec<SubjectField> {
        let declared = self.declare().err().map(|Unreadable(fields)| fields);
        let papers = self.papers().err().map(|Unreadable(fields)| fields);
        declared.into_iter().chain(papers).flatten().collect()
    }

    /// Writes what follows from the form into the file.
    pub fn write(&self, draft: &mut Draft) {
        draft.subject = self
            .declare()
            .unwrap_or(DraftSubject::Unfinished { of: self.kind });
        // A paper that cannot be read is not offered for integration; the form says which.
        draft.integrate = self.papers().unwrap_or_default();
    }

    /// The form as it was when the file was left.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let mut form = recall::form(&draft.subject);
        form.integrate(&draft.integrate);
        form
    }

    /// The form that such a subject came from.
    #[must_use]
    pub fn of_subject(subject: &Subject) -> Self {
        recall::form(&DraftSubject::from(subject.clone()))
    }
}

/// The kind alone.
#[must_use]
pub fn kind_of(subject: &DraftSubject) -> SubjectKind {
    match subject {
        DraftSubject::Citizen => SubjectKind::Citizen,
        DraftSubject::Foreigner(_) => SubjectKind::Foreigner,
        DraftSubject::Organisation(_) => SubjectKind::Organisation,
        DraftSubject::Dependant(_) => SubjectKind::Dependant,
        DraftSubject::Unfinished { of } => *of,
    }
}

impl From<&Dependency> for Guardianship {
    fn from(dependency: &Dependency) -> Self {
        match dependency {
            Dependency::Under14 => Self::Under14,
            Dependency::Ward(_) => Self::Ward,
        }
    }
}
