//! When two forms of a value mean the same. Circular 59/2021/TT-BCA art. 4, ICAO Doc 9303-3 §4.6, §4.8.
//!
//! | value | forms |
//! |---|---|
//! | number | 12 digits; its last nine in the MRZ |
//! | name | with marks in either Unicode form, any case; transliterated and perhaps cut off in the MRZ |
//! | day | `dd/MM/yyyy` in DG13, `ddMMyyyy` in the QR code, `yyMMdd` in the MRZ |
//! | no end | "Không thời hạn" in DG13, `991231` in the MRZ |
//! | sex | "Nam" and "Nữ", with or without marks; `M` and `F` |

use time::{Date, Month};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroize;

use super::mismatch::Degree;
use crate::lds::dg13;
use crate::mrz::{Expiry, MrzDate, Sex, transliterate};

/// A value in the form of its source.
#[derive(Clone)]
pub(super) enum Value {
    Digits(String),
    /// As people write it.
    Name(String),
    /// As an MRZ writes it, cut off or not.
    MrzName {
        letters: String,
        room: usize,
    },
    Day(Date),
    ShortDay(MrzDate),
    NoEnd,
    Sex(Sex),
    Country(String),
    Words(String),
}

impl Value {
    /// A date as DG13 writes it; nothing for a text that is no date.
    pub(super) fn day(text: &str) -> Option<Self> {
        written_day(text).map(Self::Day)
    }

    /// A date of expiry as DG13 writes it.
    pub(super) fn expiry(text: &str) -> Option<Self> {
        match folded(text).as_str() {
            "KHONGTHOIHAN" | "VOTHOIHAN" => Some(Self::NoEnd),
            _ => Self::day(text),
        }
    }

    pub(super) fn of_expiry(expiry: Expiry) -> Self {
        match expiry {
            Expiry::On(day) => Self::Day(day),
            Expiry::Never => Self::NoEnd,
        }
    }

    /// A sex as DG13 writes it.
    pub(super) fn sex(text: &str) -> Option<Self> {
        match folded(text).as_str() {
            "NAM" | "M" => Some(Self::Sex(Sex::Male)),
            "NU" | "F" => Some(Self::Sex(Sex::Female)),
            _ => None,
        }
    }

    /// A nationality as DG13 writes it: only the one that has a known code.
    pub(super) fn country(text: &str) -> Option<Self> {
        matches!(folded(text).as_str(), "VIETNAM" | "VNM").then(|| Self::Country("VNM".into()))
    }

    /// How two values of one field differ; nothing when they mean the same or cannot be compared.
    pub(super) fn differs(&self, other: &Self) -> Option<Degree> {
        let value = |same: bool| (!same).then_some(Degree::Value);
        match (self, other) {
            (Self::Digits(one), Self::Digits(other)) => value(same_digits(one, other)),
            (Self::Name(one), Self::Name(other)) => names(one, other),
            (Self::Name(full), Self::MrzName { letters, room })
            | (Self::MrzName { letters, room }, Self::Name(full)) => {
                value(is_mangled(full) || is_cut_of(&transliterate(full), letters, *room))
            }
            (Self::MrzName { letters: one, .. }, Self::MrzName { letters: other, .. }) => {
                value(one == other)
            }
            (Self::Day(one), Self::Day(other)) => value(one == other),
            (Self::Day(day), Self::ShortDay(short)) | (Self::ShortDay(short), Self::Day(day)) => {
                value(is_short_of(*day, *short))
            }
            (Self::ShortDay(one), Self::ShortDay(other)) => value(one == other),
            (Self::NoEnd, Self::NoEnd) => None,
            // 991231 is for life, and some write that day out.
            (Self::NoEnd, Self::Day(day)) | (Self::Day(day), Self::NoEnd) => {
                value(is_last_day(*day))
            }
            (Self::Sex(one), Self::Sex(other)) => {
                let told = *one != Sex::Unspecified && *other != Sex::Unspecified;
                value(!told || one == other)
            }
            (Self::Country(one), Self::Country(other)) => value(one == other),
            (Self::Words(one), Self::Words(other)) => {
                if is_mangled(one) || is_mangled(other) || plain(one) == plain(other) {
                    None
                } else if folded(one) == folded(other) {
                    Some(Degree::Marks)
                } else {
                    Some(Degree::Value)
                }
            }
            _ => None,
        }
    }
}

