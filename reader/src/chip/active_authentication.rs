//! Active authentication: a signature over a challenge. ICAO Doc 9303-11 §6.1.

use super::message_recovery;
use super::{ChallengeExpectation, ChipProof, ChipProtocol, Convinces, Tolerance};
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::public_key::{EcPublicKey, PublicKey};
use crate::lds::security_infos::ActiveAuthenticationInfo;
use crate::passive::{Document, Verified};
use crate::read_out::{ActiveAuthenticationChallenge, ActiveAuthenticationResponse};
use crate::verdict::{Outcome, Reason, Rule};
use crate::wire::CommandApdu;
use crate::wire::oid;

/// INTERNAL AUTHENTICATE; long RSA signatures need an extended answer.
pub(crate) fn command(challenge: &ActiveAuthenticationChallenge, answer_len: usize) -> CommandApdu {
    CommandApdu::new([0x00, 0x88, 0x00, 0x00])
        .with_data(challenge.0.to_vec())
        .expecting(answer_len)
}

/// Checks the chip's signature with the signed key of DG15.
#[must_use]
pub fn judge(
    response: &ActiveAuthenticationResponse,
    document: &Verified<Document>,
    expected: ChallengeExpectation,
) -> Outcome<ChipProof> {
    let document = document.value();
    let Some(key) = &document.active_authentication_key else {
        return Outcome::NotPerformed(Reason::NotOffered);
    };
    let info = document
        .security_infos
        .as_ref()
        .and_then(|infos| infos.active_authentication.as_ref());
    verify(response, key, info, expected)
}

fn verify(
    response: &ActiveAuthenticationResponse,
    key: &[u8],
    info: Option<&ActiveAuthenticationInfo>,
    expected: ChallengeExpectation,
) -> Outcome<ChipProof> {
    match proven(response, key, info, expected) {
        Ok(_) if expected == ChallengeExpectation::Foreign => {
            Outcome::NotPerformed(Reason::ChallengeForeign)
        }
        Ok((convinces, tolerance)) => Outcome::Proven(ChipProof {
            protocol: ChipProtocol::ActiveAuthentication,
            convinces,
            tolerance,
        }),
        Err(reason) => Outcome::Refuted(reason),
    }
}

fn proven(
    response: &ActiveAuthenticationResponse,
    key: &[u8],
    info: Option<&ActiveAuthenticationInfo>,
    expected: ChallengeExpectation,
) -> Result<(Convinces, Option<Tolerance>), Reason> {
    let convinces = match expected {
        ChallengeExpectation::Exactly(issued) => {
            let ours = issued == response.challenge;
            Rule::ChallengeOurs.demands(ours, Reason::ChallengeNotOurs)?;
            Convinces::Verifier
        }
        ChallengeExpectation::NotFresh(known) => {
            let known = known == response.challenge;
            Rule::ChallengeOurs.demands(known, Reason::ChallengeNotOurs)?;
            Convinces::NotFresh
        }
        ChallengeExpectation::Any | ChallengeExpectation::Foreign => Convinces::NotFresh,
    };
    let key = PublicKey::from_subject_public_key_info(key).map_err(|_| Reason::KeyRefused)?;
    let strong = key.accept_for_active_authentication().is_ok();
    Rule::ActiveAuthenticationKey.demands(strong, Reason::KeyRefused)?;
    let tolerance = match &key {
        PublicKey::Ec(key) => ecdsa_proves(key, info, response),
        PublicKey::Rsa(_) => {
            let (challenge, signature) = (&response.challenge.0, &response.signature);
            message_recovery::proves(&key, challenge, signature).then_some(None)
        }
    };
    Rule::ActiveAuthentication.demands(tolerance.is_some(), Reason::ChipProofInvalid)?;
    Ok((convinces, tolerance.flatten()))
}

/// Tolerance: when DG14 names no algorithm, any hash of the standard may have been used; each one
/// alone would prove possession of the key. [`Tolerance::DerSignature`]: some chips answer in DER.
fn ecdsa_proves(
    key: &EcPublicKey,
    info: Option<&ActiveAuthenticationInfo>,
    response: &ActiveAuthenticationResponse,
) -> Option<Option<Tolerance>> {
    let (challenge, signature) = (&response.challenge.0, &response.signature);
    DIGESTS
        .iter()
        .filter(|(algorithm, _)| info.is_none_or(|info| info.signature_algorithm == *algorithm))
        .find_map(|(_, digest)| {
            if key.verify_plain(*digest, challenge, signature).is_ok() {
                return Some(None);
            }
            let der = key.verify_der(*digest, challenge, signature).is_ok();
            der.then_some(Some(Tolerance::DerSignature))
        })
}

