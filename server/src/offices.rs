//! `offices.toml`: what an office is, and which office is above it. One that is not listed is a commune's police
//! below nobody.

use std::collections::BTreeMap;

use rules::profile::OfficeKind;
use serde::Deserialize;

/// The longest file that is looked at.
const MAX_LEN: usize = 1 << 20;
/// Ministry, province, commune; bank, region, branch: nothing known is deeper than four.
const MAX_DEPTH: usize = 8;

/// Offices by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Offices(BTreeMap<String, Office>);

/// An office that may receive registrations. A bank's desk is none, whatever a profile says: there is no value of
/// this type for it. S1 Art. 13.3b.
#[derive(Clone, Copy, Debug)]
pub struct ReceivingAuthority(());

impl ReceivingAuthority {
    /// The authority that an office is; none for a bank.
    #[must_use]
    pub fn of(kind: OfficeKind) -> Option<Self> {
        match kind {
            OfficeKind::Bank => None,
            OfficeKind::CardReception
            | OfficeKind::CommunePolice
            | OfficeKind::IdentityAgency
            | OfficeKind::ImmigrationPolice => Some(Self(())),
        }
    }
}

/// One office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    #[serde(default = "commune")]
    kind: OfficeKind,
    /// The office above.
    parent: Option<String>,
    /// The place in the line of date and signature of its forms.
    place: Option<String>,
    /// Number for questions and complaints, on its forms.
    hotline: Option<String>,
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
    /// An office above itself, or too many above one.
    #[error("offices.toml: nobody stands above {0} in at most {MAX_DEPTH} steps")]
    Endless(String),
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
        let offices: Self =
            toml::from_str(text).map_err(|why| OfficesError::Form(why.message().to_owned()))?;
        let endless = |name: &&String| offices.upwards(name).nth(MAX_DEPTH).is_some();
        match offices.0.keys().find(endless) {
            Some(name) => Err(OfficesError::Endless(name.clone())),
            None => Ok(offices),
        }
    }

    /// Whether the file lists the office, by itself or above another.
    #[must_use]
    pub fn lists(&self, name: &str) -> bool {
        let above = |office: &Office| office.parent.as_deref() == Some(name);
        self.0.contains_key(name) || self.0.values().any(above)
    }

    /// The office, the one above it, and so on.
    pub fn upwards<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(name), |below| {
            self.0
                .get(*below)
                .and_then(|office| office.parent.as_deref())
        })
    }

    /// The office as its forms name it. A place that the file does not say is written in by hand.
    #[must_use]
    pub fn letterhead(&self, name: &str) -> forms::Office {
        let office = self.0.get(name);
        let said = |text: Option<&String>, otherwise: &str| {
            text.map_or_else(|| otherwise.to_owned(), Clone::clone)
        };
        forms::Office {
            superior: self.upwards(name).nth(1).unwrap_or_default().to_owned(),
            name: name.to_owned(),
            place: said(office.and_then(|one| one.place.as_ref()), "……………"),
            hotline: said(
                office.and_then(|one| one.hotline.as_ref()),
                "cơ quan tiếp nhận hồ sơ",
            ),
        }
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
        let circle = "[a]\nparent = \"b\"\n[b]\nparent = \"a\"\n";
        let refused = Offices::parse(circle);
        assert_eq!(refused.err(), Some(OfficesError::Endless("a".into())));
        let long = " ".repeat(MAX_LEN + 1);
        assert_eq!(Offices::parse(&long).err(), Some(OfficesError::TooLong));
    }

    #[test]
    fn above_an_office_stand_those_that_the_file_puts_there() {
        let file = "[\"xã\"]\nparent = \"tỉnh\"\n[\"tỉnh\"]\nparent = \"bộ\"\n";
        let offices = Offices::parse(file).unwrap();
        let above = |name| offices.upwards(name).collect::<Vec<_>>();
        assert_eq!(above("xã"), ["xã", "tỉnh", "bộ"]);
        assert_eq!(above("khác"), ["khác"]);
        assert!(offices.lists("bộ") && !offices.lists("khác"));
    }

    #[test]
    fn a_letterhead_says_what_the_file_says() {
        let file = "[\"xã\"]\nparent = \"tỉnh\"\nplace = \"Mẫu\"\nhotline = \"1900 0000\"\n";
        let offices = Offices::parse(file).unwrap();
        let listed = offices.letterhead("xã");
        assert_eq!(
            (listed.superior.as_str(), listed.name.as_str()),
            ("tỉnh", "xã")
        );
        assert_eq!(
            (listed.place.as_str(), listed.hotline.as_str()),
            ("Mẫu", "1900 0000")
        );
        let other = offices.letterhead("khác");
        assert_eq!((other.superior.as_str(), other.name.as_str()), ("", "khác"));
        assert!(!other.hotline.is_empty() && !other.place.is_empty());
    }
}
