//! EF01 dialogue of one finger image: VfyPwd, ReadSysPara, ReadProdInfo, GenImg …, UpImage.

use super::assembler::ImageAssembler;
use super::confirmation::Confirmation;
use super::decoder::PacketDecoder;
use super::module_info::{ProductInfo, SensorGeometry, SystemParameters};
use super::operation::Operation;
use super::packet::{Address, Packet, PacketError, PacketKind};
use crate::dialogue::{Await, Dialogue, Step};
use crate::fault::CaptureError;
use crate::fingerprint::{Finger, FingerprintImage, GreyDepth};

/// How often the module may fail to take an image of a finger that it sees.
const MAX_IMAGING_TRIES: u8 = 5;

/// The family's optical and capacitive modules alike are sold as 500 ppi (R503: 508).
pub(super) const DOTS_PER_INCH: u16 = 500;

/// What a session needs to know before it starts.
#[derive(Clone, Copy)]
pub struct SessionConfig {
    /// The module's address.
    pub address: Address,
    /// The module's password; 0 from the factory.
    pub password: u32,
    /// The finger that the citizen was asked to place.
    pub finger: Finger,
}

/// The dialogue as a machine without a line and without a clock.
pub struct Session {
    config: SessionConfig,
    decoder: PacketDecoder,
    geometry: Option<SensorGeometry>,
    imaging_tries: u8,
    state: State,
}

enum State {
    Idle,
    Password,
    Parameters,
    Product,
    Imaging,
    NoFinger,
    UploadAsked,
    Uploading(ImageAssembler),
    Over,
}

impl Session {
    /// A session that has sent nothing.
    pub fn new(config: SessionConfig) -> Self {
        Self {
            config,
            decoder: PacketDecoder::new(config.address),
            geometry: None,
            imaging_tries: 0,
            state: State::Idle,
        }
    }
}

