//! Whether a document signer is revoked. ICAO Doc 9303-12 §7.1.4, BSI TR-03135 §3.

use super::anchors::TrustAnchors;
use super::certificate::Certificate;
use super::certificate::name::NameKey;
use super::reference_time::ReferenceTime;
use super::revocation_list::{ListAge, RevocationList};
use crate::verdict::{Outcome, Reason, Rule};

/// A current list of the signer's issuer does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotRevoked;

impl TrustAnchors {
    /// Whether a list of its issuer names this certificate: a document signer, a link, or a CSCA's own.
    /// Every key of an issuer speaks for all that bears its name. RFC 5280 §5, ICAO Doc 9303-12 §7.1.4.
    pub(crate) fn revokes(&self, certificate: &Certificate) -> bool {
        let mut lists = self.revocation.iter();
        lists.any(|list| list.revokes(certificate))
    }

    /// The last lists of issuers that have no current one: the list of an older key ends, and the issuer goes on
    /// with a newer.
    pub fn ended_revocation_lists(
        &self,
        at: ReferenceTime,
    ) -> impl Iterator<Item = &RevocationList> {
        let lists = self.revocation_lists();
        lists.filter(move |list| {
            let decides = self.deciding_list(list.issuer_key());
            decides.is_some_and(|one| std::ptr::eq(one, *list) && one.age_at(at) == ListAge::Ended)
        })
    }

    /// Of the lists of an issuer's keys the one that says how current they are: the last that was issued.
    fn deciding_list(&self, issuer: &NameKey) -> Option<&RevocationList> {
        let lists = self.revocation_lists();
        lists
            .filter(|list| list.issuer_key() == issuer)
            .max_by_key(|list| list.this_update())
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
        let Some(deciding) = self.deciding_list(signer.issuer_key()) else {
            let refused = self.refused_revocation.iter();
            let reason = match refused.into_iter().any(|list| list.covers(signer)) {
                true => Reason::RevocationListInvalid,
                false => Reason::NoRevocationList,
            };
            return Outcome::NotPerformed(reason);
        };
        match deciding.age_at(at) {
            ListAge::ToCome => Outcome::NotPerformed(Reason::ClockDoubtful),
            ListAge::Ended => Outcome::NotPerformed(Reason::RevocationListStale),
            ListAge::Current => Outcome::Proven(NotRevoked),
        }
    }
}
