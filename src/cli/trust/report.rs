//! The contents of the trust store, for people and for scripts.

use reader::trust::{
    Anchor, Loaded, ProfileError, ReferenceTime, RevocationList, Role, Tolerance, TrustAnchors,
    TrustRefusal, fingerprint,
};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use trust_store::loaded::FileFailure;
use trust_store::{FileReport, LoadedTrust, Origin};
use ui::text::trust::{self as text, line};

use super::{Common, LANGUAGE, REFUSED, STALE};
use crate::cli::say;

/// A trust folder, judged as of a moment.
pub(super) struct Contents<'a> {
    loaded: &'a LoadedTrust,
    now: OffsetDateTime,
}

impl<'a> Contents<'a> {
    pub(super) fn of(loaded: &'a LoadedTrust, now: OffsetDateTime) -> Self {
        Self { loaded, now }
    }

    /// 0 when all is well, 2 when a file does not count, 3 when something is out of date.
    pub(super) fn exit_code(&self) -> u8 {
        let counts = self.loaded.files.iter().all(|file| file.result.is_ok());
        match (
            counts,
            self.clock_is_doubtful() || self.ended_lists().next().is_some(),
        ) {
            (false, _) => REFUSED,
            (true, true) => STALE,
            (true, false) => 0,
        }
    }

    fn clock_is_doubtful(&self) -> bool {
        let known = self.loaded.trust.newest_known_moment();
        known.is_some_and(|known| self.now < known)
    }

    fn ended_lists(&self) -> impl Iterator<Item = &RevocationList> {
        let now = ReferenceTime(self.now);
        self.loaded.trust.ended_revocation_lists(now)
    }

    fn json(&self) -> Value {
        let trust = &self.loaded.trust;
        let certificates = || trust.certificates();
        let accepted = certificates().filter_map(|one| Some((one, one.standing().ok()?)));
        let aside = certificates().filter_map(|one| Some((one, one.standing().err()?)));
        json!({
            "policy": {
                "revocation": trust.policy().revocation.word(),
                "sha1": trust.policy().sha1.word(),
            },
            "newest_known_moment": trust.newest_known_moment().map(moment),
            "clock_is_doubtful": self.clock_is_doubtful(),
            "files": self.loaded.files.iter().map(file_json).collect::<Vec<_>>(),
            "certificates": accepted
                .map(|(one, (role, tolerances))| certificate_json(one, role, tolerances))
                .collect::<Vec<_>>(),
            "set_aside": aside.map(|(one, error)| aside_json(one, error)).collect::<Vec<_>>(),
            "document_signers": trust.known_signers().len(),
            "defects": trust.defects_count(),
        })
    }
}

/// `cccd trust list`.
pub(super) fn print(common: &Common, contents: &Contents<'_>) -> anyhow::Result<()> {
    if common.output.json {
        return say(&serde_json::to_string_pretty(&contents.json())?);
    }
    let folder = common.trust.display();
    say(&format!("{} {folder}", line::STORE.by(LANGUAGE)))?;
    for file in &contents.loaded.files {
        print_file(contents, file)?;
        for counted in counts(&contents.loaded.trust, &file.name) {
            say(&format!("    {counted}"))?;
        }
    }
    let word = contents.loaded.trust.policy().revocation.word();
    say(&format!("{}: {word}", line::POLICY.by(LANGUAGE)))
}

/// `cccd trust check`.
pub(super) fn print_check(common: &Common, contents: &Contents<'_>) -> anyhow::Result<()> {
    if common.output.json {
        return say(&serde_json::to_string_pretty(&contents.json())?);
    }
    for file in contents
        .loaded
        .files
        .iter()
        .filter(|file| file.result.is_err())
    {
        print_file(contents, file)?;
    }
    for list in contents.ended_lists() {
        let stale = line::STALE.by(LANGUAGE);
        let name = line::REVOCATION_LIST.by(LANGUAGE);
        let until = day(list.next_update());
        say(&format!("{name} {}: {stale} ({until})", list.issuer()))?;
    }
    if contents.clock_is_doubtful() {
        say(line::CLOCK.by(LANGUAGE))?;
    }
    if contents.exit_code() == 0 {
        say(line::ALL_WELL.by(LANGUAGE))?;
    }
    Ok(())
}

