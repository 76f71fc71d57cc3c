//! `offices.toml`: what an office is. An office that is not listed is a commune's police.

use std::collections::BTreeMap;

use rules::profile::OfficeKind;
use serde::Deserialize;

/// The longest file that is looked at.
const MAX_LEN: usize = 1 << 20;

/// Offices by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Offices(BTreeMap<String, Office>);

/// One office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    #[serde(default = "commune")]
    kind: OfficeKind,
}

/// Why the file is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficesError {
    /// Longer than any such file is.
    #[error("offices.toml is longer than {MAX_LEN} octets")]
    TooLong,
    /// Not TOML of this form.
    #[error("offices.toml does not have its form: {0}")]
    Form(String),
}

impl Offices {
    /// Reads the file.
    ///
    /// # Errors
    /// [`OfficesError`] when it does not have its form.
    pub fn parse(text: &str) -> Result<Self, OfficesError> {
        if text.len() > MAX_LEN {
            return Err(OfficesError::TooLong);
        }
        toml::from_str(text).map_err(|why| OfficesError::Form(why.message().to_owned()))
    }

    /// What the office is.
    #[must_use]
    pub fn kind(&self, name: &str) -> OfficeKind {
        self.0.get(name).map_or_else(commune, |office| office.kind)
    }
}

fn commune() -> OfficeKind {
    OfficeKind::CommunePolice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_what_the_file_says_and_a_communes_police_otherwise() {
        let file = "[\"Ngân hàng Thử Nghiệm\"]\nkind = \"bank\"\n";
        let offices = Offices::parse(file).unwrap();
        assert_eq!(offices.kind("Ngân hàng Thử Nghiệm"), OfficeKind::Bank);
        assert_eq!(offices.kind("Công an phường"), OfficeKind::CommunePolice);
        let unknown = "[x]\nkind = \"palace\"\n";
        assert!(matches!(
            Offices::parse(unknown),
            Err(OfficesError::Form(_))
        ));
        let long = " ".repeat(MAX_LEN + 1);
        assert_eq!(Offices::parse(&long).err(), Some(OfficesError::TooLong));
    }
}
