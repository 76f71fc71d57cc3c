//! `cccd line`: one registration from card to decision without a window.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use clap::Args;
use rules::profile::Intended;
use ui::text::screen;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::line::{Credentials, Exception, Line, Outcome};
use crate::policy;

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
    /// A finger that is not taken: position of ISO/IEC 19794-2, 1 to 10. Its case takes two approving officers.
    #[arg(long, requires_all = ["reason", "second", "second_password_file"], value_parser = finger)]
    except_finger: Option<Finger>,
    /// Why: amputated, injured, worn, skin_disease, disability, quality_not_reached.
    #[arg(long, requires = "except_finger", value_parser = reason)]
    reason: Option<ExceptionReason>,
    /// The second person, who confirms it.
    #[arg(long, requires = "except_finger")]
    second: Option<String>,
    /// File with the second person's password.
    #[arg(long, requires = "except_finger")]
    second_password_file: Option<PathBuf>,
    /// Print the appointment slip, as `[printing]` of the settings says.
    #[arg(long)]
    print: bool,
}

fn finger(text: &str) -> Result<Finger, &'static str> {
    let position = text.parse().ok().and_then(Finger::from_position);
    position.ok_or("not a finger's position, 1 to 10")
}

fn reason(text: &str) -> Result<ExceptionReason, &'static str> {
    ExceptionReason::from_code(text).ok_or("not a reason of the list")
}

impl LineArgs {
    fn exception(&self) -> anyhow::Result<Option<Exception>> {
        let (Some(finger), Some(reason), Some(second), Some(file)) = (
            self.except_finger,
            self.reason,
            &self.second,
            &self.second_password_file,
        ) else {
            return Ok(None);
        };
        Ok(Some(Exception {
            finger,
            reason,
            second: credentials(second, file)?,
        }))
    }
}

pub(super) fn run(args: &LineArgs) -> anyhow::Result<ExitCode> {
    let line = Line {
        officer: credentials(&args.officer, &args.officer_password_file)?,
        approver: credentials(&args.approver, &args.approver_password_file)?,
        phone: args.phone.clone(),
        email: args.email.clone(),
        exception: args.exception()?,
        print: args.print,
    };
    let config = Config::load(&args.config)?;
    if policy::load(&config)?.rulebook().profile.intended == Intended::Trial {
        eprintln!("{}", screen::TRIAL.en);
    }
    let Outcome { record, approved } = line.run(&config)?;
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
