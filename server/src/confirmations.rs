//! A finger's exception counts when a second person has confirmed it here, with an account of their own, for just this
//! file: whom the backend knew by password, not whom the terminal names.

use std::collections::BTreeSet;

use dossier::{
    api::{self, ExceptionStatement, Officer, ProblemType},
    dossier::Sealed,
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    backend::Parts,
    refusal::Refusal,
    store::{
        Connection, audit,
        confirmations::{self, Claimed, Confirmation},
        sessions::Session,
    },
    vault::VaultError,
};

/// A working day: the person may come back with a paper that lacked.
pub(crate) const LASTS: Duration = Duration::hours(8);

/// Notes what a second person has confirmed to the officer of a session.
///
/// # Errors
/// [`ProblemType::OwnException`] for the officer's own exception; when database or vault fail.
pub(crate) async fn give(
    (parts, connection): (&Parts, &mut Connection),
    session: &Session,
    (second, statement): (Officer, &ExceptionStatement),
    now: OffsetDateTime,
) -> Result<api::Confirmation, Refusal> {
    if second.id == session.officer.id {
        return Err(ProblemType::OwnException.into());
    }
    let confirmation = Confirmation {
        id: Uuid::new_v4(),
        confirmed_by: second.id.clone(),
        statement: digest(parts, statement)?,
        issued_at: now,
        counts_until: now + LASTS,
    };
    confirmations::insert(connection, session, &confirmation).await?;
    let entry = audit::Entry {
        actor: &second.id,
        action: "exception.confirm",
        subject: &confirmation.id.to_string(),
        detail: &session.terminal,
    };
    audit::append(connection, now, entry).await?;
    Ok(api::Confirmation {
        id: confirmation.id,
        by: second,
        counts_until: confirmation.counts_until,
    })
}

/// Uses the confirmations of a file up and says who gave them.
///
/// # Errors
/// [`ProblemType::ExceptionUnconfirmed`] when one is missing, another's, another file's, over or used; the
/// transaction must not be committed then.
pub(crate) async fn use_up(
    (parts, connection): (&Parts, &mut Connection),
    (case, sealed): (Uuid, &Sealed),
    session: &Session,
    tolerance: Duration,
) -> Result<BTreeSet<String>, Refusal> {
    let mut confirmers = BTreeSet::new();
    for exception in &sealed.finger_work.exceptions {
        let statement = ExceptionStatement {
            draft: sealed.draft,
            finger: exception.finger,
            reason: exception.reason,
        };
        let claimed = Claimed {
            id: exception.confirmation,
            statement: digest(parts, &statement)?,
            sealed_from: sealed.sealed_at - tolerance,
            sealed_until: sealed.sealed_at + tolerance,
        };
        let by = confirmations::use_for(connection, case, session, &claimed).await?;
        // What the file says of both persons is shown to the approver: it must be what happened.
        let told = by.filter(|by| {
            *by == exception.confirmed_by && session.officer.id == exception.proposed_by
        });
        let Some(by) = told else {
            let terminal = session.terminal.as_str();
            tracing::warn!(terminal, "an exception has no confirmation that counts");
            return Err(ProblemType::ExceptionUnconfirmed.into());
        };
        confirmers.insert(by);
    }
    Ok(confirmers)
}

/// Under a key, for a finger and a reason could be guessed.
fn digest(parts: &Parts, statement: &ExceptionStatement) -> Result<Vec<u8>, VaultError> {
    let ExceptionStatement {
        draft,
        finger,
        reason,
    } = statement;
    let (finger, reason) = (finger.position(), reason.code());
    parts
        .vault
        .pseudonym(&format!("exception\0{draft}\0{finger}\0{reason}"))
}
