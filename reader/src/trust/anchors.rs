//! Country signing CAs that an operator loaded. ICAO Doc 9303-12 §5.1, §5.3.

use std::cmp::Reverse;
use std::sync::Arc;

use time::OffsetDateTime;

use super::certificate::{Certificate, ProfileError};
use super::policy::TrustPolicy;
use super::provenance::{Provenance, Route};
use crate::crypto::CryptoError;
use crate::crypto::certificate::X509Certificate;
use crate::fault::Fault;

/// Everything that one operator trusts, the one argument of trust that a verdict takes: anchors, links
/// from old anchors to new keys, and what the operator demands. Cheap to clone.
#[derive(Clone, Default)]
pub struct TrustAnchors {
    anchors: Vec<Arc<Anchor>>,
    links: Vec<Arc<Anchor>>,
    policy: TrustPolicy,
    last_seen: Option<OffsetDateTime>,
}

/// A certificate of the store and where it came from.
pub struct Anchor {
    certificate: Certificate,
    provenance: Provenance,
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
        self.anchors().map(Anchor::subject)
    }

    /// The anchors, in the order in which they were loaded.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter().map(Arc::as_ref)
    }

    /// The link certificates: each leads from an anchor to a newer key of the same state.
    pub fn links(&self) -> impl Iterator<Item = &Anchor> {
        self.links.iter().map(Arc::as_ref)
    }

    /// What the operator demands.
    #[must_use]
    pub fn policy(&self) -> TrustPolicy {
        self.policy
    }

    /// The same trust under other demands.
    #[must_use]
    pub fn with_policy(self, policy: TrustPolicy) -> Self {
        Self { policy, ..self }
    }

    /// The same trust, by someone who knows that this moment has passed: a clock that is earlier is wrong.
    #[must_use]
    pub fn with_last_seen(self, moment: OffsetDateTime) -> Self {
        let last_seen = self.last_seen.max(Some(moment));
        Self { last_seen, ..self }
    }

    /// The newest moment that is known to have passed: the last one seen, or the day on which a
    /// certificate that the operator vouches for became valid.
    #[must_use]
    pub fn newest_known_moment(&self) -> Option<OffsetDateTime> {
        let single = self
            .anchors()
            .filter(|anchor| anchor.provenance.route == Route::Single);
        let valid = single.map(|anchor| anchor.certificate.not_before()).max();
        valid.max(self.last_seen)
    }

    /// Anchors that bear the name of this certificate's issuer, the one with the named key first. Many
    /// CSCAs share one name: only the signature decides. ICAO Doc 9303-12 §7.1.
    pub(crate) fn anchors_named_by(&self, subject: &Certificate) -> Vec<&Certificate> {
        named_by(&self.anchors, subject)
    }

    /// Link certificates whose subject is this certificate's issuer, the one with the named key first.
    pub(crate) fn links_named_by(&self, subject: &Certificate) -> Vec<&Certificate> {
        named_by(&self.links, subject)
    }

    fn add(&mut self, x509: X509Certificate) -> Result<(), (Option<String>, ProfileError)> {
        let certificate = Certificate::new(x509).map_err(|error| (None, error))?;
        let accepted = certificate.accept_as_country_signing_ca();
        accepted.map_err(|error| (Some(certificate.subject().to_owned()), error))?;
        let is_anchor = certificate.is_self_signed();
        let anchor = Arc::new(Anchor {
            certificate,
            provenance: Provenance::default(),
        });
        if is_anchor {
            self.anchors.push(anchor);
        } else {
            self.links.push(anchor);
        }
        Ok(())
    }
}

fn named_by<'a>(store: &'a [Arc<Anchor>], subject: &Certificate) -> Vec<&'a Certificate> {
    let mut named: Vec<&Certificate> = store
        .iter()
        .map(|anchor| &anchor.certificate)
        .filter(|issuer| {
            issuer.subject_key() == subject.issuer_key()
                && subject.x509().names_as_issuer(issuer.x509())
        })
        .collect();
    let key = subject.authority_key_identifier();
    named.sort_by_key(|issuer| Reverse(key.is_some() && issuer.subject_key_identifier() == key));
    named
}

impl Anchor {
    /// Subject, one line.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.certificate.subject()
    }

    /// Where it came from.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The certificate, DER.
    ///
    /// # Errors
    /// When OpenSSL cannot write it.
    pub fn to_der(&self) -> Result<Vec<u8>, CryptoError> {
        self.certificate.x509().to_der()
    }

    /// SHA-256 of the certificate.
    ///
    /// # Errors
    /// When OpenSSL cannot compute it.
    pub fn sha256(&self) -> Result<[u8; 32], CryptoError> {
        self.certificate.x509().sha256()
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
