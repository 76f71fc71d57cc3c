//! EF.ATR/INFO: how long commands and answers may be. ICAO Doc 9303-10 §3.11.1, ISO/IEC 7816-4 §12.7.1.

use super::profile::ExtendedLength;
use crate::card::{Exchange, ExchangeError};
use crate::wire::{CommandApdu, data_object};

/// Extended length information, a tag of two bytes.
const EXTENDED_LENGTH_INFORMATION: [u8; 2] = [0x7F, 0x66];
/// The shortest buffer that is worth an extended command.
const LEAST: usize = 300;

/// One READ BINARY in the master file, before access; a card without the file takes short commands.
pub(super) fn ask(card: &mut dyn Exchange) -> Result<ExtendedLength, ExchangeError> {
    let command = CommandApdu::new([0x00, 0xB0, 0x81, 0x00]).expecting(CommandApdu::SHORT_MAXIMUM);
    let response = card.exchange(&command)?;
    let buffers = answer_buffer(response.data()).filter(|len| *len >= LEAST);
    Ok(match buffers {
        Some(len) if !response.status().is_error() => ExtendedLength::UpTo(len),
        _ => ExtendedLength::Refused,
    })
}

/// The second of the two integers: the longest response APDU. With one only, nothing is promised.
fn answer_buffer(mut file: &[u8]) -> Option<usize> {
    loop {
        if file.starts_with(&EXTENDED_LENGTH_INFORMATION) {
            // A tag of one byte is wanted: the second byte of the tag serves.
            let (_, value, _) = data_object::take(file.get(1..)?)?;
            return second_integer(value);
        }
        file = skip(file)?;
    }
}

fn second_integer(objects: &[u8]) -> Option<usize> {
    let (0x02, _, rest) = data_object::take(objects)? else {
        return None;
    };
    let (0x02, value, _) = data_object::take(rest)? else {
        return None;
    };
    (value.len() <= 4).then(|| {
        value
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    })
}

/// What follows one object, whose tag may have two bytes.
fn skip(file: &[u8]) -> Option<&[u8]> {
    let (first, rest) = file.split_first()?;
    if first & 0x1F == 0x1F {
        data_object::take(rest).map(|(_, _, rest)| rest)
    } else {
        data_object::take(file).map(|(_, _, rest)| rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_vectors::unhex;

    #[test]
    fn the_longest_answer_is_the_second_of_two_numbers() {
        for (file, expected) in [
            ("7F66 08 02 02 0500 02 02 0780", Some(0x0780)),
            (
                "43 01 80 5F52 02 AABB 7F66 0A 02 03 010000 02 03 010000",
                Some(65_536),
            ),
            ("7F66 04 02 02 0780", None),
            ("7F66 08 02 02 0500 04 02 0780", None),
            ("43 01 80", None),
            ("7F66 09 02 02 0500 02 02 0780", None),
            ("7F66 0E 02 02 0500 02 08 0000000000000780", None),
            ("7F", None),
            ("", None),
        ] {
            assert_eq!(answer_buffer(&unhex(file)), expected, "{file}");
        }
    }
}
