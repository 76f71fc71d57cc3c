//! The service on a port of its range.

use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::answer::Device;
use super::http;
use super::{Keys, SbiConfig, SbiFault};

/// Ports that a service may listen on.
const PORTS: std::ops::RangeInclusive<u16> = 4501..=4600;
const PATIENCE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(5);
/// Where an answer that never ends is given up by the twin itself.
const ENDLESS: usize = 64 * 1024 * 1024;

/// A listening service.
pub struct Service {
    listener: TcpListener,
    port: u16,
    device: Device,
}

impl Service {
    /// Listens on the first free port of the range.
    ///
    /// # Errors
    /// When no port is free or the keys cannot be used.
    pub fn open(config: SbiConfig, keys: Keys) -> io::Result<Self> {
        for port in PORTS {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Ok(listener) => {
                    listener.set_nonblocking(true)?;
                    let device = Device::new(config, keys);
                    return Ok(Self {
                        listener,
                        port,
                        device,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AddrInUse.into())
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers until told to stop; a client that goes away ends nothing.
    ///
    /// # Errors
    /// When the listener itself fails.
    pub fn serve(&mut self, stop: &AtomicBool) -> io::Result<()> {
        while !stop.load(Ordering::Relaxed) {
            match self.listener.accept() {
                Ok((stream, _)) => drop(self.one(&stream, stop)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    std::thread::sleep(POLL);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn one(&mut self, stream: &TcpStream, stop: &AtomicBool) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let request = http::read(stream)?;
        if let SbiFault::Late(delay) = self.device.fault() {
            std::thread::sleep(delay);
        }
        let fault = self.device.fault();
        let answer = match (request.method.as_str(), request.path.as_str()) {
            ("MOSIPDISC", "/device") if fault == SbiFault::UnplugDiscover => return Ok(()),
            ("MOSIPDISC", "/device") => Some(self.device.discovery(self.port)),
            ("MOSIPDINFO", "/info") if fault == SbiFault::UnplugInfo => return Ok(()),
            ("MOSIPDINFO", "/info") => self.device.info(self.port).ok(),
            ("RCAPTURE", "/capture") if fault == SbiFault::UnplugCapture => return Ok(()),
            ("RCAPTURE", "/capture") => {
                let asked = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
                let answer = self.device.capture(&asked, now()).ok();
                return write_capture(stream, fault, answer, stop);
            }
            _ => return http::answer(stream, "404 Not Found", b"{}"),
        };
        let body = answer.map(|answer| answer.to_string()).unwrap_or_default();
        http::answer(stream, "200 OK", body.as_bytes())
    }
}

fn write_capture(
    mut stream: &TcpStream,
    fault: SbiFault,
    answer: Option<Value>,
    stop: &AtomicBool,
) -> io::Result<()> {
    let body = answer.map(|answer| answer.to_string()).unwrap_or_default();
    match fault {
        SbiFault::Garbage => http::answer(stream, "200 OK", b"\x00\x01<html>"),
        SbiFault::HalfCapture => {
            http::head(stream, "200 OK", body.len())?;
            stream.write_all(body.as_bytes().get(..body.len() / 2).unwrap_or_default())
        }
        SbiFault::EndlessCapture => {
            http::head(stream, "200 OK", ENDLESS)?;
            let blanks = [b' '; 4096];
            for _ in 0..ENDLESS / blanks.len() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                stream.write_all(&blanks)?;
            }
            Ok(())
        }
        _ => http::answer(stream, "200 OK", body.as_bytes()),
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
}
