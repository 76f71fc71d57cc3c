//! The fictitious citizen that a card is issued to.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use time::Date;

use crate::issue::mrz;
use crate::{Error, Result};

/// The person file of the fictitious citizen that comes with this package, for tests of other packages.
pub const EXAMPLE_FILE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/persons/nguyen-thi-vi-du.toml");

/// The same fictitious citizen as a counter camera would see her, JPEG.
pub const EXAMPLE_LIVE_PORTRAIT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/persons/nguyen-thi-vi-du-live.jpg"
);

/// Personal data as the person file gives them. No `Debug`: nothing of it belongs in a log.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Personal number, 12 digits.
    pub number: String,
    /// Full name as issued.
    pub name: String,
    /// Date of birth.
    pub born: Date,
    /// Sex as the card knows it.
    pub sex: Sex,
    /// Nationality in words.
    pub nationality: String,
    /// Ethnicity (dân tộc).
    pub ethnicity: String,
    /// Religion (tôn giáo).
    pub religion: String,
    /// Place of origin (quê quán).
    pub origin: String,
    /// Place of residence (thường trú).
    pub residence: String,
    /// Identifying features (đặc điểm nhận dạng).
    pub features: String,
    /// Date of issue.
    pub issued: Date,
    /// Date of expiry; absent on cards without one.
    pub expires: Option<Date>,
    /// Father's name.
    pub father: String,
    /// Mother's name.
    pub mother: String,
    /// Spouse's name.
    pub spouse: Option<String>,
    /// Old nine-digit CMND number.
    pub old_number: Option<String>,
    /// Number of a passport, at most nine characters; made from the personal number if not given.
    #[serde(default)]
    pub passport_number: Option<String>,
    /// The 16 characters of field 16, whose meaning nobody has published.
    pub field_16: String,
    /// JPEG portrait; a relative path starts at the person file's folder.
    portrait: PathBuf,
}

/// Sex, in the two values that the card's MRZ and DG13 carry.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Person {
    /// Reads a person file.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML of this shape, or the number is not 12 digits.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
        let mut person: Self = toml::from_str(&text).map_err(Error::toml("person"))?;
        if person.number.len() != 12 || !person.number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::Value {
                field: "number",
                reason: "must be 12 digits",
            });
        }
        if let Some(folder) = path.parent() {
            person.portrait = folder.join(&person.portrait);
        }
        Ok(person)
    }

    /// Where the JPEG portrait lies.
    #[must_use]
    pub fn portrait_path(&self) -> &Path {
        &self.portrait
    }

    /// The text of the QR code on a 2021 card: seven fields.
    #[must_use]
    pub fn qr_text(&self) -> String {
        [
            self.number.as_str(),
            self.old_number.as_deref().unwrap_or_default(),
            &self.name,
            &day_month_year(self.born, ""),
            self.sex.vietnamese(),
            &self.residence,
            &day_month_year(self.issued, ""),
        ]
        .join("|")
    }

    /// The 90 characters of the machine-readable zone, three lines of 30 without line ends.
    #[must_use]
    pub fn mrz(&self) -> String {
        mrz::Zone::default().text(self)
    }

    /// The six digits that open the chip: the last six of the number.
    #[must_use]
    pub fn card_access_number(&self) -> &str {
        self.number.get(6..).unwrap_or_default()
    }
}

impl Sex {
    /// The word that the card carries.
    #[must_use]
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
        }
    }
}

pub(crate) fn day_month_year(date: Date, separator: &str) -> String {
    format!(
        "{:02}{separator}{:02}{separator}{:04}",
        date.day(),
        u8::from(date.month()),
        date.year()
    )
}
