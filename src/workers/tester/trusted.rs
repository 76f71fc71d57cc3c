//! The trust store as rows: what, whose, since when, until when.

use std::path::Path;

use reader::trust::{Loaded, Role};
use time::OffsetDateTime;
use trust_store::loaded::FileFailure;
use trust_store::{FileReport, Origin};
use ui::problem::Problem;
use ui::tester::{TrustOverview, TrustRow, TrustWhat};

pub(super) fn overview(folder: &Path, now: OffsetDateTime) -> Result<TrustOverview, Problem> {
    let loaded = trust_store::load(folder).map_err(|error| {
        tracing::warn!(%error, "the trust store cannot be read");
        Problem::TrustUnreadable
    })?;
    let mut rows = Vec::new();
    for certificate in loaded.trust.certificates() {
        let Ok((role, _)) = certificate.standing() else {
            continue;
        };
        let provenance = certificate.provenance();
        rows.push(TrustRow {
            file: provenance.file.clone(),
            what: match role {
                Role::Anchor => TrustWhat::Anchor,
                Role::Link => TrustWhat::Link,
            },
            subject: certificate.subject().to_owned(),
            since: provenance.since,
            until: certificate.valid_until().map(OffsetDateTime::date),
        });
    }
    rows.extend(loaded.files.iter().filter_map(of_file));
    let known = loaded.trust.newest_known_moment();
    Ok(TrustOverview {
        rows,
        clock_is_doubtful: known.is_some_and(|known| now < known),
    })
}

/// What a file is besides certificates.
fn of_file(file: &FileReport) -> Option<TrustRow> {
    let since = match &file.origin {
        Origin::Folder => None,
        Origin::Store(entry) => Some(entry.since),
    };
    let row = |what, subject: String, until: Option<OffsetDateTime>| TrustRow {
        file: file.name.clone(),
        what,
        subject,
        since,
        until: until.map(OffsetDateTime::date),
    };
    Some(match &file.result {
        Ok(Loaded::Certificates { .. }) => return None,
        Ok(Loaded::DocumentSigner { subject }) => row(TrustWhat::Signer, subject.clone(), None),
        Ok(Loaded::List { kind, signer, .. }) => row(TrustWhat::List(*kind), signer.clone(), None),
        Ok(Loaded::RevocationList {
            issuer,
            next_update,
            ..
        }) => row(
            TrustWhat::RevocationList,
            issuer.clone(),
            Some(*next_update),
        ),
        Err(FileFailure::Damaged) => row(TrustWhat::Refused, "SHA-256".to_owned(), None),
        Err(FileFailure::Refused(refusal)) => {
            row(TrustWhat::Refused, refusal.clause().to_owned(), None)
        }
    })
}
