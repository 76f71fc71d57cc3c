//! From texts to a declared subject. A date, a case or a number that cannot be read is named by its field.

use dossier::subject::{
    Authorised, DeclaredDependant, DeclaredForeigner, DeclaredOrganisation, Dependency,
    DraftSubject, GuardianCase, OtherRepresentative, OwnCase, Paper, SubjectKind, TravelDocument,
};
use dossier::submission::SubmissionId;
use reader::mrz::PersonalNumber;
use time::macros::format_description;
use time::{Date, format_description::BorrowedFormatItem};
use uuid::Uuid;

use super::{
    DependantSex, Guardianship, MAX_REPEATED, PaperSlot, Part, SubjectField, SubjectForm, TextSlot,
};
use crate::text::subject as words;

/// As a form is filled in: 15/3/1999 as well as 15/03/1999.
pub(super) const DAY: &[BorrowedFormatItem<'_>] =
    format_description!("[day padding:none]/[month padding:none]/[year]");

/// The fields that cannot be read.
pub struct Unreadable(pub Vec<SubjectField>);

/// Collects what cannot be read, so that all of it is told at once.
struct Reading<'a> {
    form: &'a SubjectForm,
    unreadable: Vec<SubjectField>,
}

impl SubjectForm {
    /// What is declared of the subject.
    ///
    /// # Errors
    /// The fields that cannot be read; what merely lacks is told by the subject itself.
    pub fn declare(&self) -> Result<DraftSubject, Unreadable> {
        let mut reading = Reading::of(self);
        let declared = match self.kind {
            SubjectKind::Citizen => Some(DraftSubject::Citizen),
            SubjectKind::Dependant => reading.dependant().map(DraftSubject::Dependant),
            SubjectKind::Foreigner => reading.foreigner().map(DraftSubject::Foreigner),
            SubjectKind::Organisation => reading.organisation().map(DraftSubject::Organisation),
        };
        reading.end(declared)
    }

    /// The papers whose information is to be integrated.
    ///
    /// # Errors
    /// The fields that cannot be read.
    pub fn papers(&self) -> Result<Vec<Paper>, Unreadable> {
        let mut reading = Reading::of(self);
        let slots = (0..MAX_REPEATED).map(PaperSlot::Integrated);
        let begun = slots.filter(|slot| !self.is_blank(*slot));
        let papers = begun.map(|slot| reading.paper(slot)).collect();
        reading.end(papers)
    }
}

impl<'a> Reading<'a> {
    fn of(form: &'a SubjectForm) -> Self {
        Self {
            form,
            unreadable: Vec::new(),
        }
    }

    fn end<T>(self, read: Option<T>) -> Result<T, Unreadable> {
        match read {
            Some(read) if self.unreadable.is_empty() => Ok(read),
            _ => Err(Unreadable(self.unreadable)),
        }
    }

    fn text(&self, slot: TextSlot) -> String {
        self.form.text(SubjectField::Text(slot)).trim().to_owned()
    }

    fn optional(&self, slot: TextSlot) -> Option<String> {
        Some(self.text(slot)).filter(|text| !text.is_empty())
    }

    fn day(&mut self, field: SubjectField) -> Option<Date> {
        let day = Date::parse(self.form.text(field).trim(), DAY).ok();
        if day.is_none() {
            self.unreadable.push(field);
        }
        day
    }

    fn paper(&mut self, slot: PaperSlot) -> Option<Paper> {
        let part = |part| SubjectField::Paper(slot, part);
        let text = |form: &SubjectForm, one| form.text(part(one)).trim().to_owned();
        let title = match words::paper(slot) {
            Some(title) => title.vi.to_owned(),
            None => text(self.form, Part::Title),
        };
        let expires = match self.form.text(part(Part::Expires)).trim() {
            "" => None,
            _ => Some(self.day(part(Part::Expires))?),
        };
        Some(Paper {
            title,
            number: text(self.form, Part::Number),
            issuer: text(self.form, Part::Issuer),
            issued_on: self.day(part(Part::Issued))?,
            expires_on: expires,
        })
    }

