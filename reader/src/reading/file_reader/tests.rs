//! Cards that differ in what lengths and ways of reading they accept.

use super::*;
use crate::wire::data_object;

/// A card with one file, and its quirks.
struct OneFile {
    content: Vec<u8>,
    longest: usize,
    too_long: fn(usize) -> Vec<u8>,
    short_identifiers: bool,
    empty_at: Option<usize>,
    commands: usize,
}

impl OneFile {
    fn new(len: usize) -> Self {
        let [.., high, low] = (len - 4).to_be_bytes();
        let mut content = vec![0x75, 0x82, high, low];
        if len > 0xFFFF {
            let [.., top, high, low] = (len - 5).to_be_bytes();
            content = vec![0x75, 0x83, top, high, low];
        }
        content.extend((content.len()..len).map(|index| index.to_le_bytes()[0]));
        Self {
            content,
            longest: 65_536,
            too_long: |_| vec![0x67, 0x00],
            short_identifiers: true,
            empty_at: None,
            commands: 0,
        }
    }

    fn read(&mut self) -> Result<Vec<u8>, FileError> {
        self.read_by(&mut FileReader::default())
    }

    fn read_by(&mut self, reader: &mut FileReader) -> Result<Vec<u8>, FileError> {
        reader.read(
            self,
            FileId::DataGroup(crate::files::DataGroupNumber::FACE),
            None,
            &mut |_, _| (),
        )
    }

    fn answer(&self, command: &CommandApdu) -> Vec<u8> {
        let [_, instruction, p1, p2] = command.header();
        let asked = command.expected_len().unwrap_or(0);
        if instruction == 0xA4 {
            return vec![0x90, 0x00];
        }
        if self.empty_at == Some(self.commands) {
            return vec![0x90, 0x00];
        }
        if p1 & 0x80 != 0 && !self.short_identifiers {
            return vec![0x6A, 0x86];
        }
        if asked > self.longest {
            return (self.too_long)(self.longest);
        }
        let (offset, frame) = match (instruction, p1 & 0x80) {
            (0xB1, _) => {
                let offset = data_object::sole(command.data(), 0x54).unwrap();
                (
                    offset
                        .iter()
                        .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
                    2 + usize::from(asked > 0x81) + usize::from(asked > 0x102),
                )
            }
            (_, 0) => (usize::from(p1) << 8 | usize::from(p2), 0),
            _ => (usize::from(p2), 0),
        };
        let end = (offset + asked - frame).min(self.content.len());
        let mut bytes = self.content[offset..end].to_vec();
        if instruction == 0xB1 {
            bytes = data_object::object(0x53, &bytes).to_vec();
        }
        bytes.extend_from_slice(&[0x90, 0x00]);
        bytes
    }
}

impl Exchange for OneFile {
    fn exchange(&mut self, command: &CommandApdu) -> Result<ResponseApdu, ExchangeError> {
        self.commands += 1;
        Ok(ResponseApdu::parse(self.answer(command))?)
    }

    fn longest_short_answer(&self) -> usize {
        223
    }

    fn longest_extended_answer(&self, answer_len: usize) -> usize {
        answer_len - 33
    }

    fn keep_alive(&mut self) -> Result<(), ExchangeError> {
        Ok(())
    }
}

fn extended(buffer: usize) -> FileReader {
    let profile = ReaderProfile {
        extended_length: ExtendedLength::UpTo(buffer),
        ..ReaderProfile::default()
    };
    FileReader::new(profile, None)
}

#[test]
fn a_file_takes_as_few_commands_as_its_length_allows() {
    for (len, commands) in [(4, 1), (223, 1), (224, 2), (446, 2), (18_000, 81)] {
        let mut card = OneFile::new(len);
        assert_eq!(card.read().unwrap(), card.content);
        assert_eq!(card.commands, commands, "{len} bytes");
    }
}

#[test]
fn shorter_answers_are_found_and_kept() {
    let refusals: [fn(usize) -> Vec<u8>; 4] = [
        |_| vec![0x67, 0x00],
        |_| vec![0x6B, 0x00],
        |_| vec![0x90, 0x00],
        |most| vec![0x6C, most.to_le_bytes()[0]],
    ];
    for too_long in refusals {
        let mut card = OneFile {
            longest: 100,
            too_long,
            ..OneFile::new(2000)
        };
        assert_eq!(card.read().unwrap(), card.content);
        assert!(card.commands < 50, "{} commands", card.commands);
    }
}

