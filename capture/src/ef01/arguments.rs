//! What EF01 operations are asked with. A value that a module would refuse cannot be written.

use zeroize::Zeroizing;

/// A character buffer: 1 or 2, on the R503 up to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buffer(u8);

impl Buffer {
    /// The buffer that every module has first.
    pub const ONE: Self = Self(1);
    /// The second.
    pub const TWO: Self = Self(2);

    /// A buffer by its number.
    pub fn new(number: u8) -> Option<Self> {
        (1..=6).contains(&number).then_some(Self(number))
    }

    /// Its number.
    pub fn number(self) -> u8 {
        self.0
    }
}

/// Pages of the module's library, one template on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The first one.
    pub first: u16,
    /// How many.
    pub count: u16,
}

/// A parameter that SetSysPara (0E) writes into the module's flash memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    number: u8,
    value: u8,
}

impl Parameter {
    /// The line's rate: a multiple of 9 600 up to 115 200 baud. The answer still comes at the old one.
    pub fn line_rate(baud: u32) -> Option<Self> {
        let factor = u8::try_from(baud / 9_600).ok()?;
        let exact = baud.is_multiple_of(9_600) && (1..=12).contains(&factor);
        exact.then_some(Self {
            number: 4,
            value: factor,
        })
    }

    /// How strictly the module compares: 1 to 5.
    pub fn security_level(level: u8) -> Option<Self> {
        (1..=5).contains(&level).then_some(Self {
            number: 5,
            value: level,
        })
    }

    /// Payload of one data packet: 32, 64, 128 or 256.
    pub fn packet_bytes(bytes: u16) -> Option<Self> {
        let sizes = [32_u16, 64, 128, 256];
        let (value, _) = (0_u8..).zip(sizes).find(|(_, size)| *size == bytes)?;
        Some(Self { number: 6, value })
    }

    pub(super) fn bytes(self) -> [u8; 2] {
        [self.number, self.value]
    }
}

/// A page of the module's notepad: 0 to 15, each of [`NOTE_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotePage(u8);

/// Bytes of one notepad page.
pub const NOTE_BYTES: usize = 32;

impl NotePage {
    /// A page by its number.
    pub fn new(number: u8) -> Option<Self> {
        (number < 16).then_some(Self(number))
    }

    pub(super) fn number(self) -> u8 {
        self.0
    }
}

/// How the R503's ring shines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LightPattern {
    /// Slowly brighter and darker.
    Breathing = 1,
    /// On and off.
    Flashing = 2,
    /// On.
    On = 3,
    /// Off.
    Off = 4,
    /// Becoming brighter.
    Rising = 5,
    /// Becoming darker.
    Falling = 6,
}

/// The colour of the R503's ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LightColour {
    /// Red.
    Red = 1,
    /// Blue.
    Blue = 2,
    /// Purple.
    Purple = 3,
    /// Green.
    Green = 4,
    /// Yellow.
    Yellow = 5,
    /// Cyan.
    Cyan = 6,
    /// White.
    White = 7,
}

/// What AuraLedConfig (35) sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Light {
    /// Pattern.
    pub pattern: LightPattern,
    /// 00 fast to FF slow.
    pub speed: u8,
    /// Colour.
    pub colour: LightColour,
    /// How often; 0 without end.
    pub cycles: u8,
}

/// A template or an image as it goes to or from the module: biometric data, wiped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sample(Zeroizing<Vec<u8>>);

impl Sample {
    /// The longest that any operation moves: an image of the largest module that states no geometry.
    pub const MAX_BYTES: usize = 36_864;

    /// Takes bytes, none left and not too many.
    pub fn new(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        (1..=Self::MAX_BYTES)
            .contains(&bytes.len())
            .then_some(Self(bytes))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}
