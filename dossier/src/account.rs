//! An account's life after the approval. S1 Art. 18 to 20; Decree 69/2024 Art. 14.
//!
//! A lock is no state of this life: a locked account keeps its state, and counts again as it did when it is opened.

use rules::{account::ActivationState, lock::LockCause};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It exists; the person has not been told yet.
    Issued,
    /// The person was told, and can activate it in the application.
    Notified,
    /// In use.
    Activated,
    /// The days to activate it in the application have passed.
    Lapsed,
}

/// What happens to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// The notice of it was delivered.
    Notify,
    /// The days of the profile have passed.
    Lapse,
    /// The application tells that the person has activated it.
    ActivateInApplication,
    /// An officer activates it with the person who comes too late.
    ActivateLate,
}

/// Why an event cannot happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefused {
    /// It is in use already.
    #[error("the account is active already")]
    Active,
    /// The person still activates it in the application.
    #[error("the account is still to be activated in the application")]
    InApplication,
    /// Its days have passed: the application does not activate it.
    #[error("the account is activated at the police or by the hotline only")]
    Late,
    /// Nobody has been told yet, or was told before.
    #[error("the account is not at this step")]
    NotAtThisStep,
    /// It is locked.
    #[error("the account is locked")]
    Locked,
    /// Its validity is over.
    #[error("the account's validity is over")]
    Ended,
}

impl AccountRefused {
    /// The clause.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Active | Self::InApplication | Self::Late | Self::NotAtThisStep => "S1 Art. 18",
            Self::Locked => "S1 Art. 19",
            Self::Ended => "S1 Art. 21.3e",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

impl AccountState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Issued, Self::Notified, Self::Activated, Self::Lapsed];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Notified => "notified",
            Self::Activated => "activated",
            Self::Lapsed => "lapsed",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// How an account stands beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Its state.
    pub state: AccountState,
    /// Where it is activated today; nothing before the person was told.
    pub activation: Option<ActivationState>,
    /// For what it is locked.
    pub locks: &'a [LockCause],
    /// Whether its validity is over.
    pub ended: bool,
}

/// The account's state after an event, or why it cannot happen.
///
/// # Errors
/// [`AccountRefused`]: the state first, then the end of validity, then a lock.
pub fn step(standing: &Standing<'_>, event: AccountEvent) -> Result<AccountState, AccountRefused> {
    use AccountState::{Activated, Issued, Lapsed, Notified};
    let late = matches!(standing.activation, Some(ActivationState::Late(_)));
    let next = match (event, standing.state) {
        (AccountEvent::Notify, Issued) => return Ok(Notified),
        (AccountEvent::Lapse, Notified) if late => return Ok(Lapsed),
        (AccountEvent::Notify | AccountEvent::Lapse, _) => {
            return Err(AccountRefused::NotAtThisStep);
        }
        (_, Activated) => return Err(AccountRefused::Active),
        // Who activates it has heard of it, whatever became of the notice.
        (AccountEvent::ActivateInApplication, Issued) => Activated,
        (AccountEvent::ActivateInApplication, Notified) if !late => Activated,
        (AccountEvent::ActivateInApplication, Notified | Lapsed) => {
            return Err(AccountRefused::Late);
        }
        (AccountEvent::ActivateLate, Lapsed) => Activated,
        (AccountEvent::ActivateLate, Notified) if late => Activated,
        (AccountEvent::ActivateLate, Issued | Notified) => {
            return Err(AccountRefused::InApplication);
        }
    };
    if standing.ended {
        return Err(AccountRefused::Ended);
    }
    if standing.locks.is_empty() {
        Ok(next)
    } else {
        Err(AccountRefused::Locked)
    }
}

#[cfg(test)]
mod tests {
    use rules::profile::LateActivation;
    use time::macros::date;

    use super::*;

    const IN_TIME: Option<ActivationState> =
        Some(ActivationState::InApplicationUntil(date!(2026 - 12 - 01)));
    const LATE: Option<ActivationState> = Some(ActivationState::Late(LateActivation::AtPolice));

    fn after(
        state: AccountState,
        activation: Option<ActivationState>,
        event: AccountEvent,
    ) -> Result<AccountState, AccountRefused> {
        let standing = Standing {
            state,
            activation,
            locks: &[],
            ended: false,
        };
        step(&standing, event)
    }

    #[test]
    fn every_event_in_every_state_in_time_and_late() {
        use AccountEvent::{ActivateInApplication, ActivateLate, Lapse, Notify};
        use AccountRefused::{Active, InApplication, Late, NotAtThisStep};
        use AccountState::{Activated, Issued, Lapsed, Notified};
        let table = [
            (
                Issued,
                None,
                [
                    Ok(Notified),
                    Err(NotAtThisStep),
                    Ok(Activated),
                    Err(InApplication),
                ],
            ),
            (
                Notified,
                IN_TIME,
                [
                    Err(NotAtThisStep),
                    Err(NotAtThisStep),
                    Ok(Activated),
                    Err(InApplication),
                ],
            ),
            (
                Notified,
                LATE,
                [Err(NotAtThisStep), Ok(Lapsed), Err(Late), Ok(Activated)],
            ),
            (
                Lapsed,
                LATE,
                [
                    Err(NotAtThisStep),
                    Err(NotAtThisStep),
                    Err(Late),
                    Ok(Activated),
                ],
            ),
            (
                Activated,
                LATE,
                [
                    Err(NotAtThisStep),
                    Err(NotAtThisStep),
                    Err(Active),
                    Err(Active),
                ],
            ),
        ];
        for (state, activation, expected) in table {
            let events = [Notify, Lapse, ActivateInApplication, ActivateLate];
            let found = events.map(|event| after(state, activation, event));
            assert_eq!(found, expected, "{state:?} {activation:?}");
        }
    }

    #[test]
    fn what_is_locked_or_over_is_not_activated() {
        for (locks, ended, why) in [
            (&[LockCause::Owner][..], false, AccountRefused::Locked),
            (&[], true, AccountRefused::Ended),
            (&[LockCause::Death], true, AccountRefused::Ended),
        ] {
            let standing = Standing {
                state: AccountState::Lapsed,
                activation: LATE,
                locks,
                ended,
            };
            assert_eq!(step(&standing, AccountEvent::ActivateLate), Err(why));
        }
    }
}
