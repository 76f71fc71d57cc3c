//! The one seam to a card: a command APDU goes out, a response APDU comes back.

use crate::fault::Fault;

/// Carries command APDUs to a card and brings back response APDUs (ISO/IEC 7816-4 §5).
///
/// Implementations hold an exclusive session: nobody else's commands come between two calls.
pub trait CardChannel {
    /// Sends one command and waits for its response, status word included.
    ///
    /// # Errors
    /// [`ChannelError`] when no response came; a response with an error status word is `Ok`.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError>;

    /// Powers the card off and on: it then stands where it stood when it was put on the reader.
    /// `Ok(false)` from a channel that cannot.
    ///
    /// # Errors
    /// [`ChannelError`] when the card or the reader went away.
    fn restart(&mut self) -> Result<bool, ChannelError> {
        Ok(false)
    }

    /// Touches the card without a command, so that a transaction which waits is not taken for
    /// abandoned: some systems reset one that is idle for [`IDLE_LIMIT_MS`].
    ///
    /// # Errors
    /// [`ChannelError`] when the card or the reader went away.
    fn keep_alive(&mut self) -> Result<(), ChannelError> {
        Ok(())
    }
}

/// Windows resets a card whose transaction sees nothing for five seconds.
pub const IDLE_LIMIT_MS: u32 = 5_000;
/// How often a channel that waits is to be kept alive.
pub const KEEP_ALIVE_INTERVAL_MS: u32 = 4_000;

impl<F: FnMut(&[u8]) -> Result<Vec<u8>, ChannelError>> CardChannel for F {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        self(command)
    }
}

/// Why no response came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// The card left the field or was pulled out.
    #[error("the card was removed")]
    CardRemoved,
    /// Another program reset the card: its secure session is gone.
    #[error("another program reset the card")]
    CardReset,
    /// The reader itself went away.
    #[error("the reader was unplugged")]
    ReaderGone,
    /// The reader or its driver refused, with the driver's own code.
    #[error("the reader refused the command (code {0:#010x})")]
    Refused(u32),
    /// A response shorter than a status word.
    #[error("a response of {0} bytes has no status word")]
    TooShort(usize),
}

impl ChannelError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "ISO/IEC 7816-4 §5.1"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::CardRemoved => Fault::Operator,
            Self::CardReset | Self::ReaderGone | Self::Refused(_) => Fault::Reader,
            Self::TooShort(_) => Fault::Chip,
        }
    }
}

/// What a command cost: counts only, never contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Command-response pairs.
    pub count: u32,
    /// Bytes of all commands.
    pub bytes_out: u64,
    /// Bytes of all responses, status words included.
    pub bytes_in: u64,
}

/// A channel that counts what passes and shows each exchange, without its data, to a witness.
pub struct Metered<C, W> {
    channel: C,
    witness: W,
    traffic: Traffic,
}

/// One exchange as a log may show it: header, lengths and status word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// CLA INS P1 P2, the part of a command that carries no data.
    pub header: [u8; 4],
    /// Bytes of the whole command.
    pub command_len: usize,
    /// Bytes of the whole response.
    pub response_len: usize,
    /// SW1 SW2, zero when the response was too short to have one.
    pub status: u16,
}

impl<C: CardChannel, W: FnMut(Exchange)> Metered<C, W> {
    /// Wraps a channel; `witness` sees every exchange after it happened.
    pub fn new(channel: C, witness: W) -> Self {
        Self {
            channel,
            witness,
            traffic: Traffic::default(),
        }
    }

    /// What has passed so far.
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }
}

impl<C: CardChannel, W: FnMut(Exchange)> CardChannel for Metered<C, W> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let response = self.channel.transmit(command)?;
        self.traffic.count += 1;
        self.traffic.bytes_out += command.len() as u64;
        self.traffic.bytes_in += response.len() as u64;
        (self.witness)(Exchange {
            header: command.first_chunk().copied().unwrap_or_default(),
            command_len: command.len(),
            response_len: response.len(),
            status: response.last_chunk().copied().map_or(0, u16::from_be_bytes),
        });
        Ok(response)
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        self.channel.restart()
    }

    fn keep_alive(&mut self) -> Result<(), ChannelError> {
        self.channel.keep_alive()
    }
}
