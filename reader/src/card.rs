//! A card as a state machine: only a card with a secure channel gives its files. ICAO Doc 9303-11 §4.2.

use zeroize::Zeroizing;

use crate::access::pace::{self, PaceSuite, PaceTrail};
use crate::access::{
    AccessError, AccessKey, PlainErrors, ProtocolStep, SecureMessaging, SecureMessagingError, bac,
};
use crate::channel::{CardChannel, ChannelError};
use crate::chip::long_command;
use crate::fault::Fault;
use crate::mrz::MrzKey;
use crate::randomness::Randomness;
use crate::read_out::{AccessEvidence, AccessProtocol, PasswordKind};
use crate::wire::{CommandApdu, ResponseApdu};

/// AID of the eMRTD application, LDS1.
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Commands of one session, repetitions included: a card that never ends is stopped here.
const MAX_COMMANDS: u32 = 4096;
/// Bytes of all answers of one session; the longest documents have a tenth of it.
const MAX_RECEIVED: usize = 8 * 1024 * 1024;
/// The most GET RESPONSE commands for one answer: 8 KB in short pieces, four times the longest that is
/// asked for where cards answer so.
const MAX_CONTINUATIONS: usize = 32;

/// A card in the state `S`, reached over the channel `C`. A failed transition consumes it.
pub struct Card<S, C> {
    channel: C,
    state: S,
    budget: Budget,
}

/// What a card may still cost.
#[derive(Clone, Copy)]
struct Budget {
    commands: u32,
    bytes: usize,
}

/// Powered up, no access yet.
pub struct Connected;

/// The eMRTD application is selected, no access yet.
pub struct Selected;

/// Access was gained; everything is protected from here.
pub struct SecureChannel {
    messaging: SecureMessaging,
    access: AccessEvidence,
    /// What PACE showed; nothing after basic access control.
    pace: Option<PaceTrail>,
    /// The last answer was a bare error status word, which cards count differently.
    after_bare_error: bool,
}

/// Why a command has no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// No answer came.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// The secure channel broke.
    #[error(transparent)]
    SecureMessaging(#[from] SecureMessagingError),
    /// More commands than one reading may take.
    #[error("the reading took {0} commands, which is the limit")]
    TooManyCommands(u32),
    /// More bytes than one reading may bring.
    #[error("the reading brought {0} bytes, which is the limit")]
    TooManyBytes(usize),
}

impl ExchangeError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Channel(error) => error.clause(),
            Self::SecureMessaging(error) => error.clause(),
            Self::TooManyCommands(_) | Self::TooManyBytes(_) => "ISO/IEC 7816-4 §5.1",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Channel(error) => error.who(),
            Self::SecureMessaging(error) => error.who(),
            Self::TooManyCommands(_) | Self::TooManyBytes(_) => Fault::Chip,
        }
    }
}

/// A card that can be asked, in whatever state it is.
pub(crate) trait Exchange {
    /// One command and its answer, protected when there is a secure channel.
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError>;

    /// The most data that one short answer brings.
    fn longest_short_answer(&self) -> usize;

    /// The most data that an answer of so many bytes brings, status word included.
    fn longest_extended_answer(&self, answer_len: usize) -> usize;

    /// Says that the card still waits, between two commands.
    fn keep_alive(&mut self) -> Result<(), ExchangeError>;
}

impl<S, C: CardChannel> Card<S, C> {
    fn into_state<T>(self, state: T) -> Card<T, C> {
        Card {
            channel: self.channel,
            state,
            budget: self.budget,
        }
    }

    /// Sends bytes as they are and collects what the card keeps back (61xx).
    fn send(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        let mut response = self.send_once(&command.encode())?;
        let mut collected = Zeroizing::new(response.data().to_vec());
        for _ in 0..MAX_CONTINUATIONS {
            let Some(waiting) = response.status().waiting() else {
                return Ok(ResponseApdu::from_parts(collected, response.status()));
            };
            let more = CommandApdu::new([0x00, 0xC0, 0x00, 0x00]).expecting(waiting);
            response = self.send_once(&more.encode())?;
            // Something waits, and nothing comes: it would go on like this.
            if response.data().is_empty() && response.status().waiting().is_some() {
                break;
            }
            collected.extend_from_slice(response.data());
        }
        match response.status().waiting() {
            None => Ok(ResponseApdu::from_parts(collected, response.status())),
            Some(_) => Err(ExchangeError::SecureMessaging(
                SecureMessagingError::Malformed,
            )),
        }
    }

