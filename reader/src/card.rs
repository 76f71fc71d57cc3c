//! A card as a state machine: only a card with a secure channel gives its files. ICAO Doc 9303-11 §4.2.

use zeroize::Zeroizing;

use crate::access::pace::{self, PaceSuite};
use crate::access::{
    AccessError, AccessKey, ProtocolStep, SecureMessaging, SecureMessagingError, bac,
};
use crate::channel::{CardChannel, ChannelError};
use crate::fault::Fault;
use crate::mrz::MrzKey;
use crate::randomness::Randomness;
use crate::read_out::{AccessEvidence, AccessProtocol, PasswordKind};
use crate::wire::{CommandApdu, ResponseApdu};

/// AID of the eMRTD application, LDS1.
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Commands of one session, repetitions included: a card that never ends is stopped here.
const MAX_COMMANDS: u32 = 4096;
/// The longest answer collected over GET RESPONSE.
const MAX_ANSWER_LEN: usize = 65_536 + 64;

/// A card in the state `S`, reached over the channel `C`. A failed transition consumes it.
pub struct Card<S, C> {
    channel: C,
    state: S,
    commands_left: u32,
}

/// Powered up, no access yet.
pub struct Connected;

/// The eMRTD application is selected, no access yet.
pub struct Selected;

/// Access was gained; everything is protected from here.
pub struct SecureChannel {
    messaging: SecureMessaging,
    access: AccessEvidence,
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
}

impl ExchangeError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Channel(error) => error.clause(),
            Self::SecureMessaging(error) => error.clause(),
            Self::TooManyCommands(_) => "ISO/IEC 7816-4 §5.1",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Channel(error) => error.who(),
            Self::SecureMessaging(error) => error.who(),
            Self::TooManyCommands(_) => Fault::Chip,
        }
    }
}

/// A card that can be asked, in whatever state it is.
pub(crate) trait Exchange {
    /// One command and its answer, protected when there is a secure channel.
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError>;

    /// The most data that one short answer brings.
    fn longest_short_answer(&self) -> usize;
}

impl<S, C: CardChannel> Card<S, C> {
    fn into_state<T>(self, state: T) -> Card<T, C> {
        Card {
            channel: self.channel,
            state,
            commands_left: self.commands_left,
        }
    }

    /// Sends bytes as they are and collects what the card keeps back (61xx).
    fn send(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        let mut response = self.send_once(&command.encode())?;
        let mut collected = Zeroizing::new(response.data().to_vec());
        while let Some(waiting) = response.status().waiting() {
            let more = CommandApdu::new([0x00, 0xC0, 0x00, 0x00]).expecting(waiting);
            response = self.send_once(&more.encode())?;
            collected.extend_from_slice(response.data());
            if collected.len() > MAX_ANSWER_LEN {
                return Err(ExchangeError::SecureMessaging(
                    SecureMessagingError::Malformed,
                ));
            }
        }
        Ok(ResponseApdu::from_parts(collected, response.status()))
    }

    fn send_once(&mut self, bytes: &[u8]) -> Result<ResponseApdu, ExchangeError> {
        self.commands_left = self
            .commands_left
            .checked_sub(1)
            .ok_or(ExchangeError::TooManyCommands(MAX_COMMANDS))?;
        Ok(ResponseApdu::parse(self.channel.transmit(bytes)?)?)
    }
}

impl<C: CardChannel> Card<Connected, C> {
    /// A card after power-up.
    pub fn connected(channel: C) -> Self {
        Self {
            channel,
            state: Connected,
            commands_left: MAX_COMMANDS,
        }
    }

    /// PACE, then SELECT of the eMRTD application under secure messaging. 9303-11 §4.4, 9303-10 §3.10.1.
    ///
    /// # Errors
    /// [`AccessError`]; the card has to be connected again.
    pub fn open_with_pace(
        mut self,
        key: &AccessKey,
        suite: &PaceSuite,
        rng: &mut dyn Randomness,
    ) -> Result<Card<SecureChannel, C>, AccessError> {
        let (command, state) = pace::begin(suite, key)?;
        let (command, state) = state.receive(&self.send(&command)?)?;
        let (command, state) = state.receive(&self.send(&command)?, rng)?;
        let (command, state) = state.receive(&self.send(&command)?, rng)?;
        let (command, state) = state.receive(&self.send(&command)?)?;
        let messaging = state.receive(&self.send(&command)?)?;
        let protocol = AccessProtocol::Pace {
            parameter_id: suite.parameter_id(),
        };
        let access = AccessEvidence {
            protocol,
            password: key.kind(),
        };
        let mut card = self.into_state(SecureChannel { messaging, access });
        let response = card.exchange(&select_application())?;
        require_selected(&response)?;
        Ok(card)
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
        Ok(self.into_state(SecureChannel { messaging, access }))
    }
}

impl<C: CardChannel> Card<SecureChannel, C> {
    /// How access was gained.
    #[must_use]
    pub fn access(&self) -> AccessEvidence {
        self.state.access
    }

    /// Continues under the keys that chip authentication agreed. 9303-11 §6.2.
    #[must_use]
    pub(crate) fn with_session(self, messaging: SecureMessaging) -> Self {
        let access = self.state.access;
        self.into_state(SecureChannel { messaging, access })
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
}

impl<C: CardChannel> Exchange for Card<SecureChannel, C> {
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        let protected = self.state.messaging.protect(command)?;
        let response = self.send(&protected)?;
        Ok(self.state.messaging.unprotect(&response)?)
    }

    fn longest_short_answer(&self) -> usize {
        self.state.messaging.longest_short_answer()
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
