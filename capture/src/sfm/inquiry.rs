//! SFM inquiry: ID, then SR of module type, firmware, image quality and image format.

use super::packet::{Command, ErrorByte, Packet, PacketDecoder, Parameter};
use super::session::DOTS_PER_INCH;
use crate::fault::CaptureError;
use crate::fingerprint::GreyDepth;
use crate::fingerprint::device::{DeviceCapability, ImageQualityClass};
use crate::inquiry::{InquiryStep, Statement};

/// What is read after the module's number.
const PARAMETERS: [Parameter; 4] = [
    Parameter::ModuleType,
    Parameter::FirmwareVersion,
    Parameter::ImageQuality,
    Parameter::Timeout,
];

/// The dialogue as a machine.
pub struct Inquiry {
    decoder: PacketDecoder,
    /// How many of [`PARAMETERS`] were asked for; none while the number is asked for.
    asked: Option<usize>,
    statement: Statement,
}

impl Default for Inquiry {
    fn default() -> Self {
        Self {
            decoder: PacketDecoder::default(),
            asked: None,
            statement: Statement {
                model: "SFM".to_owned(),
                // The size of its image comes with the image; a class nobody has certified.
                capability: Some(DeviceCapability {
                    window: None,
                    dpi: DOTS_PER_INCH,
                    depth: GreyDepth::Levels256,
                    quality: ImageQualityClass::Unstated,
                }),
                ..Statement::default()
            },
        }
    }
}

impl Inquiry {
    fn answer(&mut self, packet: &Packet) -> InquiryStep {
        let command = Command::from_code(packet.command);
        match (self.asked, command, ErrorByte::from_code(packet.flag)) {
            (None, Some(Command::ModuleId), Some(ErrorByte::Success)) => {
                self.statement.serial = Some(packet.param.to_string());
                self.next()
            }
            (Some(at), Some(Command::SystemRead), Some(ErrorByte::Success)) => {
                if let Some(parameter) = PARAMETERS.get(at) {
                    self.note(*parameter, packet.size);
                }
                self.next()
            }
            // A module without the number or the parameter is not refused for it.
            (_, Some(Command::ModuleId | Command::SystemRead), Some(ErrorByte::Unsupported)) => {
                self.next()
            }
            (_, Some(Command::ModuleId | Command::SystemRead), _) => {
                InquiryStep::Failed(CaptureError::Refused {
                    operation: self.operation(),
                    code: packet.flag,
                })
            }
            _ => InquiryStep::Failed(CaptureError::Unexpected {
                operation: self.operation(),
            }),
        }
    }

    fn next(&mut self) -> InquiryStep {
        let at = self.asked.map_or(0, |at| at + 1);
        self.asked = Some(at);
        match PARAMETERS.get(at) {
            Some(parameter) => send(Command::SystemRead, parameter.code()),
            None => InquiryStep::Done(std::mem::take(&mut self.statement)),
        }
    }

    fn note(&mut self, parameter: Parameter, value: u32) {
        match parameter {
            Parameter::ModuleType => self.statement.model = format!("SFM {value:02x}"),
            Parameter::FirmwareVersion => self.statement.firmware = Some(version(value)),
            Parameter::ImageQuality => self.parameter("image quality", value),
            _ => self.parameter("timeout", value),
        }
    }

    fn parameter(&mut self, name: &'static str, value: u32) {
        let parameters = &mut self.statement.parameters;
        parameters.push((name, format!("{value:02x}")));
    }

    fn operation(&self) -> &'static str {
        match self.asked {
            None => "ID",
            Some(_) => "SR",
        }
    }
}

/// Four letters in one word, the second and third being the digits of the version: ` 16A` is 1.6A.
/// Assumed: the manual shows the word and not its meaning.
fn version(value: u32) -> String {
    match value.to_be_bytes() {
        [_, major @ b'0'..=b'9', minor @ b'0'..=b'9', patch] => {
            let patch = char::from(patch);
            let patch = if patch.is_ascii_alphanumeric() {
                patch.to_string()
            } else {
                String::new()
            };
            format!("{}.{}{patch}", char::from(major), char::from(minor))
        }
        _ => format!("{value:08x}"),
    }
}

fn send(command: Command, flag: u8) -> InquiryStep {
    let packet = Packet::command(command, 0, 0, flag);
    InquiryStep::Send(packet.encode().to_vec())
}

impl crate::inquiry::Inquiry for Inquiry {
    fn start(&mut self) -> InquiryStep {
        send(Command::ModuleId, 0)
    }

    fn receive(&mut self, bytes: &[u8]) -> InquiryStep {
        for byte in bytes {
            let step = match self.decoder.feed(*byte) {
                None => InquiryStep::Read,
                Some(Err(error)) => InquiryStep::Failed(error),
                Some(Ok(packet)) => self.answer(&packet),
            };
            if !matches!(step, InquiryStep::Read) {
                return step;
            }
        }
        InquiryStep::Read
    }

    fn expire(&mut self) -> InquiryStep {
        InquiryStep::Failed(CaptureError::NoAnswer {
            operation: self.operation(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_two_digits_in_a_word_or_the_word_itself() {
        assert_eq!(version(u32::from_be_bytes(*b" 16A")), "1.6A");
        assert_eq!(version(u32::from_be_bytes(*b"018\0")), "1.8");
        assert_eq!(version(7), "00000007");
    }
}
