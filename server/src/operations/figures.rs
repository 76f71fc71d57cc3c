//! Figures in the text format of Prometheus. Labels are words of closed lists: routes as templates, kinds of refusals;
//! never an identifier, an address or a person's data.

use std::time::Duration;

use dossier::api::ProblemType;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};
use rules::calendar::VIETNAM;

use super::readiness::Readiness;
use crate::{
    Backend,
    notices::NoticeState,
    store::{notices, open_cases, unchecked},
};

/// Seconds; the acceptance figures of intake (500 ms), claims (20 ms) and slips (50 ms) are among them.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The figures of one backend.
pub struct Figures {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    refusals: IntCounterVec,
    ready: IntGaugeVec,
    open_cases: IntGauge,
    unchecked_cases: IntGauge,
    notices: IntGaugeVec,
    policy_days: IntGauge,
    free: IntGauge,
}

impl Figures {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// When a figure is defined twice.
    pub fn new() -> Result<Self, prometheus::Error> {
        let requests = Opts::new("cccd_requests_total", "Requests by route and status.");
        let seconds = HistogramOpts::new("cccd_request_seconds", "Time until the answer began.")
            .buckets(BUCKETS.to_vec());
        let refusals = Opts::new("cccd_refusals_total", "Refusals by kind of problem.");
        let ready = Opts::new("cccd_ready", "1 for each check of readiness that holds.");
        let figures = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["method", "route", "status"])?,
            seconds: HistogramVec::new(seconds, &["method", "route"])?,
            refusals: IntCounterVec::new(refusals, &["problem"])?,
            ready: IntGaugeVec::new(ready, &["check"])?,
            open_cases: IntGauge::new("cccd_open_cases", "Cases that wait for a decision.")?,
            unchecked_cases: IntGauge::new(
                "cccd_unchecked_cases",
                "Cases that were received and whose images the backend has not measured itself.",
            )?,
            notices: IntGaugeVec::new(
                Opts::new(
                    "cccd_notices",
                    "Notices to persons that are waiting or dead.",
                ),
                &["state"],
            )?,
            policy_days: IntGauge::new(
                "cccd_policy_days_left",
                "Days until the profile must be renewed; -1 when it does not count.",
            )?,
            free: IntGauge::new("cccd_disk_free_bytes", "Octets free for the folder.")?,
        };
        let all: [Box<dyn prometheus::core::Collector>; 9] = [
            Box::new(figures.requests.clone()),
            Box::new(figures.seconds.clone()),
            Box::new(figures.refusals.clone()),
            Box::new(figures.ready.clone()),
            Box::new(figures.open_cases.clone()),
            Box::new(figures.unchecked_cases.clone()),
            Box::new(figures.notices.clone()),
            Box::new(figures.policy_days.clone()),
            Box::new(figures.free.clone()),
        ];
        for figure in all {
            figures.registry.register(figure)?;
        }
        Ok(figures)
    }

    /// Counts an answer.
    pub(super) fn count(&self, (method, route): (&str, &str), status: u16, took: Duration) {
        let status = status.to_string();
        self.requests
            .with_label_values(&[method, route, status.as_str()])
            .inc();
        self.seconds
            .with_label_values(&[method, route])
            .observe(took.as_secs_f64());
    }

    /// Counts a refusal.
    pub(super) fn count_refusal(&self, kind: ProblemType) {
        let name = kind.urn().rsplit(':').next().unwrap_or_default();
        self.refusals.with_label_values(&[name]).inc();
    }

    /// Everything as text, with what is only known now.
    pub(super) async fn text(&self, backend: &Backend, readiness: &Readiness) -> Vec<u8> {
        for check in &readiness.checks {
            let gauge = self.ready.with_label_values(&[check.probe.word()]);
            gauge.set(check.holds.into());
        }
        self.free.set(
            readiness
                .free
                .map_or(-1, |free| i64::try_from(free).unwrap_or(i64::MAX)),
        );
        let today = backend.now().to_offset(VIETNAM).date();
        let days = backend.parts().policy.days_left(today);
        self.policy_days.set(days.map_or(-1, i64::from));
        if let Ok(mut connection) = backend.parts().database.acquire().await {
            if let Ok(open) = open_cases::count(&mut connection).await {
                self.open_cases.set(i64::try_from(open).unwrap_or(i64::MAX));
            }
            if let Ok(unchecked) = unchecked::count(&mut connection).await {
                self.unchecked_cases.set(unchecked);
            }
            for state in [NoticeState::Waiting, NoticeState::Dead] {
                if let Ok(count) = notices::count(&mut connection, state).await {
                    self.notices.with_label_values(&[state.word()]).set(count);
                }
            }
        }
        let mut text = Vec::new();
        if let Err(why) = TextEncoder::new().encode(&self.registry.gather(), &mut text) {
            tracing::error!(%why, "the figures cannot be written");
        }
        text
    }
}
