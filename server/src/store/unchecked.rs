//! Cases that were received and whose images the backend has not looked at itself.

use dossier::api::{Finding, Ruling};
use dossier::life::Life;
use sqlx::Row;
use uuid::Uuid;

use super::{Connection, corrupt, words};

/// What the backend's own look came to.
pub struct Checked<'a> {
    /// The case's life from now on.
    pub life: &'a Life,
    /// Everything that was found, at intake and now.
    pub findings: &'a [Finding],
    /// What the decree lets an officer decide.
    pub ruling: &'a Ruling,
}

/// How many wait.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection) -> Result<i64, sqlx::Error> {
    sqlx::query("SELECT count(*) FROM cases WHERE unchecked_since IS NOT NULL")
        .fetch_one(connection)
        .await?
        .try_get(0)
}

/// Some of those that wait, in the order in which they came, after this one.
///
/// # Errors
/// When the database does not answer.
pub async fn after(
    connection: &mut Connection,
    last: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let last = last.map_or_else(String::new, |case| case.hyphenated().to_string());
    let rows = sqlx::query(
        "SELECT id FROM cases WHERE unchecked_since IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
    )
    .bind(last)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    let named = rows.iter().map(|row| {
        let id: String = row.try_get(0)?;
        id.parse().map_err(|_| corrupt("a case"))
    });
    named.collect()
}

/// The case waits for an officer from now on.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when it was checked already.
pub async fn checked(
    connection: &mut Connection,
    case: Uuid,
    checked: &Checked<'_>,
) -> Result<(), sqlx::Error> {
    let findings = serde_json::to_string(checked.findings).map_err(|_| corrupt("findings"))?;
    let ruling = serde_json::to_string(checked.ruling).map_err(|_| corrupt("a ruling"))?;
    let changed = sqlx::query(
        "UPDATE cases SET unchecked_since = NULL, findings = $1, ruling = $2, risk = $3, level = $4
         WHERE id = $5 AND unchecked_since IS NOT NULL",
    )
    .bind(findings)
    .bind(ruling)
    .bind(words::of_risk(checked.life.risk))
    .bind(words::of_level(checked.life.level))
    .bind(case.hyphenated().to_string())
    .execute(connection)
    .await?;
    match changed.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}
