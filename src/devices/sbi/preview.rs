//! STREAM of the Secure Biometric Interface: what the device sees while it captures. Nobody signs these frames, so they
//! are shown and dropped; a device without them, or with broken ones, captures all the same.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use capture::image::{GreyImage, Limits, decode};
use capture::portrait::{CameraError, Frame};
use capture::sbi::Verb;

use crate::devices::camera::{FrameSource, Stream};

const CONNECT: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(20);

/// The stream at work. Dropping it ends it.
pub(super) struct Preview {
    newest: Arc<Mutex<Option<GreyImage>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Preview {
    /// Asks the device at this port on a thread of its own.
    pub(super) fn start(port: u16, body: String) -> Self {
        let newest = Arc::new(Mutex::new(None));
        let stop = Arc::new(AtomicBool::new(false));
        let (place, stopped) = (Arc::clone(&newest), Arc::clone(&stop));
        let work = move || {
            let error = show(port, &body, &place, &stopped);
            if error != CameraError::Cancelled {
                tracing::debug!(%error, "the sensor shows nothing");
            }
        };
        let thread = thread::Builder::new()
            .name("finger preview".into())
            .spawn(work);
        Self {
            newest,
            stop,
            thread: thread.ok(),
        }
    }

    /// The newest frame that nobody took yet.
    pub(super) fn take(&self) -> Option<GreyImage> {
        lock(&self.newest).take()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It looks at its stop within a tick; a decoder that panicked has said so already.
            let _ = thread.join();
        }
    }
}

/// Shows frames until the stream ends.
fn show(port: u16, body: &str, place: &Mutex<Option<GreyImage>>, stop: &AtomicBool) -> CameraError {
    let mut stream = match open(port, body, stop) {
        Ok(stream) => stream,
        Err(error) => return error,
    };
    loop {
        match stream.next(stop) {
            Ok(Frame::Encoded(bytes)) => {
                let grey = decode(&bytes, Limits::PORTRAIT).and_then(|image| image.luminance());
                match grey {
                    Ok(grey) => *lock(place) = Some(grey),
                    Err(error) => return error.into(),
                }
            }
            Ok(_) => {}
            Err(error) => return error,
        }
    }
}

fn open(port: u16, body: &str, stop: &AtomicBool) -> Result<Stream, CameraError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut connection =
        TcpStream::connect_timeout(&address, CONNECT).map_err(|_| CameraError::Unplugged)?;
    let verb = Verb::Stream;
    // HTTP/1.0, to which no server may answer in chunks (RFC 9112 §6.1).
    let request = format!(
        "{} {} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        verb.method(),
        verb.path(),
        body.len()
    );
    let limits = connection
        .set_read_timeout(Some(TICK))
        .and_then(|()| connection.set_write_timeout(Some(CONNECT)))
        .and_then(|()| connection.write_all(request.as_bytes()));
    limits.map_err(|_| CameraError::Unplugged)?;
    Stream::on(connection, stop)
}

fn lock<T>(place: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
