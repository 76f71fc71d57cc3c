//! The menu of faults.

use std::str::FromStr;
use std::time::Duration;

macro_rules! faults {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// One thing that the service does wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SbiFault {
            /// Nothing.
            None,
            /// Every answer waits this long.
            Late(Duration),
            $(#[doc = $text] $variant,)*
        }

        impl SbiFault {
            /// Every fault that needs no number, with its name and what it is.
            pub const MENU: &'static [(&'static str, Self, &'static str)] =
                &[$(($name, Self::$variant, $text),)*];
        }
    };
}

faults! {
    UnplugDiscover "unplug-discover" "The connection ends while devices are listed.",
    UnplugInfo "unplug-info" "The connection ends while the device is asked who it is.",
    UnplugCapture "unplug-capture" "The connection ends while fingers are on the platen.",
    HalfCapture "half-capture" "The answer ends in its middle.",
    EndlessCapture "endless-capture" "The answer never ends.",
    Garbage "garbage" "The answer is not JSON.",
    Busy "busy" "Another program captures (111).",
    NotReady "not-ready" "The device is not ready (110).",
    NoFinger "no-finger" "Nothing is on the platen (101).",
    ThreeOfFour "three-of-four" "One finger fewer than asked for.",
    CountError "count-error" "The device itself says that a finger is missing (109).",
    EmptyFrame "empty-frame" "Signed images without any ridge.",
    TwiceTheSame "twice-the-same" "The same finger twice.",
    OneAsAll "one-as-all" "The first finger under every name.",
    OtherHand "other-hand" "Fingers of the other hand, signed as such.",
    WrongRecord "wrong-record" "The record names another finger than the signed answer.",
    WrongSignature "wrong-signature" "One bit of the signature is turned.",
    ChangedData "changed-data" "The image is changed after it was signed.",
    AlgorithmNone "algorithm-none" "No signature, and a header that says so.",
    AlgorithmHmac "algorithm-hmac" "Signed with the certificate as a shared secret.",
    ForeignRoot "foreign-root" "Signed under a root that nobody pinned.",
    ExpiredKey "expired-key" "The device's certificate has expired.",
    Replayed "replayed" "The answer of an earlier transaction.",
    Stale "stale" "An hour-old answer.",
    Developer "developer" "Captures are signed for a developer's desk.",
    OtherPurpose "other-purpose" "Captures are signed for authentication.",
    BrokenChain "broken-chain" "The hash of the second finger does not follow.",
    OtherDevice "other-device" "Another device of the same maker signed.",
    NoStream "no-stream" "The device shows no live picture.",
    BrokenStream "broken-stream" "The live picture is none.",
    NotRegistered "not-registered" "The device was never registered: nothing is signed.",
}

impl FromStr for SbiFault {
    type Err = UnknownSbiFault;

    fn from_str(name: &str) -> Result<Self, UnknownSbiFault> {
        if name == "none" {
            return Ok(Self::None);
        }
        if let Some(milliseconds) = name.strip_prefix("late=") {
            let parsed = milliseconds.parse().map_err(|_| UnknownSbiFault)?;
            return Ok(Self::Late(Duration::from_millis(parsed)));
        }
        Self::MENU
            .iter()
            .find_map(|(known, fault, _)| (*known == name).then_some(*fault))
            .ok_or(UnknownSbiFault)
    }
}

/// A name that is not on the menu.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown fault; known are: none, late=MS, {}", names())]
pub struct UnknownSbiFault;

fn names() -> String {
    let names: Vec<_> = SbiFault::MENU.iter().map(|(name, ..)| *name).collect();
    names.join(", ")
}
