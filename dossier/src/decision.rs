//! What may become of a case, and what an approving officer may decide.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// Where a case stands. [`crate::life::step`] says what may follow what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Being gathered at the counter.
    Draft,
    /// Closed and signed at the counter.
    Sealed,
    /// On its way to the backend.
    Uploading,
    /// At the backend, its signature verified.
    Received,
    /// Judged again by the backend.
    Checked,
    /// Received and checked; waits for an officer.
    Queued,
    /// An officer holds it under a lease.
    Claimed,
    /// One of two officers has approved it; waits for the other.
    ApprovedOnce,
    /// Sent back to the counter, with a reason that the counter can mend.
    Returned,
    /// Refused for good.
    Rejected,
    /// Approved.
    Approved,
    /// The account exists.
    AccountIssued,
    /// The person was told.
    Notified,
    /// The person's data are forgotten.
    Purged,
}

impl CaseState {
    /// All states, in the order of a case's life.
    pub const ALL: [Self; 14] = [
        Self::Draft,
        Self::Sealed,
        Self::Uploading,
        Self::Received,
        Self::Checked,
        Self::Queued,
        Self::Claimed,
        Self::ApprovedOnce,
        Self::Returned,
        Self::Rejected,
        Self::Approved,
        Self::AccountIssued,
        Self::Notified,
        Self::Purged,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sealed => "sealed",
            Self::Uploading => "uploading",
            Self::Received => "received",
            Self::Checked => "checked",
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::ApprovedOnce => "approved_once",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
            Self::AccountIssued => "account_issued",
            Self::Notified => "notified",
            Self::Purged => "purged",
        }
    }

    /// Whether the last word is spoken.
    #[must_use]
    pub fn is_decided(self) -> bool {
        match self {
            Self::Draft
            | Self::Sealed
            | Self::Uploading
            | Self::Received
            | Self::Checked
            | Self::Queued
            | Self::Claimed
            | Self::ApprovedOnce => false,
            Self::Returned
            | Self::Rejected
            | Self::Approved
            | Self::AccountIssued
            | Self::Notified
            | Self::Purged => true,
        }
    }

    /// Whether the person has been granted what was asked for.
    #[must_use]
    pub fn is_granted(self) -> bool {
        matches!(self, Self::Approved | Self::AccountIssued | Self::Notified)
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Why a registration is refused: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefusalReason {
    /// Portrait or fingerprint of too low quality.
    BioLow,
    /// The live portrait shows another person.
    FaceMismatch,
    /// The chip's signatures or proof do not hold.
    ChipPaFail,
    /// The card is revoked.
    CardRevoked,
    /// Data differ from a source.
    DataMismatch,
    /// Consent is missing.
    ConsentMissing,
    /// The person has a case or an account already.
    Duplicate,
    /// A biometric exception is not proven.
    ExceptionUnproven,
    /// Signs of fraud.
    FraudSuspect,
    /// The electronic identity is not clear. S1 Art. 12.1.
    IdentityUnclear,
    /// Barred from entry or exit. S1 Art. 12.2.
    TravelBan,
    /// Signs of harm to security or public order. S1 Art. 12.3.
    Security,
    /// Against the objectives of the decree; the note says how. S1 Art. 12.4.
    Purpose,
    /// An illness that takes away control of one's acts; the guardian's way is open. S1 Art. 12.5.
    Capacity,
    /// Temporarily not issued: what is shown where the ground is not. Nobody decides it.
    NotIssued,
    /// Another reason; the note says which.
    Other,
}

/// Whether the counter can mend what a refusal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Back to the counter: capture again and submit again.
    ReturnToCounter,
    /// The end of the case.
    Final,
}

/// What an approving officer decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// Level 2 is granted.
    Approve {
        /// What the sources answered, as the deciding officer states it.
        examined: Examined,
    },
    /// The higher level decides. S1 Art. 11.4.
    Escalate {
        /// Why; required.
        note: String,
    },
    /// Level 2 is refused, with its reason.
    Refuse {
        /// The reason.
        reason: RefusalReason,
        /// A remark for the counter; required for [`RefusalReason::Other`].
        #[serde(default)]
        note: Option<String>,
    },
}

