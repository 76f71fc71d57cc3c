//! Country signing CAs that an operator loaded. ICAO Doc 9303-12 §5.1, §5.3.

use super::certificate::{Certificate, ProfileError};
use crate::crypto::certificate::X509Certificate;
use crate::fault::Fault;

/// Certificates of one operator: anchors, and links from old anchors to new keys.
#[derive(Clone, Default)]
pub struct TrustAnchors {
    anchors: Vec<Certificate>,
    links: Vec<Certificate>,
}

/// Why a loaded file or certificate gives no trust.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("certificate file {index}: {error}")]
pub struct AnchorRefused {
    /// Which of the files, from 0.
    pub index: usize,
    /// Subject, when the certificate could be parsed.
    pub subject: Option<String>,
    /// What is wrong with it.
    pub error: ProfileError,
}

impl TrustAnchors {
    /// From certificate files, DER or PEM. Self-signed certificates of country signing CAs become
    /// anchors; a link certificate alone trusts nobody. The refused ones come back with the reason.
    pub fn from_certificates(
        files: impl IntoIterator<Item = Vec<u8>>,
    ) -> (Self, Vec<AnchorRefused>) {
        let mut trust = Self::default();
        let mut refused = Vec::new();
        for (index, file) in files.into_iter().enumerate() {
            match X509Certificate::from_file(&file) {
                Ok(certificates) if !certificates.is_empty() => {
                    let errors = certificates
                        .into_iter()
                        .filter_map(|one| trust.add(one).err());
                    refused.extend(errors.map(|(subject, error)| AnchorRefused {
                        index,
                        subject,
                        error,
                    }));
                }
                _ => refused.push(AnchorRefused {
                    index,
                    subject: None,
                    error: ProfileError::Malformed,
                }),
            }
        }
        (trust, refused)
    }

    /// How many anchors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Subjects of the anchors, for a settings screen.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.anchors.iter().map(Certificate::subject)
    }

    pub(crate) fn anchors(&self) -> &[Certificate] {
        &self.anchors
    }

    pub(crate) fn links(&self) -> &[Certificate] {
        &self.links
    }

    fn add(&mut self, x509: X509Certificate) -> Result<(), (Option<String>, ProfileError)> {
        let certificate = Certificate::new(x509).map_err(|error| (None, error))?;
        let accepted = certificate.accept_as_country_signing_ca();
        accepted.map_err(|error| (Some(certificate.subject().to_owned()), error))?;
        if certificate.is_self_signed() {
            self.anchors.push(certificate);
        } else {
            self.links.push(certificate);
        }
        Ok(())
    }
}

impl AnchorRefused {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "9303-12 §7.1"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Trust
    }
}
