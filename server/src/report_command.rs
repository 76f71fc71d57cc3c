//! `cccd-server report`: the provider's report, previewed, frozen, taken out.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use forms::{Form, Press};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    admin::ADMINISTRATOR,
    arguments::day,
    configuration::Place,
    embedded::create_private,
    provider_report::{Period, Stated, freeze, preview},
    store::{audit, reports},
};

/// What is done with reports.
#[derive(Subcommand)]
pub enum ReportCommand {
    /// The report as it stands, as JSON or into a new PDF file; nothing is kept.
    Preview {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Which report.
        #[command(flatten)]
        asked: Asked,
        /// The PDF file.
        #[arg(long)]
        pdf: Option<PathBuf>,
    },
    /// Counts a period that is over, freezes and signs the report, and prints its name.
    Freeze {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Which report.
        #[command(flatten)]
        asked: Asked,
    },
    /// Writes a frozen report into new files: the signed text, and the print.
    Export {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// The report.
        #[arg(long)]
        id: Uuid,
        /// File of the signed text.
        #[arg(long)]
        signed: PathBuf,
        /// File of the print.
        #[arg(long)]
        pdf: PathBuf,
    },
}

/// Which report, and what the provider states in it.
#[derive(Args)]
pub struct Asked {
    /// Which period.
    #[arg(long)]
    period: PeriodName,
    /// Of which year; not for one on request.
    #[arg(long)]
    year: Option<i32>,
    /// First day of one on request, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    from: Option<Date>,
    /// Its last day.
    #[arg(long, value_parser = day)]
    to: Option<Date>,
    /// TOML file: provider, number, place, signer, services, availability, incidents.
    #[arg(long)]
    stated: PathBuf,
}

/// A period on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub enum PeriodName {
    /// January to June.
    H1,
    /// July to December.
    H2,
    /// The year.
    Year,
    /// Asked for by the agency.
    OnRequest,
}

impl Asked {
    fn read(&self) -> Result<(Period, Stated)> {
        let period = match (self.period, self.year, self.from.zip(self.to)) {
            (PeriodName::H1, Some(year), None) => Period::FirstHalf(year),
            (PeriodName::H2, Some(year), None) => Period::SecondHalf(year),
            (PeriodName::Year, Some(year), None) => Period::Year(year),
            (PeriodName::OnRequest, None, Some((from, to))) => Period::OnRequest(from, to),
            _ => bail!("h1, h2 and year take --year; on-request takes --from and --to"),
        };
        Ok((period, Stated::read(&self.stated)?))
    }
}

/// Runs a command.
///
/// # Errors
/// When the period or the file is none, it is not over, a file exists, or the database does not answer.
pub async fn run(command: ReportCommand, now: OffsetDateTime) -> Result<()> {
    match command {
        ReportCommand::Preview { place, asked, pdf } => {
            let (period, stated) = asked.read()?;
            let report = preview(&*place.database().await?, (period, &stated), now).await?;
            match pdf {
                Some(file) => create_private(&file, &Press::new().pdf(&report)?),
                None => Ok(writeln!(io::stdout(), "{}", report.to_json()?)?),
            }
        }
        ReportCommand::Freeze { place, asked } => {
            let (period, stated) = asked.read()?;
            let key = place.folder()?.receipt_key()?;
            let database = place.database().await?;
            let id = freeze(&database, &key, (period, &stated), now).await?;
            Ok(writeln!(io::stdout(), "{id}")?)
        }
        ReportCommand::Export {
            place,
            id,
            signed,
            pdf,
        } => {
            let database = place.database().await?;
            let mut transaction = database.begin().await?;
            let found = reports::find(&mut transaction, id).await?;
            let (text, print) = found.context("there is no such report")?;
            let entry = audit::Entry {
                actor: ADMINISTRATOR,
                action: "report.export",
                subject: &id.to_string(),
                detail: "",
            };
            audit::append(&mut transaction, now, entry).await?;
            transaction.commit().await?;
            create_private(&signed, text.as_bytes())?;
            create_private(&pdf, &print)
        }
    }
}