/// What the sources answered about the person. S1 Art. 13.3a.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examined {
    /// Identity data with their source database.
    pub data: Answer,
    /// The face with the source database.
    pub portrait: Answer,
    /// The fingers with the source database.
    pub fingerprint: Answer,
}

/// A source's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The same.
    Matches,
    /// Not the same.
    Differs,
    /// None yet.
    NotAnswered,
}

impl Examined {
    /// Nothing has been answered.
    pub const NOTHING: Self = Self {
        data: Answer::NotAnswered,
        portrait: Answer::NotAnswered,
        fingerprint: Answer::NotAnswered,
    };
    /// Everything matches.
    pub const ALL_MATCH: Self = Self {
        data: Answer::Matches,
        portrait: Answer::Matches,
        fingerprint: Answer::Matches,
    };
}

/// What a decision brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An approval, of which a case of high risk needs two.
    Approval,
    /// To the higher level.
    Escalation,
    /// Back to the counter, for this reason.
    Return(RefusalReason),
    /// Refused for good, for this reason.
    Rejection(RefusalReason),
}

/// Why a decision cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// A reason that needs a note, or an escalation, without one.
    #[error("the reason needs a note")]
    NoteMissing,
    /// The word for a ground that is not shown is no ground.
    #[error("NOT_ISSUED is no reason")]
    NotAReason,
    /// A note beyond its bound.
    #[error("a note of {chars} characters is too long")]
    NoteTooLong {
        /// Its length.
        chars: usize,
    },
}

impl DecisionError {
    /// The rule that the decision breaks.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "S1 Art. 17"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

impl RefusalReason {
    /// All reasons.
    pub const ALL: [Self; 16] = [
        Self::BioLow,
        Self::FaceMismatch,
        Self::ChipPaFail,
        Self::CardRevoked,
        Self::DataMismatch,
        Self::ConsentMissing,
        Self::Duplicate,
        Self::ExceptionUnproven,
        Self::FraudSuspect,
        Self::IdentityUnclear,
        Self::TravelBan,
        Self::Security,
        Self::Purpose,
        Self::Capacity,
        Self::NotIssued,
        Self::Other,
    ];

    /// The reasons that the screen offers, in its order.
    pub const OFFERED: [Self; 10] = [
        Self::BioLow,
        Self::FaceMismatch,
        Self::ChipPaFail,
        Self::CardRevoked,
        Self::DataMismatch,
        Self::ConsentMissing,
        Self::Duplicate,
        Self::ExceptionUnproven,
        Self::FraudSuspect,
        Self::Other,
    ];

    /// The stable code, for example `BIO_LOW`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BioLow => "BIO_LOW",
            Self::FaceMismatch => "FACE_MISMATCH",
            Self::ChipPaFail => "CHIP_PA_FAIL",
            Self::CardRevoked => "CARD_REVOKED",
            Self::DataMismatch => "DATA_MISMATCH",
            Self::ConsentMissing => "CONSENT_MISSING",
            Self::Duplicate => "DUPLICATE",
            Self::ExceptionUnproven => "EXCEPTION_UNPROVEN",
            Self::FraudSuspect => "FRAUD_SUSPECT",
            Self::IdentityUnclear => "IDENTITY_UNCLEAR",
            Self::TravelBan => "TRAVEL_BAN",
            Self::Security => "SECURITY",
            Self::Purpose => "PURPOSE",
            Self::Capacity => "CAPACITY",
            Self::NotIssued => "NOT_ISSUED",
            Self::Other => "OTHER",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the counter can mend it; data that differ are corrected at their source and filed again.
    #[must_use]
    pub fn disposition(self) -> Disposition {
        match self {
            Self::BioLow | Self::ConsentMissing | Self::ExceptionUnproven | Self::DataMismatch => {
                Disposition::ReturnToCounter
            }
            Self::FaceMismatch
            | Self::ChipPaFail
            | Self::CardRevoked
            | Self::Duplicate
            | Self::FraudSuspect
            | Self::IdentityUnclear
            | Self::TravelBan
            | Self::Security
            | Self::Purpose
            | Self::Capacity
            | Self::NotIssued
            | Self::Other => Disposition::Final,
        }
    }

