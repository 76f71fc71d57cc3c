//! Reading one elementary file with few commands. ICAO Doc 9303-10 §3.6, ISO/IEC 7816-4 §11.3.3.

mod answer;
mod command;

use zeroize::Zeroizing;

use super::profile::{Addressing, ExtendedLength, PastEnd, ReaderProfile};
use super::{FileError, attributes};
use crate::card::{Exchange, ExchangeError};
use crate::channel::ChannelError;
use crate::files::{ElementaryFiles, FileId, UnfinishedFile};
use crate::wire::{CommandApdu, ResponseApdu, StatusWord};
pub(super) use answer::is_padding;
use answer::{Answer, file_len, judge};
use command::{Place, read_binary, select, short_identifier};

/// Lengths to fall back to when a card refuses longer answers in short form.
const LADDER: [usize; 9] = [224, 192, 160, 128, 96, 64, 32, 16, 8];
/// Extended answers that smaller buffers of cards, drivers and readers still pass.
const EXTENDED_LADDER: [usize; 2] = [1920, 960];
/// Shorter answers, when they are not the end of a file, are no way to send one.
const CRUMB_LEN: usize = 8;
/// As many of them are taken as oddities of a card.
const MAX_CRUMBS: usize = 8;
/// Enough of a file to see its length.
const HEADER_LEN: usize = 6;

/// What was learnt about a card while reading, kept from file to file and from session to session.
#[derive(Default)]
pub(super) struct FileReader {
    pub(super) profile: ReaderProfile,
    /// A short identifier has worked, so that a refusal speaks of the file.
    confirmed: bool,
    /// The file that broke off; the session it was read in is gone.
    unfinished: Option<UnfinishedFile>,
    /// The file whose short identifier was refused just before the session went.
    to_select: Option<FileId>,
    /// A refused way of addressing is not answered with the other one.
    strict: bool,
}

/// Told how many bytes have come, and of how many.
pub(super) type Progress<'p> = &'p mut dyn FnMut(usize, Option<usize>);

impl FileReader {
    pub(super) fn new(profile: ReaderProfile, unfinished: Option<UnfinishedFile>) -> Self {
        Self {
            profile,
            unfinished,
            ..Self::default()
        }
    }

    /// Leaves it to the caller to try the other way of addressing.
    pub(super) fn only_this_addressing(&mut self) {
        self.strict = true;
    }

    /// Bytes that wait for the rest of their file.
    pub(super) fn unfinished(&self) -> Option<&UnfinishedFile> {
        self.unfinished.as_ref()
    }

    /// The first command for a file, for one who must send it elsewhere.
    pub(super) fn first_command(&self, card: &dyn Exchange, file: FileId) -> CommandApdu {
        if self.begins_with_select(file) {
            select(file)
        } else {
            read_binary(
                short_identifier(file),
                self.first_len(card),
                self.short_len(card),
            )
        }
    }

    /// Reads a whole file; `first` is the answer to [`Self::first_command`] when it was sent already.
    /// What an interrupted reading brought is kept and not asked for again.
    pub(super) fn read(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
        progress: Progress<'_>,
    ) -> Result<Vec<u8>, FileError> {
        let mut part = self.begin(card, file, first)?;
        progress(part.bytes.len(), Some(part.expected));
        let mut crumbs = 0;
        while part.bytes.len() < part.expected {
            match self.read_part(card, part.bytes.len(), part.expected) {
                Ok(bytes) => {
                    part.bytes.extend_from_slice(&bytes);
                    crumbs += usize::from(bytes.len() < CRUMB_LEN);
                    if crumbs > MAX_CRUMBS && part.bytes.len() < part.expected {
                        return Err(FileError::BrokenOff {
                            received: part.bytes.len(),
                            expected: part.expected,
                        });
                    }
                }
                Err(error) => {
                    if matches!(error, FileError::Exchange(_)) {
                        self.unfinished = Some(part);
                    }
                    return Err(error);
                }
            }
            progress(part.bytes.len(), Some(part.expected));
        }
        Ok(std::mem::take(&mut *part.bytes))
    }

