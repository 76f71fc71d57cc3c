//! Card-verifiable certificates that lead nowhere: a terminal shows none of them to a chip.
//! BSI TR-03110-3 §2.2, §C, ICAO Doc 9303-12 §8.

use std::path::{Path, PathBuf};

use openssl::ec::{EcGroup, PointConversionForm};
use openssl::nid::Nid;

use super::keys::Parameters;
use super::sign::{Key, point};
use super::write::EXPECT;
use crate::Result;
use crate::der::{self, OID};
use crate::profile::Hash;
use crate::protocol::smartcard;
use crate::random::{self, Random};

/// Holder reference of the authority that the chip knows.
const AUTHORITY: &str = "VNCVCATEST00001";
const VERIFIER: &str = "VNDVTEST00001";
const TERMINAL: &str = "VNISTEST00001";
/// id-IS, 0.4.0.127.0.7.3.1.2.1.
const INSPECTION_SYSTEM: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x02, 0x01];
const CURVE: Nid = Nid::BRAINPOOL_P256R1;

/// Roles in the upper bits of the authorisation; DG3 and DG4 in the lowest.
const IS_AUTHORITY: u8 = 0xC0;
const IS_VERIFIER: u8 = 0x80;
const IS_TERMINAL: u8 = 0x00;
const BOTH: u8 = 0x03;
const FINGERS: u8 = 0x01;

/// The certificates of one terminal.
#[derive(Clone)]
pub struct ChainCase {
    /// Name of its folder.
    pub name: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// Certificates with the names of their files.
    pub certificates: Vec<(&'static str, Vec<u8>)>,
    /// `accepted`; `signature`, `not_allowed`, `expired` or `no_terminal` when no chain is made;
    /// `malformed` when one of them is no certificate.
    pub ends: &'static str,
}

impl ChainCase {
    /// Theme of all of them.
    pub const THEME: &'static str = "terminal-certificates";
    /// Holder reference of the authority that the chip knows.
    pub const AUTHORITY: &'static str = AUTHORITY;

    pub(super) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = Path::new(Self::THEME).join(self.name);
        let expect = format!(
            "# {}\ncertificates: {}\nauthority: {AUTHORITY}\nday: {}\n",
            self.what,
            self.ends,
            super::DAY
        );
        let mut files = vec![(folder.join(EXPECT), expect.into_bytes())];
        for (name, bytes) in &self.certificates {
            files.push((folder.join(format!("{name}.cvcert")), bytes.clone()));
        }
        files
    }
}

/// A certificate to be signed; change a field to forge it.
#[derive(Clone)]
struct Request {
    authority: &'static str,
    holder: &'static str,
    /// Content of the authorisation.
    authorisation: Vec<u8>,
    effective: [u8; 6],
    expires: [u8; 6],
    /// Whether the key writes its domain parameters out.
    with_parameters: bool,
}

impl Request {
    fn new(authority: &'static str, holder: &'static str, authorisation: u8) -> Self {
        Self {
            authority,
            holder,
            authorisation: vec![authorisation],
            effective: [2, 0, 0, 1, 0, 1],
            expires: [3, 9, 1, 2, 3, 1],
            with_parameters: authority == holder,
        }
    }

    fn sign(&self, key: &Key, issuer: &Key, random: &mut Random) -> Result<Vec<u8>> {
        let authorisation = [
            der::tlv(OID, &INSPECTION_SYSTEM),
            der::tlv(0x53, &self.authorisation),
        ];
        let body = der::group(
            0x7F4E,
            [
                der::tlv(0x5F29, &[0]),
                der::tlv(0x42, self.authority.as_bytes()),
                public_key(key, self.with_parameters)?,
                der::tlv(0x5F20, self.holder.as_bytes()),
                der::group(0x7F4C, authorisation),
                der::tlv(0x5F25, &self.effective),
                der::tlv(0x5F24, &self.expires),
            ],
        );
        let signature = match issuer {
            Key::Ec(_) => issuer.sign_plain(Hash::Sha256, &body, random)?,
            Key::Rsa(_) => issuer.sign(Hash::Sha256, &body, random)?,
        };
        Ok(der::group(0x7F21, [body, der::tlv(0x5F37, &signature)]))
    }
}

/// 7F49 with id-TA-ECDSA-SHA-256 or id-TA-RSA-v1-5-SHA-256.
fn public_key(key: &Key, with_parameters: bool) -> Result<Vec<u8>> {
    if let Key::Rsa(numbers) = key {
        let [modulus, exponent] = numbers.public();
        let identifier = der::tlv(OID, &smartcard(&[2, 1, 2]));
        let parts = [
            identifier,
            der::tlv(0x81, &modulus),
            der::tlv(0x82, &exponent),
        ];
        return Ok(der::group(0x7F49, parts));
    }
    let public = point(key, PointConversionForm::UNCOMPRESSED)?;
    let mut parts = vec![der::tlv(OID, &smartcard(&[2, 2, 3]))];
    if with_parameters {
        let known = Parameters::of(&EcGroup::from_curve_name(CURVE)?)?;
        let numbers = [known.prime, known.a, known.b, known.base, known.order];
        parts.extend(
            (0x81..)
                .zip(&numbers)
                .map(|(tag, octets)| der::tlv(tag, octets)),
        );
    }
    parts.push(der::tlv(0x86, &public));
    if with_parameters {
        parts.push(der::tlv(0x87, &[1]));
    }
    Ok(der::group(0x7F49, parts))
}