    fn send_once(&mut self, bytes: &[u8]) -> Result<ResponseApdu, ExchangeError> {
        let budget = &mut self.budget;
        budget.commands =
            (budget.commands.checked_sub(1)).ok_or(ExchangeError::TooManyCommands(MAX_COMMANDS))?;
        let response = self.channel.transmit(bytes)?;
        budget.bytes = (budget.bytes.checked_sub(response.len()))
            .ok_or(ExchangeError::TooManyBytes(MAX_RECEIVED))?;
        Ok(ResponseApdu::parse(response)?)
    }
}

impl<C: CardChannel> Card<Connected, C> {
    /// A card after power-up.
    pub fn connected(channel: C) -> Self {
        Self {
            channel,
            state: Connected,
            budget: Budget {
                commands: MAX_COMMANDS,
                bytes: MAX_RECEIVED,
            },
        }
    }

    /// Powers the card off and on, when the channel can.
    pub(crate) fn restart(&mut self) -> Result<bool, ChannelError> {
        self.channel.restart()
    }

    /// PACE, then SELECT of the eMRTD application under secure messaging. 9303-11 §4.4, 9303-10 §3.10.1.
    ///
    /// # Errors
    /// [`AccessError`]; the card has to be connected again.
    pub fn open_with_pace(
        self,
        key: &AccessKey,
        suite: &PaceSuite,
        rng: &mut dyn Randomness,
    ) -> Result<Card<SecureChannel, C>, AccessError> {
        let mut card = self.establish_pace(key, suite, rng)?;
        card.select_application()?;
        Ok(card)
    }

    /// PACE alone: the card still stands in its master file. 9303-11 §4.4.
    pub(crate) fn establish_pace(
        mut self,
        key: &AccessKey,
        suite: &PaceSuite,
        rng: &mut dyn Randomness,
    ) -> Result<Card<SecureChannel, C>, AccessError> {
        let (command, state) = pace::begin(suite, key)?;
        let (command, state) = state.receive(&self.send(&command)?)?;
        let (command, state) = state.receive(&self.send(&command)?, rng)?;
        // Keys of prime fields do not fit a short command.
        let (command, state) = state.receive(&long_command::exchange(&mut self, &command)?, rng)?;
        let (command, state) = state.receive(&long_command::exchange(&mut self, &command)?)?;
        let session = state.receive(&self.send(&command)?)?;
        let protocol = AccessProtocol::Pace {
            parameter_id: suite.parameter_id(),
        };
        let access = AccessEvidence {
            protocol,
            password: key.kind(),
        };
        Ok(self.into_state(SecureChannel {
            messaging: session.messaging,
            access,
            pace: Some(session.trail),
            after_bare_error: false,
        }))
    }

    /// SELECT of the eMRTD application in the open, the way to basic access control. 9303-10 §3.10.1.
    ///
    /// # Errors
    /// [`AccessError`] when the card has no such application.
    pub fn select(mut self) -> Result<Card<Selected, C>, AccessError> {
        let response = self.send(&select_application())?;
        require_selected(&response)?;
        Ok(self.into_state(Selected))
    }
}

impl<C: CardChannel> Card<Selected, C> {
    /// Basic access control. 9303-11 §4.3.
    ///
    /// # Errors
    /// [`AccessError`]; the card has to be connected again.
    pub fn open_with_bac(
        mut self,
        key: &MrzKey,
        rng: &mut dyn Randomness,
    ) -> Result<Card<SecureChannel, C>, AccessError> {
        let (command, state) = bac::begin(key)?;
        let (command, state) = state.receive(&self.send(&command)?, rng)?;
        let messaging = state.receive(&self.send(&command)?)?;
        let access = AccessEvidence {
            protocol: AccessProtocol::Bac,
            password: PasswordKind::Mrz,
        };
        Ok(self.into_state(SecureChannel {
            messaging,
            access,
            pace: None,
            after_bare_error: false,
        }))
    }
}

