//! A simulated Suprema SFM module: SW, SR, SI, RI, CA and ID of its packet protocol.

use std::time::Duration;

use clap::ValueEnum;

use crate::pty::Device;
use crate::synthetic::{Finger, Impression};

const WIDTH: u16 = 272;
const HEIGHT: u16 = 320;
const LATE: Duration = Duration::from_secs(6);

const SUCCESS: u8 = 0x61;
const SCAN_SUCCESS: u8 = 0x62;
const SCAN_FAIL: u8 = 0x63;
const TIME_OUT: u8 = 0x6C;
const UNSUPPORTED: u8 = 0x75;
const BUSY: u8 = 0x80;

/// One thing that the module does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fault {
    /// Nothing.
    None,
    /// The sum of the scan's answer is wrong.
    BadSum,
    /// The image is announced larger than it is.
    Short,
    /// The image's header names other sides.
    WrongSize,
    /// The end byte is another one.
    NoEnd,
    /// More is announced than any image has.
    Endless,
    /// Every answer comes after six seconds.
    Late,
    /// Nobody places a finger.
    NoFinger,
    /// The scan always fails.
    ScanFail,
    /// Another operation runs.
    Busy,
    /// The frame holds no finger.
    EmptyFrame,
    /// The cable is pulled before the first answer.
    UnplugAtOnce,
    /// The cable is pulled when the finger is asked for.
    UnplugAtScan,
    /// The cable is pulled in the middle of the image.
    UnplugMidImage,
}

/// The module: bytes from the host in, bytes to the host out.
pub struct Module {
    seed: u64,
    /// The fingers that take turns: growing one takes longer than a host waits, so they lie ready.
    frames: Vec<Vec<u8>>,
    scans: usize,
    number: u32,
    fault: Fault,
    format: u32,
    buffer: Vec<u8>,
    unplugged: bool,
}

impl Module {
    /// A module that has just booted; it sends binary images until it is told otherwise.
    pub fn new(seed: u64, fault: Fault) -> Self {
        Self {
            seed,
            frames: frames(seed, 1, fault),
            scans: 0,
            number: 18,
            fault,
            format: 0x31,
            buffer: Vec::new(),
            unplugged: false,
        }
    }

    /// The same with this many fingers that take turns: the next one lies there after every image.
    #[must_use]
    pub fn with_fingers(self, fingers: u8) -> Self {
        Self {
            frames: frames(self.seed, fingers, self.fault),
            ..self
        }
    }

    /// The same with another number.
    #[must_use]
    pub fn with_number(self, number: u32) -> Self {
        Self { number, ..self }
    }

    /// The pixels that it sends, one byte each.
    pub fn pixels(&self) -> Vec<u8> {
        let turn = self.scans.checked_rem(self.frames.len());
        let frame = turn.and_then(|turn| self.frames.get(turn));
        frame.cloned().unwrap_or_default()
    }

    fn obey(&mut self, packet: &[u8], answer: &mut Vec<u8>) {
        let (command, flag) = (packet[1], packet[10]);
        let size = u32::from_le_bytes([packet[6], packet[7], packet[8], packet[9]]);
        match (command, flag) {
            _ if self.fault == Fault::UnplugAtOnce => self.unplugged = true,
            _ if self.fault == Fault::Busy => answer.extend(frame(command, 0, 0, BUSY)),
            (0x01, 0x6C) => {
                self.format = size;
                answer.extend(frame(command, 0, size, SUCCESS));
            }
            (0x03, 0x6C) => answer.extend(frame(command, 0, self.format, SUCCESS)),
            (0x03, 0x6D) => answer.extend(frame(command, 0, 0x7F, SUCCESS)),
            (0x03, 0x6E) => {
                let version = u32::from_be_bytes(*b" 10T");
                answer.extend(frame(command, 0, version, SUCCESS));
            }
            (0x15, _) => self.scan(answer),
            (0x20, _) => self.image(command, answer),
            (0x60, _) => answer.extend(frame(command, 0, 0, SUCCESS)),
            (0x85, _) => answer.extend(frame(command, self.number, 0, SUCCESS)),
            _ => answer.extend(frame(command, 0, 0, UNSUPPORTED)),
        }
    }