    /// The first bytes of a file, or those that are here already once it is selected again.
    fn begin(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<UnfinishedFile, FileError> {
        if let Some(part) = self.unfinished.take_if(|part| part.file == file) {
            let selected = self.require_selected(card, file, first);
            return match selected {
                Ok(()) => Ok(part),
                Err(error) => {
                    self.unfinished = Some(part);
                    Err(error)
                }
            };
        }
        let start = self.read_start(card, file, first)?;
        let expected = file_len(&start).ok_or(FileError::Header)?;
        if expected > ElementaryFiles::MAX_FILE_LEN {
            return Err(FileError::TooLong(expected));
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(expected));
        // Cards pad the end of a file; the header says where it is.
        bytes.extend(start.iter().take(expected));
        Ok(UnfinishedFile {
            file,
            bytes,
            expected,
        })
    }

    fn begins_with_select(&self, file: FileId) -> bool {
        let waits = self
            .unfinished
            .as_ref()
            .is_some_and(|part| part.file == file);
        waits || self.profile.addressing == Addressing::Select || self.to_select == Some(file)
    }

    /// The first bytes of a file, by short identifier or after SELECT.
    fn read_start(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<Zeroizing<Vec<u8>>, FileError> {
        if self.begins_with_select(file) {
            self.require_selected(card, file, first)?;
        } else {
            let start = self.read_first(card, short_identifier(file), first);
            match start {
                Ok(start) => {
                    self.confirmed = true;
                    return Ok(start);
                }
                Err(FileError::Refused(status)) if self.strict || self.speaks_of_file(status) => {
                    return Err(FileError::Refused(status));
                }
                Err(FileError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
            self.to_select = Some(file);
            self.require_selected(card, file, None)?;
        }
        let start = self.read_first(card, Place::Offset(0), None)?;
        if !self.confirmed {
            self.profile.addressing = Addressing::Select;
        }
        self.to_select = None;
        Ok(start)
    }

    /// Whether a refusal is one that SELECT would only repeat.
    fn speaks_of_file(&self, status: StatusWord) -> bool {
        let plain =
            status == StatusWord::FILE_NOT_FOUND || status == StatusWord::SECURITY_NOT_SATISFIED;
        self.confirmed && plain
    }

    fn require_selected(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<(), FileError> {
        let status = match first {
            Some(response) => response.status(),
            None => card.exchange(&select(file))?.status(),
        };
        // Some cards warn that the file is invalidated and let it be read all the same.
        if status.is_success() || status == StatusWord::FILE_INVALIDATED {
            Ok(())
        } else {
            self.to_select = None;
            Err(FileError::Refused(status))
        }
    }

    /// READ BINARY at a file's begin, shorter and shorter until the card is content.
    fn read_first(
        &mut self,
        card: &mut dyn Exchange,
        place: Place,
        mut known: Option<ResponseApdu>,
    ) -> Result<Zeroizing<Vec<u8>>, FileError> {
        let mut asked = self.first_len(card);
        let mut repeated = false;
        loop {
            let response = match known.take() {
                Some(response) => Some(response),
                None => self.ask(card, place, asked)?,
            };
            let Some(response) = response else {
                asked = self.first_len(card);
                continue;
            };
            let status = response.status();
            asked = match judge(&response, asked, place)? {
                Answer::Bytes(bytes) => return Ok(bytes),
                // The file may just be shorter than asked for: no lesson for other files.
                Answer::ExactLength(len) if len < asked => len,
                Answer::Empty if !repeated => {
                    repeated = true;
                    asked
                }
                Answer::OutOfRange if self.profile.past_end == PastEnd::Allowed => {
                    self.profile.past_end = PastEnd::Forbidden;
                    self.first_len(card)
                }
                Answer::Refused(status) if !self.may_be_length(asked, status, card) => {
                    return Err(FileError::Refused(status));
                }
                _ => {
                    self.step_down(asked, card)
                        .ok_or(FileError::Refused(status))?;
                    self.first_len(card).min(asked)
                }
            };
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
        let place = Place::Offset(offset);
        let mut limit = usize::MAX;
        let mut repeated = false;
        loop {
            let room = self
                .longest(card)
                .min(limit)
                .saturating_sub(place.frame())
                .max(1);
            let asked = (expected - offset).min(room);
            let Some(response) = self.ask(card, place, asked)? else {
                continue;
            };
            match judge(&response, asked, place)? {
                Answer::Bytes(bytes) => return Ok(bytes),
                Answer::ExactLength(len) if len < asked => limit = len + place.frame(),
                Answer::Empty if !repeated => repeated = true,
                Answer::Refused(status) if !self.may_be_length(asked, status, card) => {
                    return Err(broken_off);
                }
                _ => self.step_down(asked, card).ok_or(broken_off.clone())?,
            }
        }
    }

    /// One READ BINARY; nothing when the way to the card did not take an extended one.
    fn ask(
        &mut self,
        card: &mut dyn Exchange,
        place: Place,
        asked: usize,
    ) -> Result<Option<ResponseApdu>, FileError> {
        let short = self.short_len(card);
        let extended = asked > short;
        match card.exchange(&read_binary(place, asked, short)) {
            Ok(response) => Ok(Some(response)),
            Err(error) if extended => {
                // The next session, or the next try, goes with less.
                let untouched = matches!(error, ExchangeError::Channel(ChannelError::Refused(_)));
                if untouched || matches!(error, ExchangeError::SecureMessaging(_)) {
                    self.shrink_extended(card);
                }
                if untouched {
                    Ok(None)
                } else {
                    Err(error.into())
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// How much one command may ask for.
    fn longest(&self, card: &dyn Exchange) -> usize {
        let short = self.short_len(card);
        match self.profile.extended_length {
            ExtendedLength::UpTo(len) => card.longest_extended_answer(len).max(short),
            ExtendedLength::Unknown | ExtendedLength::Refused => short,
        }
    }

    fn first_len(&self, card: &dyn Exchange) -> usize {
        match self.profile.past_end {
            PastEnd::Allowed => self.longest(card),
            PastEnd::Forbidden => HEADER_LEN,
        }
    }

    fn short_len(&self, card: &dyn Exchange) -> usize {
        let longest = card.longest_short_answer();
        self.profile
            .short_limit
            .map_or(longest, |limit| limit.min(longest))
    }

    /// Extended commands are refused in many words; short ones only in those that mean length.
    fn may_be_length(&self, asked: usize, status: StatusWord, card: &dyn Exchange) -> bool {
        asked > self.short_len(card)
            && status != StatusWord::FILE_NOT_FOUND
            && status != StatusWord::SECURITY_NOT_SATISFIED
    }

    /// Lowers what is asked for after `refused` was too much.
    fn step_down(&mut self, refused: usize, card: &dyn Exchange) -> Option<()> {
        if refused > self.short_len(card) {
            self.shrink_extended(card);
            return Some(());
        }
        let next = LADDER.into_iter().find(|length| *length < refused)?;
        self.profile.short_limit = Some(next);
        Some(())
    }

    fn shrink_extended(&mut self, card: &dyn Exchange) {
        let ExtendedLength::UpTo(len) = self.profile.extended_length else {
            return;
        };
        let next = EXTENDED_LADDER
            .into_iter()
            .find(|next| *next < len && card.longest_extended_answer(*next) > self.short_len(card));
        self.profile.extended_length = next.map_or(ExtendedLength::Refused, ExtendedLength::UpTo);
    }

    /// EF.ATR/INFO, when nothing is known of extended lengths yet.
    pub(super) fn learn_extended_length(
        &mut self,
        card: &mut dyn Exchange,
    ) -> Result<(), ExchangeError> {
        if self.profile.extended_length == ExtendedLength::Unknown {
            self.profile.extended_length = attributes::ask(card)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
