//! READ BINARY, even and odd. ICAO Doc 9303-10 §3.6.3, ISO/IEC 7816-4 §11.3.3.

use super::apdu::{Answer, Command, Reply, StatusWord};
use super::{Chip, CurrentFile};
use crate::der;

impl Chip {
    pub(super) fn read_binary(&mut self, command: &Command) -> Reply {
        if command.instruction == 0xB1 {
            self.read_odd(command)
        } else {
            self.read_even(command)
        }
    }

    /// INS B0: offset in P1 P2, or a short identifier in P1 and an offset in P2.
    fn read_even(&mut self, command: &Command) -> Reply {
        let expected = command.expected.ok_or(StatusWord::WRONG_LENGTH)?;
        let offset = if command.p1 & 0x80 != 0 {
            self.take_short_identifier(command.p1 & 0x1F)?;
            usize::from(command.p2)
        } else {
            usize::from(command.parameters())
        };
        let limit = self.answer_limit(command);
        let (bytes, cut) = self.bytes(offset, expected.min(limit))?;
        // A Le of "as many as there are" cannot run past the end.
        let open_ended = expected == 256 || expected == 65536;
        let warn = cut && !open_ended && self.end_of_file_warning;
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
    fn read_odd(&mut self, command: &Command) -> Reply {
        let expected = command.expected.ok_or(StatusWord::WRONG_LENGTH)?;
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
        self.session.current = Some(self.find(0x0100 | u16::from(short))?);
        Ok(())
    }

    /// Plain bytes that fit: short answers end at 256 bytes, protection included.
    fn answer_limit(&self, command: &Command) -> usize {
        match (&self.session.messaging, command.extended) {
            (_, true) => usize::from(u16::MAX),
            (Some(messaging), false) => messaging.short_capacity(),
            (None, false) => 256,
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
        match self.session.current {
            None => Err(StatusWord::NO_CURRENT_FILE),
            Some(CurrentFile::CardAccess) => self
                .card_access
                .as_deref()
                .ok_or(StatusWord::FILE_NOT_FOUND),
            Some(CurrentFile::Application(_)) if !self.access_granted() => {
                Err(StatusWord::SECURITY_NOT_SATISFIED)
            }
            Some(CurrentFile::Application(identifier)) => self
                .files
                .get(&identifier)
                .map(Vec::as_slice)
                .ok_or(StatusWord::FILE_NOT_FOUND),
        }
    }
}
