//! What the card says of its holder, as text for people and reports.

use reader::{
    lds::dg13,
    mrz::{Expiry, Sex},
    passive::Document,
};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The citizen's data on the card. No `Debug`, wiped when dropped; never logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct CitizenFacts {
    /// Personal identification number, 12 digits.
    pub number: Option<String>,
    /// Full name: from DG13 with diacritics, else from the MRZ.
    pub name: Option<String>,
    /// Date of birth, ISO 8601.
    pub date_of_birth: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// Three-letter code, or the word of DG13.
    pub nationality: Option<String>,
    /// Ethnic group.
    pub ethnicity: Option<String>,
    /// Religion.
    pub religion: Option<String>,
    /// Place of origin.
    pub origin: Option<String>,
    /// Place of residence.
    pub residence: Option<String>,
    /// Identifying features printed on the card.
    pub features: Option<String>,
    /// Date of issue, ISO 8601.
    pub date_of_issue: Option<String>,
    /// Date of expiry, ISO 8601; nothing for a card without.
    pub date_of_expiry: Option<String>,
    /// Father's name.
    pub father: Option<String>,
    /// Mother's name.
    pub mother: Option<String>,
    /// Spouse's name.
    pub spouse: Option<String>,
    /// Earlier nine-digit number.
    pub old_number: Option<String>,
    /// Document number of the MRZ.
    pub document_number: Option<String>,
}

impl From<&Document> for CitizenFacts {
    /// The MRZ where it says it, for its check digits were right; DG13 for all else.
    fn from(document: &Document) -> Self {
        let mrz = &document.mrz;
        let details = document.details.clone().unwrap_or_default();
        let mrz_name = format!("{} {}", mrz.surname(), mrz.given_names());
        let day = |text: &Option<String>| {
            text.as_deref()
                .and_then(dg13::date)
                .map(|day| day.to_string())
        };
        Self {
            number: mrz
                .personal_number()
                .map(|number| number.as_str().to_owned())
                .or_else(|| details.personal_number.clone()),
            name: details
                .full_name
                .clone()
                .or_else(|| Some(mrz_name.trim().to_owned())),
            date_of_birth: mrz
                .day_of_birth()
                .map(|day| day.to_string())
                .or_else(|| day(&details.date_of_birth)),
            sex: Some(sex_code(mrz.sex()).to_owned()),
            nationality: Some(mrz.nationality().to_owned()),
            ethnicity: details.ethnicity.clone(),
            religion: details.religion.clone(),
            origin: details.place_of_origin.clone(),
            residence: details.place_of_residence.clone(),
            features: details.identifying_features.clone(),
            date_of_issue: day(&details.date_of_issue),
            date_of_expiry: match mrz.expiry() {
                Expiry::On(day) => Some(day.to_string()),
                Expiry::Never => None,
            },
            father: details.father.clone(),
            mother: details.mother.clone(),
            spouse: details.spouse.clone(),
            old_number: details.old_identity_number.clone(),
            document_number: Some(mrz.document_number().to_owned()),
        }
    }
}

fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unspecified => "X",
    }
}
