//! The module: password, parameters, finger, image upload.

mod library;

use std::time::Duration;

use library::Library;

use crate::fault::Fault;
use crate::frame::{ACKNOWLEDGE, CommandReader, DATA, Heard, LAST_DATA, frame};
use crate::pty::Device;
use crate::ridges::{Impression, ridge_levels};

const OK: u8 = 0x00;
const PACKET_ERROR: u8 = 0x01;
const NO_FINGER: u8 = 0x02;
const CANNOT_SEND: u8 = 0x0E;
const UPLOAD_FAILED: u8 = 0x0F;
const TOO_FEW_FEATURES: u8 = 0x07;
const TEMPLATE_NOT_SENT: u8 = 0x0D;
const NO_VALID_IMAGE: u8 = 0x15;
const WRONG_PASSWORD: u8 = 0x13;
const PASSWORD_NEEDED: u8 = 0x21;

/// The data packet that a fault hits.
const FAULTY_PACKET: usize = 100;

/// What the module is and what is wrong with it.
#[derive(Debug, Clone)]
pub struct SensorConfig {
    /// Pixels across; even.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Which finger lies on the window.
    pub seed: u64,
    /// How many fingers take turns: the next one lies there after every upload.
    pub fingers: u8,
    /// Its serial number in ReadProdInfo.
    pub serial: [u8; 8],
    /// The module's password.
    pub password: u32,
    /// How often GenImg finds nothing before the finger is there.
    pub looks_before_finger: u8,
    /// Whether the firmware knows ReadProdInfo (3C).
    pub states_geometry: bool,
    /// The fault.
    pub fault: Fault,
}

impl Default for SensorConfig {
    fn default() -> Self {
        Self {
            width: 256,
            height: 288,
            seed: 18,
            fingers: 1,
            serial: *b"00000018",
            password: 0,
            looks_before_finger: 2,
            states_geometry: true,
            fault: Fault::None,
        }
    }
}

/// A simulated module: bytes from the host in, bytes to the host out.
pub struct Sensor {
    config: SensorConfig,
    reader: CommandReader,
    unlocked: bool,
    looks: u8,
    frames: Vec<Vec<u8>>,
    /// How many images were uploaded.
    uploads: usize,
    image: Option<Vec<u8>>,
    library: Library,
    /// What the host's data packets are for.
    awaited: Option<Awaited>,
    download: Vec<u8>,
    password: u32,
    unplugged: bool,
    commands: u8,
}

enum Awaited {
    Image,
    Features(u8),
}

impl Sensor {
    const ADDRESS: u32 = 0xFFFF_FFFF;
    const PACKET_BYTES: usize = 128;

    /// A module that has just booted.
    pub fn new(config: SensorConfig) -> Self {
        Self {
            unlocked: config.password == 0,
            frames: frames_on_the_line(&config),
            uploads: 0,
            password: config.password,
            config,
            reader: CommandReader::new(Self::ADDRESS),
            looks: 0,
            image: None,
            library: Library::default(),
            awaited: None,
            download: Vec::new(),
            unplugged: false,
            commands: 0,
        }
    }

    /// The image on the line, two pixels for each byte, the left one in the high nibble.
    pub fn upload(&self) -> Vec<u8> {
        let turn = self.uploads.checked_rem(self.frames.len());
        let frame = turn.and_then(|turn| self.frames.get(turn));
        frame.cloned().unwrap_or_default()
    }

    fn obey(&mut self, payload: &[u8], answer: &mut Vec<u8>) {
        match (payload, self.unlocked) {
            ([0x13, password @ ..], _) => self.verify_password(password, answer),
            (_, false) => acknowledge(&[PASSWORD_NEEDED], answer),
            ([0x0F], _) => acknowledge(&self.system_parameters(), answer),
            ([0x3C], _) if self.config.states_geometry => {
                acknowledge(&self.product_info(), answer);
            }
            ([0x01], _) => self.generate_image(answer),
            ([0x0A], _) => self.upload_image(answer),
            ([0x0B], _) => {
                self.awaited = Some(Awaited::Image);
                acknowledge(&[OK], answer);
            }
            ([0x02, buffer], _) => acknowledge(&[self.features(*buffer)], answer),
            ([0x09, buffer], _) => {
                self.awaited = Some(Awaited::Features(*buffer));
                acknowledge(&[OK], answer);
            }
            ([0x08, buffer], _) => self.upload_features(*buffer, answer),
            ([0x12, a, b, c, d], _) => {
                self.password = u32::from_be_bytes([*a, *b, *c, *d]);
                acknowledge(&[OK], answer);
            }
            ([0x35, ..] | [0x3D] | [0x40] | [0x50] | [0x51] | [0x17, _] | [0x0E, _, _], _) => {
                acknowledge(&[OK], answer);
            }
            _ => match self.library.obey(payload) {
                Some(said) => acknowledge(&said, answer),
                None => acknowledge(&[PACKET_ERROR], answer),
            },
        }
    }

