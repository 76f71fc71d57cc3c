//! EF01 packet stream: finds packets between boot bytes (0x55), noise and broken frames.

use zeroize::Zeroize;

use super::packet::{Address, HEADER, MAX_PAYLOAD_BYTES, Packet, PacketError, PacketKind, sum};

/// The longest frame; the decoder never holds more bytes than this.
pub const MAX_FRAME_BYTES: usize = PREFIX_BYTES + MAX_PAYLOAD_BYTES + 2;

/// Header, address, PID and LENGTH.
const PREFIX_BYTES: usize = 9;

/// Incremental decoder for one module's address; frames of other addresses are noise to it.
pub struct PacketDecoder {
    address: Address,
    held: Vec<u8>,
    noise_bytes: u64,
}

impl PacketDecoder {
    /// A decoder that listens to one address.
    pub fn new(address: Address) -> Self {
        Self {
            address,
            held: Vec::with_capacity(MAX_FRAME_BYTES),
            noise_bytes: 0,
        }
    }

    /// Takes bytes as the line gave them and returns every packet that is now whole.
    ///
    /// After a broken frame only its header is dropped: when a byte was lost, the next packet
    /// begins inside what looked like the old one.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Result<Packet, PacketError>> {
        let mut found = Vec::new();
        for byte in bytes {
            self.held.push(*byte);
            loop {
                match self.examine() {
                    Finding::Incomplete => break,
                    Finding::Noise => self.drop_noise(1),
                    Finding::Broken(error) => {
                        found.push(Err(error));
                        self.drop_noise(HEADER.len());
                    }
                    Finding::Whole(packet, frame_bytes) => {
                        found.push(Ok(packet));
                        self.drop_front(frame_bytes);
                    }
                }
            }
        }
        found
    }

    /// Bytes held for a packet that is not whole yet.
    pub fn held_bytes(&self) -> usize {
        self.held.len()
    }

    /// Bytes so far that belonged to no packet.
    pub fn noise_bytes(&self) -> u64 {
        self.noise_bytes
    }

    fn examine(&self) -> Finding {
        let expected = HEADER.iter().chain(&self.address.0);
        if self
            .held
            .iter()
            .zip(expected)
            .any(|(byte, want)| byte != want)
        {
            return Finding::Noise;
        }
        let Some((prefix, rest)) = self.held.split_at_checked(PREFIX_BYTES) else {
            return Finding::Incomplete;
        };
        let [.., pid, high, low] = prefix else {
            return Finding::Incomplete;
        };
        let Some(kind) = PacketKind::from_pid(*pid) else {
            return Finding::Noise;
        };
        let length = u16::from_be_bytes([*high, *low]);
        let payload_bytes = usize::from(length).saturating_sub(2);
        if payload_bytes == 0 || payload_bytes > MAX_PAYLOAD_BYTES {
            return Finding::Broken(PacketError::BadLength { length });
        }
        let Some((payload, [sum_high, sum_low, ..])) = rest.split_at_checked(payload_bytes) else {
            return Finding::Incomplete;
        };
        let stated = u16::from_be_bytes([*sum_high, *sum_low]);
        let computed = sum(kind, length, payload);
        if stated != computed {
            return Finding::Broken(PacketError::BadChecksum { stated, computed });
        }
        match Packet::new(kind, payload) {
            Ok(packet) => Finding::Whole(packet, PREFIX_BYTES + payload_bytes + 2),
            Err(error) => Finding::Broken(error),
        }
    }

    fn drop_noise(&mut self, count: usize) {
        self.noise_bytes = self.noise_bytes.saturating_add(count as u64);
        self.drop_front(count);
    }

    fn drop_front(&mut self, count: usize) {
        let count = count.min(self.held.len());
        self.held.rotate_left(count);
        let keep = self.held.len() - count;
        if let Some(gone) = self.held.get_mut(keep..) {
            gone.zeroize();
        }
        self.held.truncate(keep);
    }
}

impl Drop for PacketDecoder {
    fn drop(&mut self) {
        self.held.zeroize();
    }
}

enum Finding {
    Incomplete,
    Noise,
    Broken(PacketError),
    Whole(Packet, usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ_SYS_PARA: [u8; 12] = [
        0xEF, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00, 0x03, 0x0F, 0x00, 0x13,
    ];

    #[test]
    fn two_byte_reads_and_boot_bytes_do_not_hide_a_packet() {
        let mut line = vec![0x55, 0xEF, 0x55, 0xEF];
        line.extend_from_slice(&READ_SYS_PARA);
        let mut decoder = PacketDecoder::new(Address::default());
        let found: Vec<_> = line.chunks(2).flat_map(|part| decoder.feed(part)).collect();
        let [Ok(packet)] = found.as_slice() else {
            panic!("one packet");
        };
        assert_eq!(packet.payload(), [0x0F]);
        assert_eq!(decoder.noise_bytes(), 4);
        assert_eq!(decoder.held_bytes(), 0);
    }

    #[test]
    fn a_frame_that_lost_a_byte_does_not_swallow_the_next() {
        let mut line = READ_SYS_PARA.to_vec();
        line.remove(9);
        line.extend_from_slice(&READ_SYS_PARA);
        let mut decoder = PacketDecoder::new(Address::default());
        let found = decoder.feed(&line);
        assert!(matches!(
            found.first(),
            Some(Err(PacketError::BadChecksum { .. }))
        ));
        assert!(matches!(found.get(1), Some(Ok(_))));
    }

    #[test]
    fn another_modules_packet_is_noise() {
        let mut decoder = PacketDecoder::new(Address([0, 0, 0, 1]));
        assert!(decoder.feed(&READ_SYS_PARA).is_empty());
        assert_eq!(decoder.held_bytes(), 0);
    }

    #[test]
    fn an_impossible_length_is_refused_at_once() {
        let mut decoder = PacketDecoder::new(Address::default());
        let found = decoder.feed(&[0xEF, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0xFF, 0xFF]);
        assert_eq!(found, [Err(PacketError::BadLength { length: 0xFFFF })]);
    }
}
