//! Signed tokens, and tokens that only look signed. RFC 7515.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use openssl::x509::X509;
use serde_json::{Value, json};

/// `header.payload.signature` with the chain in the header.
pub(super) fn signed(
    payload: &Value,
    (key, chain): (&PKey<Private>, Vec<&X509>),
) -> Result<String, ErrorStack> {
    let input = signing_input(payload, "RS256", &chain)?;
    let mut signer = Signer::new(MessageDigest::sha256(), key)?;
    let signature = signer.sign_oneshot_to_vec(input.as_bytes())?;
    Ok(format!("{input}.{}", url(&signature)))
}

/// A header that says `none`, and no signature.
pub(super) fn unsigned(payload: &Value, chain: &[&X509]) -> Result<String, ErrorStack> {
    Ok(format!("{}.", signing_input(payload, "none", chain)?))
}

/// HS256 with the public certificate as the secret: what a careless verifier accepts.
pub(super) fn hmac(payload: &Value, chain: &[&X509]) -> Result<String, ErrorStack> {
    let input = signing_input(payload, "HS256", chain)?;
    let secret = match chain.first() {
        Some(certificate) => certificate.public_key()?.public_key_to_pem()?,
        None => Vec::new(),
    };
    let key = PKey::hmac(&secret)?;
    let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
    let mark = signer.sign_oneshot_to_vec(input.as_bytes())?;
    Ok(format!("{input}.{}", url(&mark)))
}

pub(super) fn url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn signing_input(payload: &Value, algorithm: &str, chain: &[&X509]) -> Result<String, ErrorStack> {
    let mut x5c = Vec::new();
    for certificate in chain {
        x5c.push(STANDARD.encode(certificate.to_der()?));
    }
    let header = json!({ "alg": algorithm, "typ": "JWT", "x5c": x5c });
    let (header, payload) = (header.to_string(), payload.to_string());
    Ok(format!(
        "{}.{}",
        url(header.as_bytes()),
        url(payload.as_bytes())
    ))
}
