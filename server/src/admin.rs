//! What an administrator does beside the running service: terminals, officers, devices, the audit log.

mod devices;

use anyhow::{Context, Result, ensure};
use dossier::{
    api::{Officer, Role},
    submission::TerminalPublicKey,
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    offices::Offices,
    password,
    store::{
        Connection, Database,
        audit::{self, Entry},
        blocks::{self, BlockReason, Blocked},
        officers, terminals,
    },
    totp::SecondFactor,
    vault::Vault,
};

pub use devices::import_devices;

/// Who acts in the audit log when it is no officer.
pub const ADMINISTRATOR: &str = "administrator";
/// The shortest password, in characters.
const MIN_PASSWORD: usize = 8;

/// Enrols a terminal by its public key.
///
/// # Errors
/// When the key is none, the identifier is taken or empty, or the database does not answer.
pub async fn enrol_terminal(
    database: &Database,
    id: &str,
    pem: &str,
    now: OffsetDateTime,
) -> Result<()> {
    ensure!(
        is_identifier(id),
        "an identifier has 1 to 64 letters, digits, dots, hyphens or underscores"
    );
    TerminalPublicKey::from_pem(pem.as_bytes()).context("the public key is refused")?;
    let mut transaction = database.begin().await?;
    terminals::insert(&mut transaction, id, pem, None, now)
        .await
        .context("the terminal cannot be enrolled")?;
    log(&mut transaction, now, "terminal.enrol", id, "").await?;
    Ok(transaction.commit().await?)
}

/// Revokes a terminal: its sessions end, its submissions are refused.
///
/// # Errors
/// When there is no such terminal, or the database does not answer.
pub async fn revoke_terminal(database: &Database, id: &str, now: OffsetDateTime) -> Result<()> {
    let mut transaction = database.begin().await?;
    terminals::revoke(&mut transaction, id, now)
        .await
        .context("no such terminal is enrolled")?;
    log(&mut transaction, now, "terminal.revoke", id, "").await?;
    Ok(transaction.commit().await?)
}

/// Shuts out a terminal, or an office with everything below it, from the next request on.
///
/// # Errors
/// When there is no such terminal or office, or the database does not answer.
pub async fn block(
    database: &Database,
    offices: &Offices,
    (what, reason): (Blocked<'_>, BlockReason),
    actor: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    // A misspelt name would shut out nobody.
    let known = match what {
        Blocked::Terminal(id) => terminals::find(&mut transaction, id).await?.is_some(),
        Blocked::Office(name) => {
            offices.lists(name) || terminals::office_has_members(&mut transaction, name).await?
        }
    };
    ensure!(known, "there is no such terminal or office");
    blocks::block(&mut transaction, what, reason, now).await?;
    let (action, subject) = match what {
        Blocked::Terminal(id) => ("terminal.block", id),
        Blocked::Office(name) => ("office.block", name),
    };
    log_as(
        &mut transaction,
        (actor, now),
        action,
        subject,
        reason.word(),
    )
    .await?;
    Ok(transaction.commit().await?)
}

/// Lets a terminal or an office in again.
///
/// # Errors
/// When it is not blocked, or the database does not answer.
pub async fn unblock(
    database: &Database,
    what: Blocked<'_>,
    actor: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    blocks::unblock(&mut transaction, what)
        .await
        .context("it is not blocked by itself")?;
    let (action, subject) = match what {
        Blocked::Terminal(id) => ("terminal.unblock", id),
        Blocked::Office(name) => ("office.unblock", name),
    };
    log_as(&mut transaction, (actor, now), action, subject, "").await?;
    Ok(transaction.commit().await?)
}

/// Adds an officer.
///
/// # Errors
/// When the password is too short, the identifier is taken, or the database does not answer.
pub async fn add_officer(
    database: &Database,
    officer: &Officer,
    password: &str,
    now: OffsetDateTime,
) -> Result<()> {
    ensure!(
        is_identifier(&officer.id),
        "an identifier has 1 to 64 letters, digits, dots, hyphens or underscores"
    );
    ensure!(
        password.chars().count() >= MIN_PASSWORD,
        "a password has at least {MIN_PASSWORD} characters"
    );
    let hash = password::hash(password).map_err(|why| anyhow::anyhow!("hashing failed: {why}"))?;
    let mut transaction = database.begin().await?;
    officers::insert(&mut transaction, officer, &hash, now)
        .await
        .context("the officer cannot be added")?;
    log(
        &mut transaction,
        now,
        "officer.add",
        &officer.id,
        officer.role.word(),
    )
    .await?;
    Ok(transaction.commit().await?)
}

/// Gives an officer a second factor in place of any older one; its secret is told once, here.
///
/// # Errors
/// When there is no such officer, or the database does not answer.
pub async fn set_second_factor(
    database: &Database,
    vault: &Vault,
    id: &str,
    now: OffsetDateTime,
) -> Result<Zeroizing<String>> {
    let factor = SecondFactor::generate()?;
    let mut transaction = database.begin().await?;
    let officer = officers::find(&mut transaction, id).await?;
    let officer = officer.context("there is no such officer")?;
    let sealed = factor.seal(vault, id)?;
    officers::set_second_factor(&mut transaction, id, Some(&sealed)).await?;
    log(&mut transaction, now, "officer.totp", id, "set").await?;
    transaction.commit().await?;
    Ok(factor.uri(&officer))
}

/// Takes an officer's second factor away.
///
/// # Errors
/// When there is no such officer, or the database does not answer.
pub async fn remove_second_factor(
    database: &Database,
    id: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    officers::set_second_factor(&mut transaction, id, None)
        .await
        .context("there is no such officer")?;
    log(&mut transaction, now, "officer.totp", id, "removed").await?;
    Ok(transaction.commit().await?)
}

/// Gives an officer another role.
///
/// # Errors
/// When there is no such officer, or the database does not answer.
pub async fn change_role(
    database: &Database,
    id: &str,
    role: Role,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    officers::change_role(&mut transaction, id, role)
        .await
        .context("there is no such officer")?;
    log(&mut transaction, now, "officer.role", id, role.word()).await?;
    Ok(transaction.commit().await?)
}

async fn log(
    connection: &mut Connection,
    now: OffsetDateTime,
    action: &'static str,
    subject: &str,
    detail: &str,
) -> Result<()> {
    log_as(connection, (ADMINISTRATOR, now), action, subject, detail).await
}

async fn log_as(
    connection: &mut Connection,
    (actor, now): (&str, OffsetDateTime),
    action: &'static str,
    subject: &str,
    detail: &str,
) -> Result<()> {
    Ok(audit::append(
        connection,
        now,
        Entry {
            actor,
            action,
            subject,
            detail,
        },
    )
    .await?)
}

pub(crate) fn is_identifier(id: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    (1..=64).contains(&id.len()) && id.chars().all(plain)
}
