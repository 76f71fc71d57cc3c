//! What the counter writes down of each kind of subject.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Declared, Gap};
use crate::{calendar_day::iso_date, draft::Reading, submission::SubmissionId};

/// The longest text of a form, in characters.
const MAX_TEXT: usize = 300;
/// The most lines of a list.
const MAX_LINES: usize = 50;

/// A paper that proves something. No `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When.
    #[zeroize(skip)]
    #[serde(with = "iso_date")]
    pub issued_on: Date,
    /// The last day on which it counts, when it has one.
    #[zeroize(skip)]
    #[serde(
        default,
        with = "iso_date::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub expires_on: Option<Date>,
}

/// A passport or travel document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct TravelDocument {
    /// Kind, number, issuer, day of issue.
    pub paper: Paper,
    /// Three-letter code of the nationality.
    pub nationality: String,
}

/// A foreigner. S1 Art. 7; Decree 69/2024 Art. 5, 6. The generated number comes from the backend only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct DeclaredForeigner {
    /// The travel document.
    pub document: TravelDocument,
    /// Under what the immigration database finds the person.
    pub immigration_key: String,
    /// Permanent or temporary residence card.
    pub residence_card: Option<Paper>,
    /// Temporary residence, if any.
    pub residence: Option<String>,
}

/// The seal, or what stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealProof {
    /// A specimen of the seal lies in the file.
    Specimen,
    /// A digital certificate of the organisation.
    Certificate,
}

/// A person's own case, by its identifier at the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnCase {
    /// The case.
    pub case: Uuid,
}

/// Another representative with the consent that the decree asks of each.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct OtherRepresentative {
    /// Name.
    pub name: String,
    /// The written consent; nothing while it is missing.
    pub consent: Option<Paper>,
}

/// Somebody whom the representative has authorised to come.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Authorised {
    /// Name.
    pub name: String,
    /// The authorisation.
    pub paper: Paper,
}

/// An organisation. S1 Art. 8; Decree 69/2024 Art. 12.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct DeclaredOrganisation {
    /// Name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// Name in a foreign language.
    pub foreign_name: Option<String>,
    /// Business code or code of the organisation.
    pub code: Option<String>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Day of founding.
    #[zeroize(skip)]
    #[serde(with = "iso_date")]
    pub founded: Date,
    /// Head office.
    pub head_office: String,
    /// Line of business.
    pub business_line: String,
    /// The seal.
    #[zeroize(skip)]
    pub seal: Option<SealProof>,
    /// The representative's own case: level 2, approved.
    #[zeroize(skip)]
    pub representative: Option<OwnCase>,
    /// Every other representative.
    pub others: Vec<OtherRepresentative>,
    /// Who came instead of the representative.
    pub authorised: Option<Authorised>,
}

/// Why a person registers under another's account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dependency {
    /// Under 14.
    Under14,
    /// A ward, by this decision; nothing while it is missing.
    Ward(Option<Paper>),
}

/// What the guardian is to the dependant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Father.
    Father,
    /// Mother.
    Mother,
    /// Guardian.
    Guardian,
}

/// The guardian's own level 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardianCase {
    /// Approved before.
    Own(OwnCase),
    /// Filed together with this one.
    FiledTogether(SubmissionId),
}

/// A person under 14 or a ward. S1 Art. 11.2, 11.3g. No `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredDependant {
    /// Personal identification number, when there is one.
    pub number: Option<String>,
    /// Full name.
    pub name: String,
    /// Date of birth.
    #[serde(with = "iso_date")]
    pub born: Date,
    /// `M`, `F` or `X`.
    pub sex: String,
    /// Nationality.
    pub nationality: String,
    /// Why under another's account.
    pub dependency: Dependency,
    /// What the guardian is to the dependant.
    pub relation: Relation,
    /// The paper that proves it.
    pub proof: Option<Paper>,
    /// The guardian's own level 2.
    pub guardian: Option<GuardianCase>,
    /// The dependant's own card, when there is one.
    pub card: Option<Box<Reading>>,
}

/// An officer at the counter recognised the holder by the features on the card. S1 Art. 13.3a. Officer
/// and time are those of the sealing. No `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct CounterRecognition {
    /// The biometric that matches.
    #[zeroize(skip)]
    pub beside: Modality,
    /// Which feature, as the card has it.
    pub feature: String,
    /// Why the other biometric does not match.
    #[zeroize(skip)]
    pub why_other_failed: WhyOtherFailed,
}

