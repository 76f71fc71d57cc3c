//! SELECT. ICAO Doc 9303-10 §3.6, ISO/IEC 7816-4 §11.2.2.

use super::apdu::{Answer, Command, Reply, StatusWord};
use super::session::CurrentFile;
use super::{Access, Chip};
use crate::misbehaviour::Misbehaviour;
use crate::quirk::Quirk;

/// The LDS1 eMRTD application.
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
const MASTER_FILE: [u8; 2] = [0x3F, 0x00];
/// EF.CardAccess in the master file; the same identifier is EF.CVCA in the application.
pub(crate) const CARD_ACCESS: u16 = 0x011C;
/// EF.CardSecurity in the master file; the same identifier is EF.SOD in the application.
pub(crate) const CARD_SECURITY: u16 = 0x011D;
pub(crate) const DIRECTORY: u16 = 0x2F00;
pub(crate) const ATTRIBUTES: u16 = 0x2F01;
const EF_COM: u16 = 0x011E;
const EF_SOD: u16 = 0x011D;
/// EF.DG13.
const DETAILS: u16 = 0x010D;

impl Chip {
    pub(super) fn select(&mut self, command: &Command) -> Reply {
        if command.expected.is_some() && self.has(Quirk::NoLeOnSelect) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        match (command.p1, command.data.as_slice()) {
            (0x04, name) => self.select_application(name),
            (0x00, []) => self.select_master_file(),
            (0x00, identifier) if identifier == MASTER_FILE => self.select_master_file(),
            (0x00 | 0x02, &[high, low]) => {
                let identifier = u16::from_be_bytes([high, low]);
                let file = self.find(identifier)?;
                self.session.current = Some(file);
                Ok(self.warned(identifier))
            }
            (0x00 | 0x02, _) => Err(StatusWord::WRONG_LENGTH),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn select_application(&mut self, name: &[u8]) -> Reply {
        if name != APPLICATION {
            return Err(StatusWord::FILE_NOT_FOUND);
        }
        self.session.application_selected = true;
        self.session.current = None;
        Ok(Answer::ok(Vec::new()))
    }

    /// Once the application is selected these cards no longer know the master file.
    fn select_master_file(&mut self) -> Reply {
        if let Some(status) = self.settings.master_file_answer {
            return Ok(StatusWord(status).into());
        }
        if self.session.access != Access::None && self.has(Quirk::MasterFileAfterAccess) {
            return Err(StatusWord::SECURE_MESSAGING_NOT_SUPPORTED);
        }
        if self.session.application_selected {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        self.session.current = None;
        self.session.master_file_selected = true;
        Ok(Answer::ok(Vec::new()))
    }

    fn warned(&self, identifier: u16) -> Answer {
        let card_access = identifier == CARD_ACCESS && !self.session.application_selected;
        if card_access && self.has(Quirk::CardAccessWarning) {
            StatusWord::FILE_DEACTIVATED.into()
        } else {
            Answer::ok(Vec::new())
        }
    }

    /// A file of where the card stands, if it may be selected now.
    pub(super) fn find(&self, identifier: u16) -> Result<CurrentFile, StatusWord> {
        if self.session.application_selected {
            self.find_in_application(identifier)
        } else {
            self.find_in_master_file(identifier)
        }
    }

    fn find_in_master_file(&self, identifier: u16) -> Result<CurrentFile, StatusWord> {
        if !self.session.master_file_selected && self.has(Quirk::MasterFileMustBeSelected) {
            return Err(StatusWord::FILE_NOT_FOUND);
        }
        if self.session.access != Access::None && self.has(Quirk::MasterFileAfterAccess) {
            return Err(StatusWord::SECURE_MESSAGING_NOT_SUPPORTED);
        }
        if !self.master_files.contains_key(&identifier) {
            return Err(StatusWord::FILE_NOT_FOUND);
        }
        let locked = match identifier {
            CARD_SECURITY => self.session.access != Access::Pace,
            CARD_ACCESS => self.has(Quirk::CardAccessLocked),
            DIRECTORY => !self.access_granted() && self.has(Quirk::DirectoryLocked),
            _ => false,
        };
        if locked {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        Ok(CurrentFile::Master(identifier))
    }

    fn find_in_application(&self, identifier: u16) -> Result<CurrentFile, StatusWord> {
        if !self.may_read(identifier) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        let hidden = identifier == EF_COM && self.has(Quirk::NotTravelDocument);
        if self.files.contains_key(&identifier) && !hidden {
            Ok(CurrentFile::Application(identifier))
        } else {
            Err(StatusWord::FILE_NOT_FOUND)
        }
    }

    /// Whether the session may read a file of the application.
    pub(super) fn may_read(&self, identifier: u16) -> bool {
        if identifier == DETAILS && self.does(Misbehaviour::DetailsRefused) {
            return false;
        }
        if identifier == EF_SOD && self.has(Quirk::OpenSod) {
            return true;
        }
        if identifier == EF_SOD && self.has(Quirk::NotTravelDocument) {
            return false;
        }
        let locked = self.locked.contains(&identifier) && !self.terminal_may_read(identifier);
        self.access_granted() && !locked
    }
}
