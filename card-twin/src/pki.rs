//! A test PKI: country signing CA and document signer, their successors and lists, and who may read
//! fingerprints. Profile of ICAO Doc 9303-12 §7.1 and §8.
//!
//! With a seed, keys, serial numbers and contents are the same each time. ECDSA draws a fresh number for
//! each signature inside OpenSSL, so the signatures differ.

mod certificates;
pub mod cv_certificate;
mod cv_key;
mod generate;
pub mod lists;
mod terminals;

use std::path::Path;

use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509Ref};
use time::{Duration, OffsetDateTime};

use crate::{Error, Result, random};
use certificates::Issuance;
pub use cv_key::TerminalAlgorithm;
pub(crate) use generate::{ec_key, rsa_numbers};
use lists::ListRequest;
pub use terminals::TerminalPki;
pub(crate) use terminals::six_digits;

/// What an issuer needs to sign cards.
pub struct TestPki {
    csca: X509,
    csca_key: PKey<Private>,
    signer: X509,
    signer_key: PKey<Private>,
    lists: Option<Lists>,
    terminals: Option<TerminalPki>,
}

/// What an operator may load besides the CSCA.
struct Lists {
    next_csca: X509,
    link: X509,
    revocation_list: Vec<u8>,
    master_list: Vec<u8>,
}

/// Choices when a PKI is minted.
#[derive(Clone, Copy)]
pub struct MintOptions {
    /// How EC keys name their curve.
    pub curve_form: CurveForm,
    /// Common name of the country signing CA.
    pub csca_name: &'static str,
    /// Seed of all keys and serial numbers; none: the system's randomness.
    pub seed: Option<u64>,
    /// How terminals and their authorities sign.
    pub terminal_algorithm: TerminalAlgorithm,
}

/// How EC keys name their curve.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CurveForm {
    /// All parameters written out, as ICAO Doc 9303-12 §4.1.6.3 requires.
    Explicit,
    /// By object identifier.
    Named,
}

impl Default for MintOptions {
    fn default() -> Self {
        Self {
            curve_form: CurveForm::Explicit,
            csca_name: "CSCA Vietnam TEST",
            seed: None,
            terminal_algorithm: TerminalAlgorithm::EcdsaSha256,
        }
    }
}

/// Name of the CSCA that no operator has loaded.
pub(crate) const UNKNOWN_CSCA: &str = "CSCA Vietnam TEST UNKNOWN";

