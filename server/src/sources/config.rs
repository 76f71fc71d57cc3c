//! `sources.toml`: which sources are connected. What is not connected is answered by the sample registry, and every
//! answer says so.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use dossier::{keys::SourcePublicKey, source::Source};
use serde::Deserialize;
use ureq::tls::{Certificate, PemItem, PrivateKey, parse_pem};
use zeroize::Zeroizing;

use super::{
    Answers, Heading, Sources,
    connection::{Connection, Terms},
    question::Question,
    sample::{self, Sample},
};
use crate::embedded::ensure_private;

const NAME: &str = "sources.toml";
/// The longest file of certificates, key or connections.
const MAX_LEN: u64 = 1 << 20;
/// All tries together: an officer waits for them at an approval.
const LONGEST: u64 = 20;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// People of the sample registry instead of those that come with the program.
    registry: Option<PathBuf>,
    population: Option<Connected>,
    id_card: Option<Connected>,
    immigration: Option<Connected>,
    organisation: Option<Connected>,
    agency: Option<Connected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Connected {
    url: String,
    /// Certificates that may have issued the source's; PEM.
    trust: PathBuf,
    /// This backend's certificate and its path; PEM.
    certificate: PathBuf,
    /// Its key; PEM, for the service's user alone.
    key: PathBuf,
    /// By what it signs what it tells by itself; PEM.
    events_key: Option<PathBuf>,
    #[serde(default = "five")]
    timeout_seconds: u64,
    #[serde(default = "three")]
    attempts: u8,
}

fn five() -> u64 {
    5
}

fn three() -> u8 {
    3
}

/// The sources of a backend's folder.
///
/// # Errors
/// When the file is there and not of its form, or names what cannot be read.
pub fn load(folder: &Path) -> Result<Sources> {
    let config: Config = match fs::read_to_string(folder.join(NAME)) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("{NAME} has another form"))?,
        Err(why) if why.kind() == ErrorKind::NotFound => Config::default(),
        Err(why) => return Err(why).with_context(|| format!("cannot read {NAME}")),
    };
    let sample = Arc::new(match &config.registry {
        None => Sample::built_in()?,
        Some(file) => {
            let octets = bounded(&folder.join(file), sample::MAX_LEN)?;
            let text = std::str::from_utf8(&octets);
            Sample::parse(text.context("the registry is no UTF-8")?)
                .with_context(|| format!("{} is no registry", file.display()))?
        }
    });
    let mut event_keys = BTreeMap::new();
    for (source, connected) in [
        (Source::Population, &config.population),
        (Source::IdCard, &config.id_card),
        (Source::Immigration, &config.immigration),
        (Source::Organisation, &config.organisation),
        (Source::Agency, &config.agency),
    ] {
        if let Some(file) = connected.as_ref().and_then(|one| one.events_key.as_ref()) {
            let pem = bounded(&folder.join(file), MAX_LEN)?;
            let key = SourcePublicKey::from_pem(&pem)
                .with_context(|| format!("{} is no public key", file.display()))?;
            event_keys.insert(source, key);
        }
    }
    Ok(Sources {
        event_keys,
        population: source(folder, "population", config.population, &sample)?,
        id_cards: source(folder, "id_card", config.id_card, &sample)?,
        immigration: source(folder, "immigration", config.immigration, &sample)?,
        organisations: source(folder, "organisation", config.organisation, &sample)?,
        agencies: source(folder, "agency", config.agency, &sample)?,
    })
}

fn source<Q: Question + 'static>(
    folder: &Path,
    name: &'static str,
    connected: Option<Connected>,
    sample: &Arc<Sample>,
) -> Result<Box<dyn Answers<Q>>>
where
    Sample: Answers<Q>,
{
    let Some(connected) = connected else {
        tracing::warn!(source = name, "not connected: the sample registry answers");
        return Ok(Box::new(Arc::clone(sample)));
    };
    let terms = connected
        .terms(folder)
        .with_context(|| format!("[{name}] of {NAME}"))?;
    tracing::info!(source = name, "connected");
    Ok(Box::new(Connection::new(terms)))
}

impl Connected {
    fn terms(self, folder: &Path) -> Result<Terms> {
        ensure!(
            self.url.starts_with("https://"),
            "url must begin with https://"
        );
        let total = self.timeout_seconds.saturating_mul(self.attempts.into());
        ensure!(
            (1..=LONGEST).contains(&total),
            "timeout_seconds times attempts must be 1 to {LONGEST}"
        );
        let key = folder.join(&self.key);
        ensure_private(&key)?;
        let key = bounded(&key, MAX_LEN)?;
        Ok(Terms {
            trust: certificates(&folder.join(&self.trust))?,
            certificates: certificates(&folder.join(&self.certificate))?,
            key: PrivateKey::from_pem(&key).context("key is no private key in PEM")?,
            patience: Duration::from_secs(self.timeout_seconds),
            attempts: self.attempts,
            url: self.url,
        })
    }
}

pub(crate) fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>> {
    let pem = bounded(file, MAX_LEN)?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item? {
            found.push(certificate);
        }
    }
    if found.is_empty() {
        bail!("{} holds no certificate", file.display());
    }
    Ok(found)
}

pub(crate) fn bounded(file: &Path, longest: u64) -> Result<Zeroizing<Vec<u8>>> {
    let mut octets = Zeroizing::new(Vec::new());
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    opened.take(longest + 1).read_to_end(&mut octets)?;
    let length = u64::try_from(octets.len()).unwrap_or(u64::MAX);
    ensure!(length <= longest, "{} is too long", file.display());
    Ok(octets)
}

impl<Q, T: Answers<Q>> Answers<Q> for Arc<T> {
    fn answer(&self, heading: &Heading, question: &Q) -> super::Answer {
        T::answer(self, heading, question)
    }
}
