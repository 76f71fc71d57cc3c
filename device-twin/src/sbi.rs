//! A simulated SBI device service: a slap scanner on 127.0.0.1 with test keys and a menu of faults.
//!
//! Written from the interface's own description, without the terminal's client. Its fingers are
//! grown from a seed and belong to nobody; its keys are made at start and trusted by nobody but a
//! terminal that was given the root.

mod answer;
mod fault;
mod http;
mod keys;
mod prints;
mod record;
mod server;
mod stream;
mod token;

pub use fault::{SbiFault, UnknownSbiFault};
pub use keys::Keys;
pub use prints::Prints;
pub use server::Service;

/// What the service is.
#[derive(Clone)]
pub struct SbiConfig {
    /// Whose fingers lie on the platen.
    pub prints: Prints,
    /// Environment that it claims: `Production`, `Staging`, `Developer`.
    pub environment: String,
    /// After how many frames of its stream fingers lie on the platen.
    pub looks: usize,
    /// What it does wrong.
    pub fault: SbiFault,
}

impl Default for SbiConfig {
    fn default() -> Self {
        Self {
            prints: Prints::of(18),
            environment: "Staging".into(),
            looks: 0,
            fault: SbiFault::None,
        }
    }
}
