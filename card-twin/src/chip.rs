//! The chip: commands in, answers out. ICAO Doc 9303-10 §3, Doc 9303-11 §4 to §6, ISO/IEC 7816-4.

mod active_authentication;
pub(crate) mod apdu;
mod basic_access_control;
mod chip_authentication;
mod crypto;
mod curve;
mod messaging;
mod pace;
mod read;
mod select;

use std::collections::BTreeMap;

use crate::issue::ChipKeys;
use crate::random::Random;
use apdu::{Answer, Command, Reply, StatusWord};
use messaging::SecureMessaging;

/// Everything that survives a reset.
pub(crate) struct Chip {
    /// EF.CardAccess of the master file, when PACE is offered.
    pub(crate) card_access: Option<Vec<u8>>,
    /// Files of the LDS1 application.
    pub(crate) files: BTreeMap<u16, Vec<u8>>,
    /// Files that stay locked after access control.
    pub(crate) locked: Vec<u16>,
    pub(crate) keys: ChipKeys,
    pub(crate) mrz_information: String,
    pub(crate) card_access_number: String,
    pub(crate) basic_access_control: bool,
    pub(crate) extended_length: bool,
    pub(crate) end_of_file_warning: bool,
    pub(crate) random: Random,
    pub(crate) session: Session,
}

/// Everything that a reset forgets.
#[derive(Default)]
pub(crate) struct Session {
    application_selected: bool,
    current: Option<CurrentFile>,
    messaging: Option<SecureMessaging>,
    /// Keys agreed by the command in hand; they take over after its answer.
    agreed: Option<SecureMessaging>,
    challenge: Option<[u8; 8]>,
    pace: Option<pace::Pace>,
    chip_authentication_set: bool,
}

/// The file that READ BINARY reads.
#[derive(Clone, Copy)]
enum CurrentFile {
    CardAccess,
    Application(u16),
}

impl Chip {
    /// Answers one command. Never fails: what is wrong is in the status word.
    pub(crate) fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Some(command) = Command::parse(bytes) else {
            return Answer::from(StatusWord::WRONG_LENGTH).into_bytes();
        };
        if command.extended && !self.extended_length {
            return Answer::from(StatusWord::WRONG_LENGTH).into_bytes();
        }
        let answer = match command.class & 0xEF {
            0x00 => self.answer_plain(&command),
            0x0C => return self.answer_protected(&command),
            _ => StatusWord::CLASS_NOT_SUPPORTED.into(),
        };
        answer.into_bytes()
    }

    fn answer_plain(&mut self, command: &Command) -> Answer {
        if self.session.messaging.is_some() {
            // A plain command ends the protected session and with it the access. Doc 9303-11 §9.8.3.
            self.forget_access();
        }
        let answer = self.dispatch(command).unwrap_or_else(Answer::from);
        self.adopt_agreed_keys();
        answer
    }

    fn answer_protected(&mut self, command: &Command) -> Vec<u8> {
        let Some(mut messaging) = self.session.messaging.take() else {
            return Answer::from(StatusWord::SECURE_MESSAGING_NOT_SUPPORTED).into_bytes();
        };
        let inner = match messaging.open(command) {
            Ok(inner) => inner,
            Err(status) => {
                self.forget_access();
                return Answer::from(status).into_bytes();
            }
        };
        self.session.messaging = Some(messaging);
        let answer = self.dispatch(&inner).unwrap_or_else(Answer::from);
        let Some(messaging) = self.session.messaging.as_mut() else {
            return Answer::from(StatusWord::INTERNAL).into_bytes();
        };
        let protected = messaging.close(&answer, command.instruction & 1 == 1);
        self.adopt_agreed_keys();
        protected.unwrap_or_else(|status| Answer::from(status).into_bytes())
    }

    fn dispatch(&mut self, command: &Command) -> Reply {
        if command.class & 0x10 != 0 && command.instruction != 0x86 {
            return Err(StatusWord::CHAINING_NOT_SUPPORTED);
        }
        match command.instruction {
            0x22 => self.manage_security_environment(command),
            0x82 => self.external_authenticate(command),
            0x84 => self.challenge(command),
            0x86 => self.general_authenticate(command),
            0x88 => self.internal_authenticate(command),
            0xA4 => self.select(command),
            0xB0 | 0xB1 => self.read_binary(command),
            _ => Err(StatusWord::INSTRUCTION_NOT_SUPPORTED),
        }
    }

    fn manage_security_environment(&mut self, command: &Command) -> Reply {
        match (command.p1, command.p2) {
            (0xC1, 0xA4) => self.set_pace(command),
            (0x41, 0xA4) => self.set_chip_authentication(command),
            (0x41, 0xA6) => self.key_agreement_template(command),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn general_authenticate(&mut self, command: &Command) -> Reply {
        if let Some(pace) = self.session.pace.take() {
            return self.continue_pace(pace, command);
        }
        if std::mem::take(&mut self.session.chip_authentication_set) {
            return self.finish_chip_authentication(command);
        }
        Err(StatusWord::CONDITIONS_NOT_SATISFIED)
    }

    fn access_granted(&self) -> bool {
        self.session.messaging.is_some()
    }

    fn adopt_agreed_keys(&mut self) {
        if let Some(agreed) = self.session.agreed.take() {
            self.session.messaging = Some(agreed);
        }
    }

    fn forget_access(&mut self) {
        self.session = Session {
            application_selected: self.session.application_selected,
            ..Session::default()
        };
    }
}
