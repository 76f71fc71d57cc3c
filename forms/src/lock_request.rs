//! TK03, request to lock or unlock. Decree 69/2024, annex; S1 Art. 19, 20.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Form, Month, Office};

/// Phiếu đề nghị khóa, mở khóa tài khoản định danh điện tử, căn cước điện tử.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct LockRequest {
    /// The receiving office.
    pub office: Office,
    /// To whom it is addressed.
    pub addressee: String,
    /// Who asks: the owner, or a body with its document.
    pub requester: String,
    /// Number and date of the body's document.
    pub document: Option<String>,
    /// The owner of the account.
    pub owner: String,
    /// The owner's number.
    pub owner_number: String,
    /// What is asked for.
    #[zeroize(skip)]
    pub wanted: Wanted,
    /// Account, electronic ID card, or both.
    pub object: String,
    /// The cause, in the decree's words.
    pub cause: String,
    /// The clause of the cause.
    pub clause: String,
    /// Number of the file.
    pub file_number: String,
    /// The receiving officer.
    pub officer: String,
    /// The day of signing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Wanted {
    /// Khóa.
    #[serde(rename = "Khóa")]
    Lock,
    /// Mở khóa.
    #[serde(rename = "Mở khóa")]
    Unlock,
}

impl Form for LockRequest {
    const NAME: &'static str = "tk03";
    const TITLE: &'static str = "Phiếu đề nghị khóa, mở khóa tài khoản định danh điện tử (TK03)";
    const TEMPLATE: &'static str = include_str!("../templates/tk03.typ");
}
