//! TK02, request of an organisation. Decree 69/2024 Art. 12, annex; S1 Art. 8, 11.3i.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Form, Month, Office};

/// Phiếu đề nghị cấp tài khoản định danh điện tử cho cơ quan, tổ chức.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct OrganisationRequest {
    /// The receiving office.
    pub office: Office,
    /// To whom it is addressed.
    pub addressee: String,
    /// Vietnamese name.
    pub name: String,
    /// Short name.
    pub short_name: Option<String>,
    /// Name in a foreign language.
    pub foreign_name: Option<String>,
    /// Business code or code of the organisation.
    pub code: String,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Day of founding.
    pub founded: String,
    /// Head office.
    pub head_office: String,
    /// Line of business.
    pub business_line: Option<String>,
    /// The legal representative: name, number, level of the own account.
    pub representative: String,
    /// The authorised person and the document.
    pub authorised: Option<String>,
    /// The other representatives and whether they agree.
    pub other_representatives: Vec<OtherRepresentative>,
    /// Phone for the result.
    pub phone: String,
    /// E-mail for the result.
    pub email: Option<String>,
    /// Number of the file.
    pub file_number: String,
    /// The receiving officer.
    pub officer: String,
    /// The day of signing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

/// Another representative and the consent that the decree asks of each.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct OtherRepresentative {
    /// Name.
    pub name: String,
    /// How and when the consent was given.
    pub consent: String,
}

impl Form for OrganisationRequest {
    const NAME: &'static str = "tk02";
    const TITLE: &'static str = "Phiếu đề nghị cấp tài khoản định danh điện tử tổ chức (TK02)";
    const TEMPLATE: &'static str = include_str!("../templates/tk02.typ");
}
