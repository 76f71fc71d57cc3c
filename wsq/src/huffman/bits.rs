//! Annex B: bits of a block, most significant first; a zero byte follows every FF, ones fill the last byte.

/// Bits up to the next marker.
#[derive(Debug, Clone)]
pub(crate) struct BitReader<'a> {
    rest: &'a [u8],
    /// Bits read ahead, left-aligned; ones beyond `held`.
    window: u64,
    held: u32,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(rest: &'a [u8]) -> Self {
        let mut reader = Self {
            rest,
            window: u64::MAX,
            held: 0,
        };
        reader.refill();
        reader
    }

    /// The next 16 bits; ones stand for those after the end.
    pub(crate) const fn ahead16(&self) -> u16 {
        (self.window >> 48) as u16
    }

    /// Passes over up to 16 bits; `None` when there are not so many.
    pub(crate) fn skip(&mut self, count: u8) -> Option<()> {
        self.held = self.held.checked_sub(count.into())?;
        self.window = !(!self.window << count);
        if self.held < 32 {
            self.refill();
        }
        Some(())
    }

    /// Reads 8 or 16 bits as a number.
    pub(crate) fn number(&mut self, count: u8) -> Option<u16> {
        let number = self.ahead16() >> 16u8.checked_sub(count)?;
        self.skip(count).map(|()| number)
    }

    /// Whether nothing is left but ones that fill the last byte.
    pub(crate) const fn only_padding_left(&self) -> bool {
        self.held < 8 && self.window == u64::MAX
    }

    /// What follows the bits: a marker, or nothing. Bits not read are passed over.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn refill(&mut self) {
        while self.held <= 56 {
            let (byte, rest) = match self.rest {
                [0xFF, 0x00, rest @ ..] => (0xFF, rest),
                [0xFF, ..] | [] => return,
                [byte, rest @ ..] => (*byte, rest),
            };
            self.rest = rest;
            let gap = 56 - self.held;
            self.window &= !(u64::from(!byte) << gap);
            self.held += 8;
        }
    }
}

/// Writes the bits of a block.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    out: Vec<u8>,
    window: u32,
    held: u32,
}

impl BitWriter {
    /// Appends the low `count` bits, at most 16.
    pub(crate) fn put(&mut self, bits: u16, count: u8) {
        self.window = (self.window << count) | u32::from(bits);
        self.held += u32::from(count);
        while self.held >= 8 {
            self.held -= 8;
            let [.., byte] = (self.window >> self.held).to_be_bytes();
            self.byte(byte);
        }
        self.window &= (1 << self.held) - 1;
    }

    /// Fills the last byte with ones.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let missing = u8::try_from((8 - self.held) % 8).unwrap_or(0);
        self.put((1 << missing) - 1, missing);
        self.out
    }

    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
        if byte == 0xFF {
            self.out.push(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_back_stuffed_and_padded() {
        let mut writer = BitWriter::default();
        for (bits, count) in [(0b1, 1), (0xFFFF, 16), (0, 3), (0xABC, 12), (0b10, 2)] {
            writer.put(bits, count);
        }
        let mut bytes = writer.finish();
        assert_eq!(
            bytes,
            [0xFF, 0, 0xFF, 0, 0b1000_1010, 0b1011_1100, 0b1011_1111]
        );
        bytes.extend([0xFF, 0xA1]);
        let mut reader = BitReader::new(&bytes);
        assert_eq!(reader.number(1), Some(1));
        assert_eq!(reader.number(16), Some(0xFFFF));
        assert_eq!(reader.number(3), Some(0));
        assert_eq!(reader.number(12), Some(0xABC));
        assert!(!reader.only_padding_left());
        assert_eq!(reader.number(2), Some(0b10));
        assert!(reader.only_padding_left());
        assert_eq!(reader.number(16), None);
        assert_eq!(reader.rest(), [0xFF, 0xA1]);
    }

    #[test]
    fn nothing_is_padding() {
        assert!(BitReader::new(&[]).only_padding_left());
        assert!(BitReader::new(&[0xFF, 0xA3, 1]).only_padding_left());
        assert!(!BitReader::new(&[0xFF, 0x00]).only_padding_left());
    }
}
