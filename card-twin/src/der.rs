//! DER and BER-TLV, as much as the card writes and the little it reads.

pub(crate) const INTEGER: u32 = 0x02;
pub(crate) const OCTET_STRING: u32 = 0x04;
pub(crate) const OID: u32 = 0x06;
pub(crate) const UTF8_STRING: u32 = 0x0C;
pub(crate) const PRINTABLE_STRING: u32 = 0x13;
pub(crate) const SEQUENCE: u32 = 0x30;
pub(crate) const SET: u32 = 0x31;

/// One data object: tag, definite length in the fewest bytes, value.
pub(crate) fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = tag
        .to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect();
    let length: Vec<u8> = value
        .len()
        .to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect();
    match (length.len(), length.first()) {
        (0, _) => out.push(0),
        (1, Some(first)) if *first < 0x80 => out.push(*first),
        (count, _) => {
            out.push(0x80 | u8::try_from(count).unwrap_or(8));
            out.extend_from_slice(&length);
        }
    }
    out.extend_from_slice(value);
    out
}

/// A constructed object around `parts`.
pub(crate) fn group<P: AsRef<[u8]>>(tag: u32, parts: impl IntoIterator<Item = P>) -> Vec<u8> {
    let mut value = Vec::new();
    for part in parts {
        value.extend_from_slice(part.as_ref());
    }
    tlv(tag, &value)
}

/// DER SET OF: elements in ascending order of their encoding.
pub(crate) fn set_of(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    group(SET, elements)
}

/// A small non-negative INTEGER.
pub(crate) fn integer(value: u8) -> Vec<u8> {
    if value < 0x80 {
        tlv(INTEGER, &[value])
    } else {
        tlv(INTEGER, &[0, value])
    }
}

/// A non-negative INTEGER from its big-endian bytes.
pub(crate) fn number(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
    let digits = magnitude.get(zeros..).unwrap_or_default();
    // DER integers are signed: a zero byte keeps a set top bit from meaning "negative".
    let sign = digits.first().is_none_or(|byte| *byte >= 0x80);
    let value: Vec<u8> = std::iter::repeat_n(0, usize::from(sign))
        .chain(digits.iter().copied())
        .collect();
    tlv(INTEGER, &value)
}

/// A BIT STRING of whole bytes.
pub(crate) fn bit_string(value: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], value].concat())
}

/// One parsed object and what follows it.
pub(crate) struct Object<'a> {
    pub(crate) tag: u32,
    pub(crate) value: &'a [u8],
    pub(crate) rest: &'a [u8],
}

/// Reads the first object of `data`; `None` when it is cut short or not definite.
pub(crate) fn first(data: &[u8]) -> Option<Object<'_>> {
    let (tag, rest) = tag_of(data)?;
    let (length, rest) = length_of(rest)?;
    let (value, rest) = rest.split_at_checked(length)?;
    Some(Object { tag, value, rest })
}

/// All objects of `data` in order; `None` when they do not fill it exactly.
pub(crate) fn all(mut data: &[u8]) -> Option<Vec<(u32, &[u8])>> {
    let mut objects = Vec::new();
    while !data.is_empty() {
        let object = first(data)?;
        objects.push((object.tag, object.value));
        data = object.rest;
    }
    Some(objects)
}

/// Value of the first object tagged `tag` among `objects`.
pub(crate) fn pick<'a>(objects: &[(u32, &'a [u8])], tag: u32) -> Option<&'a [u8]> {
    objects
        .iter()
        .find(|(found, _)| *found == tag)
        .map(|(_, value)| *value)
}

fn tag_of(data: &[u8]) -> Option<(u32, &[u8])> {
    let (&lead, mut rest) = data.split_first()?;
    let mut tag = u32::from(lead);
    if lead & 0x1F == 0x1F {
        loop {
            let (&byte, tail) = rest.split_first()?;
            tag = tag.checked_mul(0x100)? | u32::from(byte);
            rest = tail;
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    Some((tag, rest))
}

fn length_of(data: &[u8]) -> Option<(usize, &[u8])> {
    let (&lead, rest) = data.split_first()?;
    match lead {
        0..=0x7F => Some((usize::from(lead), rest)),
        0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(lead & 0x7F))?;
            Some((
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
                rest,
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_every_form_come_back() {
        for length in [0, 1, 127, 128, 255, 256, 65535, 65536] {
            let encoded = tlv(0x7F61, &vec![7; length]);
            let object = first(&encoded).expect("parses");
            assert_eq!(
                (object.tag, object.value.len(), object.rest.len()),
                (0x7F61, length, 0)
            );
        }
    }

    #[test]
    fn cut_and_indefinite_objects_are_refused() {
        assert!(first(&[0x30, 0x80, 0, 0]).is_none());
        assert!(first(&[0x30, 0x03, 1, 1]).is_none());
        assert!(first(&[0x7F]).is_none());
    }
}
