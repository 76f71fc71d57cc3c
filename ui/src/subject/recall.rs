//! From a file that was left to the form it came from.

use dossier::subject::{
    DeclaredDependant, DeclaredForeigner, DeclaredOrganisation, Dependency, DraftSubject,
    GuardianCase, Paper,
};
use time::Date;

use super::declare::DAY;
use super::{
    DependantSex, MAX_REPEATED, PaperSlot, Part, SubjectField, SubjectForm, TextSlot, kind_of,
};

pub(super) fn form(subject: &DraftSubject) -> SubjectForm {
    let mut form = SubjectForm {
        kind: kind_of(subject),
        ..SubjectForm::default()
    };
    match subject {
        // Dates that could not be read were not kept.
        DraftSubject::Citizen | DraftSubject::Unfinished { .. } => {}
        DraftSubject::Dependant(dependant) => form.dependant(dependant),
        DraftSubject::Foreigner(foreigner) => form.foreigner(foreigner),
        DraftSubject::Organisation(organisation) => form.organisation(organisation),
    }
    form
}

impl SubjectForm {
    pub(super) fn integrate(&mut self, papers: &[Paper]) {
        for (at, paper) in (0..MAX_REPEATED).zip(papers) {
            self.paper(PaperSlot::Integrated(at), paper);
        }
    }

    fn set(&mut self, slot: TextSlot, text: &str) {
        self.typed(SubjectField::Text(slot), text.to_owned().into());
    }

    fn set_optional(&mut self, slot: TextSlot, text: Option<&String>) {
        self.set(slot, text.map_or("", String::as_str));
    }

    fn paper(&mut self, slot: PaperSlot, paper: &Paper) {
        let parts = [
            (Part::Title, paper.title.clone()),
            (Part::Number, paper.number.clone()),
            (Part::Issuer, paper.issuer.clone()),
            (Part::Issued, day(paper.issued_on)),
            (
                Part::Expires,
                paper.expires_on.map_or_else(String::new, day),
            ),
        ];
        for (part, text) in parts {
            if Part::of(slot).contains(&part) {
                self.typed(SubjectField::Paper(slot, part), text.into());
            }
        }
    }

    fn dependant(&mut self, dependant: &DeclaredDependant) {
        self.set_optional(TextSlot::Number, dependant.number.as_ref());
        self.set(TextSlot::Name, &dependant.name);
        self.set(TextSlot::Born, &day(dependant.born));
        self.set(TextSlot::Nationality, &dependant.nationality);
        self.sex = match dependant.sex.as_str() {
            "M" => DependantSex::Male,
            _ => DependantSex::Female,
        };
        self.ward = (&dependant.dependency).into();
        self.relation = dependant.relation;
        if let Some(proof) = &dependant.proof {
            self.paper(PaperSlot::Relation, proof);
        }
        if let Dependency::Ward(Some(decision)) = &dependant.dependency {
            self.paper(PaperSlot::Guardianship, decision);
        }
        let guardian = match &dependant.guardian {
            Some(GuardianCase::Own(own)) => own.case.to_string(),
            Some(GuardianCase::FiledTogether(submission)) => submission.as_str().to_owned(),
            None => String::new(),
        };
        self.set(TextSlot::OwnCase, &guardian);
    }

    fn foreigner(&mut self, foreigner: &DeclaredForeigner) {
        self.paper(PaperSlot::Passport, &foreigner.document.paper);
        let nationality = &foreigner.document.nationality;
        self.set(TextSlot::PassportNationality, nationality);
        self.set(TextSlot::ImmigrationKey, &foreigner.immigration_key);
        self.set_optional(TextSlot::Residence, foreigner.residence.as_ref());
        if let Some(card) = &foreigner.residence_card {
            self.paper(PaperSlot::ResidenceCard, card);
        }
    }

    fn organisation(&mut self, organisation: &DeclaredOrganisation) {
        self.set(TextSlot::Organisation, &organisation.name);
        let options = [
            (TextSlot::ShortName, &organisation.short_name),
            (TextSlot::ForeignName, &organisation.foreign_name),
            (TextSlot::Code, &organisation.code),
            (TextSlot::TaxCode, &organisation.tax_code),
        ];
        for (slot, text) in options {
            self.set_optional(slot, text.as_ref());
        }
        self.set(TextSlot::Founded, &day(organisation.founded));
        self.set(TextSlot::HeadOffice, &organisation.head_office);
        self.set(TextSlot::BusinessLine, &organisation.business_line);
        self.seal = organisation.seal;
        let case = organisation.representative.map(|own| own.case.to_string());
        self.set_optional(TextSlot::OwnCase, case.as_ref());
        for (at, other) in (0..MAX_REPEATED).zip(&organisation.others) {
            self.set(TextSlot::Other(at), &other.name);
            if let Some(consent) = &other.consent {
                self.paper(PaperSlot::Consent(at), consent);
            }
        }
        if let Some(authorised) = &organisation.authorised {
            self.set(TextSlot::Authorised, &authorised.name);
            self.paper(PaperSlot::Authorisation, &authorised.paper);
        }
    }
}

fn day(day: Date) -> String {
    day.format(DAY).unwrap_or_default()
}
