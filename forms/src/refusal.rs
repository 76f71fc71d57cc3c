//! Notice of refusal. S1 Art. 17.3: the receiving office tells the person.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Form, Month, Office};

/// Thông báo về việc không cấp tài khoản định danh điện tử.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct Refusal {
    /// The receiving office.
    pub office: Office,
    /// Number of the notice.
    pub notice_number: String,
    /// Number of the file.
    pub file_number: String,
    /// The person's name.
    pub name: String,
    /// The person's number, masked but for its end.
    pub masked_number: String,
    /// What was asked for.
    pub procedure: String,
    /// When it was received.
    pub received_at: String,
    /// The reason, in words for the citizen.
    pub reason: String,
    /// The clause of the reason.
    pub clause: String,
    /// What the person can do.
    pub remedy: String,
    /// Who signs.
    pub signer: String,
    /// The day of signing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

impl Form for Refusal {
    const NAME: &'static str = "tu-choi";
    const TITLE: &'static str = "Thông báo về việc không cấp tài khoản định danh điện tử";
    const TEMPLATE: &'static str = include_str!("../templates/tu-choi.typ");
}
