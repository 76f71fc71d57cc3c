//! EF01 command set, the part that one image capture needs.

use super::packet::{Address, Packet, PacketKind};

/// A command to the module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// 13 VfyPwd: unlocks the module.
    VerifyPassword(u32),
    /// 0F ReadSysPara: address, packet size, line rate.
    ReadSystemParameters,
    /// 3C ReadProdInfo: model and image geometry (R503; others refuse or stay silent).
    ReadProductInfo,
    /// 01 GenImg: takes a frame into the module's image buffer.
    GenerateImage,
    /// 0A UpImage: sends the image buffer as data packets.
    UploadImage,
}

impl Command {
    /// The operation's name in the module's manual.
    pub fn name(self) -> &'static str {
        match self {
            Self::VerifyPassword(_) => "VfyPwd",
            Self::ReadSystemParameters => "ReadSysPara",
            Self::ReadProductInfo => "ReadProdInfo",
            Self::GenerateImage => "GenImg",
            Self::UploadImage => "UpImage",
        }
    }

    /// The bytes on the line.
    pub fn encode(self, address: Address) -> Vec<u8> {
        let mut payload = vec![self.operation()];
        if let Self::VerifyPassword(password) = self {
            payload.extend_from_slice(&password.to_be_bytes());
        }
        match Packet::new(PacketKind::Command, &payload) {
            Ok(packet) => packet.encode(address),
            // A payload of one to five bytes always fits.
            Err(_) => Vec::new(),
        }
    }

    fn operation(self) -> u8 {
        match self {
            Self::VerifyPassword(_) => 0x13,
            Self::ReadSystemParameters => 0x0F,
            Self::ReadProductInfo => 0x3C,
            Self::GenerateImage => 0x01,
            Self::UploadImage => 0x0A,
        }
    }
}

/// The first byte of an acknowledge packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// 00.
    Ok,
    /// 02, nothing on the window.
    NoFinger,
    /// 03, the frame could not be taken.
    ImagingFailed,
    /// 13.
    WrongPassword,
    /// 21, a password is set and was not given.
    PasswordNeeded,
    /// Any other code.
    Other(u8),
}

impl Confirmation {
    /// The code's meaning.
    pub fn from_code(code: u8) -> Self {
        match code {
            0x00 => Self::Ok,
            0x02 => Self::NoFinger,
            0x03 => Self::ImagingFailed,
            0x13 => Self::WrongPassword,
            0x21 => Self::PasswordNeeded,
            other => Self::Other(other),
        }
    }

    /// The code on the line.
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0x00,
            Self::NoFinger => 0x02,
            Self::ImagingFailed => 0x03,
            Self::WrongPassword => 0x13,
            Self::PasswordNeeded => 0x21,
            Self::Other(code) => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_equal_the_manuals_bytes() {
        let tail = |command: Command| command.encode(Address::default()).split_off(6);
        assert_eq!(
            Command::VerifyPassword(0).encode(Address::default()),
            [
                0xEF, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0, 0x07, 0x13, 0, 0, 0, 0, 0, 0x1B
            ]
        );
        assert_eq!(
            tail(Command::ReadSystemParameters),
            [1, 0, 3, 0x0F, 0, 0x13]
        );
        assert_eq!(tail(Command::ReadProductInfo), [1, 0, 3, 0x3C, 0, 0x40]);
        assert_eq!(tail(Command::GenerateImage), [1, 0, 3, 0x01, 0, 0x05]);
        assert_eq!(tail(Command::UploadImage), [1, 0, 3, 0x0A, 0, 0x0E]);
    }

    #[test]
    fn every_code_survives_the_round_trip() {
        for code in 0..=u8::MAX {
            assert_eq!(Confirmation::from_code(code).code(), code);
        }
    }
}
