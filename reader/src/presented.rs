//! What was shown at the counter before the chip was opened: printed or typed, never signed.
//! ICAO Doc 9303-11 §4.2.
//!
//! It is part of a reading, for two reasons: whoever judges the reading again must see that the key that
//! opened the chip is the one that DG1 gives, and compare the printed data with the signed ones.

use zeroize::Zeroizing;

use crate::access::{AccessKey, CardAccessNumber};
use crate::fault::Fault;
use crate::mrz::{MachineReadableZone, PersonalNumber};
use crate::qr::QrText;
use crate::read_out::PasswordKind;

/// The most things that are presented of one card: QR code, MRZ, number, card access number.
pub const MAX_PRESENTED: usize = 4;

/// One thing that was presented. A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone)]
pub struct Presented {
    text: Zeroizing<String>,
    content: PresentedContent,
}

/// What a presented text says.
#[derive(Clone)]
pub enum PresentedContent {
    /// The QR code printed on the card.
    Qr(Box<QrText>),
    /// The machine-readable zone, scanned or typed.
    Mrz(Box<MachineReadableZone>),
    /// The citizen's number, typed.
    Number(PersonalNumber),
    /// The card access number alone.
    Can(CardAccessNumber),
}

/// The kinds of what can be presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PresentedKind {
    /// [`PresentedContent::Qr`].
    Qr,
    /// [`PresentedContent::Mrz`].
    Mrz,
    /// [`PresentedContent::Number`].
    Number,
    /// [`PresentedContent::Can`].
    Can,
}

/// A text is not of the kind that it is said to be; the text itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was presented is no {}", .0.word())]
pub struct PresentedError(pub PresentedKind);

impl PresentedKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Qr, Self::Mrz, Self::Number, Self::Can];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::Mrz => "mrz",
            Self::Number => "number",
            Self::Can => "can",
        }
    }
}

impl Presented {
    /// A text of this kind, as it was scanned or typed.
    ///
    /// # Errors
    /// [`PresentedError`] when it is not of the kind.
    pub fn new(kind: PresentedKind, text: &str) -> Result<Self, PresentedError> {
        let error = PresentedError(kind);
        let content = match kind {
            PresentedKind::Qr => QrText::parse(text)
                .map(|qr| PresentedContent::Qr(Box::new(qr)))
                .map_err(|_| error),
            PresentedKind::Mrz => MachineReadableZone::from_scan(text)
                .map(|zone| PresentedContent::Mrz(Box::new(zone)))
                .map_err(|_| error),
            PresentedKind::Number => PersonalNumber::new(text)
                .map(PresentedContent::Number)
                .map_err(|_| error),
            PresentedKind::Can => CardAccessNumber::new(text)
                .map(PresentedContent::Can)
                .map_err(|_| error),
        };
        Ok(Self {
            text: Zeroizing::new(text.to_owned()),
            content: content?,
        })
    }

    /// The text as it was scanned or typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> &PresentedContent {
        &self.content
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> PresentedKind {
        match self.content {
            PresentedContent::Qr(_) => PresentedKind::Qr,
            PresentedContent::Mrz(_) => PresentedKind::Mrz,
            PresentedContent::Number(_) => PresentedKind::Number,
            PresentedContent::Can(_) => PresentedKind::Can,
        }
    }

    /// The key that it gives.
    #[must_use]
    pub fn access_key(&self) -> Option<AccessKey> {
        let can = |number: &PersonalNumber| CardAccessNumber::new(number.can()).ok();
        match &self.content {
            PresentedContent::Qr(qr) => can(&qr.personal_number).map(AccessKey::Can),
            PresentedContent::Mrz(zone) => zone.key().map(AccessKey::Mrz),
            PresentedContent::Number(number) => can(number).map(AccessKey::Can),
            PresentedContent::Can(number) => Some(AccessKey::Can(number.clone())),
        }
    }

    /// The password that its key is.
    pub(crate) fn password(&self) -> PasswordKind {
        match self.content {
            PresentedContent::Mrz(_) => PasswordKind::Mrz,
            PresentedContent::Qr(_) | PresentedContent::Number(_) | PresentedContent::Can(_) => {
                PasswordKind::Can
            }
        }
    }
}

impl PresentedError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "9303-11 §4.2"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_gives_the_key_that_opens_the_card() {
        let mrz = "IDVNM1990000184001199000018<<5\n9903159F3903157VNM<<<<<<<<<<<2\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
        let qr = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
        for (kind, text) in [
            (PresentedKind::Qr, qr),
            (PresentedKind::Mrz, mrz),
            (PresentedKind::Number, "001199000018"),
            (PresentedKind::Can, "000018"),
        ] {
            let presented = Presented::new(kind, text).ok().unwrap();
            assert_eq!(presented.kind(), kind);
            assert_eq!(presented.text(), text);
            let key = presented.access_key().unwrap();
            assert_eq!(key.kind(), presented.password());
        }
    }

    #[test]
    fn a_text_of_another_kind_is_refused() {
        for kind in PresentedKind::ALL {
            let error = Presented::new(kind, "nothing of the card").err().unwrap();
            assert_eq!(error, PresentedError(kind));
            assert_eq!(
                (error.clause(), error.who()),
                ("9303-11 §4.2", Fault::Operator)
            );
        }
    }
}
