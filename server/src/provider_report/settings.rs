//! What the provider states of itself: no program counts it.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The longest file that is looked at.
const MAX_LEN: usize = 256 * 1024;

/// The file of a report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The provider.
    pub provider: String,
    /// Number of the report.
    pub number: String,
    /// The place in the line of date and signature.
    pub place: String,
    /// To whom.
    #[serde(default = "ministry")]
    pub addressee: String,
    /// Who signs.
    pub signer: String,
    /// Services supplied.
    pub services: Vec<String>,
    /// Customer market, beside what is counted.
    #[serde(default)]
    pub market: Vec<String>,
    /// Share of time in which reception and use were available, as measured outside, beside the log of outages.
    #[serde(default)]
    pub availability: String,
    /// Security and protection of personal data, beside what is counted.
    #[serde(default)]
    pub security: Vec<String>,
    /// Incidents.
    #[serde(default)]
    pub incidents: Vec<Incident>,
}

/// An incident.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// From when to when.
    pub time: String,
    /// Cause.
    pub cause: String,
    /// Effect.
    pub effect: String,
    /// What was done.
    pub fix: String,
}

fn ministry() -> String {
    "Bộ Công an".into()
}

impl Stated {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read or does not have its form.
    pub fn read(file: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        ensure!(text.len() <= MAX_LEN, "{} is too long", file.display());
        toml::from_str(&text).with_context(|| format!("{} has another form", file.display()))
    }
}
