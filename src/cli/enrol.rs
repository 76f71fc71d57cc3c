//! `cccd enrol`: a terminal becomes known to its backend by a one-time code.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, ensure};
use clap::Args;
use dossier::api::EnrolmentRequest;
use dossier::detached;

use super::window::DEFAULT_SETTINGS;
use crate::backend::{self, BackendError};
use crate::config::Config;
use crate::keys::{self, TerminalSecrets};
use crate::tls::NewIdentity;

const ROOT_FILE: &str = "server-root.pem";

#[derive(Args)]
pub(super) struct EnrolArgs {
    /// The terminal's settings, as `cccd setup` made them.
    #[arg(long, default_value = DEFAULT_SETTINGS)]
    config: PathBuf,
    /// File with the code that the device administrator was told, `-` for standard input: an argument would stand
    /// in the list of processes.
    #[arg(long)]
    code_file: PathBuf,
    /// Base URL of the backend, when it is not the one of the settings.
    #[arg(long)]
    server: Option<String>,
    /// Certificate (PEM) of the root that signed the backend's certificate; it is pinned.
    #[arg(long)]
    root: Option<PathBuf>,
}

pub(super) fn run(args: &EnrolArgs) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(&args.config)?;
    if let Some(server) = &args.server {
        config.server.clone_from(server);
    }
    if let Some(root) = &args.root {
        let pem = fs::read(root).with_context(|| format!("cannot read {}", root.display()))?;
        keys::replace(&config.folder.join(ROOT_FILE), &pem)?;
        config.server_root = Some(PathBuf::from(ROOT_FILE));
    }
    let secrets = TerminalSecrets::open(&config)?;
    let new = NewIdentity::generate()?;
    let certificate_request = new.request(&config.terminal)?;
    let public_key = secrets.signing.public()?.to_pem()?;
    let request = EnrolmentRequest {
        terminal: config.terminal.clone(),
        code: code_of(&args.code_file)?,
        public_key: String::from_utf8(public_key.clone())?,
        proof: detached::sign(certificate_request.as_bytes(), &secrets.signing)?,
        certificate_request,
    };
    let answer = backend::enrol(&config, &request).map_err(|error| {
        match error.downcast_ref::<BackendError>() {
            Some(BackendError::Refused(kind)) => anyhow!("{} ({})", kind.detail(), kind.urn()),
            _ => error,
        }
    })?;
    ensure!(
        answer.terminal == config.terminal,
        "the backend enrolled another terminal: {}",
        answer.terminal
    );
    pin(&config.resolve(&config.server_key), &answer.server_key)?;
    let passphrase = keys::passphrase(&config)?;
    new.keep(&answer.certificate, &config.folder, &passphrase)?;
    config.save(&config.folder)?;
    super::say(&format!("{}: {}", answer.terminal, answer.office))?;
    Ok(ExitCode::SUCCESS)
}

/// No code is longer, whatever stands around it.
const MAX_CODE_FILE: u64 = 256;

fn code_of(file: &Path) -> anyhow::Result<String> {
    let source: Box<dyn Read> = match file.as_os_str() == "-" {
        true => Box::new(std::io::stdin()),
        false => Box::new(
            fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?,
        ),
    };
    let mut text = String::new();
    // Its first line: whoever types it ends it with Enter.
    BufReader::new(source.take(MAX_CODE_FILE))
        .read_line(&mut text)
        .context("the code cannot be read")?;
    ensure!(!text.trim().is_empty(), "no code is given");
    Ok(text.trim().to_owned())
}

/// A key that is pinned already is not exchanged by an answer from the network.
fn pin(file: &Path, pem: &str) -> anyhow::Result<()> {
    match fs::read_to_string(file) {
        Ok(pinned) => {
            ensure!(
                pinned.trim() == pem.trim(),
                "{} holds another key than the backend's",
                file.display()
            );
            Ok(())
        }
        Err(_) => keys::replace(file, pem.as_bytes()),
    }
}
