//! TLS of the terminal's connections: whom it believes, and the certificate that it shows.
//!
//! Towards its backend it believes one pinned root and nobody else, and shows the certificate that the backend's own
//! authority gave it at enrolment. The private key lies under the terminal's passphrase beside its other secrets.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::symm::Cipher;
use openssl::x509::{X509, X509NameBuilder, X509Req};
use ureq::http::Uri;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use zeroize::Zeroizing;

const KEY_FILE: &str = "connection.key";
const CERTIFICATE_FILE: &str = "connection.pem";
/// Where Debian keeps the roots that the machine's administrator believes.
const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Key and certificate of the terminal's connections, which fit each other.
pub struct Identity(ClientCert);

/// A new key of the terminal's connections, not yet certified.
pub struct NewIdentity(PKey<Private>);

impl NewIdentity {
    /// A new key.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn generate() -> anyhow::Result<Self> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        Ok(Self(PKey::from_ec_key(EcKey::generate(&group)?)?))
    }

    /// A request for its certificate, PEM (PKCS #10, RFC 2986).
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn request(&self, terminal: &str) -> anyhow::Result<String> {
        let mut name = X509NameBuilder::new()?;
        name.append_entry_by_nid(Nid::COMMONNAME, terminal)?;
        let mut request = X509Req::builder()?;
        request.set_subject_name(&name.build())?;
        request.set_pubkey(&self.0)?;
        request.sign(&self.0, MessageDigest::sha256())?;
        Ok(String::from_utf8(request.build().to_pem()?)?)
    }

    /// Keeps the key under the passphrase, and its certificate, in place of older ones.
    ///
    /// # Errors
    /// When the certificate is not this key's, or a file cannot be written.
    pub fn keep(&self, certificate: &str, folder: &Path, passphrase: &[u8]) -> anyhow::Result<()> {
        let parsed = X509::from_pem(certificate.as_bytes()).context("no certificate came back")?;
        ensure!(
            parsed.public_key()?.public_eq(&self.0),
            "the certificate that came back is another key's"
        );
        let key = self
            .0
            .private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), passphrase)?;
        // A key without its certificate is refused by Identity::open, not shown.
        crate::keys::replace(&folder.join(KEY_FILE), &Zeroizing::new(key))?;
        crate::keys::replace(&folder.join(CERTIFICATE_FILE), certificate.as_bytes())
    }
}

impl Identity {
    /// Key and certificate of an enrolled terminal; nothing when there are none.
    ///
    /// # Errors
    /// When a file cannot be read, the passphrase is another, or the two do not fit each other.
    pub fn open(folder: &Path, passphrase: &[u8]) -> anyhow::Result<Option<Self>> {
        let file = folder.join(CERTIFICATE_FILE);
        if !file.exists() {
            return Ok(None);
        }
        let pem = fs::read(file).context("cannot read the terminal's certificate")?;
        let certificate = X509::from_pem(&pem).context("the terminal's certificate")?;
        let pem = fs::read(folder.join(KEY_FILE)).context("cannot read the connections' key")?;
        let key = PKey::private_key_from_pem_passphrase(&Zeroizing::new(pem), passphrase)
            .context("the passphrase does not open the connections' key")?;
        ensure!(
            certificate.public_key()?.public_eq(&key),
            "the terminal's certificate and key do not fit: enrol it again"
        );
        let shown = Certificate::from_der(&certificate.to_der()?).to_owned();
        let key = Zeroizing::new(key.private_key_to_pem_pkcs8()?);
        let key = PrivateKey::from_pem(&key)?;
        Ok(Some(Self(ClientCert::new_with_certs(&[shown], key))))
    }
}

/// How the backend at this address is reached: by TLS with its pinned root; without TLS only on this machine.
///
/// # Errors
/// When the address is plain HTTP to elsewhere, or no root is pinned.
pub fn towards_backend(
    address: &str,
    root: Option<&Path>,
    identity: Option<&Identity>,
) -> anyhow::Result<TlsConfig> {
    let uri: Uri = address.parse().context("the backend's address")?;
    let host = uri.host().context("the backend's address has no host")?;
    match (uri.scheme_str(), root) {
        (Some("http"), _) if is_this_machine(host) => Ok(believing(Vec::new(), None)),
        (Some("http"), _) => bail!("without TLS a backend is reached on this machine only"),
        (Some("https"), None) => bail!("no root of the backend is pinned: enrol the terminal"),
        (Some("https"), Some(root)) => {
            let roots = certificates(root)?;
            ensure!(!roots.is_empty(), "{} holds no root", root.display());
            Ok(believing(
                roots,
                identity.map(|identity| identity.0.clone()),
            ))
        }
        _ => bail!("the backend's address starts with https:// or http://"),
    }
}

/// How any public server is reached: by the roots of the machine; none when it has none.
#[must_use]
pub fn towards_anybody() -> TlsConfig {
    let roots = certificates(&PathBuf::from(SYSTEM_ROOTS)).unwrap_or_default();
    believing(roots, None)
}

fn believing(roots: Vec<Certificate<'static>>, shown: Option<ClientCert>) -> TlsConfig {
    TlsConfig::builder()
        .root_certs(RootCerts::from(roots))
        .client_cert(shown)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build()
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

fn certificates(file: &Path) -> anyhow::Result<Vec<Certificate<'static>>> {
    let pem = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(_) => bail!("{} is not PEM", file.display()),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use openssl::asn1::Asn1Time;

    use super::*;

    const PASSPHRASE: &[u8] = b"a passphrase of some length";

    /// A certificate of this key by itself.
    fn certified(key: &NewIdentity) -> String {
        let mut builder = X509::builder().unwrap();
        let (today, tomorrow) = (Asn1Time::days_from_now(0), Asn1Time::days_from_now(1));
        builder.set_not_before(&today.unwrap()).unwrap();
        builder.set_not_after(&tomorrow.unwrap()).unwrap();
        builder.set_pubkey(&key.0).unwrap();
        builder.sign(&key.0, MessageDigest::sha256()).unwrap();
        String::from_utf8(builder.build().to_pem().unwrap()).unwrap()
    }

    #[test]
    fn plain_http_stays_on_this_machine_and_https_needs_a_pinned_root() {
        for here in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
            assert!(towards_backend(here, None, None).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://10.0.0.1",
            "http://127.0.0.1.example",
            "https://localhost",
            "ftp://localhost",
            "localhost",
        ] {
            assert!(
                towards_backend(elsewhere, None, None).is_err(),
                "{elsewhere}"
            );
        }
    }

    #[test]
    fn key_and_certificate_are_kept_together_under_the_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let (key, other) = (
            NewIdentity::generate().unwrap(),
            NewIdentity::generate().unwrap(),
        );
        assert!(Identity::open(folder.path(), PASSPHRASE).unwrap().is_none());
        assert!(
            key.keep(&certified(&other), folder.path(), PASSPHRASE)
                .is_err()
        );
        key.keep(&certified(&key), folder.path(), PASSPHRASE)
            .unwrap();
        let kept = Identity::open(folder.path(), PASSPHRASE).unwrap();
        assert!(kept.is_some());
        assert!(Identity::open(folder.path(), b"another passphrase").is_err());
        fs::write(folder.path().join(CERTIFICATE_FILE), certified(&other)).unwrap();
        assert!(Identity::open(folder.path(), PASSPHRASE).is_err());
    }
}
