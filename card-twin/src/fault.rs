//! Ways in which a card can be wrong on purpose.

use std::str::FromStr;

use crate::Error;
use crate::misbehaviour::Misbehaviour;
use crate::quirk::Quirk;

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
    /// The session is lost after this many commands, as when another program resets the card.
    ResetAfter(u32),
    /// SELECT of the master file always answers this status word.
    SelectMasterFile(u16),
    /// READ BINARY with a longer Le answers 6700.
    LongestRead(u16),
    /// A way in which the chip breaks a protocol.
    Misbehaviour(Misbehaviour),
    /// An oddity that a healthy card may have.
    Quirk(Quirk),
}

const FAULTS: [(&str, &str); 11] = [
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
    (
        "q48-reset-after=N",
        "the session is lost after N commands, as when another program resets the card",
    ),
    (
        "q01-select-mf=SW",
        "SELECT 3F00 always answers SW: 6D00, 6700, 6982, 6A82, 6A86, 6A87, 6985",
    ),
    (
        "q20-longest-read=N",
        "READ BINARY with a Le over N answers 6700; 160 and 192 are known",
    ),
];

const COUNT: usize = FAULTS.len() + Misbehaviour::ALL.len() + Quirk::ALL.len();

const fn every_fault() -> [(&'static str, &'static str); COUNT] {
    let mut all = [("", ""); COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < FAULTS.len() {
            FAULTS[at]
        } else if at < FAULTS.len() + Misbehaviour::ALL.len() {
            let one = &Misbehaviour::ALL[at - FAULTS.len()];
            (one.name, one.what)
        } else {
            let quirk = &Quirk::ALL[at - FAULTS.len() - Misbehaviour::ALL.len()];
            (quirk.name, quirk.what)
        };
        at += 1;
    }
    all
}

impl Fault {
    /// Every fault, misbehaviour and quirk as it is written on the command line, with what it does.
    pub const ALL: &'static [(&'static str, &'static str)] = &every_fault();
}

impl FromStr for Fault {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || Error::UnknownFault(text.to_owned());
        if let Some((name, number)) = text.split_once('=') {
            return with_number(name, number).ok_or_else(unknown);
        }
        let quirk = Quirk::ALL.iter().find(|known| known.name == text);
        let misbehaviour = Misbehaviour::ALL.iter().find(|known| known.name == text);
        match text {
            "none" => Ok(Self::None),
            "changed-dg2" => Ok(Self::ChangedDg2),
            "clone" => Ok(Self::Clone),
            "clone-own-keys" => Ok(Self::CloneOwnKeys),
            "unknown-issuer" => Ok(Self::UnknownIssuer),
            "no-dg15" => Ok(Self::NoDg15),
            _ => quirk
                .map(|known| Self::Quirk(known.quirk))
                .or_else(|| misbehaviour.map(|known| Self::Misbehaviour(known.misbehaviour)))
                .ok_or_else(unknown),
        }
    }
}

fn with_number(name: &str, number: &str) -> Option<Fault> {
    match name {
        "remove-after" => number.parse().ok().map(Fault::RemoveAfter),
        "slow" => number.parse().ok().map(Fault::Slow),
        "q48-reset-after" => number.parse().ok().map(Fault::ResetAfter),
        "q20-longest-read" => number.parse().ok().map(Fault::LongestRead),
        "q01-select-mf" if number.len() == 4 => u16::from_str_radix(number, 16)
            .ok()
            .map(Fault::SelectMasterFile),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_fault_can_be_named_and_has_its_own_name() {
        for (name, what) in Fault::ALL {
            let example = name
                .replace("=N", "=7")
                .replace("=MS", "=7")
                .replace("=SW", "=6D00");
            assert!(example.parse::<Fault>().is_ok(), "{name}");
            assert!(!what.is_empty());
            let same = Fault::ALL.iter().filter(|(other, _)| other == name);
            assert_eq!(same.count(), 1, "{name}");
        }
        assert!("remove-after=x".parse::<Fault>().is_err());
        assert!("q01-select-mf=9".parse::<Fault>().is_err());
        assert!("nope".parse::<Fault>().is_err());
    }
}
