//! What follows an approval: the account that it issues, its notice, activation, validity, password, locks.
//! S1 Art. 18 to 22; Decree 69/2024 Art. 14, 16.
//!
//! | what | module |
//! |---|---|
//! | what an officer sees of one | `record` |
//! | locks, requested and decided | [`locks`] |
//! | what sources and the application tell | [`events`] |
//! | days that pass | [`watch`] |
//!
//! The account is named by its case and sealed by a key of its own, which outlives the case's.

pub(crate) mod events;
pub(crate) mod locks;
mod record;
pub mod watch;

use dossier::{
    account::{AccountEvent, AccountRefused, AccountState, Standing, step},
    api::{AccountHolder, ProblemType},
    contact::Contact,
    decision::CaseState,
    life::{self, Actor, Event},
    subject::Subject,
};
use rules::{
    account::{self as rule, CardEnd, Validity},
    calendar::VIETNAM,
    lock::LockCause,
    profile::Profile,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, macros::format_description};
use uuid::Uuid;
use zeroize::Zeroize;

pub(crate) use record::{record_of, request_row};

use crate::{
    Backend,
    notices::{self, Kind},
    opened::Opened,
    refusal::{Refusal, Unreadable},
    store::{
        Connection,
        accounts::{self, Account, NewAccount},
        audit,
        cases::{self, Case},
        locks::{self as lock_rows, Lock},
    },
    vault::CaseKey,
};

/// Where the account's key seals its content.
pub(crate) const PART: &str = "account";

/// Whose the account is, and how they are reached. No `Debug`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    holder: AccountHolder,
    contact: Contact,
}

/// An account that this transaction is going to change, opened.
pub(crate) struct Held {
    pub(crate) account: Account,
    pub(crate) locks: Vec<Lock>,
    key: CaseKey,
    content: Content,
}

/// Issues the account of a case that has just been approved, in the approval's transaction.
pub(crate) async fn issue(
    connection: &mut Connection,
    backend: &Backend,
    (case, opened): (&Case, &Opened),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let next = life::step(&case.life(), Actor::Backend, Event::Issue, now)?;
    let subject = opened.subject.as_deref();
    let subject = subject.ok_or_else(|| Refusal::internal("subject of an account", &Unreadable))?;
    let content = Content {
        holder: holder(opened),
        contact: opened.sealed().contact.clone(),
    };
    let (key, wrapped_key) = backend.parts().vault.new_case_key(case.id)?;
    let mut json =
        serde_json::to_vec(&content).map_err(|_| Refusal::internal("account", &Unreadable))?;
    let sealed = key.seal(case.id, PART, &json);
    json.zeroize();
    let new = NewAccount {
        case: case.id,
        subject,
        kind: case.subject,
        office: &case.submitter.office,
        card_end: card_end(opened),
        wrapped_key: &wrapped_key,
        sealed: &sealed?,
    };
    accounts::insert(connection, &new, now).await?;
    cases::advance(connection, case, next.state).await?;
    log(
        connection,
        now,
        ("account.issue", "backend"),
        (case.id, case.subject.word()),
    )
    .await
}

/// The notice of an approval was delivered: the days to activate begin.
pub(crate) async fn told(
    connection: &mut Connection,
    case: Uuid,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if let Some(case) = cases::find_to_change(connection, case).await?
        && case.state == CaseState::AccountIssued
    {
        let next = life::step(&case.life(), Actor::Backend, Event::Notify, now)?;
        cases::advance(connection, &case, next.state).await?;
    }
    let Some(mut account) = accounts::find_to_change(connection, case).await? else {
        return Ok(());
    };
    // A second channel, or a person who was faster than the notice.
    if account.state != AccountState::Issued {
        return Ok(());
    }
    let standing = Standing {
        state: account.state,
        activation: None,
        locks: &[],
        ended: false,
    };
    account.state = step(&standing, AccountEvent::Notify)?;
    account.notified_at = Some(now);
    accounts::write(connection, &account, None).await?;
    log(connection, now, ("account.notify", "notices"), (case, "")).await
}