    /// Img2Tz: 15 without an image, 07 for a frame that is no finger of this sensor.
    fn features(&mut self, buffer: u8) -> u8 {
        let Some(image) = &self.image else {
            return NO_VALID_IMAGE;
        };
        let known = self.frames.iter().position(|frame| frame == image);
        match known {
            Some(finger) => self.library.keep(buffer, self.config.seed + finger as u64),
            None => TOO_FEW_FEATURES,
        }
    }

    fn upload_features(&self, buffer: u8, answer: &mut Vec<u8>) {
        let Some(template) = self.library.template(buffer) else {
            return acknowledge(&[TEMPLATE_NOT_SENT], answer);
        };
        acknowledge(&[OK], answer);
        let mut pieces = template.chunks(Self::PACKET_BYTES).peekable();
        while let Some(piece) = pieces.next() {
            let pid = if pieces.peek().is_some() {
                DATA
            } else {
                LAST_DATA
            };
            answer.extend(frame(Self::ADDRESS, pid, piece));
        }
    }

    /// A data packet from the host belongs to the download that was asked for.
    fn take_data(&mut self, piece: &[u8], last: bool) {
        self.download.extend(piece);
        if !last {
            return;
        }
        let whole = std::mem::take(&mut self.download);
        match self.awaited.take() {
            Some(Awaited::Image) => self.image = Some(whole),
            Some(Awaited::Features(buffer)) => self.library.put(buffer, whole),
            None => {}
        }
    }

    fn verify_password(&mut self, password: &[u8], answer: &mut Vec<u8>) {
        let right = password == self.password.to_be_bytes();
        self.unlocked = right && self.config.fault != Fault::WrongPassword;
        let code = if self.unlocked { OK } else { WRONG_PASSWORD };
        acknowledge(&[code], answer);
    }

    fn system_parameters(&self) -> Vec<u8> {
        // Status: password verified (bit 2), image buffer valid (bit 3).
        let status = 0b100 | if self.image.is_some() { 0b1000 } else { 0 };
        let mut payload = vec![OK, 0, status, 0, 0, 0, 0xC8, 0, 3];
        payload.extend(Self::ADDRESS.to_be_bytes());
        payload.extend([0, 2, 0, 6]);
        payload
    }

    fn product_info(&self) -> Vec<u8> {
        let mut payload = vec![OK];
        payload.extend(b"SIMULATED EF01\0\0");
        payload.extend(b"0001");
        payload.extend(self.config.serial);
        payload.extend([1, 0]);
        payload.extend(b"RIDGES\0\0");
        payload.extend(self.config.width.to_be_bytes());
        payload.extend(self.config.height.to_be_bytes());
        payload.extend(512_u16.to_be_bytes());
        payload.extend(200_u16.to_be_bytes());
        payload
    }

    fn generate_image(&mut self, answer: &mut Vec<u8>) {
        let absent = self.looks < self.config.looks_before_finger;
        if absent || self.config.fault == Fault::NoFinger {
            self.looks = self.looks.saturating_add(1);
            return acknowledge(&[NO_FINGER], answer);
        }
        self.looks = 0;
        self.image = Some(self.upload());
        acknowledge(&[OK], answer);
    }

    fn upload_image(&mut self, answer: &mut Vec<u8>) {
        let Some(image) = self.image.clone() else {
            return acknowledge(&[UPLOAD_FAILED], answer);
        };
        match self.config.fault {
            Fault::Refused => return acknowledge(&[UPLOAD_FAILED], answer),
            Fault::CannotSend => return acknowledge(&[CANNOT_SEND], answer),
            _ => {}
        }
        acknowledge(&[OK], answer);
        let pieces: Vec<&[u8]> = image.chunks(Self::PACKET_BYTES).collect();
        for (index, piece) in pieces.iter().enumerate() {
            let last = index + 1 == pieces.len();
            let pid = if last { LAST_DATA } else { DATA };
            let mut packet = frame(Self::ADDRESS, pid, piece);
            match self.config.fault {
                Fault::BadSum if index == FAULTY_PACKET => packet[20] ^= 0x10,
                Fault::DroppedPacket if index == FAULTY_PACKET => continue,
                Fault::DuplicatePacket if index == FAULTY_PACKET => packet.extend(packet.clone()),
                Fault::MissingLast if last => packet = frame(Self::ADDRESS, DATA, piece),
                Fault::WrongAddress if index == FAULTY_PACKET => packet = frame(1, pid, piece),
                Fault::Noise if index % 7 == 0 => packet.insert(0, 0x55),
                Fault::Overlong if last => {
                    packet = frame(Self::ADDRESS, DATA, piece).repeat(pieces.len());
                }
                Fault::UnplugMidImage if index == FAULTY_PACKET => {
                    self.unplugged = true;
                    return;
                }
                _ => {}
            }
            answer.extend(packet);
        }
        self.uploads = self.uploads.wrapping_add(1);
    }
}

