//! Everything that an operator trusts, as one value. ICAO Doc 9303-12 §5.1, §5.3.

use std::cmp::Reverse;
use std::sync::Arc;

use time::OffsetDateTime;

use super::anchor::{Anchor, Role};
use super::certificate::name::NameKey;
use super::certificate::{Certificate, ProfileError};
use super::document_signers::KnownSigner;
use super::known_defects::BelievedDefects;
use super::policy::TrustPolicy;
use super::provenance::Provenance;
use super::reference_time::ReferenceTime;
use super::revocation_list::RevocationList;
use super::tolerance::Tolerances;
use crate::crypto::certificate::X509Certificate;
use crate::fault::Fault;

/// The most link certificates between a certificate and an anchor.
const MAX_LINKS: usize = 4;

/// Everything that one operator trusts, the one argument of trust that a verdict takes: anchors, links
/// from old anchors to new keys, revocation lists, document signers, known defects, and what the
/// operator demands. Cheap to clone.
#[derive(Clone, Default)]
pub struct TrustAnchors {
    pub(super) certificates: Vec<Arc<Anchor>>,
    pub(super) signers: Vec<Arc<KnownSigner>>,
    pub(super) signed_moments: Vec<OffsetDateTime>,
    pub(super) defects: Vec<Arc<BelievedDefects>>,
    pub(super) revocation: Vec<Arc<RevocationList>>,
    pub(super) refused_revocation: Vec<Arc<RevocationList>>,
    policy: TrustPolicy,
    last_seen: Option<OffsetDateTime>,
}

