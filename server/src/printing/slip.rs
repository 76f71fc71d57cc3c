//! The slip of a verification: what a signed receipt says, printed at the desk that asked. S1 Art. 32.3a, d.

use dossier::{
    relying::{PartyReceipt, PartySaid},
    source::Origin,
};
use forms::{Answer, Month, Office, VerificationSlip};
use openssl::sha::sha256;

use super::written;
use crate::store::relying_parties::Party;

/// The slip of this receipt.
pub(crate) fn slip(
    desk: Office,
    party: &Party,
    receipt: &PartyReceipt,
    signed: &str,
) -> VerificationSlip {
    let digest = sha256(signed.as_bytes()).map(|octet| format!("{octet:02x}"));
    // What fictitious people stand behind proves nothing, and the slip says so.
    let worth = match receipt.origin {
        Origin::Connected => "",
        Origin::Sample => " (dữ liệu mẫu, không có giá trị)",
    };
    VerificationSlip {
        office: desk,
        request: receipt.request.hyphenated().to_string(),
        transaction: receipt.transaction.clone(),
        purpose: receipt.purpose.clone(),
        contract: receipt.contract.clone(),
        permit: format!("{}, đến {}", party.permit, written::day(party.permit_until)),
        answer: match receipt.said {
            PartySaid::Correct => Answer::Correct,
            PartySaid::Incorrect => Answer::Incorrect,
        },
        received_at: written::second(receipt.answered_at),
        usable_until: written::second(receipt.usable_until),
        proof: format!("SHA-256 {}{worth}", digest.concat()),
        signed_on: Month(written::day_of(receipt.answered_at)),
    }
}
