//! What `cccd read` brings along: reader profiles, and the terminal's key for chips with fingerprints.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::card_reading::ReadingTools;
use crate::reader_profiles::ReaderProfiles;
use crate::terminal_keys::{KeyPlace, TerminalKeys};

#[derive(Args)]
pub(super) struct ToolArgs {
    /// File of reader profiles: read before, and written after a successful reading.
    #[arg(long, value_name = "FILE")]
    profiles: Option<PathBuf>,
    /// Folder of the terminal's card-verifiable certificates, which open fingerprints.
    #[arg(long, value_name = "DIR", requires = "key_place")]
    terminal_certificates: Option<PathBuf>,
    /// The terminal's private key (PEM or PKCS #8).
    #[arg(
        long,
        value_name = "FILE",
        group = "key_place",
        requires = "terminal_certificates"
    )]
    terminal_key: Option<PathBuf>,
    /// PKCS #11 module of the token that holds the key.
    #[arg(
        long,
        value_name = "MODULE",
        group = "key_place",
        requires_all = ["terminal_certificates", "token", "pin_file"]
    )]
    pkcs11: Option<PathBuf>,
    /// The token's label.
    #[arg(long, value_name = "LABEL", requires = "pkcs11")]
    token: Option<String>,
    /// File with the token's user PIN.
    #[arg(long, value_name = "FILE", requires = "pkcs11")]
    pin_file: Option<PathBuf>,
}

impl ToolArgs {
    pub(super) fn open(&self) -> anyhow::Result<ReadingTools> {
        let profiles = self.profiles.as_deref().map(ReaderProfiles::load);
        // Paths of the command line count from where it is typed.
        let here = Path::new("");
        let signer = self.terminal_keys().map(|keys| keys.open(here));
        Ok(ReadingTools::new(
            profiles.transpose()?.unwrap_or_default(),
            signer.transpose()?,
        ))
    }

    fn terminal_keys(&self) -> Option<TerminalKeys> {
        let file = self.terminal_key.clone().map(KeyPlace::File);
        let key = file.or_else(|| {
            Some(KeyPlace::Token {
                module: self.pkcs11.clone()?,
                label: self.token.clone()?,
                pin_file: self.pin_file.clone()?,
            })
        });
        Some(TerminalKeys {
            certificates: self.terminal_certificates.clone()?,
            key: key?,
        })
    }
}
