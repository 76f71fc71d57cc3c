//! DG14 (SecurityInfos) and DG15 (Active Authentication key). ICAO Doc 9303-11 §9.2, Doc 9303-10 §4.7.14.

use openssl::pkey::{Id, PKey, Private};

use crate::der::{self, OID, SEQUENCE};
use crate::issue::ChipKeys;
use crate::profile::{ActiveAuthenticationKey, Profile};
use crate::{Error, Result};

/// bsi-de protocols smartcard, 0.4.0.127.0.7.2.2.
const SMARTCARD: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];
/// id-icao-mrtd-security-aaProtocolObject, 2.23.136.1.1.5.
const ACTIVE_AUTHENTICATION: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x05];
/// ecdsa-plain-SHA256, 0.4.0.127.0.7.1.1.4.1.3.
const ECDSA_PLAIN_SHA256: [u8; 10] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, 0x03];

/// EF.DG14: the infos of EF.CardAccess again, now signed, and the chip's keys.
pub(super) fn data_group_14(profile: &Profile, keys: &ChipKeys) -> Result<Vec<u8>> {
    let mut infos = Vec::new();
    if profile.pace {
        infos.extend(card_access_infos(profile)?);
    } else {
        infos.push(info(&smartcard(&[0x02]), &[der::integer(1)]));
        if keys.agreement.is_some() {
            infos.push(info(&smartcard(&[0x03, 0x02, 0x02]), &[der::integer(1)]));
        }
    }
    if let Some(key) = &keys.agreement {
        infos.push(info(&smartcard(&[0x01, 0x02]), &[key.public_key_to_der()?]));
    }
    if profile.active_authentication == ActiveAuthenticationKey::Ecdsa {
        let algorithm = der::tlv(OID, &ECDSA_PLAIN_SHA256);
        infos.push(info(&ACTIVE_AUTHENTICATION, &[der::integer(1), algorithm]));
    }
    Ok(der::group(0x6E, [der::set_of(infos)]))
}

/// EF.DG15: SubjectPublicKeyInfo of the signing key.
pub(super) fn data_group_15(keys: &ChipKeys) -> Result<Vec<u8>> {
    let key = keys.signature.as_ref().ok_or(Error::Value {
        field: "data_groups",
        reason: "DG15 needs an Active Authentication key",
    })?;
    Ok(der::group(0x6F, [subject_public_key_info(key)?]))
}

fn subject_public_key_info(key: &PKey<Private>) -> Result<Vec<u8>> {
    match key.id() {
        Id::EC | Id::RSA => Ok(key.public_key_to_der()?),
        _ => Err(Error::Value {
            field: "active_authentication",
            reason: "EC or RSA",
        }),
    }
}

fn card_access_infos(profile: &Profile) -> Result<Vec<Vec<u8>>> {
    let malformed = Error::Value {
        field: "card_access",
        reason: "must be one SET of SEQUENCEs",
    };
    let bytes = profile.card_access_bytes()?;
    let infos = der::first(&bytes)
        .and_then(|set| der::all(set.value))
        .ok_or(malformed)?;
    Ok(infos
        .into_iter()
        // A card without Chip Authentication does not promise it.
        .filter(|(_, value)| {
            profile.chip_authentication || !value.starts_with(&chip_authentication_prefix())
        })
        .map(|(tag, value)| der::tlv(tag, value))
        .collect())
}

fn chip_authentication_prefix() -> Vec<u8> {
    let mut prefix = vec![0x06, 0x0A];
    prefix.extend(smartcard(&[0x03]));
    prefix
}

fn info(oid: &[u8], rest: &[Vec<u8>]) -> Vec<u8> {
    der::group(
        SEQUENCE,
        std::iter::once(der::tlv(OID, oid)).chain(rest.iter().cloned()),
    )
}

fn smartcard(arcs: &[u8]) -> Vec<u8> {
    [&SMARTCARD, arcs].concat()
}
