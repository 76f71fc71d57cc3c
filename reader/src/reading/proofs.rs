//! Running the chip's proofs during a reading. ICAO Doc 9303-11 §6.1, §6.2.

use super::ReadStep;
use super::file_reader::is_padding;
use super::procedure::{Interruption, Procedure};
use super::profile::ExtendedLength;
use crate::access::{AccessError, SecureMessagingError};
use crate::card::{Card, Exchange, ExchangeError, SecureChannel};
use crate::channel::{CardChannel, ChannelError};
use crate::chip::chip_authentication::{Agreement, ChipAuthenticationSuite, Progress};
use crate::chip::{active_authentication, long_command};
use crate::crypto::public_key::PublicKey;
use crate::files::{DataGroupNumber, FileId};
use crate::lds::{dg14, dg15};
use crate::read_out::{ActiveAuthenticationResponse, Attempt};
use crate::wire::{CommandApdu, ResponseApdu};

/// Chip authentication over all sessions: every session is to be proven, but a chip that failed is not
/// asked for ever.
#[derive(Default)]
pub(super) struct ChipProofRuns {
    run_in_this_session: bool,
    given_up: bool,
    /// First answers without protection: one may have been another oddity of the card.
    bare_answers: u32,
}

impl ChipProofRuns {
    pub(super) fn begin_session(&mut self) {
        self.run_in_this_session = false;
    }

    pub(super) fn give_up(&mut self) {
        self.given_up = true;
    }

    fn is_due(&self) -> bool {
        !self.run_in_this_session && !self.given_up && self.bare_answers < 2
    }
}

/// The ways of asking for a signature that were tried, over all sessions.
#[derive(Default)]
pub(super) struct SignatureAttempts {
    tried: usize,
    status: Option<u16>,
}

