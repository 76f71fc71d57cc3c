//! The machine-readable zone of ID cards. ICAO Doc 9303-3 §4, 9303-5 §4.2.

mod check_digit;
mod date;
mod error;
mod key;
mod name;
mod personal_number;
mod td1;
mod text;

pub use check_digit::check_digit;
pub use date::{Expiry, MrzDate};
pub use error::{MrzError, MrzField};
pub use key::MrzKey;
pub use name::transliterate;
pub use personal_number::{PersonalNumber, PersonalNumberError};
pub use td1::{Sex, Td1};
pub use text::MrzText;
