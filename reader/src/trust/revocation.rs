//! Whether a document signer is revoked. ICAO Doc 9303-12 §7.1.4, BSI TR-03135 §3.

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::encoded::EncodedCertificate;
use super::reference_time::ReferenceTime;
use crate::verdict::{Outcome, Reason, Rule};

/// A current list of the signer's issuer does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotRevoked;

impl TrustAnchors {
    /// Whether a list of its issuer names this certificate: a document signer, a link, or a CSCA's own.
    /// Every key of an issuer speaks for all that bears its name. RFC 5280 §5, ICAO Doc 9303-12 §7.1.4.
    pub(crate) fn revokes(&self, certificate: &Certificate) -> bool {
        let lists = self
            .revocation
            .iter()
            .filter(|list| list.covers(certificate));
        let lists: Vec<_> = lists.collect();
        !lists.is_empty()
            && certificate.x509().to_der().is_ok_and(|der| {
                let serial = EncodedCertificate::parse(&der).map(|encoded| encoded.serial);
                serial.is_some_and(|serial| lists.iter().any(|list| list.revokes(serial)))
            })
    }

    /// Looks the signer up in its issuer's list.
    ///
    /// A list that names the signer refutes however old it is: nobody takes a revocation back. A list that
    /// does not name it clears it only while it is current.
    pub(crate) fn revocation_of(
        &self,
        signer: &Certificate,
        at: ReferenceTime,
    ) -> Outcome<NotRevoked> {
        let is_named = self.revokes(signer);
        if let Err(reason) = Rule::PathNotRevoked.demands(!is_named, Reason::SignerRevoked) {
            return Outcome::Refuted(reason);
        }
        let lists = self.revocation.iter().filter(|list| list.covers(signer));
        let Some(newest) = lists.max_by_key(|list| list.this_update()) else {
            let refused = self.refused_revocation.iter();
            let reason = match refused.into_iter().any(|list| list.covers(signer)) {
                true => Reason::RevocationListInvalid,
                false => Reason::NoRevocationList,
            };
            return Outcome::NotPerformed(reason);
        };
        if at.0 < newest.this_update() {
            Outcome::NotPerformed(Reason::ClockDoubtful)
        } else if newest.next_update() < at.0 {
            Outcome::NotPerformed(Reason::RevocationListStale)
        } else {
            Outcome::Proven(NotRevoked)
        }
    }
}
