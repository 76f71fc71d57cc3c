//! The menu of faults.

use std::str::FromStr;
use std::time::Duration;

/// One thing that the sensor does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// One data packet's sum is wrong.
    BadSum,
    /// One data packet is never sent.
    DroppedPacket,
    /// One data packet is sent twice.
    DuplicatePacket,
    /// The last packet is marked as if more followed.
    MissingLast,
    /// Boot bytes 0x55 between packets.
    Noise,
    /// Every answer waits first.
    LateAck(Duration),
    /// No finger is ever placed.
    NoFinger,
    /// The cable is pulled in the middle of the image.
    UnplugMidImage,
    /// The password is another one.
    WrongPassword,
    /// The image upload is refused.
    Refused,
    /// The frame holds no finger although the module saw one.
    EmptyFrame,
    /// Data packets far beyond one image.
    Overlong,
    /// One data packet bears another module's address.
    WrongAddress,
    /// The module cannot send (0E) instead of having no image (0F).
    CannotSend,
    /// The cable is pulled before the answer to this command, counted from 0.
    UnplugAt(u8),
}

impl Fault {
    /// The names of the command line.
    pub const NAMES: &'static str = "none, bad-sum, dropped-packet, duplicate-packet, missing-last, noise, \
         late-ack=MS, no-finger, unplug-mid-image, wrong-password, refused, empty-frame, overlong, \
         wrong-address, cannot-send, unplug-at=N";

    /// What the fault of a name does.
    #[must_use]
    pub fn meaning(name: &str) -> &'static str {
        match name {
            "bad-sum" => "One data packet's sum is wrong.",
            "dropped-packet" => "One data packet is never sent.",
            "duplicate-packet" => "One data packet is sent twice.",
            "missing-last" => "The last packet is marked as if more followed.",
            "noise" => "Boot bytes between packets.",
            "late-ack=MS" => "Every answer waits first.",
            "no-finger" => "No finger is ever placed.",
            "unplug-mid-image" => "The cable is pulled in the middle of the image.",
            "wrong-password" => "The password is another one.",
            "refused" => "The image upload is refused.",
            "empty-frame" => "The frame holds no finger although the module saw one.",
            "overlong" => "Data packets far beyond one image.",
            "wrong-address" => "One data packet bears another module's address.",
            "cannot-send" => "The module cannot send instead of having no image.",
            "unplug-at=N" => "The cable is pulled before the answer to this command.",
            _ => "Nothing.",
        }
    }
}

/// A name that is not on the menu.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown fault; known are: {}", Fault::NAMES)]
pub struct UnknownFault;

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        if let Some(milliseconds) = name.strip_prefix("late-ack=") {
            let parsed = milliseconds.parse().map_err(|_| UnknownFault)?;
            return Ok(Self::LateAck(Duration::from_millis(parsed)));
        }
        if let Some(command) = name.strip_prefix("unplug-at=") {
            return command
                .parse()
                .map(Self::UnplugAt)
                .map_err(|_| UnknownFault);
        }
        Ok(match name {
            "none" => Self::None,
            "bad-sum" => Self::BadSum,
            "dropped-packet" => Self::DroppedPacket,
            "duplicate-packet" => Self::DuplicatePacket,
            "missing-last" => Self::MissingLast,
            "noise" => Self::Noise,
            "no-finger" => Self::NoFinger,
            "unplug-mid-image" => Self::UnplugMidImage,
            "wrong-password" => Self::WrongPassword,
            "refused" => Self::Refused,
            "empty-frame" => Self::EmptyFrame,
            "overlong" => Self::Overlong,
            "wrong-address" => Self::WrongAddress,
            "cannot-send" => Self::CannotSend,
            _ => return Err(UnknownFault),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_menu_parses() {
        for name in Fault::NAMES.split(", ") {
            let name = name.trim().replace("MS", "250").replace("=N", "=3");
            assert!(name.parse::<Fault>().is_ok(), "{name}");
        }
        assert_eq!("late-ack=x".parse::<Fault>(), Err(UnknownFault));
    }
}
