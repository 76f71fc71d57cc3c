//! Commands in parts and answers in parts. ISO/IEC 7816-4 §5.3.3 and §5.3.4.

use super::Chip;
use super::apdu::{Answer, Command, StatusWord};
use crate::der;
use crate::quirk::Quirk;

/// Longest command that the card puts together.
const LONGEST_CHAIN: usize = 4096;

/// Data of a short answer.
const SHORT_ANSWER: usize = 256;

impl Chip {
    /// Puts a chained command together: `None` while parts are missing.
    ///
    /// PACE sets the chaining bit on its whole commands, so GENERAL AUTHENTICATE is complete as soon as
    /// its template is.
    pub(super) fn collect(&mut self, command: &Command) -> Result<Option<Command>, StatusWord> {
        let chained = command.class & 0x10 != 0;
        if chained && !matches!(command.instruction, 0x22 | 0x2A | 0x82 | 0x86 | 0x88) {
            return Err(StatusWord::CHAINING_NOT_SUPPORTED);
        }
        let mut data = self.session.chained.take().unwrap_or_default();
        data.extend_from_slice(&command.data);
        if data.len() > LONGEST_CHAIN {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let whole_template = command.instruction == 0x86 && der::all(&data).is_some();
        if chained && !whole_template {
            self.session.chained = Some(data);
            return Ok(None);
        }
        Ok(Some(Command {
            class: command.class & !0x10,
            instruction: command.instruction,
            p1: command.p1,
            p2: command.p2,
            data,
            expected: command.expected,
            extended: command.extended,
        }))
    }

    /// GET RESPONSE while something waits for it.
    pub(super) fn get_response(&mut self, command: &Command) -> Option<Vec<u8>> {
        if self.session.pending.is_empty() {
            return None;
        }
        let pending = std::mem::take(&mut self.session.pending);
        (command.instruction == 0xC0).then(|| self.portion(pending))
    }

    /// Sends what fits a short Le, in the way of this card.
    pub(super) fn fit(&mut self, command: &Command, answer: Vec<u8>) -> Vec<u8> {
        let too_long = answer.len() > SHORT_ANSWER + 2 && !command.extended;
        if too_long && self.has(Quirk::GetResponse) {
            return self.portion(answer);
        }
        if too_long && self.has(Quirk::TruncatedAnswers) {
            let kept = answer.get(..SHORT_ANSWER).unwrap_or_default();
            return Answer::ok(kept.to_vec()).into_bytes();
        }
        answer
    }

    fn portion(&mut self, answer: Vec<u8>) -> Vec<u8> {
        match answer.split_at_checked(SHORT_ANSWER) {
            Some((now, later)) if later.len() > 2 => {
                let left = u8::try_from(later.len() - 2).unwrap_or(0);
                self.session.pending = later.to_vec();
                [now, &[0x61, left]].concat()
            }
            _ => answer,
        }
    }
}
