//! EF.DG11: additional personal details. ICAO Doc 9303-10 §4.7.11.

use time::Date;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::elements::{self, Element, day, digits, parts};
use super::{LdsError, shown_text::shown_text};

const FILE: &str = "EF.DG11";

/// What the issuer adds about the holder; the tag list is not compared, elements count.
/// A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct Dg11 {
    /// 5F0E: name in full, in national characters; primary identifier first, `<` as on the chip.
    pub full_name: Option<String>,
    /// 5F0F: other names.
    pub other_names: Vec<String>,
    /// 5F10: personal number.
    pub personal_number: Option<String>,
    /// 5F2B: full date of birth, when no part of it is unknown.
    #[zeroize(skip)]
    pub date_of_birth: Option<Date>,
    /// 5F11: place of birth.
    pub place_of_birth: Vec<String>,
    /// 5F42: permanent address.
    pub permanent_address: Vec<String>,
    /// 5F12: telephone.
    pub telephone: Option<String>,
    /// 5F13: profession.
    pub profession: Option<String>,
    /// 5F14: title.
    pub title: Option<String>,
    /// 5F15: personal summary.
    pub personal_summary: Option<String>,
    /// 5F16: image of a proof of citizenship.
    pub proof_of_citizenship: Option<Vec<u8>>,
    /// 5F17: numbers of other valid travel documents.
    pub other_document_numbers: Vec<String>,
    /// 5F18: custody information.
    pub custody_information: Option<String>,
}

impl Dg11 {
    /// From the file's bytes, after their hash was compared. Unknown elements are passed over; of two
    /// with one tag the file is refused.
    ///
    /// # Errors
    /// [`LdsError`] when the file is not a DG11, an element stands twice or is no text.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let mut details = Self::default();
        let elements = elements::of_file(bytes, FILE, 0x6B)?;
        elements::refuse_repeated(&elements, FILE)?;
        for element in &elements {
            details.set(element)?;
        }
        Ok(details)
    }

    fn set(&mut self, Element { tag, value }: &Element<'_>) -> Result<(), LdsError> {
        let text = || shown_text(value, FILE);
        match tag {
            0x5F0E => self.full_name = text()?,
            0x5F0F => self.other_names = parts(value, FILE)?,
            0xA0 => self.other_names = elements::repeated(value, 0x5F0F, FILE)?,
            0x5F10 => self.personal_number = text()?,
            0x5F2B => self.date_of_birth = digits(value, 8).and_then(|digits| day(&digits)),
            0x5F11 => self.place_of_birth = parts(value, FILE)?,
            0x5F42 => self.permanent_address = parts(value, FILE)?,
            0x5F12 => self.telephone = text()?,
            0x5F13 => self.profession = text()?,
            0x5F14 => self.title = text()?,
            0x5F15 => self.personal_summary = text()?,
            0x5F16 => self.proof_of_citizenship = Some(value.to_vec()),
            0x5F17 => self.other_document_numbers = parts(value, FILE)?,
            0x5F18 => self.custody_information = text()?,
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wire::tlv::encode;

    fn file(elements: &[(u32, &[u8])]) -> Vec<u8> {
        let inside: Vec<u8> = elements
            .iter()
            .flat_map(|(tag, value)| encode(*tag, value))
            .collect();
        encode(0x6B, &inside)
    }

    #[test]
    fn every_element_is_read() {
        let others = [
            encode(0x02, &[2]),
            encode(0x5F0F, b"VI<DU"),
            encode(0x5F0F, b"AN"),
        ]
        .concat();
        let details = Dg11::parse(&file(&[
            (0x5C, &[0x5F, 0x0E, 0x5F, 0x2B]),
            (0x5F0E, "Nguyễn<<Thị Ví Dụ".as_bytes()),
            (0xA0, &others),
            (0x5F10, b"001199000018"),
            (0x5F2B, &[0x19, 0x99, 0x03, 0x15]),
            (0x5F11, "Hà Nội<<Việt Nam".as_bytes()),
            (0x5F42, "Số 1<Phố Mẫu".as_bytes()),
            (0x5F12, b""),
            (0x5F16, b"\xFF\xD8\xFF"),
            (0x5F17, b"C1<C2"),
            (0x5F77, b"unknown"),
        ]))
        .ok()
        .unwrap();
        assert_eq!(details.full_name.as_deref(), Some("Nguyễn<<Thị Ví Dụ"));
        assert_eq!(details.other_names, ["VI<DU", "AN"]);
        assert_eq!(details.personal_number.as_deref(), Some("001199000018"));
        assert_eq!(details.date_of_birth, Some(date!(1999 - 03 - 15)));
        assert_eq!(details.place_of_birth, ["Hà Nội", "Việt Nam"]);
        assert_eq!(details.permanent_address, ["Số 1", "Phố Mẫu"]);
        assert_eq!(details.telephone, None);
        assert_eq!(details.other_document_numbers, ["C1", "C2"]);
        assert!(details.proof_of_citizenship.is_some());
    }

    #[test]
    fn unknown_parts_of_a_date_leave_it_out() {
        let birth = |value: &[u8]| {
            Dg11::parse(&file(&[(0x5F2B, value)]))
                .unwrap_or_default()
                .date_of_birth
        };
        assert_eq!(birth(b"19990315"), Some(date!(1999 - 03 - 15)));
        assert_eq!(birth(b"19990000"), None);
        assert_eq!(birth(b"1999"), None);
    }

    #[test]
    fn hostile_files_are_refused_or_made_harmless() {
        let refused = |elements: &[(u32, &[u8])]| Dg11::parse(&file(elements)).err();
        let twice = refused(&[(0x5F0E, b"A"), (0x5F0E, b"B")]);
        assert!(matches!(twice, Some(LdsError::Duplicate { .. })));
        let text = LdsError::Value {
            file: FILE,
            element: "text",
        };
        assert_eq!(refused(&[(0x5F0E, &[0xFF])]), Some(text));
        assert_eq!(refused(&[(0x5F0E, &[b'a'; 5000])]), Some(text));
        let count = encode(0x02, &[0x7F, 0xFF, 0xFF, 0xFF]);
        assert!(refused(&[(0xA0, &count)]).is_some(), "names by the billion");
        let turned = Dg11::parse(&file(&[(0x5F14, "D\u{202E}r".as_bytes())]));
        assert_eq!(
            turned.ok().and_then(|one| one.title.clone()).as_deref(),
            Some("Dr")
        );
    }
}
