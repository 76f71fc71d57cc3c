//! The twin's side of a virtual reader, spoken by this program: the twin connects, and answers.
//!
//! Messages are two length bytes, big endian, then the data; one byte of data is a control.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reader::channel::{CardChannel, ChannelError};

use crate::test_kit::Process;

const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const ANSWER_TO_RESET: u8 = 4;

/// A twin that answers nothing for so long has ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// A card in the virtual reader.
pub(super) struct VirtualCard {
    stream: TcpStream,
    /// The twin's process lives as long as its card is read.
    _process: Process,
}

impl VirtualCard {
    /// Waits until the twin has connected.
    pub(super) fn wait(listener: &TcpListener, process: Process) -> anyhow::Result<Self> {
        listener.set_nonblocking(true)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(false)?;
                    stream.set_read_timeout(Some(PATIENCE))?;
                    stream.set_write_timeout(Some(PATIENCE))?;
                    stream.set_nodelay(true)?;
                    let mut card = Self {
                        stream,
                        _process: process,
                    };
                    card.send(&[POWER_ON]).context("the twin went away")?;
                    return Ok(card);
                }
                Err(_) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(5)),
                Err(error) => return Err(error).context("the twin did not connect"),
            }
        }
    }

    pub(super) fn answer_to_reset(&mut self) -> anyhow::Result<Vec<u8>> {
        let answer = self
            .send(&[ANSWER_TO_RESET])
            .and_then(|()| self.receive())
            .context("the twin went away")?;
        if answer.is_empty() {
            bail!("the twin has no answer to reset");
        }
        Ok(answer)
    }

    fn send(&mut self, message: &[u8]) -> std::io::Result<()> {
        let length = u16::try_from(message.len()).map_err(std::io::Error::other)?;
        let framed = [&length.to_be_bytes(), message].concat();
        self.stream.write_all(&framed)
    }

    fn receive(&mut self) -> std::io::Result<Vec<u8>> {
        let mut length = [0; 2];
        self.stream.read_exact(&mut length)?;
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        self.stream.read_exact(&mut message)?;
        Ok(message)
    }
}

impl CardChannel for VirtualCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        self.send(command)
            .and_then(|()| self.receive())
            .map_err(|_| ChannelError::CardRemoved)
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        self.send(&[RESET]).map_err(|_| ChannelError::CardRemoved)?;
        Ok(true)
    }
}
