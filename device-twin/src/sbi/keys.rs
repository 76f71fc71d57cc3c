//! A provider's root, a device's key and certificate: made at start, for tests only.

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, KeyUsage};
use openssl::x509::{X509, X509Builder, X509Name, X509NameBuilder};

const DAY: i64 = 24 * 60 * 60;

/// Root and device. Making them takes time; a copy shares them.
#[derive(Clone)]
pub struct Keys {
    root: X509,
    device: PKey<Private>,
    certificate: X509,
    expired: X509,
    foreign: Foreign,
}

/// The same device under a root that nobody pins.
#[derive(Clone)]
struct Foreign {
    key: PKey<Private>,
    chain: [X509; 2],
}

impl Keys {
    /// New keys. `now` is the moment around which certificates are valid.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn make(now: i64) -> Result<Self, ErrorStack> {
        let (root_key, root) = root("TEST SBI Provider Root", now)?;
        let device = rsa()?;
        let certificate = leaf(&device, (&root_key, &root), now - DAY, now + 30 * DAY)?;
        let expired = leaf(&device, (&root_key, &root), now - 40 * DAY, now - 10 * DAY)?;
        let (other_root_key, other_root) = self::root("TEST SBI Provider Root", now)?;
        let key = rsa()?;
        let other = leaf(
            &key,
            (&other_root_key, &other_root),
            now - DAY,
            now + 30 * DAY,
        )?;
        Ok(Self {
            root,
            device,
            certificate,
            expired,
            foreign: Foreign {
                key,
                chain: [other, other_root],
            },
        })
    }

    /// The root that a terminal pins, as PEM.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn root_pem(&self) -> Result<Vec<u8>, ErrorStack> {
        self.root.to_pem()
    }

    pub(super) fn device(&self) -> (&PKey<Private>, Vec<&X509>) {
        (&self.device, vec![&self.certificate, &self.root])
    }

    pub(super) fn expired(&self) -> (&PKey<Private>, Vec<&X509>) {
        (&self.device, vec![&self.expired, &self.root])
    }

    pub(super) fn foreign(&self) -> (&PKey<Private>, Vec<&X509>) {
        let chain = self.foreign.chain.iter().collect();
        (&self.foreign.key, chain)
    }
}

fn rsa() -> Result<PKey<Private>, ErrorStack> {
    PKey::from_rsa(Rsa::generate(2048)?)
}

fn root(name: &str, now: i64) -> Result<(PKey<Private>, X509), ErrorStack> {
    let key = rsa()?;
    let mut builder = builder(&key, &named(name)?, now - 365 * DAY, now + 3650 * DAY)?;
    builder.set_issuer_name(named(name)?.as_ref())?;
    builder.append_extension(BasicConstraints::new().critical().ca().build()?)?;
    builder.append_extension(KeyUsage::new().critical().key_cert_sign().build()?)?;
    builder.sign(&key, MessageDigest::sha256())?;
    Ok((key, builder.build()))
}

fn leaf(
    key: &PKey<Private>,
    (issuer_key, issuer): (&PKey<Private>, &X509),
    from: i64,
    to: i64,
) -> Result<X509, ErrorStack> {
    let mut builder = builder(key, &named("TEST SBI Device")?, from, to)?;
    builder.set_issuer_name(issuer.subject_name())?;
    builder.append_extension(BasicConstraints::new().critical().build()?)?;
    builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
    builder.sign(issuer_key, MessageDigest::sha256())?;
    Ok(builder.build())
}

fn builder(
    key: &PKey<Private>,
    subject: &X509Name,
    from: i64,
    to: i64,
) -> Result<X509Builder, ErrorStack> {
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    let mut serial = BigNum::new()?;
    serial.rand(127, MsbOption::MAYBE_ZERO, false)?;
    builder.set_serial_number(serial.to_asn1_integer()?.as_ref())?;
    builder.set_subject_name(subject)?;
    builder.set_not_before(Asn1Time::from_unix(from)?.as_ref())?;
    builder.set_not_after(Asn1Time::from_unix(to)?.as_ref())?;
    builder.set_pubkey(key)?;
    Ok(builder)
}

fn named(name: &str) -> Result<X509Name, ErrorStack> {
    let mut builder = X509NameBuilder::new()?;
    builder.append_entry_by_text("O", "TEST")?;
    builder.append_entry_by_text("CN", name)?;
    Ok(builder.build())
}
