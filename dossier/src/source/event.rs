//! What a source tells by itself: something about a person has changed there. S1 Art. 9, 19.4, 19.5.

use rules::lock::LockCause;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Concerning, Origin, Reply, Source, SourceReply, SourceStanding, WhyNoReply};
use crate::{
    fault::Fault,
    jws::{self, SourceEventToken},
    keys::{SourceKey, SourcePublicKey},
};

/// The longest event that is looked at.
const MAX_LEN: usize = 8 * 1024;

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceChange {
    /// A field: whatever the source answered before is asked again.
    Changed,
    /// The person, card or organisation is locked, cancelled or withdrawn.
    Locked,
    /// The person has died, the organisation is dissolved.
    Died,
    /// What was locked is in force again.
    Restored,
    /// The person has activated the account in the application.
    Activated,
    /// The person has changed the account's password with a biometric check.
    PasswordChanged,
}

/// Under what the source knows the person or organisation. No `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SourceSubject {
    /// Personal identification number.
    Number(String),
    /// A travel document.
    TravelDocument {
        /// Three-letter code of the nationality.
        nationality: String,
        /// Its number.
        number: String,
    },
    /// An organisation's code.
    Organisation(String),
}

/// One event. No `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEvent {
    /// Names the event: the same again changes nothing.
    pub event: Uuid,
    /// The source.
    pub source: Source,
    /// When it happened there.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What.
    pub change: SourceChange,
    /// To whom.
    pub subject: SourceSubject,
}

/// Why a text is no event of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceEventRefused {
    /// Not signed by the key of the source that it names, or of another form.
    #[error("this is no event that its source signed")]
    Refused,
    /// Signing failed.
    #[error("the event could not be signed")]
    NotSigned,
}

impl SourceEventRefused {
    /// The clause.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Refused => "RFC 7515 §5.2",
            Self::NotSigned => "RFC 7515 §5.1",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Refused => Fault::Trust,
            Self::NotSigned => Fault::Us,
        }
    }
}

impl SourceChange {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Changed,
        Self::Locked,
        Self::Died,
        Self::Restored,
        Self::Activated,
        Self::PasswordChanged,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Locked => "locked",
            Self::Died => "died",
            Self::Restored => "restored",
            Self::Activated => "activated",
            Self::PasswordChanged => "password_changed",
        }
    }

    /// The change of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.word() == word)
    }

    /// The source's own word about a person of whom this is known and nothing has been asked since: a lock or a
    /// death is a denial, and after any other change what was answered before counts no more. What happens to an
    /// account says nothing of the person.
    #[must_use]
    pub fn as_reply(
        self,
        (event, source): (Uuid, Source),
        at: OffsetDateTime,
    ) -> Option<SourceReply> {
        let stands = |standing| Reply::Answered {
            standing,
            fields: std::collections::BTreeMap::new(),
        };
        let reply = match self {
            Self::Changed | Self::Restored => Reply::NotAnswered(WhyNoReply::Changed),
            Self::Locked => stands(SourceStanding::Locked),
            Self::Died => stands(SourceStanding::Died),
            Self::Activated | Self::PasswordChanged => return None,
        };
        Some(SourceReply {
            question: event,
            source,
            concerning: match source {
                Source::Organisation => Concerning::Subject,
                _ => Concerning::Holder,
            },
            origin: Origin::Connected,
            asked_at: at,
            ended_at: at,
            reply,
        })
    }

    /// Why an account is locked of whose subject a source tells this; nothing where it is not.
    #[must_use]
    pub fn lock_cause(self, source: Source) -> Option<LockCause> {
        match (self, source) {
            (Self::Died | Self::Locked, Source::Organisation) => Some(LockCause::Dissolved),
            (Self::Died, Source::Population | Source::IdCard | Source::Immigration) => {
                Some(LockCause::Death)
            }
            (Self::Locked, Source::Population) => Some(LockCause::NumberCancelled),
            (Self::Locked, Source::IdCard) => Some(LockCause::CardWithdrawn),
            (Self::Locked, Source::Immigration) => Some(LockCause::StayEnded),
            (Self::Died | Self::Locked, Source::Agency)
            | (Self::Changed | Self::Restored | Self::Activated | Self::PasswordChanged, _) => None,
        }
    }
}

