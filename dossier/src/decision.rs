//! What may become of a case, and what an approving officer may decide.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Received and checked; waits for an officer.
    Queued,
    /// An officer holds it under a lease.
    Claimed,
    /// Sent back to the counter, with a reason that the counter can mend.
    Returned,
    /// Refused for good.
    Rejected,
    /// Approved.
    Approved,
}

impl CaseState {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
        }
    }

    /// Whether an officer has decided.
    #[must_use]
    pub fn is_decided(self) -> bool {
        match self {
            Self::Queued | Self::Claimed => false,
            Self::Returned | Self::Rejected | Self::Approved => true,
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Claimed,
            Self::Returned,
            Self::Rejected,
            Self::Approved,
        ]
        .into_iter()
        .find(|state| state.word() == word)
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
    Approve,
    /// Level 2 is refused, with its reason.
    Refuse {
        /// The reason.
        reason: RefusalReason,
        /// A remark for the counter; required for [`RefusalReason::Other`].
        #[serde(default)]
        note: Option<String>,
    },
}

/// Why a decision cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// The reason OTHER without a note.
    #[error("the reason OTHER needs a note")]
    NoteMissing,
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
    /// All reasons, in the order of the screen.
    pub const ALL: [Self; 10] = [
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
            Self::Other => "OTHER",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the counter can mend it.
    #[must_use]
    pub fn disposition(self) -> Disposition {
        match self {
            Self::BioLow | Self::ConsentMissing | Self::ExceptionUnproven => {
                Disposition::ReturnToCounter
            }
            Self::FaceMismatch
            | Self::ChipPaFail
            | Self::CardRevoked
            | Self::DataMismatch
            | Self::Duplicate
            | Self::FraudSuspect
            | Self::Other => Disposition::Final,
        }
    }
}

impl Decision {
    /// The longest note, in characters.
    pub const MAX_NOTE: usize = 500;

    /// The state that this decision brings a case to.
    ///
    /// # Errors
    /// [`DecisionError`] when the decision cannot stand.
    pub fn resulting_state(&self) -> Result<CaseState, DecisionError> {
        let Self::Refuse { reason, note } = self else {
            return Ok(CaseState::Approved);
        };
        let note = note.as_deref().unwrap_or_default().trim();
        let chars = note.chars().count();
        if *reason == RefusalReason::Other && chars == 0 {
            return Err(DecisionError::NoteMissing);
        }
        if chars > Self::MAX_NOTE {
            return Err(DecisionError::NoteTooLong { chars });
        }
        Ok(match reason.disposition() {
            Disposition::ReturnToCounter => CaseState::Returned,
            Disposition::Final => CaseState::Rejected,
        })
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

    #[test]
    fn other_needs_a_note_and_no_note_is_endless() {
        let refuse = |note: Option<String>| Decision::Refuse {
            reason: RefusalReason::Other,
            note,
        };
        assert_eq!(
            refuse(None).resulting_state(),
            Err(DecisionError::NoteMissing)
        );
        assert_eq!(
            refuse(Some("  ".into())).resulting_state(),
            Err(DecisionError::NoteMissing)
        );
        assert_eq!(
            refuse(Some("giấy mờ".into())).resulting_state(),
            Ok(CaseState::Rejected)
        );
        let long = refuse(Some("ơ".repeat(501)));
        assert_eq!(
            long.resulting_state(),
            Err(DecisionError::NoteTooLong { chars: 501 })
        );
    }

    #[test]
    fn what_the_counter_can_mend_goes_back_to_it() {
        let refuse = |reason| Decision::Refuse { reason, note: None }.resulting_state();
        assert_eq!(refuse(RefusalReason::BioLow), Ok(CaseState::Returned));
        assert_eq!(refuse(RefusalReason::FraudSuspect), Ok(CaseState::Rejected));
        assert_eq!(Decision::Approve.resulting_state(), Ok(CaseState::Approved));
    }
}
