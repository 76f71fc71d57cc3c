//! SELECT. ICAO Doc 9303-10 §3.6, ISO/IEC 7816-4 §11.2.2.

use super::apdu::{Answer, Command, Reply, StatusWord};
use super::{Chip, CurrentFile};

/// The LDS1 eMRTD application.
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
const MASTER_FILE: [u8; 2] = [0x3F, 0x00];
/// EF.CardAccess in the master file; the same identifier is EF.CVCA in the application.
pub(super) const CARD_ACCESS: u16 = 0x011C;

impl Chip {
    pub(super) fn select(&mut self, command: &Command) -> Reply {
        match (command.p1, command.data.as_slice()) {
            (0x04, name) => self.select_application(name),
            (0x00, []) => self.select_master_file(),
            (0x00, identifier) if identifier == MASTER_FILE => self.select_master_file(),
            (0x00 | 0x02, &[high, low]) => {
                let file = self.find(u16::from_be_bytes([high, low]))?;
                self.session.current = Some(file);
                Ok(Answer::ok(Vec::new()))
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
        if self.session.application_selected {
            return Err(StatusWord::INSTRUCTION_NOT_SUPPORTED);
        }
        self.session.current = None;
        Ok(Answer::ok(Vec::new()))
    }

    /// A file of where the card stands, if it may be selected now.
    pub(super) fn find(&self, identifier: u16) -> Result<CurrentFile, StatusWord> {
        if !self.session.application_selected {
            let known = identifier == CARD_ACCESS && self.card_access.is_some();
            return if known {
                Ok(CurrentFile::CardAccess)
            } else {
                Err(StatusWord::FILE_NOT_FOUND)
            };
        }
        if !self.access_granted() || self.locked.contains(&identifier) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        if self.files.contains_key(&identifier) {
            Ok(CurrentFile::Application(identifier))
        } else {
            Err(StatusWord::FILE_NOT_FOUND)
        }
    }
}
