//! What every form has in common.

use serde::{Serialize, Serializer};
use time::Date;
use zeroize::Zeroize;

/// A form that can be printed; its JSON is what the template prints.
pub trait Form: Serialize {
    /// Name of the template and stem of file names.
    const NAME: &'static str;
    /// Title, for the PDF's own metadata: never a person's name.
    const TITLE: &'static str;
    /// The template.
    const TEMPLATE: &'static str;

    /// The form as JSON.
    ///
    /// # Errors
    /// Never for the types of this crate; the serialiser's signature demands it.
    fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// The office that prints.
#[derive(Clone, PartialEq, Eq, Serialize, Zeroize)]
pub struct Office {
    /// The office above it, as printed in the first line.
    pub superior: String,
    /// Its own name.
    pub name: String,
    /// The place in the line of date and signature.
    pub place: String,
    /// Number for questions and complaints.
    pub hotline: String,
}

/// A day, printed as dd/MM/yyyy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (year, month, day) = self.0.to_calendar_date();
        let text = format!("{day:02}/{:02}/{year:04}", u8::from(month));
        serializer.serialize_str(&text)
    }
}

/// The line "ngày … tháng … năm …" above a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month(pub Date);

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (year, month, day) = self.0.to_calendar_date();
        let text = format!("ngày {day:02} tháng {:02} năm {year:04}", u8::from(month));
        serializer.serialize_str(&text)
    }
}
