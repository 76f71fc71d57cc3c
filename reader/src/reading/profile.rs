//! What worked with one model of reader and one kind of chip. ICAO Doc 9303-10 §3.6, §3.11.1.

use super::answer_to_reset;
use crate::access::PlainErrors;

/// How to read a kind of chip in a model of reader: learnt by reading, free of anything personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReaderProfile {
    /// Whether long answers get through.
    pub extended_length: ExtendedLength,
    /// The longest data asked for in short form, when that is less than protection allows.
    pub short_limit: Option<usize>,
    /// How EF.CardAccess is reached.
    pub card_access: CardAccessRoute,
    /// How the files of the application are reached.
    pub addressing: Addressing,
    /// Whether a command may ask for more than the file holds.
    pub past_end: PastEnd,
    /// What the card counts of its bare errors.
    pub plain_errors: PlainErrors,
}

/// Whether long answers get through card, driver and reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExtendedLength {
    /// Never tried: EF.ATR/INFO is asked, and the first file tries it.
    #[default]
    Unknown,
    /// Card, driver or reader refused.
    Refused,
    /// Answers of so many bytes, status word included.
    UpTo(usize),
}

/// How a file is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// READ BINARY with a short identifier: no SELECT needed.
    #[default]
    ShortIdentifier,
    /// SELECT by file identifier.
    Select,
}

/// How EF.CardAccess is reached after power-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardAccessRoute {
    /// By its short identifier, the master file being selected by itself.
    #[default]
    ShortIdentifier,
    /// By SELECT of the file.
    Select,
    /// By SELECT of the master file, then of the file.
    MasterFile,
}

/// Whether a command may ask for more than the file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PastEnd {
    /// The card gives what there is.
    #[default]
    Allowed,
    /// The card refuses, and may end the session: the header is read first.
    Forbidden,
}

impl ReaderProfile {
    /// What the answer to reset alone tells: whether the card takes extended lengths.
    #[must_use]
    pub fn for_answer_to_reset(atr: &[u8]) -> Self {
        let extended_length = match answer_to_reset::takes_extended_length(atr) {
            Some(false) => ExtendedLength::Refused,
            Some(true) | None => ExtendedLength::Unknown,
        };
        Self {
            extended_length,
            ..Self::default()
        }
    }

    /// `name=value` pairs of what differs from a card without oddities.
    #[must_use]
    pub fn to_fields(&self) -> Vec<String> {
        let mut fields = Vec::new();
        match self.extended_length {
            ExtendedLength::Unknown => {}
            ExtendedLength::Refused => fields.push("extended=no".into()),
            ExtendedLength::UpTo(len) => fields.push(format!("extended={len}")),
        }
        fields.extend(self.short_limit.map(|limit| format!("short={limit}")));
        let flags = [
            (
                self.card_access == CardAccessRoute::Select,
                "card-access=select",
            ),
            (
                self.card_access == CardAccessRoute::MasterFile,
                "card-access=master-file",
            ),
            (self.addressing == Addressing::Select, "files=select"),
            (self.past_end == PastEnd::Forbidden, "past-end=forbidden"),
            (
                self.plain_errors == PlainErrors::CommandCounted,
                "plain-errors=command",
            ),
            (
                self.plain_errors == PlainErrors::BothCounted,
                "plain-errors=both",
            ),
        ];
        fields.extend(
            flags
                .into_iter()
                .filter(|(is, _)| *is)
                .map(|(_, text)| text.into()),
        );
        fields
    }

    /// Takes one pair; names and values of newer versions are passed over.
    pub(super) fn take_field(&mut self, field: &str) {
        match field.split_once('=') {
            Some(("extended", "no")) => self.extended_length = ExtendedLength::Refused,
            Some(("extended", len)) => {
                let len = len.parse().ok().filter(|len| (258..=65_538).contains(len));
                self.extended_length = len.map_or(self.extended_length, ExtendedLength::UpTo);
            }
            Some(("short", limit)) => {
                self.short_limit = limit.parse().ok().filter(|limit| (1..=256).contains(limit));
            }
            Some(("card-access", "select")) => self.card_access = CardAccessRoute::Select,
            Some(("card-access", "master-file")) => self.card_access = CardAccessRoute::MasterFile,
            Some(("files", "select")) => self.addressing = Addressing::Select,
            Some(("past-end", "forbidden")) => self.past_end = PastEnd::Forbidden,
            Some(("plain-errors", "command")) => self.plain_errors = PlainErrors::CommandCounted,
            Some(("plain-errors", "both")) => self.plain_errors = PlainErrors::BothCounted,
            _ => {}
        }
    }
}
