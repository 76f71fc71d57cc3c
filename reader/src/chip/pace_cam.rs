//! PACE with chip authentication mapping: judging. ICAO Doc 9303-11 §4.4.3.5.

use super::{ChipProof, ChipProtocol, Convinces};
use crate::crypto::CryptoError;
use crate::crypto::agreement::{Domain, DomainParameters};
use crate::crypto::agreement_key::AgreementKey;
use crate::lds::SecurityInfos;
use crate::passive::{Document, Verified};
use crate::read_out::PaceCamTranscript;
use crate::verdict::{Outcome, Reason, Rule};
use crate::wire::oid;

/// Checks the mapping against the chip's static key, as EF.CardSecurity signs it, or else DG14.
///
/// A chip that chose its mapping key as CA_IC times a key that it does not hold could not have finished
/// PACE, so that each signed key on the curve of the mapping may be tried.
#[must_use]
pub fn judge(
    transcript: &PaceCamTranscript,
    card_security: Option<&Verified<SecurityInfos>>,
    document: Option<&Verified<Document>>,
) -> Outcome<ChipProof> {
    let signed = card_security.map(Verified::value).into_iter();
    let of_document = document.and_then(|document| document.value().security_infos.as_ref());
    judge_with(transcript, signed.chain(of_document))
}

fn judge_with<'a>(
    transcript: &PaceCamTranscript,
    signed: impl Iterator<Item = &'a SecurityInfos>,
) -> Outcome<ChipProof> {
    let Some(parameters) = DomainParameters::from_parameter_id(transcript.parameter_id) else {
        return Outcome::NotPerformed(Reason::AlgorithmRefused);
    };
    let keys: Vec<AgreementKey> = signed
        .flat_map(|infos| &infos.chip_authentication_public_keys)
        .filter(|key| key.protocol == oid::ID_PK_ECDH)
        .filter_map(|key| {
            AgreementKey::from_subject_public_key_info(&key.subject_public_key_info).ok()
        })
        .filter(|key| *key.parameters() == parameters)
        .collect();
    if keys.is_empty() {
        return Outcome::NotPerformed(Reason::KeyNotSigned);
    }
    let proves = |key: &AgreementKey| fits(transcript, &parameters, key).unwrap_or(false);
    match Rule::PaceCam.demands(keys.iter().any(proves), Reason::ChipProofInvalid) {
        Ok(()) => Outcome::Proven(ChipProof {
            protocol: ChipProtocol::PaceChipAuthenticationMapping,
            convinces: Convinces::TerminalOnly,
            tolerance: None,
        }),
        Err(reason) => Outcome::Refuted(reason),
    }
}

/// PK_Map,IC = CA_IC * PK_IC.
fn fits(
    transcript: &PaceCamTranscript,
    parameters: &DomainParameters,
    key: &AgreementKey,
) -> Result<bool, CryptoError> {
    let domain = Domain::standard(parameters)?;
    domain.is_multiple(
        &transcript.mapping_key,
        &transcript.chip_authentication_data,
        key.public_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_vectors::{example, hex};

    fn printed() -> (PaceCamTranscript, SecurityInfos) {
        let example = example("pace-cam-chip-auth");
        let transcript = PaceCamTranscript {
            parameter_id: 13,
            mapping_key: [&[4][..], &hex(&example["inputs"]["PK_Map_IC_xy"])].concat(),
            chip_authentication_data: hex(&example["outputs"]["CA_IC"]),
        };
        let info = hex(&example["inputs"]["ChipAuthenticationPublicKeyInfo"]);
        let infos = crate::wire::tlv::encode(0x31, &info);
        (transcript, SecurityInfos::parse(&infos).unwrap())
    }

    #[test]
    fn appendix_i1_ties_the_mapping_to_the_signed_key() {
        let (transcript, infos) = printed();
        let outcome = judge_with(&transcript, std::iter::once(&infos));
        assert!(matches!(outcome, Outcome::Proven(_)));
    }

    #[test]
    fn other_factors_and_keys_prove_nothing() {
        let (transcript, infos) = printed();
        let refuted = |edit: &dyn Fn(&mut PaceCamTranscript)| {
            let mut changed = transcript.clone();
            edit(&mut changed);
            let outcome = judge_with(&changed, std::iter::once(&infos));
            assert_eq!(outcome, Outcome::Refuted(Reason::ChipProofInvalid));
        };
        refuted(&|changed| changed.chip_authentication_data[3] ^= 1);
        refuted(&|changed| changed.chip_authentication_data = vec![0]);
        refuted(&|changed| changed.chip_authentication_data = vec![]);
        refuted(&|changed| changed.chip_authentication_data = vec![0xFF; 32]);
        refuted(&|changed| changed.mapping_key[3] ^= 1);
        // The static key itself as mapping key, with the factor 1: no mapping took place.
        let key = &infos.chip_authentication_public_keys[0].subject_public_key_info;
        let key = AgreementKey::from_subject_public_key_info(key).unwrap();
        refuted(&|changed| {
            changed.mapping_key = key.public_bytes().to_vec();
            changed.chip_authentication_data = vec![1];
        });
    }

    #[test]
    fn without_a_signed_key_on_the_curve_nothing_is_performed() {
        let (mut transcript, infos) = printed();
        let none = judge_with(&transcript, std::iter::empty());
        assert_eq!(none, Outcome::NotPerformed(Reason::KeyNotSigned));
        transcript.parameter_id = 12;
        let other = judge_with(&transcript, std::iter::once(&infos));
        assert_eq!(other, Outcome::NotPerformed(Reason::KeyNotSigned));
    }
}
