//! The order of a reading: access, lists, chip authentication, data groups, active authentication.

use super::file_reader::FileReader;
use super::{FileError, ReadError, ReadEvent, ReadFailure, ReadRequest, ReadStep, plan};
use crate::access::pace::PaceSuite;
use crate::access::{AccessError, AccessKey};
use crate::card::{Card, Connected, Exchange, ExchangeError, SecureChannel};
use crate::channel::CardChannel;
use crate::chip::active_authentication;
use crate::chip::chip_authentication::{ChipAuthenticationSuite, Progress};
use crate::files::{DataGroupNumber, FileId};
use crate::lds::{CardAccess, dg14};
use crate::randomness::Randomness;
use crate::read_out::{ActiveAuthenticationResponse, Attempt, ReadOut};
use crate::wire::{CommandApdu, ResponseApdu};

/// A reading in progress.
pub(super) struct Procedure<'a> {
    request: &'a ReadRequest,
    rng: &'a mut dyn Randomness,
    watch: &'a mut dyn FnMut(ReadEvent<'_>),
    reader: FileReader,
    out: ReadOut,
}

/// How the chip will be opened; needed again when chip authentication breaks the session.
enum AccessPath {
    Pace(PaceSuite),
    Bac,
}

/// A card with access, or none because it was lost and cannot be had again.
type MaybeCard<C> = Option<Card<SecureChannel, C>>;

