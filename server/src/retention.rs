//! What is kept no longer: the samples of a decided case by destroying its key, the case itself when its
//! history is over, and parts that no case ever came to own. The numbers are the profile's.

use rules::profile::Retention;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    blobs::{BlobError, Blobs},
    store::{
        Database, accounts,
        audit::{self, Entry},
        retention, source_events,
    },
};

const ACTOR: &str = "retention";
/// A submission that takes longer than this to become a case has failed.
const ORPHANED_AFTER: Duration = Duration::hours(1);

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Cases whose key was destroyed.
    pub shredded: u64,
    /// Cases whose record was removed.
    pub forgotten: u64,
    /// Accounts that were over, removed with their locks.
    pub accounts: u64,
    /// Cases' parts that were removed from the blob store because no key opens them.
    pub removed: u64,
}

/// Why a run ended early; the next one goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The blob store.
    #[error(transparent)]
    Blobs(#[from] BlobError),
}

/// Applies the profile's numbers once; those of a profile that has ended as well, for what was promised under it
/// still counts.
///
/// # Errors
/// [`RetentionError`]; what was done until then stays done.
pub async fn run(
    (database, blobs): (&Database, &Blobs),
    numbers: &Retention,
    now: OffsetDateTime,
) -> Result<Done, RetentionError> {
    let mut done = Done::default();
    while let Some(case) = retention::next_to_shred(database, samples_end(numbers, now)).await? {
        shred(database, case, now).await?;
        done.shredded += 1;
    }
    while let Some(case) = retention::next_to_forget(database, history_end(numbers, now)).await? {
        forget(database, case, now).await?;
        done.forgotten += 1;
    }
    while forget_account(database, history_end(numbers, now), now).await? {
        done.accounts += 1;
    }
    let mut connection = database.acquire().await?;
    source_events::forget_before(&mut connection, samples_end(numbers, now)).await?;
    retention::forget_unused(&mut connection, samples_end(numbers, now)).await?;
    drop(connection);
    done.removed = sweep(database, blobs, now).await?;
    retention::overwrite_freed_space(database).await?;
    tracing::info!(
        shredded = done.shredded,
        forgotten = done.forgotten,
        accounts = done.accounts,
        removed = done.removed,
        "retention run"
    );
    Ok(done)
}

fn samples_end(numbers: &Retention, now: OffsetDateTime) -> OffsetDateTime {
    now - Duration::days(numbers.sample_days.into())
}

/// By the calendar of the 29th of February as well: a year has 366 days here, so nothing goes too early.
fn history_end(numbers: &Retention, now: OffsetDateTime) -> OffsetDateTime {
    now - Duration::days(i64::from(numbers.history_years) * 366)
}

/// The key first: from then on nothing opens the parts, wherever copies of them are.
async fn shred(database: &Database, case: Uuid, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let mut transaction = database.begin().await?;
    retention::destroy_key(&mut transaction, case, now).await?;
    log(&mut transaction, now, "case.shred", case).await?;
    transaction.commit().await
}

async fn forget(database: &Database, case: Uuid, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let mut transaction = database.begin().await?;
    retention::remove(&mut transaction, case).await?;
    log(&mut transaction, now, "case.forget", case).await?;
    transaction.commit().await
}

/// An account's history is kept from its end on: its sealed content, its key, its locks and requests go together.
async fn forget_account(
    database: &Database,
    ended_before: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let mut transaction = database.begin().await?;
    let Some(account) = accounts::next_to_forget(&mut transaction, ended_before).await? else {
        return Ok(false);
    };
    accounts::remove(&mut transaction, account).await?;
    log(&mut transaction, now, "account.forget", account).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Removes parts whose case was shredded, and those of a submission that never became a case.
async fn sweep(
    database: &Database,
    blobs: &Blobs,
    now: OffsetDateTime,
) -> Result<u64, RetentionError> {
    let mut removed = 0;
    for case in blobs.cases_before(now - ORPHANED_AFTER).await? {
        if !retention::has_key(database, case).await? {
            blobs.remove(case).await?;
            let mut connection = database.acquire().await?;
            log(&mut connection, now, "case.sweep", case).await?;
            removed += 1;
        }
    }
    Ok(removed)
}

async fn log(
    connection: &mut crate::store::Connection,
    now: OffsetDateTime,
    action: &'static str,
    case: Uuid,
) -> Result<(), sqlx::Error> {
    let entry = Entry {
        actor: ACTOR,
        action,
        subject: &case.to_string(),
        detail: "",
    };
    audit::append(connection, now, entry).await
}
