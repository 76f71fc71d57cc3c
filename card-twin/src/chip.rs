//! The chip: commands in, answers out. ICAO Doc 9303-10 §3, Doc 9303-11 §4 to §7, ISO/IEC 7816-4.

mod active_authentication;
pub(crate) mod apdu;
mod basic_access_control;
mod chaining;
mod chip_authentication;
mod crypto;
mod messaging;
mod misbehaviour;
mod pace;
mod read;
pub(crate) mod select;
mod session;
mod terminal_authentication;
pub(crate) mod transcript;

use std::collections::BTreeMap;

use crate::issue::ChipKeys;
use crate::misbehaviour::Misbehaviour;
use crate::protocol::PaceOffer;
use crate::quirk::Quirk;
use crate::random::Random;
use apdu::{Answer, Command, Reply, StatusWord};
pub(crate) use session::{Access, Session};
pub(crate) use terminal_authentication::TerminalTrust;

/// Everything that survives a reset.
pub(crate) struct Chip {
    /// Files of the master file.
    pub(crate) master_files: BTreeMap<u16, Vec<u8>>,
    /// What EF.CardAccess offers.
    pub(crate) pace_offers: Vec<PaceOffer>,
    /// Files of the LDS1 application.
    pub(crate) files: BTreeMap<u16, Vec<u8>>,
    /// Files that stay locked after access control.
    pub(crate) locked: Vec<u16>,
    pub(crate) keys: ChipKeys,
    pub(crate) mrz_information: String,
    /// Document number with its check digit: the chip's name in Terminal Authentication after BAC.
    pub(crate) document_number: String,
    pub(crate) card_access_number: String,
    pub(crate) personal_identification_number: Option<String>,
    pub(crate) terminal_trust: Option<TerminalTrust>,
    pub(crate) settings: Settings,
    pub(crate) quirks: Vec<Quirk>,
    pub(crate) misbehaviours: Vec<Misbehaviour>,
    pub(crate) random: Random,
    pub(crate) session: Session,
    /// Commands until the card leaves the field.
    pub(crate) answers_left: Option<u32>,
    /// Commands until the card loses its session, as when another program resets it.
    pub(crate) commands_to_reset: Option<u32>,
}

/// What the profile and the faults say about the card's manners.
pub(crate) struct Settings {
    pub(crate) basic_access_control: bool,
    pub(crate) extended_length: bool,
    /// Longest command and answer of the card's buffer.
    pub(crate) command_buffer: usize,
    pub(crate) answer_buffer: usize,
    pub(crate) end_of_file_warning: bool,
    /// What SELECT of the master file always answers.
    pub(crate) master_file_answer: Option<u16>,
    /// Longest Le of READ BINARY; more is 6700.
    pub(crate) longest_read: Option<usize>,
}

