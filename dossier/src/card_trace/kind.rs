//! What kind of card was read: protocols, curves and lengths. Of a key only its length, of a file only its own.

use openssl::pkey::{Id, PKey};
use reader::files::{DataGroupNumber, FileId};
use reader::lds::com::Com;
use reader::lds::security_infos::SecurityInfos;
use reader::lds::{card_access::CardAccess, dg14, dg15};
use reader::read_out::{AccessProtocol, Attempt, ReadOut};
use reader::reading::floor::CardShape;
use reader::reading::{ExtendedLength, ReaderProfile};
use serde::{Deserialize, Serialize};

use super::{TracedCommand, hex};

/// Header, length, 255 bytes and expected length; 256 bytes and the status word. ISO/IEC 7816-4 §5.1.
const SHORT_COMMAND: usize = 261;
const SHORT_ANSWER: usize = 258;

/// Protocols, curves and lengths of one card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TracedCard {
    /// EF.CardAccess, hexadecimal: names of protocols and curves, the same on every card of a kind.
    pub card_access: Option<String>,
    /// standardizedDomainParameters of PACE, Doc 9303-11 §9.5.1; nothing for basic access control.
    pub pace_parameters: Option<u8>,
    /// Whether basic access control opened the chip.
    pub basic_access_control: bool,
    /// Longest answer that gets through, status word included; nothing on a card of short answers.
    pub longest_answer: Option<usize>,
    /// Whether a command or an answer was longer than a short one can be.
    pub extended_length: bool,
    /// Whether an answer said 6282, end of the file.
    pub end_of_file_warning: bool,
    /// Bytes of every file that was read.
    pub files: Vec<(String, usize)>,
    /// Data groups that EF.COM names and the card did not give.
    pub withheld: Vec<u8>,
    /// Keys of chip authentication.
    pub chip_keys: Vec<ChipKeyKind>,
    /// Key of active authentication.
    pub active_authentication: Option<ActiveAuthenticationKind>,
    /// Whether the chip offers terminal authentication.
    pub terminal_authentication: bool,
}

/// One key of chip authentication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChipKeyKind {
    /// Last arc of the protocol, Doc 9303-11 §9.2.5: 1 3DES, 2 to 4 AES-128 to AES-256.
    pub cipher: u8,
    /// Bits of the key.
    pub bits: u32,
    /// Whether it is on a curve.
    pub elliptic: bool,
    /// Whether the key writes its domain parameters out.
    pub explicit: bool,
    /// Key identifier, when there is one.
    pub id: Option<u8>,
}

/// Key of active authentication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActiveAuthenticationKind {
    /// Bits of the key.
    pub bits: u32,
    /// ECDSA, or RSA with message recovery.
    pub elliptic: bool,
    /// Last arc of the signature's algorithm, BSI TR-03111 §5.2.1: 1 SHA-1 to 5 SHA-512.
    pub hash: Option<u8>,
    /// Whether the signature was DER instead of plain.
    pub der: bool,
    /// Bytes of the signature.
    pub signature: usize,
}

impl TracedCard {
    /// What kind of card was read, complete or not.
    #[must_use]
    pub fn of(read_out: &ReadOut, commands: &[TracedCommand], learnt: &ReaderProfile) -> Self {
        let files = &read_out.files;
        let access = read_out.evidence.access.map(|access| access.protocol);
        let card_access = files.bytes(FileId::CardAccess);
        let security = files
            .data_group(DataGroupNumber::SECURITY_OPTIONS)
            .and_then(|bytes| dg14::parse(bytes).ok())
            .unwrap_or_default();
        Self {
            // What is not of the standard's form could be anything, and is left out.
            card_access: card_access
                .filter(|bytes| CardAccess::parse(bytes).is_ok())
                .map(hex),
            pace_parameters: match access {
                Some(AccessProtocol::Pace { parameter_id }) => Some(parameter_id),
                Some(AccessProtocol::Bac) | None => None,
            },
            basic_access_control: access == Some(AccessProtocol::Bac),
            longest_answer: match learnt.extended_length {
                ExtendedLength::UpTo(length) => Some(length),
                ExtendedLength::Unknown | ExtendedLength::Refused => None,
            },
            extended_length: commands
                .iter()
                .any(|one| one.sent > SHORT_COMMAND || one.received > SHORT_ANSWER),
            end_of_file_warning: commands.iter().any(|one| one.status == "6282"),
            files: files
                .iter()
                .map(|(file, bytes)| (file.name(), bytes.len()))
                .collect(),
            withheld: withheld(read_out),
            chip_keys: chip_keys(&security),
            active_authentication: active_authentication(read_out, &security),
            terminal_authentication: security.terminal_authentication,
        }
    }

