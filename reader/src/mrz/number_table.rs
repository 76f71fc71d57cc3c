//! What a personal number tells beside its digits, and what is odd about it. Circular 59/2021/TT-BCA
//! art. 4, Decree 137/2015/ND-CP art. 13.

use time::Date;

use super::{PersonalNumber, Sex};

/// Codes of the provinces of registration in numbers given out until 2025; the 34 provinces since
/// then keep codes of this list.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// Something odd about a personal number. A reason to look again, never to refuse: births abroad have
/// codes that are not public, and corrected entries keep their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberWarning {
    /// The first three digits are no province's code.
    PlaceNotListed,
    /// The fourth digit stands for a century that has not begun.
    FutureCentury,
    /// The fifth and sixth digit are not the year of birth, or the fourth not its century.
    YearOfBirthDiffers,
    /// The fourth digit stands for the other sex.
    SexDiffers,
}

impl PersonalNumber {
    /// Code of the place where the birth was registered: the first three digits.
    #[must_use]
    pub fn place_code(&self) -> u16 {
        let digits = self.as_str().get(..3).unwrap_or_default();
        digits.parse().unwrap_or(0)
    }

    /// Year of birth as the number tells it.
    #[must_use]
    pub fn year_of_birth(&self) -> u16 {
        let digits = self.as_str().get(4..6).unwrap_or_default();
        self.century() + digits.parse::<u16>().unwrap_or(0)
    }

    /// What does not fit the tables or the other fields of the card, each compared when known.
    #[must_use]
    pub fn warnings(&self, birth: Option<Date>, sex: Sex) -> Vec<NumberWarning> {
        let year_differs = birth.is_some_and(|day| day.year() != i32::from(self.year_of_birth()));
        [
            (
                !PROVINCES.contains(&self.place_code()),
                NumberWarning::PlaceNotListed,
            ),
            (self.century() > 2000, NumberWarning::FutureCentury),
            (year_differs, NumberWarning::YearOfBirthDiffers),
            (
                sex != Sex::Unspecified && sex != self.sex(),
                NumberWarning::SexDiffers,
            ),
        ]
        .into_iter()
        .filter_map(|(odd, warning)| odd.then_some(warning))
        .collect()
    }

    /// The number that was meant when letters stand among the digits: O for 0, I for 1 and the like.
    /// Nothing when the text is a number already or cannot become one.
    #[must_use]
    pub fn look_alike(text: &str) -> Option<Self> {
        if Self::new(text).is_ok() || text.len() > 64 {
            return None;
        }
        let meant: zeroize::Zeroizing<String> = zeroize::Zeroizing::new(
            text.trim()
                .chars()
                .map(super::look_alike::as_digit)
                .collect(),
        );
        Self::new(&meant).ok()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::new(text).unwrap()
    }

    #[test]
    fn a_number_that_fits_its_card_has_no_warning() {
        let number = number("001199000018");
        assert_eq!((number.place_code(), number.year_of_birth()), (1, 1999));
        assert_eq!(
            number.warnings(Some(date!(1999 - 03 - 15)), Sex::Female),
            []
        );
        assert_eq!(number.warnings(None, Sex::Unspecified), []);
    }

    #[test]
    fn quirk_05_odd_numbers_warn_and_stay_numbers() {
        use NumberWarning::{FutureCentury, PlaceNotListed, SexDiffers, YearOfBirthDiffers};
        let born = Some(date!(1999 - 03 - 15));
        let warnings = |text: &str| number(text).warnings(born, Sex::Female);
        assert_eq!(warnings("003199000018"), [PlaceNotListed]);
        assert_eq!(warnings("000199000018"), [PlaceNotListed]);
        assert_eq!(warnings("001198000018"), [YearOfBirthDiffers]);
        assert_eq!(warnings("001399000018"), [YearOfBirthDiffers]);
        assert_eq!(warnings("001099000018"), [SexDiffers]);
        assert_eq!(
            warnings("001599000018"),
            [FutureCentury, YearOfBirthDiffers]
        );
        assert_eq!(number("999999999999").can(), "999999");
    }

    #[test]
    fn a_number_with_letters_has_a_hint() {
        let meant = |text| PersonalNumber::look_alike(text).map(|one| one.as_str().to_owned());
        assert_eq!(meant("OO11990000I8").as_deref(), Some("001199000018"));
        assert_eq!(meant("001199000018"), None);
        assert_eq!(meant("00119900001"), None);
        assert_eq!(meant("001199000X18"), None);
    }
}
