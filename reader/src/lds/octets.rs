//! Fixed-length fields of biometric records, big-endian. ISO/IEC 19794-4:2005 §7, ISO/IEC 19794-5:2005 §5.

use super::LdsError;

/// What is left of a record.
pub(super) struct Octets<'a> {
    rest: &'a [u8],
    file: &'static str,
}

impl<'a> Octets<'a> {
    pub(super) fn new(record: &'a [u8], file: &'static str) -> Self {
        Self { rest: record, file }
    }

    /// The next octets, or an error that names the element they belong to.
    pub(super) fn take(
        &mut self,
        length: usize,
        element: &'static str,
    ) -> Result<&'a [u8], LdsError> {
        let wrong = LdsError::Value {
            file: self.file,
            element,
        };
        let (taken, after) = self.rest.split_at_checked(length).ok_or(wrong)?;
        self.rest = after;
        Ok(taken)
    }

    pub(super) fn remaining(&self) -> usize {
        self.rest.len()
    }
}

/// The octets `from..to` of a header as a number; 0 where there are none.
pub(super) fn number(header: &[u8], from: usize, to: usize) -> usize {
    header
        .get(from..to)
        .unwrap_or_default()
        .iter()
        .fold(0, |number, octet| (number << 8) | usize::from(*octet))
}

/// Two octets of a header as a number; 0 where there are none.
pub(super) fn number16(header: &[u8], at: usize) -> u16 {
    match header.get(at..at + 2) {
        Some([high, low]) => u16::from_be_bytes([*high, *low]),
        _ => 0,
    }
}
