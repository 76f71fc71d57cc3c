//! Compact JWS with its certificate chain, RS256 only. RFC 7515 §3.1, §4.1.6; RFC 7518 §3.3.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openssl::hash::MessageDigest;
use openssl::sha::sha256;
use openssl::sign::Verifier;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{ProviderRoots, SbiError};

/// The header; other members (kid) are not looked at, and none can weaken the check.
#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    x5c: Vec<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// The payload of a token whose signature and chain hold. `what` names it in errors.
pub(super) fn open<T: DeserializeOwned>(
    token: &str,
    roots: &ProviderRoots,
    at: OffsetDateTime,
    what: &'static str,
) -> Result<T, SbiError> {
    open_with_certificate(token, roots, at, what).map(|(payload, _)| payload)
}

/// The same with SHA-256 of the certificate whose key signed.
pub(super) fn open_with_certificate<T: DeserializeOwned>(
    token: &str,
    roots: &ProviderRoots,
    at: OffsetDateTime,
    what: &'static str,
) -> Result<(T, [u8; 32]), SbiError> {
    let form = || SbiError::Form { what };
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(mark), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(form());
    };
    let header: Header = serde_json::from_slice(&decode(head, what)?).map_err(|_| form())?;
    let is_ours = header.alg == "RS256"
        && header.crit.is_none()
        && header
            .typ
            .is_none_or(|typ| typ.eq_ignore_ascii_case("JWT") || typ.eq_ignore_ascii_case("JWS"));
    if !is_ours {
        return Err(SbiError::Signature { what });
    }
    let chain: Vec<_> = header
        .x5c
        .iter()
        .map(|one| STANDARD.decode(one))
        .collect::<Result<_, _>>()
        .map_err(|_| form())?;
    let key = roots.key_of(&chain, at, what)?;
    let signature = decode(mark, what)?;
    let signed = token
        .get(..head.len() + 1 + body.len())
        .ok_or_else(form)?
        .as_bytes();
    let holds = Verifier::new(MessageDigest::sha256(), &key)
        .and_then(|mut verifier| verifier.verify_oneshot(&signature, signed))
        .unwrap_or(false);
    if !holds {
        return Err(SbiError::Signature { what });
    }
    let payload = serde_json::from_slice(&decode(body, what)?).map_err(|_| form())?;
    let certificate = chain.first().ok_or_else(form)?;
    Ok((payload, sha256(certificate)))
}

/// Base64url without padding; devices that pad are read as well.
pub(super) fn decode(text: &str, what: &'static str) -> Result<Zeroizing<Vec<u8>>, SbiError> {
    URL_SAFE_NO_PAD
        .decode(text.trim_end_matches('='))
        .map(Zeroizing::new)
        .map_err(|_| SbiError::Form { what })
}