impl<C: CardChannel> Card<SecureChannel, C> {
    /// What PACE showed besides its keys; nothing after basic access control.
    pub(crate) fn pace_trail(&self) -> Option<&PaceTrail> {
        self.state.pace.as_ref()
    }

    /// How access was gained.
    #[must_use]
    pub fn access(&self) -> AccessEvidence {
        self.state.access
    }

    /// Continues under the keys that chip authentication agreed. 9303-11 §6.2.
    pub(crate) fn adopt_session(&mut self, messaging: SecureMessaging) {
        self.state.messaging = messaging;
    }

    /// SELECT of the eMRTD application under secure messaging. 9303-10 §3.10.1.
    pub(crate) fn select_application(&mut self) -> Result<(), AccessError> {
        let response = self.exchange(&select_application())?;
        require_selected(&response)
    }

    /// Says how the card counts the errors that it does not protect.
    pub(crate) fn expect_plain_errors(&mut self, counting: PlainErrors) {
        self.state.messaging.expect_plain_errors(counting);
    }

    /// Whether the last answer was an error without protection: the next message shows whether both
    /// sides still count alike.
    pub(crate) fn follows_bare_error(&self) -> bool {
        self.state.after_bare_error
    }

    /// Gives the session up, so that access can be gained anew without removing the card.
    #[must_use]
    pub(crate) fn without_session(self) -> Card<Connected, C> {
        self.into_state(Connected)
    }

    /// One protected exchange, with the bytes that passed.
    pub(crate) fn exchange_recorded(
        &mut self,
        command: &CommandApdu,
    ) -> Result<RecordedExchange, ExchangeError> {
        let command = self.state.messaging.protect(command)?;
        let response = self.send(&command)?;
        Ok(RecordedExchange {
            command: command.encode().to_vec(),
            response: response.encode(),
            opened: self.state.messaging.unprotect(&response),
        })
    }
}

/// A protected exchange as it passed, and what the answer holds when it can be opened.
pub(crate) struct RecordedExchange {
    pub(crate) command: Vec<u8>,
    pub(crate) response: Vec<u8>,
    pub(crate) opened: Result<ResponseApdu, SecureMessagingError>,
}

impl<C: CardChannel> Exchange for Card<Connected, C> {
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        self.send(command)
    }

    fn longest_short_answer(&self) -> usize {
        224
    }

    fn longest_extended_answer(&self, answer_len: usize) -> usize {
        answer_len.saturating_sub(2)
    }

    fn keep_alive(&mut self) -> Result<(), ExchangeError> {
        Ok(self.channel.keep_alive()?)
    }
}

impl<C: CardChannel> Exchange for Card<SecureChannel, C> {
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        let protected = self.state.messaging.protect(command)?;
        let response = match self.send(&protected) {
            // The reader refused it itself, so that the card never counted it.
            Err(error @ ExchangeError::Channel(ChannelError::Refused(_))) => {
                self.state.messaging.withdraw_command();
                return Err(error);
            }
            other => other?,
        };
        let opened = self.state.messaging.unprotect(&response)?;
        self.state.after_bare_error = response.data().is_empty();
        Ok(opened)
    }

    fn longest_short_answer(&self) -> usize {
        self.state.messaging.longest_short_answer()
    }

    fn longest_extended_answer(&self, answer_len: usize) -> usize {
        self.state.messaging.longest_extended_answer(answer_len)
    }

    fn keep_alive(&mut self) -> Result<(), ExchangeError> {
        Ok(self.channel.keep_alive()?)
    }
}

fn select_application() -> CommandApdu {
    CommandApdu::new([0x00, 0xA4, 0x04, 0x0C]).with_data(APPLICATION.to_vec())
}

fn require_selected(response: &ResponseApdu) -> Result<(), AccessError> {
    let status = response.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(AccessError::Refused {
            step: ProtocolStep::SelectApplication,
            status,
        })
    }
}