/// One of the two biometrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// The face.
    Portrait,
    /// A finger.
    Fingerprint,
}

/// Why a biometric did not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyOtherFailed {
    /// Worn, scratched, wet or ill skin.
    SkinCondition,
    /// A finger or hand is missing or bandaged.
    Missing,
    /// The face has changed since the card's portrait.
    FaceChanged,
    /// The reference is of too low quality.
    PoorReference,
    /// The device did not deliver enough.
    Device,
}

impl Paper {
    /// Named, and of a length that papers have.
    #[must_use]
    pub fn is_named(&self) -> bool {
        [&self.title, &self.number, &self.issuer]
            .into_iter()
            .all(|text| is_text(text))
    }

    /// Whether it still counts on this day.
    #[must_use]
    pub fn counts_on(&self, day: Date) -> bool {
        self.issued_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }
}

impl Declared for DeclaredForeigner {
    fn gaps(&self) -> Vec<Gap> {
        let is_code = self.document.nationality.len() == 3;
        let mut gaps = Vec::new();
        gaps.extend(not(is_code && optional(&self.residence), Gap::Text));
        gaps.extend(not(self.document.paper.is_named(), Gap::Paper));
        gaps.extend(not(papers(self.residence_card.iter()), Gap::Paper));
        gaps.extend(not(is_text(&self.immigration_key), Gap::ImmigrationKey));
        distinct(gaps)
    }
}

impl Declared for DeclaredOrganisation {
    fn gaps(&self) -> Vec<Gap> {
        let texts = [&self.name, &self.head_office, &self.business_line];
        let options = [
            &self.short_name,
            &self.foreign_name,
            &self.code,
            &self.tax_code,
        ];
        let named = |one: &OtherRepresentative| is_text(&one.name);
        let texts = texts.into_iter().all(|text| is_text(text))
            && options.into_iter().all(optional)
            && self.others.iter().all(named)
            && self.authorised.iter().all(|one| is_text(&one.name));
        let consents = self.others.iter().all(|one| one.consent.is_some());
        let given = self.others.iter().filter_map(|one| one.consent.as_ref());
        let given = given.chain(self.authorised.iter().map(|one| &one.paper));
        let mut gaps = Vec::new();
        gaps.extend(not(texts, Gap::Text));
        gaps.extend(not(papers(given), Gap::Paper));
        let coded = self.code.is_some() || self.tax_code.is_some();
        gaps.extend(not(coded, Gap::OrganisationCode));
        gaps.extend(not(self.seal.is_some(), Gap::Seal));
        gaps.extend(not(self.representative.is_some(), Gap::RepresentativeCase));
        gaps.extend(not(consents, Gap::RepresentativeConsent));
        gaps.extend(not(self.others.len() <= MAX_LINES, Gap::TooMany));
        gaps
    }
}

impl Declared for DeclaredDependant {
    fn gaps(&self) -> Vec<Gap> {
        let texts = [&self.name, &self.sex, &self.nationality];
        let texts = texts.into_iter().all(|text| is_text(text)) && optional(&self.number);
        let decision = match &self.dependency {
            Dependency::Under14 => true,
            Dependency::Ward(decision) => decision.as_ref().is_some_and(Paper::is_named),
        };
        let proven = self.proof.as_ref().is_some_and(Paper::is_named);
        let mut gaps = Vec::new();
        gaps.extend(not(texts, Gap::Text));
        gaps.extend(not(self.guardian.is_some(), Gap::GuardianCase));
        gaps.extend(not(proven, Gap::RelationProof));
        gaps.extend(not(decision, Gap::GuardianshipDecision));
        gaps
    }
}

impl Zeroize for DeclaredDependant {
    fn zeroize(&mut self) {
        self.number.zeroize();
        self.name.zeroize();
        self.sex.zeroize();
        self.nationality.zeroize();
    }
}

impl Drop for DeclaredDependant {
    fn drop(&mut self) {
        self.zeroize();
    }
}

fn is_text(text: &str) -> bool {
    let length = text.trim().chars().count();
    (1..=MAX_TEXT).contains(&length)
}

fn optional(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(is_text)
}

fn papers<'a>(mut list: impl Iterator<Item = &'a Paper>) -> bool {
    list.all(Paper::is_named)
}

fn not(holds: bool, gap: Gap) -> Option<Gap> {
    (!holds).then_some(gap)
}

fn distinct(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}
