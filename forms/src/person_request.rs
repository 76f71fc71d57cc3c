//! TK01, request of a person. Decree 69/2024, annex; S1 Art. 11.3.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Form, Month, Office};

/// Phiếu đề nghị cấp tài khoản định danh điện tử, căn cước điện tử.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct PersonRequest {
    /// The receiving office.
    pub office: Office,
    /// To whom it is addressed.
    pub addressee: String,
    /// Personal identification number.
    pub number: String,
    /// Full name.
    pub name: String,
    /// Date of birth as the card has it.
    pub date_of_birth: String,
    /// Nam or Nữ.
    pub sex: String,
    /// Nationality.
    pub nationality: String,
    /// Passport or travel document of a foreigner: number, type, day and place of issue.
    pub travel_document: Option<String>,
    /// Residence.
    pub residence: String,
    /// Card: number, issue, expiry.
    pub card: String,
    /// The person's own mobile number.
    pub phone: String,
    /// E-mail address.
    pub email: Option<String>,
    /// The level asked for.
    pub level: String,
    /// Further information to integrate.
    pub integrate: Vec<String>,
    /// Parent, guardian or representative who files.
    pub representative: Option<Represented>,
    /// Chip, biometrics and recognition, as the counter found them.
    pub findings: Vec<Row>,
    /// Number of the file.
    pub file_number: String,
    /// The receiving officer.
    pub officer: String,
    /// The day of signing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

/// Who files for whom.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct Represented {
    /// The representative's name.
    pub name: String,
    /// The representative's personal identification number.
    pub number: String,
    /// Relation to the person represented.
    pub relation: String,
    /// The representative's own mobile number.
    pub phone: String,
    /// Since when the relation is proven by what.
    pub proof: String,
}

/// A label and its value.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct Row {
    /// What.
    pub label: String,
    /// Its value.
    pub value: String,
}

impl Form for PersonRequest {
    const NAME: &'static str = "tk01";
    const TITLE: &'static str = "Phiếu đề nghị cấp tài khoản định danh điện tử (TK01)";
    const TEMPLATE: &'static str = include_str!("../templates/tk01.typ");
}
