//! Whether a connection may speak for a terminal, and the terminal may speak at all.

use dossier::api::ProblemType;
use time::OffsetDateTime;

use crate::{
    Backend,
    listening::Peer,
    offices::Offices,
    refusal::Refusal,
    store::{
        Connection, audit,
        blocks::{self, BlockReason, Blocked},
        terminals::{self, Standing},
    },
};

/// Why it may not.
#[derive(Debug, thiserror::Error)]
pub enum Barred {
    /// The connection has no certificate.
    #[error("no-certificate")]
    NoCertificate,
    /// The connection is another terminal's.
    #[error("other-terminal")]
    OtherTerminal,
    /// Its certificate is not the newest one.
    #[error("old-certificate")]
    OldCertificate,
    /// There is no such terminal.
    #[error("unknown")]
    Unknown,
    /// It was revoked.
    #[error("revoked")]
    Revoked,
    /// It, its office or an office above is blocked.
    #[error("blocked: {}", .0.word())]
    Blocked(BlockReason),
    /// The database does not answer.
    #[error("database")]
    Database(#[from] sqlx::Error),
}

/// The first question, which needs no database: a connection speaks for its own terminal.
///
/// # Errors
/// [`Barred::NoCertificate`], [`Barred::OtherTerminal`].
pub fn speaks_for(peer: &Peer, terminal: &str) -> Result<(), Barred> {
    match peer {
        Peer::Loopback => Ok(()),
        Peer::Stranger => Err(Barred::NoCertificate),
        Peer::Terminal { id, .. } if id == terminal => Ok(()),
        Peer::Terminal { .. } => Err(Barred::OtherTerminal),
    }
}

/// Everything: the connection, the terminal, and the offices of terminal and officer with all that are above them,
/// as they are now.
///
/// # Errors
/// [`Barred`].
pub async fn admit(
    backend: &Backend,
    connection: &mut Connection,
    peer: &Peer,
    terminal: &str,
    officers_office: Option<&str>,
) -> Result<(), Barred> {
    speaks_for(peer, terminal)?;
    let (offices, now) = (&backend.parts().offices, backend.now());
    let known = terminals::find(connection, terminal)
        .await?
        .ok_or(Barred::Unknown)?;
    if known.standing == Standing::Revoked {
        return Err(Barred::Revoked);
    }
    if let Peer::Terminal { certificate, .. } = peer {
        // A resumed connection is not verified again: its end is looked at here.
        let counts = known
            .certificate
            .is_some_and(|newest| newest.digest == certificate && newest.until > now);
        if !counts {
            return Err(Barred::OldCertificate);
        }
    }
    let chain = chain(
        offices,
        terminal,
        [known.office.as_deref(), officers_office],
    );
    match blocked(connection, chain).await? {
        Some(reason) => Err(Barred::Blocked(reason)),
        None => Ok(()),
    }
}

/// The terminal, these offices and all that are above them, each once.
pub(crate) fn chain<'a>(
    offices: &'a Offices,
    terminal: &'a str,
    of: [Option<&'a str>; 2],
) -> Vec<Blocked<'a>> {
    let mut chain = vec![Blocked::Terminal(terminal)];
    let above = of.into_iter().flatten();
    for one in above.flat_map(|office| offices.upwards(office)) {
        if !chain.contains(&Blocked::Office(one)) {
            chain.push(Blocked::Office(one));
        }
    }
    chain
}

/// Why the first of these is blocked that is.
pub(crate) async fn blocked(
    connection: &mut Connection,
    chain: Vec<Blocked<'_>>,
) -> Result<Option<BlockReason>, sqlx::Error> {
    for one in chain {
        if let Some(reason) = blocks::reason(connection, one).await? {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

/// What the caller is told. Whoever has or claims a terminal's identity is written into the audit log.
pub async fn refuse(backend: &Backend, peer: &Peer, terminal: &str, why: Barred) -> Refusal {
    let kind = match &why {
        Barred::NoCertificate => return ProblemType::CertificateNeeded.into(),
        Barred::Database(cause) => return Refusal::internal("database", cause),
        Barred::OldCertificate => ProblemType::CertificateNeeded,
        Barred::OtherTerminal => ProblemType::TerminalMismatch,
        Barred::Unknown | Barred::Revoked => ProblemType::TerminalUnknown,
        Barred::Blocked(_) => ProblemType::TerminalBlocked,
    };
    tracing::warn!(peer = peer.name(), %why, "terminal refused");
    match note(backend, peer, terminal, &why.to_string(), backend.now()).await {
        Ok(()) => kind.into(),
        Err(refusal) => refusal,
    }
}

async fn note(
    backend: &Backend,
    peer: &Peer,
    terminal: &str,
    detail: &str,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    // What a text claims to be from may be anything; the log takes identifiers.
    let subject = if crate::admin::is_identifier(terminal) {
        terminal
    } else {
        "unreadable"
    };
    let entry = audit::Entry {
        actor: peer.name(),
        action: "terminal.refused",
        subject,
        detail,
    };
    Ok(audit::append_alone(&backend.parts().database, now, entry).await?)
}
