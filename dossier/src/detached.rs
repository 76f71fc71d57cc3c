//! Signatures beside the text that they are of: JWS compact with detached content. RFC 7515 Appendix F.
//!
//! Profiles and calendars stay readable beside their signature, and so do reports. The kind of key is part
//! of the type, so that a receipt's signature never passes for a profile's.

use std::marker::PhantomData;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    fault::Fault,
    jws::{self, JwsRefused, Token},
    keys::{DetachedSigner, PrivateKey, PublicKey},
};

/// The text beside the signature.
struct Beside<S>(PhantomData<S>);

impl<S: DetachedSigner> Token for Beside<S> {
    type Signer = S;
    const TYPE: &'static str = S::TOKEN_TYPE;
}

/// The longest signature that is looked at.
const MAX_LEN: usize = 2 * 1024;

/// Why a signature is none of this text by this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetachedRefused {
    /// Not a detached JWS of this kind.
    #[error("it is no detached signature of this kind")]
    Malformed,
    /// Another key's.
    #[error("it is another key's")]
    OtherKey,
    /// It does not fit the text.
    #[error("it does not fit the text")]
    Invalid,
    /// Signing failed.
    #[error("the text could not be signed")]
    NotSigned,
}

impl DetachedRefused {
    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Malformed => "RFC 7515 Appendix F",
            Self::OtherKey => "RFC 7515 §4.1.4",
            Self::Invalid | Self::NotSigned => "RFC 7515 §5.2",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(self) -> Fault {
        match self {
            Self::NotSigned => Fault::Us,
            Self::Malformed | Self::OtherKey | Self::Invalid => Fault::Trust,
        }
    }
}

/// Signs a text; `kid` is the key's own name.
///
/// # Errors
/// [`DetachedRefused::NotSigned`] when OpenSSL refuses.
pub fn sign<S: DetachedSigner>(
    text: &[u8],
    key: &PrivateKey<S>,
) -> Result<String, DetachedRefused> {
    let signed = || {
        let kid = key.public().ok()?.id().ok()?;
        let whole = jws::sign::<Beside<S>>(text, &kid, key)?;
        let (header, rest) = whole.split_once('.')?;
        let (_, signature) = rest.split_once('.')?;
        Some(format!("{header}..{signature}"))
    };
    signed().ok_or(DetachedRefused::NotSigned)
}

/// Whether this is the key's signature of this text.
///
/// # Errors
/// [`DetachedRefused`] when it is not.
pub fn verify<S: DetachedSigner + Clone>(
    text: &[u8],
    signature: &str,
    key: &PublicKey<S>,
) -> Result<(), DetachedRefused> {
    let signature = signature.trim_end();
    if signature.len() > MAX_LEN {
        return Err(DetachedRefused::Malformed);
    }
    let (header, tail) = signature
        .split_once("..")
        .ok_or(DetachedRefused::Malformed)?;
    let whole = format!("{header}.{}.{tail}", URL_SAFE_NO_PAD.encode(text));
    let own = key.id().map_err(|_| DetachedRefused::OtherKey)?;
    jws::open::<Beside<S>>(&whole, |kid| (kid == own).then(|| key.clone()))
        .map(|_| ())
        .map_err(|refused| match refused {
            JwsRefused::Malformed | JwsRefused::HeaderRefused => DetachedRefused::Malformed,
            JwsRefused::KeyUnknown => DetachedRefused::OtherKey,
            JwsRefused::SignatureInvalid => DetachedRefused::Invalid,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{PolicyKey, ReportKey};

    fn counting(start: u8) -> impl FnMut(&mut [u8]) {
        let mut next = start;
        move |buffer: &mut [u8]| {
            for octet in buffer {
                *octet = next;
                next = next.wrapping_add(1);
            }
        }
    }

    #[test]
    fn only_the_text_and_the_key_that_it_was_made_for() {
        let key = PolicyKey::generate(&mut counting(1)).unwrap();
        let other = PolicyKey::generate(&mut counting(99)).unwrap();
        let public = key.public().unwrap();
        let signature = sign(b"version = 1", &key).unwrap();
        assert_eq!(verify(b"version = 1", &signature, &public), Ok(()));
        let with_line_end = format!("{signature}\n");
        assert_eq!(verify(b"version = 1", &with_line_end, &public), Ok(()));
        assert_eq!(
            verify(b"version = 2", &signature, &public),
            Err(DetachedRefused::Invalid)
        );
        assert_eq!(
            verify(b"version = 1", &signature, &other.public().unwrap()),
            Err(DetachedRefused::OtherKey)
        );
        for broken in ["", "a.b.c", "..", &"x".repeat(3000)] {
            let refused = verify(b"version = 1", broken, &public);
            assert_eq!(refused, Err(DetachedRefused::Malformed), "{broken:.9}");
        }
    }

    #[test]
    fn a_signature_of_another_kind_of_key_is_none() {
        let report = ReportKey::generate(&mut counting(1)).unwrap();
        let policy = PolicyKey::generate(&mut counting(1)).unwrap();
        let signature = sign(b"x", &report).unwrap();
        let refused = verify(b"x", &signature, &policy.public().unwrap());
        assert_eq!(refused, Err(DetachedRefused::Malformed));
    }
}
