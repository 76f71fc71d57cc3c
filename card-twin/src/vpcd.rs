//! The card on the virtual reader of pcscd (vpcd): the card connects out and answers.
//!
//! Messages are two length bytes, big endian, then the data. One byte of data is a control.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::card::Card;
use crate::{Error, Result};

const POWER_OFF: u8 = 0;
const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const ANSWER_TO_RESET: u8 = 4;

/// How often waiting looks at `stop`.
const TICK: Duration = Duration::from_millis(50);

/// Serves `card` at `address` ("host:port") until `stop` is set, connecting again whenever the reader
/// goes away. Returning closes the socket: the card is gone.
///
/// # Errors
/// When the socket cannot be set up. A reader that is not there yet is waited for.
pub fn serve(card: &mut Card, address: &str, stop: &AtomicBool) -> Result<()> {
    while !stop.load(Ordering::Relaxed) {
        if card.is_removed() {
            sleep(TICK);
            continue;
        }
        match connect(address) {
            Some(stream) => {
                card.power_on();
                attend(card, stream, stop)?;
            }
            None => sleep(TICK),
        }
    }
    Ok(())
}

fn connect(address: &str) -> Option<TcpStream> {
    let stream = TcpStream::connect(address).ok()?;
    // The reader's port lies among the ephemeral ones: while nobody listens, a socket can meet itself.
    let itself = stream.local_addr().ok()? == stream.peer_addr().ok()?;
    (!itself).then_some(stream)
}

/// Answers until the reader hangs up, the card is removed, or `stop` is set.
fn attend(card: &mut Card, mut stream: TcpStream, stop: &AtomicBool) -> Result<()> {
    stream.set_read_timeout(Some(TICK)).map_err(Error::Socket)?;
    stream.set_nodelay(true).map_err(Error::Socket)?;
    while let Some(message) = receive(&mut stream, stop) {
        let answer = match message.as_slice() {
            [POWER_ON | POWER_OFF] => {
                card.power_on();
                continue;
            }
            [RESET] => {
                card.reset();
                continue;
            }
            [ANSWER_TO_RESET] => card.atr().to_vec(),
            [_] | [] => continue,
            apdu => {
                let answer = card.transmit(apdu);
                sleep(card.time(apdu.len(), answer.len()));
                answer
            }
        };
        let Ok(length) = u16::try_from(answer.len()) else {
            break;
        };
        if answer.is_empty()
            || stream
                .write_all(&[&length.to_be_bytes(), answer.as_slice()].concat())
                .is_err()
        {
            break;
        }
        if card.is_removed() {
            break;
        }
    }
    card.power_on();
    Ok(())
}

/// One whole message; `None` when the reader hung up or it is time to stop.
fn receive(stream: &mut TcpStream, stop: &AtomicBool) -> Option<Vec<u8>> {
    let mut length = [0; 2];
    fill(stream, &mut length, stop)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    fill(stream, &mut message, stop)?;
    Some(message)
}

fn fill(stream: &mut TcpStream, buffer: &mut [u8], stop: &AtomicBool) -> Option<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        // vpcd sends length and payload in two writes with Nagle on, so a late acknowledgement costs
        // 44 ms per command. The option lasts for one receive.
        rustix::net::sockopt::set_tcp_quickack(&*stream, true).ok()?;
        match stream.read(buffer.get_mut(filled..)?) {
            Ok(0) => return None,
            Ok(count) => filled += count,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                ) =>
            {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
            }
            Err(_) => return None,
        }
    }
    Some(())
}
