//! A terminal becomes known by a one-time code: short-lived, used once, kept as a digest, few attempts.

use anyhow::{Result, ensure};
use dossier::{
    api::{EnrolmentAnswer, EnrolmentRequest, ProblemType},
    detached,
    keys::TerminalPublicKey,
};
use openssl::{memcmp, rand::rand_bytes, sha::sha256};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::{
    Backend,
    admin::is_identifier,
    refusal::Refusal,
    store::{
        Connection, Database, audit,
        invitations::{self, Invitation},
        terminals::{self, Standing},
    },
    terminal_ca::Request,
};

/// Letters and digits that nobody takes for another: 32 of them, five bits each.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// 80 bits, far beyond what a few attempts can guess; a plain digest of it is enough.
const CODE_LETTERS: usize = 16;
/// So many wrong codes end an invitation.
const MAX_ATTEMPTS: i64 = 5;
/// The longest name of an office, in characters.
const MAX_OFFICE: usize = 200;

/// Invites a terminal to an office; the code is told once, here.
///
/// # Errors
/// When identifier or office are none, the terminal was revoked, or the database does not answer.
pub async fn invite(
    database: &Database,
    (terminal, office, actor): (&str, &str, &str),
    lasts: Duration,
    now: OffsetDateTime,
) -> Result<Zeroizing<String>> {
    ensure!(
        is_identifier(terminal),
        "an identifier has 1 to 64 letters, digits, dots, hyphens or underscores"
    );
    ensure!(
        (1..=MAX_OFFICE).contains(&office.chars().count()),
        "the name of an office has 1 to {MAX_OFFICE} characters"
    );
    let code = new_code()?;
    let mut transaction = database.begin().await?;
    if let Some(known) = terminals::find(&mut transaction, terminal).await? {
        ensure!(
            known.standing == Standing::Enrolled,
            "the terminal was revoked: give a new identifier"
        );
    }
    invitations::put(
        &mut transaction,
        terminal,
        office,
        &digest(&code),
        now + lasts,
    )
    .await?;
    let entry = audit::Entry {
        actor,
        action: "terminal.invite",
        subject: terminal,
        detail: office,
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    Ok(code)
}

/// Why an invitation is not redeemed; callers are not told which.
enum Unredeemed {
    None,
    Used,
    Over,
    Exhausted,
    WrongCode,
    Revoked,
    OtherKey,
}

impl Unredeemed {
    fn word(&self) -> &'static str {
        match self {
            Self::None => "not-invited",
            Self::Used => "used",
            Self::Over => "over",
            Self::Exhausted => "exhausted",
            Self::WrongCode => "wrong-code",
            Self::Revoked => "revoked",
            Self::OtherKey => "other-key",
        }
    }
}