impl Procedure<'_> {
    /// Reads DG14 and runs chip authentication, so that all later files come from the proven chip.
    pub(super) fn authenticate_chip<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        wanted: &[DataGroupNumber],
    ) -> Result<(), Interruption> {
        let file = FileId::DataGroup(DataGroupNumber::SECURITY_OPTIONS);
        if !wanted.contains(&DataGroupNumber::SECURITY_OPTIONS) {
            self.out.evidence.chip_authentication = Attempt::NotOffered;
            return Ok(());
        }
        self.read_file(card, file, None)?;
        if !self.chip_proof.is_due() {
            return Ok(());
        }
        let infos = self
            .out
            .files
            .bytes(file)
            .and_then(|bytes| dg14::parse(bytes).ok());
        let suite = match infos.as_ref().map(ChipAuthenticationSuite::choose) {
            Some(Some(Ok(suite))) => suite,
            Some(None) => {
                self.out.evidence.chip_authentication = Attempt::NotOffered;
                return Ok(());
            }
            Some(Some(Err(_))) | None => {
                self.chip_authentication_failed(None);
                return Ok(());
            }
        };
        self.enter(ReadStep::ChipAuthentication);
        self.chip_proof.run_in_this_session = true;
        if let Some(agreement) = self.agree(card, suite)? {
            self.prove_new_keys(card, agreement, wanted)?;
        }
        self.enter(ReadStep::Files);
        Ok(())
    }

    /// The exchange of keys; nothing when the chip refused it.
    fn agree<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        suite: ChipAuthenticationSuite,
    ) -> Result<Option<Box<Agreement>>, Interruption> {
        let begun = suite.begin(self.rng).map_err(AccessError::from);
        let mut progress = begun.map_err(|error| Interruption::Final(error.into()))?;
        loop {
            let (command, awaiting) = match progress {
                Progress::Agreed(agreement) => return Ok(Some(agreement)),
                Progress::Send(command, awaiting) => (command, awaiting),
            };
            let response = match long_command::exchange(card, &command) {
                Ok(response) => response,
                Err(error @ ExchangeError::SecureMessaging(_)) => {
                    self.chip_authentication_failed(None);
                    return Err(Interruption::Session(error, None));
                }
                Err(error) => return Err(Interruption::Final(error.into())),
            };
            progress = match awaiting.receive(&response) {
                Ok(progress) => progress,
                Err(status) => {
                    self.chip_authentication_failed(Some(status.value()));
                    return Ok(None);
                }
            };
        }
    }

    /// The first exchange under the new keys is the proof; it asks for a file that is wanted anyway.
    fn prove_new_keys<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        agreement: Box<Agreement>,
        wanted: &[DataGroupNumber],
    ) -> Result<(), Interruption> {
        self.terminal_name = Some(agreement.terminal_name.clone());
        let (messaging, mut transcript) = agreement.into_session();
        card.adopt_session(messaging);
        card.expect_plain_errors(self.reader.profile.plain_errors);
        let file = self.first_file(wanted);
        let exchange = card.exchange_recorded(&self.reader.first_command(card, file));
        let exchange = exchange.map_err(|error| Interruption::Final(error.into()))?;
        // A bare status word is no sign of the new keys: what follows must not rest on them.
        let is_protected = exchange.response.len() > 2;
        transcript.protected_command = exchange.command;
        transcript.protected_response = exchange.response;
        self.out.evidence.chip_authentication = Attempt::Answered(transcript);
        match exchange.opened {
            Ok(response) if is_protected => self.read_file(card, file, Some(response)),
            Ok(response) => {
                self.chip_proof.bare_answers += 1;
                let bare = SecureMessagingError::Unprotected(response.status());
                Err(Interruption::Session(bare.into(), None))
            }
            Err(error) => {
                self.chip_proof.give_up();
                Err(Interruption::Session(error.into(), None))
            }
        }
    }

    /// INTERNAL AUTHENTICATE, in the form that fits the key first and in the other one then.
    pub(super) fn authenticate_actively<C: CardChannel>(
        &mut self,
        card: &mut Card<SecureChannel, C>,
        wanted: &[DataGroupNumber],
    ) -> Result<(), Interruption> {
        if !wanted.contains(&DataGroupNumber::ACTIVE_AUTHENTICATION_KEY) {
            self.out.evidence.active_authentication = Attempt::NotOffered;
            return Ok(());
        }
        if matches!(
            self.out.evidence.active_authentication,
            Attempt::Answered(_)
        ) {
            return Ok(());
        }
        self.enter(ReadStep::ActiveAuthentication);
        let size = self.signature_size();
        let forms = self.forms(card, size);
        while let Some(command) = forms.get(self.signature.tried) {
            self.signature.tried += 1;
            match card.exchange(command) {
                Ok(response) if size.is_whole(&response) => {
                    self.out.evidence.active_authentication =
                        Attempt::Answered(ActiveAuthenticationResponse {
                            challenge: self.request.challenge,
                            signature: size.without_padding(response.data()).to_vec(),
                        });
                    return Ok(());
                }
                Ok(response) => self.signature.status = Some(response.status().value()),
                Err(ExchangeError::Channel(ChannelError::Refused(_))) if command.is_extended() => {}
                Err(error @ ExchangeError::SecureMessaging(_)) => {
                    self.out.evidence.active_authentication = Attempt::Failed(None);
                    return Err(Interruption::Session(error, None));
                }
                Err(error) => return Err(Interruption::Final(error.into())),
            }
        }
        self.out.evidence.active_authentication = Attempt::Failed(self.signature.status);
        Ok(())
    }

    /// Signatures of long RSA keys do not fit a short protected answer: some cards cut them off, some
    /// refuse, and some keep the rest for GET RESPONSE.
    fn forms(&self, card: &dyn Exchange, size: SignatureSize) -> [CommandApdu; 2] {
        let challenge = &self.request.challenge;
        let most = match self.reader.profile.extended_length {
            ExtendedLength::UpTo(len) => card.longest_extended_answer(len),
            ExtendedLength::Unknown | ExtendedLength::Refused => CommandApdu::EXTENDED_MAXIMUM,
        };
        let short = active_authentication::command(challenge, CommandApdu::SHORT_MAXIMUM);
        let long = active_authentication::command(challenge, most).in_extended_form();
        if size.least > card.longest_short_answer() {
            [long, short]
        } else {
            [short, long]
        }
    }

    /// What DG15 says of the signature's length.
    fn signature_size(&self) -> SignatureSize {
        let number = DataGroupNumber::ACTIVE_AUTHENTICATION_KEY;
        let key = (self.out.files.data_group(number))
            .and_then(|file| dg15::parse(file).ok())
            .and_then(|key| PublicKey::from_subject_public_key_info(&key).ok());
        let Some(key) = key else {
            return SignatureSize::default();
        };
        let bytes = usize::try_from(key.bits().div_ceil(8)).unwrap_or_default();
        match key {
            PublicKey::Rsa(_) => SignatureSize {
                least: bytes,
                usual: Some(bytes),
            },
            PublicKey::Ec(_) => SignatureSize {
                least: 0,
                usual: Some(2 * bytes),
            },
        }
    }
}

/// How long a signature is: of an RSA key as long as the modulus, of a curve two numbers as long as its
/// order, unless they come in DER.
#[derive(Clone, Copy, Default)]
struct SignatureSize {
    least: usize,
    usual: Option<usize>,
}

impl SignatureSize {
    /// A shorter one was cut off on its way.
    fn is_whole(self, response: &ResponseApdu) -> bool {
        let len = response.data().len();
        response.status().is_success() && len > 0 && len >= self.least
    }

    /// Some cards pad with zeros before the padding byte, which then look like data.
    fn without_padding(self, signature: &[u8]) -> &[u8] {
        let parts = self.usual.and_then(|len| signature.split_at_checked(len));
        match parts {
            Some((whole, zeros)) if is_padding(zeros) => whole,
            _ => signature,
        }
    }
}
