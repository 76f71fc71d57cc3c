//! Signers whose elliptic-curve key is not what it seems. ICAO Doc 9303-12 §4.1.6.3, BSI TR-03111 §3.2, §5.1.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{Asn1Flag, EcGroup, EcPoint, PointConversionForm};
use openssl::nid::Nid;

use super::certificate::Certificate;
use super::sign::{Key, explicit_info, point};
use super::signers::signed_under;
use super::{Expect, Maker, refuted};
use crate::Result;
use crate::der::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};

const CURVE: Nid = Nid::BRAINPOOL_P256R1;
const PRIME_FIELD: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x01];
const BINARY_FIELD: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x02];

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    parameters(maker)?;
    points(maker)
}

/// ECParameters as numbers.
#[derive(Clone)]
pub(super) struct Parameters {
    field: Vec<u8>,
    pub(super) prime: Vec<u8>,
    pub(super) a: Vec<u8>,
    pub(super) b: Vec<u8>,
    /// Generator, uncompressed.
    pub(super) base: Vec<u8>,
    pub(super) order: Vec<u8>,
    cofactor: Option<Vec<u8>>,
    seed: Option<Vec<u8>>,
}

impl Parameters {
    pub(super) fn of(group: &EcGroup) -> Result<Self> {
        let mut context = BigNumContext::new()?;
        let (mut prime, mut a, mut b, mut order) = (
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
        );
        group.components_gfp(&mut prime, &mut a, &mut b, &mut context)?;
        group.order(&mut order, &mut context)?;
        let mut generator = EcPoint::new(group)?;
        let one = BigNum::from_u32(1)?;
        generator.mul_generator2(group, &one, &mut context)?;
        let form = PointConversionForm::UNCOMPRESSED;
        Ok(Self {
            field: PRIME_FIELD.to_vec(),
            prime: prime.to_vec(),
            a: a.to_vec(),
            b: b.to_vec(),
            base: generator.to_bytes(group, form, &mut context)?,
            order: order.to_vec(),
            cofactor: Some(vec![1]),
            seed: None,
        })
    }

    fn encode(&self) -> Vec<u8> {
        let field = [der::tlv(OID, &self.field), der::number(&self.prime)];
        let mut curve = vec![
            der::tlv(OCTET_STRING, &self.a),
            der::tlv(OCTET_STRING, &self.b),
        ];
        curve.extend(self.seed.as_ref().map(|seed| der::bit_string(seed)));
        let mut parts = vec![
            der::tlv(INTEGER, &[1]),
            der::group(SEQUENCE, field),
            der::group(SEQUENCE, curve),
            der::tlv(OCTET_STRING, &self.base),
            der::number(&self.order),
        ];
        parts.extend(self.cofactor.as_ref().map(|cofactor| der::number(cofactor)));
        der::group(SEQUENCE, parts)
    }
}

/// A signer with this key, published as it likes.
fn add(
    maker: &mut Maker<'_>,
    (name, what): (&'static str, &'static str),
    expect: Expect,
    key: &Key,
    info: Vec<u8>,
) -> Result<()> {
    let base = maker.base;
    let mut request = Certificate::signer(&base.authority, key);
    request.key = info;
    let certificate = request.sign(&base.authority.key, &mut maker.random)?;
    signed_under(maker, (name, what), expect, vec![certificate], key)
}

