//! One kind of question for each source: fields of the proven card, and of what was declared where no card has
//! them. No `Debug`; texts are wiped when dropped.

use dossier::{
    api::{Fingerprint, Image},
    dossier::Sealed,
    facts::CitizenFacts,
    source::{Concerning, Source, SourceField},
    subject::Subject,
};
use rules::profile::{IdentityField, Profile};
use serde::Serialize;
use zeroize::Zeroizing;

/// A value that is asked about.
pub type Value = Zeroizing<String>;

/// What a question asks about.
pub trait Question: Serialize {
    /// The fields of it that the source shall say đúng or không đúng of.
    fn fields(&self) -> Vec<SourceField>;
}

/// To the population database.
#[derive(Serialize)]
pub struct OfPerson {
    /// Personal identification number: under this the person is looked up.
    pub number: Value,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Value>,
    /// Date of birth, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<Value>,
    /// `M`, `F` or `X`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Value>,
    /// Three-letter code; where the profile counts it to the identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<Value>,
    /// Permanent residence; where the profile counts it to the identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residence: Option<Value>,
}

/// To the database of cards.
#[derive(Serialize)]
pub struct OfCard {
    /// Personal identification number.
    pub number: Value,
    /// Number of the card: under both it is looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Value>,
    /// Last day, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<Value>,
    /// The face at the counter; none for a relying party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portrait: Option<Image>,
    /// The fingers at the counter.
    pub fingerprints: Vec<Fingerprint>,
}

/// To the immigration database.
#[derive(Serialize)]
pub struct OfForeigner {
    /// Three-letter code of the nationality.
    pub nationality: Value,
    /// Number of the travel document: under both the person is looked up.
    pub document_number: Value,
    /// The key that the person stated.
    pub immigration_key: Value,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Value>,
    /// Date of birth, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<Value>,
    /// `M`, `F` or `X`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Value>,
    /// The face at the counter.
    pub portrait: Image,
    /// The fingers at the counter.
    pub fingerprints: Vec<Fingerprint>,
}

/// To the database of organisations.
#[derive(Serialize)]
pub struct OfOrganisation {
    /// Its code, or its tax code: under this it is looked up.
    pub code: Value,
    /// Name.
    pub name: Value,
    /// Tax code, where it is not the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<Value>,
    /// Head office.
    pub residence: Value,
}

/// To the line agency that issued a paper.
#[derive(Serialize)]
pub struct OfPaper {
    /// Whose paper: personal identification number.
    pub number: Value,
    /// What it is.
    pub title: Value,
    /// Its number.
    pub paper: Value,
    /// Who issued it.
    pub issuer: Value,
    /// When, ISO 8601.
    pub issued_on: Value,
}

/// A question with its source.
pub enum Asked {
    /// To the population database.
    Population(OfPerson),
    /// To the database of cards.
    IdCard(OfCard),
    /// To the immigration database.
    Immigration(OfForeigner),
    /// To the database of organisations.
    Organisation(OfOrganisation),
    /// To a line agency.
    Agency(OfPaper),
}

impl Asked {
    /// Who is asked.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            Self::Population(_) => Source::Population,
            Self::IdCard(_) => Source::IdCard,
            Self::Immigration(_) => Source::Immigration,
            Self::Organisation(_) => Source::Organisation,
            Self::Agency(_) => Source::Agency,
        }
    }
}

/// Every question that a dossier raises. A card without a number, or a travel document that was not read, raises
/// none: nothing proven names the person.
#[must_use]
pub fn of(sealed: &Sealed, facts: &CitizenFacts, profile: &Profile) -> Vec<(Concerning, Asked)> {
    let mut asked = Vec::new();
    match &sealed.subject {
        Subject::Foreigner(declared) => {
            asked.extend(foreigner(sealed, facts, &declared.immigration_key));
        }
        Subject::Citizen | Subject::Organisation(_) | Subject::Dependant(_) => {
            asked.extend(holder(sealed, facts, profile));
        }
    }
    match &sealed.subject {
        Subject::Citizen | Subject::Foreigner(_) => {}
        Subject::Organisation(declared) => {
            let code = declared.code.as_ref().or(declared.tax_code.as_ref());
            asked.extend(code.map(|code| {
                let tax_code = declared.tax_code.as_ref().filter(|tax| *tax != code);
                let question = OfOrganisation {
                    code: value(code),
                    name: value(&declared.name),
                    tax_code: tax_code.map(|tax| value(tax)),
                    residence: value(&declared.head_office),
                };
                (Concerning::Subject, Asked::Organisation(question))
            }));
        }
        Subject::Dependant(declared) => {
            asked.extend(declared.number.as_ref().map(|number| {
                let question = OfPerson {
                    number: value(number),
                    name: Some(value(&declared.name)),
                    date_of_birth: Some(value(&declared.born.to_string())),
                    sex: Some(value(&declared.sex)),
                    nationality: None,
                    residence: None,
                };
                (Concerning::Subject, Asked::Population(question))
            }));
        }
    }
    asked.extend(papers(sealed, facts));
    asked
}

