//! The profiles of all readers and chips seen, as one small text that counters can share. ICAO Doc 9303-10 §3.6.
//!
//! ```text
//! cccd-reader-profiles 1
//! <model of reader> TAB <answer to reset, hex> { TAB <name>=<value> }
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use super::ReaderProfile;

const HEADER: &str = "cccd-reader-profiles 1";
/// More kinds of reader and chip than one bank has.
const MAX_PROFILES: usize = 1024;
const MAX_LINE_LEN: usize = 512;
/// An answer to reset has at most 33 bytes.
const MAX_ATR_LEN: usize = 33;

/// Profiles by model of reader and answer to reset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileMemory {
    profiles: BTreeMap<(String, Vec<u8>), ReaderProfile>,
}

/// Why a text is not a memory of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileMemoryError {
    /// The first line is another one.
    #[error("not a file of reader profiles, or of another version")]
    Header,
    /// A line without model and answer to reset, or too long.
    #[error("line {0} is not a reader profile")]
    Line(usize),
    /// More profiles than are kept.
    #[error("more than {0} reader profiles")]
    TooMany(usize),
}

impl ProfileMemory {
    /// From the text of a file.
    ///
    /// # Errors
    /// [`ProfileMemoryError`]; nothing is taken from a text with an error.
    pub fn parse(text: &str) -> Result<Self, ProfileMemoryError> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().map(|(_, line)| line.trim_end()) != Some(HEADER) {
            return Err(ProfileMemoryError::Header);
        }
        let mut memory = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let (key, profile) = parse_line(line).ok_or(ProfileMemoryError::Line(number))?;
            if memory.profiles.len() == MAX_PROFILES {
                return Err(ProfileMemoryError::TooMany(MAX_PROFILES));
            }
            memory.profiles.insert(key, profile);
        }
        Ok(memory)
    }

    /// The text to keep or to share, the same for the same profiles.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for ((model, atr), profile) in &self.profiles {
            text.push_str(model);
            text.push('\t');
            for byte in atr {
                // Writing to a string does not fail.
                let _ = write!(text, "{byte:02X}");
            }
            for field in profile.to_fields() {
                text.push('\t');
                text.push_str(&field);
            }
            text.push('\n');
        }
        text
    }

    /// What is known of a reader, by its PC/SC name, and a chip; of an unknown pair, what its answer to
    /// reset tells.
    #[must_use]
    pub fn profile(&self, reader: &str, atr: &[u8]) -> ReaderProfile {
        self.profiles
            .get(&(model(reader), atr.to_vec()))
            .cloned()
            .unwrap_or_else(|| ReaderProfile::for_answer_to_reset(atr))
    }

    /// Keeps what a reading taught. A full memory keeps what it has.
    pub fn remember(&mut self, reader: &str, atr: &[u8], profile: ReaderProfile) {
        let key = (model(reader), atr.to_vec());
        let has_room = self.profiles.len() < MAX_PROFILES || self.profiles.contains_key(&key);
        if has_room && atr.len() <= MAX_ATR_LEN && !key.0.is_empty() {
            self.profiles.insert(key, profile);
        }
    }

    /// Everything that is known: model of reader, answer to reset, and what was learnt.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[u8], &ReaderProfile)> {
        let all = self.profiles.iter();
        all.map(|((model, atr), profile)| (model.as_str(), atr.as_slice(), profile))
    }

    /// Forgets what was learnt of a model of reader with a kind of chip.
    pub fn forget(&mut self, model: &str, atr: &[u8]) {
        self.profiles.remove(&(model.to_owned(), atr.to_vec()));
    }

    /// Takes over what another counter learnt; what is known here stays.
    pub fn merge(&mut self, other: Self) {
        for (key, profile) in other.profiles {
            if self.profiles.len() < MAX_PROFILES {
                self.profiles.entry(key).or_insert(profile);
            }
        }
    }
}

/// The name of a PC/SC reader without the number that tells two of one model apart, and without what
/// would break a line.
fn model(reader: &str) -> String {
    let mut words: Vec<&str> = reader.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_index(word)) {
        words.pop();
    }
    let name = words.join(" ");
    name.chars()
        .filter(|letter| !letter.is_control())
        .take(128)
        .collect()
}

