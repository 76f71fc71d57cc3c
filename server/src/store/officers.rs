//! Officers and their password hashes.

use dossier::api::{Officer, Role};
use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;

use super::{Connection, corrupt, to_millis};

/// An officer with what signing in needs. No `Debug`.
pub struct Account {
    /// The officer.
    pub officer: Officer,
    /// PHC string.
    pub password_hash: String,
    /// The sealed secret of the second factor, when there is one.
    pub second_factor: Option<Vec<u8>>,
}

/// Adds an officer.
///
/// # Errors
/// When the identifier is taken, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    officer: &Officer,
    password_hash: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO officers (id, name, role, office, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&officer.id)
        .bind(&officer.name)
        .bind(officer.role.word())
        .bind(&officer.office)
        .bind(password_hash)
        .bind(to_millis(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives an officer another role. What the officer submitted before stays the officer's.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] for an unknown officer.
pub async fn change_role(
    connection: &mut Connection,
    id: &str,
    role: Role,
) -> Result<(), sqlx::Error> {
    let changed = sqlx::query("UPDATE officers SET role = $1 WHERE id = $2")
        .bind(role.word())
        .bind(id)
        .execute(connection)
        .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

/// The officer of an identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<Officer>, sqlx::Error> {
    let row = sqlx::query("SELECT id, name, role, office FROM officers WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(officer).transpose()
}

/// The officer of an identifier with the password hash.
///
/// # Errors
/// When the database does not answer.
pub async fn account(
    connection: &mut Connection,
    id: &str,
) -> Result<Option<Account>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT id, name, role, office, password_hash, totp_secret FROM officers WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Account {
            officer: officer(&row)?,
            password_hash: row.try_get("password_hash")?,
            second_factor: row.try_get("totp_secret")?,
        })
    })
    .transpose()
}

/// Gives an officer the sealed secret of a second factor, or takes it away.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] for an unknown officer.
pub async fn set_second_factor(
    connection: &mut Connection,
    id: &str,
    sealed: Option<&[u8]>,
) -> Result<(), sqlx::Error> {
    let changed =
        sqlx::query("UPDATE officers SET totp_secret = $1, totp_step = NULL WHERE id = $2")
            .bind(sealed)
            .bind(id)
            .execute(connection)
            .await?;
    match changed.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

/// Whether a step of time was used now for the first time, and no later one before.
///
/// # Errors
/// When the database does not answer.
pub async fn use_step(
    connection: &mut Connection,
    id: &str,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let used = sqlx::query(
        "UPDATE officers SET totp_step = $1 WHERE id = $2 AND (totp_step IS NULL OR totp_step < $1)",
    )
    .bind(step)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Reads the columns `id`, `name`, `role`, `office`.
pub(super) fn officer(row: &AnyRow) -> Result<Officer, sqlx::Error> {
    let role: String = row.try_get("role")?;
    Ok(Officer {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        role: Role::from_word(&role).ok_or_else(|| corrupt("a role"))?,
        office: row.try_get("office")?,
    })
}
