//! Card-verifiable certificates. BSI TR-03110-3 §C.1, §D; ICAO Doc 9303-12 §8.
//!
//! ```text
//! 7F21 { 7F4E { 5F29 profile, 42 authority, 7F49 public key, 5F20 holder, 7F4C authorisation,
//!               5F25 effective, 5F24 expiration [, 65 extensions] }, 5F37 signature }
//! ```

use time::{Date, Month};

use super::SignatureAlgorithm;
use crate::crypto::agreement::Curve;
use crate::crypto::cv_public_key::{CvPublicKey, ExplicitCurve};
use crate::wire::oid::{self, ObjectIdentifier};
use crate::wire::tlv::{DataObject, Node, TlvError};

/// The longest reference: two letters of country, nine of a name, five of a number.
const MAX_REFERENCE: usize = 16;

/// A certificate whose form was checked; its signature was not.
#[derive(Clone)]
pub struct CvCertificate {
    body: Vec<u8>,
    signature: Vec<u8>,
    authority: Vec<u8>,
    holder: Vec<u8>,
    is_inspection_system: bool,
    authorisation: Vec<u8>,
    effective: Date,
    expires: Date,
    algorithm: SignatureAlgorithm,
    key: CvPublicKey,
}

/// What the holder of a certificate is. BSI TR-03110-3 §C.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Country verifying certification authority.
    VerifyingAuthority,
    /// Document verifier of the authority's own state.
    DomesticVerifier,
    /// Document verifier of another state.
    ForeignVerifier,
    /// Terminal.
    Terminal,
}

/// Why bytes are not a certificate of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CvCertificateError {
    /// Not data objects.
    #[error("not a certificate: {0}")]
    Tlv(#[from] TlvError),
    /// An object is missing, doubled, at the wrong place, or of the wrong form.
    #[error("object {0:04X} of the certificate is missing or wrong")]
    Object(u32),
    /// The public key or its algorithm is not accepted.
    #[error("the public key of the certificate is not accepted")]
    Key,
    /// Effective after its expiration.
    #[error("the certificate ends before it begins")]
    Dates,
}

impl CvCertificate {
    /// From DO 7F21 and nothing after it.
    ///
    /// # Errors
    /// [`CvCertificateError`] names the object that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, CvCertificateError> {
        let object = DataObject::parse(bytes)?;
        let certificate = object.node();
        // What is signed is the bytes: only the one shortest encoding can be told back from the tree.
        if certificate.tag() != 0x7F21 || certificate.to_der() != bytes {
            return Err(CvCertificateError::Object(0x7F21));
        }
        let [body, signature] = certificate.children().collect::<Vec<_>>()[..] else {
            return Err(CvCertificateError::Object(0x7F21));
        };
        let signature =
            Some(signature).filter(|one| one.tag() == 0x5F37 && !one.value().is_empty());
        let signature = signature.ok_or(CvCertificateError::Object(0x5F37))?;
        if body.tag() != 0x7F4E {
            return Err(CvCertificateError::Object(0x7F4E));
        }
        Self::of_body(body, signature.value())
    }

    fn of_body(body: Node<'_>, signature: &[u8]) -> Result<Self, CvCertificateError> {
        let mut fields = body.children();
        let mut next = |tag: u32| {
            let field = fields.next().filter(|field| field.tag() == tag);
            field.ok_or(CvCertificateError::Object(tag))
        };
        if next(0x5F29)?.value() != [0] {
            return Err(CvCertificateError::Object(0x5F29));
        }
        let authority = reference(next(0x42)?)?;
        let (algorithm, key) = public_key(next(0x7F49)?)?;
        let holder = reference(next(0x5F20)?)?;
        let (is_inspection_system, authorisation) = authorisation(next(0x7F4C)?)?;
        let effective = date(next(0x5F25)?)?;
        let expires = date(next(0x5F24)?)?;
        let rest: Vec<u32> = fields.map(Node::tag).collect();
        if !matches!(rest.as_slice(), [] | [0x65]) {
            return Err(CvCertificateError::Object(0x7F4E));
        }
        if expires < effective {
            return Err(CvCertificateError::Dates);
        }
        Ok(Self {
            body: body.to_der(),
            signature: signature.to_vec(),
            authority,
            holder,
            is_inspection_system,
            authorisation,
            effective,
            expires,
            algorithm,
            key,
        })
    }

    /// Certification authority reference: who signed.
    #[must_use]
    pub fn authority(&self) -> &[u8] {
        &self.authority
    }

    /// Certificate holder reference: whose key it is.
    #[must_use]
    pub fn holder(&self) -> &[u8] {
        &self.holder
    }

    /// The holder's role.
    #[must_use]
    pub fn role(&self) -> Role {
        match self.authorisation.first().map_or(0, |first| first >> 6) {
            3 => Role::VerifyingAuthority,
            2 => Role::DomesticVerifier,
            1 => Role::ForeignVerifier,
            _ => Role::Terminal,
        }
    }

    /// Whether it is a certificate for reading travel documents and grants DG3.
    #[must_use]
    pub fn grants_fingers(&self) -> bool {
        self.is_inspection_system && self.authorisation.last().is_some_and(|last| last & 1 == 1)
    }

    /// Whether it belongs to inspection systems, and not to other kinds of terminals.
    #[must_use]
    pub fn is_of_inspection_systems(&self) -> bool {
        self.is_inspection_system
    }

    /// Whether every right that it gives is one of `issuer`'s: all bits but those of the role.
    pub(super) fn grants_no_more_than(&self, issuer: &Self) -> bool {
        const ROLE: u8 = 0xC0;
        let same_length = self.authorisation.len() == issuer.authorisation.len();
        let mut pairs = (self.authorisation.iter().zip(&issuer.authorisation)).enumerate();
        same_length
            && pairs.all(|(at, (own, given))| {
                let rights = if at == 0 { own & !ROLE } else { *own };
                rights & !given == 0
            })
    }

    /// First day.
    #[must_use]
    pub fn effective(&self) -> Date {
        self.effective
    }

    /// Last day.
    #[must_use]
    pub fn expires(&self) -> Date {
        self.expires
    }

    /// How the holder signs.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Whether the key of `issuer` made the signature; `inherited` is the curve of its authority.
    pub(super) fn is_signed_by(&self, issuer: &Self, inherited: Option<Curve>) -> bool {
        let verified = issuer.key.verifies(inherited, &self.body, &self.signature);
        verified.unwrap_or(false)
    }

    pub(super) fn key(&self) -> &CvPublicKey {
        &self.key
    }

    /// Body and signature, as PSO:VERIFY CERTIFICATE sends them.
    pub(super) fn body_and_signature(&self) -> Vec<u8> {
        let signature = crate::wire::tlv::encode(0x5F37, &self.signature);
        [self.body.as_slice(), &signature].concat()
    }
}