#[test]
fn a_card_without_short_identifiers_is_selected_first() {
    let mut card = OneFile {
        short_identifiers: false,
        ..OneFile::new(500)
    };
    assert_eq!(card.read().unwrap(), card.content);
}

#[test]
fn extended_answers_bring_whole_files_and_end_at_the_buffer() {
    for (buffer, len, commands) in [
        (65_536, 18_000, 1),
        (1920, 18_000, 10),
        (1920, 1887, 1),
        (1920, 1888, 2),
        (65_536, 100_000, 2),
        (2000, 100_000, 51),
    ] {
        let mut card = OneFile::new(len);
        let mut reader = extended(buffer);
        assert_eq!(card.read_by(&mut reader).unwrap(), card.content);
        assert_eq!(card.commands, commands, "{len} by {buffer}");
    }
}

#[test]
fn extended_answers_that_are_refused_shrink_until_they_pass() {
    for (longest, left) in [
        (1900, ExtendedLength::UpTo(1920)),
        (1000, ExtendedLength::UpTo(960)),
        (256, ExtendedLength::Refused),
    ] {
        for too_long in [
            (|_| vec![0x67, 0x00]) as fn(usize) -> Vec<u8>,
            |_| vec![0x6F, 0x00],
            |_| vec![0x90, 0x00],
        ] {
            let mut card = OneFile {
                longest,
                too_long,
                ..OneFile::new(5000)
            };
            let mut reader = extended(65_536);
            assert_eq!(card.read_by(&mut reader).unwrap(), card.content);
            assert_eq!(reader.profile.extended_length, left);
            assert_eq!(reader.profile.short_limit, None);
        }
    }
}

#[test]
fn a_single_empty_answer_is_no_lesson() {
    let mut card = OneFile {
        empty_at: Some(4),
        ..OneFile::new(2000)
    };
    let mut reader = FileReader::default();
    assert_eq!(card.read_by(&mut reader).unwrap(), card.content);
    assert_eq!((card.commands, reader.profile.short_limit), (10, None));
}

#[test]
fn an_unfinished_file_is_selected_and_continued() {
    let mut card = OneFile::new(2000);
    let unfinished = UnfinishedFile {
        file: FileId::DataGroup(crate::files::DataGroupNumber::FACE),
        bytes: Zeroizing::new(card.content[..1500].to_vec()),
        expected: 2000,
    };
    let mut reader = FileReader::new(ReaderProfile::default(), Some(unfinished));
    assert_eq!(card.read_by(&mut reader).unwrap(), card.content);
    assert_eq!(card.commands, 1 + 3);
}

#[test]
fn long_files_go_on_with_the_odd_instruction() {
    let mut card = OneFile::new(40_000);
    assert_eq!(card.read().unwrap(), card.content);
}

#[test]
fn a_card_that_never_answers_well_ends_the_file() {
    let mut card = OneFile {
        longest: 0,
        ..OneFile::new(500)
    };
    assert!(matches!(card.read(), Err(FileError::Refused(_))));
    assert!(card.commands < 20);
    let mut card = OneFile::new(500);
    card.content.truncate(300);
    card.too_long = |_| vec![0x6B, 0x00];
    assert_eq!(
        card.read(),
        Err(FileError::BrokenOff {
            received: 300,
            expected: 500
        })
    );
}

#[test]
fn headers_are_checked_before_memory_is_taken() {
    for (header, error) in [
        (
            vec![0x75, 0x83, 0x10, 0x00, 0x00],
            FileError::TooLong(0x10_0005),
        ),
        (
            vec![0x75, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            FileError::TooLong(0xFFFF_FFFF + 6),
        ),
        (vec![0x75, 0x80, 0x00, 0x00], FileError::Header),
        (vec![0x75, 0x85, 1, 1, 1, 1, 1], FileError::Header),
        (vec![0x75], FileError::Header),
    ] {
        let mut card = OneFile::new(8);
        card.content = header;
        assert_eq!(card.read(), Err(error));
    }
}

#[test]
fn more_than_asked_for_is_refused() {
    let mut card = OneFile {
        longest: 0,
        too_long: |_| [vec![0x61; 300], vec![0x90, 0x00]].concat(),
        ..OneFile::new(8)
    };
    assert!(matches!(
        card.read(),
        Err(FileError::Excess { asked: 223, .. })
    ));
}