    /// Nothing where nothing was typed.
    fn begun(&mut self, slot: PaperSlot) -> Option<Paper> {
        match self.form.is_blank(slot) {
            true => None,
            false => self.paper(slot),
        }
    }

    /// A case of one's own, by its identifier.
    fn case(&mut self) -> Option<Uuid> {
        let text = self.text(TextSlot::OwnCase);
        let case = Uuid::parse_str(&text).ok();
        if case.is_none() && !text.is_empty() {
            self.unreadable.push(SubjectField::Text(TextSlot::OwnCase));
        }
        case
    }

    /// The guardian's case, or the submission that was filed at this counter before.
    fn guardian(&mut self) -> Option<GuardianCase> {
        let text = self.text(TextSlot::OwnCase);
        match SubmissionId::parse(&text) {
            Some(submission) => Some(GuardianCase::FiledTogether(submission)),
            None => self.case().map(|case| GuardianCase::Own(OwnCase { case })),
        }
    }

    fn number(&mut self) -> Option<String> {
        let text = self.optional(TextSlot::Number)?;
        if PersonalNumber::new(&text).is_err() {
            self.unreadable.push(SubjectField::Text(TextSlot::Number));
        }
        Some(text)
    }

    fn dependant(&mut self) -> Option<DeclaredDependant> {
        let proof = self.begun(PaperSlot::Relation);
        let dependency = match self.form.ward {
            Guardianship::Under14 => Dependency::Under14,
            Guardianship::Ward => Dependency::Ward(self.begun(PaperSlot::Guardianship)),
        };
        let (guardian, number) = (self.guardian(), self.number());
        let born = self.day(SubjectField::Text(TextSlot::Born))?;
        Some(DeclaredDependant {
            number,
            name: self.text(TextSlot::Name),
            born,
            sex: match self.form.sex {
                DependantSex::Female => "F".to_owned(),
                DependantSex::Male => "M".to_owned(),
            },
            nationality: self.text(TextSlot::Nationality),
            dependency,
            relation: self.form.relation,
            proof,
            guardian,
            card: None,
        })
    }

    fn foreigner(&mut self) -> Option<DeclaredForeigner> {
        let residence_card = self.begun(PaperSlot::ResidenceCard);
        let paper = self.paper(PaperSlot::Passport)?;
        Some(DeclaredForeigner {
            document: TravelDocument {
                paper,
                nationality: self.text(TextSlot::PassportNationality).to_uppercase(),
            },
            immigration_key: self.text(TextSlot::ImmigrationKey),
            residence_card,
            residence: self.optional(TextSlot::Residence),
        })
    }

    fn organisation(&mut self) -> Option<DeclaredOrganisation> {
        let others = (0..MAX_REPEATED)
            .filter_map(|at| {
                let name = self.optional(TextSlot::Other(at))?;
                let consent = self.begun(PaperSlot::Consent(at));
                Some(OtherRepresentative { name, consent })
            })
            .collect();
        let authorised = match self.optional(TextSlot::Authorised) {
            Some(name) => {
                let paper = self.paper(PaperSlot::Authorisation)?;
                Some(Authorised { name, paper })
            }
            None => None,
        };
        let case = self.case();
        let founded = self.day(SubjectField::Text(TextSlot::Founded))?;
        Some(DeclaredOrganisation {
            name: self.text(TextSlot::Organisation),
            short_name: self.optional(TextSlot::ShortName),
            foreign_name: self.optional(TextSlot::ForeignName),
            code: self.optional(TextSlot::Code),
            tax_code: self.optional(TextSlot::TaxCode),
            founded,
            head_office: self.text(TextSlot::HeadOffice),
            business_line: self.text(TextSlot::BusinessLine),
            seal: self.form.seal,
            representative: case.map(|case| OwnCase { case }),
            others,
            authorised,
        })
    }
}