fn print_file(contents: &Contents<'_>, file: &FileReport) -> anyhow::Result<()> {
    let came = match &file.origin {
        Origin::Folder => line::BY_HAND.by(LANGUAGE).to_owned(),
        Origin::Store(entry) => format!(
            "{} {} {} {}",
            line::LOADED.by(LANGUAGE),
            day(entry.since),
            line::BY.by(LANGUAGE),
            entry.loaded_by
        ),
    };
    let what = match &file.result {
        Ok(loaded) => loaded_line(loaded, contents.now),
        Err(FileFailure::Damaged) => line::DAMAGED.by(LANGUAGE).to_owned(),
        Err(FileFailure::Refused(refusal)) => {
            let sentence = text::refusal(*refusal).sentence(LANGUAGE);
            let refused = line::REFUSED.by(LANGUAGE);
            format!("{refused}: {sentence} [{}]", refusal.clause())
        }
    };
    let short = file.sha256.get(..16).unwrap_or_default();
    say(&format!(
        "  {} ({came}; SHA-256 {short}…)\n    {what}",
        file.name
    ))
}

/// What a file gave, in one line.
pub(super) fn loaded_line(loaded: &Loaded, now: OffsetDateTime) -> String {
    match loaded {
        Loaded::Certificates { subjects } => subjects
            .iter()
            .map(|(subject, role)| format!("{}: {subject}", text::role(*role).by(LANGUAGE)))
            .collect::<Vec<_>>()
            .join("\n    "),
        Loaded::DocumentSigner { subject } => {
            format!("{}: {subject}", line::DOCUMENT_SIGNER.by(LANGUAGE))
        }
        Loaded::List {
            kind,
            signed_at,
            pinned,
            entries,
            of_others,
            ..
        } => {
            let ignored = match of_others {
                0 => String::new(),
                some => format!("; {some} {}", line::OF_OTHERS.by(LANGUAGE)),
            };
            format!(
                "{}: {entries}{ignored}; {} {}; {} {pinned}",
                text::list_kind(*kind).by(LANGUAGE),
                line::SIGNED.by(LANGUAGE),
                day(*signed_at),
                line::PINNED.by(LANGUAGE)
            )
        }
        Loaded::RevocationList {
            issuer,
            next_update,
            revoked,
            ..
        } => {
            let stale = if *next_update < now {
                line::STALE.by(LANGUAGE)
            } else {
                ""
            };
            format!(
                "{}: {issuer}; {revoked} {}; {} {} {stale}",
                line::REVOCATION_LIST.by(LANGUAGE),
                line::REVOKED.by(LANGUAGE),
                line::UNTIL.by(LANGUAGE),
                day(*next_update)
            )
            .trim_end()
            .to_owned()
        }
    }
}

/// How many certificates of a file are accepted, which breaches were overlooked, and what is set aside.
pub(super) fn counts(trust: &TrustAnchors, file: &str) -> Vec<String> {
    let of_file = || {
        trust
            .certificates()
            .filter(|one| one.provenance().file == file)
    };
    let aside: Vec<_> = of_file()
        .filter_map(|one| Some((one, one.standing().err()?)))
        .collect();
    let mut lines = Vec::new();
    if of_file().count() > 1 {
        let accepted = of_file().count() - aside.len();
        lines.push(format!("{accepted} {}", line::ACCEPTED.by(LANGUAGE)));
    }
    for one in of_file() {
        let Ok((_, [first, rest @ ..])) = one.standing() else {
            continue;
        };
        let named = std::iter::once(first).chain(rest);
        let names: Vec<_> = named
            .map(|one| text::tolerance(*one).by(LANGUAGE))
            .collect();
        let tolerated = line::TOLERATED.by(LANGUAGE);
        lines.push(format!(
            "{tolerated} ({}): {}",
            names.join(", "),
            one.subject()
        ));
    }
    for (one, error) in aside {
        let why = text::set_aside(error).by(LANGUAGE);
        let needs: Vec<_> = one.breaches().into_iter().map(Tolerance::word).collect();
        let set_aside = line::SET_ASIDE.by(LANGUAGE);
        lines.push(format!(
            "{set_aside} ({why}) [{}]: {}",
            needs.join(", "),
            one.subject()
        ));
    }
    lines
}

