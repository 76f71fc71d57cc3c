//! Command and response APDUs, short and extended. ISO/IEC 7816-4 §5.1.

use zeroize::Zeroizing;

use super::StatusWord;
use crate::channel::ChannelError;

/// A command APDU. Its data may be secret: no `Debug`, wiped when dropped.
pub struct CommandApdu {
    header: [u8; 4],
    data: Zeroizing<Vec<u8>>,
    expected_len: Option<usize>,
    extended: bool,
}

impl CommandApdu {
    /// The most that a short command can ask for (Le = 00).
    pub const SHORT_MAXIMUM: usize = 256;
    /// The most that an extended command can ask for (Le = 0000).
    pub const EXTENDED_MAXIMUM: usize = 65_536;

    /// A command from CLA INS P1 P2, without data and without an expected answer.
    #[must_use]
    pub fn new(header: [u8; 4]) -> Self {
        Self {
            header,
            data: Zeroizing::default(),
            expected_len: None,
            extended: false,
        }
    }

    /// With a data field of at most 65 535 bytes; the protocols here stay far below.
    #[must_use]
    pub fn with_data(self, data: Vec<u8>) -> Self {
        Self {
            data: Zeroizing::new(data),
            ..self
        }
    }

    /// With the number of bytes expected in the answer (Ne), 1 to 65 536.
    #[must_use]
    pub fn expecting(self, expected_len: usize) -> Self {
        let expected_len = expected_len.clamp(1, Self::EXTENDED_MAXIMUM);
        Self {
            expected_len: Some(expected_len),
            ..self
        }
    }

    /// In extended form even where the short one would do: under protection an answer of more than
    /// 223 bytes no longer fits a short one.
    #[must_use]
    pub fn in_extended_form(self) -> Self {
        Self {
            extended: true,
            ..self
        }
    }

    /// CLA INS P1 P2.
    #[must_use]
    pub fn header(&self) -> [u8; 4] {
        self.header
    }

    /// The data field.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The number of bytes expected in the answer (Ne).
    #[must_use]
    pub fn expected_len(&self) -> Option<usize> {
        self.expected_len
    }

    /// Whether the command needs the extended form.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.extended
            || self.data.len() > 255
            || self
                .expected_len
                .is_some_and(|len| len > Self::SHORT_MAXIMUM)
    }

    /// The bytes to send: short whenever data and answer allow it.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.data.len() + 9));
        bytes.extend_from_slice(&self.header);
        if self.is_extended() {
            self.encode_extended(&mut bytes);
        } else {
            self.encode_short(&mut bytes);
        }
        bytes
    }

    fn encode_short(&self, bytes: &mut Vec<u8>) {
        if !self.data.is_empty() {
            bytes.push(low_byte(self.data.len()));
            bytes.extend_from_slice(&self.data);
        }
        // Ne = 256 is written as 00, which is also its low byte.
        bytes.extend(self.expected_len.map(low_byte));
    }

    fn encode_extended(&self, bytes: &mut Vec<u8>) {
        bytes.push(0);
        if !self.data.is_empty() {
            bytes.extend_from_slice(&low_bytes(self.data.len()));
            bytes.extend_from_slice(&self.data);
        }
        if let Some(len) = self.expected_len {
            bytes.extend_from_slice(&low_bytes(len));
        }
    }
}

/// A response APDU. Its data may be a citizen's: no `Debug`, wiped when dropped.
pub struct ResponseApdu {
    data: Zeroizing<Vec<u8>>,
    status: StatusWord,
}

impl ResponseApdu {
    /// Splits data from status word.
    ///
    /// # Errors
    /// An empty answer is a card that left (pcscd reports it so), one byte has no status word.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, ChannelError> {
        let mut data = Zeroizing::new(bytes);
        let len = data.len();
        let Some(status) = data.last_chunk::<2>().copied() else {
            return Err(if len == 0 {
                ChannelError::CardRemoved
            } else {
                ChannelError::TooShort(len)
            });
        };
        data.truncate(len - 2);
        Ok(Self {
            data,
            status: StatusWord::new(u16::from_be_bytes(status)),
        })
    }

    pub(crate) fn from_parts(data: Zeroizing<Vec<u8>>, status: StatusWord) -> Self {
        Self { data, status }
    }

    /// The data field.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// SW1-SW2.
    #[must_use]
    pub fn status(&self) -> StatusWord {
        self.status
    }

    /// Data and status word as they came.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.data.to_vec();
        bytes.extend_from_slice(&self.status.value().to_be_bytes());
        bytes
    }
}

fn low_byte(len: usize) -> u8 {
    len.to_le_bytes()[0]
}

fn low_bytes(len: usize) -> [u8; 2] {
    let [low, high, ..] = len.to_le_bytes();
    [high, low]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_short_cases() {
        let header = [0x00, 0xB0, 0x01, 0x02];
        assert_eq!(CommandApdu::new(header).encode()[..], header);
        assert_eq!(CommandApdu::new(header).expecting(4).encode()[4..], [4]);
        assert_eq!(CommandApdu::new(header).expecting(256).encode()[4..], [0]);
        let with_data = CommandApdu::new(header).with_data(vec![9, 8]);
        assert_eq!(with_data.encode()[4..], [2, 9, 8]);
        assert_eq!(with_data.expecting(256).encode()[4..], [2, 9, 8, 0]);
    }

    #[test]
    fn extended_when_data_or_answer_is_long() {
        let long = CommandApdu::new([0; 4]).with_data(vec![7; 256]).encode();
        assert_eq!(long[4..8], [0, 1, 0, 7]);
        let answer = CommandApdu::new([0; 4]).expecting(65_536).encode();
        assert_eq!(answer[4..], [0, 0, 0]);
        let both = CommandApdu::new([0; 4])
            .with_data(vec![7])
            .expecting(257)
            .encode();
        assert_eq!(both[4..], [0, 0, 1, 7, 1, 1]);
        let forced = CommandApdu::new([0; 4]).expecting(230).in_extended_form();
        assert_eq!(forced.encode()[4..], [0, 0, 230]);
    }

    #[test]
    fn an_answer_without_status_word_is_a_channel_error() {
        assert_eq!(
            ResponseApdu::parse(vec![]).err(),
            Some(ChannelError::CardRemoved)
        );
        assert_eq!(
            ResponseApdu::parse(vec![0x90]).err(),
            Some(ChannelError::TooShort(1))
        );
        let parsed = ResponseApdu::parse(vec![1, 0x6A, 0x82]).unwrap();
        assert_eq!((parsed.data(), parsed.status().value()), (&[1][..], 0x6A82));
    }
}
