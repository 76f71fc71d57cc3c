//! Public keys of chips and certificates. ICAO Doc 9303-11 §9.4, §9.2.6; 9303-12 §4.1.6.3.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcKey, EcPoint};
use openssl::pkey::{Id, PKey, Public};
use openssl::rsa::Rsa;
use rasn_pkix::SubjectPublicKeyInfo;

use super::CryptoError;
use super::agreement::Curve;
use super::explicit_curve::{self, NamedBy};
use crate::wire::der::Elements;

/// bsi-de algorithms: standardizedDomainParameters, 0.4.0.127.0.7.1.2.
const STANDARDIZED_DOMAIN_PARAMETERS: [u32; 7] = [0, 4, 0, 127, 0, 7, 1];

/// The longest modulus that is computed with.
const MAX_RSA_BITS: u32 = 8192;

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
        if let NamedBy::Parameters(curve, point) = explicit_curve::named_by(der)? {
            return EcPublicKey::on(curve, point).map(Self::Ec);
        }
        let key = PKey::public_key_from_der(der)?;
        match key.id() {
            Id::RSA | Id::RSA_PSS => {
                if key.bits() > MAX_RSA_BITS {
                    return Err(CryptoError::KeyRefused("RSA key too long"));
                }
                Ok(Self::Rsa(key))
            }
            Id::EC => {
                let curve = key.ec_key()?.group().curve_name();
                let curve = curve
                    .and_then(Curve::from_nid)
                    .ok_or(CryptoError::KeyRefused("not a standardised curve"))?;
                let point = explicit_curve::point(der).unwrap_or_default();
                EcPublicKey::on(curve, point).map(Self::Ec)
            }
            _ => Err(CryptoError::KeyRefused("neither RSA nor an elliptic curve")),
        }
    }

    /// Refuses RSA keys whose private half others can find: moduli below `least_bits`, exponents that are
    /// even or below 3, and moduli with a small factor. Points on standardised curves are all right.
    pub(crate) fn accept_strength(&self, least_bits: u32) -> Result<(), CryptoError> {
        match self {
            Self::Rsa(key) => accept_rsa(key, least_bits),
            Self::Ec(_) => Ok(()),
        }
    }

    /// A chip's key of active authentication. ICAO Doc 9303-12 §4.4.1 gives no bound; first cards had 1024.
    pub(crate) fn accept_for_active_authentication(&self) -> Result<(), CryptoError> {
        self.accept_strength(1024)
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
    /// A point that is written as 04 | x | y and lies on the curve. Other forms of a point would let one
    /// key have several encodings. BSI TR-03111 §3.2.1.
    fn on(curve: Curve, point: &[u8]) -> Result<Self, CryptoError> {
        const REFUSED: CryptoError = CryptoError::KeyRefused("not a valid point");
        if point.first() != Some(&4) {
            return Err(REFUSED);
        }
        let group = curve.group()?;
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(&group, point, &mut context).map_err(|_| REFUSED)?;
        // The standardised curves have cofactor 1: every point of theirs but infinity, which has no such
        // form, has the group's order. Multiplying by it would tell nothing more.
        let key = EcKey::from_public_key(&group, &point)?;
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

fn accept_rsa(key: &PKey<Public>, least_bits: u32) -> Result<(), CryptoError> {
    let rsa = Rsa::public_key_from_der_pkcs1(&rsa_public_key(key)?)?;
    let exponent = rsa.e();
    let too_small = *exponent < *BigNum::from_u32(3)?;
    let weak = key.bits() < least_bits || too_small || !exponent.is_bit_set(0);
    if weak || has_small_factor(rsa.n())? {
        return Err(CryptoError::KeyRefused("not an acceptable RSA key"));
    }
    Ok(())
}

/// RSAPublicKey of a key, also of one that is restricted to PSS.
fn rsa_public_key(key: &PKey<Public>) -> Result<Vec<u8>, CryptoError> {
    let info = key.public_key_to_der()?;
    let mut parts = Elements::inside(&info, 0x30).ok_or(CryptoError::Library(None))?;
    let _algorithm = parts.take(0x30);
    let bits = parts.take(0x03).and_then(|bits| bits.strip_prefix(&[0]));
    Ok(bits.ok_or(CryptoError::Library(None))?.to_vec())
}

/// Whether a prime below 1000 divides the modulus.
fn has_small_factor(modulus: &BigNumRef) -> Result<bool, CryptoError> {
    let mut found = false;
    for divisor in (2..1000).filter(|number| (2..*number).all(|one| number % one != 0)) {
        found |= modulus.mod_word(divisor)? == 0;
    }
    Ok(found)
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
    EcPublicKey::on(curve, info.subject_public_key.as_raw_slice()).map(Some)
}

#[cfg(test)]
mod tests {
    use openssl::ec::{Asn1Flag, EcGroup, EcPointRef};
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
