//! SFM dialogue of one finger image: SW image format, SI, image data.

use super::image::ImageData;
use super::packet::{Command, END, ErrorByte, Packet, PacketDecoder, Parameter};
use crate::dialogue::{Await, Dialogue, Step};
use crate::fault::CaptureError;
use crate::fingerprint::{Finger, FingerprintImage, GreyDepth};

/// How often the module may fail to take an image of a finger that it sees.
const MAX_IMAGING_TRIES: u8 = 5;
/// The family's sensors are sold as 500 ppi.
pub(super) const DOTS_PER_INCH: u16 = 500;

/// How the image is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// One byte for each pixel.
    Grey,
    /// WSQ.
    Wsq,
}

impl ImageFormat {
    fn value(self) -> u32 {
        match self {
            Self::Grey => 0x30,
            Self::Wsq => 0x33,
        }
    }
}

/// The dialogue as a machine without a line and without a clock.
pub struct Session {
    finger: Finger,
    format: ImageFormat,
    decoder: PacketDecoder,
    imaging_tries: u8,
    state: State,
}

enum State {
    Idle,
    Format,
    Scanning,
    /// The finger was seen; the image is being made.
    Scanned,
    NoFinger,
    Receiving(ImageData),
    Over,
}

impl Session {
    /// A session that has sent nothing.
    pub fn new(finger: Finger, format: ImageFormat) -> Self {
        Self {
            finger,
            format,
            decoder: PacketDecoder::default(),
            imaging_tries: 0,
            state: State::Idle,
        }
    }
}

impl Dialogue for Session {
    fn start(&mut self) -> Step {
        match self.state {
            State::Idle => {
                self.state = State::Format;
                let flag = Parameter::ImageFormat.code();
                send(Packet::command(
                    Command::SystemWrite,
                    0,
                    self.format.value(),
                    flag,
                ))
            }
            _ => self.fail(CaptureError::SessionOver),
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> Step {
        let mut latest = Step::Read;
        let mut rest = bytes;
        while let Some((first, behind)) = rest.split_first() {
            if let State::Receiving(data) = &mut self.state {
                let missing = data.announced - data.received.len();
                if missing == 0 {
                    return self.end(*first);
                }
                let (now, later) = rest.split_at(missing.min(rest.len()));
                data.received.extend_from_slice(now);
                latest = Step::Progress {
                    received: data.received.len(),
                    expected: Some(data.announced),
                };
                rest = later;
                continue;
            }
            rest = behind;
            match self.decoder.feed(*first) {
                None => {}
                Some(Err(error)) => return self.fail(error),
                Some(Ok(packet)) => match self.answer(&packet) {
                    Step::Read => {}
                    // The image may begin in the same read.
                    step @ Step::Progress { .. } => latest = step,
                    step => return step,
                },
            }
        }
        latest
    }

    fn look_again(&mut self) -> Step {
        match self.state {
            State::NoFinger => self.scan(),
            _ => self.fail(CaptureError::SessionOver),
        }
    }

    fn expire(&mut self) -> Step {
        let error = match &self.state {
            State::Scanning | State::NoFinger => CaptureError::NoFinger,
            State::Receiving(data) if data.received.len() == data.announced => {
                CaptureError::LastPacketMissing {
                    received: data.announced,
                }
            }
            State::Receiving(data) => CaptureError::Truncated {
                received: data.received.len(),
                expected: data.announced,
            },
            State::Format => CaptureError::NoAnswer { operation: "SW" },
            State::Scanned => CaptureError::NoAnswer { operation: "SI" },
            State::Idle | State::Over => CaptureError::SessionOver,
        };
        self.fail(error)
    }

    fn awaits(&self) -> Await {
        match self.state {
            State::Idle | State::Over => Await::Nothing,
            State::Format => Await::Answer,
            State::Scanning | State::NoFinger => Await::Finger,
            State::Scanned | State::Receiving(_) => Await::Image,
        }
    }

    fn has_frame(&self) -> bool {
        matches!(self.state, State::Scanned | State::Receiving(_))
    }
}

impl Session {
    fn answer(&mut self, packet: &Packet) -> Step {
        use ErrorByte as E;
        match (
            &self.state,
            Command::from_code(packet.command),
            E::from_code(packet.flag),
        ) {
            (State::Format, Some(Command::SystemWrite), Some(E::Success)) => self.scan(),
            (State::Scanning, Some(Command::ScanImage), Some(E::ScanSuccess)) => {
                self.state = State::Scanned;
                Step::Progress {
                    received: 0,
                    expected: None,
                }
            }
            (State::Scanning | State::Scanned, Some(Command::ScanImage), Some(E::Success)) => {
                match ImageData::announced(packet.size) {
                    Ok(data) => {
                        self.state = State::Receiving(data);
                        Step::Read
                    }
                    Err(error) => self.fail(error),
                }
            }
            (State::Scanning, Some(Command::ScanImage), Some(E::TimeOut)) => {
                self.state = State::NoFinger;
                Step::AwaitFinger
            }
            (
                State::Scanning | State::Scanned,
                Some(Command::ScanImage),
                Some(E::ScanFail | E::TryAgain),
            ) => self.imaging_failed(),
            (
                State::Format | State::Scanning | State::Scanned,
                Some(Command::SystemWrite | Command::ScanImage),
                _,
            ) => {
                let operation = self.operation();
                self.fail(CaptureError::Refused {
                    operation,
                    code: packet.flag,
                })
            }
            _ => {
                let operation = self.operation();
                self.fail(CaptureError::Unexpected { operation })
            }
        }
    }

    /// Only the end byte behind the announced length makes the image whole.
    fn end(&mut self, byte: u8) -> Step {
        let State::Receiving(data) = std::mem::replace(&mut self.state, State::Over) else {
            return self.fail(CaptureError::SessionOver);
        };
        if byte != END {
            return self.fail(CaptureError::Overlong {
                received: data.announced + 1,
                expected: data.announced,
            });
        }
        let image = data.finish().and_then(|grey| {
            FingerprintImage::new(grey, GreyDepth::Levels256, DOTS_PER_INCH, self.finger)
        });
        match image {
            Ok(image) => Step::Done(image),
            Err(error) => Step::Failed(error),
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

    fn scan(&mut self) -> Step {
        self.state = State::Scanning;
        send(Packet::command(Command::ScanImage, 0, 0, 0))
    }

    fn fail(&mut self, error: CaptureError) -> Step {
        self.state = State::Over;
        Step::Failed(error)
    }

    fn operation(&self) -> &'static str {
        match self.state {
            State::Format => "SW",
            State::Idle | State::Over => "nothing",
            _ => "SI",
        }
    }
}

fn send(packet: Packet) -> Step {
    Step::Send(packet.encode().to_vec())
}
