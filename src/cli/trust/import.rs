//! `cccd trust import` and `refresh`: files and addresses into the store, all or none.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use reader::trust::Tolerance;
use serde_json::json;
use time::OffsetDateTime;
use trust_store::error::RefusedFile;
use trust_store::index::Fetched;
use trust_store::{Imported, NewFile, Store, StoreError, folder};
use ui::text::trust::{self as text, line};

use super::{Common, LANGUAGE, REFUSED, STALE, report, tolerance};
use crate::cli::say;
use crate::clock;
use crate::trust_fetch::{Answer, FetchError, fetch, is_address};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// Certificates (DER, PEM), master lists, lists of document signers or defects, revocation lists:
    /// files, or addresses that begin with http.
    #[arg(required = true)]
    files: Vec<String>,
    /// Breach of the profile that is overlooked in the certificates of these files.
    #[arg(long, value_parser = tolerance, value_name = "NAME")]
    tolerate: Vec<Tolerance>,
    /// SHA-256 that the one certificate must have, as the authority told it over another channel.
    #[arg(long, value_parser = fingerprint, value_name = "HEX")]
    fingerprint: Option<[u8; 32]>,
    /// Who loads the files; the account of this computer when it is not given.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub(super) struct RefreshArgs {
    /// Ask again although the last answer is from the last hour.
    #[arg(long)]
    now: bool,
    #[command(flatten)]
    common: Common,
}

/// A server is not asked twice within this time.
const RESTS: time::Duration = time::Duration::hours(1);

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let now = clock::now();
    let store = Store::of(&args.common.trust);
    let mut new = Vec::new();
    for argument in &args.files {
        let mut file = match is_address(argument) {
            true => fetched(argument, now)?,
            false => {
                let path = Path::new(argument);
                NewFile {
                    name: folder::name_of(path),
                    bytes: folder::read_bounded(path)?,
                    ..NewFile::default()
                }
            }
        };
        file.tolerated.clone_from(&args.tolerate);
        file.fingerprint = args.fingerprint;
        new.push(file);
    }
    let by = args.by.clone().unwrap_or_else(account);
    match store.import(new, &by, now) {
        Ok(imported) => tell(&args.common, &imported, now).map(|()| ExitCode::SUCCESS),
        Err(StoreError::Refused(refused)) => tell_refused(&args.common, &refused),
        Err(error) => Err(error.into()),
    }
}

/// Asks each server of the store again. One that does not answer leaves its old file in force.
pub(super) fn refresh(args: &RefreshArgs) -> anyhow::Result<ExitCode> {
    let now = clock::now();
    let store = Store::of(&args.common.trust);
    let mut failed = Vec::new();
    let mut code = ExitCode::SUCCESS;
    for entry in store.index()?.files {
        let Some(known) = &entry.fetched else {
            continue;
        };
        if !args.now && known.at <= now && now < known.at + RESTS {
            continue;
        }
        match fetch(&known.url, Some(known), now) {
            Ok(Answer::Unchanged) => {
                store.asked(&known.url, now)?;
                if !args.common.output.json {
                    say(&format!("{}: {}", line::UNCHANGED.by(LANGUAGE), known.url))?;
                }
            }
            Ok(Answer::File(bytes, fetched)) => {
                let file = NewFile {
                    name: entry.name.clone(),
                    bytes,
                    tolerated: entry.tolerated.clone(),
                    fingerprint: None,
                    fetched: Some(fetched),
                };
                match store.import(vec![file], &entry.loaded_by, now) {
                    Ok(imported) => tell(&args.common, &imported, now)?,
                    Err(StoreError::Refused(refused)) => {
                        code = tell_refused(&args.common, &refused)?;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => failed.push((known.url.clone(), error)),
        }
    }
    for (url, error) in &failed {
        eprintln!("{}: {url} ({error})", line::NOT_FETCHED.by(LANGUAGE));
    }
    Ok(if failed.is_empty() {
        code
    } else {
        ExitCode::from(STALE)
    })
}

fn fetched(url: &str, now: OffsetDateTime) -> anyhow::Result<NewFile> {
    let (bytes, fetched): (Vec<u8>, Fetched) = match fetch(url, None, now) {
        Ok(Answer::File(bytes, fetched)) => (bytes, fetched),
        Ok(Answer::Unchanged) => Err(FetchError::Unreachable).context(url.to_owned())?,
        Err(error) => Err(error).context(url.to_owned())?,
    };
    let name = url.rsplit('/').next().filter(|name| !name.is_empty());
    Ok(NewFile {
        name: name.unwrap_or(url).to_owned(),
        bytes,
        fetched: Some(fetched),
        ..NewFile::default()
    })
}

fn tell(common: &Common, imported: &Imported, now: OffsetDateTime) -> anyhow::Result<()> {
    if common.output.json {
        let files: Vec<_> = imported
            .files
            .iter()
            .map(|(name, loaded)| {
                let given = loaded.as_ref().map(report::loaded_json);
                json!({ "name": name, "is_new": loaded.is_some(), "gave": given })
            })
            .collect();
        let replaced: Vec<_> = imported.replaced.iter().map(|one| &one.name).collect();
        let told = json!({ "imported": files, "replaced": replaced });
        return say(&serde_json::to_string_pretty(&told)?);
    }
    for (name, loaded) in &imported.files {
        match loaded {
            None => say(&format!("{}: {name}", line::KNOWN.by(LANGUAGE)))?,
            Some(loaded) => {
                let what = report::loaded_line(loaded, now);
                say(&format!(
                    "{}: {name}\n  {what}",
                    line::IMPORTED.by(LANGUAGE)
                ))?;
                for counted in report::counts(&imported.trust, name) {
                    say(&format!("  {counted}"))?;
                }
            }
        }
    }
    for entry in &imported.replaced {
        say(&format!("{}: {}", line::REPLACED.by(LANGUAGE), entry.name))?;
    }
    Ok(())
}

fn tell_refused(common: &Common, refused: &[RefusedFile]) -> anyhow::Result<ExitCode> {
    if common.output.json {
        let refused: Vec<_> = refused
            .iter()
            .map(|file| report::refusal_json(&file.name, file.refusal))
            .collect();
        say(&serde_json::to_string_pretty(
            &json!({ "refused": refused }),
        )?)?;
    } else {
        for file in refused {
            let sentence = text::refusal(file.refusal).sentence(LANGUAGE);
            eprintln!("{}: {sentence} [{}]", file.name, file.refusal.clause());
        }
        eprintln!("{}", line::NOTHING_CHANGED.by(LANGUAGE));
    }
    Ok(ExitCode::from(REFUSED))
}

/// The account under which this program runs, as the shell names it.
fn account() -> String {
    ["SUDO_USER", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "?".to_owned())
}

fn fingerprint(text: &str) -> Result<[u8; 32], String> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect();
    let octet = |at: usize| {
        let pair = digits.get(2 * at..2 * at + 2)?;
        u8::from_str_radix(pair, 16).ok()
    };
    let octets: Option<Vec<u8>> = (0..32).map(octet).collect();
    octets
        .filter(|_| digits.len() == 64)
        .and_then(|octets| octets.try_into().ok())
        .ok_or_else(|| "64 hexadecimal digits are needed".to_owned())
}
