//! A zone of any document size. ICAO Doc 9303-3 §4.1, 9303-4, 9303-5, 9303-6.

use time::Date;
use zeroize::Zeroize;

use super::{Expiry, MrzDate, MrzError, MrzKey, PersonalNumber, Sex, Td1, TwoLineZone};

/// The MRZ of a card or a booklet. A citizen's data: no `Debug`, the zone inside is wiped
/// when dropped.
#[derive(Clone, Zeroize)]
pub enum MachineReadableZone {
    /// Three lines of 30: identity cards.
    Td1(Td1),
    /// Two lines of 36: older identity cards.
    Td2(TwoLineZone),
    /// Two lines of 44: passports.
    Td3(TwoLineZone),
}

macro_rules! of_either {
    ($self:ident, $zone:ident => $value:expr) => {
        match $self {
            Self::Td1($zone) => $value,
            Self::Td2($zone) | Self::Td3($zone) => $value,
        }
    };
}

impl MachineReadableZone {
    /// From the characters without line ends; their count tells the size.
    ///
    /// # Errors
    /// [`MrzError`] naming the first field that breaks the standard.
    pub fn parse(text: &str) -> Result<Self, MrzError> {
        match text.len() {
            super::two_lines::TD2_LENGTH => TwoLineZone::td2(text).map(Self::Td2),
            super::two_lines::TD3_LENGTH => TwoLineZone::td3(text).map(Self::Td3),
            _ => Td1::parse(text).map(Self::Td1),
        }
    }

    /// The characters, without line ends.
    #[must_use]
    pub fn text(&self) -> &str {
        of_either!(self, zone => zone.text())
    }

    /// Document code, for example `ID` or `P`.
    #[must_use]
    pub fn document_code(&self) -> &str {
        of_either!(self, zone => zone.document_code())
    }

    /// Issuing state, for example `VNM`.
    #[must_use]
    pub fn issuing_state(&self) -> &str {
        of_either!(self, zone => zone.issuing_state())
    }

    /// Document number without fillers.
    #[must_use]
    pub fn document_number(&self) -> &str {
        of_either!(self, zone => zone.document_number())
    }

    /// The citizen's number, which Vietnam prints in the optional data.
    #[must_use]
    pub fn personal_number(&self) -> Option<PersonalNumber> {
        of_either!(self, zone => zone.personal_number())
    }

    /// Date of birth as printed: two digits of the year.
    #[must_use]
    pub fn date_of_birth(&self) -> MrzDate {
        of_either!(self, zone => zone.date_of_birth())
    }

    /// Day of birth, when the personal number tells the century.
    #[must_use]
    pub fn day_of_birth(&self) -> Option<Date> {
        let century = self.personal_number()?.century();
        self.date_of_birth().in_century(century)
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        of_either!(self, zone => zone.sex())
    }

    /// Until when the document is valid.
    #[must_use]
    pub fn expiry(&self) -> Expiry {
        of_either!(self, zone => zone.expiry())
    }

    /// Nationality, for example `VNM`.
    #[must_use]
    pub fn nationality(&self) -> &str {
        of_either!(self, zone => zone.nationality())
    }

    /// Primary identifier.
    #[must_use]
    pub fn surname(&self) -> &str {
        of_either!(self, zone => zone.surname())
    }

    /// Secondary identifier.
    #[must_use]
    pub fn given_names(&self) -> &str {
        of_either!(self, zone => zone.given_names())
    }

    /// Characters of a name before it must be cut off.
    #[must_use]
    pub fn name_length(&self) -> usize {
        match self {
            Self::Td1(_) => 30,
            Self::Td2(_) => 31,
            Self::Td3(_) => 39,
        }
    }

    /// What the chip's access keys are derived from.
    #[must_use]
    pub fn key(&self) -> Option<MrzKey> {
        of_either!(self, zone => zone.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_tells_the_size() {
        let mrz = &test_vectors::icao()["mrz"];
        for (size, number) in [
            ("td1", "D23145890"),
            ("td2", "D23145890"),
            ("td3", "L898902C3"),
        ] {
            let lines = mrz[size][0]["lines"].as_array().unwrap();
            let text: String = lines.iter().filter_map(|line| line.as_str()).collect();
            let zone = MachineReadableZone::parse(&text).unwrap();
            assert_eq!(zone.document_number(), number, "{size}");
            assert_eq!(zone.surname(), "ERIKSSON", "{size}");
            assert!(zone.key().is_some() && zone.day_of_birth().is_none());
        }
        let other = MachineReadableZone::parse("P<UTO").err();
        assert_eq!(other, Some(MrzError::Length(5)));
    }
}
