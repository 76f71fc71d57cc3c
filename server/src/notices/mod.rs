//! What a person is told of a case, by SMS and e-mail. S1 Art. 17; Decree 69/2024 Art. 13.
//!
//! A notice is a row of the outbox, written in the transaction of the step that it tells of ([`announce`]); the worker
//! ([`delivery`]) sends it later through a [`carriers::Carrier`]. The row is there before anything is sent and carries
//! the name that every try has, so that a killed backend loses none and whoever delivers can tell a second try.

pub mod carriers;
pub mod delivery;
mod file;
mod sms;
mod smtp;
mod texts;

use dossier::{contact::Contact, decision::CaseState};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub(crate) use texts::About;

use crate::{
    Backend,
    opened::open,
    printing::{Told, said_of},
    refusal::{Refusal, Unreadable},
    store::{
        Connection, audit,
        cases::Case,
        notices::{self, NewNotice},
    },
    vault::CaseKey,
};

/// In the audit log.
const ACTOR: &str = "notices";
const CONTACT: &str = "contact";

/// A closed list of words, as tables and figures have them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// What a notice tells.
    Kind {
        /// The file was received; the day of its result.
        Received = "received",
        /// The file goes back to be completed.
        Returned = "returned",
        /// Refused for good.
        Refused = "refused",
        /// Granted.
        Approved = "approved",
        /// The days to activate the account in the application have passed.
        ActivationLate = "activation_late",
        /// The account was locked.
        Locked = "locked",
        /// The account's last lock was opened.
        Unlocked = "unlocked",
        /// The account ends soon, with its card.
        ValidityEnds = "validity_ends",
        /// The account's password is to be changed.
        PasswordDue = "password_due",
    }
}

impl Kind {
    /// Whether it is an account's, whose key seals it, or a case's.
    #[must_use]
    pub fn is_of_account(self) -> bool {
        match self {
            Self::Received | Self::Returned | Self::Refused | Self::Approved => false,
            Self::ActivationLate
            | Self::Locked
            | Self::Unlocked
            | Self::ValidityEnds
            | Self::PasswordDue => true,
        }
    }
}

words! {
    /// On which way.
    Channel {
        /// A text to the mobile number.
        Sms = "sms",
        /// An e-mail.
        Email = "email",
    }
}

words! {
    /// How a notice stands.
    NoticeState {
        /// It will be tried.
        Waiting = "waiting",
        /// Whoever delivers has taken it.
        Sent = "sent",
        /// Its tries are used up, or it was refused for good.
        Dead = "dead",
        /// The case's key was destroyed first.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a try failed. Never what the other end said, which may quote an address.
    Why {
        /// No connection, or none in time.
        Unreachable = "unreachable",
        /// The other end is busy or asks to wait.
        Busy = "busy",
        /// The other end refuses for good.
        Refused = "refused",
        /// Our settings are refused: user, password, token, certificate.
        NotAllowed = "not_allowed",
        /// The notice cannot be written down.
        NotWritten = "not_written",
    }
}

/// To whom what: the content of a notice. No `Debug`, wiped when dropped.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Number or address.
    pub to: String,
    /// Subject of an e-mail.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Keeps how the person is reached, and tells that the file was received.
pub(crate) async fn begin(
    backend: &Backend,
    connection: &mut Connection,
    (case, case_key): (&Case, &CaseKey),
    contact: &Contact,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let json =
        serde_json::to_vec(contact).map_err(|_| Refusal::internal("contact", &Unreadable))?;
    let sealed = case_key.seal(case.id, CONTACT, &json)?;
    notices::keep_contact(connection, case.id, &sealed).await?;
    tell(
        backend,
        connection,
        (case, case_key),
        (contact, Kind::Received, None),
        now,
    )
    .await
}

/// Tells of a decision in its transaction. `note` is the officer's remark, of which a text quotes only what is the
/// reason itself.
pub(crate) async fn announce(
    backend: &Backend,
    connection: &mut Connection,
    (case, case_key): (&Case, &CaseKey),
    note: Option<&str>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let kind = match case.state {
        CaseState::Returned => Kind::Returned,
        CaseState::Rejected => Kind::Refused,
        CaseState::Approved => Kind::Approved,
        _ => return Ok(()),
    };
    let contact = contact_of(backend, connection, (case, case_key)).await?;
    let Some(contact) = contact else {
        tracing::error!(case = %case.id, "nobody can be told: the case says not how");
        return Ok(());
    };
    let reason = case.decided.as_ref().and_then(|decided| decided.reason);
    let told = reason.map(|reason| Told {
        reason,
        note: note.map(str::to_owned),
    });
    tell(
        backend,
        connection,
        (case, case_key),
        (&contact, kind, told),
        now,
    )
    .await
}

/// As kept at intake; of an older case from its file. A file that does not open stops no decision.
async fn contact_of(
    backend: &Backend,
    connection: &mut Connection,
    (case, case_key): (&Case, &CaseKey),
) -> Result<Option<Contact>, Refusal> {
    if let Some(sealed) = notices::contact(connection, case.id).await? {
        let json = case_key.open(case.id, CONTACT, &sealed)?;
        let contact = serde_json::from_slice(&json);
        return contact
            .map(Some)
            .map_err(|_| Refusal::internal("contact", &Unreadable));
    }
    let opened = open(backend, connection, case).await.ok();
    Ok(opened.map(|opened| opened.sealed().contact.clone()))
}

async fn tell(
    backend: &Backend,
    connection: &mut Connection,
    (case, case_key): (&Case, &CaseKey),
    (contact, kind, told): (&Contact, Kind, Option<Told>),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let parts = backend.parts();
    let reason = told.map(|told| said_of(&told, &parts.policy.rulebook().profile));
    let about = About {
        file: case.id,
        office: parts.offices.letterhead(&case.submitter.office),
        day: case.due_on,
        reason,
    };
    write(connection, (case_key, contact), (kind, &about), now).await
}

/// Puts a notice into the outbox on every way that the contact has, sealed by the case's or the account's key.
pub(crate) async fn write(
    connection: &mut Connection,
    (key, contact): (&CaseKey, &Contact),
    (kind, about): (Kind, &About),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let email = contact.email.as_ref().map(|email| email.as_str());
    let ways = [
        (Channel::Sms, Some(contact.phone.as_str())),
        (Channel::Email, email),
    ];
    for (channel, to) in ways {
        let Some(to) = to else { continue };
        let id = Uuid::now_v7();
        let content = texts::content(kind, channel, to, about);
        let json = serde_json::to_vec(&content);
        let mut json = json.map_err(|_| Refusal::internal("notice", &Unreadable))?;
        let sealed = key.seal(about.file, &part(id), &json);
        json.zeroize();
        let new = NewNotice {
            id,
            case: about.file,
            kind,
            channel,
            sealed: &sealed?,
        };
        notices::insert(connection, &new, now).await?;
        let entry = audit::Entry {
            actor: ACTOR,
            action: "notice.write",
            subject: &about.file.to_string(),
            detail: &format!("{} {}", kind.word(), channel.word()),
        };
        audit::append(connection, now, entry).await?;
    }
    Ok(())
}

/// Where the case's key seals a notice.
fn part(id: Uuid) -> String {
    format!("notice/{id}")
}
