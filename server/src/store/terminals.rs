//! Terminals, their public keys, and the certificates of their connections.

use dossier::submission::TerminalPublicKey;
use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;

use super::{Connection, corrupt, from_millis, to_millis};

/// A terminal as enrolled.
pub struct Terminal {
    /// Its identifier.
    pub id: String,
    /// Its office; none when it was enrolled by its key alone.
    pub office: Option<String>,
    /// The certificate of its connections.
    pub certificate: Option<Certificate>,
    /// Whether it still counts.
    pub standing: Standing,
}

/// The one certificate that counts for a terminal's connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of its DER.
    pub digest: Vec<u8>,
    /// Its end.
    pub until: OffsetDateTime,
}

/// Whether a terminal may still sign in and submit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Enrolled,
    /// It was revoked.
    Revoked,
}

/// Enrols a terminal with its PEM key.
///
/// # Errors
/// When the identifier is taken, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    id: &str,
    public_key: &str,
    office: Option<&str>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO terminals (id, public_key, enrolled_at, office) VALUES ($1, $2, $3, $4)",
    )
    .bind(id)
    .bind(public_key)
    .bind(to_millis(at))
    .bind(office)
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives an enrolled terminal the certificate that counts from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn certify(
    connection: &mut Connection,
    id: &str,
    office: &str,
    certificate: &Certificate,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE terminals SET office = $1, certificate = $2, certificate_until = $3 WHERE id = $4",
    )
    .bind(office)
    .bind(&certificate.digest)
    .bind(to_millis(certificate.until))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Revokes a terminal.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] for a terminal that is unknown or revoked already.
pub async fn revoke(
    connection: &mut Connection,
    id: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let changed =
        sqlx::query("UPDATE terminals SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(to_millis(at))
            .bind(id)
            .execute(connection)
            .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

/// The terminal of an identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<Terminal>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT id, office, certificate, certificate_until, revoked_at FROM terminals WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(terminal).transpose()
}

/// The key that verifies a terminal's submissions.
///
/// # Errors
/// When the database does not answer.
pub async fn key(
    connection: &mut Connection,
    id: &str,
) -> Result<Option<TerminalPublicKey>, sqlx::Error> {
    let pem: Option<String> = sqlx::query_scalar("SELECT public_key FROM terminals WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    pem.map(|pem| {
        TerminalPublicKey::from_pem(pem.as_bytes()).map_err(|_| corrupt("a terminal's key"))
    })
    .transpose()
}

/// Every terminal, by office and identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut Connection) -> Result<Vec<Terminal>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT id, office, certificate, certificate_until, revoked_at FROM terminals ORDER BY office, id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(terminal).collect()
}

/// Whether a terminal or an officer belongs to the office.
///
/// # Errors
/// When the database does not answer.
pub async fn office_has_members(
    connection: &mut Connection,
    office: &str,
) -> Result<bool, sqlx::Error> {
    let members: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM terminals WHERE office = $1) + (SELECT count(*) FROM officers WHERE office = $1)",
    )
    .bind(office)
    .fetch_one(connection)
    .await?;
    Ok(members > 0)
}

fn terminal(row: &AnyRow) -> Result<Terminal, sqlx::Error> {
    let digest: Option<Vec<u8>> = row.try_get("certificate")?;
    let until: Option<i64> = row.try_get("certificate_until")?;
    let certificate = digest.zip(until).map(|(digest, until)| Certificate {
        digest,
        until: from_millis(until),
    });
    let standing = match row.try_get::<Option<i64>, _>("revoked_at")? {
        None => Standing::Enrolled,
        Some(_) => Standing::Revoked,
    };
    Ok(Terminal {
        id: row.try_get("id")?,
        office: row.try_get("office")?,
        certificate,
        standing,
    })
}
