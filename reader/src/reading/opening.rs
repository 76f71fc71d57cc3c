//! From power-up to an open card: EF.CardAccess, EF.ATR/INFO, access control, the application.
//! ICAO Doc 9303-11 §4.2, 9303-10 §3.10.

use super::procedure::Procedure;
use super::profile::{Addressing, CardAccessRoute};
use super::{FileError, ReadError, ReadStep, ReaderProfile};
use crate::access::pace::PaceSuite;
use crate::access::{AccessError, AccessKey};
use crate::card::{Card, Connected, Exchange, SecureChannel};
use crate::channel::CardChannel;
use crate::files::FileId;
use crate::lds::CardAccess;
use crate::read_out::Attempt;
use crate::wire::CommandApdu;

/// How the chip is opened; needed again when a session is lost.
pub(super) enum AccessPath {
    Pace(PaceSuite),
    Bac,
}

impl Procedure<'_> {
    /// Reads what is free to read, chooses the protocol and opens the card.
    pub(super) fn approach<C: CardChannel>(
        &mut self,
        mut card: Card<Connected, C>,
    ) -> Result<(AccessPath, Card<SecureChannel, C>), ReadError> {
        self.enter(ReadStep::CardAccess);
        self.reader.profile = self.known_profile();
        let card_access = self.read_card_access(&mut card)?;
        self.reader.learn_extended_length(&mut card)?;
        self.begin_or_resume(card_access);
        let path = self.access_path()?;
        self.enter(ReadStep::Access);
        let card = self.open(card, &path)?;
        Ok((path, card))
    }

    /// EF.CardAccess right after power-up. A card that refuses it may only stand where another program
    /// left it: power off and on tells.
    fn read_card_access<C: CardChannel>(
        &mut self,
        card: &mut Card<Connected, C>,
    ) -> Result<Option<Vec<u8>>, ReadError> {
        let (bytes, may_be_left_over) = self.card_access_by_any_route(card)?;
        if may_be_left_over && card.restart().map_err(AccessError::from)? {
            return Ok(self.card_access_by_any_route(card)?.0);
        }
        Ok(bytes)
    }

    /// Cards differ in whether file or master file must be selected. With the file or nothing, whether
    /// a refusal may speak of a session rather than of the file.
    fn card_access_by_any_route<C: CardChannel>(
        &mut self,
        card: &mut Card<Connected, C>,
    ) -> Result<(Option<Vec<u8>>, bool), ReadError> {
        let known = self.known_profile();
        let routes = [
            CardAccessRoute::ShortIdentifier,
            CardAccessRoute::Select,
            CardAccessRoute::MasterFile,
        ];
        let rest = routes
            .into_iter()
            .filter(|route| *route != known.card_access);
        let mut may_be_left_over = false;
        for route in [known.card_access].into_iter().chain(rest) {
            match self.card_access_by(card, route)? {
                Ok(bytes) => {
                    // What was learnt about the master file need not hold inside the application.
                    self.reader.profile = ReaderProfile {
                        card_access: route,
                        ..known
                    };
                    return Ok((Some(bytes), false));
                }
                Err(FileError::Refused(status)) => {
                    may_be_left_over |= status.may_mean_lost_session();
                }
                Err(_) => {}
            }
        }
        self.reader.profile = known;
        Ok((None, may_be_left_over))
    }

    fn card_access_by<C: CardChannel>(
        &mut self,
        card: &mut Card<Connected, C>,
        route: CardAccessRoute,
    ) -> Result<Result<Vec<u8>, FileError>, ReadError> {
        if route == CardAccessRoute::MasterFile {
            // Whatever it answers: some cards select the master file by themselves and refuse this.
            let master_file = vec![0x3F, 0x00];
            card.exchange(&CommandApdu::new([0x00, 0xA4, 0x00, 0x0C]).with_data(master_file))?;
        }
        self.reader.profile.addressing = match route {
            CardAccessRoute::ShortIdentifier => Addressing::ShortIdentifier,
            CardAccessRoute::Select | CardAccessRoute::MasterFile => Addressing::Select,
        };
        self.reader.only_this_addressing();
        let file = FileId::CardAccess;
        match self.read_bytes(card, file, None) {
            Err(error @ FileError::Exchange(_)) => Err(ReadError::File { file, error }),
            other => Ok(other),
        }
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
            (true, _) => Err(AccessError::NotSupported(
                "basic access control needs the MRZ, not another password",
            )),
            (false, _) => Err(AccessError::NotSupported("the card offers no PACE")),
        }
    }

    fn open<C: CardChannel>(
        &mut self,
        card: Card<Connected, C>,
        path: &AccessPath,
    ) -> Result<Card<SecureChannel, C>, ReadError> {
        let mut card = match (path, &self.request.key) {
            (AccessPath::Pace(suite), key) => card.establish_pace(key, suite, self.rng)?,
            (AccessPath::Bac, AccessKey::Mrz(key)) => {
                card.select()?.open_with_bac(key, self.rng)?
            }
            (AccessPath::Bac, _) => {
                let other = "basic access control needs the MRZ, not another password";
                return Err(AccessError::NotSupported(other).into());
            }
        };
        card.expect_plain_errors(self.reader.profile.plain_errors);
        self.out.evidence.access = Some(card.access());
        if let AccessPath::Pace(_) = path {
            self.read_card_security(&mut card)?;
            card.select_application()?;
        }
        Ok(card)
    }

    /// EF.CardSecurity, when chip authentication mapping needs its key.
    fn read_card_security<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
    ) -> Result<(), ReadError> {
        let trail = card.pace_trail();
        let Some(transcript) = trail.and_then(|trail| trail.chip_authentication.clone()) else {
            self.out.evidence.pace_cam = Attempt::NotOffered;
            return Ok(());
        };
        self.out.evidence.pace_cam = Attempt::Answered(transcript);
        let file = FileId::CardSecurity;
        if self.out.files.bytes(file).is_some() {
            return Ok(());
        }
        match self.read_bytes(card, file, None) {
            Ok(bytes) => self.out.files.insert(file, bytes),
            Err(error @ FileError::Exchange(_)) => return Err(ReadError::File { file, error }),
            Err(_) => {}
        }
        Ok(())
    }

    /// Gains access anew after the chip lost the session: from power-up when the channel can, else from
    /// where the card stands, which most cards allow.
    pub(super) fn reopen<C: CardChannel>(
        &mut self,
        card: Card<SecureChannel, C>,
        path: &AccessPath,
    ) -> Result<Card<SecureChannel, C>, ReadError> {
        let mut card = card.without_session();
        card.restart().map_err(AccessError::from)?;
        self.open(card, path)
    }
}
