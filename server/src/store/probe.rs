//! One row that is written to see whether the database takes anything.

use time::OffsetDateTime;

use super::{Transaction, to_millis};

/// Writes the row and commits.
///
/// # Errors
/// When the database takes nothing.
pub async fn write(mut transaction: Transaction, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO probe VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET written_at = $1")
        .bind(to_millis(at))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}
