//! What a reset forgets.

use super::messaging::SecureMessaging;
use super::pace::Pace;
use super::terminal_authentication::TerminalRun;
use crate::protocol::Suite;

/// Everything that a reset forgets.
#[derive(Default)]
pub(crate) struct Session {
    pub(super) application_selected: bool,
    /// Whether SELECT 3F00 was sent, for cards that insist on it.
    pub(super) master_file_selected: bool,
    pub(super) current: Option<CurrentFile>,
    pub(super) messaging: Option<SecureMessaging>,
    /// Keys agreed by the command in hand; they take over after its answer.
    pub(super) agreed: Option<SecureMessaging>,
    pub(super) challenge: Option<Vec<u8>>,
    pub(super) pace: Option<Pace>,
    /// The chip's own key of PACE in short form: its name in Terminal Authentication.
    pub(super) pace_identity: Option<Vec<u8>>,
    pub(super) access: Access,
    /// The key that the next GENERAL AUTHENTICATE agrees with.
    pub(super) chip_key: Option<usize>,
    /// The terminal's key of Chip Authentication in short form.
    pub(super) terminal_key: Option<Vec<u8>>,
    pub(super) terminal: TerminalRun,
    /// Parts of a chained command.
    pub(super) chained: Option<Vec<u8>>,
    /// What GET RESPONSE fetches.
    pub(super) pending: Vec<u8>,
    pub(super) protected_commands: u32,
    pub(super) protected_answers: u32,
    /// The protected answer before, for chips that send it again.
    pub(super) last_answer: Option<Vec<u8>>,
    pub(super) reads: u32,
    /// How often a file was read from its begin, for chips whose files grow.
    pub(super) starts: u8,
    pub(super) ran_past_end: bool,
    pub(super) leftover: bool,
}

/// How the session was opened.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Access {
    /// Not at all, or not yet.
    #[default]
    None,
    /// Basic Access Control.
    Basic,
    /// PACE.
    Pace,
}

/// The file that READ BINARY reads.
#[derive(Clone, Copy)]
pub(super) enum CurrentFile {
    Master(u16),
    Application(u16),
}

/// Protected commands that a short session lasts.
const SHORT_SESSION: u32 = 60;

impl Session {
    /// A session that another program left behind.
    pub(crate) fn leftover() -> Self {
        Self {
            application_selected: true,
            messaging: Some(SecureMessaging::new(
                Suite::Aes128,
                b"another program's",
                40,
            )),
            leftover: true,
            ..Self::default()
        }
    }

    pub(crate) fn is_leftover(&self) -> bool {
        self.leftover
    }

    /// Counts a protected command; true when a short session has used up what it has.
    pub(super) fn wears_out(&mut self, short: bool) -> bool {
        self.protected_commands += 1;
        short && self.protected_commands > SHORT_SESSION
    }
}
