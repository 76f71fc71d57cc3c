//! JWS compact serialisation with one algorithm and one header form. RFC 7515 §3.1, RFC 7518 §3.4.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use josekit::jws::{self, ES256, JwsHeader};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::keys::{Backend, PrivateKey, PublicKey, RelyingParty, Signer, SourceDatabase, Terminal};

/// A kind of signed text, and whose key alone may sign it: the type in the header is looked at before
/// the signature, so that no token of one kind passes for another under the same key.
pub(crate) trait Token {
    /// The owner of the key.
    type Signer: Signer;
    /// `typ` of the JWS header, RFC 7515 §4.1.9.
    const TYPE: &'static str;
}

/// A sealed dossier.
pub(crate) enum SubmissionToken {}
/// The acknowledgement of a submission.
pub(crate) enum ReceiptToken {}
/// The list of devices that may be used.
pub(crate) enum DeviceListToken {}
/// How far the backend's audit log had come.
pub(crate) enum CheckpointToken {}
/// What a relying party asks.
pub(crate) enum PartyRequestToken {}
/// What it is answered.
pub(crate) enum PartyReceiptToken {}
/// A person's consent to be asked about.
pub(crate) enum ConsentToken {}
/// What a source tells by itself.
pub(crate) enum SourceEventToken {}
/// A source's answer about a case, as the backend keeps it.
pub(crate) enum SourceAnswerToken {}
/// A frozen report of the provider.
pub(crate) enum ProviderReportToken {}
/// What is handed over to another provider.
pub(crate) enum HandOverToken {}

impl Token for SubmissionToken {
    type Signer = Terminal;
    const TYPE: &'static str = "cccd-submission+jws";
}

impl Token for ReceiptToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-receipt+jws";
}

impl Token for DeviceListToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-device-list+jws";
}

impl Token for CheckpointToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-checkpoint+jws";
}

impl Token for PartyRequestToken {
    type Signer = RelyingParty;
    const TYPE: &'static str = "cccd-party-request+jws";
}

impl Token for PartyReceiptToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-party-receipt+jws";
}

impl Token for ConsentToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-consent+jws";
}

impl Token for SourceEventToken {
    type Signer = SourceDatabase;
    const TYPE: &'static str = "cccd-source-event+jws";
}

impl Token for SourceAnswerToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-source-answer+jws";
}

impl Token for ProviderReportToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-provider-report+jws";
}

impl Token for HandOverToken {
    type Signer = Backend;
    const TYPE: &'static str = "cccd-hand-over+jws";
}

/// The longest header that is looked at, in characters.
const MAX_HEADER: usize = 512;

/// Why a text is no JWS of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JwsRefused {
    Malformed,
    HeaderRefused,
    KeyUnknown,
    SignatureInvalid,
}

/// The only header that is accepted: no `jwk`, `x5c`, `jku`, `crit` or other algorithm.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

pub(crate) fn sign<T: Token>(
    payload: &[u8],
    kid: &str,
    key: &PrivateKey<T::Signer>,
) -> Option<String> {
    let der = Zeroizing::new(key.key.private_key_to_pkcs8().ok()?);
    let signer = ES256.signer_from_der(der.as_slice()).ok()?;
    let mut header = JwsHeader::new();
    header.set_token_type(T::TYPE);
    header.set_key_id(kid);
    jws::serialize_compact(payload, &header, &signer).ok()
}

/// Checks the header, finds the key by `kid`, checks the signature; payload and `kid` only then.
pub(crate) fn open<T: Token>(
    text: &str,
    lookup: impl FnOnce(&str) -> Option<PublicKey<T::Signer>>,
) -> Result<(Zeroizing<Vec<u8>>, String), JwsRefused> {
    let (header, rest) = text.split_once('.').ok_or(JwsRefused::Malformed)?;
    if header.len() > MAX_HEADER || rest.split('.').count() != 2 {
        return Err(JwsRefused::Malformed);
    }
    let header = URL_SAFE_NO_PAD
        .decode(header)
        .map_err(|_| JwsRefused::Malformed)?;
    let header: Header = serde_json::from_slice(&header).map_err(|_| JwsRefused::HeaderRefused)?;
    if header.alg != "ES256" || header.typ != T::TYPE {
        return Err(JwsRefused::HeaderRefused);
    }
    let key = lookup(&header.kid).ok_or(JwsRefused::KeyUnknown)?;
    let der = key
        .key
        .public_key_to_der()
        .map_err(|_| JwsRefused::KeyUnknown)?;
    let verifier = ES256
        .verifier_from_der(&der)
        .map_err(|_| JwsRefused::KeyUnknown)?;
    let (payload, _) =
        jws::deserialize_compact(text, &verifier).map_err(|_| JwsRefused::SignatureInvalid)?;
    Ok((Zeroizing::new(payload), header.kid))
}
