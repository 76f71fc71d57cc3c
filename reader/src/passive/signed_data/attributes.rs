//! Signed attributes: one of each kind, and they speak of this content. RFC 5652 §11.

use rasn::types::{Any, ObjectIdentifier as Arcs, OctetString, SetOf};
use rasn_cms::{Attribute, SignerInfo};
use rasn_pkix::Time;
use time::OffsetDateTime;

use crate::crypto::cms::SignedData;
use crate::crypto::digest::DigestAlgorithm;
use crate::trust::moment;
use crate::verdict::{Reason, Rule};

const CONTENT_TYPE: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 3];
const MESSAGE_DIGEST: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 4];
const SIGNING_TIME: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 5];

/// The signed attributes of a SignerInfo; nothing when the signature covers the content itself.
pub(super) struct Attributes<'a>(Option<Vec<&'a Attribute>>);

impl<'a> Attributes<'a> {
    pub(super) fn of(info: &'a SignerInfo) -> Self {
        Self(info.signed_attrs.as_ref().map(SetOf::to_vec))
    }

    /// Whether the signature covers the content itself.
    pub(super) fn are_absent(&self) -> bool {
        self.0.is_none()
    }

    /// contentType and messageDigest must be right; signingTime may be missing.
    pub(super) fn accept(
        &self,
        signed: &SignedData,
        digest: DigestAlgorithm,
    ) -> Result<Option<OffsetDateTime>, Reason> {
        let Some(attributes) = &self.0 else {
            return Ok(None);
        };
        Rule::AttributesOnce.demands(are_single(attributes), Reason::SignedAttributes)?;
        let content_type = value(attributes, &CONTENT_TYPE)
            .and_then(|value| rasn::ber::decode::<Arcs>(value.as_bytes()).ok());
        let same_type = content_type.is_some_and(|arcs| **arcs == *signed.content_type());
        Rule::ContentTypeAttribute.demands(same_type, Reason::SignedAttributes)?;
        let computed = digest
            .digest(&[signed.content()])
            .map_err(|_| Reason::AlgorithmRefused)?;
        let same_digest = value(attributes, &MESSAGE_DIGEST)
            .and_then(|value| rasn::ber::decode::<OctetString>(value.as_bytes()).ok())
            .is_some_and(|octets| *octets == *computed);
        Rule::MessageDigest.demands(same_digest, Reason::DigestDiffers)?;
        match value(attributes, &SIGNING_TIME) {
            Some(value) => signing_time(value).map(Some),
            None => Ok(None),
        }
    }
}

/// When a signer says that it signed; nobody need have verified it.
pub(crate) fn claimed_time(info: &SignerInfo) -> Option<OffsetDateTime> {
    let Attributes(Some(attributes)) = Attributes::of(info) else {
        return None;
    };
    signing_time(value(&attributes, &SIGNING_TIME)?).ok()
}

/// Whether no kind of attribute is there twice and each has one value.
fn are_single(attributes: &[&Attribute]) -> bool {
    attributes.iter().enumerate().all(|(index, attribute)| {
        let mut before = attributes.iter().take(index);
        attribute.values.to_vec().len() == 1 && before.all(|other| other.r#type != attribute.r#type)
    })
}

fn value<'a>(attributes: &[&'a Attribute], identifier: &[u32]) -> Option<&'a Any> {
    let attribute = attributes
        .iter()
        .find(|attribute| *attribute.r#type == *identifier)?;
    attribute.values.to_vec().first().copied()
}

fn signing_time(value: &Any) -> Result<OffsetDateTime, Reason> {
    let time: Time = rasn::ber::decode(value.as_bytes()).map_err(|_| Reason::SignedAttributes)?;
    moment(&time).ok_or(Reason::SignedAttributes)
}
