//! The decree's printed forms as PDF and as JSON.
//!
//! Pure: dates are values of the form, fonts and templates are compiled in, nothing is fetched. The
//! printed layouts of TK01, TK02 and TK03 were not at hand: title and content are the decree's, the
//! arrangement is ours (docs/requirements.md).
//!
//! | form | type |
//! |---|---|
//! | request of a person (TK01) | [`PersonRequest`] |
//! | request of an organisation (TK02) | [`OrganisationRequest`] |
//! | lock and unlock (TK03) | [`LockRequest`] |
//! | receipt with the day of the result (giấy hẹn) | [`Appointment`] |
//! | notice of refusal (S1 Art. 17.3) | [`Refusal`] |
//! | slip of a verification: đúng / không đúng (S1 Art. 32.3d) | [`VerificationSlip`] |
//! | report of a provider (XT05) | [`ProviderReport`] |
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod appointment;
mod form;
mod lock_request;
mod organisation_request;
mod person_request;
mod press;
mod provider_report;
mod refusal;
mod verification_slip;

pub use appointment::Appointment;
pub use form::{Day, Form, Month, Office};
pub use lock_request::{LockRequest, Wanted};
pub use organisation_request::{OrganisationRequest, OtherRepresentative};
pub use person_request::{PersonRequest, Represented, Row};
pub use press::{Press, PrintError};
pub use provider_report::{FileCount, Incident, ProviderReport};
pub use refusal::Refusal;
pub use verification_slip::{Answer, VerificationSlip};
