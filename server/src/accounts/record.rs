//! What an officer sees of an account.

use dossier::{
    account::AccountState,
    api::{AccountRecord, ActivatedWhere, LockEvidence, LockRequestRow, LockRow},
};
use rules::{
    account::{ActivationState, PasswordState, Validity, password},
    profile::Profile,
};
use time::{Date, OffsetDateTime};

use super::{Held, day_of, locks::opened};
use crate::{
    refusal::Refusal,
    store::{
        Connection,
        locks::{self, Lock, Request},
    },
};

/// The most requests of one account that are shown.
const MOST: i64 = 20;

/// The account as `officer` sees it today.
pub(crate) async fn record_of(
    connection: &mut Connection,
    held: &Held,
    profile: &Profile,
    (officer, now): (&str, OffsetDateTime),
) -> Result<AccountRecord, Refusal> {
    let account = &held.account;
    let waiting = locks::waiting(connection, Some(account.case), MOST).await?;
    let rows = held.locks.iter().map(|lock| row(held, lock));
    let today = day_of(now);
    let validity = held.validity(profile, today);
    Ok(AccountRecord {
        case: account.case,
        state: account.state,
        subject: account.subject,
        holder: held.holder().clone(),
        issued_at: account.issued_at,
        notified_at: account.notified_at,
        activated_at: account.activated_at,
        activation: activation(held, profile, today),
        valid_until: account.card_end,
        ended: account.ended_at.is_some() || matches!(validity, Validity::EndedOn(_)),
        password_by: password_by(held, profile, today),
        locks: rows.collect::<Result<_, Refusal>>()?,
        requests: waiting
            .iter()
            .map(|request| request_row(request, officer))
            .collect(),
    })
}

/// A request as `officer` sees it.
pub(crate) fn request_row(request: &Request, officer: &str) -> LockRequestRow {
    LockRequestRow {
        request: request.id,
        case: request.case,
        wanted: request.wanted,
        own: request.asked_by == officer,
        asked_by: request.asked_by.clone(),
        asked_at: request.asked_at,
    }
}

fn activation(held: &Held, profile: &Profile, today: Date) -> ActivatedWhere {
    if held.account.state == AccountState::Activated {
        return ActivatedWhere::Done;
    }
    match held.activation(profile, today) {
        None => ActivatedWhere::NotToldYet,
        Some(ActivationState::InApplicationUntil(day)) => ActivatedWhere::InApplicationUntil(day),
        Some(ActivationState::Late(late)) => ActivatedWhere::Late(late),
    }
}

fn password_by(held: &Held, profile: &Profile, today: Date) -> Option<Date> {
    let account = &held.account;
    let changed = account.password_changed_on?;
    let rule = profile.account.password.value;
    match password(rule, changed, account.password_notified_on, today) {
        PasswordState::ChangeBy(day) | PasswordState::OverdueLockOn { on: day, .. } => Some(day),
        PasswordState::Lock(_) => None,
    }
}

fn row(held: &Held, lock: &Lock) -> Result<LockRow, Refusal> {
    let evidence: Option<LockEvidence> = match &lock.request {
        Some((request, sealed)) => Some(opened(held, *request, sealed)?),
        None => None,
    };
    Ok(LockRow {
        lock: lock.id,
        cause: lock.cause,
        since: lock.since,
        opens: lock.cause.unlock(),
        body: evidence.and_then(|evidence| evidence.body.clone()),
    })
}