fn holder(sealed: &Sealed, facts: &CitizenFacts, profile: &Profile) -> Vec<(Concerning, Asked)> {
    let Some(number) = &facts.number else {
        return Vec::new();
    };
    let counts = |field| {
        let identity = &profile.registration.citizen_identity.value;
        identity.contains(&field)
    };
    let person = OfPerson {
        number: value(number),
        name: of_option(&facts.name),
        date_of_birth: of_option(&facts.date_of_birth),
        sex: of_option(&facts.sex),
        nationality: of_option(&facts.nationality).filter(|_| counts(IdentityField::Nationality)),
        residence: of_option(&facts.residence).filter(|_| counts(IdentityField::Residence)),
    };
    let card = OfCard {
        number: value(number),
        document_number: of_option(&facts.document_number),
        date_of_expiry: of_option(&facts.date_of_expiry),
        portrait: Some(portrait(sealed)),
        fingerprints: fingerprints(sealed),
    };
    vec![
        (Concerning::Holder, Asked::Population(person)),
        (Concerning::Holder, Asked::IdCard(card)),
    ]
}

fn foreigner(sealed: &Sealed, facts: &CitizenFacts, key: &str) -> Option<(Concerning, Asked)> {
    let question = OfForeigner {
        nationality: of_option(&facts.nationality)?,
        document_number: of_option(&facts.document_number)?,
        immigration_key: value(key),
        name: of_option(&facts.name),
        date_of_birth: of_option(&facts.date_of_birth),
        sex: of_option(&facts.sex),
        portrait: portrait(sealed),
        fingerprints: fingerprints(sealed),
    };
    Some((Concerning::Holder, Asked::Immigration(question)))
}

fn papers<'a>(
    sealed: &'a Sealed,
    facts: &'a CitizenFacts,
) -> impl Iterator<Item = (Concerning, Asked)> + 'a {
    let number = facts.number.as_deref();
    let numbered = (0_u8..).zip(&sealed.integrate);
    numbered.filter_map(move |(place, paper)| {
        let question = OfPaper {
            number: value(number?),
            title: value(&paper.title),
            paper: value(&paper.number),
            issuer: value(&paper.issuer),
            issued_on: value(&paper.issued_on.to_string()),
        };
        Some((Concerning::Paper(place), Asked::Agency(question)))
    })
}

/// What the counter took, for a source that holds references.
fn portrait(sealed: &Sealed) -> Image {
    Image {
        media_type: sealed.portrait.media_type,
        bytes: sealed.portrait.bytes.clone(),
    }
}

/// The counter's fingers as every reader of a case file gets them.
pub(crate) fn fingerprints(sealed: &Sealed) -> Vec<Fingerprint> {
    let taken = sealed.fingerprints.iter().map(|print| Fingerprint {
        finger: print.finger,
        dpi: print.dpi,
        assessment: print.assessment.clone(),
        png: print.png.clone(),
    });
    taken.collect()
}

fn value(text: &str) -> Value {
    Zeroizing::new(text.trim().to_owned())
}

fn of_option(text: &Option<String>) -> Option<Value> {
    text.as_deref().map(value)
}

fn present(fields: &[(SourceField, bool)]) -> Vec<SourceField> {
    let asked = fields.iter().filter(|(_, asked)| *asked);
    asked.map(|(field, _)| *field).collect()
}

impl Question for OfPerson {
    fn fields(&self) -> Vec<SourceField> {
        present(&[
            (SourceField::Name, self.name.is_some()),
            (SourceField::DateOfBirth, self.date_of_birth.is_some()),
            (SourceField::Sex, self.sex.is_some()),
            (SourceField::Nationality, self.nationality.is_some()),
            (SourceField::Residence, self.residence.is_some()),
        ])
    }
}

impl Question for OfCard {
    fn fields(&self) -> Vec<SourceField> {
        present(&[
            (SourceField::DocumentNumber, self.document_number.is_some()),
            (SourceField::DateOfExpiry, self.date_of_expiry.is_some()),
            (SourceField::Portrait, self.portrait.is_some()),
            (SourceField::Fingerprints, !self.fingerprints.is_empty()),
        ])
    }
}

impl Question for OfForeigner {
    fn fields(&self) -> Vec<SourceField> {
        present(&[
            (SourceField::ImmigrationKey, true),
            (SourceField::Name, self.name.is_some()),
            (SourceField::DateOfBirth, self.date_of_birth.is_some()),
            (SourceField::Sex, self.sex.is_some()),
            (SourceField::Portrait, true),
            (SourceField::Fingerprints, !self.fingerprints.is_empty()),
        ])
    }
}

impl Question for OfOrganisation {
    fn fields(&self) -> Vec<SourceField> {
        present(&[
            (SourceField::Name, true),
            (SourceField::TaxCode, self.tax_code.is_some()),
            (SourceField::Residence, true),
        ])
    }
}

impl Question for OfPaper {
    fn fields(&self) -> Vec<SourceField> {
        vec![SourceField::Paper]
    }
}
