//! `[printing]`: where forms go.

use serde::{Deserialize, Serialize};

/// A printer of CUPS, or a program that shows PDF.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PrintingConfig {
    /// The printer's name at CUPS, as `lpstat -e` lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<String>,
    /// Where there is no printer: a program that shows the form and runs until its window is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewer: Option<String>,
    /// The program that hands a file to CUPS.
    #[serde(default = "lp")]
    pub command: String,
}

impl PrintingConfig {
    /// A printer of CUPS.
    #[must_use]
    pub fn of_printer(printer: String) -> Self {
        Self {
            printer: Some(printer),
            viewer: None,
            command: lp(),
        }
    }
}

fn lp() -> String {
    "lp".into()
}
