//! Authentication levels by factors. S1 Art. 2.7, 2.8, 25; Decree 69/2024 Art. 17 (four levels).
//!
//! Groups count, not means: two passwords are one factor.

use std::collections::BTreeSet;

use serde::Deserialize;

/// What a factor rests on. S1 Art. 2.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorGroup {
    /// What the person knows.
    Knows,
    /// What the person owns.
    Owns,
    /// What the person is.
    Biometric,
}

/// By what a factor is shown. S1 Art. 2.8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// A password.
    Password,
    /// A secret code.
    SecretCode,
    /// A two-dimensional code of the application.
    TwoDimensionalCode,
    /// A registered terminal of the person.
    Terminal,
    /// A one-time code sent to the own number.
    OneTimeCode,
    /// A cryptographic device, the chip of the card among them.
    CryptographicDevice,
    /// The face.
    Face,
    /// A fingerprint.
    Fingerprint,
    /// An iris.
    Iris,
}

impl Means {
    /// Every means.
    pub const ALL: [Self; 9] = [
        Self::Password,
        Self::SecretCode,
        Self::TwoDimensionalCode,
        Self::Terminal,
        Self::OneTimeCode,
        Self::CryptographicDevice,
        Self::Face,
        Self::Fingerprint,
        Self::Iris,
    ];

    /// The group that it belongs to.
    #[must_use]
    pub fn group(self) -> FactorGroup {
        match self {
            Self::Password | Self::SecretCode => FactorGroup::Knows,
            Self::TwoDimensionalCode
            | Self::Terminal
            | Self::OneTimeCode
            | Self::CryptographicDevice => FactorGroup::Owns,
            Self::Face | Self::Fingerprint | Self::Iris => FactorGroup::Biometric,
        }
    }
}

/// What one level demands; the highest level whose demands are met counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRule {
    /// The level.
    pub level: u8,
    /// The least number of different groups.
    pub groups: u8,
    /// Groups that must be among them.
    #[serde(default)]
    pub with: Vec<FactorGroup>,
}

/// The highest level that these means reach; none when they reach none.
#[must_use]
pub fn level(rules: &[LevelRule], shown: &[Means]) -> Option<u8> {
    let groups: BTreeSet<_> = shown.iter().map(|means| means.group()).collect();
    let met = |rule: &&LevelRule| {
        groups.len() >= usize::from(rule.groups)
            && rule.with.iter().all(|group| groups.contains(group))
    };
    rules.iter().filter(met).map(|rule| rule.level).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, ProfileName};

    fn rules(name: ProfileName) -> Vec<LevelRule> {
        Profile::parse(name.bundled()).unwrap().authentication.value
    }

    #[test]
    fn two_passwords_are_one_factor() {
        let draft = rules(ProfileName::Draft2022);
        assert_eq!(
            level(&draft, &[Means::Password, Means::SecretCode]),
            Some(1)
        );
        assert_eq!(
            level(&draft, &[Means::Password, Means::OneTimeCode]),
            Some(2)
        );
        assert_eq!(level(&draft, &[Means::Face, Means::Fingerprint]), Some(1));
        assert_eq!(level(&draft, &[]), None);
    }

    #[test]
    fn decree_69_has_four_levels() {
        let rules = rules(ProfileName::Decree69);
        use Means::{CryptographicDevice, Face, Fingerprint, OneTimeCode, Password};
        let cases: [(&[Means], Option<u8>); 8] = [
            (&[], None),
            (&[Password], Some(1)),
            (&[Face], Some(1)),
            (&[Password, OneTimeCode], Some(2)),
            (&[Password, Face], Some(3)),
            (&[CryptographicDevice, Fingerprint], Some(3)),
            (&[Password, CryptographicDevice, Face], Some(4)),
            (&[Face, Fingerprint], Some(1)),
        ];
        for (shown, expected) in cases {
            assert_eq!(level(&rules, shown), expected, "{shown:?}");
        }
    }
}
