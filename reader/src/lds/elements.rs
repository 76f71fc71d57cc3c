//! The flat data elements of DG7, DG11, DG12 and DG16. ICAO Doc 9303-10 §4.7.7, §4.7.11, §4.7.12, §4.7.16.
//!
//! Tolerance `TwoOctetTags`: every tag here has one octet, or two when the first ends in 1F. Cards were
//! seen with `5F85`, which strict BER reads as the start of a longer tag that swallows what follows.

use zeroize::Zeroize;

use super::{LdsError, shown_text::shown_text};
use crate::wire::tlv::{TlvError, unwrap_outermost};

/// More elements than any of these files defines, repetitions included.
const MOST_ELEMENTS: usize = 128;

/// One element: its tag and its value.
pub(super) struct Element<'a> {
    pub(super) tag: u32,
    pub(super) value: &'a [u8],
}

/// The elements in a file, which is one object with this tag.
pub(super) fn of_file<'a>(
    bytes: &'a [u8],
    file: &'static str,
    tag: u8,
) -> Result<Vec<Element<'a>>, LdsError> {
    let inside = unwrap_outermost(bytes, tag).map_err(|error| LdsError::Tlv { file, error })?;
    of_value(inside, file)
}

/// Elements one after another.
pub(super) fn of_value<'a>(
    bytes: &'a [u8],
    file: &'static str,
) -> Result<Vec<Element<'a>>, LdsError> {
    let mut elements = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let offset = bytes.len() - rest.len();
        let cut = LdsError::Tlv {
            file,
            error: TlvError::Truncated { offset },
        };
        let (element, after) = first(rest).ok_or(cut)?;
        if elements.len() >= MOST_ELEMENTS {
            let error = TlvError::TooMany;
            return Err(LdsError::Tlv { file, error });
        }
        elements.push(element);
        rest = after;
    }
    Ok(elements)
}

/// Octets of the first element, tag and length included; nothing at zeros or a cut.
pub(super) fn length_of_first(bytes: &[u8]) -> Option<usize> {
    bytes.first().filter(|octet| **octet != 0)?;
    let (_, after) = first(bytes)?;
    Some(bytes.len() - after.len())
}

fn first(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (tag, rest) = match bytes {
        [one, two, rest @ ..] if one & 0x1F == 0x1F => {
            (u32::from(u16::from_be_bytes([*one, *two])), rest)
        }
        [one, rest @ ..] if one & 0x1F != 0x1F => (u32::from(*one), rest),
        _ => return None,
    };
    let (length, rest) = match rest {
        [short @ 0..=0x7F, rest @ ..] => (usize::from(*short), rest),
        [0x81, length, rest @ ..] => (usize::from(*length), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [0x83, high, middle, low, rest @ ..] => {
            let length = u32::from_be_bytes([0, *high, *middle, *low]);
            (usize::try_from(length).ok()?, rest)
        }
        _ => return None,
    };
    let (value, after) = rest.split_at_checked(length)?;
    Some((Element { tag, value }, after))
}

/// Two elements with one tag would let two readers see different documents. The file is refused.
pub(super) fn refuse_repeated(
    elements: &[Element<'_>],
    file: &'static str,
) -> Result<(), LdsError> {
    let mut tags: Vec<u32> = elements.iter().map(|element| element.tag).collect();
    tags.sort_unstable();
    let twice = tags.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
    if twice {
        return Err(LdsError::Duplicate {
            file,
            element: "data element",
        });
    }
    Ok(())
}

/// The texts of a template `A0 { 02 count, element ... }`, as many as it announces. Tolerance
/// `NestedNames`: each element may stand in a template of its own.
pub(super) fn repeated(
    template: &[u8],
    tag: u32,
    file: &'static str,
) -> Result<Vec<String>, LdsError> {
    let outer = of_value(template, file)?;
    let count = outer.iter().find(|element| element.tag == 0x02);
    let count = count.map(|element| element.value);
    let mut found = Vec::new();
    for element in outer {
        match element.tag {
            0xA0 => found.extend(of_value(element.value, file)?),
            _ => found.push(element),
        }
    }
    found.retain(|element| element.tag == tag);
    if count.is_some_and(|count| !matches!(count, [one] if usize::from(*one) == found.len())) {
        return Err(LdsError::Value {
            file,
            element: "number of names",
        });
    }
    found
        .iter()
        .filter_map(|element| shown_text(element.value, file).transpose())
        .collect()
}

/// Parts of a text between `<`, empty ones left out.
pub(super) fn parts(octets: &[u8], file: &'static str) -> Result<Vec<String>, LdsError> {
    let Some(mut text) = shown_text(octets, file)? else {
        return Ok(Vec::new());
    };
    let parts = text
        .split('<')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    text.zeroize();
    Ok(parts)
}

/// The decimal digits of a date or time: ASCII characters, or binary coded in half as many octets.
/// Nothing for anything else.
pub(super) fn digits(octets: &[u8], count: usize) -> Option<String> {
    if octets.len() == count && octets.iter().all(u8::is_ascii_digit) {
        return String::from_utf8(octets.to_vec()).ok();
    }
    if octets.len() * 2 != count {
        return None;
    }
    octets
        .iter()
        .flat_map(|octet| [octet >> 4, octet & 0x0F])
        .map(|digit| char::from_digit(u32::from(digit), 10))
        .collect()
}

/// The day of `yyyymmdd`; nothing when a part of it is unknown.
pub(super) fn day(digits: &str) -> Option<time::Date> {
    let month = time::Month::try_from(digits.get(4..6)?.parse::<u8>().ok()?).ok()?;
    let year = digits.get(..4)?.parse().ok()?;
    time::Date::from_calendar_date(year, month, digits.get(6..8)?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_43_a_tag_of_two_octets_with_a_continuation_bit_is_one_element() {
        let bytes = test_vectors::unhex("5F85 00 5F12 02 3132");
        let found = of_value(&bytes, "EF.DG11").unwrap();
        let tags: Vec<u32> = found.iter().map(|element| element.tag).collect();
        assert_eq!(tags, [0x5F85, 0x5F12]);
    }

    #[test]
    fn every_length_form_is_followed_and_nothing_beyond_the_end() {
        for (hex, length) in [
            ("5C 8101 61", 1),
            ("5C 820001 61", 1),
            ("5C 83000001 61", 1),
        ] {
            let bytes = test_vectors::unhex(hex);
            let found = of_value(&bytes, "EF.DG11").unwrap();
            assert_eq!(found[0].value.len(), length);
        }
        for hex in [
            "5F",
            "5C",
            "5C 02 61",
            "5C 80",
            "5C 84 00000001 61",
            "5F12 82 FFFF 00",
        ] {
            let bytes = test_vectors::unhex(hex);
            assert!(of_value(&bytes, "EF.DG11").is_err(), "{hex}");
        }
        let many = [0x02, 0x00].repeat(MOST_ELEMENTS + 1);
        assert!(of_value(&many, "EF.DG11").is_err());
    }

    #[test]
    fn quirk_43_dates_are_characters_or_binary_coded_digits() {
        for octets in [&b"19990315"[..], &[0x19, 0x99, 0x03, 0x15]] {
            assert_eq!(digits(octets, 8).as_deref(), Some("19990315"));
        }
        assert_eq!(digits(&[0x19, 0x9A, 0x03, 0x15], 8), None);
        assert_eq!(digits(b"1999031", 8), None);
        assert_eq!(
            day("19990315"),
            time::Date::from_ordinal_date(1999, 74).ok()
        );
        assert_eq!(day("19990015"), None);
    }
}
