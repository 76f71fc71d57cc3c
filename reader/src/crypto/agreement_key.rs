//! Static public keys for key agreement. ICAO Doc 9303-11 §9.2.6, §9.4; PKCS #3 §9, RFC 3279 §2.3.3.

use rasn_pkix::SubjectPublicKeyInfo;

use super::CryptoError;
use super::agreement::{DomainParameters, ModularGroup};
use super::public_key::PublicKey;
use crate::wire::tlv::DataObject;

/// standardizedDomainParameters, 0.4.0.127.0.7.1.2.
const STANDARDIZED_DOMAIN_PARAMETERS: [u32; 7] = [0, 4, 0, 127, 0, 7, 1];
const STANDARDIZED_LAST: u32 = 2;
/// dhKeyAgreement of PKCS #3.
const DH_KEY_AGREEMENT: [u32; 7] = [1, 2, 840, 113_549, 1, 3, 1];
/// dhpublicnumber of ANSI X9.42.
const DH_PUBLIC_NUMBER: [u32; 6] = [1, 2, 840, 10_046, 2, 1];
const INTEGER: u32 = 0x02;

const MALFORMED: CryptoError = CryptoError::KeyRefused("malformed parameters or key");

/// A key of the chip that others agree with.
#[derive(Clone)]
pub(crate) struct AgreementKey {
    parameters: DomainParameters,
    public: Vec<u8>,
}

impl AgreementKey {
    /// From a DER SubjectPublicKeyInfo: a point or a number, its parameters by number or written out.
    pub(crate) fn from_subject_public_key_info(der: &[u8]) -> Result<Self, CryptoError> {
        if let Ok(info) = rasn::der::decode::<SubjectPublicKeyInfo>(der)
            && let Some(key) = Self::standardised(&info)?
                .map_or_else(|| Self::modular(&info), |key| Ok(Some(key)))?
        {
            return Ok(key);
        }
        match PublicKey::from_subject_public_key_info(der)? {
            PublicKey::Ec(key) => Ok(Self {
                parameters: DomainParameters::Elliptic(key.curve()),
                public: key.point_bytes()?,
            }),
            PublicKey::Rsa(_) => Err(CryptoError::KeyRefused("no key for key agreement")),
        }
    }

    /// Where the key lies.
    pub(crate) fn parameters(&self) -> &DomainParameters {
        &self.parameters
    }

    /// 04 | x | y of a point, or the number without leading zeros.
    pub(crate) fn public_bytes(&self) -> &[u8] {
        &self.public
    }

    fn standardised(info: &SubjectPublicKeyInfo) -> Result<Option<Self>, CryptoError> {
        let [arc @ .., last] = info.algorithm.algorithm.as_ref() else {
            return Ok(None);
        };
        if *arc != STANDARDIZED_DOMAIN_PARAMETERS || *last != STANDARDIZED_LAST {
            return Ok(None);
        }
        let parameters = info.algorithm.parameters.as_ref();
        let parameters = parameters
            .and_then(|any| rasn::der::decode::<u8>(any.as_bytes()).ok())
            .and_then(DomainParameters::from_parameter_id)
            .ok_or(CryptoError::KeyRefused("not standardised parameters"))?;
        match parameters {
            // Points are checked where all points are.
            DomainParameters::Elliptic(_) => Ok(None),
            DomainParameters::Modular(_) => Ok(Some(Self {
                public: number(info.subject_public_key.as_raw_slice())?,
                parameters,
            })),
        }
    }

    /// The order is named by X9.42 only; PKCS #3 has a length for private keys in its place.
    fn modular(info: &SubjectPublicKeyInfo) -> Result<Option<Self>, CryptoError> {
        let algorithm: &[u32] = info.algorithm.algorithm.as_ref();
        let has_order = match algorithm {
            _ if algorithm == DH_PUBLIC_NUMBER => true,
            _ if algorithm == DH_KEY_AGREEMENT => false,
            _ => return Ok(None),
        };
        let parameters = info.algorithm.parameters.as_ref().ok_or(MALFORMED)?;
        let parameters = DataObject::parse(parameters.as_bytes()).map_err(|_| MALFORMED)?;
        let numbers: Vec<&[u8]> = parameters
            .node()
            .children()
            .take_while(|object| object.tag() == INTEGER)
            .map(|object| magnitude(object.value()))
            .collect();
        let group = match (numbers.as_slice(), has_order) {
            ([prime, generator, order, ..], true) => {
                ModularGroup::explicit(prime, generator, Some(order))
            }
            ([prime, generator, ..], false) => ModularGroup::explicit(prime, generator, None),
            _ => Err(MALFORMED),
        }?;
        Ok(Some(Self {
            parameters: DomainParameters::Modular(group),
            public: number(info.subject_public_key.as_raw_slice())?,
        }))
    }
}

/// The magnitude of a DER INTEGER that fills `bytes`.
fn number(bytes: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let object = DataObject::parse(bytes).map_err(|_| MALFORMED)?;
    match object.node() {
        node if node.tag() == INTEGER => Ok(magnitude(node.value()).to_vec()),
        _ => Err(MALFORMED),
    }
}

fn magnitude(integer: &[u8]) -> &[u8] {
    integer.strip_prefix(&[0]).unwrap_or(integer)
}
