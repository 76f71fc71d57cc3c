//! What is trusted, and what was learnt of readers.

use reader::trust::ListKind;
use time::{Date, OffsetDateTime};

/// The trust store at a moment.
pub struct TrustOverview {
    /// Files and what they gave.
    pub rows: Vec<TrustRow>,
    /// Whether this computer's clock is behind what the store knows.
    pub clock_is_doubtful: bool,
}

/// One entry of the trust store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRow {
    /// Its file.
    pub file: String,
    /// What it is.
    pub what: TrustWhat,
    /// Whose it is.
    pub subject: String,
    /// When it came into the store.
    pub since: Option<OffsetDateTime>,
    /// Its last day.
    pub until: Option<Date>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustWhat {
    /// A country signing CA.
    Anchor,
    /// A link between two of its keys.
    Link,
    /// A document signer.
    Signer,
    /// A signed list.
    List(ListKind),
    /// A revocation list.
    RevocationList,
    /// A file that does not count.
    Refused,
}

/// What was learnt of one model of reader with one kind of chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRow {
    /// The model of reader.
    pub reader: String,
    /// Answer to reset.
    pub answer_to_reset: Vec<u8>,
    /// What differs from a card without oddities.
    pub learnt: Vec<String>,
}
