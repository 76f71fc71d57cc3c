//! Reading one elementary file with few commands. ICAO Doc 9303-10 §3.6, ISO/IEC 7816-4 §11.3.3.

use zeroize::Zeroizing;

use super::FileError;
use crate::card::Exchange;
use crate::files::{ElementaryFiles, FileId};
use crate::wire::{CommandApdu, ResponseApdu, StatusWord, data_object};

/// Lengths to fall back to when a card refuses longer answers.
const LADDER: [usize; 6] = [224, 160, 128, 96, 64, 32];
/// Offsets above need the odd instruction.
const MAX_EVEN_OFFSET: usize = 0x7FFF;
/// Tag and length of DO'53', which the odd instruction counts as part of the answer.
const ODD_FRAME: usize = 4;

/// What was learnt about a card while reading, kept from file to file.
#[derive(Default)]
pub(super) struct FileReader {
    /// The longest answer that worked after a refusal.
    limit: Option<usize>,
    addressing: Addressing,
}

/// How the card lets a file be chosen.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Addressing {
    /// READ BINARY with a short identifier: no SELECT needed.
    #[default]
    ShortIdentifier,
    /// SELECT by file identifier, after the short identifier was refused and this was not.
    Select,
}

/// Told how many bytes have come, and of how many.
pub(super) type Progress<'p> = &'p mut dyn FnMut(usize, Option<usize>);

impl FileReader {
    /// The first command for a file, for one who must send it elsewhere.
    pub(super) fn first_command(&self, card: &dyn Exchange, file: FileId) -> CommandApdu {
        let [_, identifier] = file.fid().to_be_bytes();
        read_binary([0x80 | identifier, 0], self.length(card))
    }

    /// Reads a whole file; `first` is the answer to [`Self::first_command`] when it was sent already.
    pub(super) fn read(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
        progress: Progress<'_>,
    ) -> Result<Vec<u8>, FileError> {
        let start = self.read_start(card, file, first)?;
        let expected = file_len(&start).ok_or(FileError::Header)?;
        if expected > ElementaryFiles::MAX_FILE_LEN {
            return Err(FileError::TooLong(expected));
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(expected));
        // Cards pad the end of a file; the header says where it is.
        bytes.extend(start.iter().take(expected));
        progress(bytes.len(), Some(expected));
        while bytes.len() < expected {
            let part = self.read_part(card, bytes.len(), expected)?;
            bytes.extend_from_slice(&part);
            progress(bytes.len(), Some(expected));
        }
        Ok(std::mem::take(&mut *bytes))
    }

