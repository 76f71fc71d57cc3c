//! Who is at the other end of a connection.

use axum::{extract::FromRequestParts, http::request::Parts};
use dossier::api::ProblemType;
use openssl::{nid::Nid, sha::sha256, x509::X509};
use rustls::pki_types::CertificateDer;

use crate::{Backend, refusal::Refusal};

/// The other end, as far as the connection itself proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Plain HTTP from this machine: the connection proves nothing, sessions and signatures do.
    Loopback,
    /// TLS without a certificate.
    Stranger,
    /// TLS with a certificate of the backend's own authority.
    Terminal {
        /// The terminal that the certificate names.
        id: String,
        /// SHA-256 of the certificate's DER.
        certificate: [u8; 32],
    },
}

impl Peer {
    /// Of the certificates that a handshake has verified.
    pub(super) fn of(verified: Option<&[CertificateDer<'_>]>) -> Self {
        let Some(leaf) = verified.and_then(<[_]>::first) else {
            return Self::Stranger;
        };
        let name = X509::from_der(leaf).ok().and_then(|leaf| {
            let mut names = leaf.subject_name().entries_by_nid(Nid::COMMONNAME);
            let name = names.next()?.data().to_string().ok()?;
            names.next().is_none().then_some(name)
        });
        name.map_or(Self::Stranger, |id| Self::Terminal {
            id,
            certificate: sha256(leaf),
        })
    }

    /// As the audit log names it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Loopback => "loopback",
            Self::Stranger => "stranger",
            Self::Terminal { id, .. } => id,
        }
    }
}

impl FromRequestParts<Backend> for Peer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Backend) -> Result<Self, Refusal> {
        // Without a listener of ours nobody knows who asks.
        let peer = parts.extensions.get::<Self>().cloned();
        peer.ok_or_else(|| ProblemType::CertificateNeeded.into())
    }
}
