//! Who registers what, where, with which data. S1 Art. 6 to 8, 11, 14.

use serde::Deserialize;

use super::{AgeBand, Row};

/// Level of an electronic-identity account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Level {
    /// The application account of S1 Art. 13.1.
    #[serde(rename = "0")]
    Zero,
    /// Mức độ 01.
    #[serde(rename = "1")]
    One,
    /// Mức độ 02.
    #[serde(rename = "2")]
    Two,
}

/// A field of a person's electronic identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityField {
    /// Personal identification number, or the generated number of a foreigner.
    PersonalNumber,
    /// Passport or travel document number.
    TravelDocument,
    /// Date, type and place of issue of the travel document.
    TravelDocumentIssue,
    /// Full name (tên khai sinh in Decree 69/2024).
    Name,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Nationality.
    Nationality,
    /// Permanent residence; temporary residence of a foreigner.
    Residence,
    /// Portrait.
    Portrait,
    /// Fingerprints.
    Fingerprints,
    /// Fingerprints where the person has some on record.
    FingerprintsIfAvailable,
}

/// A field of an organisation's electronic identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationField {
    /// Generated code.
    Code,
    /// Name.
    Name,
    /// Short name and name in a foreign language.
    OtherNames,
    /// Date of founding.
    Founded,
    /// Head office.
    HeadOffice,
    /// Line of business.
    BusinessLine,
    /// Business code.
    BusinessCode,
    /// Tax code.
    TaxCode,
    /// Legal representative or head.
    Representative,
    /// Specimen of the seal or digital certificate.
    Seal,
}

/// Kind of office that receives files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// Police that receive applications for cards.
    CardReception,
    /// Police of commune, ward or town.
    CommunePolice,
    /// Any identity agency.
    IdentityAgency,
    /// Immigration police.
    ImmigrationPolice,
    /// A bank's desk: identifies customers, never files level 2.
    Bank,
}

/// What the shown card must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardCondition {
    /// The account's term is the card's.
    CardTerm,
    /// A chip card is shown.
    ChipCardShown,
    /// The card is still valid; else together with card issuance.
    StillValid,
}

/// How a person is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRule {
    /// Phone number and e-mail address.
    PhoneAndEmail,
    /// One of the two.
    PhoneOrEmail,
    /// The person's own mobile number (số thuê bao di động chính chủ); e-mail if any.
    OwnPhone,
}

/// What a foreigner needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignerCondition {
    /// A record in the immigration database.
    ImmigrationRecord,
    /// Entry into Vietnam.
    Entry,
    /// A permanent or temporary residence card.
    ResidenceCard,
}

/// A printed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Form {
    /// Request of a person.
    #[serde(rename = "TK01")]
    Tk01,
    /// Request of an organisation.
    #[serde(rename = "TK02")]
    Tk02,
    /// Lock and unlock.
    #[serde(rename = "TK03")]
    Tk03,
    /// Report of a provider.
    #[serde(rename = "XT05")]
    Xt05,
}

/// Rows about registering.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Levels of a person's account.
    pub levels: Row<Vec<Level>>,
    /// Electronic identity of a citizen.
    pub citizen_identity: Row<Vec<IdentityField>>,
    /// Electronic identity of a foreigner.
    pub foreigner_identity: Row<Vec<IdentityField>>,
    /// Electronic identity of an organisation, which has no level.
    pub organisation_identity: Row<Vec<OrganisationField>>,
    /// Ages of citizens.
    pub citizen_ages: Row<Vec<AgeBand>>,
    /// Ages of foreigners.
    pub foreigner_ages: Row<Vec<AgeBand>>,
    /// What a foreigner needs.
    pub foreigner_condition: Row<ForeignerCondition>,
    /// Where citizens file.
    pub citizen_places: Row<Vec<OfficeKind>>,
    /// Where citizens file together with the issuance of a card.
    pub with_card_issuance_places: Row<Vec<OfficeKind>>,
    /// Where foreigners file.
    pub foreigner_places: Row<Vec<OfficeKind>>,
    /// What the card must be.
    pub card: Row<CardCondition>,
    /// Printed forms.
    pub forms: Row<Vec<Form>>,
    /// How the person is reached.
    pub contact: Row<ContactRule>,
}
