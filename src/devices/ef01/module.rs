//! A module on its open port that does one operation after the other, for people who test it.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use capture::CaptureError;
use capture::ef01::{Address, Answer, Exchange, ExchangeStep, Operation};
use zeroize::Zeroizing;

use super::{Deadlines, Port};
use crate::devices::serial_line::Line;

/// What a module takes before it has said how large its data packets are.
const SMALLEST_PACKET: u16 = 32;
/// Pause between two looks for a finger.
const LOOK_INTERVAL: Duration = Duration::from_millis(120);

/// An unlocked module.
pub struct Module<'a> {
    line: Line<'a>,
    deadlines: Deadlines,
    packet_bytes: u16,
}

impl<'a> Module<'a> {
    /// Opens the port, unlocks the module and asks for its packet size.
    ///
    /// # Errors
    /// [`CaptureError`] when there is no module or its password is another one.
    pub fn open(
        port: Port<'_>,
        deadlines: Deadlines,
        cancel: &'a AtomicBool,
    ) -> Result<Self, CaptureError> {
        let mut line = Line::open(port.path, port.baud, cancel)?;
        line.settle(deadlines.image)?;
        let mut module = Self {
            line,
            deadlines,
            packet_bytes: SMALLEST_PACKET,
        };
        module.perform(Operation::VerifyPassword(port.password))?;
        if let Answer::Parameters(parameters) = module.perform(Operation::ReadSystemParameters)? {
            module.packet_bytes = parameters.packet_bytes;
        }
        Ok(module)
    }

    /// Does one operation.
    ///
    /// # Errors
    /// [`CaptureError`] of the line, or the module's refusal.
    pub fn perform(&mut self, operation: Operation) -> Result<Answer, CaptureError> {
        let patience = match operation {
            // These wait for a finger by themselves.
            Operation::AutoEnrol(_) | Operation::AutoIdentify(_) => self.deadlines.finger,
            Operation::UploadImage | Operation::DownloadImage(_) => self.deadlines.image,
            _ => self.deadlines.answer,
        };
        let mut exchange = Exchange::new(operation, Address::default(), self.packet_bytes);
        let mut step = exchange.start();
        let begun = Instant::now();
        let mut buffer = Zeroizing::new([0_u8; 1024]);
        loop {
            match step {
                ExchangeStep::Done(answer) => return Ok(answer),
                ExchangeStep::Failed(error) => return Err(error),
                ExchangeStep::SendAndDone(bytes) => {
                    self.line.send_long(&bytes, self.deadlines.image)?;
                    return Ok(Answer::Done);
                }
                ExchangeStep::Send(bytes) => self.line.send(&bytes)?,
                ExchangeStep::Read => {}
            }
            let count = self.line.read(&mut buffer[..])?;
            step = match exchange.receive(&buffer[..count]) {
                ExchangeStep::Read if begun.elapsed() >= patience => exchange.expire(),
                step => step,
            };
        }
    }

    /// Takes frames until there is a finger in one.
    ///
    /// # Errors
    /// [`CaptureError::NoFinger`] at the finger's deadline, or what the operation ends in.
    pub fn finger(&mut self) -> Result<(), CaptureError> {
        let begun = Instant::now();
        while let Answer::NoFinger = self.perform(Operation::GenerateImage)? {
            if begun.elapsed() >= self.deadlines.finger {
                return Err(CaptureError::NoFinger);
            }
            self.line.rest(LOOK_INTERVAL)?;
        }
        Ok(())
    }
}
