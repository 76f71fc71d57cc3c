//! Ways in which a card can be wrong on purpose.

use std::str::FromStr;

use crate::Error;

/// One fault; a card may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A healthy card.
    None,
    /// One byte of the portrait was changed after the document was signed.
    ChangedDg2,
    /// All files were copied verbatim to a chip that lacks the private keys of DG14 and DG15.
    Clone,
    /// As `Clone`, but DG14 and DG15 hold the copying chip's own keys, which EF.SOD does not know.
    CloneOwnKeys,
    /// Everything is signed under a country signing CA that the operator never loaded.
    UnknownIssuer,
    /// DG15 was removed from the chip and from EF.COM; EF.SOD still lists it.
    NoDg15,
    /// The card leaves the field after answering this many commands.
    RemoveAfter(u32),
    /// Every answer takes this many milliseconds longer.
    Slow(u32),
}

impl Fault {
    /// Every fault as it is written on the command line, with what it does.
    pub const ALL: &'static [(&'static str, &'static str)] = &[
        ("none", "a healthy card"),
        (
            "changed-dg2",
            "one byte of the portrait changed after signing",
        ),
        ("clone", "files copied verbatim, private keys missing"),
        (
            "clone-own-keys",
            "files copied, DG14 and DG15 replaced by the chip's own keys",
        ),
        ("unknown-issuer", "signed under a CSCA that nobody loaded"),
        (
            "no-dg15",
            "DG15 removed from chip and EF.COM, EF.SOD still lists it",
        ),
        ("remove-after=N", "card leaves after N commands"),
        ("slow=MS", "every answer takes MS milliseconds longer"),
    ];
}

impl FromStr for Fault {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || Error::UnknownFault(text.to_owned());
        if let Some((name, number)) = text.split_once('=') {
            let number = number.parse().map_err(|_| unknown())?;
            return match name {
                "remove-after" => Ok(Self::RemoveAfter(number)),
                "slow" => Ok(Self::Slow(number)),
                _ => Err(unknown()),
            };
        }
        match text {
            "none" => Ok(Self::None),
            "changed-dg2" => Ok(Self::ChangedDg2),
            "clone" => Ok(Self::Clone),
            "clone-own-keys" => Ok(Self::CloneOwnKeys),
            "unknown-issuer" => Ok(Self::UnknownIssuer),
            "no-dg15" => Ok(Self::NoDg15),
            _ => Err(unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_fault_can_be_named() {
        for (name, _) in Fault::ALL {
            let example = name.replace("=N", "=7").replace("=MS", "=7");
            assert!(example.parse::<Fault>().is_ok(), "{name}");
        }
        assert!("remove-after=x".parse::<Fault>().is_err());
        assert!("nope".parse::<Fault>().is_err());
    }
}
