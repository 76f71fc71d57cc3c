//! M-JPEG over HTTP with its own deadlines: whatever the camera does, the next frame or its error comes in time.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use capture::image::{ImageError, MediaType};
use capture::portrait::{CameraError, Frame, MotionJpeg, StreamError, StreamHead};
use ureq::http::Uri;
use zeroize::Zeroizing;

use super::stills::of_system;
use super::{FrameSource, PATIENCE, TICK};
use crate::config::NetworkCamera;

const CONNECT: Duration = Duration::from_secs(2);
/// Looking whether the camera is there must not hold its worker up.
const PROBE: Duration = Duration::from_millis(300);
const CHUNK: usize = 64 * 1024;
/// A name may stand for several addresses.
const MOST_ADDRESSES: usize = 4;

/// An answer that is a stream of frames.
pub(in crate::devices) struct Stream {
    connection: TcpStream,
    parser: MotionJpeg,
    newest: Option<Zeroizing<Vec<u8>>>,
    buffer: Zeroizing<Vec<u8>>,
}

impl Stream {
    pub(super) fn open(camera: &NetworkCamera, stop: &AtomicBool) -> Result<Self, CameraError> {
        let uri = address(camera)?;
        let mut connection = connect(&uri, CONNECT)?;
        let limits = connection
            .set_read_timeout(Some(TICK))
            .and_then(|()| connection.set_write_timeout(Some(CONNECT)));
        limits.map_err(|error| of_system(&error))?;
        connection
            .write_all(request(&uri, camera)?.as_bytes())
            .map_err(|_| CameraError::Unplugged)?;
        Self::on(connection, stop)
    }

    /// Reads the head of the answer on a connection whose reads end within a tick.
    pub(in crate::devices) fn on(
        mut connection: TcpStream,
        stop: &AtomicBool,
    ) -> Result<Self, CameraError> {
        let mut buffer = Zeroizing::new(vec![0; CHUNK]);
        let deadline = Instant::now() + PATIENCE;
        let mut head = StreamHead::default();
        let mut opened = loop {
            let bytes = read(&mut connection, &mut buffer, deadline, stop)?;
            if let Some(opened) = head.push(bytes)? {
                break opened;
            }
        };
        let newest = opened.stream.push(&opened.rest)?.pop();
        Ok(Self {
            connection,
            parser: opened.stream,
            newest,
            buffer,
        })
    }
}

impl FrameSource for Stream {
    fn next(&mut self, stop: &AtomicBool) -> Result<Frame, CameraError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(bytes) = self.newest.take() {
                return match MediaType::of(&bytes) {
                    Some(MediaType::Jpeg) => Ok(Frame::Encoded(bytes)),
                    _ => Err(ImageError::UnknownFormat.into()),
                };
            }
            if self.parser.over() {
                return Err(CameraError::Unplugged);
            }
            let bytes = read(&mut self.connection, &mut self.buffer, deadline, stop)?;
            // Of several frames that came at once only the newest is of use.
            self.newest = self.parser.push(bytes)?.pop();
        }
    }

    fn is_live(&self) -> bool {
        true
    }
}

/// Whether something listens at the camera's address.
pub(super) fn answers(camera: &NetworkCamera) -> bool {
    address(camera).is_ok_and(|uri| connect(&uri, PROBE).is_ok())
}

fn address(camera: &NetworkCamera) -> Result<Uri, CameraError> {
    let uri: Uri = camera.url.parse().map_err(|_| CameraError::NotFound)?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http"), Some(_)) => Ok(uri),
        _ => Err(CameraError::NotFound),
    }
}

fn connect(uri: &Uri, patience: Duration) -> Result<TcpStream, CameraError> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let place = (host, uri.port_u16().unwrap_or(80));
    let addresses = place.to_socket_addrs().map_err(|_| CameraError::NotFound)?;
    addresses
        .take(MOST_ADDRESSES)
        .find_map(|address| TcpStream::connect_timeout(&address, patience).ok())
        .ok_or(CameraError::NotFound)
}

/// Whether the stream comes from this computer itself, in whatever way its address is written.
#[must_use]
pub fn is_on_this_computer(camera: &NetworkCamera) -> bool {
    let Ok(uri) = address(camera) else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = (host, uri.port_u16().unwrap_or(80)).to_socket_addrs();
    addresses.is_ok_and(|addresses| {
        let mut ips = addresses
            .take(MOST_ADDRESSES)
            .map(|address| address.ip().to_canonical());
        ips.any(|ip| ip.is_loopback() || ip.is_unspecified())
    })
}

/// HTTP/1.0, to which no server may answer in chunks (RFC 9112 §6.1).
fn request(uri: &Uri, camera: &NetworkCamera) -> Result<Zeroizing<String>, CameraError> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let host = host.rsplit('@').next().unwrap_or_default();
    let mut request = Zeroizing::new(format!(
        "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: multipart/x-mixed-replace\r\n"
    ));
    if let (Some(user), Some(file)) = (&camera.user, &camera.password_file) {
        let password = std::fs::read_to_string(file).map(Zeroizing::new);
        let password = password.map_err(|error| of_system(&error))?;
        let pair = Zeroizing::new(format!("{user}:{}", password.trim_end()));
        let coded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
        request.push_str("Authorization: Basic ");
        request.push_str(&coded);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    Ok(request)
}

fn read<'b>(
    connection: &mut TcpStream,
    buffer: &'b mut [u8],
    deadline: Instant,
    stop: &AtomicBool,
) -> Result<&'b [u8], CameraError> {
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(CameraError::Cancelled);
        }
        if Instant::now() >= deadline {
            return Err(CameraError::NoFrame);
        }
        match connection.read(buffer) {
            Ok(0) => return Err(CameraError::Unplugged),
            Ok(length) => {
                let bytes = buffer.get(..length);
                return bytes.ok_or(CameraError::Stream(StreamError::PartTooLong));
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                _ => return Err(CameraError::Unplugged),
            },
        }
    }
}