fn parameters(maker: &mut Maker<'_>) -> Result<()> {
    let refused = refuted("passive.signature", "key_refused", "signer.key");
    let beyond = refuted("passive.signature", "key_refused", "structure");
    let group = EcGroup::from_curve_name(CURVE)?;
    let known = Parameters::of(&group)?;
    let moved = moved_generator(&group, &known)?;
    let key = Key::in_group(moved, &mut maker.random)?;
    let info = key.public_info();
    add(
        maker,
        (
            "a46-other-generator",
            "known curve, generator chosen by the signer",
        ),
        refused,
        &key,
        info,
    )?;

    let key = Key::on_curve(CURVE, &mut maker.random)?;
    let public = point(&key, PointConversionForm::UNCOMPRESSED)?;
    let changed = |change: &dyn Fn(&mut Parameters)| {
        let mut parameters = known.clone();
        change(&mut parameters);
        explicit_info(&parameters.encode(), &public)
    };
    let flip = |octets: &mut Vec<u8>| {
        if let Some(last) = octets.last_mut() {
            *last ^= 2;
        }
    };
    let info = changed(&|one| flip(&mut one.b));
    add(
        maker,
        ("a46-other-b", "known curve, b changed"),
        beyond,
        &key,
        info,
    )?;
    let info = changed(&|one| flip(&mut one.prime));
    add(
        maker,
        (
            "a46-composite-prime",
            "known curve, modulus changed to a composite",
        ),
        beyond,
        &key,
        info,
    )?;
    let info = changed(&|one| flip(&mut one.order));
    add(
        maker,
        ("a46-other-order", "known curve, order changed"),
        beyond,
        &key,
        info,
    )?;
    let info = changed(&|one| one.cofactor = Some(vec![0]));
    add(
        maker,
        ("a46-cofactor-0", "known curve, cofactor 0"),
        refused,
        &key,
        info,
    )?;
    let info = changed(&|one| one.cofactor = Some(vec![0x7F; 40]));
    add(
        maker,
        ("a46-huge-cofactor", "known curve, cofactor of 320 bits"),
        refused,
        &key,
        info,
    )?;
    let info = changed(&|one| one.field = BINARY_FIELD.to_vec());
    add(
        maker,
        ("a46-binary-field", "field of characteristic two"),
        beyond,
        &key,
        info,
    )?;
    let accepted = super::genuine("passive.path", "successful", "as_required");
    let info = changed(&|one| {
        one.a.insert(0, 0);
        one.b.insert(0, 0);
        one.seed = Some(vec![3; 20]);
        one.cofactor = None;
    });
    add(
        maker,
        (
            "padded-with-seed",
            "known curve: a and b padded, a seed, no cofactor",
        ),
        accepted,
        &key,
        info,
    )
}

/// The same curve with three times the generator.
fn moved_generator(group: &EcGroup, known: &Parameters) -> Result<EcGroup> {
    let mut context = BigNumContext::new()?;
    let number = BigNum::from_slice;
    let mut moved = EcGroup::from_components(
        number(&known.prime)?,
        number(&known.a)?,
        number(&known.b)?,
        &mut context,
    )?;
    let mut generator = EcPoint::new(group)?;
    let three = BigNum::from_u32(3)?;
    generator.mul_generator2(group, &three, &mut context)?;
    let octets = generator.to_bytes(group, PointConversionForm::UNCOMPRESSED, &mut context)?;
    let generator = EcPoint::from_bytes(&moved, &octets, &mut context)?;
    moved.set_generator(generator, number(&known.order)?, BigNum::from_u32(1)?)?;
    moved.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
    Ok(moved)
}

fn points(maker: &mut Maker<'_>) -> Result<()> {
    let refused = refuted("passive.signature", "key_refused", "signer.key");
    let beyond = refuted("passive.signature", "key_refused", "structure");
    let group = EcGroup::from_curve_name(CURVE)?;
    let known = Parameters::of(&group)?;
    let key = Key::on_curve(CURVE, &mut maker.random)?;
    let public = point(&key, PointConversionForm::UNCOMPRESSED)?;
    let info = |point: &[u8]| explicit_info(&known.encode(), point);
    let compressed = point(&key, PointConversionForm::COMPRESSED)?;
    add(
        maker,
        ("a47-compressed", "compressed point"),
        refused,
        &key,
        info(&compressed),
    )?;
    let hybrid = point(&key, PointConversionForm::HYBRID)?;
    add(
        maker,
        ("a47-hybrid", "hybrid point"),
        refused,
        &key,
        info(&hybrid),
    )?;
    add(
        maker,
        ("a47-infinity", "point at infinity"),
        beyond,
        &key,
        info(&[0]),
    )?;
    let mut off = public.clone();
    if let Some(last) = off.last_mut() {
        *last ^= 1;
    }
    add(
        maker,
        ("a47-off-curve", "point that is not on the curve"),
        beyond,
        &key,
        info(&off),
    )?;
    let y = public.get(33..).unwrap_or_default();
    let beyond_prime = [&[4][..], &[0xFF; 32], y].concat();
    add(
        maker,
        ("a47-x-beyond-prime", "x beyond the prime"),
        beyond,
        &key,
        info(&beyond_prime),
    )
}
