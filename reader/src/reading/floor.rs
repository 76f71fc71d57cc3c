//! The fewest commands and bytes that the protocols allow for a card. ICAO Doc 9303-11 §4.3, §4.4, §6, §9.8, 9303-10 §3.6.
//!
//! Written from the clauses, not from what the reader sends, so that a reading can be held against it.

/// DO'99', DO'8E' and the status word.
const ANSWER_FRAME: usize = 4 + 10 + 2;
/// A command or an answer of more bytes than this is extended.
const SHORT_ANSWER: usize = 256;

/// Lengths of one command and its answer, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// The command.
    pub command: usize,
    /// The answer with its status word.
    pub answer: usize,
}

/// What the shortest reading of a card depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardShape {
    /// Bytes of EF.CardAccess, on a card that offers PACE.
    pub card_access: Option<usize>,
    /// Bytes of a public key on the wire: 65 for an uncompressed point of 256 bits.
    pub public_key: usize,
    /// Block of the session's cipher: 16 for AES, 8 for 3DES.
    pub block: usize,
    /// Longest answer, status word included; nothing for short answers of 256 bytes of data.
    pub longest_answer: Option<usize>,
    /// Whether chip authentication is performed.
    pub chip_authentication: bool,
    /// Bytes of active authentication's signature, when it is performed.
    pub active_authentication: Option<usize>,
    /// Bytes of each elementary file that is read in the session.
    pub files: Vec<usize>,
}

impl CardShape {
    /// Every command of the shortest reading.
    #[must_use]
    pub fn shortest_reading(&self) -> Vec<Exchanged> {
        let mut all = self.access();
        all.push(self.protected(7, 0));
        if self.chip_authentication {
            // MSE:Set AT with the protocol; GENERAL AUTHENTICATE with the key, answered by an empty DO'7C'.
            all.extend([
                self.protected(12, 0),
                self.protected(4 + self.public_key, 2),
            ]);
        }
        all.extend(self.reading_of_files());
        if let Some(signature) = self.active_authentication {
            all.push(self.protected(8, signature));
        }
        all
    }

    /// The READ BINARY commands alone.
    #[must_use]
    pub fn reading_of_files(&self) -> Vec<Exchanged> {
        let most = self.longest_data();
        let mut all = Vec::new();
        for length in &self.files {
            let mut left = *length;
            while left > 0 {
                let part = left.min(most);
                all.push(self.protected(0, part));
                left -= part;
            }
        }
        all
    }

    /// EF.CardAccess and PACE with generic mapping, or basic access control.
    fn access(&self) -> Vec<Exchanged> {
        let plain = |data: usize, answer: usize| exchanged(4 + 1 + data + 1, answer + 2);
        let Some(card_access) = self.card_access else {
            // GET CHALLENGE; EXTERNAL AUTHENTICATE.
            return vec![exchanged(5, 8 + 2), plain(40, 40)];
        };
        let template = |content: usize| 2 + 2 + content;
        vec![
            // READ BINARY by short identifier, in the open.
            exchanged(5, card_access + 2),
            exchanged(4 + 1 + 12 + 3, 2),
            plain(2, template(16)),
            plain(template(self.public_key), template(self.public_key)),
            plain(template(self.public_key), template(self.public_key)),
            plain(template(8), template(8)),
        ]
    }

    /// A protected command with `data` bytes that asks for `expected` bytes.
    fn protected(&self, data: usize, expected: usize) -> Exchanged {
        let extended = expected > self.short_data();
        let length = match (expected, extended) {
            (0, _) => 0,
            (_, false) => 3,
            (_, true) => 4,
        };
        let body = self.cryptogram(data) + length + 10;
        // Lc and Le: one byte each, or three and two.
        let command = 4 + if extended { 3 + body + 2 } else { 1 + body + 1 };
        exchanged(command, self.cryptogram(expected) + ANSWER_FRAME)
    }

    /// DO'87' of padded data; nothing for no data.
    fn cryptogram(&self, data: usize) -> usize {
        if data == 0 {
            return 0;
        }
        let block = self.block.max(1);
        let value = 1 + (data / block + 1) * block;
        let length = match value {
            0..=0x7F => 1,
            0x80..=0xFF => 2,
            0x100..=0xFFFF => 3,
            _ => 4,
        };
        1 + length + value
    }

    /// The longest plain data in a short protected answer.
    fn short_data(&self) -> usize {
        self.data_within(SHORT_ANSWER, 4)
    }

    /// The longest plain data in one answer of this card.
    fn longest_data(&self) -> usize {
        let most = match self.longest_answer {
            // Tag and length of DO'87' and its padding indicator take five bytes.
            Some(longest) if longest > SHORT_ANSWER + 2 => self.data_within(longest, 5),
            _ => self.short_data(),
        };
        most.max(1)
    }

    /// `head` are tag, length and padding indicator of DO'87'; padding takes at least one byte.
    fn data_within(&self, answer: usize, head: usize) -> usize {
        let block = self.block.max(1);
        let room = answer.saturating_sub(ANSWER_FRAME + head) / block * block;
        room.saturating_sub(1)
    }
}

fn exchanged(command: usize, answer: usize) -> Exchanged {
    Exchanged { command, answer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(longest_answer: Option<usize>) -> CardShape {
        CardShape {
            card_access: Some(54),
            public_key: 65,
            block: 16,
            longest_answer,
            chip_authentication: true,
            active_authentication: Some(64),
            files: Vec::new(),
        }
    }

    #[test]
    fn lengths_of_protected_commands_by_hand() {
        let card = card(None);
        // 0C B0 9E 00 | 0D | 97 01 xx | 8E 08 .. | 00, and DO'87' of two blocks in the answer.
        assert_eq!(card.protected(0, 20), exchanged(19, 35 + 16));
        // Extended: 0C B0 82 00 | 00 00 0E | 97 02 xx xx | 8E 08 .. | 00 00.
        assert_eq!(card.protected(0, 1887).command, 23);
        assert_eq!(card.protected(0, 1887).answer, 1 + 3 + 1 + 1888 + 16);
        // SELECT by name: DO'87' of one block, no DO'97'.
        assert_eq!(card.protected(7, 0), exchanged(35, 16));
    }

    #[test]
    fn the_longest_data_fit_their_buffers_and_no_more_would() {
        for (longest, buffer) in [(None, 256), (Some(1920), 1920), (Some(65_535), 65_535)] {
            let card = card(longest);
            let most = card.longest_data();
            assert!(card.protected(0, most).answer <= buffer, "{buffer}");
            assert!(card.protected(0, most + 1).answer > buffer, "{buffer}");
        }
        assert_eq!(card(None).longest_data(), 223);
    }

    #[test]
    fn a_whole_reading_by_hand() {
        let mut shape = card(None);
        shape.files = vec![223, 224, 0];
        let all = shape.shortest_reading();
        // EF.CardAccess, five of PACE, SELECT, two of chip authentication, three of the files, one of active authentication.
        assert_eq!(all.len(), 1 + 5 + 1 + 2 + 3 + 1);
        shape.card_access = None;
        shape.active_authentication = None;
        shape.chip_authentication = false;
        assert_eq!(shape.shortest_reading().len(), 2 + 1 + 3);
    }

    #[test]
    fn lengths_that_no_card_has_end_too() {
        let mut shape = card(Some(0));
        shape.block = 0;
        shape.files = vec![40];
        assert!(!shape.shortest_reading().is_empty());
    }
}
