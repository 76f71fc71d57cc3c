//! READ BINARY, even and odd. ICAO Doc 9303-10 §3.6.3, ISO/IEC 7816-4 §11.3.3.

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::select::{ATTRIBUTES, DIRECTORY};
use super::session::CurrentFile;
use crate::der;
use crate::misbehaviour::Misbehaviour;
use crate::quirk::Quirk;

/// The Le from which on such a card answers nothing.
const EMPTY_FROM: usize = 200;

impl Chip {
    pub(super) fn read_binary(&mut self, command: &Command) -> Reply {
        let expected = command.expected.ok_or(StatusWord::WRONG_LENGTH)?;
        if self
            .settings
            .longest_read
            .is_some_and(|most| expected > most)
        {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if expected == 256 && self.access_granted() && self.has(Quirk::LeZeroRefused) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        self.session.reads += 1;
        if self.session.reads.is_multiple_of(7) && self.has(Quirk::EmptyAnswers) {
            return Ok(Answer::ok(Vec::new()));
        }
        if command.instruction == 0xB1 {
            self.read_odd(command, expected)
        } else {
            self.read_even(command, expected)
        }
    }

    /// INS B0: offset in P1 P2, or a short identifier in P1 and an offset in P2.
    fn read_even(&mut self, command: &Command, expected: usize) -> Reply {
        let offset = if command.p1 & 0x80 != 0 {
            self.take_short_identifier(command.p1 & 0x1F)?;
            usize::from(command.p2)
        } else {
            usize::from(command.parameters())
        };
        if expected >= EMPTY_FROM && self.has(Quirk::EmptyAt236) {
            return Ok(Answer::ok(Vec::new()));
        }
        let limit = self.answer_limit(command);
        let (mut bytes, cut) = self.bytes(offset, expected.min(limit))?;
        if self.does(Misbehaviour::MoreThanAsked) {
            bytes.push(0);
        }
        if self.does(Misbehaviour::OneAtATime) && offset > 0 {
            bytes.truncate(1);
            return Ok(Answer::ok(bytes));
        }
        if self.does(Misbehaviour::HeaderGrows) && offset == 0 && self.access_granted() {
            self.session.starts = self.session.starts.wrapping_add(1);
            grow(&mut bytes, self.session.starts);
        }
        // A Le of "as many as there are" cannot run past the end.
        let open_ended = expected == 256 || expected == 65536;
        if !cut || open_ended {
            return Ok(Answer::ok(bytes));
        }
        self.past_the_end(bytes)
    }

    fn past_the_end(&mut self, bytes: Vec<u8>) -> Reply {
        if self.has(Quirk::ExactLe)
            && let Ok(left) = u8::try_from(bytes.len())
        {
            return Err(StatusWord(0x6C00 | u16::from(left)));
        }
        if self.has(Quirk::EndOfFileOutside) {
            self.session.ran_past_end = true;
            return Err(StatusWord::OFFSET_OUTSIDE_FILE);
        }
        let warn = self.settings.end_of_file_warning || self.has(Quirk::EndOfFileWarning);
        Ok(Answer {
            data: bytes,
            status: if warn {
                StatusWord::END_OF_FILE
            } else {
                StatusWord::OK
            },
        })
    }

    /// INS B1: offset in DO 54, answer in DO 53, whose header counts towards Le.
    fn read_odd(&mut self, command: &Command, expected: usize) -> Reply {
        if command.p2 & 0x1F != 0 {
            self.take_short_identifier(command.p2 & 0x1F)?;
        }
        let objects = der::all(&command.data).ok_or(StatusWord::WRONG_DATA)?;
        let offset = der::pick(&objects, 0x54).filter(|bytes| (1..=4).contains(&bytes.len()));
        let offset = offset.ok_or(StatusWord::WRONG_DATA)?;
        let offset = offset
            .iter()
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        let room = expected.min(self.answer_limit(command));
        let header = match room {
            0..=129 => 2,
            130..=258 => 3,
            _ => 4,
        };
        let (bytes, _) = self.bytes(offset, room.saturating_sub(header))?;
        Ok(Answer::ok(der::tlv(0x53, &bytes)))
    }

    fn take_short_identifier(&mut self, short: u8) -> Result<(), StatusWord> {
        let identifier = match (self.session.application_selected, short) {
            (false, 0x01) => ATTRIBUTES,
            (false, 0x1E) => DIRECTORY,
            (false, _) if self.has(Quirk::NoShortIdentifier) => {
                return Err(StatusWord::FILE_NOT_FOUND);
            }
            _ => 0x0100 | u16::from(short),
        };
        self.session.current = Some(self.find(identifier)?);
        Ok(())
    }

    /// Plain bytes that fit: short answers end at 256 bytes, protection included.
    pub(super) fn answer_limit(&self, command: &Command) -> usize {
        let full = self.has(Quirk::LeZeroFull)
            || self.has(Quirk::GetResponse)
            || self.has(Quirk::TruncatedAnswers);
        match (&self.session.messaging, command.extended) {
            (None, true) => self.settings.answer_buffer.saturating_sub(2),
            (Some(messaging), true) => messaging.capacity(self.settings.answer_buffer),
            (Some(messaging), false) if !full => messaging.capacity(258),
            (_, false) => 256,
        }
    }

    /// Up to `count` bytes at `offset`, and whether the file ended before.
    fn bytes(&self, offset: usize, count: usize) -> Result<(Vec<u8>, bool), StatusWord> {
        let content = self.current_content()?;
        let rest = content.get(offset..).filter(|rest| !rest.is_empty());
        let rest = rest.ok_or(StatusWord::OFFSET_OUTSIDE_FILE)?;
        let taken = rest.get(..count).unwrap_or(rest);
        Ok((taken.to_vec(), taken.len() < count))
    }

    fn current_content(&self) -> Result<&[u8], StatusWord> {
        let files = match self.session.current {
            None => return Err(StatusWord::NO_CURRENT_FILE),
            Some(CurrentFile::Master(identifier)) => self.master_files.get(&identifier),
            Some(CurrentFile::Application(identifier)) if !self.may_read(identifier) => {
                return Err(StatusWord::SECURITY_NOT_SATISFIED);
            }
            Some(CurrentFile::Application(identifier)) => self.files.get(&identifier),
        };
        files.map(Vec::as_slice).ok_or(StatusWord::FILE_NOT_FOUND)
    }
}

/// Makes the length in a file's header longer.
fn grow(file: &mut [u8], by: u8) {
    let octets = match file.get(1) {
        Some(first @ 0x81..=0x84) => usize::from(first & 0x0F),
        _ => 0,
    };
    if let Some(last) = file.get_mut(1 + octets) {
        *last = last.wrapping_add(by);
    }
}
