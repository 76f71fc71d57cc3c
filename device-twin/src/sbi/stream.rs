//! STREAM: what the platen sees, as M-JPEG. A finger comes nearer with every frame.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use serde_json::Value;

use super::{Prints, SbiFault};

/// More than the three frames a second that the interface asks for.
const INTERVAL: Duration = Duration::from_millis(60);
/// How long a capture waits for somebody who looks.
const NOBODY_LOOKS: Duration = Duration::from_secs(3);
/// Frames until the whole finger is seen.
const NEARER: usize = 5;

/// What was shown so far, by every stream of the service.
#[derive(Default)]
pub(super) struct Shown(AtomicUsize);

impl Shown {
    /// Waits until so many more frames were shown, or nobody looked at any for a while.
    pub(super) fn wait_for(&self, looks: usize) {
        let before = self.0.load(Ordering::Relaxed);
        let begun = Instant::now();
        while self.0.load(Ordering::Relaxed) < before + looks && begun.elapsed() < NOBODY_LOOKS {
            sleep(Duration::from_millis(5));
        }
    }
}

/// Shows frames until the viewer goes away or the service ends.
pub(super) fn show(
    mut stream: &TcpStream,
    (prints, fault): (&Prints, SbiFault),
    (asked, shown): (&Value, &Shown),
    stop: &AtomicBool,
) -> io::Result<()> {
    if fault == SbiFault::NoStream {
        return super::http::answer(stream, "404 Not Found", b"{}");
    }
    stream.write_all(
        b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n",
    )?;
    let position = match asked.get("deviceSubId").and_then(Value::as_str) {
        Some("1") => 7,
        Some("3") => 1,
        _ => 2,
    };
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let frame = match fault {
            SbiFault::BrokenStream => b"no JPEG at all".to_vec(),
            _ => picture(prints, position, number).map_err(io::Error::other)?,
        };
        let length = frame.len();
        write!(
            stream,
            "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n"
        )?;
        stream.write_all(&frame)?;
        stream.write_all(b"\r\n")?;
        counted(shown);
        sleep(INTERVAL);
    }
    Ok(())
}

fn counted(shown: &Shown) {
    shown.0.fetch_add(1, Ordering::Relaxed);
}

/// The upper part of the finger, more of it in every frame.
fn picture(prints: &Prints, position: u8, number: usize) -> image::ImageResult<Vec<u8>> {
    let nothing = Prints::nothing();
    let finger = prints.finger(position).unwrap_or(&nothing);
    let mut pixels = finger.pixels.clone();
    let seen = pixels.len() * number.min(NEARER) / NEARER;
    pixels[seen..].fill(250);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 80).write_image(
        &pixels,
        finger.width.into(),
        finger.height.into(),
        ExtendedColorType::L8,
    )?;
    Ok(file)
}
