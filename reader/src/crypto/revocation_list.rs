//! Revocation lists: names and signatures. RFC 5280 §5, ICAO Doc 9303-12 §7.1.4.

use std::cmp::Ordering;

use openssl::x509::X509Crl;

use super::CryptoError;
use super::certificate::X509Certificate;

/// A revocation list as OpenSSL sees it.
pub(crate) struct X509RevocationList(X509Crl);

impl X509RevocationList {
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, CryptoError> {
        Ok(Self(X509Crl::from_der(der)?))
    }

    /// The list of a PEM file, DER.
    pub(crate) fn der_of_pem(pem: &[u8]) -> Result<Vec<u8>, CryptoError> {
        Ok(X509Crl::from_pem(pem)?.to_der()?)
    }

    /// Whether the list's issuer is named as `issuer` names itself.
    pub(crate) fn names_as_issuer(&self, issuer: &X509Certificate) -> bool {
        matches!(
            self.0.issuer_name().try_cmp(issuer.0.subject_name()),
            Ok(Ordering::Equal)
        )
    }

    /// Whether the key of `issuer` signed the list.
    pub(crate) fn is_signed_by(&self, issuer: &X509Certificate) -> bool {
        let key = issuer.0.public_key();
        key.and_then(|key| self.0.verify(&key)).unwrap_or(false)
    }
}
