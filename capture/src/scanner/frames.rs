//! From a byte stream to scans: CR, LF, CRLF, ETX, EOT or silence ends one.

use zeroize::Zeroizing;

use super::ScanError;

/// A longer text is no code of a card.
pub const MAX_SCAN_BYTES: usize = 2048;
/// Silence that ends a scan without a suffix.
pub const SILENCE_MS: u64 = 80;

const STX: u8 = 0x02;
const ENDS: [u8; 4] = [b'\r', b'\n', 0x03, 0x04];

/// Collects one scan at a time; never holds more than [`MAX_SCAN_BYTES`].
pub struct Frames {
    held: Zeroizing<Vec<u8>>,
}

impl Default for Frames {
    fn default() -> Self {
        // Reserved once: a vector that grows would leave text behind in freed memory.
        let held = Zeroizing::new(Vec::with_capacity(MAX_SCAN_BYTES));
        Self { held }
    }
}

impl Frames {
    /// Takes one byte; a scan when this byte ends one.
    pub fn feed(&mut self, byte: u8) -> Option<Result<Zeroizing<String>, ScanError>> {
        if ENDS.contains(&byte) {
            return self.end();
        }
        if self.held.len() == MAX_SCAN_BYTES {
            self.held.clear();
            return Some(Err(ScanError::Endless));
        }
        if byte != STX || !self.held.is_empty() {
            self.held.push(byte);
        }
        None
    }

    /// The line was silent for [`SILENCE_MS`], or an end byte came.
    pub fn end(&mut self) -> Option<Result<Zeroizing<String>, ScanError>> {
        let fresh = Zeroizing::new(Vec::with_capacity(MAX_SCAN_BYTES));
        let whole = std::mem::replace(&mut self.held, fresh);
        (!without_aim(&whole).is_empty()).then(|| checked(&whole))
    }
}

/// One scan's text without its AIM identifier, when no letter was damaged on the way.
///
/// # Errors
/// [`ScanError::Charset`].
pub(super) fn checked(bytes: &[u8]) -> Result<Zeroizing<String>, ScanError> {
    text(without_aim(bytes))
}

/// AIM identifier: `]`, a letter, a digit.
fn without_aim(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b']', code, modifier, rest @ ..]
            if code.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            rest
        }
        _ => bytes,
    }
}

fn text(bytes: &[u8]) -> Result<Zeroizing<String>, ScanError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ScanError::Charset)?;
    if text.chars().any(is_damage) || is_twice_encoded(text) || lost_letters(text) {
        return Err(ScanError::Charset);
    }
    Ok(Zeroizing::new(text.to_owned()))
}

fn is_damage(letter: char) -> bool {
    letter == char::REPLACEMENT_CHARACTER || letter.is_control()
}

/// UTF-8 that was taken for Latin-1 and encoded once more: its letters, as bytes, are UTF-8 again.
fn is_twice_encoded(text: &str) -> bool {
    let narrow: Option<Zeroizing<Vec<u8>>> = text
        .chars()
        .map(|letter| u8::try_from(letter).ok())
        .collect::<Option<Vec<u8>>>()
        .map(Zeroizing::new);
    narrow.is_some_and(|bytes| !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok())
}

/// A card's QR text has no question mark; scanners put one for each letter that they lack.
fn lost_letters(text: &str) -> bool {
    text.contains('|') && text.contains('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";

    fn scans(line: &[u8]) -> Vec<Result<String, ScanError>> {
        let mut frames = Frames::default();
        let mut found: Vec<_> = line.iter().filter_map(|byte| frames.feed(*byte)).collect();
        found.extend(frames.end());
        found
            .into_iter()
            .map(|one| one.map(|text| text.to_string()))
            .collect()
    }

    #[test]
    fn every_suffix_and_silence_end_a_scan_and_frills_are_no_part_of_it() {
        for suffix in ["\r", "\n", "\r\n", "\u{3}", "\u{4}", ""] {
            for front in ["", "\u{2}", "]Q1", "\u{2}]Q1"] {
                let line = format!("{front}{QR}{suffix}");
                assert_eq!(scans(line.as_bytes()), [Ok(QR.to_owned())], "{line:?}");
            }
        }
        let two = format!("{QR}\r\n{QR}\r\n");
        assert_eq!(scans(two.as_bytes()).len(), 2);
    }

    #[test]
    fn charset_damage_is_never_repaired() {
        let twice: String = QR.bytes().map(char::from).collect();
        let lost = QR.replace('ễ', "?");
        let replaced = QR.replace('ễ', "\u{FFFD}");
        for damaged in [twice.as_str(), &lost, &replaced] {
            assert_eq!(scans(damaged.as_bytes()), [Err(ScanError::Charset)]);
        }
        assert_eq!(scans(b"001|Nguy\xE9n"), [Err(ScanError::Charset)]);
    }

    #[test]
    fn endless_data_end_at_the_bound() {
        let found = scans(&[b'A'; MAX_SCAN_BYTES * 3]);
        assert_eq!(found.first(), Some(&Err(ScanError::Endless)));
    }
}
