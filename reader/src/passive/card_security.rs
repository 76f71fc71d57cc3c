//! EF.CardSecurity: SecurityInfos that a document signer signed. ICAO Doc 9303-10 §3.11.4, 9303-11 §9.2.9.

use super::certification_path::Signer;
use super::{PassiveEvidence, Verified, certification_path, identify, signed_data};
use crate::crypto::cms::SignedData;
use crate::crypto::digest::DigestAlgorithm;
use crate::files::FileId;
use crate::lds::{SecurityInfos, card_security};
use crate::read_out::ReadOut;
use crate::trust::{ReferenceTime, TrustAnchors};
use crate::verdict::{Outcome, Reason};

/// id-SecurityObject.
const SECURITY_OBJECT: [u32; 8] = [0, 4, 0, 127, 0, 7, 3, 2];
const SECURITY_OBJECT_LAST: u32 = 1;

/// Verifies the file's signature and the path of its signer, as for EF.SOD.
#[must_use]
pub fn authenticate_card_security(
    read_out: &ReadOut,
    trust: &TrustAnchors,
    at: ReferenceTime,
) -> Outcome<Verified<SecurityInfos>> {
    let Some(bytes) = read_out.files.bytes(FileId::CardSecurity) else {
        return Outcome::NotPerformed(Reason::NotOffered);
    };
    match verify(bytes, trust, at) {
        Ok(outcome) => outcome,
        Err(Reason::IssuerUnknown) => Outcome::NotPerformed(Reason::IssuerUnknown),
        Err(reason) => Outcome::Refuted(reason),
    }
}

fn verify(
    bytes: &[u8],
    trust: &TrustAnchors,
    at: ReferenceTime,
) -> Result<Outcome<Verified<SecurityInfos>>, Reason> {
    let signed = SignedData::from_content_info(bytes).map_err(|_| Reason::SodMalformed)?;
    let content_type: Vec<u32> = SECURITY_OBJECT
        .into_iter()
        .chain([SECURITY_OBJECT_LAST])
        .collect();
    let opened = signed_data::open(&signed, &content_type, trust)?;
    let infos = card_security::parse(&opened.content).map_err(|_| Reason::SodMalformed)?;
    let signer = Signer {
        certificate: &opened.signer,
        beside: &opened.beside,
        signing_time: opened.signing_time,
        mrz: None,
    };
    let path = match certification_path::find(&signer, trust, at) {
        Outcome::Proven(path) => path,
        Outcome::Refuted(reason) => return Ok(Outcome::Refuted(reason)),
        Outcome::NotPerformed(reason) => return Ok(Outcome::NotPerformed(reason)),
    };
    path.accept_issuers()?;
    // Its signer need not be that of EF.SOD, whose check speaks of that one only.
    if let Outcome::Refuted(reason) = trust.revocation_of(&opened.signer, at) {
        return Ok(Outcome::Refuted(reason));
    }
    let digest = DigestAlgorithm::Sha256
        .digest(&[bytes])
        .ok()
        .and_then(|digest| digest.try_into().ok())
        .ok_or(Reason::SodMalformed)?;
    let evidence = PassiveEvidence {
        sod_sha256: digest,
        document_signer: identify(&opened.signer).map_err(|_| Reason::SodMalformed)?,
        country_signing_ca: identify(&path.authority).map_err(|_| Reason::SodMalformed)?,
        reference_time: at,
        tolerances: opened.tolerances,
    };
    Ok(Outcome::Proven(Verified::new(infos, evidence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_vectors::{example, hex};

    fn of_worked_example() -> Vec<u8> {
        hex(&example("eac-worked-example-ecdh")["chip_authentication_v2"]["ef_cardsecurity"])
    }

    fn judged(bytes: Vec<u8>) -> Result<Verified<SecurityInfos>, (bool, Reason)> {
        let mut read_out = ReadOut::default();
        read_out.files.insert(FileId::CardSecurity, bytes);
        let at = ReferenceTime(time::OffsetDateTime::UNIX_EPOCH);
        match authenticate_card_security(&read_out, &TrustAnchors::default(), at) {
            Outcome::Proven(verified) => Ok(verified),
            Outcome::Refuted(reason) => Err((true, reason)),
            Outcome::NotPerformed(reason) => Err((false, reason)),
        }
    }

    #[test]
    fn eac_worked_example_is_signed_by_an_issuer_that_nobody_trusts() {
        let bytes = of_worked_example();
        let signed = SignedData::from_content_info(&bytes).unwrap();
        let content_type: Vec<u32> = [&SECURITY_OBJECT[..], &[SECURITY_OBJECT_LAST]].concat();
        assert_eq!(signed.content_type(), content_type);
        let infos = card_security::parse(signed.content()).unwrap();
        assert!(!infos.chip_authentication_public_keys.is_empty());
        // Its signature, RSASSA-PSS, was verified before the path was looked for.
        assert_eq!(judged(bytes).err(), Some((false, Reason::IssuerUnknown)));
    }

    #[test]
    fn changed_content_has_no_signature() {
        let bytes = of_worked_example();
        let content = SignedData::from_content_info(&bytes)
            .unwrap()
            .content()
            .to_vec();
        let at = bytes
            .windows(content.len())
            .position(|part| part == content)
            .unwrap();
        let mut changed = bytes.clone();
        changed[at + content.len() - 1] ^= 1;
        assert_eq!(judged(changed).err(), Some((true, Reason::DigestDiffers)));
        let cut = bytes[..bytes.len() / 2].to_vec();
        assert_eq!(judged(cut).err(), Some((true, Reason::SodMalformed)));
        assert_eq!(judged(vec![]).err(), Some((true, Reason::SodMalformed)));
    }
}