impl TestPki {
    /// Makes a new PKI with fresh keys and explicit EC parameters, as real issuers have.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn mint(now: OffsetDateTime) -> Result<Self> {
        Self::mint_with(now, MintOptions::default())
    }

    /// Makes a new PKI as `options` say.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn mint_with(now: OffsetDateTime, options: MintOptions) -> Result<Self> {
        let mut random = options.seed.map_or_else(random::system, random::seeded);
        let authority_curve = Nid::BRAINPOOL_P384R1;
        let csca_key = ec_key(authority_curve, options.curve_form, &mut random)?;
        let signer_key = ec_key(Nid::BRAINPOOL_P256R1, options.curve_form, &mut random)?;
        let next_key = ec_key(authority_curve, options.curve_form, &mut random)?;
        let list_key = ec_key(Nid::BRAINPOOL_P256R1, options.curve_form, &mut random)?;
        let terminals = TerminalPki::mint(now, options.terminal_algorithm, &mut random)?;
        let random = &mut random;
        let mut issuance = Issuance { now, random };
        let csca = issuance.country_signing_ca(options.csca_name, "001", &csca_key)?;
        let signer = issuance.document_signer((&csca, &csca_key), &signer_key)?;
        let next_csca = issuance.country_signing_ca(options.csca_name, "002", &next_key)?;
        let link = issuance.link((&next_csca, &next_key), (&csca, &csca_key))?;
        let list_signer =
            issuance.list_signer((&csca, &csca_key), &list_key, lists::MASTER_LIST_SIGNING)?;
        let master_list = ListRequest {
            content_type: lists::MASTER_LIST,
            content: &lists::certificate_list(&[&csca, &next_csca, &link])?,
            purpose: lists::MASTER_LIST_SIGNING,
            at: now,
        };
        let lists = Lists {
            revocation_list: lists::revocation_list(&csca, &csca_key, validity(now), &[])?,
            master_list: lists::signed_list(
                (&master_list, Some(now)),
                (&list_signer, &list_key),
                &csca,
            )?,
            next_csca,
            link,
        };
        Ok(Self {
            csca,
            csca_key,
            signer,
            signer_key,
            lists: Some(lists),
            terminals: Some(terminals),
        })
    }

    /// Writes certificates (DER), keys (PEM), lists, and `trust/csca.cer`: the folder an operator loads.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_dir(&self, folder: &Path) -> Result<()> {
        let trust = folder.join("trust");
        std::fs::create_dir_all(&trust).map_err(Error::file(&trust))?;
        let csca = self.csca.to_der()?;
        write(&trust.join("csca.cer"), &csca)?;
        write(&folder.join("csca.cer"), &csca)?;
        write(&folder.join("ds.cer"), &self.signer.to_der()?)?;
        write(
            &folder.join("csca.key"),
            &self.csca_key.private_key_to_pem_pkcs8()?,
        )?;
        write(
            &folder.join("ds.key"),
            &self.signer_key.private_key_to_pem_pkcs8()?,
        )?;
        if let Some(lists) = &self.lists {
            write(&folder.join("csca-next.cer"), &lists.next_csca.to_der()?)?;
            write(&folder.join("csca-link.cer"), &lists.link.to_der()?)?;
            write(&folder.join("csca.crl"), &lists.revocation_list)?;
            write(&folder.join("master-list.ml"), &lists.master_list)?;
        }
        if let Some(terminals) = &self.terminals {
            terminals.write_dir(folder)?;
        }
        Ok(())
    }

    /// Reads what [`Self::write_dir`] wrote. Lists and terminals may be missing.
    ///
    /// # Errors
    /// When a file is missing or is not a certificate or key.
    pub fn load_dir(folder: &Path) -> Result<Self> {
        let lists = if folder.join("csca-next.cer").exists() {
            Some(Lists {
                next_csca: X509::from_der(&read(&folder.join("csca-next.cer"))?)?,
                link: X509::from_der(&read(&folder.join("csca-link.cer"))?)?,
                revocation_list: read(&folder.join("csca.crl"))?,
                master_list: read(&folder.join("master-list.ml"))?,
            })
        } else {
            None
        };
        Ok(Self {
            csca: X509::from_der(&read(&folder.join("csca.cer"))?)?,
            csca_key: PKey::private_key_from_pem(&read(&folder.join("csca.key"))?)?,
            signer: X509::from_der(&read(&folder.join("ds.cer"))?)?,
            signer_key: PKey::private_key_from_pem(&read(&folder.join("ds.key"))?)?,
            lists,
            terminals: TerminalPki::load_dir(folder)?,
        })
    }

    /// Certificate of the country signing CA.
    #[must_use]
    pub fn csca(&self) -> &X509Ref {
        &self.csca
    }

    /// Private key of the country signing CA, for further certificates and CRLs of tests.
    #[must_use]
    pub fn csca_key(&self) -> &PKey<Private> {
        &self.csca_key
    }

    /// Certificate of the document signer.
    #[must_use]
    pub fn document_signer(&self) -> &X509Ref {
        &self.signer
    }

    /// Private key of the document signer.
    #[must_use]
    pub fn document_signer_key(&self) -> &PKey<Private> {
        &self.signer_key
    }

    /// The next country signing CA, and its link certificate under the first.
    #[must_use]
    pub fn successor(&self) -> Option<(&X509Ref, &X509Ref)> {
        let lists = self.lists.as_ref()?;
        Some((&lists.next_csca, &lists.link))
    }

    /// A revocation list without entries, and a master list of both CSCAs and the link certificate.
    #[must_use]
    pub fn lists(&self) -> Option<(&[u8], &[u8])> {
        let lists = self.lists.as_ref()?;
        Some((&lists.revocation_list, &lists.master_list))
    }

    /// A revocation list that names the document signer.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn revoked(&self, now: OffsetDateTime) -> Result<Vec<u8>> {
        let serial = self.signer.serial_number().to_bn()?.to_vec();
        lists::revocation_list(&self.csca, &self.csca_key, validity(now), &[serial])
    }

    /// A revocation list of these moments (thisUpdate, nextUpdate) that names these serial numbers.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn revocation_list(
        &self,
        moments: (OffsetDateTime, OffsetDateTime),
        revoked: &[Vec<u8>],
    ) -> Result<Vec<u8>> {
        lists::revocation_list(&self.csca, &self.csca_key, moments, revoked)
    }

    /// Another issuer's CSCA as the next key of this one: what leads from this CSCA to it.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn link_to(&self, next: &Self, now: OffsetDateTime) -> Result<X509> {
        let mut random = random::system();
        let random = &mut random;
        let mut issuance = Issuance { now, random };
        issuance.link((&next.csca, &next.csca_key), (&self.csca, &self.csca_key))
    }

    /// A list signed by a new signer that the CSCA issues for it.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn sign_list(&self, request: &ListRequest<'_>) -> Result<Vec<u8>> {
        self.sign_list_dated(request, Some(request.at))
    }

    /// As [`Self::sign_list`], by a signer of the moment of the request who says that it signed at another
    /// moment, or not when.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn sign_list_dated(
        &self,
        request: &ListRequest<'_>,
        signed_at: Option<OffsetDateTime>,
    ) -> Result<Vec<u8>> {
        let mut random = random::system();
        let key = ec_key(Nid::BRAINPOOL_P256R1, CurveForm::Explicit, &mut random)?;
        let random = &mut random;
        let now = request.at;
        let mut issuance = Issuance { now, random };
        let signer = issuance.list_signer((&self.csca, &self.csca_key), &key, request.purpose)?;
        lists::signed_list((request, signed_at), (&signer, &key), &self.csca)
    }

    /// Who may read fingerprints.
    #[must_use]
    pub fn terminals(&self) -> Option<&TerminalPki> {
        self.terminals.as_ref()
    }

    /// A document signer whose certificate says RSASSA-PSS and whose key is plain RSA.
    pub(crate) fn pss_document_signer(&self, now: OffsetDateTime) -> Result<(X509, PKey<Private>)> {
        let mut random = random::system();
        let key = generate::rsa_key(2048, &mut random)?;
        let random = &mut random;
        let mut issuance = Issuance { now, random };
        let public = generate::as_pss(&key)?;
        let certificate = issuance.document_signer((&self.csca, &self.csca_key), &public)?;
        Ok((certificate, key))
    }
}

/// thisUpdate yesterday, nextUpdate in ninety days.
fn validity(now: OffsetDateTime) -> (OffsetDateTime, OffsetDateTime) {
    (now - Duration::days(1), now + Duration::days(90))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(Error::file(path))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Error::file(path))
}