impl SourceEvent {
    /// Signs the event, as the source does.
    ///
    /// # Errors
    /// [`SourceEventRefused::NotSigned`] when OpenSSL refuses.
    pub fn sign(&self, key: &SourceKey) -> Result<String, SourceEventRefused> {
        let payload = serde_json::to_vec(self).map_err(|_| SourceEventRefused::NotSigned)?;
        jws::sign::<SourceEventToken>(&payload, self.source.word(), key)
            .ok_or(SourceEventRefused::NotSigned)
    }

    /// Verifies an event by the key of the source that its header names; the event itself must name the same.
    ///
    /// # Errors
    /// [`SourceEventRefused::Refused`] when that source did not sign it.
    pub fn open(
        jws: &str,
        key_of: impl Fn(Source) -> Option<SourcePublicKey>,
    ) -> Result<Self, SourceEventRefused> {
        if jws.len() > MAX_LEN {
            return Err(SourceEventRefused::Refused);
        }
        let lookup = |kid: &str| Source::from_word(kid).and_then(&key_of);
        let (payload, kid) =
            jws::open::<SourceEventToken>(jws, lookup).map_err(|_| SourceEventRefused::Refused)?;
        let event: Self =
            serde_json::from_slice(&payload).map_err(|_| SourceEventRefused::Refused)?;
        if event.source.word() == kid {
            Ok(event)
        } else {
            Err(SourceEventRefused::Refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_counts_only_under_the_key_of_the_source_that_it_names() {
        let mut next = 0_u8;
        let mut rng = move |buffer: &mut [u8]| {
            for octet in buffer {
                next = next.wrapping_add(7);
                *octet = next;
            }
        };
        let (population, cards) = (
            SourceKey::generate(&mut rng).unwrap(),
            SourceKey::generate(&mut rng).unwrap(),
        );
        let event = |source| SourceEvent {
            event: Uuid::nil(),
            source,
            at: OffsetDateTime::UNIX_EPOCH,
            change: SourceChange::Died,
            subject: SourceSubject::Number("001199000018".into()),
        };
        let keys = |source| match source {
            Source::Population => population.public().ok(),
            Source::IdCard => cards.public().ok(),
            _ => None,
        };
        let own = event(Source::Population);
        assert!(SourceEvent::open(&own.sign(&population).unwrap(), keys) == Ok(own.clone()));
        let refused = |text: &str| SourceEvent::open(text, keys).err();
        let no = Some(SourceEventRefused::Refused);
        assert_eq!(refused(&own.sign(&cards).unwrap()), no);
        assert_eq!(refused(&event(Source::Agency).sign(&cards).unwrap()), no);
        let payload = serde_json::to_vec(&own).unwrap();
        let under_another_name =
            jws::sign::<SourceEventToken>(&payload, Source::IdCard.word(), &cards).unwrap();
        assert_eq!(refused(&under_another_name), no);
    }

    #[test]
    fn death_denies_at_once_and_a_change_lets_no_earlier_answer_stand() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let reply = |change: SourceChange| change.as_reply((Uuid::nil(), Source::Population), at);
        let of = |change| reply(change).unwrap();
        assert!(of(SourceChange::Died).denies() && of(SourceChange::Locked).denies());
        for change in [SourceChange::Changed, SourceChange::Restored] {
            let reply = of(change);
            assert!(!reply.denies() && !reply.is_answered());
        }
        for change in [SourceChange::Activated, SourceChange::PasswordChanged] {
            assert!(reply(change).is_none(), "{change:?}");
        }
        for change in SourceChange::ALL {
            assert_eq!(SourceChange::from_word(change.word()), Some(change));
        }
    }
    #[test]
    fn each_source_locks_for_what_it_knows_and_nothing_else() {
        use SourceChange::{Activated, Changed, Died, Locked, PasswordChanged, Restored};
        let of = |source| [Died, Locked].map(|change: SourceChange| change.lock_cause(source));
        let death = Some(LockCause::Death);
        let dissolved = Some(LockCause::Dissolved);
        assert_eq!(
            of(Source::Population),
            [death, Some(LockCause::NumberCancelled)]
        );
        assert_eq!(of(Source::IdCard), [death, Some(LockCause::CardWithdrawn)]);
        assert_eq!(of(Source::Immigration), [death, Some(LockCause::StayEnded)]);
        assert_eq!(of(Source::Organisation), [dissolved, dissolved]);
        assert_eq!(of(Source::Agency), [None, None]);
        for change in [Changed, Restored, Activated, PasswordChanged] {
            assert_eq!(change.lock_cause(Source::Population), None);
        }
    }
}
