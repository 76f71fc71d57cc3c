//! `cccd-server profile`: makes a publisher's key, signs profiles and calendars, checks a policy folder.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use dossier::{detached, keys::PolicyKey};
use openssl::rand::rand_bytes;
use rules::{
    calendar::{Calendar, VIETNAM},
    policy::{Floor, Policy, SignedBy},
    profile::{Intended, Profile},
    rulebook::Bundled,
};
use time::{Date, OffsetDateTime, macros::format_description};
use trust_store::policy::{PolicyUnusable, check};
use zeroize::Zeroizing;

use crate::embedded::create_private;

/// What the command does.
#[derive(Subcommand)]
pub enum ProfileCommand {
    /// Makes a publisher's key; the public half goes beside it as `.pub.pem`.
    NewKey {
        /// File of the key, which must not exist yet.
        #[arg(long)]
        key: PathBuf,
        /// File whose first line is the passphrase.
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// Signs profiles and calendars; each signature goes beside its file as `.jws`.
    Sign {
        /// File of the publisher's key.
        #[arg(long)]
        key: PathBuf,
        /// File whose first line is the key's passphrase; the demonstration key has none.
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Puts the profile for a trial or a demonstration into a policy folder: sensors of every class are taken.
    /// It counts only where no publisher's key is pinned.
    Trial {
        /// The folder, as a backend or terminal has it.
        folder: PathBuf,
    },
    /// Says whether a policy folder may be worked by, and for how long.
    Check {
        /// The folder, as a backend or terminal has it.
        folder: PathBuf,
        /// The day, year-month-day; today when absent.
        #[arg(long)]
        on: Option<String>,
    },
}

/// Runs the command; a policy that is refused ends with code 2.
///
/// # Errors
/// When a file cannot be read or written, or a key does not open.
pub fn run(command: ProfileCommand, now: OffsetDateTime) -> Result<ExitCode> {
    match command {
        ProfileCommand::NewKey {
            key,
            passphrase_file,
        } => new_key(&key, &passphrase_file)?,
        ProfileCommand::Sign {
            key,
            passphrase_file,
            files,
        } => sign(&key, passphrase_file.as_deref(), &files)?,
        ProfileCommand::Trial { folder } => trial(&folder)?,
        ProfileCommand::Check { folder, on } => {
            let on = match on {
                Some(text) => Date::parse(&text, format_description!("[year]-[month]-[day]"))
                    .context("a day is year-month-day")?,
                None => now.to_offset(VIETNAM).date(),
            };
            return told(check(&folder, &Floor::default(), on), on);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn new_key(file: &Path, passphrase_file: &Path) -> Result<()> {
    let passphrase = first_line(passphrase_file)?;
    let mut refused = Ok(());
    let mut system = |buffer: &mut [u8]| {
        if let Err(why) = rand_bytes(buffer) {
            refused = Err(why);
        }
    };
    let key = PolicyKey::generate(&mut system)?;
    refused.context("no randomness")?;
    create_private(file, &key.to_pem_encrypted(passphrase.as_bytes())?)?;
    let public = beside(file, "pub.pem");
    fs::write(&public, key.public()?.to_pem()?)
        .with_context(|| format!("cannot write {}", public.display()))
}

fn sign(key: &Path, passphrase_file: Option<&Path>, files: &[PathBuf]) -> Result<()> {
    let passphrase = match passphrase_file {
        Some(file) => first_line(file)?,
        None => Zeroizing::default(),
    };
    let pem = fs::read(key).with_context(|| format!("cannot read {}", key.display()))?;
    let key = PolicyKey::from_pem_encrypted(&pem, passphrase.as_bytes())?;
    for file in files {
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        is_one(&text).with_context(|| format!("{} is not signed", file.display()))?;
        let signature = detached::sign(text.as_bytes(), &key)?;
        let beside = beside(file, "jws");
        fs::write(&beside, format!("{signature}\n"))
            .with_context(|| format!("cannot write {}", beside.display()))?;
    }
    Ok(())
}

/// An own profile that lies there already is not replaced.
fn trial(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let Bundled { text, signature } = Bundled::TRIAL;
    for (name, content) in [("profile.toml", text), ("profile.toml.jws", signature)] {
        let path = folder.join(name);
        let file = fs::File::create_new(&path);
        file.and_then(|mut file| file.write_all(content.as_bytes()))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A publisher signs nothing that no terminal could read.
fn is_one(text: &str) -> Result<()> {
    match (Profile::parse(text), Calendar::parse(text)) {
        (Ok(_), _) | (_, Ok(_)) => Ok(()),
        (Err(profile), Err(calendar)) => {
            bail!("neither a profile ({profile}) nor a calendar ({calendar})")
        }
    }
}

fn told(checked: Result<Policy, PolicyUnusable>, on: Date) -> Result<ExitCode> {
    let mut out = io::stdout();
    match checked {
        Ok(policy) => {
            writeln!(out, "{}", described(&policy, on))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(PolicyUnusable::Refused(refused)) => {
            let (who, clause) = (refused.who(), refused.clause());
            writeln!(out, "refused: {refused} ({clause}); to act: {who:?}")?;
            Ok(ExitCode::from(2))
        }
        Err(other) => Err(other.into()),
    }
}

/// One line: which profile, which calendar, how long, by whose key.
#[must_use]
pub fn described(policy: &Policy, on: Date) -> String {
    let rulebook = policy.rulebook();
    let profile = &rulebook.profile;
    let signed_by = match policy.signed_by() {
        SignedBy::Pinned => "pinned key",
        SignedBy::Demonstration => "demonstration key",
    };
    let intended = match profile.intended {
        Intended::Registration => "",
        Intended::Trial => " for trials only",
    };
    format!(
        "{} version {}{intended}, calendar {}, {} days left, policy signed by: {signed_by}",
        profile.name.word(),
        profile.version,
        String::from(rulebook.calendar.version),
        policy.days_left(on).unwrap_or_default(),
    )
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// The first line of a file that holds a secret.
///
/// # Errors
/// When the file cannot be read.
pub fn first_line(file: &Path) -> Result<Zeroizing<String>> {
    let text = fs::read_to_string(file)
        .map(Zeroizing::new)
        .with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    ))
}
