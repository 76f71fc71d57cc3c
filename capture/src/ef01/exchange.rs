//! One EF01 operation as a machine: bytes in, steps out. The driver owns port, clock and patience.

use zeroize::Zeroizing;

use super::answer::{Answer, Heard, understand};
use super::arguments::Sample;
use super::confirmation::Confirmation;
use super::decoder::PacketDecoder;
use super::operation::Operation;
use super::packet::{Address, MAX_PAYLOAD_BYTES, Packet, PacketKind};
use crate::fault::CaptureError;

/// More answers than any operation of several steps gives.
const MAX_ANSWERS: u8 = 64;

/// What the driver does next.
pub enum ExchangeStep {
    /// Write these bytes, then read.
    Send(Zeroizing<Vec<u8>>),
    /// Read on.
    Read,
    /// The operation is over.
    Done(Answer),
    /// Write these bytes; then the operation is over.
    SendAndDone(Zeroizing<Vec<u8>>),
    /// The operation is over without an answer that counts.
    Failed(CaptureError),
}

/// One operation that is sent once.
pub struct Exchange {
    operation: Operation,
    address: Address,
    packet_bytes: usize,
    decoder: PacketDecoder,
    state: State,
}

enum State {
    Idle,
    Asked { answers: u8 },
    Receiving(Zeroizing<Vec<u8>>),
    Over,
}

impl Exchange {
    /// An operation for the module at this address, which takes data packets of this payload.
    #[must_use]
    pub fn new(operation: Operation, address: Address, packet_bytes: u16) -> Self {
        let answering = match operation {
            Operation::SetAddress(new) => new,
            _ => address,
        };
        Self {
            operation,
            address,
            packet_bytes: usize::from(packet_bytes).clamp(1, MAX_PAYLOAD_BYTES),
            decoder: PacketDecoder::new(answering),
            state: State::Idle,
        }
    }

    /// The command.
    pub fn start(&mut self) -> ExchangeStep {
        match self.state {
            State::Idle => {
                self.state = State::Asked { answers: 0 };
                ExchangeStep::Send(self.operation.encode(self.address))
            }
            _ => self.fail(CaptureError::SessionOver),
        }
    }

    /// Bytes from the line, in pieces of any size.
    pub fn receive(&mut self, bytes: &[u8]) -> ExchangeStep {
        for found in self.decoder.feed(bytes) {
            let step = match found {
                Ok(packet) => self.packet(&packet),
                Err(error) => self.fail(error.into()),
            };
            if !matches!(step, ExchangeStep::Read) {
                return step;
            }
        }
        ExchangeStep::Read
    }

    /// The deadline has passed.
    pub fn expire(&mut self) -> ExchangeStep {
        let error = match &self.state {
            State::Receiving(held) => CaptureError::LastPacketMissing {
                received: held.len(),
            },
            State::Asked { .. } => CaptureError::NoAnswer {
                operation: self.operation.name(),
            },
            State::Idle | State::Over => CaptureError::SessionOver,
        };
        self.fail(error)
    }

    fn packet(&mut self, packet: &Packet) -> ExchangeStep {
        match (packet.kind(), &mut self.state) {
            (PacketKind::Acknowledge, State::Asked { answers }) => {
                *answers = answers.saturating_add(1);
                let too_many = *answers > MAX_ANSWERS;
                match packet.payload().split_first() {
                    Some((code, rest)) if !too_many => self.answer(*code, rest),
                    _ => self.unexpected(),
                }
            }
            (PacketKind::Data | PacketKind::LastData, State::Receiving(held)) => {
                let received = held.len() + packet.payload().len();
                if received > Sample::MAX_BYTES {
                    return self.fail(CaptureError::Overlong {
                        received,
                        expected: Sample::MAX_BYTES,
                    });
                }
                held.extend_from_slice(packet.payload());
                match packet.kind() {
                    PacketKind::LastData => self.received(),
                    _ => ExchangeStep::Read,
                }
            }
            _ => self.unexpected(),
        }
    }

    fn answer(&mut self, code: u8, rest: &[u8]) -> ExchangeStep {
        match understand(&self.operation, Confirmation::from_code(code), rest) {
            Ok(Heard::Answer(answer)) => {
                self.state = State::Over;
                ExchangeStep::Done(answer)
            }
            Ok(Heard::DataFollows) => {
                // Reserved once: a vector that grows would leave samples behind in freed memory.
                let held = Vec::with_capacity(Sample::MAX_BYTES);
                self.state = State::Receiving(Zeroizing::new(held));
                ExchangeStep::Read
            }
            Ok(Heard::Ready) => {
                self.state = State::Over;
                ExchangeStep::SendAndDone(self.data_packets())
            }
            Ok(Heard::Underway) => ExchangeStep::Read,
            Err(error) => self.fail(error),
        }
    }

    fn received(&mut self) -> ExchangeStep {
        let State::Receiving(held) = std::mem::replace(&mut self.state, State::Over) else {
            return self.unexpected();
        };
        match Sample::new(held) {
            Some(sample) => ExchangeStep::Done(Answer::Sample(sample)),
            None => self.unexpected(),
        }
    }

    /// The sample in packets of the size that the module takes, the last one marked.
    fn data_packets(&self) -> Zeroizing<Vec<u8>> {
        let bytes = self.operation.sample().map_or(&[][..], Sample::bytes);
        let count = bytes.len().div_ceil(self.packet_bytes);
        // A packet's header, length and sum are 11 bytes.
        let mut line = Zeroizing::new(Vec::with_capacity(bytes.len() + count * 11));
        for (number, piece) in (1..).zip(bytes.chunks(self.packet_bytes)) {
            let kind = match number == count {
                true => PacketKind::LastData,
                false => PacketKind::Data,
            };
            if let Ok(packet) = Packet::new(kind, piece) {
                line.extend_from_slice(&Zeroizing::new(packet.encode(self.address)));
            }
        }
        line
    }

    fn unexpected(&mut self) -> ExchangeStep {
        self.fail(CaptureError::Unexpected {
            operation: self.operation.name(),
        })
    }

    fn fail(&mut self, error: CaptureError) -> ExchangeStep {
        self.state = State::Over;
        ExchangeStep::Failed(error)
    }
}

#[cfg(test)]
mod tests;
