//! Who may read fingerprints: verifying CA, document verifier, inspection system. Doc 9303-12 §8.

use std::path::Path;

use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use time::{Duration, OffsetDateTime};

use super::cv_certificate::{CvCertificate, CvRequest, Role};
use super::cv_key::{CvKey, TerminalAlgorithm};
use super::generate::{ec_key, rsa_key};
use super::{CurveForm, read, write};
use crate::random::Random;
use crate::{Error, Result};

const OLD_AUTHORITY: &str = "VNCVCATEST00001";
const NEW_AUTHORITY: &str = "VNCVCATEST00002";
const VERIFIER: &str = "VNDVTEST00001";
const LINKED_VERIFIER: &str = "VNDVTEST00002";
const TERMINAL: &str = "VNISTEST00001";

/// Verifying CAs, document verifiers and an inspection system.
pub struct TerminalPki {
    authority: CvCertificate,
    link: CvCertificate,
    verifier: CvCertificate,
    terminal: CvCertificate,
    linked_verifier: CvCertificate,
    linked_terminal: CvCertificate,
    terminal_key: PKey<Private>,
    algorithm: TerminalAlgorithm,
}

/// Names of the certificate files.
const FILES: [&str; 6] = [
    "cvca.cvcert",
    "cvca-link.cvcert",
    "dv.cvcert",
    "is.cvcert",
    "dv-linked.cvcert",
    "is-linked.cvcert",
];
const KEY_FILE: &str = "is.key";

/// A private key with its public half as certificates hold it.
struct Pair {
    private: PKey<Private>,
    public: CvKey,
}

impl TerminalPki {
    /// Makes keys and certificates that sign with `algorithm`.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub(crate) fn mint(
        now: OffsetDateTime,
        algorithm: TerminalAlgorithm,
        random: &mut Random,
    ) -> Result<Self> {
        let mut pair = || Pair::new(algorithm, random);
        let (old, new, verifier, terminal) = (pair()?, pair()?, pair()?, pair()?);
        let issue = |names: (&str, &str), role, subject: &Pair, issuer: &Pair| {
            let years = match role {
                Role::Authority => 3,
                _ => 1,
            };
            let request = CvRequest {
                authority: names.0,
                holder: names.1,
                role,
                rights: 0x03,
                effective: six_digits(now - Duration::days(30)),
                expires: six_digits(now + Duration::days(365 * years)),
            };
            CvCertificate::issue(&request, &subject.public, (&issuer.public, &issuer.private))
        };
        let domestic = Role::DomesticVerifier;
        Ok(Self {
            authority: issue((OLD_AUTHORITY, OLD_AUTHORITY), Role::Authority, &old, &old)?,
            link: issue((OLD_AUTHORITY, NEW_AUTHORITY), Role::Authority, &new, &old)?,
            verifier: issue((OLD_AUTHORITY, VERIFIER), domestic, &verifier, &old)?,
            terminal: issue((VERIFIER, TERMINAL), Role::Terminal, &terminal, &verifier)?,
            linked_verifier: issue((NEW_AUTHORITY, LINKED_VERIFIER), domestic, &verifier, &new)?,
            linked_terminal: issue(
                (LINKED_VERIFIER, TERMINAL),
                Role::Terminal,
                &terminal,
                &verifier,
            )?,
            terminal_key: terminal.private,
            algorithm,
        })
    }

    /// Self-signed certificate of the verifying CA that cards trust.
    #[must_use]
    pub fn authority(&self) -> &CvCertificate {
        &self.authority
    }

    /// The next verifying CA, certified by the first.
    #[must_use]
    pub fn link(&self) -> &CvCertificate {
        &self.link
    }

    /// Document verifier and inspection system under the verifying CA that cards trust.
    #[must_use]
    pub fn chain(&self) -> [&CvCertificate; 2] {
        [&self.verifier, &self.terminal]
    }

    /// Link certificate, document verifier and inspection system under the next verifying CA.
    #[must_use]
    pub fn linked_chain(&self) -> [&CvCertificate; 3] {
        [&self.link, &self.linked_verifier, &self.linked_terminal]
    }

    /// Private key of the inspection system.
    #[must_use]
    pub fn terminal_key(&self) -> &PKey<Private> {
        &self.terminal_key
    }

    /// How all of them sign.
    #[must_use]
    pub fn algorithm(&self) -> TerminalAlgorithm {
        self.algorithm
    }

    pub(super) fn write_dir(&self, folder: &Path) -> Result<()> {
        let [link, linked_verifier, linked_terminal] = self.linked_chain();
        let [verifier, terminal] = self.chain();
        let certificates = [
            &self.authority,
            link,
            verifier,
            terminal,
            linked_verifier,
            linked_terminal,
        ];
        for (name, certificate) in FILES.iter().zip(certificates) {
            write(&folder.join(name), &certificate.to_bytes())?;
        }
        let key = self.terminal_key.private_key_to_pem_pkcs8()?;
        write(&folder.join(KEY_FILE), &key)
    }

    /// What [`Self::write_dir`] wrote; `None` when the folder has no verifying CA.
    pub(super) fn load_dir(folder: &Path) -> Result<Option<Self>> {
        let [cvca, link, dv, is, dv_linked, is_linked] = FILES.map(|name| folder.join(name));
        if !cvca.exists() {
            return Ok(None);
        }
        let malformed = || Error::Value {
            field: "cv certificate",
            reason: "is malformed",
        };
        let load = |path: &Path, issuer: Option<&CvCertificate>| {
            let key = issuer.map(|certificate| &certificate.key);
            CvCertificate::parse(&read(path)?, key).ok_or_else(malformed)
        };
        let authority = load(&cvca, None)?;
        let later = |path: &Path| load(path, Some(&authority));
        Ok(Some(Self {
            link: later(&link)?,
            verifier: later(&dv)?,
            terminal: later(&is)?,
            linked_verifier: later(&dv_linked)?,
            linked_terminal: later(&is_linked)?,
            terminal_key: PKey::private_key_from_pem(&read(&folder.join(KEY_FILE))?)?,
            algorithm: authority.key.algorithm(),
            authority,
        }))
    }
}

impl Pair {
    fn new(algorithm: TerminalAlgorithm, random: &mut Random) -> Result<Self> {
        let (private, curve) = if algorithm.is_rsa() {
            (rsa_key(2048, random)?, None)
        } else {
            let curve = Nid::BRAINPOOL_P256R1;
            (ec_key(curve, CurveForm::Named, random)?, Some(curve))
        };
        let public = CvKey::of(algorithm, &private, curve)?;
        Ok(Self { private, public })
    }
}

/// A date as six digits, one to a byte.
pub(crate) fn six_digits(at: OffsetDateTime) -> [u8; 6] {
    let pair = |number: u8| [number / 10, number % 10];
    let year = u8::try_from(at.year().rem_euclid(100)).unwrap_or(0);
    let [[a, b], [c, d], [e, f]] = [pair(year), pair(u8::from(at.month())), pair(at.day())];
    [a, b, c, d, e, f]
}
