//! Curves whose parameters are written out. ICAO Doc 9303-12 §4.1.6.3, BSI TR-03111 §5.1.1, RFC 3279 §2.3.5.
//!
//! Whoever may choose a generator or an order can choose one for which he knows a private key: written
//! parameters count only when every one of them, as an integer, is that of a standardised curve.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::PointConversionForm;

use super::CryptoError;
use super::agreement::Curve;
use crate::wire::der::Elements;

/// id-ecPublicKey.
const EC_PUBLIC_KEY: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
/// prime-field. Fields of characteristic two are not standardised here.
const PRIME_FIELD: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x01];

const REFUSED: CryptoError = CryptoError::KeyRefused("not a standardised curve");

/// How a SubjectPublicKeyInfo names its curve.
pub(super) enum NamedBy<'a> {
    /// By object identifier, or it is no key on a curve.
    Identifier,
    /// By parameters that are those of this curve; with the encoded point.
    Parameters(Curve, &'a [u8]),
}

/// The standardised curve whose parameters the key writes out.
pub(super) fn named_by(info: &[u8]) -> Result<NamedBy<'_>, CryptoError> {
    let Some((parameters, point)) = explicit(info) else {
        return Ok(NamedBy::Identifier);
    };
    let written = Parameters::read(parameters).ok_or(REFUSED)?;
    for curve in (8..=18).filter_map(Curve::from_parameter_id) {
        if written.prime_bits()? == curve.bits() && written.are_of(curve)? {
            return Ok(NamedBy::Parameters(curve, point));
        }
    }
    Err(REFUSED)
}

/// The encoded point of a key on a curve, however the curve is named.
pub(super) fn point(info: &[u8]) -> Option<&[u8]> {
    let mut info = Elements::inside(info, 0x30)?;
    let mut algorithm = Elements::new(info.take(0x30)?);
    let bits = info.take(0x03)?;
    (algorithm.take(0x06)? == EC_PUBLIC_KEY).then_some(())?;
    bits.strip_prefix(&[0])
}

/// ECParameters and point of a key that writes them out.
fn explicit(info: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Elements::inside(info, 0x30)?;
    let mut algorithm = Elements::new(outer.take(0x30)?);
    let _identifier = algorithm.take(0x06)?;
    let parameters = algorithm.take(0x30)?;
    Some((parameters, point(info)?))
}

/// ECParameters, as written.
struct Parameters<'a> {
    prime: &'a [u8],
    a: &'a [u8],
    b: &'a [u8],
    base: &'a [u8],
    order: &'a [u8],
    cofactor: Option<&'a [u8]>,
}

impl<'a> Parameters<'a> {
    fn read(parameters: &'a [u8]) -> Option<Self> {
        let mut parts = Elements::new(parameters);
        let version = parts.take(0x02)?;
        let mut field = Elements::new(parts.take(0x30)?);
        (field.take(0x06)? == PRIME_FIELD).then_some(())?;
        let prime = positive(field.take(0x02)?)?;
        let mut curve = Elements::new(parts.take(0x30)?);
        let (a, b) = (curve.take(0x04)?, curve.take(0x04)?);
        // The seed only tells how b was found.
        let _seed = curve.take(0x03);
        let base = parts.take(0x04)?;
        let order = positive(parts.take(0x02)?)?;
        let cofactor = match parts.take(0x02) {
            Some(cofactor) => Some(positive(cofactor)?),
            None => None,
        };
        let complete = field.is_empty() && curve.is_empty() && parts.is_empty();
        (complete && matches!(version, [1..=3])).then_some(Self {
            prime,
            a,
            b,
            base,
            order,
            cofactor,
        })
    }

    fn prime_bits(&self) -> Result<u32, CryptoError> {
        let bits = BigNum::from_slice(self.prime)?.num_bits();
        Ok(u32::try_from(bits).unwrap_or(0))
    }

    fn are_of(&self, curve: Curve) -> Result<bool, CryptoError> {
        let group = curve.group()?;
        let mut context = BigNumContext::new()?;
        let [mut prime, mut a, mut b, mut order] = [
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
        ];
        group.components_gfp(&mut prime, &mut a, &mut b, &mut context)?;
        group.order(&mut order, &mut context)?;
        let generator = group.generator_opt().ok_or(CryptoError::Library(None))?;
        // The generator may be compressed or not; a hybrid form is neither.
        let form = match self.base.first() {
            Some(2 | 3) => PointConversionForm::COMPRESSED,
            _ => PointConversionForm::UNCOMPRESSED,
        };
        let base = generator.to_bytes(&group, form, &mut context)?;
        let same = |written: &[u8], known: &BigNum| -> Result<bool, CryptoError> {
            Ok(BigNum::from_slice(written)? == *known)
        };
        // Every standardised curve has the cofactor 1.
        let cofactor = match self.cofactor {
            Some(cofactor) => same(cofactor, &BigNum::from_u32(1)?)?,
            None => true,
        };
        Ok(same(self.prime, &prime)?
            && same(self.a, &a)?
            && same(self.b, &b)?
            && same(self.order, &order)?
            && cofactor
            && self.base == base)
    }
}

/// Content octets of an INTEGER that is not negative.
fn positive(octets: &[u8]) -> Option<&[u8]> {
    octets
        .first()
        .is_some_and(|first| first & 0x80 == 0)
        .then_some(octets)
}
