//! The rows of the form, by kind of subject.

use dossier::subject::SubjectKind;

use super::{Guardianship, MAX_REPEATED, SubjectForm};

/// One field that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectField {
    /// A text.
    Text(TextSlot),
    /// A part of a paper.
    Paper(PaperSlot, Part),
}

/// Texts of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextSlot {
    /// Personal identification number.
    Number,
    /// Full name.
    Name,
    /// Date of birth.
    Born,
    /// Nationality.
    Nationality,
    /// The guardian's or the representative's own case.
    OwnCase,
    /// Three letters of a passport's nationality.
    PassportNationality,
    /// Under what the immigration database finds the person.
    ImmigrationKey,
    /// Temporary residence.
    Residence,
    /// Name of the organisation.
    Organisation,
    /// Its short name.
    ShortName,
    /// Its name in a foreign language.
    ForeignName,
    /// Business code.
    Code,
    /// Tax code.
    TaxCode,
    /// Day of founding.
    Founded,
    /// Head office.
    HeadOffice,
    /// Line of business.
    BusinessLine,
    /// Who came instead of the representative.
    Authorised,
    /// Another representative.
    Other(u8),
}

/// Papers of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperSlot {
    /// What proves the relation.
    Relation,
    /// The decision on guardianship.
    Guardianship,
    /// Passport or travel document.
    Passport,
    /// Residence card.
    ResidenceCard,
    /// Authorisation of who came.
    Authorisation,
    /// Consent of another representative.
    Consent(u8),
    /// A paper whose information is to be integrated. S1 Art. 11.3h.
    Integrated(u8),
}

/// Parts of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What it is.
    Title,
    /// Its number.
    Number,
    /// Who issued it.
    Issuer,
    /// When.
    Issued,
    /// Its last day.
    Expires,
}

/// One row of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Texts side by side.
    Texts(&'static [TextSlot]),
    /// Another representative's name.
    Other(u8),
    /// A paper.
    Paper(PaperSlot),
    /// The dependant's sex.
    Sex,
    /// Why a dependant registers under another's account.
    Guardianship,
    /// What the guardian is to the dependant.
    Relation,
    /// The seal.
    Seal,
}

impl SubjectField {
    /// Every field of every form.
    pub fn all() -> impl Iterator<Item = Self> {
        use PaperSlot as P;
        let others = (0..MAX_REPEATED).map(TextSlot::Other);
        let texts = TextSlot::SINGLE.into_iter().chain(others);
        let single = [
            P::Relation,
            P::Guardianship,
            P::Passport,
            P::ResidenceCard,
            P::Authorisation,
        ];
        let repeated = (0..MAX_REPEATED).flat_map(|at| [P::Consent(at), P::Integrated(at)]);
        let papers = single.into_iter().chain(repeated);
        let parts = papers.flat_map(|slot| Part::of(slot).iter().map(move |part| (slot, *part)));
        let parts = parts.map(|(slot, part)| Self::Paper(slot, part));
        texts.map(Self::Text).chain(parts)
    }
}

impl TextSlot {
    /// Those that a form has once.
    pub(super) const SINGLE: [Self; 17] = [
        Self::Number,
        Self::Name,
        Self::Born,
        Self::Nationality,
        Self::OwnCase,
        Self::PassportNationality,
        Self::ImmigrationKey,
        Self::Residence,
        Self::Organisation,
        Self::ShortName,
        Self::ForeignName,
        Self::Code,
        Self::TaxCode,
        Self::Founded,
        Self::HeadOffice,
        Self::BusinessLine,
        Self::Authorised,
    ];
}

impl Row {
    /// The fields of a row; none of one that is chosen.
    #[must_use]
    pub fn fields(self) -> Vec<SubjectField> {
        match self {
            Self::Texts(slots) => slots.iter().map(|slot| SubjectField::Text(*slot)).collect(),
            Self::Other(at) => vec![SubjectField::Text(TextSlot::Other(at))],
            Self::Paper(slot) => {
                let parts = Part::of(slot).iter();
                parts.map(|part| SubjectField::Paper(slot, *part)).collect()
            }
            Self::Sex | Self::Guardianship | Self::Relation | Self::Seal => Vec::new(),
        }
    }
}

