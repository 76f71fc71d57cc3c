//! What the card field accepts: a QR text, an MRZ or the 12-digit number.

use reader::access::{AccessKey, CardAccessNumber};
use reader::mrz::{MrzText, PersonalNumber};
use reader::presented::{Presented, PresentedKind};
use reader::qr::QrText;

use crate::problem::Problem;

/// A text that opens a card. A citizen's data: no `Debug`.
pub enum CardInput {
    /// The printed QR code.
    Qr(QrText),
    /// The three lines of the card's back.
    Mrz(MrzText),
    /// The number alone.
    Number(PersonalNumber),
}

/// Characters of a TD1 zone.
const MRZ_LENGTH: usize = 90;

impl CardInput {
    /// Recognises the text by its form.
    ///
    /// # Errors
    /// The [`Problem`] that names what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.contains('|') {
            return QrText::parse(text)
                .map(Self::Qr)
                .map_err(|_| Problem::ScanUnreadable);
        }
        let bare: zeroize::Zeroizing<String> = zeroize::Zeroizing::new(
            text.chars()
                .filter(|letter| !letter.is_whitespace())
                .collect(),
        );
        if bare.chars().count() == MRZ_LENGTH || bare.contains('<') {
            return MrzText::parse(text)
                .map(Self::Mrz)
                .map_err(|_| Problem::MrzInvalid);
        }
        if bare.chars().any(|letter| !letter.is_ascii_digit()) {
            return Err(Problem::ScanUnreadable);
        }
        PersonalNumber::new(&bare)
            .map(Self::Number)
            .map_err(|_| Problem::NumberInvalid)
    }

    /// The text as something that was presented, kept with the reading.
    #[must_use]
    pub fn presented(&self, text: &str) -> Option<Presented> {
        match self {
            Self::Qr(_) => Presented::new(PresentedKind::Qr, text).ok(),
            Self::Mrz(_) => Presented::new(PresentedKind::Mrz, text).ok(),
            Self::Number(number) => Presented::new(PresentedKind::Number, number.as_str()).ok(),
        }
        .filter(|presented| presented.access_key().is_some())
    }

    /// The key that opens the chip: CAN for a number, document data for an MRZ.
    #[must_use]
    pub fn access_key(&self) -> Option<AccessKey> {
        match self {
            Self::Qr(qr) => can(&qr.personal_number),
            Self::Number(number) => can(number),
            Self::Mrz(mrz) => mrz.key().map(AccessKey::Mrz),
        }
    }
}

fn can(number: &PersonalNumber) -> Option<AccessKey> {
    CardAccessNumber::new(number.can()).ok().map(AccessKey::Can)
}

#[cfg(test)]
mod tests {
    use reader::read_out::PasswordKind;

    use super::*;

    const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
    const MRZ: &str = "IDVNM1990000186001199000018<<9\n9903151F3903155VNM<<<<<<<<<<<2\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<";

    fn kind(text: &str) -> Result<PasswordKind, Problem> {
        CardInput::parse(text).map(|input| {
            let key = input.access_key().unwrap().kind();
            let presented = input.presented(text).unwrap();
            assert_eq!(presented.access_key().unwrap().kind(), key);
            key
        })
    }

    #[test]
    fn qr_and_number_give_the_can_and_the_mrz_its_key() {
        assert_eq!(kind(QR), Ok(PasswordKind::Can));
        assert_eq!(kind(" 001199 000018\r\n"), Ok(PasswordKind::Can));
        let mrz = with_check_digits(MRZ);
        assert_eq!(kind(&mrz), Ok(PasswordKind::Mrz));
        assert_eq!(kind(&mrz.replace('\n', "")), Ok(PasswordKind::Mrz));
        assert_eq!(kind(&mrz.replace('\n', "\r\n")), Ok(PasswordKind::Mrz));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(kind(""), Err(Problem::NumberInvalid));
        assert_eq!(kind("00119900001"), Err(Problem::NumberInvalid));
        assert_eq!(kind("0011990000181"), Err(Problem::NumberInvalid));
        assert_eq!(kind("https://example.vn/qr"), Err(Problem::ScanUnreadable));
        assert_eq!(kind("001199000018|x"), Err(Problem::ScanUnreadable));
        let mrz = with_check_digits(MRZ);
        assert_eq!(
            kind(&mrz.replace("990315", "990316")),
            Err(Problem::MrzInvalid)
        );
        assert_eq!(kind(mrz.get(..60).unwrap()), Err(Problem::MrzInvalid));
    }

    /// Sets the four check digits of a TD1 zone of three lines.
    fn with_check_digits(zone: &str) -> String {
        let mut lines: Vec<Vec<u8>> = zone.lines().map(|line| line.as_bytes().to_vec()).collect();
        let digit =
            |bytes: &[u8]| reader::mrz::check_digit(std::str::from_utf8(bytes).unwrap()).unwrap();
        lines[0][14] = digit(&lines[0][5..14]);
        lines[1][6] = digit(&lines[1][..6]);
        lines[1][14] = digit(&lines[1][8..14]);
        let all = [
            &lines[0][5..30],
            &lines[1][..7],
            &lines[1][8..15],
            &lines[1][18..29],
        ]
        .concat();
        lines[1][29] = digit(&all);
        lines
            .into_iter()
            .map(|line| String::from_utf8(line).unwrap())
            .collect::<Vec<_>>()
            .join("\n")
    }
}
