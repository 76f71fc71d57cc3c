//! A software chip card and the test PKI that issues it.
//!
//! The card is personalised from a person file and a profile, answers APDUs in process
//! ([`card::Card::transmit`]) or through the virtual reader of pcscd ([`vpcd::serve`]), and can be made
//! faulty on purpose ([`fault::Fault`]). It is written without the reader, so that a misreading of
//! ICAO Doc 9303 (eighth edition) has to be made twice before a test passes over it.
//!
//! Everything here is test equipment: keys are not protected and people are fictitious.

pub mod card;
pub mod fault;
pub mod hostile;
pub mod link;
pub mod misbehaviour;
pub mod person;
pub mod pki;
pub mod portrait;
pub mod profile;
pub mod protocol;
pub mod quirk;
pub mod random;
pub mod recorder;
pub mod vpcd;

mod chip;
mod der;
mod domain;
mod error;
mod issue;

pub use error::{Error, Result};
