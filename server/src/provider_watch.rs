//! Tells the log once a day what the operator must do about the right to serve relying parties.

use rules::{calendar::VIETNAM, provider::Right};
use time::Date;

use crate::{Backend, provider_command::reminder_words, store::provider};

/// How often the day is looked at.
const EVERY: std::time::Duration = std::time::Duration::from_secs(3600);

/// Looks until it is stopped. A database that is away is asked again.
pub async fn keep(backend: Backend) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut told_on: Option<Date> = None;
    loop {
        ticks.tick().await;
        let today = backend.now().to_offset(VIETNAM).date();
        if told_on != Some(today) && tell(&backend, today).await.is_ok() {
            told_on = Some(today);
        }
    }
}

async fn tell(backend: &Backend, today: Date) -> Result<(), sqlx::Error> {
    let mut connection = backend.parts().database.acquire().await?;
    let recorded = provider::newest(&mut connection).await?;
    if let Err(why) = Right::on(recorded.as_ref(), today) {
        tracing::warn!(%why, clause = why.clause(), "relying parties are not served");
    }
    if let Some(Right::Certificate(certificate)) = &recorded
        && let Some(reminder) = certificate.reminder(today)
    {
        tracing::warn!(
            number = certificate.number(),
            "{}",
            reminder_words(reminder)
        );
    }
    Ok(())
}
