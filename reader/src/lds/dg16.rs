//! EF.DG16: persons to notify. ICAO Doc 9303-10 §4.7.16.

use time::Date;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::elements::{self, day, digits, parts};
use super::{LdsError, shown_text::shown_text};

const FILE: &str = "EF.DG16";
const INSTANCES: u32 = 0x02;
/// A1 to AF: one template for each person.
const TEMPLATES: std::ops::RangeInclusive<u32> = 0xA1..=0xAF;

/// Somebody to call when the holder is hurt. No `Debug`, wiped when dropped.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct PersonToNotify {
    /// 5F50: when the details were recorded.
    #[zeroize(skip)]
    pub recorded: Option<Date>,
    /// 5F51: name.
    pub name: Option<String>,
    /// 5F52: telephone.
    pub telephone: Option<String>,
    /// 5F53: address.
    pub address: Vec<String>,
}

/// The persons in the file.
///
/// # Errors
/// [`LdsError`] when the file is not a DG16 or has another number of persons than it announces.
pub fn parse(bytes: &[u8]) -> Result<Vec<PersonToNotify>, LdsError> {
    let elements = elements::of_file(bytes, FILE, 0x70)?;
    let persons = elements
        .iter()
        .filter(|element| TEMPLATES.contains(&element.tag))
        .map(|element| person(element.value))
        .collect::<Result<Vec<_>, _>>()?;
    let announced = elements.iter().find(|element| element.tag == INSTANCES);
    match announced.map(|one| one.value) {
        Some([number]) if usize::from(*number) == persons.len() => Ok(persons),
        None if !persons.is_empty() => Ok(persons),
        _ => Err(LdsError::Value {
            file: FILE,
            element: "number of persons",
        }),
    }
}

fn person(template: &[u8]) -> Result<PersonToNotify, LdsError> {
    let elements = elements::of_value(template, FILE)?;
    elements::refuse_repeated(&elements, FILE)?;
    let mut person = PersonToNotify::default();
    for element in &elements {
        match element.tag {
            0x5F50 => person.recorded = digits(element.value, 8).and_then(|digits| day(&digits)),
            0x5F51 => person.name = shown_text(element.value, FILE)?,
            0x5F52 => person.telephone = shown_text(element.value, FILE)?,
            0x5F53 => person.address = parts(element.value, FILE)?,
            _ => {}
        }
    }
    Ok(person)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wire::tlv::encode;

    fn file(announced: u8, persons: usize) -> Vec<u8> {
        let one = [
            encode(0x5F50, b"20210420"),
            encode(0x5F51, b"VI<<AN"),
            encode(0x5F52, b"+84000000018"),
            encode(0x5F53, "Số 1<Phố Mẫu".as_bytes()),
        ]
        .concat();
        let templates = (0xA1..).take(persons).flat_map(|tag| encode(tag, &one));
        let inside: Vec<u8> = encode(0x02, &[announced])
            .into_iter()
            .chain(templates)
            .collect();
        encode(0x70, &inside)
    }

    #[test]
    fn every_person_is_read() {
        let persons = parse(&file(2, 2)).ok().unwrap();
        assert_eq!(persons.len(), 2);
        assert_eq!(persons[1].recorded, Some(date!(2021 - 04 - 20)));
        assert_eq!(persons[1].name.as_deref(), Some("VI<<AN"));
        assert_eq!(persons[1].telephone.as_deref(), Some("+84000000018"));
        assert_eq!(persons[1].address, ["Số 1", "Phố Mẫu"]);
    }

    #[test]
    fn a_number_of_persons_that_lies_is_refused() {
        for (announced, persons) in [(1, 2), (255, 1), (2, 0)] {
            assert!(parse(&file(announced, persons)).is_err(), "{announced}");
        }
        assert!(parse(&encode(0x70, &[])).is_err());
        assert_eq!(parse(&file(0, 0)).ok().map(|none| none.len()), Some(0));
    }
}