impl Dialogue for Session {
    fn start(&mut self) -> Step {
        match self.state {
            State::Idle => self.send(
                Operation::VerifyPassword(self.config.password),
                State::Password,
            ),
            _ => self.fail(CaptureError::SessionOver),
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> Step {
        let mut latest = Step::Read;
        for found in self.decoder.feed(bytes) {
            let step = match found {
                Ok(packet) => self.packet(&packet),
                Err(error) => self.broken(error),
            };
            match step {
                // Another packet in the same read does not undo progress.
                Step::Read => {}
                Step::Progress { .. } => latest = step,
                // The line is half duplex: whatever else came before our next command is debris.
                _ => return step,
            }
        }
        latest
    }

    fn look_again(&mut self) -> Step {
        match self.state {
            State::NoFinger => self.send(Operation::GenerateImage, State::Imaging),
            _ => self.fail(CaptureError::SessionOver),
        }
    }

    // Only a module that does not know ReadProdInfo may stay silent.
    fn expire(&mut self) -> Step {
        let error = match &self.state {
            State::Product => return self.send(Operation::GenerateImage, State::Imaging),
            State::NoFinger => CaptureError::NoFinger,
            State::Uploading(image) => silence(image),
            State::Idle | State::Over => CaptureError::SessionOver,
            State::Password | State::Parameters | State::Imaging | State::UploadAsked => {
                CaptureError::NoAnswer {
                    operation: self.operation(),
                }
            }
        };
        self.fail(error)
    }

    fn awaits(&self) -> Await {
        match self.state {
            State::Idle | State::Over => Await::Nothing,
            State::NoFinger => Await::Finger,
            State::Uploading(_) => Await::Image,
            _ => Await::Answer,
        }
    }

    fn has_frame(&self) -> bool {
        matches!(self.state, State::UploadAsked | State::Uploading(_))
    }
}

impl Session {
    fn packet(&mut self, packet: &Packet) -> Step {
        match (packet.kind(), &mut self.state) {
            (PacketKind::Data | PacketKind::LastData, State::Uploading(_)) => {
                self.image_data(packet)
            }
            // The rest of an upload that an earlier session abandoned.
            (PacketKind::Data | PacketKind::LastData, State::Password) => Step::Read,
            (PacketKind::Acknowledge, State::Uploading(_) | State::NoFinger) => self.unexpected(),
            (PacketKind::Acknowledge, _) => match packet.payload().split_first() {
                Some((code, rest)) => self.answer(Confirmation::from_code(*code), rest),
                None => self.unexpected(),
            },
            _ => self.unexpected(),
        }
    }

    fn answer(&mut self, confirmation: Confirmation, rest: &[u8]) -> Step {
        match (&self.state, confirmation) {
            (State::Idle | State::Over, _) => self.fail(CaptureError::SessionOver),
            (_, Confirmation::WrongPassword | Confirmation::PasswordNeeded) => {
                self.fail(CaptureError::WrongPassword)
            }
            (State::Password, Confirmation::Ok) => {
                self.send(Operation::ReadSystemParameters, State::Parameters)
            }
            (State::Parameters, Confirmation::Ok) => match SystemParameters::parse(rest) {
                Some(_) => self.send(Operation::ReadProductInfo, State::Product),
                None => self.unexpected(),
            },
            // A module without the operation answers with some error code.
            (State::Product, _) => {
                self.geometry = (confirmation == Confirmation::Ok)
                    .then(|| ProductInfo::parse(rest))
                    .flatten()
                    .map(|info| info.geometry);
                self.send(Operation::GenerateImage, State::Imaging)
            }
            (State::Imaging, Confirmation::Ok) => {
                self.send(Operation::UploadImage, State::UploadAsked)
            }
            (State::Imaging, Confirmation::NoFinger) => {
                self.state = State::NoFinger;
                Step::AwaitFinger
            }
            (State::Imaging, Confirmation::ImagingFailed) => self.imaging_failed(),
            (State::UploadAsked, Confirmation::Ok) => {
                self.state = State::Uploading(ImageAssembler::new(self.geometry));
                Step::Read
            }
            (_, other) => self.fail(CaptureError::Refused {
                operation: self.operation(),
                code: other.code(),
            }),
        }
    }

    fn imaging_failed(&mut self) -> Step {
        self.imaging_tries += 1;
        if self.imaging_tries >= MAX_IMAGING_TRIES {
            return self.fail(CaptureError::ImagingFailed {
                tries: self.imaging_tries,
            });
        }
        self.state = State::NoFinger;
        Step::AwaitFinger
    }

    fn image_data(&mut self, packet: &Packet) -> Step {
        let State::Uploading(image) = &mut self.state else {
            return self.unexpected();
        };
        if let Err(error) = image.push(packet.payload()) {
            return self.fail(error);
        }
        if packet.kind() == PacketKind::Data {
            return Step::Progress {
                received: image.received(),
                expected: image.expected(),
            };
        }
        let State::Uploading(image) = std::mem::replace(&mut self.state, State::Over) else {
            return self.unexpected();
        };
        let captured = image.finish().and_then(|grey| {
            FingerprintImage::new(grey, GreyDepth::Levels16, DOTS_PER_INCH, self.config.finger)
        });
        match captured {
            Ok(fingerprint) => Step::Done(fingerprint),
            Err(error) => Step::Failed(error),
        }
    }

    fn broken(&mut self, error: PacketError) -> Step {
        match self.state {
            // Debris of an earlier session; the answer's deadline bounds it.
            State::Password => Step::Read,
            _ => self.fail(error.into()),
        }
    }

    fn unexpected(&mut self) -> Step {
        self.fail(CaptureError::Unexpected {
            operation: self.operation(),
        })
    }

    fn send(&mut self, operation: Operation, next: State) -> Step {
        self.state = next;
        Step::Send(operation.encode(self.config.address).to_vec())
    }

    fn fail(&mut self, error: CaptureError) -> Step {
        self.state = State::Over;
        Step::Failed(error)
    }

    fn operation(&self) -> &'static str {
        match self.state {
            State::Password => Operation::VerifyPassword(0).name(),
            State::Parameters => Operation::ReadSystemParameters.name(),
            State::Product => Operation::ReadProductInfo.name(),
            State::Imaging | State::NoFinger => Operation::GenerateImage.name(),
            State::UploadAsked | State::Uploading(_) => Operation::UploadImage.name(),
            State::Idle | State::Over => "nothing",
        }
    }
}

/// Why the data packets stopped: the image is short, or only its end was not marked.
fn silence(image: &ImageAssembler) -> CaptureError {
    let received = image.received();
    match image.expected() {
        Some(expected) if received < expected => CaptureError::Truncated { received, expected },
        _ => CaptureError::LastPacketMissing { received },
    }
}
