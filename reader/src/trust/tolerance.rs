//! Breaches of the profile that live CSCA certificates have, each by its name. ICAO Doc 9303-12 §7.1.
//!
//! None of them is overlooked: an operator who pins a certificate sees which of them it needs, and in a
//! master list only those count that the operator named when the list was imported.

use super::certificate::ProfileError;
use super::encoded::EncodedCertificate;

/// One breach of the profile of a country signing CA that does not touch its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tolerance {
    /// basicConstraints is missing.
    NoBasicConstraints,
    /// basicConstraints does not say that it is a CA.
    NotMarkedAsCa,
    /// keyUsage does not name keyCertSign.
    NoKeyCertSign,
    /// basicConstraints gives no pathLenConstraint.
    NoPathLength,
    /// The serial number is zero or negative.
    SerialNotPositive,
    /// countryName is missing or not two capital letters.
    CountryForm,
}

/// The breaches that an operator is willing to overlook in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tolerances(Vec<Tolerance>);

impl Tolerance {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::NoBasicConstraints,
        Self::NotMarkedAsCa,
        Self::NoKeyCertSign,
        Self::NoPathLength,
        Self::SerialNotPositive,
        Self::CountryForm,
    ];

    /// The word of command lines and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoBasicConstraints => "no-basic-constraints",
            Self::NotMarkedAsCa => "not-marked-as-ca",
            Self::NoKeyCertSign => "no-key-cert-sign",
            Self::NoPathLength => "no-path-length",
            Self::SerialNotPositive => "serial-not-positive",
            Self::CountryForm => "country-form",
        }
    }

    /// From the word of command lines and records.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|tolerance| tolerance.word() == word)
    }

    /// What of the profile a certificate breaks that needs this tolerance.
    fn error(self) -> ProfileError {
        match self {
            Self::NoBasicConstraints | Self::NotMarkedAsCa | Self::NoKeyCertSign => {
                ProfileError::Usage
            }
            Self::NoPathLength | Self::SerialNotPositive | Self::CountryForm => ProfileError::Form,
        }
    }
}

impl Tolerances {
    /// What is overlooked in a certificate that the operator pins as itself: forms that say nothing about
    /// whether it is a CA.
    #[must_use]
    pub fn of_pinned() -> Self {
        Self(vec![
            Tolerance::NoPathLength,
            Tolerance::SerialNotPositive,
            Tolerance::CountryForm,
        ])
    }

    /// These and what else the operator named.
    #[must_use]
    pub fn and(mut self, others: impl IntoIterator<Item = Tolerance>) -> Self {
        self.0.extend(others);
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Tolerance> {
        self.0.iter().copied()
    }
}

/// The breaches of a certificate, when each is tolerated.
///
/// A certificate that shows neither of the two marks of a CA is a document signer, not a CA with a quirk:
/// no tolerance makes it an anchor.
pub(super) fn judge(
    certificate: &EncodedCertificate<'_>,
    tolerated: &Tolerances,
) -> Result<Vec<Tolerance>, ProfileError> {
    let breaches = breaches(certificate);
    let has_no_mark = |one: &Tolerance| one.error() == ProfileError::Usage;
    if breaches.iter().filter(|one| has_no_mark(one)).count() > 1 {
        return Err(ProfileError::Usage);
    }
    let refused = breaches.iter().find(|one| !tolerated.0.contains(one));
    match refused {
        Some(breach) => Err(breach.error()),
        None => Ok(breaches),
    }
}

/// Every breach of a certificate.
pub(super) fn breaches(certificate: &EncodedCertificate<'_>) -> Vec<Tolerance> {
    let mut found = Vec::new();
    match certificate.basic_constraints() {
        None => found.push(Tolerance::NoBasicConstraints),
        Some(constraints) => {
            if !constraints.is_ca {
                found.push(Tolerance::NotMarkedAsCa);
            }
            if !constraints.has_path_length {
                found.push(Tolerance::NoPathLength);
            }
        }
    }
    if !certificate.may_sign_certificates() {
        found.push(Tolerance::NoKeyCertSign);
    }
    let negative = certificate
        .serial
        .first()
        .is_none_or(|octet| octet & 0x80 != 0);
    if negative || certificate.serial.iter().all(|octet| *octet == 0) {
        found.push(Tolerance::SerialNotPositive);
    }
    let country = certificate.country_as_written().unwrap_or_default();
    if country.len() != 2 || !country.bytes().all(|octet| octet.is_ascii_uppercase()) {
        found.push(Tolerance::CountryForm);
    }
    found
}
