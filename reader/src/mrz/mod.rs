//! The machine-readable zone of cards and booklets. ICAO Doc 9303-3 §4, 9303-4, 9303-5, 9303-6 §4.2.

mod check_digit;
mod date;
mod error;
mod key;
mod look_alike;
mod name;
mod number_table;
mod personal_number;
mod td1;
mod text;
mod two_lines;
mod zone;

pub use check_digit::check_digit;
pub use date::{Expiry, MrzDate};
pub use error::{MrzError, MrzField};
pub use key::MrzKey;
pub use name::transliterate;
pub use number_table::NumberWarning;
pub use personal_number::{PersonalNumber, PersonalNumberError};
pub use td1::{Sex, Td1};
pub use text::{LookAlike, MrzText};
pub use two_lines::TwoLineZone;
pub use zone::MachineReadableZone;