impl Zeroize for Value {
    fn zeroize(&mut self) {
        match self {
            Self::Digits(text) | Self::Name(text) | Self::Country(text) | Self::Words(text) => {
                text.zeroize();
            }
            Self::MrzName { letters, .. } => letters.zeroize(),
            Self::Day(_) | Self::ShortDay(_) | Self::NoEnd | Self::Sex(_) => {}
        }
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.zeroize();
    }
}

/// `dd/MM/yyyy` with any separator, or eight digits without.
fn written_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = dg13::date(&text.replace(['-', '.', ' '], "/")) {
        return Some(day);
    }
    if text.len() != 8 || !text.bytes().all(|character| character.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
    let month = Month::try_from(u8::try_from(number(2..4)?).ok()?).ok()?;
    let day = u8::try_from(number(0..2)?).ok()?;
    Date::from_calendar_date(number(4..8)?.into(), month, day).ok()
}

/// Equal, or one is the document number within the other.
fn same_digits(one: &str, other: &str) -> bool {
    let within =
        |long: &str, short: &str| (long.len(), short.len()) == (12, 9) && long.ends_with(short);
    one == other || within(one, other) || within(other, one)
}

fn names(one: &str, other: &str) -> Option<Degree> {
    if is_mangled(one) || is_mangled(other) || plain(one) == plain(other) {
        None
    } else if transliterate(one) == transliterate(other) {
        Some(Degree::Marks)
    } else {
        Some(Degree::Value)
    }
}

fn is_cut_of(full: &str, letters: &str, room: usize) -> bool {
    let is_cut = letters.len() + 1 >= room && full.starts_with(letters);
    full == letters || is_cut
}

/// A short day without month or day tells its year only.
fn is_short_of(day: Date, short: MrzDate) -> bool {
    let Ok(year) = u16::try_from(day.year()) else {
        return false;
    };
    match short.in_century(year - year % 100) {
        Some(whole) => whole == day,
        None => u16::from(short.year_of_century()) == year % 100,
    }
}

fn is_last_day(day: Date) -> bool {
    (day.year() % 100, day.month(), day.day()) == (99, Month::December, 31)
}

/// The letters that a scanner sends for those it cannot type say nothing.
fn is_mangled(text: &str) -> bool {
    text.contains(['\u{FFFD}', '?'])
}