fn reference(field: Node<'_>) -> Result<Vec<u8>, CvCertificateError> {
    match field.value() {
        value if (1..=MAX_REFERENCE).contains(&value.len()) => Ok(value.to_vec()),
        _ => Err(CvCertificateError::Object(field.tag())),
    }
}

fn authorisation(field: Node<'_>) -> Result<(bool, Vec<u8>), CvCertificateError> {
    let wrong = CvCertificateError::Object(0x7F4C);
    let [role, bits] = field.children().collect::<Vec<_>>()[..] else {
        return Err(wrong);
    };
    let is_inspection_system = role.value() == oid::ID_INSPECTION_SYSTEM.content();
    let len = bits.value().len();
    // Inspection systems have one octet, authentication and signature terminals up to five.
    let fits = if is_inspection_system {
        len == 1
    } else {
        (1..=5).contains(&len)
    };
    if role.tag() != 0x06 || bits.tag() != 0x53 || !fits {
        return Err(wrong);
    }
    Ok((is_inspection_system, bits.value().to_vec()))
}

/// Six digits, one to an octet: yymmdd of this century.
fn date(field: Node<'_>) -> Result<Date, CvCertificateError> {
    let wrong = CvCertificateError::Object(field.tag());
    let &[y1, y2, m1, m2, d1, d2] = field.value() else {
        return Err(wrong);
    };
    if field.value().iter().any(|digit| *digit > 9) {
        return Err(wrong);
    }
    let month = Month::try_from(m1 * 10 + m2).map_err(|_| wrong)?;
    let year = 2000 + i32::from(y1) * 10 + i32::from(y2);
    Date::from_calendar_date(year, month, d1 * 10 + d2).map_err(|_| wrong)
}

fn public_key(field: Node<'_>) -> Result<(SignatureAlgorithm, CvPublicKey), CvCertificateError> {
    let mut objects = field.children();
    let identifier = objects.next().filter(|object| object.tag() == 0x06);
    let identifier = identifier
        .and_then(|object| ObjectIdentifier::from_content(object.value()))
        .ok_or(CvCertificateError::Key)?;
    let is_rsa = identifier.is_member_of(&oid::ID_TA_RSA);
    if !is_rsa && !identifier.is_member_of(&oid::ID_TA_ECDSA) {
        return Err(CvCertificateError::Key);
    }
    let algorithm = SignatureAlgorithm::from_arc(is_rsa, identifier.last_arc());
    let algorithm = algorithm.ok_or(CvCertificateError::Key)?;
    let values: Vec<(u32, &[u8])> = objects
        .map(|object| (object.tag(), object.value()))
        .collect();
    let (scheme, digest) = algorithm.parts();
    let key = match (is_rsa, values.as_slice()) {
        (true, [(0x81, modulus), (0x82, exponent)]) => {
            CvPublicKey::rsa((scheme, digest), modulus, exponent)
        }
        (false, [(0x86, point)]) => CvPublicKey::ec(digest, None, point),
        (
            false,
            [
                (0x81, prime),
                (0x82, a),
                (0x83, b),
                (0x84, generator),
                (0x85, order),
                (0x86, point),
                (0x87, cofactor),
            ],
        ) => {
            let written = ExplicitCurve {
                prime,
                a,
                b,
                generator,
                order,
                cofactor,
            };
            let curve = written
                .standardised()
                .map_err(|_| CvCertificateError::Key)?;
            CvPublicKey::ec(digest, Some(curve), point)
        }
        _ => return Err(CvCertificateError::Key),
    };
    Ok((algorithm, key.map_err(|_| CvCertificateError::Key)?))
}
