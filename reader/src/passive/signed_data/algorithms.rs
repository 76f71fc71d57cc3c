//! Algorithms that are strong enough, agree with each other and fit the key. ICAO Doc 9303-12 §4.4, RFC 5754.

use rasn_cms::{AlgorithmIdentifier, SignerInfo};

use crate::crypto::cms::SignedData;
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::issuer_signature::IssuerSignature;
use crate::trust::{Certificate, Sha1Policy, TrustPolicy};
use crate::verdict::{Reason, Rule};

/// What a SignerInfo was made with.
#[derive(Clone, Copy)]
pub(super) struct Algorithms {
    pub(super) digest: DigestAlgorithm,
    pub(super) signature: IssuerSignature,
}

impl Algorithms {
    pub(super) fn accept(
        signed: &SignedData,
        info: &SignerInfo,
        signer: &Certificate,
        policy: TrustPolicy,
    ) -> Result<Self, Reason> {
        let algorithms = Self {
            digest: digest_of(&info.digest_algorithm).ok_or(Reason::AlgorithmRefused)?,
            signature: IssuerSignature::of(&info.signature_algorithm)
                .ok_or(Reason::AlgorithmRefused)?,
        };
        let listed = signed.digest_algorithms();
        // An empty set announces nothing and so contradicts nothing. RFC 5652 §5.1.
        let is_listed = listed.is_empty()
            || listed
                .iter()
                .any(|one| one.algorithm == info.digest_algorithm.algorithm);
        Rule::DigestListed.demands(is_listed, Reason::AlgorithmsDisagree)?;
        let strong = !algorithms.is_weak() || policy.sha1 == Sha1Policy::Flagged;
        Rule::DigestStrength.demands(strong, Reason::AlgorithmRefused)?;
        let named = algorithms.signature.digest();
        let agree = named.is_none_or(|digest| digest == algorithms.digest);
        Rule::AlgorithmsAgree.demands(agree, Reason::AlgorithmsDisagree)?;
        let fits = algorithms.signature.fits(signer.x509());
        Rule::AlgorithmFitsKey.demands(fits, Reason::AlgorithmsDisagree)?;
        let known = algorithms.signature.has_known_trailer();
        Rule::PssParameters.demands(known, Reason::AlgorithmRefused)?;
        Ok(algorithms)
    }

    /// Whether SHA-1 has a part in it, the mask of PSS included.
    pub(super) fn is_weak(self) -> bool {
        let weak = |digest| digest == DigestAlgorithm::Sha1;
        let mask = match self.signature {
            IssuerSignature::Pss { mask_hash, .. } => weak(mask_hash),
            IssuerSignature::Ecdsa(_) | IssuerSignature::Pkcs1(_) => false,
        };
        weak(self.digest) || self.signature.digest().is_some_and(weak) || mask
    }
}

fn digest_of(algorithm: &AlgorithmIdentifier) -> Option<DigestAlgorithm> {
    let identifier = rasn::der::encode(&algorithm.algorithm).ok()?;
    DigestAlgorithm::from_identifier(identifier.get(2..)?)
}
