//! EF01 confirmation codes: the first byte of every acknowledge packet.

/// What the module says of the command that it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// 00.
    Ok,
    /// 01, the command packet did not arrive whole, or the module does not know it.
    PacketError,
    /// 02, nothing on the window.
    NoFinger,
    /// 03, the frame could not be taken.
    ImagingFailed,
    /// 06, the image is too messy for features.
    TooMessy,
    /// 07, the image has too few features.
    TooFewFeatures,
    /// 08, the two buffers are of different fingers.
    NoMatch,
    /// 09, the library holds no such finger.
    NotFound,
    /// 0A, the two buffers do not combine into one template.
    NotCombined,
    /// 0B, there is no such page in the library.
    BadPage,
    /// 0C, the page holds no template that can be read.
    TemplateUnreadable,
    /// 0D, the template cannot be sent.
    TemplateNotSent,
    /// 0E, the module takes no data packets now.
    NotReceiving,
    /// 0F, the image cannot be sent.
    ImageNotSent,
    /// 10, the template was not deleted.
    NotDeleted,
    /// 11, the library was not emptied.
    NotEmptied,
    /// 13.
    WrongPassword,
    /// 15, the image buffer holds no valid image.
    NoValidImage,
    /// 18, the flash memory was not written.
    FlashFailed,
    /// 1A, there is no such parameter.
    BadParameter,
    /// 20, the address is another one.
    WrongAddress,
    /// 21, a password is set and was not given.
    PasswordNeeded,
    /// Any other code.
    Other(u8),
}

impl Confirmation {
    /// The codes that have a name.
    const NAMED: [(u8, Self); 22] = [
        (0x00, Self::Ok),
        (0x01, Self::PacketError),
        (0x02, Self::NoFinger),
        (0x03, Self::ImagingFailed),
        (0x06, Self::TooMessy),
        (0x07, Self::TooFewFeatures),
        (0x08, Self::NoMatch),
        (0x09, Self::NotFound),
        (0x0A, Self::NotCombined),
        (0x0B, Self::BadPage),
        (0x0C, Self::TemplateUnreadable),
        (0x0D, Self::TemplateNotSent),
        (0x0E, Self::NotReceiving),
        (0x0F, Self::ImageNotSent),
        (0x10, Self::NotDeleted),
        (0x11, Self::NotEmptied),
        (0x13, Self::WrongPassword),
        (0x15, Self::NoValidImage),
        (0x18, Self::FlashFailed),
        (0x1A, Self::BadParameter),
        (0x20, Self::WrongAddress),
        (0x21, Self::PasswordNeeded),
    ];

    /// The code's meaning.
    pub fn from_code(code: u8) -> Self {
        let named = Self::NAMED.iter().find(|(known, _)| *known == code);
        named.map_or(Self::Other(code), |(_, meaning)| *meaning)
    }

    /// The code on the line.
    pub fn code(self) -> u8 {
        if let Self::Other(code) = self {
            return code;
        }
        let named = Self::NAMED.iter().find(|(_, meaning)| *meaning == self);
        named.map_or(0xFF, |(code, _)| *code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_round_trip() {
        for code in 0..=u8::MAX {
            assert_eq!(Confirmation::from_code(code).code(), code);
        }
    }
}
