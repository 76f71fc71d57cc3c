//! The service on a port of its range.

use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::answer::Device;
use super::http;
use super::stream::{self, Shown};
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
    desk: Arc<Desk>,
}

/// What every connection shares.
struct Desk {
    config: SbiConfig,
    device: Mutex<Device>,
    shown: Shown,
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
                    let device = Mutex::new(Device::new(config.clone(), keys));
                    let shown = Shown::default();
                    return Ok(Self {
                        listener,
                        port,
                        desk: Arc::new(Desk {
                            config,
                            device,
                            shown,
                        }),
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

    /// Answers each connection on a thread of its own until told to stop; a client that goes away ends nothing.
    ///
    /// # Errors
    /// When the listener itself fails.
    pub fn serve(&mut self, stop: &AtomicBool) -> io::Result<()> {
        let (desk, port) = (&self.desk, self.port);
        thread::scope(|scope| {
            while !stop.load(Ordering::Relaxed) {
                match self.listener.accept() {
                    Ok((stream, _)) => {
                        scope.spawn(move || drop(desk.one(&stream, port, stop)));
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        thread::sleep(POLL);
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }
}

impl Desk {
    fn one(&self, stream: &TcpStream, port: u16, stop: &AtomicBool) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let request = http::read(stream)?;
        let fault = self.config.fault;
        let asked = || serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let verb = (request.method.as_str(), request.path.as_str());
        if verb == ("STREAM", "/stream") {
            let of = (&self.config.prints, fault);
            return stream::show(stream, of, (&asked(), &self.shown), stop);
        }
        if let SbiFault::Late(delay) = fault {
            thread::sleep(delay);
        }
        let answer = match verb {
            ("MOSIPDISC", "/device") if fault == SbiFault::UnplugDiscover => return Ok(()),
            ("MOSIPDISC", "/device") => Some(self.device().discovery(port)),
            ("MOSIPDINFO", "/info") if fault == SbiFault::UnplugInfo => return Ok(()),
            ("MOSIPDINFO", "/info") => self.device().info(port).ok(),
            ("RCAPTURE", "/capture") if fault == SbiFault::UnplugCapture => return Ok(()),
            ("RCAPTURE", "/capture") => {
                self.shown.wait_for(self.config.looks);
                let answer = self.device().capture(&asked(), now()).ok();
                return write_capture(stream, fault, answer, stop);
            }
            _ => return http::answer(stream, "404 Not Found", b"{}"),
        };
        let body = answer.map(|answer| answer.to_string()).unwrap_or_default();
        http::answer(stream, "200 OK", body.as_bytes())
    }

    /// One thing at a time, whoever asks.
    fn device(&self) -> MutexGuard<'_, Device> {
        self.device.lock().unwrap_or_else(PoisonError::into_inner)
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