/// Which certificates may end a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those that the operator pinned as themselves.
    Pinned,
    /// Those of master lists too.
    Every,
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
            let certificates = X509Certificate::from_file(&file).unwrap_or_default();
            if certificates.is_empty() {
                refused.push(AnchorRefused {
                    index,
                    subject: None,
                    error: ProfileError::Malformed,
                });
            }
            for certificate in certificates {
                if let Err((subject, error)) = trust.add(&certificate) {
                    refused.push(AnchorRefused {
                        index,
                        subject,
                        error,
                    });
                }
            }
        }
        (trust, refused)
    }

    /// How many anchors there are. Judges every certificate that was not met before.
    #[must_use]
    pub fn len(&self) -> usize {
        self.anchors().count()
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.anchors().next().is_none()
    }

    /// Subjects of the anchors, for a settings screen. Judges every certificate.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.anchors().map(Anchor::subject)
    }

    /// Every certificate that was taken in, accepted or not, in the order of loading.
    pub fn certificates(&self) -> impl Iterator<Item = &Anchor> {
        self.certificates.iter().map(Arc::as_ref)
    }

    /// The anchors. Judges every certificate.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.certificates()
            .filter(|one| one.certificate_as(Role::Anchor).is_some())
    }

    /// The link certificates: each leads from an anchor to a newer key of the same state. Judges every
    /// certificate.
    pub fn links(&self) -> impl Iterator<Item = &Anchor> {
        self.certificates()
            .filter(|one| one.certificate_as(Role::Link).is_some())
    }

    /// Whether a link certificate's path, of other links and anchors, is complete and verifies.
    #[must_use]
    pub fn leads_to_an_anchor(&self, link: &Anchor) -> bool {
        let certificate = link.certificate_as(Role::Link);
        certificate.is_some_and(|link| self.authority_of(link, Scope::Every).is_some())
    }

    /// The revocation lists that are believed.
    pub fn revocation_lists(&self) -> impl Iterator<Item = &RevocationList> {
        self.revocation.iter().map(Arc::as_ref)
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

    /// The newest moment that is known to have passed: the last one seen, the signing of a list, the
    /// issue of a revocation list, or the day on which a pinned certificate became valid.
    #[must_use]
    pub fn newest_known_moment(&self) -> Option<OffsetDateTime> {
        let pinned = self.certificates().filter(|one| one.is_pinned());
        let valid = pinned
            .filter_map(|one| one.certificate_as(Role::Anchor))
            .map(Certificate::not_before);
        let signed = self.signed_moments.iter().copied();
        let issued = self.revocation_lists().map(RevocationList::this_update);
        valid.chain(signed).chain(issued).max().max(self.last_seen)
    }

    /// Whether a clock that shows this moment must be wrong.
    pub(crate) fn doubts(&self, at: ReferenceTime) -> bool {
        self.newest_known_moment().is_some_and(|known| at.0 < known)
    }

    /// Anchors that bear the name of this certificate's issuer, the one with the named key first. Many
    /// CSCAs share one name: only the signature decides. ICAO Doc 9303-12 §7.1.
    pub(crate) fn anchors_named_by(
        &self,
        subject: &Certificate,
    ) -> impl Iterator<Item = &Certificate> {
        self.named_by(subject, Role::Anchor, Scope::Every)
    }

    /// Link certificates whose subject is this certificate's issuer, the one with the named key first.
    pub(crate) fn links_named_by(
        &self,
        subject: &Certificate,
    ) -> impl Iterator<Item = &Certificate> {
        self.named_by(subject, Role::Link, Scope::Every)
    }

    /// The anchor whose key issued this certificate, directly or over links, each valid when it issued.
    pub(super) fn authority_of(&self, subject: &Certificate, scope: Scope) -> Option<&Certificate> {
        self.authority_over(subject, scope, &|_| true)
    }

    /// As [`Self::authority_of`], over these issuers only.
    pub(super) fn authority_over(
        &self,
        subject: &Certificate,
        scope: Scope,
        usable: &dyn Fn(&Certificate) -> bool,
    ) -> Option<&Certificate> {
        self.authority_within(subject, scope, usable, MAX_LINKS)
    }

    fn authority_within(
        &self,
        subject: &Certificate,
        scope: Scope,
        usable: &dyn Fn(&Certificate) -> bool,
        links_left: usize,
    ) -> Option<&Certificate> {
        let issued = |issuer: &&Certificate| {
            usable(issuer)
                && subject.is_issued_by(issuer)
                && issuer.is_valid_at(subject.not_before())
        };
        let direct = self.named_by(subject, Role::Anchor, scope).find(issued);
        let deeper = links_left.checked_sub(1);
        direct.or_else(|| {
            let mut links = self.named_by(subject, Role::Link, scope).filter(issued);
            links.find_map(|link| self.authority_within(link, scope, usable, deeper?))
        })
    }

    fn named_by(
        &self,
        subject: &Certificate,
        role: Role,
        scope: Scope,
    ) -> impl Iterator<Item = &Certificate> {
        let claimed = subject.authority_key_identifier();
        let x509 = subject.x509().clone();
        self.named(subject.issuer_key(), claimed)
            .into_iter()
            .filter(move |one| scope == Scope::Every || one.is_pinned())
            .filter_map(move |one| one.certificate_as(role))
            .filter(move |issuer| x509.names_as_issuer(issuer.x509()))
    }

    /// Certificates whose subject may have this name, those with this key first; none is judged.
    pub(super) fn named(&self, name: &NameKey, key: Option<&[u8]>) -> Vec<&Anchor> {
        let mut named: Vec<&Anchor> = self
            .certificates()
            .filter(|one| one.subject_key() == name)
            .collect();
        named.sort_by_key(|one| Reverse(key.is_some() && one.key_id() == key));
        named
    }

    fn add(&mut self, x509: &X509Certificate) -> Result<(), (Option<String>, ProfileError)> {
        let der = x509.to_der().map_err(|_| (None, ProfileError::Malformed))?;
        let provenance = Arc::new(Provenance::default());
        let anchor =
            Anchor::new(der, provenance, Tolerances::of_pinned()).map_err(|error| (None, error))?;
        match anchor.standing() {
            Ok(_) => {
                self.certificates.push(Arc::new(anchor));
                Ok(())
            }
            Err(error) => Err((Some(anchor.subject().to_owned()), error)),
        }
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
