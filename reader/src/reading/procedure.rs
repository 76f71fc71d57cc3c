//! The order of a reading: access, lists, chip authentication, data groups, active authentication.
//! ICAO Doc 9303-11 §4.2, 9303-10 §3.6.

use std::collections::BTreeSet;

use super::file_reader::FileReader;
use super::proofs::{ChipProofRuns, SignatureAttempts};
use super::recovery::{Recovery, corrected};
use super::{
    FileError, ReadAids, ReadError, ReadEvent, ReadFailure, ReadRequest, ReadStep, ReaderProfile,
    plan,
};
use crate::access::{AccessError, SecureMessagingError};
use crate::card::{Card, Connected, Exchange, ExchangeError, SecureChannel};
use crate::channel::CardChannel;
use crate::files::{DataGroupNumber, FileId};
use crate::randomness::Randomness;
use crate::read_out::{Attempt, ReadOut};
use crate::terminal_authentication::TerminalSigner;
use crate::wire::ResponseApdu;

/// A reading in progress. Whatever is done stays done when a session is lost.
pub(super) struct Procedure<'a> {
    pub(super) request: &'a ReadRequest,
    pub(super) rng: &'a mut dyn Randomness,
    pub(super) reader: FileReader,
    pub(super) out: ReadOut,
    pub(super) signature: SignatureAttempts,
    pub(super) chip_proof: ChipProofRuns,
    /// Our compressed key of chip authentication in this session.
    pub(super) terminal_name: Option<Vec<u8>>,
    pub(super) aids: &'a mut ReadAids,
    watch: &'a mut dyn FnMut(ReadEvent<'_>),
    recovery: Recovery,
    wanted: Option<Vec<DataGroupNumber>>,
    /// Files that were read, or that the card refused for good.
    settled: BTreeSet<FileId>,
    /// Files whose bytes come from more than one session.
    joined: BTreeSet<FileId>,
    /// Files whose refusal may only have been the end of a session.
    doubted: BTreeSet<FileId>,
    step: Option<ReadStep>,
}

/// Why the steps of a reading stopped.
pub(super) enum Interruption {
    /// The secure session is gone; what to report when no other can be had.
    Session(ExchangeError, Option<ReadError>),
    /// There is no point in going on.
    Final(ReadError),
}