impl Device for Sensor {
    fn receive(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut answer = Vec::new();
        for heard in self.reader.read(bytes) {
            if self.config.fault == Fault::Noise {
                answer.extend([0x55, 0x55]);
            }
            if self.config.fault == Fault::UnplugAt(self.commands) {
                self.unplugged = true;
                return answer;
            }
            self.commands = self.commands.saturating_add(1);
            match heard {
                Heard::Command(payload) => self.obey(&payload, &mut answer),
                Heard::Data(piece) => self.take_data(&piece, false),
                Heard::LastData(piece) => self.take_data(&piece, true),
                Heard::Damaged => acknowledge(&[PACKET_ERROR], &mut answer),
            }
        }
        answer
    }

    fn delay(&self) -> Duration {
        match self.config.fault {
            Fault::LateAck(delay) => delay,
            _ => Duration::ZERO,
        }
    }

    fn unplugged(&self) -> bool {
        self.unplugged
    }
}

fn acknowledge(payload: &[u8], answer: &mut Vec<u8>) {
    answer.extend(frame(Sensor::ADDRESS, ACKNOWLEDGE, payload));
}

/// Growing a finger takes longer than a host waits for an answer, so they lie ready.
fn frames_on_the_line(config: &SensorConfig) -> Vec<Vec<u8>> {
    let seeds = (0..config.fingers.max(1)).map(|finger| config.seed + u64::from(finger));
    seeds.map(|seed| frame_on_the_line(config, seed)).collect()
}

fn frame_on_the_line(config: &SensorConfig, seed: u64) -> Vec<u8> {
    let impression = match config.fault {
        Fault::EmptyFrame => Impression::Nothing,
        _ => Impression::Finger,
    };
    ridge_levels(seed, config.width, config.height, impression)
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::COMMAND;

    fn ask(sensor: &mut Sensor, payload: &[u8]) -> Vec<u8> {
        sensor.receive(&frame(Sensor::ADDRESS, COMMAND, payload))
    }

    #[test]
    fn an_upload_is_288_packets_and_40_032_bytes() {
        let mut sensor = Sensor::new(SensorConfig {
            looks_before_finger: 1,
            ..SensorConfig::default()
        });
        assert_eq!(ask(&mut sensor, &[0x0A])[9], UPLOAD_FAILED);
        assert_eq!(ask(&mut sensor, &[0x01])[9], NO_FINGER);
        assert_eq!(ask(&mut sensor, &[0x01])[9], OK);
        let upload = ask(&mut sensor, &[0x0A]);
        assert_eq!(upload.len(), 12 + 40_032);
    }

    #[test]
    fn fingers_take_turns() {
        let mut sensor = Sensor::new(SensorConfig {
            width: 64,
            height: 64,
            fingers: 2,
            looks_before_finger: 0,
            ..SensorConfig::default()
        });
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(sensor.upload());
            assert_eq!(ask(&mut sensor, &[0x01])[9], OK);
            ask(&mut sensor, &[0x0A]);
        }
        assert_ne!(seen[0], seen[1]);
        assert_eq!(seen[0], seen[2]);
    }

    #[test]
    fn a_set_password_locks_everything_else() {
        let mut sensor = Sensor::new(SensorConfig {
            password: 7,
            ..SensorConfig::default()
        });
        assert_eq!(ask(&mut sensor, &[0x0F])[9], PASSWORD_NEEDED);
        assert_eq!(ask(&mut sensor, &[0x13, 0, 0, 0, 0])[9], WRONG_PASSWORD);
        assert_eq!(ask(&mut sensor, &[0x13, 0, 0, 0, 7])[9], OK);
        assert_eq!(ask(&mut sensor, &[0x0F])[9], OK);
    }

    #[test]
    fn product_info_has_the_manuals_46_bytes() {
        let mut sensor = Sensor::new(SensorConfig::default());
        assert_eq!(ask(&mut sensor, &[0x3C]).len(), 11 + 1 + 46);
    }
}
