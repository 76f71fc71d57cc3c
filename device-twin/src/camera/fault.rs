//! The menu of faults.

use std::str::FromStr;

macro_rules! faults {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// One thing that is wrong with the camera or with who sits in front of it.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub enum CameraFault {
            /// Nothing.
            #[default]
            None,
            $(#[doc = $text] $variant,)*
        }

        impl CameraFault {
            /// Every fault with its name and what it is.
            pub const MENU: &'static [(&'static str, Self, &'static str)] =
                &[$(($name, Self::$variant, $text),)*];
        }
    };
}

faults! {
    Dark "dark" "The lamp is off.",
    Blurred "blurred" "The lens is out of focus.",
    TwoFaces "two-faces" "Another person looks over the shoulder.",
    NoFace "no-face" "Nobody sits there.",
    Turned "turned" "The head is turned on its side.",
    Far "far" "The person sits too far away.",
    Frozen "frozen" "The same frame for ever.",
    MidFrame "mid-frame" "The connection ends in the middle of the sixth frame.",
    Silent "silent" "The connection opens and nothing comes.",
    Stalls "stalls" "After five frames nothing comes any more.",
    Garbage "garbage" "Frames that are no images.",
    HalfImage "half-image" "Frames that end in their middle, with a true length.",
    Endless "endless" "A frame that never ends.",
    Drip "drip" "A frame that comes byte by byte.",
    WrongLength "wrong-length" "A stated length that is not the frame's.",
    NoBoundary "no-boundary" "An answer without a boundary.",
    NotFound "not-found" "No stream at the address (404).",
    HugeHead "huge-head" "An answer whose head never ends.",
}

impl FromStr for CameraFault {
    type Err = UnknownCameraFault;

    fn from_str(name: &str) -> Result<Self, UnknownCameraFault> {
        if name == "none" {
            return Ok(Self::None);
        }
        Self::MENU
            .iter()
            .find_map(|(known, fault, _)| (*known == name).then_some(*fault))
            .ok_or(UnknownCameraFault)
    }
}

/// A name that is not on the menu.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown fault; known are: none, {}", names())]
pub struct UnknownCameraFault;

fn names() -> String {
    let names: Vec<_> = CameraFault::MENU.iter().map(|(name, ..)| *name).collect();
    names.join(", ")
}
