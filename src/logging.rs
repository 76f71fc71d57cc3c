//! Logs: identifiers, states and counts on standard error; never personal data, keys or file contents.

use tracing_subscriber::EnvFilter;

/// Starts logging for this process; `CCCD_LOG` chooses what is shown, by default warnings.
pub fn start() {
    let filter = EnvFilter::try_from_env("CCCD_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second start, in tests, keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
