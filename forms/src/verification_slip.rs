//! Slip of a verification at a counter: đúng or không đúng, and nothing else. S1 Art. 26.4, 32.3a, 32.3d.

use serde::Serialize;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Form, Month, Office};

/// Phiếu kết quả xác minh danh tính.
#[derive(Serialize, Zeroize, ZeroizeOnDrop)]
pub struct VerificationSlip {
    /// The desk that asked.
    pub office: Office,
    /// Identifier of the request.
    pub request: String,
    /// The transaction it was asked for.
    pub transaction: String,
    /// Its purpose.
    pub purpose: String,
    /// Contract between relying party and provider.
    pub contract: String,
    /// Permit to connect.
    pub permit: String,
    /// The answer.
    #[zeroize(skip)]
    pub answer: Answer,
    /// When the answer was received, to the second.
    pub received_at: String,
    /// Until when it may be used in this transaction.
    pub usable_until: String,
    /// Digest of the agency's signed answer.
    pub proof: String,
    /// The day of printing.
    #[zeroize(skip)]
    pub signed_on: Month,
}

/// The only two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// The person is the subject of the electronic identity.
    #[serde(rename = "ĐÚNG")]
    Correct,
    /// The person is not.
    #[serde(rename = "KHÔNG ĐÚNG")]
    Incorrect,
}

impl Form for VerificationSlip {
    const NAME: &'static str = "phieu-xac-minh";
    const TITLE: &'static str = "Phiếu kết quả xác minh danh tính";
    const TEMPLATE: &'static str = include_str!("../templates/phieu-xac-minh.typ");
}