    /// Whether a note must say more.
    #[must_use]
    pub fn needs_note(self) -> bool {
        matches!(self, Self::Purpose | Self::Other)
    }
}

impl Decision {
    /// The longest note, in characters.
    pub const MAX_NOTE: usize = 500;

    /// What this decision brings about.
    ///
    /// # Errors
    /// [`DecisionError`] when the decision cannot stand.
    pub fn effect(&self) -> Result<Effect, DecisionError> {
        let chars = self.note().map_or(0, |note| note.chars().count());
        if chars > Self::MAX_NOTE {
            return Err(DecisionError::NoteTooLong { chars });
        }
        match self {
            Self::Approve { .. } => Ok(Effect::Approval),
            Self::Escalate { .. } if chars == 0 => Err(DecisionError::NoteMissing),
            Self::Escalate { .. } => Ok(Effect::Escalation),
            Self::Refuse { reason, .. } if reason.needs_note() && chars == 0 => {
                Err(DecisionError::NoteMissing)
            }
            Self::Refuse {
                reason: RefusalReason::NotIssued,
                ..
            } => Err(DecisionError::NotAReason),
            Self::Refuse { reason, .. } => Ok(match reason.disposition() {
                Disposition::ReturnToCounter => Effect::Return(*reason),
                Disposition::Final => Effect::Rejection(*reason),
            }),
        }
    }

    /// The note without blanks around it; nothing for an empty one.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        let note = match self {
            Self::Approve { .. } => None,
            Self::Escalate { note } => Some(note.as_str()),
            Self::Refuse { note, .. } => note.as_deref(),
        };
        note.map(str::trim).filter(|note| !note.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_wire() {
        for reason in RefusalReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
            assert_eq!(RefusalReason::from_code(reason.code()), Some(reason));
        }
    }

    fn refuse(reason: RefusalReason, note: Option<&str>) -> Result<Effect, DecisionError> {
        let note = note.map(str::to_owned);
        Decision::Refuse { reason, note }.effect()
    }

    #[test]
    fn other_and_purpose_need_a_note_and_no_note_is_endless() {
        for reason in [RefusalReason::Other, RefusalReason::Purpose] {
            assert_eq!(refuse(reason, None), Err(DecisionError::NoteMissing));
            assert_eq!(refuse(reason, Some("  ")), Err(DecisionError::NoteMissing));
            assert_eq!(
                refuse(reason, Some("giấy mờ")),
                Ok(Effect::Rejection(reason))
            );
        }
        assert_eq!(
            refuse(RefusalReason::Other, Some(&"ơ".repeat(501))),
            Err(DecisionError::NoteTooLong { chars: 501 })
        );
        let escalate = |note: &str| Decision::Escalate { note: note.into() }.effect();
        assert_eq!(escalate(" "), Err(DecisionError::NoteMissing));
        assert_eq!(escalate("người có công"), Ok(Effect::Escalation));
    }

    #[test]
    fn what_the_counter_can_mend_goes_back_to_it_and_data_are_corrected_at_their_source() {
        for reason in RefusalReason::ALL {
            let expected = match reason {
                RefusalReason::BioLow
                | RefusalReason::ConsentMissing
                | RefusalReason::ExceptionUnproven
                | RefusalReason::DataMismatch => Ok(Effect::Return(reason)),
                RefusalReason::NotIssued => Err(DecisionError::NotAReason),
                _ => Ok(Effect::Rejection(reason)),
            };
            assert_eq!(refuse(reason, Some("ghi chú")), expected);
        }
        let examined = Examined::ALL_MATCH;
        assert_eq!(
            Decision::Approve { examined }.effect(),
            Ok(Effect::Approval)
        );
    }

    #[test]
    fn an_approval_without_what_was_examined_is_none() {
        let without = serde_json::json!({ "outcome": "approve" });
        assert!(serde_json::from_value::<Decision>(without).is_err());
    }
}
