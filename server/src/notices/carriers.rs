//! `notices.toml`: who delivers notices. What it does not name is written into a folder, one file each.

use std::{
    fs,
    io::ErrorKind,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use uuid::Uuid;

use super::{Channel, Content, Kind, Why, file::Files, sms::Gateway, smtp::Relay};
use crate::sources::config::{bounded, certificates};

const NAME: &str = "notices.toml";
/// Where files are put that no setting puts elsewhere.
const FOLDER: &str = "notices";
/// The longest file of a secret or of certificates.
pub(super) const MAX_LEN: u64 = 64 * 1024;
/// One try takes no longer, whatever is set.
const LONGEST: u64 = 120;

/// A notice on its way.
pub struct Message<'a> {
    /// Its name: the same at every try.
    pub id: Uuid,
    /// What it tells.
    pub kind: Kind,
    /// To whom what.
    pub content: &'a Content,
}

/// Why a try failed, and whether another one makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub why: Why,
    /// Whether it may be otherwise later.
    pub again: bool,
}

/// Whoever delivers. Called on a thread that may wait, for at most the patience of the settings.
pub trait Carrier: Send + Sync {
    /// Delivers, or hands on to who does; the same message may come again.
    ///
    /// # Errors
    /// [`Failure`].
    fn carry(&self, message: &Message<'_>) -> Result<(), Failure>;

    /// Removes what it has kept too long.
    fn tidy(&self) {}
}

/// The carriers of a backend.
pub struct Carriers {
    sms: Box<dyn Carrier>,
    email: Box<dyn Carrier>,
    /// How long one try may take.
    pub patience: Duration,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// For one try.
    #[serde(default = "thirty")]
    patience_seconds: u64,
    /// Where files are put.
    folder: Option<PathBuf>,
    sms: Option<GatewaySettings>,
    email: Option<RelaySettings>,
}

/// A gateway that takes SMS over HTTPS.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GatewaySettings {
    pub(super) url: String,
    /// Certificates that may have issued the gateway's; PEM.
    pub(super) trust: Option<PathBuf>,
    /// File whose first line is the bearer token, for the service's user alone.
    pub(super) token_file: Option<PathBuf>,
}

/// A mail server.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelaySettings {
    pub(super) host: String,
    pub(super) port: Option<u16>,
    #[serde(default)]
    pub(super) tls: MailTls,
    /// Certificates that may have issued the server's; PEM.
    pub(super) trust: Option<PathBuf>,
    /// From whom.
    pub(super) from: String,
    pub(super) user: Option<String>,
    /// File whose first line is the password, for the service's user alone.
    pub(super) password_file: Option<PathBuf>,
}

/// When TLS begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum MailTls {
    /// With the connection. RFC 8314 §3.3.
    #[default]
    Implicit,
    /// By command, and nothing is said without it. RFC 3207.
    Starttls,
    /// Never; to this machine only.
    None,
}

fn thirty() -> u64 {
    30
}

impl Carriers {
    /// Those of a backend's folder.
    ///
    /// # Errors
    /// When the file is there and not of its form, or names what cannot be read or may not be used.
    pub fn load(folder: &Path) -> Result<Self> {
        let settings: Settings = match fs::read_to_string(folder.join(NAME)) {
            Ok(text) => {
                toml::from_str(&text).with_context(|| format!("{NAME} has another form"))?
            }
            Err(why) if why.kind() == ErrorKind::NotFound => toml::from_str("")?,
            Err(why) => return Err(why).with_context(|| format!("cannot read {NAME}")),
        };
        ensure!(
            (1..=LONGEST).contains(&settings.patience_seconds),
            "patience_seconds is 1 to {LONGEST}"
        );
        let patience = Duration::from_secs(settings.patience_seconds);
        let put = settings.folder.unwrap_or_else(|| FOLDER.into());
        let files = |channel| Files::new(&folder.join(&put), channel);
        let sms: Box<dyn Carrier> = match settings.sms {
            Some(gateway) => Box::new(Gateway::new(folder, &gateway, patience).context("[sms]")?),
            None => Box::new(files(Channel::Sms)?),
        };
        let email: Box<dyn Carrier> = match settings.email {
            Some(relay) => Box::new(Relay::new(folder, &relay, patience).context("[email]")?),
            None => Box::new(files(Channel::Email)?),
        };
        Ok(Self {
            sms,
            email,
            patience,
        })
    }

    /// Removes what was kept too long, also when nothing more is delivered.
    pub fn tidy(&self) {
        self.sms.tidy();
        self.email.tidy();
    }

    pub(super) fn of(&self, channel: Channel) -> &dyn Carrier {
        match channel {
            Channel::Sms => self.sms.as_ref(),
            Channel::Email => self.email.as_ref(),
        }
    }
}

/// The first line of a file that nobody else may read.
pub(super) fn secret(folder: &Path, file: &Path) -> Result<zeroize::Zeroizing<String>> {
    let path = folder.join(file);
    crate::embedded::ensure_private(&path)?;
    let octets = bounded(&path, MAX_LEN)?;
    let text = std::str::from_utf8(&octets).context("a secret is no UTF-8")?;
    let line = text.lines().next().unwrap_or_default().trim();
    ensure!(!line.is_empty(), "{} is empty", path.display());
    Ok(zeroize::Zeroizing::new(line.to_owned()))
}

/// PEM of the certificates that are believed.
pub(super) fn trusted(
    folder: &Path,
    file: Option<&Path>,
) -> Result<Vec<ureq::tls::Certificate<'static>>> {
    let file = file.context("trust names the certificates that are believed")?;
    certificates(&folder.join(file))
}

/// Whether a host is this machine, where nothing in between reads.
pub(super) fn is_here(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    address.is_ok_and(|address| address.is_loopback())
}