    fn scan(&mut self, answer: &mut Vec<u8>) {
        match self.fault {
            Fault::UnplugAtScan => self.unplugged = true,
            Fault::NoFinger => answer.extend(frame(0x15, 0, 0, TIME_OUT)),
            Fault::ScanFail => answer.extend(frame(0x15, 0, 0, SCAN_FAIL)),
            _ => {
                let mut seen = frame(0x15, 0, 0, SCAN_SUCCESS);
                if self.fault == Fault::BadSum {
                    seen[11] ^= 0x10;
                }
                answer.extend(seen);
                self.image(0x15, answer);
            }
        }
    }

    fn image(&mut self, command: u8, answer: &mut Vec<u8>) {
        if self.format != 0x30 {
            return answer.extend(frame(command, 0, 0, UNSUPPORTED));
        }
        let pixels = self.pixels();
        let width = match self.fault {
            Fault::WrongSize => WIDTH + 8,
            _ => WIDTH,
        };
        let length = u32::try_from(pixels.len()).unwrap_or(u32::MAX);
        let mut data = Vec::new();
        for word in [width.into(), HEIGHT.into(), 0, 0, 0x30, length, 0] {
            data.extend(u32::to_le_bytes(word));
        }
        data.extend(pixels);
        let whole = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let announced = match self.fault {
            Fault::Short => whole + 100,
            Fault::Endless => u32::MAX,
            _ => whole,
        };
        answer.extend(frame(command, 0, announced, SUCCESS));
        if self.fault == Fault::UnplugMidImage {
            self.unplugged = true;
            data.truncate(data.len() / 2);
            return answer.extend(data);
        }
        answer.extend(data);
        self.scans = self.scans.wrapping_add(1);
        if self.fault != Fault::Short {
            answer.push(if self.fault == Fault::NoEnd {
                0x55
            } else {
                0x0A
            });
        }
    }
}

impl Device for Module {
    fn receive(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut answer = Vec::new();
        for byte in bytes {
            if self.buffer.is_empty() && *byte != 0x40 {
                continue;
            }
            self.buffer.push(*byte);
            if self.buffer.len() == 13 {
                let packet = std::mem::take(&mut self.buffer);
                if packet[11] == sum(&packet[..11]) && packet[12] == 0x0A {
                    self.obey(&packet, &mut answer);
                }
            }
        }
        answer
    }

    fn delay(&self) -> Duration {
        match self.fault {
            Fault::Late => LATE,
            _ => Duration::ZERO,
        }
    }

    fn unplugged(&self) -> bool {
        self.unplugged
    }
}

fn frames(seed: u64, fingers: u8, fault: Fault) -> Vec<Vec<u8>> {
    let frame = |finger: u8| match fault {
        Fault::EmptyFrame => vec![243; usize::from(WIDTH) * usize::from(HEIGHT)],
        _ => {
            let finger = Finger::grow(seed + u64::from(finger));
            finger.print(&Impression::good(WIDTH, HEIGHT)).pixels
        }
    };
    (0..fingers.max(1)).map(frame).collect()
}

fn frame(command: u8, param: u32, size: u32, error: u8) -> Vec<u8> {
    let mut bytes = vec![0x40, command];
    bytes.extend(param.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.push(error);
    bytes.push(sum(&bytes));
    bytes.push(0x0A);
    bytes
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_packet_has_its_sum_and_an_unknown_command_is_unsupported() {
        assert_eq!(frame(5, 0x9929, 0, 0)[11], 0x07);
        let mut module = Module::new(1, Fault::None);
        assert_eq!(module.receive(&frame(0x7F, 0, 0, 0))[10], UNSUPPORTED);
    }
}
