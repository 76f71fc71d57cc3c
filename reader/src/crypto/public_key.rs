//! Public keys of chips and certificates. ICAO Doc 9303-11 §9.4, §9.2.6; 9303-12 §4.1.6.3.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::pkey::{Id, PKey, Public};
use rasn_pkix::SubjectPublicKeyInfo;

use super::CryptoError;
use super::agreement::Curve;

/// bsi-de algorithms: standardizedDomainParameters, 0.4.0.127.0.7.1.2.
const STANDARDIZED_DOMAIN_PARAMETERS: [u32; 7] = [0, 4, 0, 127, 0, 7, 1];

/// A key that this program is willing to use.
pub(crate) enum PublicKey {
    /// RSA, or RSA restricted to PSS.
    Rsa(PKey<Public>),
    /// A point on one of the standardised curves, however the curve was written.
    Ec(EcPublicKey),
}

/// A point and its curve.
pub(crate) struct EcPublicKey {
    pub(super) key: EcKey<Public>,
    curve: Curve,
}

impl PublicKey {
    /// From a DER SubjectPublicKeyInfo: named curve, explicit parameters or standardised domain.
    pub(crate) fn from_subject_public_key_info(der: &[u8]) -> Result<Self, CryptoError> {
        if let Some(key) = standardized_domain_key(der)? {
            return Ok(Self::Ec(key));
        }
        Self::from_key(PKey::public_key_from_der(der)?)
    }

    /// From what OpenSSL has read already.
    pub(super) fn from_key(key: PKey<Public>) -> Result<Self, CryptoError> {
        match key.id() {
            Id::RSA | Id::RSA_PSS => {
                accept_rsa(&key)?;
                Ok(Self::Rsa(key))
            }
            Id::EC => Ok(Self::Ec(EcPublicKey::new(key.ec_key()?)?)),
            _ => Err(CryptoError::KeyRefused("neither RSA nor an elliptic curve")),
        }
    }

    /// The modulus of an RSA key in bits, or the curve's order in bits.
    pub(crate) fn bits(&self) -> u32 {
        match self {
            Self::Rsa(key) => key.bits(),
            Self::Ec(ec) => ec.key.group().order_bits(),
        }
    }
}

impl EcPublicKey {
    fn new(key: EcKey<Public>) -> Result<Self, CryptoError> {
        // OpenSSL names the curve of explicit parameters only when all of them, the generator
        // included, are those of a known curve.
        let curve = key
            .group()
            .curve_name()
            .and_then(Curve::from_nid)
            .ok_or(CryptoError::KeyRefused("not a standardised curve"))?;
        // The standardised curves have cofactor 1: every point but infinity has the group's order, so
        // that multiplying by it, as OpenSSL's own check does, would tell nothing more.
        let (group, point) = (key.group(), key.public_key());
        let mut context = BigNumContext::new()?;
        if point.is_infinity(group) || !point.is_on_curve(group, &mut context)? {
            return Err(CryptoError::KeyRefused("not a valid point"));
        }
        Ok(Self { key, curve })
    }

    pub(crate) fn curve(&self) -> Curve {
        self.curve
    }

    /// Uncompressed encoding 04 | x | y.
    pub(crate) fn point_bytes(&self) -> Result<Vec<u8>, CryptoError> {
        let mut context = BigNumContext::new()?;
        let form = openssl::ec::PointConversionForm::UNCOMPRESSED;
        Ok(self
            .key
            .public_key()
            .to_bytes(self.key.group(), form, &mut context)?)
    }
}

/// Moduli below 1024 bits and exponents that are even or below 3 are no keys.
fn accept_rsa(key: &PKey<Public>) -> Result<(), CryptoError> {
    let refused = Err(CryptoError::KeyRefused("not an acceptable RSA key"));
    if key.id() == Id::RSA_PSS {
        return if key.bits() < 1024 { refused } else { Ok(()) };
    }
    let rsa = key.rsa()?;
    let exponent = rsa.e();
    let too_small = *exponent < *BigNum::from_u32(3)?;
    if key.bits() < 1024 || key.bits() > 8192 || too_small || !exponent.is_bit_set(0) {
        return refused;
    }
    Ok(())
}

/// Keys of chip authentication may name their curve by number, which OpenSSL cannot read.
fn standardized_domain_key(der: &[u8]) -> Result<Option<EcPublicKey>, CryptoError> {
    let Ok(info) = rasn::der::decode::<SubjectPublicKeyInfo>(der) else {
        return Ok(None);
    };
    let [arc @ .., last] = info.algorithm.algorithm.as_ref() else {
        return Ok(None);
    };
    if *arc != STANDARDIZED_DOMAIN_PARAMETERS || *last != 2 {
        return Ok(None);
    }
    let curve = info
        .algorithm
        .parameters
        .and_then(|any| rasn::der::decode::<u8>(any.as_bytes()).ok())
        .and_then(Curve::from_parameter_id)
        .ok_or(CryptoError::KeyRefused("not a standardised curve"))?;
    let group: EcGroup = curve.group()?;
    let mut context = BigNumContext::new()?;
    let bytes = info.subject_public_key.as_raw_slice();
    let point = EcPoint::from_bytes(&group, bytes, &mut context)
        .map_err(|_| CryptoError::KeyRefused("not a valid point"))?;
    EcPublicKey::new(EcKey::from_public_key(&group, &point)?).map(Some)
}

#[cfg(test)]
mod tests {
    use openssl::ec::{Asn1Flag, EcPointRef};
    use openssl::nid::Nid;

    use super::*;

    fn der(group: &EcGroup, point: &EcPointRef) -> Vec<u8> {
        let key = EcKey::from_public_key(group, point).unwrap();
        PKey::from_ec_key(key).unwrap().public_key_to_der().unwrap()
    }

    #[test]
    fn explicit_parameters_count_only_when_they_are_a_known_curve() {
        let mut group = EcGroup::from_curve_name(Nid::BRAINPOOL_P256R1).unwrap();
        group.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
        let key = EcKey::generate(&group).unwrap();
        let known =
            PublicKey::from_subject_public_key_info(&der(&group, key.public_key())).unwrap();
        assert!(
            matches!(known, PublicKey::Ec(key) if Some(key.curve()) == Curve::from_parameter_id(13))
        );
        // The same curve with another generator: whoever chose it knows a private key for any point.
        let mut order = BigNum::new().unwrap();
        let mut context = BigNumContext::new().unwrap();
        group.order(&mut order, &mut context).unwrap();
        let other = EcKey::generate(&group)
            .unwrap()
            .public_key()
            .to_owned(&group)
            .unwrap();
        group
            .set_generator(other, order, BigNum::from_u32(1).unwrap())
            .unwrap();
        let forged = der(&group, key.public_key());
        assert!(PublicKey::from_subject_public_key_info(&forged).is_err());
    }

    #[test]
    fn curves_outside_the_standard_are_refused() {
        let group = EcGroup::from_curve_name(Nid::SECP256K1).unwrap();
        let key = EcKey::generate(&group).unwrap();
        let refused = PublicKey::from_subject_public_key_info(&der(&group, key.public_key()));
        assert_eq!(
            refused.err(),
            Some(CryptoError::KeyRefused("not a standardised curve"))
        );
    }
}
