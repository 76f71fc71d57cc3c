//! The camera on a port.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{CameraFault, Film};

/// 15 frames a second.
const INTERVAL: Duration = Duration::from_millis(66);
const POLL: Duration = Duration::from_millis(5);
const PATIENCE: Duration = Duration::from_secs(5);
/// Frames before the fault of a line shows.
const GOOD: usize = 5;
/// Where what never ends is given up by the twin itself.
const ENDLESS: usize = 64 * 1024 * 1024;
const HEAD: &str =
    "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";

/// A listening camera.
pub struct Camera {
    listener: TcpListener,
    film: Arc<Film>,
    fault: CameraFault,
}

impl Camera {
    /// Listens on loopback; port 0 for a free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn open(port: u16, film: Film, fault: CameraFault) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            film: Arc::new(film),
            fault,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves every viewer on a thread of its own until told to stop.
    ///
    /// # Errors
    /// When the listener itself fails.
    pub fn serve(&self, stop: &Arc<AtomicBool>) -> io::Result<()> {
        let mut viewers = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    let (film, fault) = (Arc::clone(&self.film), self.fault);
                    let stop = Arc::clone(stop);
                    viewers.push(thread::spawn(move || {
                        // A viewer that goes away ends its own stream only.
                        let _ = show(&stream, &film, fault, &stop);
                    }));
                    viewers.retain(|viewer| !viewer.is_finished());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(POLL),
                Err(error) => return Err(error),
            }
        }
        for viewer in viewers {
            let _ = viewer.join();
        }
        Ok(())
    }
}

fn show(
    mut stream: &TcpStream,
    film: &Film,
    fault: CameraFault,
    stop: &AtomicBool,
) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    read_request(stream)?;
    match fault {
        CameraFault::NotFound => return stream.write_all(b"HTTP/1.0 404 Not Found\r\n\r\n"),
        CameraFault::NoBoundary => {
            return stream.write_all(b"HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n");
        }
        CameraFault::HugeHead => {
            stream.write_all(b"HTTP/1.0 200 OK\r\n")?;
            return endless(
                stream,
                b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
                stop,
            );
        }
        CameraFault::Silent => return wait(stop),
        _ => stream.write_all(HEAD.as_bytes())?,
    }
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let frame = film.frame(number);
        if number < GOOD || !of_the_line(fault) {
            part(stream, frame.len(), frame)?;
        } else {
            return broken(stream, frame, fault, stop);
        }
        number += 1;
        thread::sleep(INTERVAL);
    }
    Ok(())
}

/// Faults that begin after a few good frames.
fn of_the_line(fault: CameraFault) -> bool {
    use CameraFault as F;
    matches!(
        fault,
        F::MidFrame | F::Stalls | F::Garbage | F::HalfImage | F::Endless | F::Drip | F::WrongLength
    )
}

fn broken(
    mut stream: &TcpStream,
    frame: &[u8],
    fault: CameraFault,
    stop: &AtomicBool,
) -> io::Result<()> {
    let half = frame.get(..frame.len() / 2).unwrap_or_default();
    match fault {
        CameraFault::MidFrame => {
            head(stream, frame.len())?;
            stream.write_all(half)
        }
        CameraFault::Stalls => wait(stop),
        CameraFault::Garbage => repeat(stream, b"\x00\x01<html>no picture</html>", stop),
        CameraFault::HalfImage => repeat(stream, half, stop),
        CameraFault::WrongLength => {
            part(stream, frame.len() / 2, frame)?;
            part(stream, frame.len() / 2, frame)
        }
        CameraFault::Drip => {
            head(stream, frame.len())?;
            for byte in frame {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                stream.write_all(&[*byte])?;
                thread::sleep(POLL);
            }
            Ok(())
        }
        _ => {
            stream.write_all(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n")?;
            endless(stream, &[0x55; 4096], stop)
        }
    }
}

fn repeat(stream: &TcpStream, body: &[u8], stop: &AtomicBool) -> io::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        part(stream, body.len(), body)?;
        thread::sleep(INTERVAL);
    }
    Ok(())
}

fn part(mut stream: &TcpStream, length: usize, body: &[u8]) -> io::Result<()> {
    head(stream, length)?;
    stream.write_all(body)?;
    stream.write_all(b"\r\n")
}

fn head(mut stream: &TcpStream, length: usize) -> io::Result<()> {
    write!(
        stream,
        "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n"
    )
}

fn endless(mut stream: &TcpStream, block: &[u8], stop: &AtomicBool) -> io::Result<()> {
    for _ in 0..ENDLESS / block.len().max(1) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        stream.write_all(block)?;
    }
    Ok(())
}

fn wait(stop: &AtomicBool) -> io::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(POLL);
    }
    Ok(())
}

/// Reads up to the blank line.
fn read_request(mut stream: &TcpStream) -> io::Result<()> {
    let (mut held, mut buffer) = (Vec::new(), [0; 512]);
    while !held.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => held.extend_from_slice(buffer.get(..length).unwrap_or_default()),
        }
        if held.len() > 16 * 1024 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(())
}
