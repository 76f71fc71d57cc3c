//! The vocabulary that terminal and backend share: draft, dossier, submission, receipt, decision.
//!
//! Pure: time and randomness are arguments; nothing here opens a file or a connection. Signatures
//! are computed by OpenSSL, whose ECDSA nonces are its own.
//!
//! A registration changes its type at every step, and a later step cannot be given an earlier type:
//! [`draft::Draft`] → [`dossier::Dossier`] (complete) → [`submission::SignedSubmission`] →
//! [`submission::VerifiedSubmission`] (at the backend) → [`receipt::Receipt`] →
//! [`decision::Decision`].
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
pub mod api;
pub mod bundle;
mod calendar_day;
pub mod card_trace;
pub mod checkpoint;
mod codec;
pub mod consent;
pub mod contact;
pub mod decision;
pub mod detached;
pub mod devices;
pub mod dossier;
pub mod draft;
pub mod evidence;
pub mod facts;
pub mod fault;
pub mod fingers;
pub mod hand_over;
pub mod identity;
mod jws;
pub mod keys;
pub mod life;
pub mod missing;
pub mod portrait;
pub mod process_log;
pub mod provider;
pub mod receipt;
pub mod relying;
pub mod report;
pub mod sha256_digest;
pub mod source;
pub mod subject;
pub mod submission;