/// Enrols the terminal of a request, or gives an enrolled one a new certificate.
///
/// # Errors
/// [`ProblemType::Malformed`] for keys that are none or do not sign for each other,
/// [`ProblemType::EnrolmentRefused`] for everything about the code.
pub async fn redeem(
    backend: &Backend,
    request: EnrolmentRequest,
    now: OffsetDateTime,
) -> Result<EnrolmentAnswer, Refusal> {
    let malformed = || Refusal::from(ProblemType::Malformed);
    let key =
        TerminalPublicKey::from_pem(request.public_key.as_bytes()).map_err(|_| malformed())?;
    let certificate = Request::open(&request.certificate_request).map_err(|_| malformed())?;
    let text = request.certificate_request.as_bytes();
    detached::verify(text, &request.proof, &key).map_err(|_| malformed())?;
    if certificate.is_of(&key).map_err(|_| malformed())? || !is_identifier(&request.terminal) {
        return Err(malformed());
    }
    let id = request.terminal.as_str();
    let mut transaction = backend.begin().await?;
    let invitation = match standing(&mut transaction, &request, &key, now).await? {
        Ok(invitation) => invitation,
        Err(why) => {
            if matches!(why, Unredeemed::WrongCode) {
                invitations::count_attempt(&mut transaction, id).await?;
            }
            let entry = audit::Entry {
                actor: id,
                action: "terminal.enrolment-refused",
                subject: id,
                detail: why.word(),
            };
            audit::append(&mut transaction, now, entry).await?;
            transaction.commit().await?;
            tracing::warn!(why = why.word(), "enrolment refused");
            return Err(ProblemType::EnrolmentRefused.into());
        }
    };
    let internal = |cause: &dyn std::error::Error| Refusal::internal("enrolment", cause);
    let parts = backend.parts();
    let issued = parts
        .terminal_ca
        .issue(&certificate, id, now)
        .map_err(|cause| internal(&cause))?;
    if terminals::find(&mut transaction, id).await?.is_none() {
        let pem = key.to_pem().map_err(|cause| internal(&cause))?;
        let pem = String::from_utf8_lossy(&pem);
        terminals::insert(&mut transaction, id, &pem, Some(&invitation.office), now).await?;
    }
    terminals::certify(&mut transaction, id, &invitation.office, &issued.kept).await?;
    invitations::consume(&mut transaction, id, now).await?;
    let entry = audit::Entry {
        actor: id,
        action: "terminal.enrol",
        subject: id,
        detail: &invitation.office,
    };
    audit::append(&mut transaction, now, entry).await?;
    let server_key = parts
        .receipt_key
        .public()
        .map_err(|cause| internal(&cause))?;
    let server_key = server_key.to_pem().map_err(|cause| internal(&cause))?;
    transaction.commit().await?;
    tracing::info!(terminal = id, "terminal enrolled");
    Ok(EnrolmentAnswer {
        terminal: id.to_owned(),
        office: invitation.office,
        certificate: issued.pem,
        server_key: String::from_utf8_lossy(&server_key).into_owned(),
    })
}

/// The invitation, when this code and this key may use it now.
async fn standing(
    connection: &mut Connection,
    request: &EnrolmentRequest,
    key: &TerminalPublicKey,
    now: OffsetDateTime,
) -> Result<Result<Invitation, Unredeemed>, Refusal> {
    let Some(invitation) = invitations::find(connection, &request.terminal).await? else {
        return Ok(Err(Unredeemed::None));
    };
    let same = memcmp::eq(&invitation.code_hash, &digest(&request.code));
    let why = if invitation.used_at.is_some() {
        Unredeemed::Used
    } else if invitation.expires_at <= now {
        Unredeemed::Over
    } else if invitation.attempts >= MAX_ATTEMPTS {
        Unredeemed::Exhausted
    } else if !same {
        Unredeemed::WrongCode
    } else {
        let known = terminals::find(connection, &request.terminal).await?;
        match known {
            None => return Ok(Ok(invitation)),
            Some(known) if known.standing == Standing::Revoked => Unredeemed::Revoked,
            // A certificate is renewed; who signs submissions is not exchanged under a known name.
            Some(_) if !is_key_of(connection, &request.terminal, key).await? => {
                Unredeemed::OtherKey
            }
            Some(_) => return Ok(Ok(invitation)),
        }
    };
    Ok(Err(why))
}

async fn is_key_of(
    connection: &mut Connection,
    terminal: &str,
    key: &TerminalPublicKey,
) -> Result<bool, Refusal> {
    let kept = terminals::key(connection, terminal).await?;
    let kept = kept.and_then(|kept| kept.to_pem().ok());
    Ok(kept.is_some() && kept == key.to_pem().ok())
}

/// Whatever way the code is typed.
fn digest(code: &str) -> [u8; 32] {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    let letters = letters.map(|letter| letter.to_ascii_uppercase());
    sha256(Zeroizing::new(letters.collect::<String>()).as_bytes())
}

/// Four groups of four letters.
fn new_code() -> Result<Zeroizing<String>> {
    let mut octets = Zeroizing::new([0_u8; CODE_LETTERS]);
    rand_bytes(octets.as_mut_slice())?;
    let mut code = Zeroizing::new(String::with_capacity(CODE_LETTERS + 3));
    for (at, octet) in octets.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32, so that no letter is likelier.
        code.push(char::from(ALPHABET[usize::from(octet % 32)]));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_eighty_bits_however_it_is_typed() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), 19);
        assert_ne!(*code, *new_code().unwrap());
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(digest(&code), digest(&typed));
        assert_ne!(digest(&code), digest("AAAA-AAAA-AAAA-AAAA"));
    }
}
