//! A finger that is not taken, or not well enough: reason and a second person. Circular 60/2021/TT-BCA Art. 5.

use super::finger::Finger;
use crate::fault::Fault;

/// Why a finger is not taken: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExceptionReason {
    /// The finger is missing.
    Amputated,
    /// Bandaged or hurt, for now.
    Injured,
    /// Ridges worn off by work or age.
    Worn,
    /// A disease of the skin.
    SkinDisease,
    /// The person cannot place the finger.
    Disability,
    /// Every try stayed below the profile; the best image is kept.
    QualityNotReached,
}

impl ExceptionReason {
    /// All reasons, in the order of the list on the screen.
    pub const ALL: [Self; 6] = [
        Self::Amputated,
        Self::Injured,
        Self::Worn,
        Self::SkinDisease,
        Self::Disability,
        Self::QualityNotReached,
    ];

    /// The word in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Amputated => "amputated",
            Self::Injured => "injured",
            Self::Worn => "worn",
            Self::SkinDisease => "skin_disease",
            Self::Disability => "disability",
            Self::QualityNotReached => "quality_not_reached",
        }
    }

    /// The reason of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the finger lacks for good.
    pub fn lasting(self) -> Lasting {
        match self {
            Self::Amputated | Self::Disability => Lasting::Permanent,
            Self::Injured | Self::Worn | Self::SkinDisease | Self::QualityNotReached => {
                Lasting::Temporary
            }
        }
    }
}

/// How long the reason lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lasting {
    /// Until better days.
    Temporary,
    /// For good.
    Permanent,
}

/// An exception that one person asks for. It counts for nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedException {
    /// The finger.
    pub finger: Finger,
    /// Why.
    pub reason: ExceptionReason,
    /// The officer who asks.
    pub proposed_by: String,
}

/// An exception that a second person has confirmed. [`ProposedException::confirm`] makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedException {
    proposed: ProposedException,
    confirmed_by: String,
}

impl ProposedException {
    /// A second person looked at the hand and agrees.
    ///
    /// # Errors
    /// [`NotConfirmed`] when nobody is named, or the same person twice.
    pub fn confirm(self, by: &str) -> Result<ConfirmedException, NotConfirmed> {
        let by = by.trim();
        if by.is_empty() {
            return Err(NotConfirmed::Nobody);
        }
        if by.to_lowercase() == self.proposed_by.trim().to_lowercase() {
            return Err(NotConfirmed::SamePerson);
        }
        Ok(ConfirmedException {
            confirmed_by: by.to_owned(),
            proposed: self,
        })
    }
}

impl ConfirmedException {
    /// The finger.
    pub fn finger(&self) -> Finger {
        self.proposed.finger
    }

    /// Why.
    pub fn reason(&self) -> ExceptionReason {
        self.proposed.reason
    }

    /// The officer who asked.
    pub fn proposed_by(&self) -> &str {
        &self.proposed.proposed_by
    }

    /// The second person.
    pub fn confirmed_by(&self) -> &str {
        &self.confirmed_by
    }
}

/// Why an exception is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// No second person was named.
    #[error("no second person confirms the exception")]
    Nobody,
    /// Nobody confirms an exception of their own.
    #[error("the second person is the first")]
    SamePerson,
}

impl NotConfirmed {
    /// The rule.
    pub fn clause(&self) -> &'static str {
        "capture profile: second person"
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}
