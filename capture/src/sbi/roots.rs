//! The provider roots that an operator pinned. RFC 5280 §6; RFC 7515 §4.1.6.

use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Public};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509StoreContext};
use time::OffsetDateTime;

use super::SbiError;

/// The most certificates of a chain.
const MAX_CHAIN: usize = 5;
/// Moduli of device keys have at least this many bits.
const MIN_RSA_BITS: u32 = 2048;

/// Roots of device providers, and nothing else: no store of the operating system.
#[derive(Clone)]
pub struct ProviderRoots(Vec<X509>);

impl ProviderRoots {
    /// The roots of PEM or DER files; without any, the interface stays off.
    ///
    /// # Errors
    /// [`SbiError::RootMalformed`] for a file without a certificate, [`SbiError::NoRoots`] for none.
    pub fn from_files<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, SbiError> {
        let mut roots = Vec::new();
        for file in files {
            let found = if file.first() == Some(&0x30) {
                X509::from_der(file).map(|one| vec![one])
            } else {
                X509::stack_from_pem(file)
            };
            let found = found.map_err(|_| SbiError::RootMalformed)?;
            if found.is_empty() {
                return Err(SbiError::RootMalformed);
            }
            roots.extend(found);
        }
        if roots.is_empty() {
            Err(SbiError::NoRoots)
        } else {
            Ok(Self(roots))
        }
    }

    /// The key of the first certificate, when the chain ends at a root and is valid at this moment.
    pub(super) fn key_of(
        &self,
        chain: &[Vec<u8>],
        at: OffsetDateTime,
        what: &'static str,
    ) -> Result<PKey<Public>, SbiError> {
        let untrusted = || SbiError::Chain { what };
        if chain.len() > MAX_CHAIN {
            return Err(untrusted());
        }
        let certificates: Vec<_> = chain
            .iter()
            .map(|der| X509::from_der(der))
            .collect::<Result<_, _>>()
            .map_err(|_| untrusted())?;
        let (leaf, between) = certificates.split_first().ok_or_else(untrusted)?;
        // Root by root: OpenSSL takes the first of a name, and a provider that renews its root keeps the name.
        let ends_at_root = self
            .0
            .iter()
            .any(|root| ends_at(root, (leaf, between), at).unwrap_or(false));
        let key = leaf.public_key().map_err(|_| untrusted())?;
        if ends_at_root && key.rsa().is_ok() && key.bits() >= MIN_RSA_BITS {
            Ok(key)
        } else {
            Err(untrusted())
        }
    }
}

fn ends_at(
    root: &X509,
    (leaf, between): (&X509, &[X509]),
    at: OffsetDateTime,
) -> Result<bool, ErrorStack> {
    let mut builder = X509StoreBuilder::new()?;
    builder.add_cert(root.clone())?;
    let mut parameters = X509VerifyParam::new()?;
    parameters.set_time(at.unix_timestamp());
    parameters.set_purpose(X509PurposeId::ANY)?;
    parameters.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    builder.set_param(&parameters)?;
    let store = builder.build();
    let mut chain = Stack::new()?;
    for certificate in between {
        chain.push(certificate.clone())?;
    }
    X509StoreContext::new()?.init(&store, leaf, &chain, |context| context.verify_cert())
}
