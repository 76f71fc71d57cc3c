//! The one certificate that a SignerInfo names. RFC 5652 §5.3, ICAO Doc 9303-10 §4.6.2.2.

use rasn_cms::{SignerIdentifier, SignerInfo};

use crate::crypto::cms::SignedData;
use crate::trust::{Certificate, TrustAnchors};
use crate::verdict::{Reason, Rule};

/// Whose signature it is.
pub(super) struct Found {
    pub(super) signer: Certificate,
    /// Certificates that came along with the signer's.
    pub(super) beside: Vec<Certificate>,
    /// The entry of a defect list that says whom the SignerInfo should name.
    pub(super) cited: Option<u16>,
}

/// The signer's certificate, by the identifier or by what a defect list puts in its place for a document.
pub(super) fn find(
    signed: &SignedData,
    info: &SignerInfo,
    (trust, of_document): (&TrustAnchors, bool),
) -> Result<Found, Reason> {
    let corrected = of_document
        .then(|| trust.corrected_signer(signed))
        .flatten();
    let (mut named, mut beside) = (Vec::new(), Vec::new());
    for der in signed.certificates() {
        let certificate = Certificate::from_der(der).map_err(|_| Reason::SodMalformed)?;
        let is_named = match &corrected {
            Some(correction) => correction.names(der),
            None => is_named_by(der, &certificate, &info.sid),
        };
        if is_named {
            named.push(certificate);
        } else {
            beside.push(certificate);
        }
    }
    Rule::OneCertificate.demands(named.len() <= 1, Reason::SignerNotOne)?;
    let known = || match &corrected {
        Some(correction) => trust.known_signer_by(|der| correction.names(der)),
        None => trust.known_signer(&info.sid),
    };
    let signer = named.into_iter().next().or_else(known);
    Ok(Found {
        signer: signer.ok_or(Reason::IssuerUnknown)?,
        beside,
        cited: corrected.map(|correction| correction.entry),
    })
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
