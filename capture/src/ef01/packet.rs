//! EF01 packet: header, module address, PID, LENGTH, payload, SUM.

use std::fmt;

use zeroize::Zeroizing;

use crate::fault::{CaptureError, Fault};

/// The largest payload that the protocol knows: a 256-byte data packet.
pub const MAX_PAYLOAD_BYTES: usize = 256;

pub(super) const HEADER: [u8; 2] = [0xEF, 0x01];

/// A module's 4-byte address; every module leaves the factory with all ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub [u8; 4]);

impl Default for Address {
    fn default() -> Self {
        Self([0xFF; 4])
    }
}

/// PID, the packet's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketKind {
    /// 01, host to module.
    Command,
    /// 02, more data packets follow.
    Data,
    /// 07, the answer to a command.
    Acknowledge,
    /// 08, no data packet follows.
    LastData,
}

impl PacketKind {
    /// The PID byte.
    pub fn pid(self) -> u8 {
        match self {
            Self::Command => 0x01,
            Self::Data => 0x02,
            Self::Acknowledge => 0x07,
            Self::LastData => 0x08,
        }
    }

    pub(super) fn from_pid(pid: u8) -> Option<Self> {
        match pid {
            0x01 => Some(Self::Command),
            0x02 => Some(Self::Data),
            0x07 => Some(Self::Acknowledge),
            0x08 => Some(Self::LastData),
            _ => None,
        }
    }
}

/// One packet. Data packets carry finger pixels, so the payload is wiped and never printed.
#[derive(PartialEq, Eq)]
pub struct Packet {
    kind: PacketKind,
    payload: Zeroizing<Vec<u8>>,
}

impl Packet {
    /// A packet of this kind; refuses an empty payload and one that no packet can hold.
    ///
    /// # Errors
    /// [`PacketError::BadLength`] for a payload outside `1..=256` bytes.
    pub fn new(kind: PacketKind, payload: &[u8]) -> Result<Self, PacketError> {
        let length = u16::try_from(payload.len().saturating_add(2)).unwrap_or(u16::MAX);
        if payload.is_empty() || payload.len() > MAX_PAYLOAD_BYTES {
            return Err(PacketError::BadLength { length });
        }
        Ok(Self {
            kind,
            payload: Zeroizing::new(payload.to_vec()),
        })
    }

    /// The kind.
    pub fn kind(&self) -> PacketKind {
        self.kind
    }

    /// The payload without LENGTH and SUM.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The bytes on the line.
    pub fn encode(&self, address: Address) -> Vec<u8> {
        let [high, low] = self.length().to_be_bytes();
        let mut frame = Vec::with_capacity(self.payload.len() + 11);
        frame.extend_from_slice(&HEADER);
        frame.extend_from_slice(&address.0);
        frame.extend_from_slice(&[self.kind.pid(), high, low]);
        frame.extend_from_slice(&self.payload);
        frame.extend_from_slice(&sum(self.kind, self.length(), &self.payload).to_be_bytes());
        frame
    }

    fn length(&self) -> u16 {
        // `new` bounds the payload, so the conversion cannot fail.
        u16::try_from(self.payload.len() + 2).unwrap_or(u16::MAX)
    }
}

impl fmt::Debug for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packet({:?}, {} bytes)", self.kind, self.payload.len())
    }
}

/// A frame that began as a packet and is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// SUM does not match.
    #[error("packet checksum {stated:#06x} stated, {computed:#06x} computed")]
    BadChecksum {
        /// The sum in the packet.
        stated: u16,
        /// The sum over the packet.
        computed: u16,
    },
    /// LENGTH is outside the protocol's range.
    #[error("packet length {length} is outside 3..=258")]
    BadLength {
        /// The field's value.
        length: u16,
    },
}

impl PacketError {
    /// The part of the packet's definition that was not met.
    pub fn clause(&self) -> &'static str {
        CaptureError::from(*self).clause()
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        CaptureError::from(*self).who()
    }
}

impl From<PacketError> for CaptureError {
    fn from(error: PacketError) -> Self {
        match error {
            PacketError::BadChecksum { stated, computed } => Self::BadChecksum { stated, computed },
            PacketError::BadLength { length } => Self::BadLength { length },
        }
    }
}

/// SUM: PID, both bytes of LENGTH and the payload, modulo 65536.
pub(super) fn sum(kind: PacketKind, length: u16, payload: &[u8]) -> u16 {
    let [high, low] = length.to_be_bytes();
    [kind.pid(), high, low]
        .iter()
        .chain(payload)
        .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)))
}
