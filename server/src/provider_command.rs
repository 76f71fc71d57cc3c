//! `cccd-server provider`: by what right relying parties are served. S1 Art. 34 to 37.

use std::io::{self, Write};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use rules::{
    calendar::VIETNAM,
    provider::{Certificate, Reminder, Right, Standing},
};
use time::{Date, OffsetDateTime};

use crate::{
    admin::ADMINISTRATOR,
    arguments::day,
    configuration::Place,
    store::{Database, Transaction, audit, provider, take_turn},
};

/// What is done about the right to serve relying parties.
#[derive(Subcommand)]
pub enum ProviderCommand {
    /// The operator is the agency of the state that the decree names: it needs no certificate.
    StateAgency(Place),
    /// Records a certificate of eligibility, in the place of what counted before.
    Certificate {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Its number.
        #[arg(long)]
        number: String,
        /// Its first day, ISO 8601.
        #[arg(long, value_parser = day)]
        issued_on: Date,
        /// Its last day, at most five years later.
        #[arg(long, value_parser = day)]
        valid_until: Date,
    },
    /// The certificate is suspended, for one to three months.
    Suspend {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// By when the defect is to be mended.
        #[arg(long, value_parser = day)]
        until: Date,
    },
    /// The suspension is over.
    Resume(Place),
    /// The certificate is revoked for good.
    Revoke(Place),
    /// Prints what counts today, and what is to be done by when. Ends with 2 when relying parties are not served.
    Show(Place),
}

/// Runs a command; whether relying parties are served then.
///
/// # Errors
/// When it is refused, or the database does not answer.
pub async fn run(command: ProviderCommand, now: OffsetDateTime) -> Result<bool> {
    let today = now.to_offset(VIETNAM).date();
    let place = match command {
        ProviderCommand::StateAgency(place) => {
            record(&*place.database().await?, &Right::StateAgency, now).await?;
            place
        }
        ProviderCommand::Certificate {
            place,
            number,
            issued_on,
            valid_until,
        } => {
            let certificate = Certificate::issued(&number, (issued_on, valid_until))?;
            let right = Right::Certificate(certificate);
            record(&*place.database().await?, &right, now).await?;
            place
        }
        ProviderCommand::Suspend { place, until } => {
            set(
                &*place.database().await?,
                Standing::Suspended { until },
                now,
            )
            .await?;
            place
        }
        ProviderCommand::Resume(place) => {
            set(&*place.database().await?, Standing::Active, now).await?;
            place
        }
        ProviderCommand::Revoke(place) => {
            set(&*place.database().await?, Standing::Revoked, now).await?;
            place
        }
        ProviderCommand::Show(place) => place,
    };
    let database = place.database().await?;
    let recorded = provider::newest(&mut *database.acquire().await?).await?;
    writeln!(io::stdout(), "{}", shown(recorded.as_ref(), today))?;
    Ok(Right::on(recorded.as_ref(), today).is_ok())
}

/// Records a right.
///
/// # Errors
/// When the database does not answer.
pub async fn record(database: &Database, right: &Right, now: OffsetDateTime) -> Result<()> {
    record_in(turn(database).await?, right, now).await
}

/// Whoever changes it at the same time waits: each step is from what counts then.
async fn turn(database: &Database) -> Result<Transaction> {
    let mut transaction = database.begin().await?;
    take_turn(&mut transaction, "provider", &[]).await?;
    Ok(transaction)
}

async fn record_in(mut transaction: Transaction, right: &Right, now: OffsetDateTime) -> Result<()> {
    provider::record(&mut transaction, right, now).await?;
    let (subject, detail) = match right {
        Right::StateAgency => ("", provider::kind(right)),
        Right::Certificate(one) => (one.number(), provider::word(one.standing())),
    };
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "provider.right",
        subject,
        detail,
    };
    audit::append(&mut transaction, now, entry).await?;
    Ok(transaction.commit().await?)
}

/// Gives the certificate on record another standing.
///
/// # Errors
/// When there is none, the step is refused, or the database does not answer.
pub async fn set(database: &Database, standing: Standing, now: OffsetDateTime) -> Result<()> {
    let mut transaction = turn(database).await?;
    let recorded = provider::newest(&mut transaction).await?;
    let today = now.to_offset(VIETNAM).date();
    match recorded.context("nothing is on record")? {
        Right::StateAgency => bail!("an agency of the state has no certificate"),
        Right::Certificate(certificate) => {
            let changed = Right::Certificate(certificate.with(standing, today)?);
            record_in(transaction, &changed, now).await
        }
    }
}

fn shown(recorded: Option<&Right>, today: Date) -> String {
    let served = match Right::on(recorded, today) {
        Ok(_) => "relying parties are served".to_owned(),
        Err(why) => format!("relying parties are not served: {why} ({})", why.clause()),
    };
    let Some(Right::Certificate(certificate)) = recorded else {
        return served;
    };
    let (from, until) = certificate.days();
    let number = certificate.number();
    let reminder = certificate
        .reminder(today)
        .map_or(String::new(), |one| format!("\n{}", reminder_words(one)));
    format!("certificate {number}, {from} to {until}: {served}{reminder}")
}

/// What the operator is told.
#[must_use]
pub fn reminder_words(reminder: Reminder) -> String {
    match reminder {
        Reminder::ApplyBy(day) => format!("apply for the extension by {day} (S1 Art. 35)"),
        Reminder::AppliesTooLate { ends_on } => {
            format!(
                "the day to apply for an extension has passed; the certificate ends on {ends_on} (S1 Art. 35)"
            )
        }
        Reminder::MendBy(day) => {
            format!("mend the defect by {day}, or the certificate is revoked (S1 Art. 36, 37)")
        }
    }
}
