//! By what right relying parties are served, as recorded.

use rules::provider::{Certificate, Right, Standing};
use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;

use super::{Connection, cases::date, corrupt, to_millis};

/// What counts now; nothing when nothing was recorded.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(connection: &mut Connection) -> Result<Option<Right>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM provider_rights ORDER BY version DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(right).transpose()
}

/// Records what counts from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    connection: &mut Connection,
    right: &Right,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let certificate = match right {
        Right::StateAgency => None,
        Right::Certificate(certificate) => Some(certificate),
    };
    let standing = certificate.map(Certificate::standing);
    let suspended_until = match standing {
        Some(Standing::Suspended { until }) => Some(until.to_string()),
        _ => None,
    };
    sqlx::query(
        "INSERT INTO provider_rights (version, kind, number, issued_on, valid_until, standing, suspended_until,
           recorded_at)
         SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM provider_rights",
    )
    .bind(kind(right))
    .bind(certificate.map(Certificate::number))
    .bind(certificate.map(|one| one.days().0.to_string()))
    .bind(certificate.map(|one| one.days().1.to_string()))
    .bind(standing.map(word))
    .bind(suspended_until)
    .bind(to_millis(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// The stable word of a kind of right.
#[must_use]
pub fn kind(right: &Right) -> &'static str {
    match right {
        Right::StateAgency => "state_agency",
        Right::Certificate(_) => "certificate",
    }
}

/// The stable word of a standing.
#[must_use]
pub fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Suspended { .. } => "suspended",
        Standing::Revoked => "revoked",
    }
}

fn right(row: &AnyRow) -> Result<Right, sqlx::Error> {
    if row.try_get::<String, _>("kind")? == "state_agency" {
        return Ok(Right::StateAgency);
    }
    let day = |column: &str| date(&row.try_get::<String, _>(column)?);
    let days = (day("issued_on")?, day("valid_until")?);
    let number: String = row.try_get("number")?;
    let unreadable = || corrupt("a certificate");
    let standing = match row.try_get::<String, _>("standing")?.as_str() {
        "active" => Standing::Active,
        "suspended" => Standing::Suspended {
            until: day("suspended_until")?,
        },
        "revoked" => Standing::Revoked,
        _ => return Err(unreadable()),
    };
    Certificate::recorded(&number, days, standing)
        .map(Right::Certificate)
        .map_err(|_| unreadable())
}
