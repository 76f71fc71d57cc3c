//! Status words SW1-SW2. ISO/IEC 7816-4 §5.6.

use std::fmt;

/// How the card says that a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(u16);

impl StatusWord {
    /// Normal processing.
    pub const SUCCESS: Self = Self(0x9000);
    /// Fewer bytes than asked for: the end of the file was reached.
    pub const END_OF_FILE: Self = Self(0x6282);
    /// The selected file is invalidated; some cards answer so and let it be read.
    pub const FILE_INVALIDATED: Self = Self(0x6283);
    /// Authentication failed without a counter.
    pub const AUTHENTICATION_FAILED: Self = Self(0x6300);
    /// Wrong length.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// Security status not satisfied: access control is missing.
    pub const SECURITY_NOT_SATISFIED: Self = Self(0x6982);
    /// Secure messaging is not supported: the card no longer knows the session.
    pub const SECURE_MESSAGING_UNKNOWN: Self = Self(0x6882);
    /// Secure-messaging data objects missing; the session is over.
    pub const SECURE_MESSAGING_MISSING: Self = Self(0x6987);
    /// Secure-messaging data objects incorrect; the session is over.
    pub const SECURE_MESSAGING_INCORRECT: Self = Self(0x6988);
    /// Incorrect parameters in the data field.
    pub const INCORRECT_DATA: Self = Self(0x6A80);
    /// File or application not found.
    pub const FILE_NOT_FOUND: Self = Self(0x6A82);
    /// Offset outside the file.
    pub const WRONG_OFFSET: Self = Self(0x6B00);

    /// From the two bytes read as one big-endian number.
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Both bytes as one big-endian number.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Normal processing, and nothing else.
    #[must_use]
    pub const fn is_success(self) -> bool {
        self.0 == Self::SUCCESS.0
    }

    /// A checking or execution error: nothing was done, no data follow (64xx to 6Fxx).
    #[must_use]
    pub const fn is_error(self) -> bool {
        matches!(self.0 >> 8, 0x64..=0x6F)
    }

    /// The card dropped its secure-messaging session.
    #[must_use]
    pub const fn ends_session(self) -> bool {
        self.0 == Self::SECURE_MESSAGING_MISSING.0
            || self.0 == Self::SECURE_MESSAGING_INCORRECT.0
            || self.0 == Self::SECURE_MESSAGING_UNKNOWN.0
    }

    /// Without protection inside a session, it may speak of the session rather than of the file.
    #[must_use]
    pub const fn may_mean_lost_session(self) -> bool {
        matches!(self.0 >> 8, 0x64 | 0x65 | 0x69 | 0x6D | 0x6E | 0x6F)
    }

    /// 61xx: so many bytes wait for GET RESPONSE (0 stands for 256 or more).
    #[must_use]
    pub const fn waiting(self) -> Option<usize> {
        match self.0.to_be_bytes() {
            [0x61, 0] => Some(256),
            [0x61, count] => Some(count as usize),
            _ => None,
        }
    }

    /// 6Cxx: the length that would have been right (0 stands for 256).
    #[must_use]
    pub const fn right_length(self) -> Option<usize> {
        match self.0.to_be_bytes() {
            [0x6C, 0] => Some(256),
            [0x6C, count] => Some(count as usize),
            _ => None,
        }
    }

    /// Answers by which cards refuse a password: 63xx, and what some say instead.
    #[must_use]
    pub const fn refuses_password(self) -> bool {
        self.0 >> 8 == 0x63
            || self.0 == Self::SECURITY_NOT_SATISFIED.0
            || self.0 == Self::SECURE_MESSAGING_INCORRECT.0
            || self.0 == Self::INCORRECT_DATA.0
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({:04X})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::StatusWord;

    #[test]
    fn lengths_of_61_and_6c_read_zero_as_256() {
        assert_eq!(StatusWord::new(0x6100).waiting(), Some(256));
        assert_eq!(StatusWord::new(0x6110).waiting(), Some(16));
        assert_eq!(StatusWord::new(0x6C00).right_length(), Some(256));
        assert_eq!(StatusWord::new(0x6CDF).right_length(), Some(223));
        assert_eq!(StatusWord::SUCCESS.waiting(), None);
        assert_eq!(StatusWord::new(0x6110).right_length(), None);
    }

    #[test]
    fn warnings_are_not_errors() {
        for warning in [0x6282, 0x6283, 0x63C2, 0x9000, 0x6110] {
            assert!(!StatusWord::new(warning).is_error(), "{warning:04X}");
        }
        for error in [0x6700, 0x6982, 0x6A82, 0x6B00, 0x6C10, 0x6F00] {
            assert!(StatusWord::new(error).is_error(), "{error:04X}");
        }
    }
}
