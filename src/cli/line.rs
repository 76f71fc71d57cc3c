//! `cccd line`: one registration from card to decision without a window.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::line::{Credentials, Line, Outcome};

#[derive(Args)]
pub(super) struct LineArgs {
    /// The terminal's settings.
    #[arg(long)]
    config: PathBuf,
    /// The receiving officer.
    #[arg(long)]
    officer: String,
    /// File with the receiving officer's password.
    #[arg(long)]
    officer_password_file: PathBuf,
    /// The approving officer.
    #[arg(long)]
    approver: String,
    /// File with the approving officer's password.
    #[arg(long)]
    approver_password_file: PathBuf,
    /// The citizen's phone number.
    #[arg(long, default_value = "0912345678")]
    phone: String,
    /// The citizen's e-mail address.
    #[arg(long, default_value = "vidu@example.com")]
    email: String,
}

pub(super) fn run(args: &LineArgs) -> anyhow::Result<ExitCode> {
    let line = Line {
        officer: credentials(&args.officer, &args.officer_password_file)?,
        approver: credentials(&args.approver, &args.approver_password_file)?,
        phone: args.phone.clone(),
        email: args.email.clone(),
    };
    let Outcome { record, approved } = line.run(&Config::load(&args.config)?)?;
    super::say(&serde_json::to_string_pretty(&record)?)?;
    Ok(if approved {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn credentials(officer: &str, password_file: &Path) -> anyhow::Result<Credentials> {
    let password = Zeroizing::new(fs::read_to_string(password_file).context("password file")?);
    let password = Zeroizing::new(password.trim_end_matches(['\r', '\n']).to_owned());
    Ok(Credentials {
        officer: officer.to_owned(),
        password,
    })
}
