//! Certificates of the eMRTD PKI and their profile. ICAO Doc 9303-12 §7.1, RFC 5280 §4.

use rasn_pkix::Time;
use time::OffsetDateTime;

use crate::crypto::certificate::X509Certificate;
use crate::wire::tlv::check_bounds_of_ber;

mod extensions;
pub(crate) mod name;

use super::anchor::Role;
use super::encoded::EncodedCertificate;
use super::policy::{Sha1Policy, TrustPolicy};
use crate::verdict::Rule;
use extensions::Extensions;
use name::NameKey;

/// Octets of the longest serial number. RFC 5280 §4.1.2.2.
const MAX_SERIAL: usize = 20;

/// A certificate with the facts that a path is judged by.
#[derive(Clone)]
pub(crate) struct Certificate {
    x509: X509Certificate,
    facts: Facts,
}

#[derive(Clone)]
struct Facts {
    subject: String,
    issuer_key: NameKey,
    country: Option<String>,
    issuer_country: Option<String>,
    serial: String,
    positive_serial: bool,
    version_3: bool,
    algorithms_agree: bool,
    signature_algorithm: Vec<u32>,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
    extensions: Extensions,
}

/// What of the profile a certificate breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// Not an X.509 certificate.
    #[error("not a certificate")]
    Malformed,
    /// A key that is too short, malformed or not on a standardised curve.
    #[error("the public key is not accepted")]
    Key,
    /// A signature algorithm that is not accepted, or named differently inside and outside.
    #[error("the signature algorithm is not accepted")]
    Algorithm,
    /// Version, serial number or an unknown critical extension.
    #[error("version, serial number or a critical extension is not accepted")]
    Form,
    /// Key usage or basic constraints do not fit the role.
    #[error("key usage or basic constraints do not fit")]
    Usage,
}

impl Certificate {
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, ProfileError> {
        Self::new(X509Certificate::from_der(der).map_err(|_| ProfileError::Malformed)?)
    }

    fn new(x509: X509Certificate) -> Result<Self, ProfileError> {
        let der = x509.to_der().map_err(|_| ProfileError::Malformed)?;
        let facts = Facts::read(&der).ok_or(ProfileError::Malformed)?;
        Ok(Self { x509, facts })
    }

    pub(crate) fn x509(&self) -> &X509Certificate {
        &self.x509
    }

    /// Subject, one line.
    pub(crate) fn subject(&self) -> &str {
        &self.facts.subject
    }

    /// Key of the issuer's name, to search by.
    pub(crate) fn issuer_key(&self) -> &NameKey {
        &self.facts.issuer_key
    }

    /// countryName of the subject, upper case.
    pub(crate) fn country(&self) -> Option<&str> {
        self.facts.country.as_deref()
    }

    /// countryName of the issuer, upper case: the state whose documents it signs.
    pub(crate) fn issuer_country(&self) -> Option<&str> {
        self.facts.issuer_country.as_deref()
    }

