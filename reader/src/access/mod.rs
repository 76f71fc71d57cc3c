//! Gaining access to the chip and talking to it in secret. ICAO Doc 9303-11 §4, §9.8.

pub mod bac;
mod error;
mod key;
pub mod pace;
pub mod secure_messaging;

#[cfg(test)]
mod worked_examples;

pub use error::{AccessError, ProtocolStep, Violation};
pub use key::{
    AccessKey, CardAccessNumber, CardAccessNumberError, PersonalIdentificationNumber,
    PersonalIdentificationNumberError,
};
pub use secure_messaging::{PlainErrors, SecureMessaging, SecureMessagingError};