    /// Bytes of one file, when it was read.
    #[must_use]
    pub fn length_of(&self, file: FileId) -> Option<usize> {
        let name = file.name();
        let found = self.files.iter().find(|(known, _)| *known == name);
        found.map(|(_, length)| *length)
    }

    /// What the shortest reading of it depends on.
    #[must_use]
    pub fn shape(&self) -> CardShape {
        let in_session =
            |name: &str| FileId::from_name(name).is_some_and(|file| !file.is_of_master_file());
        let lengths = self.files.iter();
        CardShape {
            card_access: match self.basic_access_control {
                true => None,
                false => self.length_of(FileId::CardAccess),
            },
            public_key: self.pace_parameters.map_or(0, public_key_octets),
            block: match self.chip_keys.first() {
                Some(key) if key.cipher == 1 => 8,
                None if self.basic_access_control => 8,
                _ => 16,
            },
            longest_answer: self.longest_answer,
            chip_authentication: !self.chip_keys.is_empty(),
            active_authentication: self.active_authentication.as_ref().map(|key| key.signature),
            files: lengths
                .filter(|(name, _)| in_session(name))
                .map(|(_, length)| *length)
                .collect(),
        }
    }
}

fn withheld(read_out: &ReadOut) -> Vec<u8> {
    let com = read_out.files.bytes(FileId::Com);
    let listed = com.and_then(|bytes| Com::parse(bytes).ok());
    let listed = listed.map_or_else(Vec::new, |com| com.data_groups);
    let given = |number: &DataGroupNumber| read_out.files.data_group(*number).is_some();
    let withheld = listed.into_iter().filter(|number| !given(number));
    withheld.map(DataGroupNumber::value).collect()
}

fn chip_keys(security: &SecurityInfos) -> Vec<ChipKeyKind> {
    let keys = security.chip_authentication_public_keys.iter();
    keys.filter_map(|key| {
        let infos = &security.chip_authentication;
        let info = infos.iter().find(|info| info.key_id == key.key_id)?;
        let (bits, elliptic) = size(&key.subject_public_key_info)?;
        let octets = usize::try_from(bits).ok()?.div_ceil(8);
        Some(ChipKeyKind {
            cipher: info.protocol.last_arc(),
            bits,
            elliptic,
            // A named curve and its point take no more than this.
            explicit: elliptic && key.subject_public_key_info.len() > 2 * octets + 40,
            id: key.key_id.as_deref().and_then(|id| id.first().copied()),
        })
    })
    .collect()
}

fn active_authentication(
    read_out: &ReadOut,
    security: &SecurityInfos,
) -> Option<ActiveAuthenticationKind> {
    let Attempt::Answered(response) = &read_out.evidence.active_authentication else {
        return None;
    };
    let number = DataGroupNumber::ACTIVE_AUTHENTICATION_KEY;
    let key = dg15::parse(read_out.files.data_group(number)?).ok()?;
    let (bits, elliptic) = size(&key)?;
    let plain = usize::try_from(bits).ok()?.div_ceil(8) * 2;
    let algorithm = security.active_authentication.as_ref();
    Some(ActiveAuthenticationKind {
        bits,
        elliptic,
        hash: algorithm.map(|info| info.signature_algorithm.last_arc()),
        der: elliptic && response.signature.len() != plain,
        signature: response.signature.len(),
    })
}

/// Bits of a key, and whether it is on a curve.
fn size(subject_public_key_info: &[u8]) -> Option<(u32, bool)> {
    let key = PKey::public_key_from_der(subject_public_key_info).ok()?;
    Some((key.bits(), key.id() == Id::EC))
}

/// Bytes of a public key on the wire, Doc 9303-11 §9.5.1, table 6.
fn public_key_octets(parameters: u8) -> usize {
    let point = |coordinate: usize| 1 + 2 * coordinate;
    match parameters {
        0 => 128,
        1 | 2 => 256,
        8 | 9 => point(24),
        10 | 11 => point(28),
        14 => point(40),
        15 | 16 => point(48),
        17 => point(64),
        18 => point(66),
        _ => point(32),
    }
}