impl Part {
    /// The parts that a form asks for. What a slot is for names most papers; others are named by who types.
    #[must_use]
    pub fn of(slot: PaperSlot) -> &'static [Self] {
        match slot {
            PaperSlot::Integrated(_) => &[
                Self::Title,
                Self::Number,
                Self::Issuer,
                Self::Issued,
                Self::Expires,
            ],
            PaperSlot::Passport | PaperSlot::ResidenceCard => {
                &[Self::Number, Self::Issuer, Self::Issued, Self::Expires]
            }
            PaperSlot::Relation
            | PaperSlot::Guardianship
            | PaperSlot::Authorisation
            | PaperSlot::Consent(_) => &[Self::Number, Self::Issuer, Self::Issued],
        }
    }
}

/// The rows of a form as it stands.
#[must_use]
pub fn rows(form: &SubjectForm) -> Vec<Row> {
    use TextSlot as T;
    let mut rows = match form.kind {
        SubjectKind::Citizen => Vec::new(),
        SubjectKind::Dependant => {
            let mut rows = vec![
                Row::Texts(&[T::Name, T::Number]),
                Row::Texts(&[T::Born, T::Nationality]),
                Row::Sex,
                Row::Guardianship,
                Row::Relation,
                Row::Paper(PaperSlot::Relation),
            ];
            if form.ward == Guardianship::Ward {
                rows.push(Row::Paper(PaperSlot::Guardianship));
            }
            rows.push(Row::Texts(&[T::OwnCase]));
            rows
        }
        SubjectKind::Foreigner => vec![
            Row::Paper(PaperSlot::Passport),
            Row::Texts(&[T::PassportNationality, T::ImmigrationKey]),
            Row::Paper(PaperSlot::ResidenceCard),
            Row::Texts(&[T::Residence]),
        ],
        SubjectKind::Organisation => {
            let mut rows = vec![
                Row::Texts(&[T::Organisation, T::ShortName]),
                Row::Texts(&[T::ForeignName, T::Founded]),
                Row::Texts(&[T::Code, T::TaxCode]),
                Row::Texts(&[T::HeadOffice, T::BusinessLine]),
                Row::Seal,
                Row::Texts(&[T::OwnCase]),
                Row::Texts(&[T::Authorised]),
            ];
            if !form.text(SubjectField::Text(T::Authorised)).is_empty() {
                rows.push(Row::Paper(PaperSlot::Authorisation));
            }
            rows.extend(others(form));
            rows
        }
    };
    rows.extend(integrated(form).map(|at| Row::Paper(PaperSlot::Integrated(at))));
    rows
}

/// Every other representative that was named, and room for one more.
fn others(form: &SubjectForm) -> Vec<Row> {
    let mut rows = Vec::new();
    for at in 0..MAX_REPEATED {
        rows.push(Row::Other(at));
        if form
            .text(SubjectField::Text(TextSlot::Other(at)))
            .is_empty()
        {
            break;
        }
        rows.push(Row::Paper(PaperSlot::Consent(at)));
    }
    rows
}

/// Every paper that was begun, and room for one more.
fn integrated(form: &SubjectForm) -> impl Iterator<Item = u8> {
    let begun = (0..MAX_REPEATED)
        .take_while(|at| !form.is_blank(PaperSlot::Integrated(*at)))
        .count();
    let shown = u8::try_from(begun + 1).unwrap_or(MAX_REPEATED);
    0..shown.min(MAX_REPEATED)
}

impl SubjectForm {
    /// Whether nothing of a paper was typed.
    pub(super) fn is_blank(&self, slot: PaperSlot) -> bool {
        let mut parts = Part::of(slot).iter();
        parts.all(|part| {
            self.text(SubjectField::Paper(slot, *part))
                .trim()
                .is_empty()
        })
    }
}
