//! What a bundle records of the trust that was used, as JSON: certificates and lists in DER.

use reader::trust::{
    Provenance, RecordedCertificate, RevocationPolicy, Route, Sha1Policy, Tolerance, TrustPolicy,
    TrustRecord,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::BundleError;
use crate::codec::base64::Octets;

/// More than any issuer has.
const MAX_ENTRIES: usize = 256;
const MAX_TEXT: usize = 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustForm {
    revocation_policy: String,
    sha1_policy: String,
    #[serde(with = "time::serde::rfc3339::option")]
    newest_known_moment: Option<OffsetDateTime>,
    certificates: Vec<CertificateForm>,
    document_signers: Vec<Octets>,
    revocation_lists: Vec<Octets>,
    defect_lists: Vec<Octets>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CertificateForm {
    der: Octets,
    file: String,
    /// Subject of the certificate that vouches for the master list; absent when it was pinned itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    master_list_of: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    since: Option<OffsetDateTime>,
    loaded_by: Option<String>,
    tolerated: Vec<String>,
}

impl TrustForm {
    /// Whether it holds no more than anybody's trust in one issuer does.
    pub(super) fn is_bounded(&self) -> bool {
        let counts = [
            self.certificates.len(),
            self.document_signers.len(),
            self.revocation_lists.len(),
            self.defect_lists.len(),
        ];
        counts.into_iter().all(|count| count <= MAX_ENTRIES)
            && self.certificates.iter().all(CertificateForm::is_bounded)
    }
}

impl CertificateForm {
    fn is_bounded(&self) -> bool {
        let texts = [
            Some(&self.file),
            self.master_list_of.as_ref(),
            self.loaded_by.as_ref(),
        ];
        let mut texts = texts.into_iter().flatten();
        texts.all(|text| text.len() <= MAX_TEXT) && self.tolerated.len() <= Tolerance::ALL.len()
    }
}

impl From<&TrustRecord> for TrustForm {
    fn from(record: &TrustRecord) -> Self {
        let all = |ders: &[Vec<u8>]| ders.iter().map(|der| Octets::new(der)).collect();
        Self {
            revocation_policy: record.policy.revocation.word().to_owned(),
            sha1_policy: record.policy.sha1.word().to_owned(),
            newest_known_moment: record.newest_known_moment,
            certificates: record
                .certificates
                .iter()
                .map(CertificateForm::from)
                .collect(),
            document_signers: all(&record.document_signers),
            revocation_lists: all(&record.revocation_lists),
            defect_lists: all(&record.defect_lists),
        }
    }
}

impl From<&RecordedCertificate> for CertificateForm {
    fn from(one: &RecordedCertificate) -> Self {
        let provenance = &one.provenance;
        let tolerated = one.tolerated.iter();
        Self {
            der: Octets::new(&one.der),
            file: provenance.file.clone(),
            master_list_of: match &provenance.route {
                Route::Single => None,
                Route::MasterList { pinned } => Some(pinned.clone()),
            },
            since: provenance.since,
            loaded_by: provenance.loaded_by.clone(),
            tolerated: tolerated.map(|one| one.word().to_owned()).collect(),
        }
    }
}

impl TryFrom<TrustForm> for TrustRecord {
    type Error = BundleError;

    fn try_from(form: TrustForm) -> Result<Self, BundleError> {
        let bad = BundleError::Malformed;
        let all = |forms: Vec<Octets>| forms.into_iter().map(|one| one.0.to_vec()).collect();
        Ok(Self {
            policy: TrustPolicy {
                revocation: RevocationPolicy::from_word(&form.revocation_policy).ok_or(bad)?,
                sha1: Sha1Policy::from_word(&form.sha1_policy).ok_or(bad)?,
            },
            newest_known_moment: form.newest_known_moment,
            certificates: form
                .certificates
                .into_iter()
                .map(RecordedCertificate::try_from)
                .collect::<Result<_, _>>()?,
            document_signers: all(form.document_signers),
            revocation_lists: all(form.revocation_lists),
            defect_lists: all(form.defect_lists),
        })
    }
}

impl TryFrom<CertificateForm> for RecordedCertificate {
    type Error = BundleError;

    fn try_from(form: CertificateForm) -> Result<Self, BundleError> {
        let bad = BundleError::Malformed;
        let tolerated: Option<Vec<Tolerance>> = form
            .tolerated
            .iter()
            .map(|word| Tolerance::from_word(word))
            .collect();
        Ok(Self {
            der: form.der.0.to_vec(),
            provenance: Provenance {
                file: form.file,
                route: match form.master_list_of {
                    None => Route::Single,
                    Some(pinned) => Route::MasterList { pinned },
                },
                since: form.since,
                loaded_by: form.loaded_by,
            },
            tolerated: tolerated.ok_or(bad)?,
        })
    }
}
