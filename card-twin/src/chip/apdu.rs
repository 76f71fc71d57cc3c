//! Command and response APDUs. ISO/IEC 7816-3 §12.1, ISO/IEC 7816-4 §5.

/// A command, either as sent or as found inside secure messaging.
pub(crate) struct Command {
    pub(crate) class: u8,
    pub(crate) instruction: u8,
    pub(crate) p1: u8,
    pub(crate) p2: u8,
    pub(crate) data: Vec<u8>,
    /// Most bytes the sender expects; `None` when none are expected.
    pub(crate) expected: Option<usize>,
    /// Whether the outer command used extended length fields.
    pub(crate) extended: bool,
}

impl Command {
    /// Takes any of the seven encodings of a command.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let (data, expected, extended) = body_of(body)?;
        Some(Self {
            class,
            instruction,
            p1,
            p2,
            data: data.to_vec(),
            expected,
            extended,
        })
    }

    /// P1 and P2 as one number.
    pub(crate) fn parameters(&self) -> u16 {
        u16::from_be_bytes([self.p1, self.p2])
    }
}

fn body_of(body: &[u8]) -> Option<(&[u8], Option<usize>, bool)> {
    match body {
        [] => Some((&[], None, false)),
        [le] => Some((&[], Some(short_expected(*le)), false)),
        [0, rest @ ..] if rest.len() >= 2 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            if rest.is_empty() {
                return Some((&[], Some(extended_expected(*length)), true));
            }
            let (data, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            match *rest {
                _ if data.is_empty() => None,
                [] => Some((data, None, true)),
                [high, low] => Some((data, Some(extended_expected([high, low])), true)),
                _ => None,
            }
        }
        [length, rest @ ..] => {
            let (data, rest) = rest.split_at_checked(usize::from(*length))?;
            match rest {
                _ if data.is_empty() => None,
                [] => Some((data, None, false)),
                [le] => Some((data, Some(short_expected(*le)), false)),
                _ => None,
            }
        }
    }
}

/// A one-byte Le: zero means 256.
pub(crate) fn short_expected(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

/// A two-byte Le: zero means 65536.
pub(crate) fn extended_expected(le: [u8; 2]) -> usize {
    match u16::from_be_bytes(le) {
        0 => 65536,
        le => usize::from(le),
    }
}

/// Data and status word.
pub(crate) struct Answer {
    pub(crate) data: Vec<u8>,
    pub(crate) status: StatusWord,
}

/// What a handler gives: an answer, or the status word of its refusal.
pub(crate) type Reply = Result<Answer, StatusWord>;

impl Answer {
    /// 9000 with data.
    pub(crate) fn ok(data: Vec<u8>) -> Self {
        Self {
            data,
            status: StatusWord::OK,
        }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.data;
        bytes.extend_from_slice(&self.status.0.to_be_bytes());
        bytes
    }
}

impl From<StatusWord> for Answer {
    fn from(status: StatusWord) -> Self {
        Self {
            data: Vec::new(),
            status,
        }
    }
}

/// SW1 SW2.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusWord(pub(crate) u16);

impl StatusWord {
    pub(crate) const OK: Self = Self(0x9000);
    pub(crate) const FILE_DEACTIVATED: Self = Self(0x6283);
    pub(crate) const END_OF_FILE: Self = Self(0x6282);
    pub(crate) const AUTHENTICATION_FAILED: Self = Self(0x6300);
    pub(crate) const WRONG_LENGTH: Self = Self(0x6700);
    pub(crate) const SECURE_MESSAGING_NOT_SUPPORTED: Self = Self(0x6882);
    pub(crate) const CHAINING_NOT_SUPPORTED: Self = Self(0x6884);
    pub(crate) const SECURITY_NOT_SATISFIED: Self = Self(0x6982);
    pub(crate) const CONDITIONS_NOT_SATISFIED: Self = Self(0x6985);
    pub(crate) const NO_CURRENT_FILE: Self = Self(0x6986);
    pub(crate) const MESSAGING_OBJECT_MISSING: Self = Self(0x6987);
    pub(crate) const MESSAGING_OBJECT_WRONG: Self = Self(0x6988);
    pub(crate) const WRONG_DATA: Self = Self(0x6A80);
    pub(crate) const FILE_NOT_FOUND: Self = Self(0x6A82);
    pub(crate) const WRONG_PARAMETERS: Self = Self(0x6A86);
    pub(crate) const REFERENCE_NOT_FOUND: Self = Self(0x6A88);
    pub(crate) const OFFSET_OUTSIDE_FILE: Self = Self(0x6B00);
    pub(crate) const INSTRUCTION_NOT_SUPPORTED: Self = Self(0x6D00);
    pub(crate) const CLASS_NOT_SUPPORTED: Self = Self(0x6E00);
    pub(crate) const INTERNAL: Self = Self(0x6F00);
}

impl StatusWord {
    /// Neither success nor a warning.
    pub(crate) fn is_error(self) -> bool {
        !matches!(self.0 >> 8, 0x90 | 0x61 | 0x62)
    }
}

impl From<openssl::error::ErrorStack> for StatusWord {
    fn from(_: openssl::error::ErrorStack) -> Self {
        Self::INTERNAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_seven_encodings() {
        let parse = |bytes: &[u8]| {
            Command::parse(bytes)
                .map(|command| (command.data.len(), command.expected, command.extended))
        };
        assert_eq!(parse(&[0, 0, 0, 0]), Some((0, None, false)));
        assert_eq!(parse(&[0, 0, 0, 0, 0]), Some((0, Some(256), false)));
        assert_eq!(parse(&[0, 0, 0, 0, 1, 9]), Some((1, None, false)));
        assert_eq!(parse(&[0, 0, 0, 0, 1, 9, 8]), Some((1, Some(8), false)));
        assert_eq!(parse(&[0, 0, 0, 0, 0, 0, 0]), Some((0, Some(65536), true)));
        assert_eq!(parse(&[0, 0, 0, 0, 0, 0, 1, 9]), Some((1, None, true)));
        assert_eq!(
            parse(&[0, 0, 0, 0, 0, 0, 1, 9, 1, 0]),
            Some((1, Some(256), true))
        );
        assert_eq!(parse(&[0, 0, 0]), None);
        assert_eq!(parse(&[0, 0, 0, 0, 5, 9]), None);
        assert_eq!(parse(&[0, 0, 0, 0, 1, 9, 8, 7]), None);
    }
}
