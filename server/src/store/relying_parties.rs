//! Relying parties: contract, permit, key and standing.

use dossier::keys::PartyPublicKey;
use sqlx::Row;
use time::{Date, OffsetDateTime};

use super::{Connection, cases::date, corrupt, to_millis};

/// A relying party as registered.
pub struct Party {
    /// Its identifier.
    pub id: String,
    /// Number of its contract.
    pub contract: String,
    /// The contract's last day.
    pub contract_until: Date,
    /// Number of its permit to connect.
    pub permit: String,
    /// The permit's last day.
    pub permit_until: Date,
    /// By what it signs.
    pub key: PartyPublicKey,
    /// Whether it is served.
    pub standing: PartyStanding,
}

/// What an administrator writes down of a new one.
pub struct NewParty<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Its name, for people.
    pub name: &'a str,
    /// Contract and its last day.
    pub contract: (&'a str, Date),
    /// Permit and its last day.
    pub permit: (&'a str, Date),
    /// PEM.
    pub public_key: &'a str,
}

/// Whether a relying party is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyStanding {
    /// It is.
    Active,
    /// It is not, and may come back.
    Suspended,
    /// Never again.
    Revoked,
}

impl PartyStanding {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }
}

/// Registers one.
///
/// # Errors
/// When the identifier is taken, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewParty<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO relying_parties VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8)")
        .bind(new.id)
        .bind(new.name)
        .bind(new.contract.0)
        .bind(new.contract.1.to_string())
        .bind(new.permit.0)
        .bind(new.permit.1.to_string())
        .bind(new.public_key)
        .bind(to_millis(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives one another standing; false when there is none, or it was revoked.
///
/// # Errors
/// When the database does not answer.
pub async fn set_standing(
    connection: &mut Connection,
    id: &str,
    standing: PartyStanding,
) -> Result<bool, sqlx::Error> {
    let changed =
        sqlx::query("UPDATE relying_parties SET state = $1 WHERE id = $2 AND state <> 'revoked'")
            .bind(standing.word())
            .bind(id)
            .execute(connection)
            .await?;
    Ok(changed.rows_affected() == 1)
}

/// The relying party of an identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<Party>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM relying_parties WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let text = |column: &str| row.try_get::<String, _>(column);
        let standing = [
            PartyStanding::Active,
            PartyStanding::Suspended,
            PartyStanding::Revoked,
        ];
        let word = text("state")?;
        Ok(Party {
            id: text("id")?,
            contract: text("contract")?,
            contract_until: date(&text("contract_until")?)?,
            permit: text("permit")?,
            permit_until: date(&text("permit_until")?)?,
            key: PartyPublicKey::from_pem(text("public_key")?.as_bytes())
                .map_err(|_| corrupt("a public key"))?,
            standing: standing
                .into_iter()
                .find(|one| one.word() == word)
                .ok_or_else(|| corrupt("a standing"))?,
        })
    })
    .transpose()
}
