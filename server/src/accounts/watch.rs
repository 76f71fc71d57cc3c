//! Days that pass: the end of the days to activate, of the card, of the password.

use dossier::account::{AccountEvent, AccountState};
use rules::{
    account::{PasswordState, Validity, password},
    lock::LockCause,
    profile::Profile,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Held, day_of, hold, locks, log};
use crate::{
    Backend,
    notices::Kind,
    refusal::Refusal,
    store::{Connection, accounts},
};

/// How often every account is looked at.
const EVERY: std::time::Duration = std::time::Duration::from_secs(3600);
/// How many accounts are named at one look.
const PAGE: i64 = 200;
/// Who acts in the audit log.
const ACTOR: &str = "profile";

/// Looks at every account once an hour, until it is stopped.
pub async fn keep(backend: Backend) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if let Err(refused) = look(&backend).await {
            tracing::error!(kind = refused.kind().urn(), "accounts wait");
        }
    }
}

/// Looks at every account that counts, each in a transaction of its own.
///
/// # Errors
/// When the database does not answer; what was done until then stays done.
pub async fn look(backend: &Backend) -> Result<(), Refusal> {
    let mut last = None;
    loop {
        let mut connection = backend.parts().database.acquire().await?;
        let page = accounts::counting_after(&mut connection, last, PAGE).await?;
        drop(connection);
        if page.is_empty() {
            return Ok(());
        }
        for case in page {
            look_at(backend, case).await?;
            last = Some(case);
        }
    }
}

async fn look_at(backend: &Backend, case: Uuid) -> Result<(), Refusal> {
    let now = backend.now();
    let profile = &backend.parts().policy.rulebook().profile;
    let mut transaction = backend.begin().await?;
    let Some(mut held) = hold(&mut transaction, backend, case).await? else {
        return Ok(());
    };
    if held.account.ended_at.is_some() {
        return Ok(());
    }
    let around = (backend, profile);
    let changed = lapse(&mut transaction, around, &mut held, now).await?
        | warn_or_end(&mut transaction, around, &mut held, now).await?
        | mind_password(&mut transaction, around, &mut held, now).await?;
    if changed {
        transaction.commit().await?;
    }
    Ok(())
}

/// The days to activate in the application have passed.
async fn lapse(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let Ok(next) = held.step(AccountEvent::Lapse, profile, now) else {
        return Ok(false);
    };
    held.account.state = next;
    accounts::write(connection, &held.account, None).await?;
    let told = (Kind::ActivationLate, day_of(now));
    held.tell(connection, backend, told, now).await?;
    let detail = (held.account.case, "");
    log(connection, now, ("account.lapse", ACTOR), detail).await?;
    Ok(true)
}

/// Each step of warning once, and the end.
async fn warn_or_end(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let (entry, detail) = match held.validity(profile, day_of(now)) {
        Validity::Unlimited | Validity::Until(_) => return Ok(false),
        Validity::EndsSoon { on, within_days } => {
            let step = i64::from(within_days);
            if held
                .account
                .warned_days
                .is_some_and(|warned| warned <= step)
            {
                return Ok(false);
            }
            held.account.warned_days = Some(step);
            let told = (Kind::ValidityEnds, on);
            held.tell(connection, backend, told, now).await?;
            ("account.warn", step.to_string())
        }
        Validity::EndedOn(on) => {
            held.account.ended_at = Some(now);
            ("account.end", on.to_string())
        }
    };
    accounts::write(connection, &held.account, None).await?;
    log(
        connection,
        now,
        (entry, ACTOR),
        (held.account.case, &detail),
    )
    .await?;
    Ok(true)
}

/// The owner is told once that the password is overdue; then it is locked, where the profile names that cause.
async fn mind_password(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let today = day_of(now);
    let account = &held.account;
    let Some(changed) = account.password_changed_on else {
        return Ok(false);
    };
    if account.state != AccountState::Activated || account.ended_at.is_some() {
        return Ok(false);
    }
    let rule = profile.account.password.value;
    match password(rule, changed, account.password_notified_on, today) {
        PasswordState::OverdueLockOn { on, .. } if account.password_notified_on.is_none() => {
            held.account.password_notified_on = Some(today);
            accounts::write(connection, &held.account, None).await?;
            held.tell(connection, backend, (Kind::PasswordDue, on), now)
                .await?;
            let detail = (held.account.case, &*on.to_string());
            log(connection, now, ("account.password_due", ACTOR), detail).await?;
            Ok(true)
        }
        PasswordState::ChangeBy(_) | PasswordState::OverdueLockOn { .. } => Ok(false),
        PasswordState::Lock(clause) => {
            let cause = (LockCause::PasswordOverdue, ACTOR);
            let locked =
                locks::lock_by_itself(connection, (backend, profile), held, cause, now).await?;
            if locked {
                // Which of the two timers of the decree it was.
                let detail = (held.account.case, clause.clause());
                log(connection, now, ("account.password_overdue", ACTOR), detail).await?;
            }
            Ok(locked)
        }
    }
}
