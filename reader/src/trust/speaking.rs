//! Which revocation lists speak: those that a key signed which may still speak for its issuer.
//! ICAO Doc 9303-12 §7.1.4, RFC 5280 §6.3.3 (f).
//!
//! A list is silent when every way from its signature to an anchor leads over a certificate that another list
//! revokes which speaks itself. What contradicts itself is believed: of two lists each of which revokes the
//! other's key both speak, and a list that revokes its own key does, because nobody takes a revocation back.

use std::sync::Arc;

use super::anchor::{Anchor, Role};
use super::anchors::{Scope, TrustAnchors};
use super::certificate::Certificate;
use super::encoded::EncodedCertificate;
use super::refusal::TrustRefusal;
use super::revocation_list::RevocationList;
use crate::verdict::Rule;

/// A list and the certificates whose key signed it: anchors, and links with a path to one.
struct Signed<'a> {
    list: &'a RevocationList,
    issuers: Vec<(Role, &'a Certificate)>,
}

/// What is known of a list so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Speaks,
    Silent,
}

impl TrustAnchors {
    /// Takes revocation lists in; the results stand in their order. Those that no key signed which may speak
    /// are kept apart: that one is there is a reason of its own.
    pub(super) fn take_revocation_lists(
        &mut self,
        lists: Vec<Arc<RevocationList>>,
    ) -> Vec<Result<(), TrustRefusal>> {
        let results = self.judged(&lists);
        for (list, result) in lists.into_iter().zip(&results) {
            match result {
                Ok(()) => self.revocation.push(list),
                Err(TrustRefusal::CrlSignatureInvalid | TrustRefusal::CrlIssuerRevoked) => {
                    self.refused_revocation.push(list);
                }
                Err(_) => {}
            }
        }
        results
    }

    fn judged(&self, lists: &[Arc<RevocationList>]) -> Vec<Result<(), TrustRefusal>> {
        let signed: Vec<_> = lists.iter().map(|list| self.signed(list)).collect();
        let silent = self.silent(&signed.iter().flatten().collect::<Vec<_>>());
        let mut silent = silent.into_iter();
        // In the order of the lists, whether each that a trusted key signed is silent.
        let accepted: Vec<_> = signed
            .iter()
            .map(|one| match one {
                Ok(_) => Ok(silent.next().unwrap_or(true)),
                Err(refusal) => Err(*refusal),
            })
            .collect();
        let numbered = || lists.iter().zip(&accepted).enumerate();
        numbered()
            .map(|(index, (list, accepted))| {
                let is_silent = (*accepted)?;
                let is_newer = |(at, (other, accepted)): (usize, (&Arc<RevocationList>, &_))| {
                    let newer = other.this_update() > list.this_update()
                        || (other.this_update() == list.this_update() && at < index);
                    *accepted == Ok(false) && other.is_of_same_key(list) && newer
                };
                let newest = !numbered().any(is_newer);
                Rule::CrlNewest.demands(newest, TrustRefusal::CrlOlder)?;
                Rule::CrlIssuerNotRevoked.demands(!is_silent, TrustRefusal::CrlIssuerRevoked)
            })
            .collect()
    }

    /// The trusted keys that signed the list.
    fn signed<'a>(&'a self, list: &'a RevocationList) -> Result<Signed<'a>, TrustRefusal> {
        let named = self.named(list.issuer_key(), list.authority_key_identifier());
        if named.is_empty() {
            return Err(TrustRefusal::CrlIssuerUnknown);
        }
        let issuer = |one: &'a Anchor| {
            let link = || {
                let link = one.certificate_as(Role::Link)?;
                let leads = self.authority_of(link, Scope::Every).is_some();
                leads.then_some((Role::Link, link))
            };
            let anchor = one.certificate_as(Role::Anchor);
            anchor.map(|anchor| (Role::Anchor, anchor)).or_else(link)
        };
        let issuers: Vec<_> = named
            .into_iter()
            .filter_map(issuer)
            .filter(|(_, issuer)| list.is_issued_by(issuer))
            .collect();
        Rule::CrlSignature.demands(!issuers.is_empty(), TrustRefusal::CrlSignatureInvalid)?;
        Ok(Signed { list, issuers })
    }

    /// Which of the lists are silent. What is open decides nothing; each round settles one list or is the last.
    fn silent(&self, all: &[&Signed<'_>]) -> Vec<bool> {
        let mut standing = vec![Standing::Open; all.len()];
        // The usual case, for which no certificate need be judged.
        let names_one = |one: &Anchor| {
            let encoded = EncodedCertificate::parse(one.der());
            encoded.is_some_and(|encoded| all.iter().any(|signed| signed.list.names(&encoded)))
        };
        if !self.certificates().any(names_one) {
            return vec![false; all.len()];
        }
        loop {
            let next: Vec<_> = (0..)
                .zip(all.iter().zip(&standing))
                .map(|(index, (one, known))| match known {
                    Standing::Open => self.stands(one, index, all, &standing),
                    settled => *settled,
                })
                .collect();
            if next == standing {
                let silent = |one: &Standing| *one == Standing::Silent;
                return standing.iter().map(silent).collect();
            }
            standing = next;
        }
    }

    fn stands(
        &self,
        one: &Signed<'_>,
        index: usize,
        all: &[&Signed<'_>],
        standing: &[Standing],
    ) -> Standing {
        // Whether a way to an anchor is left when these lists are heeded.
        let has_way = |heeded: fn(Standing) -> bool| {
            let usable = |certificate: &Certificate| {
                let mut others = (0..).zip(all.iter().zip(standing));
                !others.any(|(at, (other, standing))| {
                    at != index && heeded(*standing) && other.list.revokes(certificate)
                })
            };
            let mut issuers = one.issuers.iter();
            one.issuers.is_empty()
                || issuers.any(|(role, issuer)| self.leads_over(*role, issuer, &usable))
        };
        if !has_way(|other| other == Standing::Speaks) {
            Standing::Silent
        } else if has_way(|other| other != Standing::Silent) {
            Standing::Speaks
        } else {
            Standing::Open
        }
    }

    /// Whether an issuer is an anchor or has a path to one, over usable certificates only, itself among them.
    fn leads_over(
        &self,
        role: Role,
        issuer: &Certificate,
        usable: &dyn Fn(&Certificate) -> bool,
    ) -> bool {
        let path = || self.authority_over(issuer, Scope::Every, usable);
        usable(issuer) && (role == Role::Anchor || path().is_some())
    }

    /// Whether the signer of a list is revoked, or every way from it to a pinned certificate leads over one
    /// that is.
    pub(super) fn list_signer_is_revoked(&self, signer: &Certificate) -> bool {
        let usable = |certificate: &Certificate| !self.revokes(certificate);
        let path = self.authority_of(signer, Scope::Pinned);
        let unrevoked = || self.authority_over(signer, Scope::Pinned, &usable);
        !usable(signer) || (path.is_some() && unrevoked().is_none())
    }
}
