//! CMS SignedData as EF.SOD carries it. RFC 5652 §5, ICAO Doc 9303-10 §4.6.2.2.
//!
//! Structure only: `rasn` shows it, BER included. What must hold of it is judged in `passive`.

use rasn::types::{Any, Integer, SetOf};
use rasn::{AsnType, Decode, Decoder};
use rasn_cms::{
    AlgorithmIdentifier, ContentInfo, EncapsulatedContentInfo, SignerInfo, SignerInfos,
};

use crate::wire::tlv::{DataObject, Node, definite_lengths, encode, unwrap_outermost};

const SIGNED_DATA: [u32; 7] = [1, 2, 840, 113_549, 1, 7, 2];
const SET: u32 = 0x31;
/// signedAttrs, [0] IMPLICIT.
const SIGNED_ATTRIBUTES: u32 = 0xA0;

/// A SignedData whose signature nobody has looked at.
pub(crate) struct SignedData {
    outer_type: Vec<u32>,
    encoding: Encoding,
    body: Body,
    signed_attributes: Vec<Option<Vec<u8>>>,
}

/// How the lengths of a SignedData are written. ISO/IEC 8825-1 §8.1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Definite and shortest, as in DER.
    Distinguished,
    /// Indefinite, or longer than needed.
    Basic,
}

/// RFC 5652 §5.1 with the certificates left as they are.
#[derive(AsnType, Decode)]
struct Body {
    version: Integer,
    digest_algorithms: SetOf<AlgorithmIdentifier>,
    encap_content_info: EncapsulatedContentInfo,
    #[rasn(tag(0))]
    certificates: Option<SetOf<Any>>,
    #[expect(
        dead_code,
        reason = "decoded to reach what follows; lists inside EF.SOD are not trusted"
    )]
    #[rasn(tag(1))]
    crls: Option<SetOf<Any>>,
    signer_infos: SignerInfos,
}

/// The bytes are not a ContentInfo around a SignedData within the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl SignedData {
    /// From the file, tag `77` included. ICAO Doc 9303-10 §4.6.2.
    pub(crate) fn parse(sod: &[u8]) -> Result<Self, Malformed> {
        Self::from_content_info(unwrap_outermost(sod, 0x77).map_err(|_| Malformed)?)
    }

    /// From the ContentInfo alone, as EF.CardSecurity is. ICAO Doc 9303-10 §3.11.4.
    pub(crate) fn from_content_info(encoded: &[u8]) -> Result<Self, Malformed> {
        let definite = definite_lengths(encoded).map_err(|_| Malformed)?;
        let info: ContentInfo = rasn::ber::decode(encoded).map_err(|_| Malformed)?;
        let body: Body = rasn::ber::decode(info.content.as_bytes()).map_err(|_| Malformed)?;
        let signed_attributes = signed_attributes(&definite).ok_or(Malformed)?;
        if signed_attributes.len() != body.signer_infos.to_vec().len() {
            return Err(Malformed);
        }
        let encoding = if *definite == *encoded {
            Encoding::Distinguished
        } else {
            Encoding::Basic
        };
        Ok(Self {
            outer_type: info.content_type.to_vec(),
            encoding,
            body,
            signed_attributes,
        })
    }

    /// Whether the ContentInfo says that it holds a SignedData.
    pub(crate) fn is_called_signed_data(&self) -> bool {
        self.outer_type == SIGNED_DATA
    }

    pub(crate) fn is_version_3(&self) -> bool {
        self.body.version == Integer::from(3)
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(crate) fn digest_algorithms(&self) -> Vec<&AlgorithmIdentifier> {
        self.body.digest_algorithms.to_vec()
    }

    /// The content, which the signature may not cover.
    pub(crate) fn content(&self) -> &[u8] {
        self.body
            .encap_content_info
            .content
            .as_deref()
            .unwrap_or_default()
    }

    pub(crate) fn content_type(&self) -> &[u32] {
        &self.body.encap_content_info.content_type
    }

    /// The certificates that came along, DER.
    pub(crate) fn certificates(&self) -> Vec<&[u8]> {
        let set = self
            .body
            .certificates
            .as_ref()
            .map(SetOf::to_vec)
            .unwrap_or_default();
        set.into_iter().map(Any::as_bytes).collect()
    }

    pub(crate) fn signer_infos(&self) -> Vec<&SignerInfo> {
        self.body.signer_infos.to_vec()
    }

    /// What the first signer signed: its attributes as a SET OF in DER or, without any, the content.
    /// RFC 5652 §5.4.
    pub(crate) fn signed_bytes(&self) -> &[u8] {
        match self.signed_attributes.first() {
            Some(Some(attributes)) => attributes,
            _ => self.content(),
        }
    }
}

/// The signed attributes of every SignerInfo, ordered and tagged as they were signed.
fn signed_attributes(definite: &[u8]) -> Option<Vec<Option<Vec<u8>>>> {
    let info = DataObject::parse(definite).ok()?;
    let signed_data = info.node().children().nth(1)?.children().next()?;
    let signers = signed_data.children().next_back()?;
    let of_signer = |signer: Node<'_>| {
        signer.child(SIGNED_ATTRIBUTES).map(|attributes| {
            let mut attributes: Vec<_> = attributes.children().map(Node::to_der).collect();
            attributes.sort();
            encode(SET, &attributes.concat())
        })
    };
    (signers.tag() == SET).then(|| signers.children().map(of_signer).collect())
}
