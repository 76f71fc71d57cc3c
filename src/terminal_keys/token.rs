//! A private key on a token, which signs without giving it away. PKCS #11 v2.40.

use std::cell::Cell;
use std::path::Path;

use anyhow::{Context, ensure};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::{AuthPin, Ulong};
use openssl::hash::{MessageDigest, hash};
use reader::terminal_authentication::{SignatureAlgorithm, SigningError, TerminalSigner};

/// A key on a token. Each signature has a session of its own, so that a token may be plugged anew.
pub(super) struct TokenSigner {
    module: Pkcs11,
    label: String,
    pin: AuthPin,
    /// A refused PIN is never sent again: after a few the token locks itself.
    pin_refused: Cell<bool>,
    certificates: Vec<Vec<u8>>,
}

impl TokenSigner {
    /// Loads the module and looks for the key once.
    ///
    /// # Errors
    /// When the module cannot be loaded, there is no such token, it refuses the PIN, or it holds another
    /// number of signing keys than one.
    pub(super) fn open(
        module: &Path,
        label: &str,
        pin: &str,
        certificates: Vec<Vec<u8>>,
    ) -> anyhow::Result<Self> {
        let module = Pkcs11::new(module)
            .with_context(|| format!("cannot load the PKCS #11 module {}", module.display()))?;
        match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // Another part of this program uses the same module.
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(error).context("the PKCS #11 module does not start"),
        }
        let signer = Self {
            module,
            label: label.to_owned(),
            pin: AuthPin::new(pin.into()),
            pin_refused: Cell::new(false),
            certificates,
        };
        let session = signer.session()?;
        signer.key(&session)?;
        drop(session);
        Ok(signer)
    }

    fn slot(&self) -> anyhow::Result<Slot> {
        for slot in self.module.get_slots_with_token().context("tokens")? {
            let info = self.module.get_token_info(slot);
            if info.is_ok_and(|info| info.label().trim_end() == self.label) {
                return Ok(slot);
            }
        }
        anyhow::bail!("no token is labelled {}", self.label)
    }

    fn session(&self) -> anyhow::Result<Session> {
        ensure!(!self.pin_refused.get(), "the token refused the PIN before");
        let session = self.module.open_ro_session(self.slot()?);
        let session = session.context("the token opens no session")?;
        match session.login(UserType::User, Some(&self.pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(error) => {
                self.pin_refused.set(true);
                Err(error).context("the token refuses the PIN")
            }
        }
    }

    /// The one private key of the token that may sign.
    fn key(&self, session: &Session) -> anyhow::Result<ObjectHandle> {
        let wanted = [
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::Sign(true),
        ];
        let keys = session.find_objects(&wanted).context("keys of the token")?;
        match keys.as_slice() {
            [key] => Ok(*key),
            keys => anyhow::bail!("the token has {} signing keys instead of one", keys.len()),
        }
    }

    fn try_sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        let session = self.session()?;
        let key = self.key(&session)?;
        let (mechanism, digest) = mechanism(algorithm);
        let signature = match digest {
            None => session.sign(&mechanism, key, message),
            Some(digest) => session.sign(&mechanism, key, &hash(digest, message)?),
        };
        signature.context("the token does not sign")
    }
}

impl TerminalSigner for TokenSigner {
    fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        self.try_sign(algorithm, message).map_err(|error| {
            tracing::warn!(
                error = format_args!("{error:#}"),
                "no signature of the terminal"
            );
            SigningError("the token gave none")
        })
    }
}

/// How the token signs, and the digest that it leaves to us. Its ECDSA is r | s already.
fn mechanism(algorithm: SignatureAlgorithm) -> (Mechanism<'static>, Option<MessageDigest>) {
    use SignatureAlgorithm as A;
    let pss = |hash_alg, mgf, s_len: Ulong| PkcsPssParams {
        hash_alg,
        mgf,
        s_len,
    };
    match algorithm {
        A::RsaSha1 => (Mechanism::Sha1RsaPkcs, None),
        A::RsaSha256 => (Mechanism::Sha256RsaPkcs, None),
        A::RsaSha512 => (Mechanism::Sha512RsaPkcs, None),
        A::RsaPssSha1 => {
            let params = pss(MechanismType::SHA1, PkcsMgfType::MGF1_SHA1, Ulong::from(20));
            (Mechanism::Sha1RsaPkcsPss(params), None)
        }
        A::RsaPssSha256 => {
            let params = pss(
                MechanismType::SHA256,
                PkcsMgfType::MGF1_SHA256,
                Ulong::from(32),
            );
            (Mechanism::Sha256RsaPkcsPss(params), None)
        }
        A::RsaPssSha512 => {
            let params = pss(
                MechanismType::SHA512,
                PkcsMgfType::MGF1_SHA512,
                Ulong::from(64),
            );
            (Mechanism::Sha512RsaPkcsPss(params), None)
        }
        A::EcdsaSha1 => (Mechanism::Ecdsa, Some(MessageDigest::sha1())),
        A::EcdsaSha224 => (Mechanism::Ecdsa, Some(MessageDigest::sha224())),
        A::EcdsaSha256 => (Mechanism::Ecdsa, Some(MessageDigest::sha256())),
        A::EcdsaSha384 => (Mechanism::Ecdsa, Some(MessageDigest::sha384())),
        A::EcdsaSha512 => (Mechanism::Ecdsa, Some(MessageDigest::sha512())),
    }
}