/// One Unicode form, one case, letters and digits only.
fn plain(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// As [`plain`], without marks, in capitals.
fn folded(text: &str) -> String {
    text.nfd()
        .filter(|letter| !matches!(letter, '\u{300}'..='\u{36F}'))
        .map(|letter| {
            if matches!(letter, 'đ' | 'Đ') {
                'D'
            } else {
                letter
            }
        })
        .flat_map(char::to_uppercase)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn name(text: &str) -> Value {
        Value::Name(text.into())
    }

    fn mrz(letters: &str) -> Value {
        let letters = letters.to_owned();
        Value::MrzName { letters, room: 30 }
    }

    #[test]
    fn twelve_digits_and_their_last_nine_are_one_number() {
        let digits = |text: &str| Value::Digits(text.into());
        let differ = |one, other| digits(one).differs(&digits(other));
        assert_eq!(differ("001199000018", "001199000018"), None);
        assert_eq!(differ("001199000018", "199000018"), None);
        assert_eq!(differ("199000018", "001199000018"), None);
        assert_eq!(differ("001199000018", "001199000019"), Some(Degree::Value));
        assert_eq!(differ("001199000018", "001199000"), Some(Degree::Value));
        assert_eq!(differ("001199000018", "000018"), Some(Degree::Value));
    }

    #[test]
    fn names_compare_with_marks_and_without() {
        let full = name("Nguyễn Thị Ví Dụ");
        assert_eq!(full.differs(&name("NGUYỄN  THỊ VÍ DỤ")), None);
        let decomposed: String = "Nguyễn Thị Ví Dụ".nfd().collect();
        assert_eq!(full.differs(&name(&decomposed)), None);
        assert_eq!(full.differs(&name("Nguyen Thi Vi Du")), Some(Degree::Marks));
        assert_eq!(full.differs(&name("Nguyễn Thị Ví Dư")), Some(Degree::Marks));
        assert_eq!(full.differs(&name("Nguyễn Thị Ví Tụ")), Some(Degree::Value));
        assert_eq!(full.differs(&name("Nguy?n Th? Ví D?")), None);
        assert_eq!(full.differs(&mrz("NGUYEN THI VI DU")), None);
        assert_eq!(name("Nguy?n").differs(&mrz("NGUYEN")), None);
        assert_eq!(mrz("NGUYEN THI VI TU").differs(&full), Some(Degree::Value));
        assert_eq!(mrz("NGUYEN").differs(&full), Some(Degree::Value));
        let long = name("Tôn Nữ Công Tằng Huyền Trân Công Chúa");
        assert_eq!(long.differs(&mrz("TON NU CONG TANG HUYEN TRAN CO")), None);
    }

    #[test]
    fn every_form_of_a_day_is_read() {
        let day = Value::Day(date!(1999 - 03 - 15));
        for text in ["15/03/1999", "15031999", "15-03-1999", "15.03.1999"] {
            assert_eq!(Value::day(text).unwrap().differs(&day), None, "{text}");
        }
        for text in ["16/03/1999", "15/03/1899"] {
            let other = Value::day(text).unwrap();
            assert_eq!(other.differs(&day), Some(Degree::Value), "{text}");
        }
        for text in ["", "15/3/99", "31/02/1999", "150319990", "Không rõ"] {
            assert!(Value::day(text).is_none(), "{text}");
        }
    }

    #[test]
    fn for_life_is_one_thing_in_every_form() {
        let never = Value::of_expiry(Expiry::Never);
        let decomposed: String = "không thời hạn".nfd().collect();
        for text in [
            "Không thời hạn",
            "KHÔNG THỜI HẠN",
            &decomposed,
            "31/12/2099",
        ] {
            assert_eq!(Value::expiry(text).unwrap().differs(&never), None, "{text}");
        }
        let other = Value::expiry("15/03/2039").unwrap();
        assert_eq!(other.differs(&never), Some(Degree::Value));
        assert_eq!(never.differs(&other), Some(Degree::Value));
    }

    #[test]
    fn words_for_sex_and_country_have_codes() {
        let female = Value::Sex(Sex::Female);
        let decomposed: String = "nữ".nfd().collect();
        for text in ["Nữ", "NỮ", &decomposed, "Nu"] {
            assert_eq!(Value::sex(text).unwrap().differs(&female), None, "{text}");
        }
        assert_eq!(
            Value::sex("Nam").unwrap().differs(&female),
            Some(Degree::Value)
        );
        assert!(Value::sex("không rõ").is_none());
        assert_eq!(Value::Sex(Sex::Unspecified).differs(&female), None);
        let vietnam = Value::country("Việt Nam").unwrap();
        assert_eq!(vietnam.differs(&Value::Country("VNM".into())), None);
        assert_eq!(
            vietnam.differs(&Value::Country("UTO".into())),
            Some(Degree::Value)
        );
    }

    #[test]
    fn places_compare_by_letters_and_digits() {
        let words = |text: &str| Value::Words(text.into());
        let place = words("Số 1 Phố Mẫu, Hà Nội");
        assert_eq!(place.differs(&words("số 1 phố mẫu,  HÀ NỘI")), None);
        assert_eq!(
            place.differs(&words("So 1 Pho Mau, Ha Noi")),
            Some(Degree::Marks)
        );
        assert_eq!(
            place.differs(&words("Số 2 Phố Mẫu, Hà Nội")),
            Some(Degree::Value)
        );
    }
}
