//! A person's hands without a window: messages go in, the same update and the same workers act.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dossier::consent::Language;
use ui::event::Event;
use ui::msg::Msg;
use ui::{Model, update};

use crate::clock;
use crate::config::Config;
use crate::workers::{Executor, Outlet, Reports};

/// What did not happen in time.
#[derive(Debug, thiserror::Error)]
#[error("{what} did not happen within {seconds} s")]
pub struct Waited {
    what: &'static str,
    seconds: u64,
}

/// A terminal without a window.
pub struct Hands {
    model: Model,
    reports: Reports,
    executor: Executor,
}

impl Hands {
    /// Starts the terminal's workers.
    ///
    /// # Errors
    /// When the terminal cannot be opened.
    pub fn on(config: &Config) -> anyhow::Result<Self> {
        let (outlet, reports) = Outlet::new(Arc::new(|| ()));
        let executor = Executor::start(config, &outlet)?;
        Ok(Self {
            model: executor.model(config, Language::Vi),
            reports,
            executor,
        })
    }

    /// What the window would show.
    #[must_use]
    pub fn sees(&self) -> &Model {
        &self.model
    }

    /// Does what a person would do.
    pub fn does(&mut self, msg: Msg) {
        self.handle(Msg::Event(Event::Clock(clock::now())));
        self.handle(msg);
    }

    /// Watches until something can be seen.
    ///
    /// # Errors
    /// [`Waited`] when it cannot be seen in time.
    pub fn waits_for(
        &mut self,
        what: &'static str,
        limit: Duration,
        mut seen: impl FnMut(&Model) -> bool,
    ) -> Result<(), Waited> {
        let deadline = Instant::now() + limit;
        while !seen(&self.model) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Waited {
                    what,
                    seconds: limit.as_secs(),
                });
            }
            if let Some(event) = self.reports.wait(left.min(Duration::from_millis(200))) {
                self.handle(Msg::Event(Event::Clock(clock::now())));
                self.handle(Msg::Event(event));
            }
        }
        Ok(())
    }

    fn handle(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            self.executor.perform(effect);
        }
    }
}
