//! What an answer to READ BINARY means for the next one. ISO/IEC 7816-4 §5.6, §11.3.3.

use zeroize::Zeroizing;

use super::FileError;
use super::command::Place;
use crate::wire::{ResponseApdu, StatusWord, data_object};

/// What an answer means.
pub(super) enum Answer {
    Bytes(Zeroizing<Vec<u8>>),
    /// Success without a byte: some cards do so at random, others above a length.
    Empty,
    ExactLength(usize),
    TooLong,
    /// The command reaches beyond the end of the file.
    OutOfRange,
    Refused(StatusWord),
}

pub(super) fn judge(
    response: &ResponseApdu,
    asked: usize,
    place: Place,
) -> Result<Answer, FileError> {
    let status = response.status();
    if status.is_error() || response.data().is_empty() {
        return Ok(without_bytes(status));
    }
    let bytes = if place.is_far() {
        // Bytes after DO'53' are padding of the card's buffer.
        data_object::take(response.data())
            .and_then(|(tag, value, _)| (tag == 0x53).then_some(value))
            .ok_or(FileError::Header)?
    } else {
        response.data()
    };
    let (bytes, excess) = bytes.split_at_checked(asked).unwrap_or((bytes, &[]));
    if !is_padding(excess) {
        let given = asked + excess.len();
        return Err(FileError::Excess { asked, given });
    }
    if bytes.is_empty() {
        return Ok(Answer::Empty);
    }
    Ok(Answer::Bytes(Zeroizing::new(bytes.to_vec())))
}

/// Some cards pad with zeros before the padding byte, which then look like data: never a whole block.
pub(in crate::reading) fn is_padding(excess: &[u8]) -> bool {
    excess.len() < 16 && excess.iter().all(|byte| *byte == 0)
}

fn without_bytes(status: StatusWord) -> Answer {
    match status.right_length() {
        Some(len) => Answer::ExactLength(len),
        None if !status.is_error() => Answer::Empty,
        None if status.value() >> 8 == 0x67 => Answer::TooLong,
        None if status == StatusWord::WRONG_OFFSET => Answer::OutOfRange,
        None => Answer::Refused(status),
    }
}

/// Tag, length and content of the data object that a file is.
pub(super) fn file_len(start: &[u8]) -> Option<usize> {
    let (_, rest) = start.split_first()?;
    let (first, rest) = rest.split_first()?;
    let octets = match first {
        0..=0x7F => return Some(2 + usize::from(*first)),
        0x81..=0x84 => usize::from(first & 0x0F),
        _ => return None,
    };
    let value = rest
        .get(..octets)?
        .iter()
        .fold(0_usize, |value, octet| value << 8 | usize::from(*octet));
    Some(2 + octets + value)
}
