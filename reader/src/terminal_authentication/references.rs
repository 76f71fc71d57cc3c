//! EF.CVCA: which authorities the chip knows. ICAO Doc 9303-10 §4.7 (EF.CVCA), BSI TR-03110-3 §A.5.

use crate::card::{Exchange, ExchangeError};
use crate::wire::{CommandApdu, data_object};

/// Where EF.CVCA is unless DG14 says otherwise.
const FILE: u16 = 0x011C;
/// Two references of 16 bytes with their headers; the rest is filled with zeros.
const LEN: usize = 36;
/// Bytes at the end of the file; the status that asks for the exact length.
const END_OF_FILE: u16 = 0x6282;

/// The references in the file, newest first; none when there is no such file.
///
/// Tolerance: more than the two references of the standard are taken too, and a file that is not where
/// DG14 says is looked for in its usual place.
pub(super) fn read(
    card: &mut dyn Exchange,
    named: Option<u16>,
) -> Result<Vec<Vec<u8>>, ExchangeError> {
    let usual = Some(FILE).filter(|usual| named != Some(*usual));
    for file in named.into_iter().chain(usual) {
        let select = CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]);
        let select = select.with_data(file.to_be_bytes().to_vec());
        if card.exchange(&select)?.status().is_success() {
            return read_selected(card);
        }
    }
    Ok(Vec::new())
}

fn read_selected(card: &mut dyn Exchange) -> Result<Vec<Vec<u8>>, ExchangeError> {
    let read = |len: usize| CommandApdu::new([0x00, 0xB0, 0x00, 0x00]).expecting(len);
    let mut response = card.exchange(&read(LEN))?;
    if let [0x6C, exact] = response.status().value().to_be_bytes() {
        response = card.exchange(&read(usize::from(exact)))?;
    }
    let status = response.status();
    if status.is_success() || status.value() == END_OF_FILE {
        Ok(parse(response.data()))
    } else {
        Ok(Vec::new())
    }
}

fn parse(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut references = Vec::new();
    while let Some((0x42, reference, rest)) = data_object::take(bytes) {
        if (1..=16).contains(&reference.len()) {
            references.push(reference.to_vec());
        }
        bytes = rest;
    }
    references
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn references_end_at_the_filler() {
        let two = [&[0x42, 4][..], b"AA01", &[0x42, 4], b"AA00", &[0; 24]].concat();
        assert_eq!(parse(&two), [b"AA01".to_vec(), b"AA00".to_vec()]);
        assert!(parse(&[0; 36]).is_empty());
        assert!(parse(&[]).is_empty());
        assert!(parse(&[0x42, 0x80]).is_empty());
        assert!(parse(&[0x42, 0]).is_empty());
    }
}
