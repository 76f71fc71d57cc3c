//! EF01 inquiry: VfyPwd, ReadSysPara, ReadProdInfo.

use super::confirmation::Confirmation;
use super::decoder::PacketDecoder;
use super::module_info::{ProductInfo, SystemParameters};
use super::operation::Operation;
use super::packet::{Address, Packet, PacketKind};
use super::session::DOTS_PER_INCH;
use crate::fault::CaptureError;
use crate::fingerprint::GreyDepth;
use crate::fingerprint::device::{DeviceCapability, ImageQualityClass};
use crate::inquiry::{InquiryStep, Statement};

/// What modules are called that do not say what they are.
const NAMELESS: &str = "EF01";

/// The dialogue as a machine.
pub struct Inquiry {
    address: Address,
    decoder: PacketDecoder,
    asked: Option<Operation>,
    password: u32,
    parameters: Option<SystemParameters>,
}

impl Inquiry {
    /// An inquiry that has sent nothing.
    #[must_use]
    pub fn new(address: Address, password: u32) -> Self {
        Self {
            address,
            decoder: PacketDecoder::new(address),
            asked: None,
            password,
            parameters: None,
        }
    }

    fn ask(&mut self, operation: Operation) -> InquiryStep {
        let frame = operation.encode(self.address).to_vec();
        self.asked = Some(operation);
        InquiryStep::Send(frame)
    }

    fn answer(&mut self, packet: &Packet) -> InquiryStep {
        let Some(asked) = self.asked.clone() else {
            return InquiryStep::Failed(CaptureError::SessionOver);
        };
        let operation = asked.name();
        let code_and_rest = packet.payload().split_first();
        let (PacketKind::Acknowledge, Some((code, rest))) = (packet.kind(), code_and_rest) else {
            // The rest of an upload that an earlier session abandoned.
            return InquiryStep::Read;
        };
        match (asked, Confirmation::from_code(*code)) {
            (_, Confirmation::WrongPassword | Confirmation::PasswordNeeded) => {
                InquiryStep::Failed(CaptureError::WrongPassword)
            }
            (Operation::VerifyPassword(_), Confirmation::Ok) => {
                self.ask(Operation::ReadSystemParameters)
            }
            (Operation::ReadSystemParameters, Confirmation::Ok) => {
                self.parameters = SystemParameters::parse(rest);
                match self.parameters {
                    Some(_) => self.ask(Operation::ReadProductInfo),
                    None => InquiryStep::Failed(CaptureError::Unexpected { operation }),
                }
            }
            (Operation::ReadProductInfo, Confirmation::Ok) => self.done(ProductInfo::parse(rest)),
            // A module without the operation answers with some error code.
            (Operation::ReadProductInfo, _) => self.done(None),
            (_, other) => InquiryStep::Failed(CaptureError::Refused {
                operation,
                code: other.code(),
            }),
        }
    }

    fn done(&mut self, product: Option<ProductInfo>) -> InquiryStep {
        self.asked = None;
        let window = product.as_ref().map(|product| {
            let geometry = product.geometry;
            (geometry.width(), geometry.height())
        });
        let mut statement = Statement {
            model: NAMELESS.to_owned(),
            capability: Some(DeviceCapability {
                window,
                dpi: DOTS_PER_INCH,
                depth: GreyDepth::Levels16,
                quality: ImageQualityClass::Unstated,
            }),
            ..Statement::default()
        };
        let parameters = &mut statement.parameters;
        if let Some(known) = &self.parameters {
            parameters.extend([
                ("system id", format!("{:04x}", known.system_id)),
                ("capacity", known.capacity.to_string()),
                ("security level", known.security_level.to_string()),
                ("packet bytes", known.packet_bytes.to_string()),
                ("line rate", known.baud.to_string()),
            ]);
        }
        if let Some(product) = product {
            let geometry = product.geometry;
            let size = format!("{} x {}", geometry.width(), geometry.height());
            parameters.push(("image", size));
            statement.model = named(product.model).unwrap_or(statement.model);
            statement.serial = named(product.serial);
        }
        InquiryStep::Done(statement)
    }
}

fn named(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl crate::inquiry::Inquiry for Inquiry {
    fn start(&mut self) -> InquiryStep {
        self.ask(Operation::VerifyPassword(self.password))
    }

    fn receive(&mut self, bytes: &[u8]) -> InquiryStep {
        for found in self.decoder.feed(bytes) {
            let step = match found {
                Ok(packet) => self.answer(&packet),
                // Debris of an earlier session; the answer's deadline bounds it.
                Err(_) if matches!(self.asked, Some(Operation::VerifyPassword(_))) => {
                    InquiryStep::Read
                }
                Err(error) => InquiryStep::Failed(error.into()),
            };
            if !matches!(step, InquiryStep::Read) {
                return step;
            }
        }
        InquiryStep::Read
    }

    fn expire(&mut self) -> InquiryStep {
        match &self.asked {
            // Only a module that does not know the operation may stay silent.
            Some(Operation::ReadProductInfo) => self.done(None),
            Some(command) => InquiryStep::Failed(CaptureError::NoAnswer {
                operation: command.name(),
            }),
            None => InquiryStep::Failed(CaptureError::SessionOver),
        }
    }
}
