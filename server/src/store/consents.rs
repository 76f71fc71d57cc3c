//! The consent ledger, which is only ever appended to, and how often each consent was used.

use openssl::sha::sha256;
use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, take_turn, to_millis};

/// What the ledger knows of a consent.
pub struct Kept {
    /// Pseudonym of who consented.
    pub subject: Vec<u8>,
    /// SHA-256 of the signed reference.
    pub reference: Vec<u8>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// How many requests were answered by it.
    pub uses: i64,
}

/// A new consent.
pub struct NewConsent<'a> {
    /// Its name.
    pub consent: Uuid,
    /// Pseudonym of who consents.
    pub subject: &'a [u8],
    /// To whom.
    pub party: &'a str,
    /// Who recorded it.
    pub recorded_by: &'a str,
    /// The signed reference.
    pub reference: &'a str,
}

/// Appends a consent.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewConsent<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO consents VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(new.consent.hyphenated().to_string())
        .bind(new.subject)
        .bind(new.party)
        .bind(new.recorded_by)
        .bind(to_millis(at))
        .bind(sha256(new.reference.as_bytes()).as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Appends a withdrawal; false when it was withdrawn before or never given.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(
    connection: &mut Connection,
    consent: Uuid,
    recorded_by: &str,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let appended = sqlx::query(
        "INSERT INTO consent_withdrawals SELECT consent, $1, $2 FROM consents WHERE consent = $3
         ON CONFLICT (consent) DO NOTHING",
    )
    .bind(recorded_by)
    .bind(to_millis(at))
    .bind(consent.hyphenated().to_string())
    .execute(connection)
    .await?;
    Ok(appended.rows_affected() == 1)
}

/// What the ledger knows of a consent; until the transaction ends, nobody else uses it.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, consent: Uuid) -> Result<Option<Kept>, sqlx::Error> {
    take_turn(connection, "consent", consent.as_bytes()).await?;
    let row = sqlx::query(
        "SELECT subject, reference,
           (SELECT count(*) FROM consent_withdrawals w WHERE w.consent = c.consent) AS withdrawn,
           (SELECT count(*) FROM party_receipts r WHERE r.consent = c.consent) AS uses
         FROM consents c WHERE consent = $1",
    )
    .bind(consent.hyphenated().to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Kept {
            subject: row.try_get("subject")?,
            reference: row.try_get("reference")?,
            withdrawn: row.try_get::<i64, _>("withdrawn")? > 0,
            uses: row.try_get("uses")?,
        })
    })
    .transpose()
}

/// Whether a request was answered before.
///
/// # Errors
/// When the database does not answer.
pub async fn is_answered(connection: &mut Connection, request: Uuid) -> Result<bool, sqlx::Error> {
    let row = sqlx::query("SELECT 1 FROM party_receipts WHERE request = $1")
        .bind(request.hyphenated().to_string())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Whether this very receipt answered the request.
///
/// # Errors
/// When the database does not answer.
pub async fn has_receipt(
    connection: &mut Connection,
    request: Uuid,
    receipt: &str,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query("SELECT 1 FROM party_receipts WHERE request = $1 AND digest = $2")
        .bind(request.hyphenated().to_string())
        .bind(sha256(receipt.as_bytes()).as_slice())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Keeps the digest of a receipt, and nothing else of it; false when the request was answered before.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_receipt(
    connection: &mut Connection,
    (request, consent): (Uuid, Uuid),
    receipt: &str,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query(
        "INSERT INTO party_receipts VALUES ($1, $2, $3, $4) ON CONFLICT (request) DO NOTHING",
    )
    .bind(request.hyphenated().to_string())
    .bind(consent.hyphenated().to_string())
    .bind(to_millis(at))
    .bind(sha256(receipt.as_bytes()).as_slice())
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() == 1)
}
