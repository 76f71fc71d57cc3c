//! The fewest commands and bytes that the protocols allow. ICAO Doc 9303-11 §4.4, §6, §9.8, 9303-10 §3.6.
//!
//! Written from the clauses, not from what the reader sends: AES secure messaging, 256-bit curve.

use card_twin::card::Card;
use card_twin::profile::Profile;

use crate::clocked_card::Passed;

const BLOCK: usize = 16;
/// DO'99', DO'8E' and the status word.
const ANSWER_FRAME: usize = 4 + 10 + 2;
/// An uncompressed point, and two numbers of a signature.
const POINT: usize = 65;
const SIGNATURE: usize = 64;
/// The longest plain data in a short protected answer.
const SHORT_DATA: usize = 223;
const EF_CARD_ACCESS: u16 = 0x011C;
/// EF.COM, EF.SOD, DG1, DG2, DG13, DG14, DG15.
const FILES: [u16; 7] = [0x011E, 0x011D, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F];

/// Every command of the shortest reading of this card.
pub(crate) fn of(card: &Card, profile: &Profile) -> Vec<Passed> {
    let card_access = card.master_file(EF_CARD_ACCESS).map_or(0, <[u8]>::len);
    // READ BINARY by short identifier, in the open.
    let mut all = vec![passed(5, card_access + 2)];
    all.extend(pace());
    all.push(protected(7, 0));
    if profile.chip_authentication {
        // MSE:Set AT with the protocol; GENERAL AUTHENTICATE with the key, answered by an empty DO'7C'.
        all.extend([protected(12, 0), protected(4 + POINT, 2)]);
    }
    let buffer = profile.buffers.map(|buffers| usize::from(buffers.response));
    let most = buffer.map_or(SHORT_DATA, longest_answer_data);
    for file in FILES {
        let mut left = card.file(file).map_or(0, <[u8]>::len);
        while left > 0 {
            let part = left.min(most);
            all.push(protected(0, part));
            left -= part;
        }
    }
    all.push(protected(8, SIGNATURE));
    all
}

/// MSE:Set AT and four GENERAL AUTHENTICATE, with the CAN and generic mapping.
fn pace() -> [Passed; 5] {
    let template = |content: usize| 2 + 2 + content;
    let plain = |data: usize, answer: usize| passed(4 + 1 + data + 1, answer + 2);
    [
        passed(4 + 1 + 12 + 3, 2),
        plain(2, template(16)),
        plain(template(POINT), template(POINT)),
        plain(template(POINT), template(POINT)),
        plain(template(8), template(8)),
    ]
}

/// A protected command with `data` bytes that asks for `expected` bytes.
fn protected(data: usize, expected: usize) -> Passed {
    let extended = expected > SHORT_DATA;
    let length = match (expected, extended) {
        (0, _) => 0,
        (_, false) => 3,
        (_, true) => 4,
    };
    let body = cryptogram(data) + length + 10;
    // Lc and Le: one byte each, or three and two.
    let command = 4 + if extended { 3 + body + 2 } else { 1 + body + 1 };
    passed(command, cryptogram(expected) + ANSWER_FRAME)
}

/// DO'87' of padded data; nothing for no data.
fn cryptogram(data: usize) -> usize {
    if data == 0 {
        return 0;
    }
    let value = 1 + (data / BLOCK + 1) * BLOCK;
    let length = match value {
        0..=0x7F => 1,
        0x80..=0xFF => 2,
        0x100..=0xFFFF => 3,
        _ => 4,
    };
    1 + length + value
}

/// Tag and length of DO'87' and its padding indicator take five bytes, padding at least one.
fn longest_answer_data(buffer: usize) -> usize {
    (buffer - ANSWER_FRAME - 5) / BLOCK * BLOCK - 1
}

fn passed(command: usize, answer: usize) -> Passed {
    Passed { command, answer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_protected_commands_by_hand() {
        // 0C B0 9E 00 | 0D | 97 01 xx | 8E 08 .. | 00, and DO'87' of two blocks in the answer.
        assert_eq!(protected(0, 20), passed(19, 35 + 16));
        // Extended: 0C B0 82 00 | 00 00 0E | 97 02 xx xx | 8E 08 .. | 00 00.
        assert_eq!(protected(0, 1887).command, 23);
        assert_eq!(protected(0, 1887).answer, 1 + 3 + 1 + 1888 + 16);
        // SELECT by name: DO'87' of one block, no DO'97'.
        assert_eq!(protected(7, 0), passed(35, 16));
    }

    #[test]
    fn the_longest_data_fit_their_buffers_and_no_more_would() {
        for (most, buffer) in [
            (SHORT_DATA, 256),
            (longest_answer_data(1920), 1920),
            (longest_answer_data(65_535), 65_535),
        ] {
            assert!(protected(0, most).answer <= buffer, "{buffer}");
            assert!(protected(0, most + 1).answer > buffer, "{buffer}");
        }
    }
}
