//! XT05, the provider's report: counted from cases and audit log, completed by what the provider states, previewed,
//! frozen and signed. S0 34.1đ; Decree 59/2022 Art. 34, annex.

mod form;
mod settings;

use anyhow::{Context, Result, ensure};
use dossier::{provider::FrozenReport, receipt::ReceiptKey};
use forms::{Form, Press, ProviderReport};
use rules::calendar::VIETNAM;
use time::{Date, Month, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    admin::ADMINISTRATOR,
    outages,
    private_folder::digest,
    store::{
        Database, audit,
        reports::{self, NewReport, Window},
    },
};

pub use settings::Stated;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// January to June of a year.
    FirstHalf(i32),
    /// July to December.
    SecondHalf(i32),
    /// The year.
    Year(i32),
    /// Asked for by the agency: from one day to another.
    OnRequest(Date, Date),
}

impl Period {
    /// First and last day; nothing for a year that the calendar does not have, or days in the wrong order.
    #[must_use]
    pub fn days(self) -> Option<(Date, Date)> {
        let day = |year, month, day| Date::from_calendar_date(year, month, day).ok();
        let days = match self {
            Self::FirstHalf(year) => (day(year, Month::January, 1)?, day(year, Month::June, 30)?),
            Self::SecondHalf(year) => (day(year, Month::July, 1)?, day(year, Month::December, 31)?),
            Self::Year(year) => (
                day(year, Month::January, 1)?,
                day(year, Month::December, 31)?,
            ),
            Self::OnRequest(from, to) => (from, to),
        };
        (days.0 <= days.1).then_some(days)
    }
}

/// The report as it stands, nothing kept.
///
/// # Errors
/// When the period is none, or the database does not answer.
pub async fn preview(
    database: &Database,
    (period, stated): (Period, &Stated),
    now: OffsetDateTime,
) -> Result<ProviderReport> {
    let days = period.days().context("the period has no days")?;
    let window = Window {
        from: begins(days.0),
        until: begins(days.1.next_day().context("the period has no end")?),
    };
    let mut connection = database.acquire().await?;
    let counted = form::Counted {
        cases: reports::cases(&mut connection, window).await?,
        actions: reports::actions(&mut connection, window).await?,
        market: reports::market(&mut connection).await?,
        ledger: reports::ledger_hash(&mut connection, window.until).await?,
        availability: outages::availability(&mut connection, window.into()).await?,
    };
    let today = now.to_offset(VIETNAM).date();
    Ok(form::report((period, days), stated, &counted, today))
}

/// Freezes and signs the report of a period that is over; its name.
///
/// # Errors
/// When the period is not over, the form cannot be printed, or the database does not answer.
pub async fn freeze(
    database: &Database,
    key: &ReceiptKey,
    (period, stated): (Period, &Stated),
    now: OffsetDateTime,
) -> Result<Uuid> {
    let days = period.days().context("the period has no days")?;
    ensure!(
        days.1 < now.to_offset(VIETNAM).date(),
        "the period is not over: figures would still change"
    );
    let report = preview(database, (period, stated), now).await?;
    let pdf = Press::new().pdf(&report)?;
    let frozen = FrozenReport {
        id: Uuid::now_v7(),
        from: days.0,
        to: days.1,
        frozen_at: now,
        form: report.to_json()?,
        pdf: digest(&pdf).to_string(),
    };
    let signed = frozen.sign(key).context("the report is not signed")?;
    let new = NewReport {
        id: frozen.id,
        period: days,
        signed: &signed,
        pdf: &pdf,
    };
    let mut transaction = database.begin().await?;
    reports::insert(&mut transaction, &new, now).await?;
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "report.freeze",
        subject: &frozen.id.to_string(),
        detail: &format!("{}..{}", days.0, days.1),
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    Ok(frozen.id)
}

fn begins(day: Date) -> OffsetDateTime {
    day.with_time(Time::MIDNIGHT).assume_offset(VIETNAM)
}