impl Chip {
    /// Answers one command. Never fails: what is wrong is in the status word.
    pub(crate) fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Some(command) = Command::parse(bytes) else {
            return Answer::from(StatusWord::WRONG_LENGTH).into_bytes();
        };
        let too_long = bytes.len() > self.settings.command_buffer;
        if command.extended && (!self.settings.extended_length || too_long) {
            return Answer::from(StatusWord::WRONG_LENGTH).into_bytes();
        }
        if let Some(answer) = self.get_response(&command) {
            return answer;
        }
        if command.expected == Some(65536) && self.has(Quirk::LongLeEmpty) {
            return Answer::ok(Vec::new()).into_bytes();
        }
        let answer = match command.class & 0xEF {
            0x00 => self.answer_plain(&command).into_bytes(),
            0x0C => self.answer_protected(&command),
            _ => Answer::from(StatusWord::CLASS_NOT_SUPPORTED).into_bytes(),
        };
        let answer = self.distorted(&command, answer);
        self.fit(&command, answer)
    }

    /// Whether the card has a quirk.
    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    fn answer_plain(&mut self, command: &Command) -> Answer {
        if self.session.is_leftover() {
            return StatusWord::SECURITY_NOT_SATISFIED.into();
        }
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
        let before = messaging.counter();
        let worn_out = self.session.wears_out(self.has(Quirk::ShortSession));
        let inner = match messaging.open(command) {
            Ok(inner) if !worn_out => inner,
            opened => {
                self.forget_access();
                let status = opened.err().unwrap_or(StatusWord::MESSAGING_OBJECT_WRONG);
                return Answer::from(status).into_bytes();
            }
        };
        self.session.messaging = Some(messaging);
        let answer = self.dispatch(&inner).unwrap_or_else(Answer::from);
        let answer = if answer.status.is_error() {
            if let Some(bare) = self.bare_error(&answer, before) {
                return bare;
            }
            answer
        } else {
            answer
        };
        let protected = self.protect(&answer, command);
        self.adopt_agreed_keys();
        if answer.status.is_error() && self.has(Quirk::ErrorEndsSession) {
            self.forget_access();
        }
        protected.unwrap_or_else(|status| Answer::from(status).into_bytes())
    }

    /// An error without protection, when the card is of that kind.
    fn bare_error(&mut self, answer: &Answer, counter_before: u128) -> Option<Vec<u8>> {
        if self.has(Quirk::PlainErrors)
            && let Some(messaging) = self.session.messaging.as_mut()
        {
            messaging.set_counter(counter_before);
            return Some(Answer::from(answer.status).into_bytes());
        }
        self.has(Quirk::PlainErrorsCounted)
            .then(|| Answer::from(answer.status).into_bytes())
    }

    fn protect(&mut self, answer: &Answer, command: &Command) -> Result<Vec<u8>, StatusWord> {
        if self.has(Quirk::Downgrade) && self.session.protected_commands > 10 {
            return Ok(Answer {
                data: answer.data.clone(),
                status: answer.status,
            }
            .into_bytes());
        }
        let oddness = messaging::Oddness {
            zeros_before_padding: self.has(Quirk::BadPadding),
            filled: self.does(Misbehaviour::PaddingMissing),
            truncated_status: self.has(Quirk::TruncatedStatus),
        };
        let odd_instruction = command.instruction & 1 == 1;
        let Some(messaging) = self.session.messaging.as_mut() else {
            // The command ended the session.
            return Err(answer.status);
        };
        messaging.close_oddly(answer, odd_instruction, oddness)
    }

    fn dispatch(&mut self, command: &Command) -> Reply {
        if std::mem::take(&mut self.session.ran_past_end) {
            self.forget_access();
            return Err(StatusWord::MESSAGING_OBJECT_WRONG);
        }
        let Some(command) = self.collect(command)? else {
            return Ok(Answer::ok(Vec::new()));
        };
        let command = &command;
        match command.instruction {
            0x22 => self.manage_security_environment(command),
            0x2A => self.verify_certificate(command),
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
        if command.expected.is_some() && self.has(Quirk::NoLeOnSelect) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        match (command.p1, command.p2) {
            (0xC1, 0xA4) => self.set_pace(command),
            (0x41, 0xA4) => self.set_chip_authentication(command),
            (0x41, 0xA6) => self.key_agreement_template(command),
            (0x81, 0xB6) => self.set_verifying_key(command),
            (0x81, 0xA4) => self.set_terminal(command),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn general_authenticate(&mut self, command: &Command) -> Reply {
        if let Some(pace) = self.session.pace.take() {
            return self.continue_pace(pace, command);
        }
        if let Some(key) = self.session.chip_key.take() {
            return self.finish_chip_authentication(key, command);
        }
        Err(StatusWord::CONDITIONS_NOT_SATISFIED)
    }

    /// EXTERNAL AUTHENTICATE: of the terminal once it named its certificate, else mutual for BAC.
    fn external_authenticate(&mut self, command: &Command) -> Reply {
        if self.session.terminal.is_named() {
            self.authenticate_terminal(command)
        } else {
            self.mutual_authenticate(command)
        }
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
