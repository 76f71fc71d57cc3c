//! Locking and unlocking an account. S1 Art. 19, 20.

use serde::{Deserialize, Serialize};

/// Why an account is locked. S1 Art. 19.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockCause {
    /// The owner asks. Art. 19.1.
    Owner,
    /// A procedural or competent body asks. Art. 19.2.
    Authority,
    /// A relying party asks. Art. 19.2.
    RelyingParty,
    /// Breach of the terms of service. Art. 19.3.
    Breach,
    /// The personal number was established anew or cancelled. Art. 19.4.
    NumberCancelled,
    /// Death. Art. 19.5.
    Death,
    /// The password was not changed in time. Art. 19.6, 22.3.
    PasswordOverdue,
    /// The card was withdrawn or is held (Law on Identification Art. 34).
    CardWithdrawn,
    /// A foreigner's document or stay has ended.
    StayEnded,
    /// The organisation was dissolved or has stopped.
    Dissolved,
}

/// Why a locked account is opened again. S1 Art. 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnlockCause {
    /// The owner who asked for the lock asks for its end. Art. 20.1.
    SameOwner,
    /// The body or relying party that asked for the lock asks for its end. Art. 20.2.
    SameBody,
    /// The breach is mended and the owner asks. Art. 20.3.
    BreachMended,
    /// The password was changed with a biometric check. Art. 22.3; Art. 20 is silent.
    PasswordChanged,
}

/// Who says that a lock has a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The owner, identified at the counter.
    IdentifiedOwner,
    /// A document with number, body and scan.
    Document,
    /// An officer's note.
    OfficerNote,
    /// An event of a source database.
    SourceEvent,
    /// A timer of the profile.
    Timer,
}

impl LockCause {
    /// Every cause.
    pub const ALL: [Self; 10] = [
        Self::Owner,
        Self::Authority,
        Self::RelyingParty,
        Self::Breach,
        Self::NumberCancelled,
        Self::Death,
        Self::PasswordOverdue,
        Self::CardWithdrawn,
        Self::StayEnded,
        Self::Dissolved,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Authority => "authority",
            Self::RelyingParty => "relying_party",
            Self::Breach => "breach",
            Self::NumberCancelled => "number_cancelled",
            Self::Death => "death",
            Self::PasswordOverdue => "password_overdue",
            Self::CardWithdrawn => "card_withdrawn",
            Self::StayEnded => "stay_ended",
            Self::Dissolved => "dissolved",
        }
    }

    /// The cause of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word() == word)
    }

    /// What must stand behind the cause.
    #[must_use]
    pub fn evidence(self) -> Evidence {
        match self {
            Self::Owner => Evidence::IdentifiedOwner,
            Self::Authority | Self::RelyingParty => Evidence::Document,
            Self::Breach => Evidence::OfficerNote,
            Self::NumberCancelled
            | Self::Death
            | Self::CardWithdrawn
            | Self::StayEnded
            | Self::Dissolved => Evidence::SourceEvent,
            Self::PasswordOverdue => Evidence::Timer,
        }
    }

    /// The one way to open an account locked for this cause; none where the decree names none.
    #[must_use]
    pub fn unlock(self) -> Option<UnlockCause> {
        match self {
            Self::Owner => Some(UnlockCause::SameOwner),
            Self::Authority | Self::RelyingParty => Some(UnlockCause::SameBody),
            Self::Breach => Some(UnlockCause::BreachMended),
            Self::PasswordOverdue => Some(UnlockCause::PasswordChanged),
            Self::NumberCancelled
            | Self::Death
            | Self::CardWithdrawn
            | Self::StayEnded
            | Self::Dissolved => None,
        }
    }
}

impl UnlockCause {
    /// What must stand behind it.
    #[must_use]
    pub fn evidence(self) -> Evidence {
        match self {
            Self::SameOwner | Self::BreachMended => Evidence::IdentifiedOwner,
            Self::SameBody => Evidence::Document,
            Self::PasswordChanged => Evidence::SourceEvent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_opens_by_its_own_way_or_not_at_all() {
        let table = LockCause::ALL.map(|cause| (cause, cause.unlock()));
        let expected = [
            (LockCause::Owner, Some(UnlockCause::SameOwner)),
            (LockCause::Authority, Some(UnlockCause::SameBody)),
            (LockCause::RelyingParty, Some(UnlockCause::SameBody)),
            (LockCause::Breach, Some(UnlockCause::BreachMended)),
            (LockCause::NumberCancelled, None),
            (LockCause::Death, None),
            (
                LockCause::PasswordOverdue,
                Some(UnlockCause::PasswordChanged),
            ),
            (LockCause::CardWithdrawn, None),
            (LockCause::StayEnded, None),
            (LockCause::Dissolved, None),
        ];
        assert_eq!(table, expected);
    }

    #[test]
    fn words_come_back() {
        for cause in LockCause::ALL {
            assert_eq!(LockCause::from_word(cause.word()), Some(cause));
        }
        assert_eq!(LockCause::from_word("else"), None);
    }

    #[test]
    fn a_password_lock_opens_by_its_source_and_a_bodys_by_a_document() {
        assert_eq!(
            UnlockCause::PasswordChanged.evidence(),
            Evidence::SourceEvent
        );
        assert_eq!(UnlockCause::SameBody.evidence(), Evidence::Document);
        for cause in [UnlockCause::SameOwner, UnlockCause::BreachMended] {
            assert_eq!(cause.evidence(), Evidence::IdentifiedOwner);
        }
    }
}
