//! CMS SignedData as EF.SOD carries it. RFC 5652 §5, ICAO Doc 9303-10 §4.6.2.2.
//!
//! `rasn` shows the structure, BER included; OpenSSL verifies.

use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use rasn::types::{Any, Integer, SetOf};
use rasn::{AsnType, Decode, Decoder};
use rasn_cms::{
    AlgorithmIdentifier, ContentInfo, EncapsulatedContentInfo, SignerInfo, SignerInfos,
};

use super::CryptoError;
use super::certificate::X509Certificate;
use crate::wire::tlv::{check_bounds_of_ber, unwrap_outermost};

const SIGNED_DATA: [u32; 7] = [1, 2, 840, 113_549, 1, 7, 2];

/// A SignedData whose signature nobody has looked at.
pub(crate) struct SignedData {
    encoded: Vec<u8>,
    body: Body,
}

/// RFC 5652 §5.1 with the certificates left as they are.
#[derive(AsnType, Decode)]
struct Body {
    version: Integer,
    #[expect(
        dead_code,
        reason = "decoded to reach what follows; the signer names its own digest"
    )]
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

/// Why bytes are not a SignedData of version 3 in EF.SOD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CmsError {
    /// Not a ContentInfo within the bounds, or not version 3.
    Malformed,
    /// Another content type of CMS.
    NotSignedData,
}

impl SignedData {
    /// From the file, tag `77` included. ICAO Doc 9303-10 §4.6.2.
    pub(crate) fn parse(sod: &[u8]) -> Result<Self, CmsError> {
        let encoded = unwrap_outermost(sod, 0x77).map_err(|_| CmsError::Malformed)?;
        Self::from_content_info(encoded)
    }

    /// From the ContentInfo alone, as EF.CardSecurity is. ICAO Doc 9303-10 §3.11.4.
    pub(crate) fn from_content_info(encoded: &[u8]) -> Result<Self, CmsError> {
        check_bounds_of_ber(encoded).map_err(|_| CmsError::Malformed)?;
        let info: ContentInfo = rasn::ber::decode(encoded).map_err(|_| CmsError::Malformed)?;
        if *info.content_type != SIGNED_DATA {
            return Err(CmsError::NotSignedData);
        }
        let body: Body =
            rasn::ber::decode(info.content.as_bytes()).map_err(|_| CmsError::Malformed)?;
        if body.version != Integer::from(3) {
            return Err(CmsError::Malformed);
        }
        Ok(Self {
            encoded: encoded.to_vec(),
            body,
        })
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

    /// The content, when every signer's signature and message digest fit and the signer's
    /// certificate is exactly `signer`. The path from it to a trusted CA is not looked at: OpenSSL 3
    /// refuses the explicit curve parameters that Doc 9303 demands.
    pub(crate) fn signed_content(&self, signer: &X509Certificate) -> Result<Vec<u8>, CryptoError> {
        let mut cms = CmsContentInfo::from_der(&self.encoded)?;
        let mut signers = Stack::new()?;
        signers.push(signer.0.clone())?;
        let mut content = Vec::new();
        let options = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::NOINTERN | CMSOptions::BINARY;
        cms.verify(Some(&signers), None, None, Some(&mut content), options)?;
        if content == self.content() {
            Ok(content)
        } else {
            Err(CryptoError::Library(None))
        }
    }
}
