//! `cccd-server terminal`: inviting, listing, blocking.

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use time::{Duration, OffsetDateTime};

use crate::{
    admin::{self, ADMINISTRATOR},
    configuration::Place,
    enrolment,
    offices::Offices,
    store::{
        Connection,
        blocks::{self, BlockReason, Blocked},
        terminals::{self, Standing, Terminal},
    },
};

/// What is done to terminals.
#[derive(Subcommand)]
pub enum TerminalCommand {
    /// Prints a one-time code by which a terminal enrols itself (`cccd enrol`); an older one ends.
    Invite {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Identifier that the terminal will have.
        #[arg(long)]
        id: String,
        /// Office that it will belong to.
        #[arg(long)]
        office: String,
        /// How many minutes the code counts.
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1440))]
        minutes: u16,
    },
    /// Lists terminals with office, standing and the last day of their certificate, one a line.
    List(Place),
    /// Shuts out a terminal, or an office with all below it; what was filed stays.
    Block {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// What it is done to.
        #[command(flatten)]
        what: What,
        /// Why.
        #[arg(long)]
        reason: BlockReason,
    },
    /// Lets a terminal or an office in again.
    Unblock {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// What it is done to.
        #[command(flatten)]
        what: What,
    },
}

/// A terminal or an office.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct What {
    /// Identifier of a terminal.
    #[arg(long)]
    id: Option<String>,
    /// Name of an office.
    #[arg(long)]
    office: Option<String>,
}

impl What {
    fn blocked(&self) -> Result<Blocked<'_>> {
        match (&self.id, &self.office) {
            (Some(id), None) => Ok(Blocked::Terminal(id)),
            (None, Some(office)) => Ok(Blocked::Office(office)),
            _ => bail!("one of --id and --office is needed"),
        }
    }
}

/// Runs a command.
///
/// # Errors
/// When it is refused, or the database does not answer.
pub async fn run(command: TerminalCommand, now: OffsetDateTime) -> Result<()> {
    match command {
        TerminalCommand::Invite {
            place,
            id,
            office,
            minutes,
        } => {
            let database = place.database().await?;
            let lasts = Duration::minutes(minutes.into());
            let code =
                enrolment::invite(&database, (&id, &office, ADMINISTRATOR), lasts, now).await?;
            writeln!(io::stdout(), "{}", *code)?;
        }
        TerminalCommand::List(place) => {
            let offices = place.folder()?.offices()?;
            let database = place.database().await?;
            let mut connection = database.acquire().await?;
            for terminal in terminals::all(&mut connection).await? {
                let line = line(&mut connection, &offices, &terminal, now).await?;
                writeln!(io::stdout(), "{line}")?;
            }
        }
        TerminalCommand::Block {
            place,
            what,
            reason,
        } => {
            let (offices, what) = (place.folder()?.offices()?, what.blocked()?);
            admin::block(
                &*place.database().await?,
                &offices,
                (what, reason),
                ADMINISTRATOR,
                now,
            )
            .await?;
        }
        TerminalCommand::Unblock { place, what } => {
            admin::unblock(
                &*place.database().await?,
                what.blocked()?,
                ADMINISTRATOR,
                now,
            )
            .await?;
        }
    }
    Ok(())
}

async fn line(
    connection: &mut Connection,
    offices: &Offices,
    terminal: &Terminal,
    now: OffsetDateTime,
) -> Result<String> {
    let mut standing = match terminal.standing {
        Standing::Enrolled => "enrolled".to_owned(),
        Standing::Revoked => "revoked".to_owned(),
    };
    let office = terminal.office.as_deref();
    let above = office
        .into_iter()
        .flat_map(|office| offices.upwards(office));
    let chain = [Blocked::Terminal(&terminal.id)];
    for one in chain.into_iter().chain(above.map(Blocked::Office)) {
        if let Some(reason) = blocks::reason(connection, one).await? {
            let by = match one {
                Blocked::Terminal(_) => String::new(),
                Blocked::Office(office) => format!(" with {office}"),
            };
            standing = format!("{standing}, blocked{by}: {}", reason.word());
        }
    }
    let until = match &terminal.certificate {
        None => "no certificate".to_owned(),
        Some(certificate) if certificate.until <= now => "certificate over".to_owned(),
        Some(certificate) => format!("certificate until {}", certificate.until.date()),
    };
    let office = office.unwrap_or("-");
    Ok(format!("{}\t{office}\t{standing}\t{until}", terminal.id))
}