    /// The first bytes of a file, by short identifier or after SELECT.
    fn read_start(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<Zeroizing<Vec<u8>>, FileError> {
        if self.addressing == Addressing::ShortIdentifier {
            let [_, identifier] = file.fid().to_be_bytes();
            match self.read_first(card, [0x80 | identifier, 0], first) {
                Err(FileError::Refused(_)) => {}
                other => return other,
            }
        }
        self.select(card, file)?;
        let start = self.read_first(card, [0, 0], None)?;
        self.addressing = Addressing::Select;
        Ok(start)
    }

    fn select(&self, card: &mut dyn Exchange, file: FileId) -> Result<(), FileError> {
        let command =
            CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(file.fid().to_be_bytes().to_vec());
        let status = card.exchange(&command)?.status();
        // Some cards warn that the file is invalidated and let it be read all the same.
        if status.is_success() || status == StatusWord::FILE_INVALIDATED {
            Ok(())
        } else {
            Err(FileError::Refused(status))
        }
    }

    /// READ BINARY at a file's begin, shorter and shorter until the card is content.
    fn read_first(
        &mut self,
        card: &mut dyn Exchange,
        parameters: [u8; 2],
        mut known: Option<ResponseApdu>,
    ) -> Result<Zeroizing<Vec<u8>>, FileError> {
        let mut asked = self.length(card);
        loop {
            let response = match known.take() {
                Some(response) => response,
                None => card.exchange(&read_binary(parameters, asked))?,
            };
            match judge(&response, asked)? {
                Answer::Bytes(bytes) => return Ok(bytes),
                // The file may just be shorter than asked for: no lesson for other files.
                Answer::ExactLength(len) if len < asked => asked = len,
                Answer::ExactLength(_) | Answer::TooLong => {
                    asked = self
                        .step_down(asked)
                        .ok_or(FileError::Refused(response.status()))?;
                }
                Answer::Refused(status) => return Err(FileError::Refused(status)),
            }
        }
    }

    /// The next bytes of the file in hand.
    fn read_part(
        &mut self,
        card: &mut dyn Exchange,
        offset: usize,
        expected: usize,
    ) -> Result<Zeroizing<Vec<u8>>, FileError> {
        let broken_off = FileError::BrokenOff {
            received: offset,
            expected,
        };
        let mut limit = self.length(card);
        loop {
            let odd = offset > MAX_EVEN_OFFSET;
            let frame = if odd { ODD_FRAME } else { 0 };
            let asked = (expected - offset).min(limit.saturating_sub(frame));
            let answer = if odd {
                judge_odd(&card.exchange(&read_binary_odd(offset, asked))?, asked)?
            } else {
                let [.., high, low] = offset.to_be_bytes();
                judge(&card.exchange(&read_binary([high, low], asked))?, asked)?
            };
            match answer {
                Answer::Bytes(bytes) => return Ok(bytes),
                Answer::ExactLength(len) if len < asked => limit = len + frame,
                Answer::ExactLength(_) | Answer::TooLong => {
                    limit = self.step_down(asked).ok_or(broken_off.clone())?;
                }
                Answer::Refused(_) => return Err(broken_off),
            }
        }
    }

    fn length(&self, card: &dyn Exchange) -> usize {
        let longest = card.longest_short_answer();
        self.limit.map_or(longest, |limit| limit.min(longest))
    }

    fn step_down(&mut self, refused: usize) -> Option<usize> {
        let next = LADDER.into_iter().find(|length| *length < refused)?;
        self.limit = Some(next);
        Some(next)
    }
}

/// What an answer to READ BINARY means for the next one.
enum Answer {
    Bytes(Zeroizing<Vec<u8>>),
    ExactLength(usize),
    TooLong,
    Refused(StatusWord),
}

fn judge(response: &ResponseApdu, asked: usize) -> Result<Answer, FileError> {
    let status = response.status();
    let given = response.data().len();
    if given > asked {
        return Err(FileError::Excess { asked, given });
    }
    if given > 0 && !status.is_error() {
        return Ok(Answer::Bytes(Zeroizing::new(response.data().to_vec())));
    }
    Ok(match status.right_length() {
        Some(len) => Answer::ExactLength(len),
        // An empty success and an offset out of range are ways of refusing a length, too.
        None if !status.is_error() || status.value() >> 8 == 0x67 => Answer::TooLong,
        None if status == StatusWord::WRONG_OFFSET => Answer::TooLong,
        None => Answer::Refused(status),
    })
}

/// As [`judge`], after taking the bytes out of DO'53'.
fn judge_odd(response: &ResponseApdu, asked: usize) -> Result<Answer, FileError> {
    if response.data().is_empty() || response.status().is_error() {
        return judge(response, asked);
    }
    let bytes = data_object::sole(response.data(), 0x53).ok_or(FileError::Header)?;
    let plain = ResponseApdu::from_parts(Zeroizing::new(bytes.to_vec()), response.status());
    judge(&plain, asked)
}

fn read_binary(parameters: [u8; 2], len: usize) -> CommandApdu {
    let [p1, p2] = parameters;
    CommandApdu::new([0x00, 0xB0, p1, p2]).expecting(len)
}

fn read_binary_odd(offset: usize, len: usize) -> CommandApdu {
    let [.., high, middle, low] = offset.to_be_bytes();
    let offset: &[u8] = if high == 0 {
        &[middle, low]
    } else {
        &[high, middle, low]
    };
    let mut data = Vec::new();
    data_object::append(&mut data, 0x54, offset);
    // DO'53' has two bytes of frame, three from 128 bytes of content on.
    let frame = if len < 0x80 { 2 } else { 3 };
    CommandApdu::new([0x00, 0xB1, 0x00, 0x00])
        .with_data(data)
        .expecting(len + frame)
}

/// Tag, length and content of the data object that a file is.
fn file_len(start: &[u8]) -> Option<usize> {
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

#[cfg(test)]
mod tests;