impl<'a> Procedure<'a> {
    pub(super) fn new(
        request: &'a ReadRequest,
        rng: &'a mut dyn Randomness,
        watch: &'a mut dyn FnMut(ReadEvent<'_>),
    ) -> Self {
        Self {
            request,
            rng,
            watch,
            reader: FileReader::default(),
            out: ReadOut::default(),
        }
    }

    pub(super) fn run<C: CardChannel>(mut self, channel: C) -> Result<ReadOut, ReadFailure> {
        match self.perform(channel) {
            Ok(()) => Ok(self.out),
            Err(error) => Err(ReadFailure {
                error,
                partial: Box::new(self.out),
            }),
        }
    }

    fn perform<C: CardChannel>(&mut self, channel: C) -> Result<(), ReadError> {
        let mut card = Card::connected(channel);
        self.step(ReadStep::CardAccess);
        self.read_card_access(&mut card)?;
        let path = self.access_path()?;
        self.step(ReadStep::Access);
        let mut card = self.open(card, &path)?;
        self.out.evidence.access = Some(card.access());
        self.step(ReadStep::Files);
        self.read_file(&mut card, FileId::Com, None)?;
        self.read_file(&mut card, FileId::Sod, None)?;
        let wanted = plan::data_groups(&self.out);
        let Some(mut card) = self.authenticate_chip(card, &path, &wanted)? else {
            return Ok(());
        };
        for number in wanted.iter().copied() {
            if self.out.files.data_group(number).is_none() {
                self.read_file(&mut card, FileId::DataGroup(number), None)?;
            }
        }
        self.authenticate_actively(&mut card, &wanted)
    }

    /// EF.CardAccess right after power-up; cards differ in whether the master file must be selected.
    fn read_card_access<C: CardChannel>(
        &mut self,
        card: &mut Card<Connected, C>,
    ) -> Result<(), ReadError> {
        self.read_file(card, FileId::CardAccess, None)?;
        if self.out.files.bytes(FileId::CardAccess).is_none() {
            let master_file = vec![0x3F, 0x00];
            card.exchange(&CommandApdu::new([0x00, 0xA4, 0x00, 0x0C]).with_data(master_file))?;
            self.read_file(card, FileId::CardAccess, None)?;
        }
        // What was learnt about the master file need not hold inside the application.
        self.reader = FileReader::default();
        Ok(())
    }

    /// PACE when the card offers it; without EF.CardAccess basic access control, if allowed.
    fn access_path(&self) -> Result<AccessPath, AccessError> {
        let offers = match self.out.files.bytes(FileId::CardAccess) {
            Some(bytes) => {
                CardAccess::parse(bytes)
                    .map_err(|_| AccessError::NotSupported("EF.CardAccess cannot be parsed"))?
                    .0
                    .pace
            }
            None => Vec::new(),
        };
        if let Some(suite) = PaceSuite::choose(&offers) {
            return Ok(AccessPath::Pace(suite));
        }
        if !offers.is_empty() {
            return Err(AccessError::NotSupported(
                "the card offers only other kinds of PACE",
            ));
        }
        match (self.request.allow_bac, &self.request.key) {
            (true, AccessKey::Mrz(_)) => Ok(AccessPath::Bac),
            (true, AccessKey::Can(_)) => Err(AccessError::NotSupported(
                "basic access control needs the MRZ, not the CAN",
            )),
            (false, _) => Err(AccessError::NotSupported("the card offers no PACE")),
        }
    }

    fn open<C: CardChannel>(
        &mut self,
        card: Card<Connected, C>,
        path: &AccessPath,
    ) -> Result<Card<SecureChannel, C>, AccessError> {
        match (path, &self.request.key) {
            (AccessPath::Pace(suite), key) => card.open_with_pace(key, suite, self.rng),
            (AccessPath::Bac, AccessKey::Mrz(key)) => card.select()?.open_with_bac(key, self.rng),
            (AccessPath::Bac, AccessKey::Can(_)) => Err(AccessError::NotSupported(
                "basic access control needs the MRZ, not the CAN",
            )),
        }
    }

    /// Reads DG14 and runs chip authentication, so that all later files come from the proven chip.
    fn authenticate_chip<C: CardChannel>(
        &mut self,
        mut card: Card<SecureChannel, C>,
        path: &AccessPath,
        wanted: &[DataGroupNumber],
    ) -> Result<MaybeCard<C>, ReadError> {
        let file = FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS);
        if !wanted.contains(&DataGroupNumber::SECURITY_OPTIONS) {
            self.out.evidence.chip_authentication = Attempt::NotOffered;
            return Ok(Some(card));
        }
        self.read_file(&mut card, file, None)?;
        let infos = self
            .out
            .files
            .bytes(file)
            .and_then(|bytes| dg14::parse(bytes).ok());
        let suite = match infos.as_ref().map(ChipAuthenticationSuite::choose) {
            Some(Some(Ok(suite))) => suite,
            Some(None) => {
                self.out.evidence.chip_authentication = Attempt::NotOffered;
                return Ok(Some(card));
            }
            Some(Some(Err(_))) | None => {
                self.out.evidence.chip_authentication = Attempt::Failed(None);
                return Ok(Some(card));
            }
        };
        self.step(ReadStep::ChipAuthentication);
        let card = self.run_chip_authentication(card, suite, path, wanted)?;
        self.step(ReadStep::Files);
        Ok(card)
    }

    fn run_chip_authentication<C: CardChannel>(
        &mut self,
        mut card: Card<SecureChannel, C>,
        suite: ChipAuthenticationSuite,
        path: &AccessPath,
        wanted: &[DataGroupNumber],
    ) -> Result<MaybeCard<C>, ReadError> {
        let mut progress = suite.begin(self.rng).map_err(AccessError::from)?;
        let agreement = loop {
            match progress {
                Progress::Agreed(agreement) => break agreement,
                Progress::Send(command, awaiting) => {
                    let response = match card.exchange(&command) {
                        Ok(response) => response,
                        Err(ExchangeError::SecureMessaging(_)) => {
                            self.out.evidence.chip_authentication = Attempt::Failed(None);
                            return self.reopen(card, path);
                        }
                        Err(error) => return Err(error.into()),
                    };
                    progress = match awaiting.receive(&response) {
                        Ok(progress) => progress,
                        Err(status) => {
                            let status = Some(status.value());
                            self.out.evidence.chip_authentication = Attempt::Failed(status);
                            return Ok(Some(card));
                        }
                    };
                }
            }
        };
        let (messaging, mut transcript) = agreement.into_session();
        let mut card = card.with_session(messaging);
        let file = first_file(wanted);
        let exchange = card.exchange_recorded(&self.reader.first_command(&card, file))?;
        // A bare status word is no sign of the new keys: what follows must not rest on them.
        let is_protected = exchange.response.len() > 2;
        transcript.protected_command = exchange.command;
        transcript.protected_response = exchange.response;
        self.out.evidence.chip_authentication = Attempt::Answered(transcript);
        match exchange.opened {
            Ok(response) if is_protected => {
                self.read_file(&mut card, file, Some(response))?;
                Ok(Some(card))
            }
            Ok(_) | Err(_) => self.reopen(card, path),
        }
    }

    /// Gains access anew after the chip lost the session: the data groups are still worth having.
    fn reopen<C: CardChannel>(
        &mut self,
        card: Card<SecureChannel, C>,
        path: &AccessPath,
    ) -> Result<MaybeCard<C>, ReadError> {
        match self.open(card.without_session(), path) {
            Ok(card) => Ok(Some(card)),
            Err(error @ (AccessError::Channel(_) | AccessError::TooManyCommands(_))) => {
                Err(error.into())
            }
            Err(_) => Ok(None),
        }
    }

    fn authenticate_actively<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        wanted: &[DataGroupNumber],
    ) -> Result<(), ReadError> {
        let evidence = &mut self.out.evidence.active_authentication;
        if !wanted.contains(&DataGroupNumber::ACTIVE_AUTHENTICATION_KEY) {
            *evidence = Attempt::NotOffered;
            return Ok(());
        }
        self.step(ReadStep::ActiveAuthentication);
        let challenge = self.request.challenge;
        let short = active_authentication::command(&challenge, CommandApdu::SHORT_MAXIMUM);
        let mut answer = card.exchange(&short);
        // Signatures of long RSA keys do not fit a short protected answer.
        if answer
            .as_ref()
            .is_ok_and(|response| !has_signature(response))
        {
            let long = active_authentication::command(&challenge, CommandApdu::EXTENDED_MAXIMUM);
            answer = card.exchange(&long);
        }
        self.out.evidence.active_authentication = match answer {
            Ok(response) if has_signature(&response) => {
                let signature = response.data().to_vec();
                Attempt::Answered(ActiveAuthenticationResponse {
                    challenge,
                    signature,
                })
            }
            Ok(response) => Attempt::Failed(Some(response.status().value())),
            Err(ExchangeError::SecureMessaging(_)) => Attempt::Failed(None),
            Err(error) => return Err(error.into()),
        };
        Ok(())
    }

    /// Reads a file and keeps it; a file that the card does not give is for the verdict to judge.
    fn read_file(
        &mut self,
        card: &mut dyn Exchange,
        file: FileId,
        first: Option<ResponseApdu>,
    ) -> Result<(), ReadError> {
        let watch = &mut *self.watch;
        let mut progress = |received, expected| {
            watch(ReadEvent::File {
                file,
                received,
                expected,
            })
        };
        match self.reader.read(card, file, first, &mut progress) {
            Ok(bytes) => {
                (self.watch)(ReadEvent::FileDone {
                    file,
                    bytes: &bytes,
                });
                self.out.files.insert(file, bytes);
                Ok(())
            }
            Err(error @ FileError::Exchange(_)) => Err(ReadError::File { file, error }),
            Err(_) => Ok(()),
        }
    }

    fn step(&mut self, step: ReadStep) {
        (self.watch)(ReadEvent::Step(step));
    }
}

/// The file whose first bytes are the first thing asked under new keys.
fn first_file(wanted: &[DataGroupNumber]) -> FileId {
    let unread = wanted
        .iter()
        .find(|number| **number != DataGroupNumber::SECURITY_OPTIONS);
    FileId::DataGroup(unread.copied().unwrap_or(DataGroupNumber::SECURITY_OPTIONS))
}

fn has_signature(response: &ResponseApdu) -> bool {
    response.status().is_success() && !response.data().is_empty()
}
