//! Keys that prove a chip genuine, and how they are written. ICAO Doc 9303-11 §9.1, §9.4.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{Asn1Flag, EcGroup, EcKey, EcPoint};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;

use crate::der::{self, OID, SEQUENCE};
use crate::domain::{self, Domain};
use crate::pki::{CurveForm, ec_key};
use crate::profile::{ActiveAuthenticationKey, Hash, Profile};
use crate::protocol::{ChipKeyOffer, Mapping, PaceOffer};
use crate::quirk::Quirk;
use crate::{Error, Result, random};

/// standardizedDomainParameters, 0.4.0.127.0.7.1.2.
const STANDARDISED: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
/// dhpublicnumber, 1.2.840.10046.2.1.
const DH_PUBLIC_NUMBER: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3E, 0x02, 0x01];

/// Private keys that prove a chip genuine.
pub(crate) struct ChipKeys {
    /// Keys of Chip Authentication.
    pub(crate) agreement: Vec<AgreementKey>,
    /// Keys of PACE with chip authentication mapping.
    pub(crate) mapping: Vec<AgreementKey>,
    /// Key of Active Authentication.
    pub(crate) signature: Option<SignatureKey>,
}

/// A static key of a key agreement.
pub(crate) struct AgreementKey {
    pub(crate) offer: ChipKeyOffer,
    pub(crate) private: BigNum,
    public: Vec<u8>,
}

/// The key of Active Authentication and how it signs.
pub(crate) struct SignatureKey {
    pub(crate) key: PKey<Private>,
    pub(crate) hash: Hash,
    pub(crate) der: bool,
}

impl ChipKeys {
    pub(super) fn generate(
        profile: &Profile,
        offers: &[PaceOffer],
        quirks: &[Quirk],
    ) -> Result<Self> {
        let agreement: Vec<AgreementKey> = profile
            .chip_key_offers()
            .into_iter()
            .map(AgreementKey::generate)
            .collect::<Result<_>>()?;
        let apart = quirks.contains(&Quirk::CamKeyInCardSecurity);
        let mut mapping: Vec<AgreementKey> = Vec::new();
        for offer in offers.iter().filter(|offer| offer.mapping == Mapping::Cam) {
            let parameters = offer.parameters;
            if mapping.iter().any(|key| key.offer.parameters == parameters) {
                continue;
            }
            let shared = agreement
                .iter()
                .find(|key| key.offer.parameters == parameters && !apart);
            mapping.push(match shared {
                Some(key) => AgreementKey::of(key.offer, key.private.to_owned()?)?,
                None => {
                    let named = ChipKeyOffer {
                        explicit: false,
                        ..ChipKeyOffer::new(offer.suite, parameters)
                    };
                    AgreementKey::generate(named.with_id(parameters))?
                }
            });
        }
        Ok(Self {
            agreement,
            mapping,
            signature: signature_key(profile)?,
        })
    }
}

fn signature_key(profile: &Profile) -> Result<Option<SignatureKey>> {
    let key = match profile.active_authentication {
        ActiveAuthenticationKey::Ecdsa => {
            let curve = domain::curve(profile.active_authentication_parameters);
            let curve = curve.ok_or(Error::Value {
                field: "active_authentication_parameters",
                reason: "8 to 18",
            })?;
            ec_key(curve, CurveForm::Explicit, &mut random::system())?
        }
        ActiveAuthenticationKey::Rsa2048 => {
            let bits = profile.active_authentication_bits.unwrap_or(2048);
            PKey::from_rsa(Rsa::generate(bits)?)?
        }
        ActiveAuthenticationKey::None => return Ok(None),
    };
    Ok(Some(SignatureKey {
        key,
        hash: profile.active_authentication_hash,
        der: profile.active_authentication_der,
    }))
}

impl AgreementKey {
    fn generate(offer: ChipKeyOffer) -> Result<Self> {
        let mut domain = domain_of(&offer)?;
        let private = domain.private_key(&mut random::system())?;
        Self::of(offer, private)
    }

    /// The key pair of a given private key.
    pub(crate) fn of(offer: ChipKeyOffer, private: BigNum) -> Result<Self> {
        let mut domain = domain_of(&offer)?;
        let generator = domain.generator()?;
        let public = domain.power(&generator, &private)?;
        Ok(Self {
            offer,
            private,
            public: domain.encode(&public)?,
        })
    }

    /// SubjectPublicKeyInfo.
    pub(crate) fn public_key_info(&self) -> Result<Vec<u8>> {
        let curve = domain::curve(self.offer.parameters);
        if let (true, Some(curve)) = (self.offer.explicit, curve) {
            return self.explicit_curve(curve);
        }
        let domain = domain_of(&self.offer)?;
        let Some(group) = domain.dh() else {
            return Ok(der::group(
                SEQUENCE,
                [self.standardised(), der::bit_string(&self.public)],
            ));
        };
        let key = der::bit_string(&der::number(&self.public));
        let algorithm = if self.offer.explicit {
            let q = group.prime_q().map(|q| q.to_vec()).unwrap_or_default();
            let parameters = [&group.prime_p().to_vec(), &group.generator().to_vec(), &q]
                .map(|number| der::number(number));
            let oid = der::tlv(OID, &DH_PUBLIC_NUMBER);
            der::group(SEQUENCE, [oid, der::group(SEQUENCE, parameters)])
        } else {
            self.standardised()
        };
        Ok(der::group(SEQUENCE, [algorithm, key]))
    }

    fn standardised(&self) -> Vec<u8> {
        let oid = der::tlv(OID, &STANDARDISED);
        der::group(SEQUENCE, [oid, der::integer(self.offer.parameters)])
    }

    fn explicit_curve(&self, curve: Nid) -> Result<Vec<u8>> {
        let mut group = EcGroup::from_curve_name(curve)?;
        group.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
        let point = EcPoint::from_bytes(&group, &self.public, &mut *BigNumContext::new()?)?;
        Ok(EcKey::from_public_key(&group, &point)?.public_key_to_der()?)
    }
}

fn domain_of(offer: &ChipKeyOffer) -> Result<Domain> {
    Domain::standard(offer.parameters)?.ok_or(Error::Value {
        field: "chip_keys",
        reason: "parameters 0 to 2 or 8 to 18",
    })
}
