//! Why a reading ended early. ICAO Doc 9303-11 §4.2.

use crate::access::{AccessError, ProtocolStep};
use crate::card::ExchangeError;
use crate::channel::ChannelError;
use crate::fault::Fault;
use crate::files::FileId;
use crate::read_out::ReadOut;
use crate::wire::StatusWord;

/// A reading that did not come to its end, with what it brought until then.
#[derive(thiserror::Error)]
#[error("{error}")]
pub struct ReadFailure {
    /// Why.
    #[source]
    pub error: ReadError,
    /// Files and evidence so far; a verdict over them is not a verdict over the card.
    pub partial: Box<ReadOut>,
}

/// Why a reading ended early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Access was not gained.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A file broke off.
    #[error("{}: {error}", .file.name())]
    File {
        /// Which file.
        file: FileId,
        /// Why.
        error: FileError,
    },
    /// The channel or the secure session broke between files.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The card has no such file, or does not give it to us.
    #[error("the card does not give the file ({0})")]
    Refused(StatusWord),
    /// The file does not begin with a data object of definite length.
    #[error("the file has no readable header")]
    Header,
    /// The file says that it is longer than this program accepts.
    #[error("the file claims {0} bytes")]
    TooLong(usize),
    /// The card gave more than was asked for.
    #[error("the card gave {given} bytes where {asked} were asked for")]
    Excess {
        /// Bytes asked for.
        asked: usize,
        /// Bytes given.
        given: usize,
    },
    /// The card stopped giving bytes before the end that the header names.
    #[error("the file breaks off after {received} of {expected} bytes")]
    BrokenOff {
        /// Bytes received.
        received: usize,
        /// Bytes that the header names.
        expected: usize,
    },
    /// The channel or the secure session broke.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
}

impl ReadFailure {
    /// Whether the card left: the same reading may succeed when it is put back.
    #[must_use]
    pub fn is_card_removed(&self) -> bool {
        self.error.channel() == Some(&ChannelError::CardRemoved)
    }

    /// Whether the card refused the password.
    #[must_use]
    pub fn is_wrong_password(&self) -> bool {
        matches!(
            self.error,
            ReadError::Access(AccessError::WrongPassword { .. })
        )
    }
}

// The partial reading is a citizen's data.
impl std::fmt::Debug for ReadFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadFailure")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl ReadError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Access(error) => error.clause(),
            Self::File { error, .. } => error.clause(),
            Self::Exchange(error) => error.clause(),
        }
    }

    /// Whether it was basic access control that did not open the chip. PACE selects no application before it has.
    pub(crate) fn is_of_bac(&self) -> bool {
        let Self::Access(error) = self else {
            return false;
        };
        let steps = [
            ProtocolStep::SelectApplication,
            ProtocolStep::GetChallenge,
            ProtocolStep::ExternalAuthenticate,
        ];
        error.step().is_some_and(|step| steps.contains(&step))
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Access(error) => error.who(),
            Self::File { error, .. } => error.who(),
            Self::Exchange(error) => error.who(),
        }
    }

    /// Whether nothing that the chip may still answer can mend it.
    pub(super) fn is_beyond_the_chip(&self) -> bool {
        let limit = matches!(
            self,
            Self::Access(AccessError::TooManyCommands(_) | AccessError::TooManyBytes(_))
        );
        limit || self.channel().is_some()
    }

    /// The failure of the channel, when it was the channel that failed.
    #[must_use]
    pub fn channel(&self) -> Option<&ChannelError> {
        match self {
            Self::Access(AccessError::Channel(error))
            | Self::Exchange(ExchangeError::Channel(error))
            | Self::File {
                error: FileError::Exchange(ExchangeError::Channel(error)),
                ..
            } => Some(error),
            _ => None,
        }
    }
}

impl FileError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Exchange(error) => error.clause(),
            _ => "9303-10 §3.6",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Exchange(error) => error.who(),
            _ => Fault::Chip,
        }
    }
}
