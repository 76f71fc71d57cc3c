//! The decree's rules: profiles as data, and the decisions that follow from them.
//!
//! Pure: the day, the profile and the calendar are arguments. S1 is the draft decree of 2022 on
//! electronic identification and authentication.
//!
//! | rule | module |
//! |---|---|
//! | which decree, and every value it sets | [`profile`] |
//! | the profile and calendar of an office | [`rulebook`] |
//! | that both are signed, valid and no older than before | [`policy`] |
//! | working days, holidays, swapped Saturdays | [`calendar`] |
//! | who may register which level, where (S1 Art. 11, 14) | [`eligibility`] |
//! | level 2 (S1 Art. 13.3) | [`level2`] |
//! | temporarily not issued (S1 Art. 12) | [`not_issued`] |
//! | due date of a file (S1 Art. 16) | [`deadline`] |
//! | activation, validity, password cycle (S1 Art. 18, 21, 22) | [`account`] |
//! | lock and unlock (S1 Art. 19, 20) | [`lock`] |
//! | authentication by factors (S1 Art. 25) | [`factors`] |
//! | how long an answer may be used (S1 Art. 26.4) | [`answer`] |
//! | how much of a period the service was there (S0 Art. 34.1b) | [`availability`] |
//! | by what right relying parties are served (S1 Art. 34 to 37) | [`provider`] |
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod account;
pub mod answer;
pub mod availability;
pub mod calendar;
pub mod deadline;
pub mod eligibility;
pub mod factors;
pub mod level2;
pub mod lock;
pub mod not_issued;
pub mod policy;
pub mod profile;
pub mod provider;
pub mod rulebook;