/// Activates an account late, with its owner at the counter or at the hotline.
pub(crate) async fn activate_late(
    connection: &mut Connection,
    held: &mut Held,
    profile: &Profile,
    (officer, owner_number): (&str, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let next = held.step(AccountEvent::ActivateLate, profile, now)?;
    if !held.is_owner(owner_number) {
        return Err(ProblemType::LockEvidenceMissing.into());
    }
    held.activate(connection, next, Some(officer), now).await?;
    let detail = (held.account.case, "late");
    log(connection, now, ("account.activate", officer), detail).await
}

/// An account that is going to be changed, opened with its locks.
pub(crate) async fn hold(
    connection: &mut Connection,
    backend: &Backend,
    case: Uuid,
) -> Result<Option<Held>, Refusal> {
    let Some(account) = accounts::find_to_change(connection, case).await? else {
        return Ok(None);
    };
    let key = backend.parts().vault.case_key(case, &account.wrapped_key)?;
    let json = key.open(case, PART, &account.sealed)?;
    let content = serde_json::from_slice(&json)
        .map_err(|_| Refusal::internal("account at rest", &Unreadable))?;
    let locks = lock_rows::holding(connection, case).await?;
    Ok(Some(Held {
        account,
        locks,
        key,
        content,
    }))
}

impl Held {
    pub(crate) fn holder(&self) -> &AccountHolder {
        &self.content.holder
    }

    /// Whether this is the number of whose account it is.
    fn is_owner(&self, number: &str) -> bool {
        let number = number.trim();
        !number.is_empty() && self.content.holder.number.as_deref() == Some(number)
    }

    fn causes(&self) -> Vec<LockCause> {
        self.locks.iter().map(|lock| lock.cause).collect()
    }

    /// The account's validity on this day: never beyond the card's.
    pub(crate) fn validity(&self, profile: &Profile, today: Date) -> Validity {
        let card = self.account.card_end.map_or(CardEnd::Never, CardEnd::On);
        let warnings = &profile.account.validity_warnings.value;
        rule::validity(card, None, warnings, today)
    }

    /// Where it is activated on this day.
    pub(crate) fn activation(
        &self,
        profile: &Profile,
        today: Date,
    ) -> Option<rule::ActivationState> {
        let notified = self.account.notified_at?;
        Some(rule::activation(
            profile.account.activation.value,
            notified,
            today,
        ))
    }

    fn step(
        &self,
        event: AccountEvent,
        profile: &Profile,
        now: OffsetDateTime,
    ) -> Result<AccountState, AccountRefused> {
        let today = day_of(now);
        let standing = Standing {
            state: self.account.state,
            activation: self.activation(profile, today),
            locks: &self.causes(),
            ended: self.account.ended_at.is_some()
                || matches!(self.validity(profile, today), Validity::EndedOn(_)),
        };
        step(&standing, event)
    }

    /// In use from now on; the password that was set with it is new.
    async fn activate(
        &mut self,
        connection: &mut Connection,
        next: AccountState,
        by: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.account.state = next;
        self.account.activated_at = Some(now);
        self.account.notified_at.get_or_insert(now);
        self.account.password_changed_on = Some(day_of(now));
        Ok(accounts::write(connection, &self.account, by).await?)
    }

    /// Puts a notice to the owner into the outbox. `day` is what the notice is about.
    async fn tell(
        &self,
        connection: &mut Connection,
        backend: &Backend,
        (kind, day): (Kind, Date),
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let about = notices::About {
            file: self.account.case,
            office: backend.parts().offices.letterhead(&self.account.office),
            day,
            reason: None,
        };
        let to = (&self.key, &self.content.contact);
        notices::write(connection, to, (kind, &about), now).await
    }
}

impl From<AccountRefused> for Refusal {
    fn from(why: AccountRefused) -> Self {
        match why {
            AccountRefused::Active => ProblemType::AccountActive,
            AccountRefused::InApplication
            | AccountRefused::Late
            | AccountRefused::NotAtThisStep => ProblemType::NotToBeActivated,
            AccountRefused::Locked => ProblemType::AccountLocked,
            AccountRefused::Ended => ProblemType::AccountEnded,
        }
        .into()
    }
}

/// Vietnam's day of a moment.
fn day_of(now: OffsetDateTime) -> Date {
    now.to_offset(VIETNAM).date()
}

async fn log(
    connection: &mut Connection,
    now: OffsetDateTime,
    (action, actor): (&'static str, &str),
    (case, detail): (Uuid, &str),
) -> Result<(), Refusal> {
    let entry = audit::Entry {
        actor,
        action,
        subject: &case.to_string(),
        detail,
    };
    Ok(audit::append(connection, now, entry).await?)
}

/// The fields that the decree names, of each kind of subject. S1 Art. 6 to 8, 11.2.
fn holder(opened: &Opened) -> AccountHolder {
    let facts = &opened.presentation.facts;
    let of_card = |number, residence| AccountHolder {
        number,
        name: facts.name.clone().unwrap_or_default(),
        date_of_birth: facts.date_of_birth.clone(),
        sex: facts.sex.clone(),
        nationality: facts.nationality.clone(),
        residence,
    };
    match &opened.sealed().subject {
        Subject::Citizen => of_card(facts.number.clone(), facts.residence.clone()),
        Subject::Foreigner(declared) => {
            let number = declared.document.paper.number.trim().to_owned();
            of_card(Some(number), declared.residence.clone())
        }
        Subject::Organisation(declared) => AccountHolder {
            number: declared.code.clone().or_else(|| declared.tax_code.clone()),
            name: declared.name.clone(),
            date_of_birth: None,
            sex: None,
            nationality: None,
            residence: Some(declared.head_office.clone()),
        },
        Subject::Dependant(declared) => AccountHolder {
            number: declared.number.clone(),
            name: declared.name.clone(),
            date_of_birth: Some(declared.born.to_string()),
            sex: Some(declared.sex.clone()),
            nationality: Some(declared.nationality.clone()),
            residence: None,
        },
    }
}

/// The last day of the holder's own document; an organisation and a dependant show another person's.
fn card_end(opened: &Opened) -> Option<Date> {
    match &opened.sealed().subject {
        Subject::Citizen | Subject::Foreigner(_) => {
            let end = opened.presentation.facts.date_of_expiry.as_deref()?;
            Date::parse(end, format_description!("[year]-[month]-[day]")).ok()
        }
        Subject::Organisation(_) | Subject::Dependant(_) => None,
    }
}
