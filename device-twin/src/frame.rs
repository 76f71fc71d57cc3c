//! Framing as the module does it: `EF 01 | address | PID | LENGTH | payload | SUM`.

pub(crate) const COMMAND: u8 = 0x01;
pub(crate) const DATA: u8 = 0x02;
pub(crate) const ACKNOWLEDGE: u8 = 0x07;
pub(crate) const LAST_DATA: u8 = 0x08;

/// The longest LENGTH: a data packet of 256 bytes and its sum.
const MAX_LENGTH: usize = 258;

pub(crate) fn frame(address: u32, pid: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap_or(u16::MAX);
    let mut bytes = vec![0xEF, 0x01];
    bytes.extend(address.to_be_bytes());
    bytes.push(pid);
    bytes.extend(length.to_be_bytes());
    bytes.extend(payload);
    // Everything behind the address is summed.
    let sum: u32 = bytes.iter().skip(6).map(|byte| u32::from(*byte)).sum();
    let [_, _, high, low] = sum.to_be_bytes();
    bytes.extend([high, low]);
    bytes
}

/// What the module made of the bytes so far.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Command(Vec<u8>),
    Data(Vec<u8>),
    LastData(Vec<u8>),
    Damaged,
}

/// Collects frames that are addressed to this module; others are not answered at all.
pub(crate) struct CommandReader {
    address: u32,
    buffer: Vec<u8>,
}

impl CommandReader {
    pub(crate) fn new(address: u32) -> Self {
        Self {
            address,
            buffer: Vec::new(),
        }
    }

    pub(crate) fn read(&mut self, bytes: &[u8]) -> Vec<Heard> {
        let mut heard = Vec::new();
        for byte in bytes {
            self.buffer.push(*byte);
            let header = [0xEF, 0x01];
            let begun = self.buffer.len().min(header.len());
            if self.buffer[..begun] != header[..begun] {
                self.buffer.drain(..1);
            }
            if self.buffer.len() < 9 {
                continue;
            }
            let length = usize::from(u16::from_be_bytes([self.buffer[7], self.buffer[8]]));
            if !(3..=MAX_LENGTH).contains(&length) {
                self.buffer.clear();
                heard.push(Heard::Damaged);
            } else if self.buffer.len() == 9 + length {
                let whole = std::mem::take(&mut self.buffer);
                heard.extend(self.understand(&whole));
            }
        }
        heard
    }

    fn understand(&self, whole: &[u8]) -> Option<Heard> {
        if whole[2..6] != self.address.to_be_bytes() {
            return None;
        }
        let payload = &whole[9..whole.len() - 2];
        let intact = frame(self.address, whole[6], payload) == whole;
        Some(match (whole[6], intact) {
            (COMMAND, true) => Heard::Command(payload.to_vec()),
            (DATA, true) => Heard::Data(payload.to_vec()),
            (LAST_DATA, true) => Heard::LastData(payload.to_vec()),
            _ => Heard::Damaged,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_acknowledge_is_framed() {
        let payload = [
            0, 0, 0, 0, 0, 0, 0xC8, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 0, 6,
        ];
        let bytes = frame(0xFFFF_FFFF, ACKNOWLEDGE, &payload);
        assert_eq!(bytes[6..9], [0x07, 0x00, 0x13]);
        assert_eq!(bytes[bytes.len() - 2..], [0x04, 0xE9]);
    }

    #[test]
    fn a_foreign_address_is_ignored_and_damage_is_reported() {
        let mut reader = CommandReader::new(0xFFFF_FFFF);
        assert!(reader.read(&frame(1, COMMAND, &[0x01])).is_empty());
        let mut broken = frame(0xFFFF_FFFF, COMMAND, &[0x01]);
        broken[11] ^= 1;
        assert_eq!(reader.read(&broken), [Heard::Damaged]);
        let good = frame(0xFFFF_FFFF, COMMAND, &[0x01]);
        assert_eq!(reader.read(&good), [Heard::Command(vec![0x01])]);
    }
}
