//! One reading of a card: the bytes of its files and what its chip did to prove itself.

use zeroize::Zeroizing;

use crate::files::ElementaryFiles;
use crate::presented::Presented;

/// Everything that a verdict needs, and that can be verified again elsewhere.
#[derive(Clone, Default)]
pub struct ReadOut {
    /// The files, as read.
    pub files: ElementaryFiles,
    /// How access was gained and how the chip answered its challenges.
    pub evidence: ChipEvidence,
    /// What was presented at the counter, first what gave the key that opened the chip. The shell adds it.
    pub presented: Vec<Presented>,
}

/// What was seen of the chip besides its files.
#[derive(Clone, Default)]
pub struct ChipEvidence {
    /// The access protocol that opened the chip.
    pub access: Option<AccessEvidence>,
    /// Chip authentication, ICAO Doc 9303-11 §6.2.
    pub chip_authentication: Attempt<ChipAuthenticationTranscript>,
    /// Active authentication, ICAO Doc 9303-11 §6.1.
    pub active_authentication: Attempt<ActiveAuthenticationResponse>,
    /// PACE with chip authentication mapping, ICAO Doc 9303-11 §4.4.3.3.3.
    pub pace_cam: Attempt<PaceCamTranscript>,
    /// What the chip lets this terminal read. ICAO Doc 9303-11 §7.
    pub terminal_authentication: TerminalAuthorisation,
}

/// How a chip protocol ended, apart from whether its result convinces.
#[derive(Clone, Default)]
pub enum Attempt<T> {
    /// The chip's files do not promise it.
    NotOffered,
    /// The reading ended before it.
    #[default]
    NotReached,
    /// The chip refused or answered nonsense; the status word it gave, when it gave one.
    Failed(Option<u16>),
    /// The chip answered; the answer is still to be judged.
    Answered(T),
}

/// Which protocol opened the chip, and with which password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessEvidence {
    /// The protocol.
    pub protocol: AccessProtocol,
    /// The password.
    pub password: PasswordKind,
}

/// ICAO Doc 9303-11 §4.3, §4.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessProtocol {
    /// PACE with the parameter identifier of EF.CardAccess.
    Pace {
        /// standardizedDomainParameters, 9303-11 §9.5.1.
        parameter_id: u8,
    },
    /// Basic access control.
    Bac,
}

/// ICAO Doc 9303-11 §4.4.4.1, password reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// Derived from document number, date of birth and date of expiry.
    Mrz,
    /// Card access number.
    Can,
    /// Personal identification number.
    Pin,
}

/// Enough to repeat the key agreement against DG14: it convinces only who knows that the
/// ephemeral key was chosen honestly, that is the terminal. ICAO Doc 9303-11 §6.2.
#[derive(Clone)]
pub struct ChipAuthenticationTranscript {
    /// Content octets of the protocol's object identifier, as in DG14.
    pub protocol: Vec<u8>,
    /// keyId of the chip's public key, when DG14 gives one.
    pub key_id: Option<Vec<u8>>,
    /// The terminal's ephemeral private key, big-endian, as long as the curve's order.
    pub ephemeral_private_key: Zeroizing<Vec<u8>>,
    /// The first command under the new session keys, as sent.
    pub protected_command: Vec<u8>,
    /// The chip's answer to it, status word included.
    pub protected_response: Vec<u8>,
}

/// What the chip gave to tie the mapping of PACE to its static key. It convinces only who knows that the
/// mapping took place, that is the terminal. ICAO Doc 9303-11 §4.4.3.3.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceCamTranscript {
    /// standardizedDomainParameters of the mapping.
    pub parameter_id: u8,
    /// The chip's public key of the mapping, 04 | x | y.
    pub mapping_key: Vec<u8>,
    /// CA_IC, deciphered.
    pub chip_authentication_data: Vec<u8>,
}

/// Whether the chip opened its fingerprints to this terminal. ICAO Doc 9303-11 §7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TerminalAuthorisation {
    /// The chip does not ask for terminal authentication.
    NotOffered,
    /// The reading ended before it.
    #[default]
    NotReached,
    /// This terminal has no certificate that the chip's authority issued: fingerprints stay closed.
    NotAuthorised,
    /// The chip refused the certificates or the signature, or broke the protocol; its status word, when
    /// it refused.
    Refused(Option<u16>),
    /// The chip accepted the terminal.
    Authorised {
        /// Certificate holder reference of the terminal.
        holder: String,
        /// Whether its certificates grant DG3.
        reads_fingers: bool,
    },
}

/// A signature over a challenge. ICAO Doc 9303-11 §6.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveAuthenticationResponse {
    /// The challenge sent.
    pub challenge: ActiveAuthenticationChallenge,
    /// The chip's answer, without status word.
    pub signature: Vec<u8>,
}

/// RND.IFD of active authentication: 8 bytes. ICAO Doc 9303-11 §6.1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveAuthenticationChallenge(pub [u8; 8]);
