//! The one certificate that a SignerInfo names. RFC 5652 §5.3, ICAO Doc 9303-10 §4.6.2.2.

use rasn_cms::{SignerIdentifier, SignerInfo};

use crate::crypto::cms::SignedData;
use crate::trust::{Certificate, TrustAnchors};
use crate::verdict::{Reason, Rule};

/// The signer's certificate, and those that came along with it.
pub(super) fn find(
    signed: &SignedData,
    info: &SignerInfo,
    trust: &TrustAnchors,
) -> Result<(Certificate, Vec<Certificate>), Reason> {
    let (mut named, mut beside) = (Vec::new(), Vec::new());
    for der in signed.certificates() {
        let certificate = Certificate::from_der(der).map_err(|_| Reason::SodMalformed)?;
        if is_named_by(der, &certificate, &info.sid) {
            named.push(certificate);
        } else {
            beside.push(certificate);
        }
    }
    Rule::OneCertificate.demands(named.len() <= 1, Reason::SignerNotOne)?;
    let signer = named
        .into_iter()
        .next()
        .or_else(|| trust.known_signer(&info.sid))
        .ok_or(Reason::IssuerUnknown)?;
    Ok((signer, beside))
}

fn is_named_by(der: &[u8], certificate: &Certificate, sid: &SignerIdentifier) -> bool {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(name) => {
            rasn::ber::decode::<rasn_pkix::Certificate>(der).is_ok_and(|parsed| {
                let body = parsed.tbs_certificate;
                body.issuer == name.issuer && body.serial_number == name.serial_number
            })
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            certificate.subject_key_identifier() == Some(key.as_ref())
        }
    }
}
