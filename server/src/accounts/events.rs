//! What sources tell of an account's owner, and what the application tells of the account.

use dossier::{
    account::AccountEvent,
    source::{SourceChange, SourceEvent},
};
use rules::lock::LockCause;
use time::OffsetDateTime;

use super::{Held, day_of, hold, locks, log};
use crate::{
    Backend,
    refusal::Refusal,
    store::{Connection, accounts},
};

/// Carries an event over to the account of its subject, in the event's transaction. What the rules do not let happen
/// is written down, and the event is taken all the same: a source is not to send it again.
pub(crate) async fn heard(
    connection: &mut Connection,
    backend: &Backend,
    (event, subject): (&SourceEvent, &[u8]),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let Some(case) = accounts::of_subject(connection, subject).await? else {
        return Ok(());
    };
    let Some(mut held) = hold(connection, backend, case).await? else {
        return Ok(());
    };
    if held.account.ended_at.is_some() {
        return Ok(());
    }
    let profile = &backend.parts().policy.rulebook().profile;
    let source = event.source.word();
    match event.change {
        SourceChange::Activated => {
            let next = held.step(AccountEvent::ActivateInApplication, profile, now);
            match next {
                Ok(next) => {
                    held.activate(connection, next, None, now).await?;
                    let detail = (case, "in_application");
                    log(connection, now, ("account.activate", source), detail).await
                }
                Err(why) => refused(connection, &held, (source, why.clause()), now).await,
            }
        }
        SourceChange::PasswordChanged => {
            held.account.password_changed_on = Some(day_of(now));
            held.account.password_notified_on = None;
            accounts::write(connection, &held.account, None).await?;
            let end = (LockCause::PasswordOverdue, source);
            locks::open_by_itself(connection, backend, &mut held, end, now).await?;
            log(connection, now, ("account.password", source), (case, "")).await
        }
        SourceChange::Changed
        | SourceChange::Locked
        | SourceChange::Died
        | SourceChange::Restored => {
            let Some(cause) = event.change.lock_cause(event.source) else {
                return Ok(());
            };
            let told = (cause, source);
            let locked =
                locks::lock_by_itself(connection, (backend, profile), &mut held, told, now);
            if locked.await? {
                return Ok(());
            }
            refused(connection, &held, (source, cause.word()), now).await
        }
    }
}

async fn refused(
    connection: &mut Connection,
    held: &Held,
    (source, why): (&str, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let entry = ("account.event_refused", source);
    log(connection, now, entry, (held.account.case, why)).await
}