/// ecdsa-plain-signatures of BSI TR-03111 §5.2.1.
const DIGESTS: [(oid::ObjectIdentifier, DigestAlgorithm); 5] = [
    (oid::ECDSA_PLAIN_SHA256, DigestAlgorithm::Sha256),
    (oid::ECDSA_PLAIN_SHA384, DigestAlgorithm::Sha384),
    (oid::ECDSA_PLAIN_SHA512, DigestAlgorithm::Sha512),
    (oid::ECDSA_PLAIN_SHA224, DigestAlgorithm::Sha224),
    (oid::ECDSA_PLAIN_SHA1, DigestAlgorithm::Sha1),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::data_object::object;
    use test_vectors::{example, hex, unhex};

    /// DER SubjectPublicKeyInfo of an RSA key.
    fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
        let modulus = object(0x02, &[&[0], modulus].concat());
        let numbers = object(
            0x30,
            &[modulus.as_slice(), &object(0x02, exponent)].concat(),
        );
        let bits = object(0x03, &[&[0], numbers.as_slice()].concat());
        let algorithm = unhex("30 0D 06 09 2A864886F70D010101 05 00");
        object(0x30, &[algorithm.as_slice(), &bits].concat()).to_vec()
    }

    fn judged(id: &str, edit: impl Fn(&mut ActiveAuthenticationResponse)) -> Outcome<ChipProof> {
        let vector = example(id);
        let challenge = ActiveAuthenticationChallenge(hex(&vector["RND_IFD"]).try_into().unwrap());
        let mut response = ActiveAuthenticationResponse {
            challenge,
            signature: hex(&vector["S"]),
        };
        edit(&mut response);
        let key = rsa_key(&hex(&vector["n"]), &[1, 0, 1]);
        verify(
            &response,
            &key,
            None,
            ChallengeExpectation::Exactly(challenge),
        )
    }

    #[test]
    fn rsa_with_message_recovery_of_the_reference_dg15() {
        for id in ["aa-rsa1024-sha1-bsi-dg15", "aa-rsa1024-sha256-bsi-dg15"] {
            assert!(matches!(judged(id, |_| ()), Outcome::Proven(_)), "{id}");
            let refuted = Outcome::Refuted(Reason::ChipProofInvalid);
            assert_eq!(judged(id, |response| response.signature[9] ^= 1), refuted);
            assert_eq!(
                judged(id, |response| response.signature.insert(0, 0)),
                refuted
            );
            assert_eq!(judged(id, |response| response.signature.clear()), refuted);
            let foreign = Outcome::Refuted(Reason::ChallengeNotOurs);
            assert_eq!(judged(id, |response| response.challenge.0[0] ^= 1), foreign);
        }
    }

    #[test]
    fn a_signature_over_another_challenge_is_refuted_even_when_any_is_accepted() {
        let vector = example("aa-rsa1024-sha256-bsi-dg15");
        let key = rsa_key(&hex(&vector["n"]), &[1, 0, 1]);
        let challenge = ActiveAuthenticationChallenge([0; 8]);
        let response = ActiveAuthenticationResponse {
            challenge,
            signature: hex(&vector["S"]),
        };
        let outcome = verify(&response, &key, None, ChallengeExpectation::Any);
        assert_eq!(outcome, Outcome::Refuted(Reason::ChipProofInvalid));
    }

    #[test]
    fn a_right_signature_over_another_readings_challenge_leaves_the_proof_open() {
        let vector = example("aa-rsa1024-sha256-bsi-dg15");
        let key = rsa_key(&hex(&vector["n"]), &[1, 0, 1]);
        let mut response = ActiveAuthenticationResponse {
            challenge: ActiveAuthenticationChallenge(hex(&vector["RND_IFD"]).try_into().unwrap()),
            signature: hex(&vector["S"]),
        };
        let foreign = ChallengeExpectation::Foreign;
        let outcome = verify(&response, &key, None, foreign);
        assert_eq!(outcome, Outcome::NotPerformed(Reason::ChallengeForeign));
        response.signature[9] ^= 1;
        let outcome = verify(&response, &key, None, foreign);
        assert_eq!(outcome, Outcome::Refuted(Reason::ChipProofInvalid));
    }

    #[test]
    fn weak_rsa_keys_are_no_keys() {
        let response = ActiveAuthenticationResponse {
            challenge: ActiveAuthenticationChallenge([0; 8]),
            signature: vec![0; 128],
        };
        for key in [
            rsa_key(&[0xC1; 64], &[1, 0, 1]),
            rsa_key(&[0xC1; 128], &[1]),
            rsa_key(&[0xC1; 128], &[2]),
            vec![0x30, 0x00],
        ] {
            let outcome = verify(&response, &key, None, ChallengeExpectation::Any);
            assert_eq!(outcome, Outcome::Refuted(Reason::KeyRefused));
        }
    }
}
