//! The backend's own certificate and key, and whose certificates it takes. TLS 1.3 (RFC 8446) alone: both ends are ours.

use std::{os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc};

use anyhow::{Context, Result, ensure};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject},
    server::WebPkiClientVerifier,
    time_provider::TimeProvider,
    version::TLS13,
};
use serde::Deserialize;

use crate::Backend;

/// Where the backend's certificate and key are, both PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The certificate, and whatever stands between it and the root that terminals pin.
    pub certificate: PathBuf,
    /// Its private key, for the service's user alone.
    pub key: PathBuf,
}

/// The backend's end of every connection. A certificate of a terminal is asked for and, when shown, must be of the
/// backend's own authority and in its time; enrolment alone does without one.
///
/// # Errors
/// When a file cannot be read or is none, others can read the key, or certificate and key do not belong together.
pub fn server_config(files: &TlsFiles, backend: &Backend) -> Result<Arc<ServerConfig>> {
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("{} is no certificate", files.certificate.display()))?;
    let mode = files
        .key
        .metadata()
        .with_context(|| format!("cannot read {}", files.key.display()))?
        .permissions()
        .mode();
    ensure!(
        mode & 0o007 == 0,
        "{} can be read by everybody (mode {:o})",
        files.key.display(),
        mode & 0o777
    );
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .with_context(|| format!("{} is no private key", files.key.display()))?;
    let mut terminals = RootCertStore::empty();
    terminals.add(backend.parts().terminal_ca.certificate_der()?.into())?;
    let provider = Arc::new(ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(terminals), Arc::clone(&provider))
            .allow_unauthenticated()
            .build()?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .context("the backend's certificate and key do not belong together")?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.time_provider = Arc::new(Present(backend.clone()));
    Ok(Arc::new(config))
}

/// The backend's own clock, also for the validity of certificates.
struct Present(Backend);

impl std::fmt::Debug for Present {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Present")
    }
}

impl TimeProvider for Present {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().unix_timestamp()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(
            seconds,
        )))
    }
}