impl<'a> Procedure<'a> {
    pub(super) fn new(
        request: &'a ReadRequest,
        aids: &'a mut ReadAids,
        rng: &'a mut dyn Randomness,
        watch: &'a mut dyn FnMut(ReadEvent<'_>),
    ) -> Self {
        let out = aids.partial.take().unwrap_or_default();
        Self {
            request,
            rng,
            reader: FileReader::default(),
            out,
            signature: SignatureAttempts::default(),
            chip_proof: ChipProofRuns::default(),
            terminal_name: None,
            aids,
            watch,
            recovery: Recovery::default(),
            wanted: None,
            settled: BTreeSet::new(),
            joined: BTreeSet::new(),
            doubted: BTreeSet::new(),
            step: None,
        }
    }

    pub(super) fn run<C: CardChannel>(mut self, channel: C) -> Result<ReadOut, ReadFailure> {
        let outcome = self.perform(Card::connected(channel));
        self.aids.profile = self.reader.profile.clone();
        match outcome {
            Ok(()) => Ok(self.out),
            Err(error) => {
                let unfinished = self.reader.unfinished().cloned();
                self.out.files.set_unfinished(unfinished);
                Err(ReadFailure {
                    error,
                    partial: Box::new(self.out),
                })
            }
        }
    }

    fn perform<C: CardChannel>(&mut self, card: Card<Connected, C>) -> Result<(), ReadError> {
        let (path, mut card) = self.approach(card)?;
        loop {
            let (error, report) = match self.read_all(&mut card) {
                Ok(()) => return Ok(()),
                Err(Interruption::Final(error)) => return Err(error),
                Err(Interruption::Session(error, report)) => (error, report),
            };
            let surrender = report.map_or(Ok(()), Err);
            if card.follows_bare_error() {
                let counting = &mut self.reader.profile.plain_errors;
                *counting = corrected(*counting);
            }
            if !self.recovery.allows(&error, self.progress_made()) {
                return surrender;
            }
            self.enter(ReadStep::Access);
            card = match self.reopen(card, &path) {
                Ok(card) => card,
                Err(error) if error.is_beyond_the_chip() => return Err(error),
                Err(_) => return surrender,
            };
            self.chip_proof.begin_session();
            self.terminal_name = None;
        }
    }

    /// Everything behind access control that is not done yet.
    fn read_all<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
    ) -> Result<(), Interruption> {
        self.enter(ReadStep::Files);
        self.read_file(card, FileId::Com, None)?;
        self.read_file(card, FileId::Sod, None)?;
        let wanted = self.plan();
        self.authenticate_chip(card, &wanted)?;
        for number in wanted.iter().copied() {
            self.read_file(card, FileId::DataGroup(number), None)?;
        }
        if self
            .out
            .files
            .iter()
            .all(|(file, _)| file.is_of_master_file())
        {
            let nothing = AccessError::NotSupported("the card opened, but is no travel document");
            return Err(Interruption::Final(nothing.into()));
        }
        self.authenticate_actively(card, &wanted)?;
        self.authenticate_terminal(card)
    }

    fn plan(&mut self) -> Vec<DataGroupNumber> {
        let wanted = self
            .wanted
            .take()
            .unwrap_or_else(|| plan::data_groups(&self.out));
        self.wanted = Some(wanted.clone());
        wanted
    }

    /// The file whose first bytes are the first thing asked under new keys.
    pub(super) fn first_file(&self, wanted: &[DataGroupNumber]) -> FileId {
        let unread = wanted.iter().copied().map(FileId::DataGroup);
        let first = unread.into_iter().find(|file| !self.settled.contains(file));
        first.unwrap_or(FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS))
    }

    /// Reads a file and keeps it; a file that the card does not give is for the verdict to judge.
    pub(super) fn read_file<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<(), Interruption> {
        if self.settled.contains(&file) {
            return Ok(());
        }
        if self
            .reader
            .unfinished()
            .is_some_and(|part| part.file == file)
        {
            self.joined.insert(file);
        }
        match self.read_bytes(card, file, first) {
            Ok(bytes) => self.keep(card, file, bytes),
            Err(FileError::Exchange(error @ ExchangeError::SecureMessaging(_))) => {
                let report = FileError::Exchange(error.clone());
                let report = ReadError::File {
                    file,
                    error: report,
                };
                Err(Interruption::Session(error, Some(report)))
            }
            Err(error @ FileError::Exchange(_)) => {
                Err(Interruption::Final(ReadError::File { file, error }))
            }
            Err(FileError::Refused(status))
                if status.may_mean_lost_session()
                    && card.follows_bare_error()
                    && self.doubted.insert(file) =>
            {
                let ended = SecureMessagingError::Ended(status);
                Err(Interruption::Session(ended.into(), None))
            }
            Err(_) => {
                self.settled.insert(file);
                Ok(())
            }
        }
    }

    /// A file in pieces from several sessions is believed only when EF.SOD knows it.
    fn keep<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        file: FileId,
        bytes: Vec<u8>,
    ) -> Result<(), Interruption> {
        self.out.files.insert(file, bytes);
        if self.joined.remove(&file) && plan::contradicts_signature(&self.out, file) {
            self.out.files.remove(file);
            return self.read_file(card, file, None);
        }
        self.settled.insert(file);
        if let Some(bytes) = self.out.files.bytes(file) {
            (self.watch)(ReadEvent::FileDone { file, bytes });
        }
        let alive = card.keep_alive();
        alive.map_err(|error| Interruption::Final(error.into()))
    }

    pub(super) fn read_bytes(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<Vec<u8>, FileError> {
        let watch = &mut *self.watch;
        let mut progress = |received, expected| {
            watch(ReadEvent::File {
                file,
                received,
                expected,
            })
        };
        self.reader.read(card, file, first, &mut progress)
    }

    /// EF.CardAccess as read now; an interrupted reading of another kind of card is forgotten.
    pub(super) fn begin_or_resume(&mut self, card_access: Option<Vec<u8>>) {
        let resumed = std::mem::take(&mut self.out);
        if resumed.files.bytes(FileId::CardAccess) == card_access.as_deref() {
            self.out.files = resumed.files;
            self.settled = self.out.files.iter().map(|(file, _)| file).collect();
        }
        let profile = self.reader.profile.clone();
        self.reader = FileReader::new(profile, self.out.files.unfinished().cloned());
        self.out.files.set_unfinished(None);
        if let Some(bytes) = card_access {
            let file = FileId::CardAccess;
            (self.watch)(ReadEvent::FileDone {
                file,
                bytes: &bytes,
            });
            self.out.files.insert(file, bytes);
        }
    }

    pub(super) fn known_profile(&self) -> ReaderProfile {
        self.aids.profile.clone()
    }

    /// Who signs for this terminal.
    pub(super) fn terminal_signer(&self) -> Option<&dyn TerminalSigner> {
        match &self.aids.terminal {
            Some(signer) => Some(&**signer),
            None => None,
        }
    }

    fn progress_made(&self) -> usize {
        let whole: usize = self.out.files.iter().map(|(_, bytes)| bytes.len()).sum();
        whole + self.reader.unfinished().map_or(0, |part| part.bytes.len()) + self.settled.len()
    }

    /// Tells a step once, however often it is come by.
    pub(super) fn enter(&mut self, step: ReadStep) {
        if self.step.replace(step) != Some(step) {
            (self.watch)(ReadEvent::Step(step));
        }
    }

    pub(super) fn chip_authentication_failed(&mut self, status: Option<u16>) {
        self.out.evidence.chip_authentication = Attempt::Failed(status);
        self.chip_proof.give_up();
    }
}