/// The three keys and requests of an honest chain.
struct Chain {
    keys: [Key; 3],
    requests: [Request; 3],
}

impl Chain {
    fn new(random: &mut Random) -> Result<Self> {
        let mut key = || Key::on_curve(CURVE, random);
        Ok(Self {
            keys: [key()?, key()?, key()?],
            requests: [
                Request::new(AUTHORITY, AUTHORITY, IS_AUTHORITY | BOTH),
                Request::new(AUTHORITY, VERIFIER, IS_VERIFIER | BOTH),
                Request::new(VERIFIER, TERMINAL, IS_TERMINAL | FINGERS),
            ],
        })
    }

    fn sign(&self, random: &mut Random) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let [root, verifier, terminal] = &self.keys;
        let [of_root, of_verifier, of_terminal] = &self.requests;
        Ok(vec![
            ("cvca", of_root.sign(root, root, random)?),
            ("dv", of_verifier.sign(verifier, root, random)?),
            ("is", of_terminal.sign(terminal, verifier, random)?),
        ])
    }
}

pub(super) fn cases(seed: u64) -> Result<Vec<ChainCase>> {
    type Change = fn(&mut Chain);
    let changes: [(&'static str, &'static str, &'static str, Change); 9] = [
        ("a61-honest", "nothing is wrong", "accepted", |_| {}),
        (
            "a61-verifier-rights",
            "the verifier may read irises, its authority may not",
            "not_allowed",
            |chain| chain.authorise(0, IS_AUTHORITY | FINGERS),
        ),
        (
            "a61-terminal-rights",
            "the terminal may read irises, its verifier may not",
            "not_allowed",
            |chain| {
                chain.authorise(1, IS_VERIFIER | FINGERS);
                chain.authorise(2, IS_TERMINAL | BOTH);
            },
        ),
        (
            "a61-expired",
            "the terminal's certificate has ended",
            "expired",
            |chain| chain.date(2, [2, 0, 0, 1, 0, 1], [2, 1, 0, 1, 0, 1]),
        ),
        (
            "a61-not-yet-valid",
            "the terminal's certificate begins in years",
            "expired",
            |chain| chain.date(2, [3, 8, 0, 1, 0, 1], [3, 9, 0, 1, 0, 1]),
        ),
        (
            "a61-ends-before-it-begins",
            "the terminal's certificate ends before it begins",
            "malformed",
            |chain| chain.date(2, [2, 7, 0, 1, 0, 1], [2, 0, 0, 1, 0, 1]),
        ),
        (
            "a61-no-rights",
            "the authorisation of the terminal is empty",
            "malformed",
            |chain| {
                if let Some(request) = chain.requests.get_mut(2) {
                    request.authorisation.clear();
                }
            },
        ),
        (
            "a61-verifier-with-parameters",
            "the verifier brings domain parameters of its own",
            "not_allowed",
            |chain| {
                if let Some(request) = chain.requests.get_mut(1) {
                    request.with_parameters = true;
                }
            },
        ),
        (
            "a61-terminal-called-verifier",
            "the terminal's certificate is a verifier's, and nobody is the terminal",
            "no_terminal",
            |chain| chain.authorise(2, IS_VERIFIER | FINGERS),
        ),
    ];
    let mut random = random::seeded(seed ^ 0x6376_6361);
    let mut cases = Vec::new();
    for (name, what, ends, change) in changes {
        let mut chain = Chain::new(&mut random)?;
        change(&mut chain);
        cases.push(ChainCase {
            name,
            what,
            certificates: chain.sign(&mut random)?,
            ends,
        });
    }
    cases.push(other_root(&mut random)?);
    cases.push(other_kind_of_key(&mut random)?);
    Ok(cases)
}

/// An authority of the right name with another key than the one that signed.
fn other_root(random: &mut Random) -> Result<ChainCase> {
    let chain = Chain::new(random)?;
    let mut certificates = chain.sign(random)?;
    let namesake = Chain::new(random)?.sign(random)?;
    if let (Some(root), Some(other)) = (certificates.first_mut(), namesake.into_iter().next()) {
        *root = other;
    }
    Ok(ChainCase {
        name: "a61-authority-of-same-name",
        what: "the authority's certificate has the right name and another key",
        certificates,
        ends: "signature",
    })
}

/// RSA below an authority on a curve.
fn other_kind_of_key(random: &mut Random) -> Result<ChainCase> {
    let mut chain = Chain::new(random)?;
    if let Some(key) = chain.keys.get_mut(1) {
        *key = Key::rsa(2048, 65537, None, random)?;
    }
    Ok(ChainCase {
        name: "a61-other-kind-of-key",
        what: "the verifier has an RSA key, its authority one on a curve",
        certificates: chain.sign(random)?,
        ends: "not_allowed",
    })
}

impl Chain {
    fn authorise(&mut self, at: usize, bits: u8) {
        if let Some(request) = self.requests.get_mut(at) {
            request.authorisation = vec![bits];
        }
    }

    fn date(&mut self, at: usize, effective: [u8; 6], expires: [u8; 6]) {
        if let Some(request) = self.requests.get_mut(at) {
            request.effective = effective;
            request.expires = expires;
        }
    }
}
