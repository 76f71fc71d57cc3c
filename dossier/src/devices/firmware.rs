//! Firmware versions in their numeric order.

use serde::{Deserialize, Serialize};

/// The numbers of a version, the first being the most significant: `twin 1.10` is after `1.9`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FirmwareVersion(Vec<u32>);

/// Versions from one to another, both included; an open end has no bound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirmwareRange {
    /// The first that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<FirmwareVersion>,
    /// The last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<FirmwareVersion>,
}

impl FirmwareVersion {
    /// The first run of numbers with dots between them; trailing zeros mean nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let start = text.find(|letter: char| letter.is_ascii_digit())?;
        let rest = text.get(start..)?;
        let end = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
        let run = rest.get(..end.unwrap_or(rest.len()))?;
        let numbers: Result<Vec<u32>, _> = run
            .trim_end_matches('.')
            .split('.')
            .map(str::parse)
            .collect();
        let mut numbers = numbers.ok()?;
        while numbers.len() > 1 && numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(Self(numbers))
    }
}

impl FirmwareRange {
    /// Whether no version is meant in particular.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a device's statement lies within; one that states none lies in an open range only.
    #[must_use]
    pub fn contains(&self, stated: Option<&str>) -> bool {
        if self.is_open() {
            return true;
        }
        stated
            .and_then(FirmwareVersion::parse)
            .is_some_and(|version| self.spans(&version))
    }

    /// Whether a device's statement lies outside for sure.
    #[must_use]
    pub fn excludes(&self, stated: Option<&str>) -> bool {
        stated
            .and_then(FirmwareVersion::parse)
            .is_some_and(|version| !self.spans(&version))
    }

    fn spans(&self, version: &FirmwareVersion) -> bool {
        let after = self.from.as_ref().is_none_or(|from| version >= from);
        let before = self.to.as_ref().is_none_or(|to| version <= to);
        after && before
    }
}

impl TryFrom<String> for FirmwareVersion {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a version with numbers")
    }
}

impl From<FirmwareVersion> for String {
    fn from(version: FirmwareVersion) -> Self {
        let numbers: Vec<String> = version.0.iter().map(u32::to_string).collect();
        numbers.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str) -> FirmwareRange {
        FirmwareRange {
            from: FirmwareVersion::parse(from),
            to: FirmwareVersion::parse(to),
        }
    }

    #[test]
    fn versions_are_numbers_and_not_text() {
        let range = range("1.9", "1.12");
        for inside in ["1.9", "v1.10", "1.9.0", "twin 1.12", "FW 1.11.3-beta"] {
            assert!(range.contains(Some(inside)), "{inside}");
        }
        for outside in ["1.8.9", "1.12.1", "2", "beta", ""] {
            assert!(!range.contains(Some(outside)), "{outside}");
        }
        assert!(!range.contains(None));
    }

    #[test]
    fn an_open_range_asks_for_nothing_and_half_an_open_one_for_half() {
        assert!(FirmwareRange::default().contains(None));
        assert!(range("2.0", "").contains(Some("7")));
        assert!(!range("2.0", "").contains(Some("1.99")));
        assert_eq!(FirmwareVersion::parse("99999999999"), None);
    }
}
