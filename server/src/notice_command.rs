//! `cccd-server notices`: what could not be told, and another try.

use std::io::{self, Write};

use anyhow::{Result, ensure};
use clap::{Subcommand, ValueEnum};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use crate::{
    admin::ADMINISTRATOR,
    configuration::Place,
    notices::{NoticeState, Why},
    store::{Database, audit, notices},
};

/// The most lines of a list.
const MOST: i64 = 1000;

/// What is done with notices.
#[derive(Subcommand)]
pub enum NoticesCommand {
    /// Lists notices of a state: name, case, kind, channel, tries, next try, why the last one failed. Nobody is named.
    List {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// How they stand.
        #[arg(long, default_value = "dead")]
        state: StateName,
    },
    /// Has dead notices tried again from the beginning.
    Retry {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// One notice; without it, all that are dead.
        #[arg(long)]
        id: Option<Uuid>,
    },
}

/// A state on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub enum StateName {
    /// Will be tried.
    Waiting,
    /// Delivered.
    Sent,
    /// Given up.
    Dead,
    /// The case's key was destroyed first.
    Withdrawn,
}

/// Runs a command.
///
/// # Errors
/// When there is no such dead notice, or the database does not answer.
pub async fn run(command: NoticesCommand, now: OffsetDateTime) -> Result<()> {
    match command {
        NoticesCommand::List { place, state } => {
            let state = match state {
                StateName::Waiting => NoticeState::Waiting,
                StateName::Sent => NoticeState::Sent,
                StateName::Dead => NoticeState::Dead,
                StateName::Withdrawn => NoticeState::Withdrawn,
            };
            let database = place.database().await?;
            let mut connection = database.acquire().await?;
            for notice in notices::list(&mut connection, state, MOST).await? {
                writeln!(
                    io::stdout(),
                    "{} {} {} {} {} {} {}",
                    notice.id,
                    notice.case,
                    notice.kind.word(),
                    notice.channel.word(),
                    notice.attempts,
                    notice.next_at.format(&Rfc3339)?,
                    notice.failure.map_or("-", Why::word),
                )?;
            }
            Ok(())
        }
        NoticesCommand::Retry { place, id } => {
            let database = place.database().await?;
            let revived = retry(&database, id, now).await?;
            writeln!(io::stdout(), "{revived} to be tried again")?;
            Ok(())
        }
    }
}

/// Has one or all dead notices tried again.
///
/// # Errors
/// When the one is not dead, or the database does not answer.
async fn retry(database: &Database, id: Option<Uuid>, now: OffsetDateTime) -> Result<usize> {
    let mut transaction = database.begin().await?;
    let ids = match id {
        Some(id) => vec![id],
        None => {
            let dead = notices::list(&mut transaction, NoticeState::Dead, MOST).await?;
            dead.iter().map(|notice| notice.id).collect()
        }
    };
    for id in &ids {
        let revived = notices::revive(&mut transaction, *id, now).await?;
        ensure!(revived, "{id} is no dead notice");
        let entry = audit::Entry {
            actor: ADMINISTRATOR,
            action: "notice.retry",
            subject: &id.to_string(),
            detail: "",
        };
        audit::append(&mut transaction, now, entry).await?;
    }
    transaction.commit().await?;
    Ok(ids.len())
}
