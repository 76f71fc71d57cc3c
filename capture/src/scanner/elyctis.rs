//! Elyctis ID BOX: TLV with a two-byte length, the most significant byte first. Scanner Command Set 1.7.

use zeroize::Zeroizing;

use super::{MAX_SCAN_BYTES, ScanError};

/// Sends a zone as soon as a document lies there; the reader disables it after each read.
pub const CONTINUOUS_ON: [u8; 4] = [0x43, 0x00, 0x01, 0x01];

const ZONE_TAGS: [u8; 2] = [0x49, 0x4C];

/// Collects one TLV at a time.
pub struct Decoder {
    held: Zeroizing<Vec<u8>>,
}

impl Default for Decoder {
    fn default() -> Self {
        let held = Zeroizing::new(Vec::with_capacity(MAX_SCAN_BYTES));
        Self { held }
    }
}

impl Decoder {
    /// Takes one byte. An empty zone (no document) and other tags are nothing.
    ///
    /// # Errors
    /// [`ScanError::Endless`] for a length that no zone has, [`ScanError::Charset`] for other letters.
    pub fn feed(&mut self, byte: u8) -> Option<Result<Zeroizing<String>, ScanError>> {
        self.held.push(byte);
        let [tag, high, low, value @ ..] = self.held.as_slice() else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if length > MAX_SCAN_BYTES - 3 {
            self.held.clear();
            return Some(Err(ScanError::Endless));
        }
        if value.len() < length {
            return None;
        }
        let zone =
            (ZONE_TAGS.contains(tag) && length > 0).then(|| match std::str::from_utf8(value) {
                Ok(text) => Ok(Zeroizing::new(
                    text.trim_end().replace("\r\n", "\n").replace('\r', "\n"),
                )),
                Err(_) => Err(ScanError::Charset),
            });
        self.held.clear();
        zone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_comes_after_an_empty_answer_and_a_lying_length_is_refused() {
        let mut decoder = Decoder::default();
        let line = [0x49, 0, 0, 0x43, 0, 1, 1, 0x49, 0, 3, b'A', b'\r', b'B'];
        let found: Vec<_> = line.iter().filter_map(|byte| decoder.feed(*byte)).collect();
        let [Ok(zone)] = found.as_slice() else {
            panic!("one zone");
        };
        assert_eq!(zone.as_str(), "A\nB");
        let lie = [0x49, 0xFF, 0xFF];
        let found: Vec<_> = lie.iter().filter_map(|byte| decoder.feed(*byte)).collect();
        assert!(matches!(found.as_slice(), [Err(ScanError::Endless)]));
    }
}
