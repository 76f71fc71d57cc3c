//! `cccd-server outages`: when the service was away, and maintenance that is announced.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Subcommand;
use rules::{availability::Span, calendar::VIETNAM};
use time::{Date, Duration, OffsetDateTime, Time, format_description::well_known::Rfc3339};

use crate::{
    arguments::day,
    configuration::Place,
    outages::{announce, availability},
    store::outages,
};

/// What is done about outages.
#[derive(Subcommand)]
pub enum OutageCommand {
    /// Prints when the service was away between two days in Vietnam, and how much of that time it was there.
    List {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// First day, ISO 8601.
        #[arg(long, value_parser = day)]
        from: Date,
        /// Last day.
        #[arg(long, value_parser = day)]
        to: Date,
    },
    /// Announces maintenance before it begins.
    Announce {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// When it begins, RFC 3339, for example 2026-12-05T23:00:00+07:00.
        #[arg(long, value_parser = moment)]
        begins: OffsetDateTime,
        /// How long it takes.
        #[arg(long)]
        minutes: u32,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

fn moment(text: &str) -> Result<OffsetDateTime, time::error::Parse> {
    OffsetDateTime::parse(text, &Rfc3339)
}

/// Runs a command.
///
/// # Errors
/// When it is refused, or the database does not answer.
pub async fn run(command: OutageCommand, now: OffsetDateTime) -> Result<()> {
    match command {
        OutageCommand::List { place, from, to } => {
            let begins = |day: Date| day.with_time(Time::MIDNIGHT).assume_offset(VIETNAM);
            let after = to.next_day().context("the last day has none after it")?;
            let period = Span {
                from: begins(from),
                until: begins(after),
            };
            let database = place.database().await?;
            let mut connection = database.acquire().await?;
            let mut out = io::stdout();
            for span in outages::within(&mut connection, period).await? {
                let (from, until) = (span.from.to_offset(VIETNAM), span.until.to_offset(VIETNAM));
                let (from, until) = (from.format(&Rfc3339)?, until.format(&Rfc3339)?);
                writeln!(
                    out,
                    "away {from} {until} {} s",
                    span.length().whole_seconds()
                )?;
            }
            for one in outages::announced(&mut connection, period).await? {
                let from = one.span.from.to_offset(VIETNAM).format(&Rfc3339)?;
                let minutes = one.span.length().whole_minutes();
                writeln!(out, "announced {from} {minutes} min {}", one.reason)?;
            }
            match availability(&mut connection, period).await? {
                None => writeln!(out, "not watched")?,
                Some(found) => writeln!(
                    out,
                    "there {found} of {} h watched; away {} times, {} s, of which announced {} s",
                    found.watched.whole_hours(),
                    found.times,
                    found.away.whole_seconds(),
                    found.planned.whole_seconds()
                )?,
            }
            Ok(())
        }
        OutageCommand::Announce {
            place,
            begins,
            minutes,
            reason,
        } => {
            let span = Span {
                from: begins,
                until: begins + Duration::minutes(minutes.into()),
            };
            announce(&*place.database().await?, (span, &reason), now).await
        }
    }
}