/// `00`, or a serial number in brackets.
fn is_index(word: &str) -> bool {
    let number = word.len() <= 2 && word.chars().all(|letter| letter.is_ascii_digit());
    number || (word.starts_with('(') && word.ends_with(')'))
}

fn parse_line(line: &str) -> Option<((String, Vec<u8>), ReaderProfile)> {
    if line.len() > MAX_LINE_LEN {
        return None;
    }
    let mut fields = line.split('\t');
    let name = model(fields.next()?);
    let atr = unhex(fields.next()?.trim())?;
    let mut profile = ReaderProfile::default();
    fields.for_each(|field| profile.take_field(field.trim()));
    (!name.is_empty() && atr.len() <= MAX_ATR_LEN).then_some(((name, atr), profile))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect();
    let (pairs, odd) = digits.as_deref()?.as_chunks::<2>();
    odd.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::PlainErrors;
    use crate::reading::{Addressing, CardAccessRoute, ExtendedLength, PastEnd};

    const ATR: [u8; 4] = [0x3B, 0x80, 0x80, 0x01];

    fn odd() -> ReaderProfile {
        ReaderProfile {
            extended_length: ExtendedLength::UpTo(1920),
            short_limit: Some(160),
            card_access: CardAccessRoute::MasterFile,
            addressing: Addressing::Select,
            past_end: PastEnd::Forbidden,
            plain_errors: PlainErrors::CommandCounted,
        }
    }

    #[test]
    fn what_is_remembered_comes_back_for_every_reader_of_the_model() {
        let mut memory = ProfileMemory::default();
        memory.remember("ACME Dual 5022 (A1B2) 01 00", &ATR, odd());
        let refused = ReaderProfile {
            extended_length: ExtendedLength::Refused,
            plain_errors: PlainErrors::BothCounted,
            card_access: CardAccessRoute::Select,
            ..ReaderProfile::default()
        };
        memory.remember("Other", &ATR, refused.clone());
        let text = memory.to_text();
        let copy = ProfileMemory::parse(&text).unwrap();
        assert_eq!(copy, memory);
        assert_eq!(copy.to_text(), text);
        assert_eq!(copy.profile("ACME Dual 5022 02 00", &ATR), odd());
        assert_eq!(copy.profile("Other 00 00", &ATR), refused);
        assert_eq!(copy.profile("Other", &[0x3B]), ReaderProfile::default());
        let mut third = ProfileMemory::default();
        third.remember("Other", &ATR, odd());
        third.merge(copy);
        assert_eq!(third.profile("Other", &ATR), odd(), "one's own stays");
        assert_eq!(third.profiles.len(), 2);
    }

    #[test]
    fn other_texts_are_refused_and_newer_fields_passed_over() {
        assert_eq!(ProfileMemory::parse(""), Err(ProfileMemoryError::Header));
        assert_eq!(ProfileMemory::parse("x\n"), Err(ProfileMemoryError::Header));
        for line in ["model", "model\t3", "model\tXY", "\t3B", &"x".repeat(600)] {
            let text = format!("{HEADER}\n\n{line}\n");
            assert_eq!(
                ProfileMemory::parse(&text),
                Err(ProfileMemoryError::Line(3)),
                "{line}"
            );
        }
        let newer = format!("{HEADER}\nm\t3B\tcolour=blue\tshort=0\textended=7\tfiles=select\n");
        let memory = ProfileMemory::parse(&newer).unwrap();
        let expected = ReaderProfile {
            addressing: Addressing::Select,
            ..ReaderProfile::default()
        };
        assert_eq!(memory.profile("m", &[0x3B]), expected);
    }

    #[test]
    fn a_memory_never_grows_without_end() {
        let mut memory = ProfileMemory::default();
        for number in 0..2000_u16 {
            memory.remember(&format!("model{number}"), &ATR, odd());
        }
        assert_eq!(memory.profiles.len(), MAX_PROFILES);
        assert!(ProfileMemory::parse(&memory.to_text()).is_ok());
        memory.remember("a\tb\n", &ATR, odd());
        assert!(!memory.to_text().contains("a\tb"));
    }
}
