//! Document signers that no security object brings along. ICAO Doc 9303-10 §4.6.2.2, BSI TR-03129-2 §8.1.
//!
//! Knowing a signer trusts nobody: its path to an anchor is judged like any other's.

use rasn_cms::SignerIdentifier;

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::encoded::EncodedCertificate;

/// A document signer's certificate, parsed when a card names it.
pub(super) struct KnownSigner {
    der: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    key_id: Option<Vec<u8>>,
}

impl KnownSigner {
    pub(super) fn new(der: Vec<u8>) -> Option<Self> {
        let encoded = EncodedCertificate::parse(&der)?;
        Some(Self {
            issuer: encoded.issuer.to_vec(),
            serial: encoded.serial.to_vec(),
            key_id: encoded.subject_key_identifier().map(<[u8]>::to_vec),
            der,
        })
    }

    fn is_named_by(&self, identifier: &SignerIdentifier) -> bool {
        match identifier {
            SignerIdentifier::IssuerAndSerialNumber(name) => {
                let issuer = rasn::der::encode(&name.issuer);
                let serial = rasn::der::encode(&name.serial_number);
                issuer.is_ok_and(|issuer| issuer == self.issuer)
                    && serial.is_ok_and(|serial| serial.get(2..) == Some(&self.serial))
            }
            SignerIdentifier::SubjectKeyIdentifier(key) => {
                self.key_id.as_deref() == Some(key.as_ref())
            }
        }
    }
}

impl TrustAnchors {
    /// The one known signer that this identifier names. Two of one name would let an attacker choose.
    pub(crate) fn known_signer(&self, identifier: &SignerIdentifier) -> Option<Certificate> {
        only(self.known_signer_ders(identifier))
    }

    /// The one known signer that is meant.
    pub(crate) fn known_signer_by(&self, is_meant: impl Fn(&[u8]) -> bool) -> Option<Certificate> {
        only(self.known_signers().filter(|der| is_meant(der)))
    }

    pub(super) fn known_signer_ders<'a>(
        &'a self,
        identifier: &'a SignerIdentifier,
    ) -> impl Iterator<Item = &'a [u8]> {
        let named = self
            .signers
            .iter()
            .filter(move |signer| signer.is_named_by(identifier));
        named.map(|signer| signer.der.as_slice())
    }

    /// The document signers that are known, DER.
    pub fn known_signers(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.signers.iter().map(|signer| signer.der.as_slice())
    }
}

fn only<'a>(mut ders: impl Iterator<Item = &'a [u8]>) -> Option<Certificate> {
    match (ders.next(), ders.next()) {
        (Some(only), None) => Certificate::from_der(only).ok(),
        _ => None,
    }
}