    /// Serial number, hexadecimal.
    pub(crate) fn serial(&self) -> &str {
        &self.facts.serial
    }

    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.facts.extensions.subject_key_identifier.as_deref()
    }

    pub(crate) fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.facts.extensions.authority_key_identifier.as_deref()
    }

    pub(crate) fn is_valid_at(&self, moment: OffsetDateTime) -> bool {
        self.facts.not_before <= moment && moment <= self.facts.not_after
    }

    pub(crate) fn not_before(&self) -> OffsetDateTime {
        self.facts.not_before
    }

    /// Whether the certificate's own key signed it.
    pub(crate) fn is_self_signed(&self) -> bool {
        self.x509.names_as_issuer(&self.x509) && self.x509.is_signed_by(&self.x509)
    }

    /// Whether `issuer` names and signed this certificate.
    pub(crate) fn is_issued_by(&self, issuer: &Self) -> bool {
        self.x509.names_as_issuer(&issuer.x509) && self.x509.is_signed_by(&issuer.x509)
    }

    /// What no tolerance overlooks in a country signing CA or a link certificate. 9303-12 Table 2, Table 3.
    /// An old hash in a self-signature harms nobody: the operator's choice makes the anchor.
    pub(crate) fn accept_as_issuer(&self, role: Role) -> Result<(), ProfileError> {
        self.accept_form()?;
        match role {
            Role::Anchor => Ok(()),
            Role::Link => self.accept_signature_algorithm(),
        }
    }

    /// The profile of a document signer. 9303-12 Table 4, Table 5.
    pub(crate) fn accept_as_document_signer(
        &self,
        policy: TrustPolicy,
    ) -> Result<(), ProfileError> {
        let (facts, extensions) = (&self.facts, &self.facts.extensions);
        Rule::SignerVersion.demands(facts.version_3, ProfileError::Form)?;
        let serial = facts.positive_serial && facts.serial.len() <= 2 * MAX_SERIAL;
        Rule::SignerSerial.demands(serial, ProfileError::Form)?;
        Rule::SignerAlgorithmsAgree.demands(facts.algorithms_agree, ProfileError::Algorithm)?;
        let accepted = accepted_signature(&facts.signature_algorithm, policy);
        Rule::SignerAlgorithm.demands(accepted, ProfileError::Algorithm)?;
        Rule::SignerKey.demands(self.x509.accept_key().is_ok(), ProfileError::Key)?;
        let known = !extensions.unknown_critical;
        Rule::SignerCriticalExtension.demands(known, ProfileError::Form)?;
        let usage = extensions.key_usage;
        let signs_documents =
            usage.is_none_or(|usage| usage.digital_signature && !usage.key_cert_sign);
        Rule::SignerKeyUsage.demands(signs_documents, ProfileError::Usage)?;
        Rule::SignerIsNoCa.demands(extensions.is_ca != Some(true), ProfileError::Usage)?;
        Rule::SignerPurpose.demands(!extensions.signs_lists, ProfileError::Usage)
    }

    /// Whether it says at all what its key may do, as a CSCA must have made it. 9303-12 Table 5.
    pub(crate) fn limits_its_key(&self) -> bool {
        self.facts.extensions.key_usage.is_some()
    }

    /// Whether the key was within its private key usage period, when the certificate gives one.
    /// 9303-12 §7.1.1: a hint for whoever looks, since the signing time is the signer's own word.
    pub(crate) fn key_was_in_use_at(&self, moment: OffsetDateTime) -> bool {
        let period = self.facts.extensions.private_key_usage.unwrap_or_default();
        period.not_before.is_none_or(|start| start <= moment)
            && period.not_after.is_none_or(|end| moment <= end)
    }

    /// The end of its validity.
    pub(crate) fn valid_until(&self) -> OffsetDateTime {
        self.facts.not_after
    }

    /// Whether the certificate's validity has ended at this moment.
    pub(crate) fn has_ended_by(&self, moment: OffsetDateTime) -> bool {
        self.facts.not_after < moment
    }

    /// Whether the signer may sign documents whose MRZ begins with this code. 9303-12 §7.1.1.6.
    pub(crate) fn may_sign_type(&self, document_code: &str) -> bool {
        let types = self.facts.extensions.document_types.as_ref();
        types.is_none_or(|types| {
            types
                .iter()
                .any(|one| !one.is_empty() && document_code.as_bytes().starts_with(one))
        })
    }

    fn accept_form(&self) -> Result<(), ProfileError> {
        self.x509.accept_key().map_err(|_| ProfileError::Key)?;
        if self.facts.extensions.unknown_critical {
            Err(ProfileError::Form)
        } else {
            Ok(())
        }
    }

    fn accept_signature_algorithm(&self) -> Result<(), ProfileError> {
        let accepted = self.facts.algorithms_agree
            && accepted_signature(&self.facts.signature_algorithm, TrustPolicy::default());
        if accepted {
            Ok(())
        } else {
            Err(ProfileError::Algorithm)
        }
    }
}

impl Facts {
    fn read(der: &[u8]) -> Option<Self> {
        check_bounds_of_ber(der).ok()?;
        let encoded = EncodedCertificate::parse(der)?;
        let certificate: rasn_pkix::Certificate = rasn::ber::decode(der).ok()?;
        let body = certificate.tbs_certificate;
        let serial = rasn::ber::encode(&body.serial_number).ok()?;
        let serial = serial.get(2..)?;
        Some(Self {
            subject: name::one_line(encoded.subject)?,
            issuer_key: NameKey::of(encoded.issuer)?,
            country: name::country(encoded.subject),
            issuer_country: name::country(encoded.issuer),
            serial: serial.iter().map(|octet| format!("{octet:02X}")).collect(),
            positive_serial: serial.first()? & 0x80 == 0 && serial.iter().any(|octet| *octet != 0),
            version_3: matches!(body.version, rasn_pkix::Version::V3),
            algorithms_agree: body.signature == certificate.signature_algorithm,
            signature_algorithm: certificate.signature_algorithm.algorithm.to_vec(),
            not_before: moment(&body.validity.not_before)?,
            not_after: moment(&body.validity.not_after)?,
            extensions: body
                .extensions
                .map_or(Some(Extensions::default()), Extensions::read)?,
        })
    }
}

/// A moment of X.509 or CMS, to the second.
pub(crate) fn moment(time: &Time) -> Option<OffsetDateTime> {
    let seconds = match time {
        Time::Utc(utc) => utc.timestamp(),
        Time::General(general) => general.timestamp(),
    };
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

/// RSA, RSA-PSS and ECDSA with SHA-224 or better, or by policy SHA-1; never DSA. 9303-12 §4.4.
fn accepted_signature(algorithm: &[u32], policy: TrustPolicy) -> bool {
    match algorithm {
        [1, 2, 840, 113_549, 1, 1, 5] | [1, 2, 840, 10_045, 4, 1] => {
            policy.sha1 == Sha1Policy::Flagged
        }
        [1, 2, 840, 113_549, 1, 1, last] => (10..=14).contains(last),
        [1, 2, 840, 10_045, 4, 3, last] => (1..=4).contains(last),
        _ => false,
    }
}
