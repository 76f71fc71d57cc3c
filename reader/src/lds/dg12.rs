//! EF.DG12: additional document details. ICAO Doc 9303-10 §4.7.12.

use time::Date;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::elements::{self, Element, day, digits};
use super::{LdsError, shown_text::shown_text};

const FILE: &str = "EF.DG12";

/// What the issuer adds about the document; the tag list is not compared, elements count.
/// A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct Dg12 {
    /// 5F19: issuing authority.
    pub issuing_authority: Option<String>,
    /// 5F26: date of issue.
    #[zeroize(skip)]
    pub date_of_issue: Option<Date>,
    /// 5F1A: other persons on the document.
    pub other_persons: Vec<String>,
    /// 5F1B: endorsements and observations.
    pub endorsements: Option<String>,
    /// 5F1C: tax or exit requirements.
    pub tax_or_exit_requirements: Option<String>,
    /// 5F1D: image of the front.
    pub front_image: Option<Vec<u8>>,
    /// 5F1E: image of the rear.
    pub rear_image: Option<Vec<u8>>,
    /// 5F55: when the document was personalised, `yyyymmddhhmmss`.
    pub personalised_at: Option<String>,
    /// 5F56: serial number of the personalisation system.
    pub personalisation_system: Option<String>,
}

impl Dg12 {
    /// From the file's bytes, after their hash was compared. Unknown elements are passed over; of two
    /// with one tag the file is refused.
    ///
    /// # Errors
    /// [`LdsError`] when the file is not a DG12, an element stands twice or is no text.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let mut details = Self::default();
        let elements = elements::of_file(bytes, FILE, 0x6C)?;
        elements::refuse_repeated(&elements, FILE)?;
        for element in &elements {
            details.set(element)?;
        }
        Ok(details)
    }

    fn set(&mut self, Element { tag, value }: &Element<'_>) -> Result<(), LdsError> {
        let text = || shown_text(value, FILE);
        match tag {
            0x5F19 => self.issuing_authority = text()?,
            0x5F26 => self.date_of_issue = digits(value, 8).and_then(|digits| day(&digits)),
            0x5F1A => self.other_persons = text()?.into_iter().collect(),
            0xA0 => self.other_persons = elements::repeated(value, 0x5F1A, FILE)?,
            0x5F1B => self.endorsements = text()?,
            0x5F1C => self.tax_or_exit_requirements = text()?,
            0x5F1D => self.front_image = Some(value.to_vec()),
            0x5F1E => self.rear_image = Some(value.to_vec()),
            0x5F55 => self.personalised_at = digits(value, 14),
            0x5F56 => self.personalisation_system = text()?,
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

    #[test]
    fn every_element_is_read() {
        let others = [encode(0x02, &[1]), encode(0x5F1A, b"AN")].concat();
        let elements = [
            (0x5F19, "Bộ Công an".as_bytes()),
            (0x5F26, b"20210420"),
            (0xA0, &others),
            (0x5F1B, b"none"),
            (0x5F1D, b"\xFF\xD8\xFF"),
            (0x5F55, &[0x20, 0x21, 0x04, 0x20, 0x09, 0x30, 0x00]),
            (0x5F56, b"SN1"),
        ];
        let inside: Vec<u8> = elements
            .iter()
            .flat_map(|(tag, value)| encode(*tag, value))
            .collect();
        let details = Dg12::parse(&encode(0x6C, &inside)).ok().unwrap();
        assert_eq!(details.issuing_authority.as_deref(), Some("Bộ Công an"));
        assert_eq!(details.date_of_issue, Some(date!(2021 - 04 - 20)));
        assert_eq!(details.other_persons, ["AN"]);
        assert_eq!(details.personalised_at.as_deref(), Some("20210420093000"));
        assert_eq!(details.personalisation_system.as_deref(), Some("SN1"));
        assert!(details.front_image.is_some() && details.rear_image.is_none());
    }

    #[test]
    fn an_element_that_stands_twice_is_refused() {
        let twice = [encode(0x5F26, b"20210420"), encode(0x5F26, b"20210421")].concat();
        let refused = Dg12::parse(&encode(0x6C, &twice)).err();
        assert!(matches!(refused, Some(LdsError::Duplicate { .. })));
        assert!(Dg12::parse(&encode(0x6B, &[])).is_err());
    }
}
