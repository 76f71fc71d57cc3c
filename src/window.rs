//! The window: drains the workers' events, runs the update, draws. Nothing here waits.

use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use dossier::consent::Language;
use egui::ViewportBuilder;
use ui::event::Event;
use ui::model::awaiting::Awaiting;
use ui::msg::Msg;
use ui::text::citizen;
use ui::{Model, update, view};

use crate::clock;
use crate::config::Config;
use crate::workers::{Executor, Outlet, Reports};

/// Lines that show an age are redrawn this often when nothing else happens.
const CLOCK_TICK: Duration = Duration::from_secs(30);

/// Which work place the window opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkPlace {
    /// Whoever signs in has the work place of their role.
    ByRole,
    /// The integration tester's: nobody signs in, and nothing of a person is shown.
    Tester,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the terminal cannot be opened or no window can be made.
pub fn run(config: &Config, language: Language, place: WorkPlace) -> anyhow::Result<()> {
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id("cccd")
            .with_title("Quầy căn cước")
            .with_inner_size([1366.0, 768.0])
            .with_min_inner_size([1180.0, 680.0])
            .with_maximized(true),
        ..Default::default()
    };
    let config = config.clone();
    eframe::run_native(
        "cccd",
        options,
        Box::new(move |creation| {
            let window = CounterWindow::open(&config, (language, place), &creation.egui_ctx)?;
            Ok(Box::new(window))
        }),
    )
    .map_err(|error| anyhow!("no window: {error}"))
}

struct CounterWindow {
    model: Model,
    reports: Reports,
    executor: Executor,
    told: Option<Awaiting>,
}

impl CounterWindow {
    fn open(
        config: &Config,
        (language, place): (Language, WorkPlace),
        context: &egui::Context,
    ) -> anyhow::Result<Self> {
        ui::install_fonts_and_style(context);
        let waker = context.clone();
        let (outlet, reports) = Outlet::new(Arc::new(move || waker.request_repaint()));
        let executor = Executor::start(config, &outlet)?;
        let model = executor.model(config, language);
        let mut window = Self {
            model: match place {
                WorkPlace::ByRole => model,
                WorkPlace::Tester => model.at_bench(config.terminal.clone()),
            },
            reports,
            executor,
            told: None,
        };
        if place == WorkPlace::Tester {
            // The bench shows its devices without being asked.
            window.handle(Msg::Refresh);
        }
        Ok(window)
    }

    fn handle(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            self.executor.perform(effect);
        }
        self.tell();
    }

    /// Each change of what the window waits for, for whoever follows its log.
    fn tell(&mut self) {
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let awaiting = self.model.awaiting();
        if self.told != Some(awaiting) {
            let Awaiting {
                what,
                busy,
                receipts,
            } = awaiting;
            tracing::info!(waits_for = what, busy, receipts);
            self.told = Some(awaiting);
        }
    }
}

impl eframe::App for CounterWindow {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        self.handle(Msg::Event(Event::Clock(clock::now())));
        while let Some(event) = self.reports.next() {
            self.handle(Msg::Event(event));
        }
        context.request_repaint_after(CLOCK_TICK);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let mut messages = Vec::new();
        view(&self.model, ui, &mut messages);
        if self.model.appearance.citizen {
            self.citizen(ui.ctx(), &mut messages);
        }
        for msg in messages {
            self.handle(msg);
        }
    }
}

impl CounterWindow {
    /// The citizen's window beside the officer's. Closed by its own button it stays closed.
    fn citizen(&self, context: &egui::Context, messages: &mut Vec<Msg>) {
        let builder = ViewportBuilder::default()
            .with_app_id("cccd-citizen")
            .with_title(citizen::TITLE.by(self.model.language))
            // The officer goes on typing.
            .with_active(false)
            .with_inner_size([1024.0, 768.0]);
        let id = egui::ViewportId::from_hash_of("citizen");
        context.show_viewport_immediate(id, builder, |ui, _class| {
            ui::citizen(&self.model, ui, messages);
            if ui.ctx().input(|input| input.viewport().close_requested()) {
                messages.push(Msg::CitizenWindow);
            }
        });
    }
}
