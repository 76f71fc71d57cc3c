//! Flat data objects of commands and their answers, tags of one byte. ISO/IEC 7816-4 §5.2.2.
//!
//! Elementary files go through [`super::tlv`]; this is only for the few objects of a protocol step.

use zeroize::Zeroizing;

/// Appends tag, length and value; values here are shorter than 65 536 bytes.
pub(crate) fn append(into: &mut Vec<u8>, tag: u8, value: &[u8]) {
    into.push(tag);
    let [low, high, ..] = value.len().to_le_bytes();
    match value.len() {
        0..=0x7F => into.push(low),
        0x80..=0xFF => into.extend_from_slice(&[0x81, low]),
        _ => into.extend_from_slice(&[0x82, high, low]),
    }
    into.extend_from_slice(value);
}

/// One object by itself.
pub(crate) fn object(tag: u8, value: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(value.len() + 4));
    append(&mut bytes, tag, value);
    bytes
}

/// Takes the first object off `bytes`: its tag, its value and what follows it.
pub(crate) fn take(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (len, rest) = match first {
        0..=0x7F => (usize::from(*first), rest),
        0x81 => rest
            .split_first()
            .map(|(len, rest)| (usize::from(*len), rest))?,
        0x82 => {
            let (len, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*len)), rest)
        }
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(len)?;
    Some((*tag, value, rest))
}

/// The value of the one object that fills `bytes`, when it has this tag.
pub(crate) fn sole(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    match take(bytes)? {
        (found, value, []) if found == tag => Some(value),
        _ => None,
    }
}

/// The value of the first object with this tag, when all of `bytes` is objects.
pub(crate) fn find(mut bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let mut found = None;
    while !bytes.is_empty() {
        let (this, value, rest) = take(bytes)?;
        if this == tag && found.is_none() {
            found = Some(value);
        }
        bytes = rest;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_form_comes_back() {
        for len in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x1234] {
            let value = vec![0x5A; len];
            assert_eq!(sole(&object(0x87, &value), 0x87), Some(&value[..]), "{len}");
        }
    }

    #[test]
    fn truncated_and_indefinite_lengths_are_nothing() {
        for bytes in [
            &[0x87][..],
            &[0x87, 2, 1],
            &[0x87, 0x80],
            &[0x87, 0x83, 0, 0, 0],
            &[0x87, 0x81],
        ] {
            assert_eq!(take(bytes), None, "{bytes:02X?}");
        }
        assert_eq!(sole(&[0x87, 1, 5, 0], 0x87), None, "trailing byte");
        assert_eq!(
            find(&[0x80, 1, 5, 0x82, 9], 0x80),
            None,
            "garbage after the match"
        );
    }
}