fn file_json(file: &FileReport) -> Value {
    let entry = match &file.origin {
        Origin::Folder => None,
        Origin::Store(entry) => Some(entry),
    };
    let mut told = json!({
        "name": file.name,
        "sha256": file.sha256,
        "origin": if entry.is_some() { "store" } else { "folder" },
        "since": entry.map(|entry| moment(entry.since)),
        "loaded_by": entry.map(|entry| &entry.loaded_by),
        "url": entry.and_then(|entry| entry.fetched.as_ref()).map(|fetched| &fetched.url),
    });
    let result = match &file.result {
        Ok(loaded) => ("gave", loaded_json(loaded)),
        Err(FileFailure::Damaged) => ("refused", json!({ "code": "damaged" })),
        Err(FileFailure::Refused(refusal)) => ("refused", refusal_json(&file.name, *refusal)),
    };
    if let Some(told) = told.as_object_mut() {
        told.insert(result.0.to_owned(), result.1);
    }
    told
}

/// What a file gave, for scripts.
pub(super) fn loaded_json(loaded: &Loaded) -> Value {
    match loaded {
        Loaded::Certificates { subjects } => json!({
            "kind": "certificates",
            "certificates": subjects
                .iter()
                .map(|(subject, role)| json!({ "subject": subject, "role": role_word(*role) }))
                .collect::<Vec<_>>(),
        }),
        Loaded::DocumentSigner { subject } => {
            json!({ "kind": "document-signer", "subject": subject })
        }
        Loaded::List {
            kind,
            signed_at,
            signer,
            pinned,
            entries,
            of_others,
        } => json!({
            "kind": kind.word(),
            "signed_at": moment(*signed_at),
            "signer": signer,
            "pinned": pinned,
            "entries": entries,
            "of_other_states": of_others,
        }),
        Loaded::RevocationList {
            issuer,
            this_update,
            next_update,
            revoked,
        } => json!({
            "kind": "revocation-list",
            "issuer": issuer,
            "this_update": moment(*this_update),
            "next_update": moment(*next_update),
            "revoked": revoked,
        }),
    }
}

/// Why a file is refused, for scripts.
pub(super) fn refusal_json(name: &str, refusal: TrustRefusal) -> Value {
    json!({
        "name": name,
        "code": refusal.code(),
        "clause": refusal.clause(),
        "who": format!("{:?}", refusal.who()).to_lowercase(),
    })
}

fn certificate_json(one: &Anchor, role: Role, tolerances: &[Tolerance]) -> Value {
    let provenance = one.provenance();
    let pinned_by = match &provenance.route {
        reader::trust::Route::Single => None,
        reader::trust::Route::MasterList { pinned } => Some(pinned),
    };
    json!({
        "subject": one.subject(),
        "role": role_word(role),
        "sha256": digest(one.der()),
        "file": provenance.file,
        "pinned_by": pinned_by,
        "since": provenance.since.map(moment),
        "loaded_by": provenance.loaded_by,
        "tolerances": tolerances.iter().map(|one| one.word()).collect::<Vec<_>>(),
    })
}

fn aside_json(one: &Anchor, error: ProfileError) -> Value {
    let breaches = one.breaches();
    json!({
        "subject": one.subject(),
        "sha256": digest(one.der()),
        "file": one.provenance().file,
        "error": error.to_string(),
        "breaches": breaches.iter().map(|one| one.word()).collect::<Vec<_>>(),
    })
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Anchor => "anchor",
        Role::Link => "link",
    }
}

fn digest(der: &[u8]) -> String {
    let octets = fingerprint(der).unwrap_or_default();
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

fn day(at: OffsetDateTime) -> String {
    at.date().to_string()
}
