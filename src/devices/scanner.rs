//! Code scanners and MRZ readers on a serial line: one scan, with the driver's own deadline.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use capture::CaptureError;
use capture::scanner::{
    Frames, MrzLines, SILENCE_MS, Scan, ScanError, TRIGGER_OFF, TRIGGER_ON, elyctis,
};
use reader::mrz::MrzText;
use zeroize::Zeroizing;

use super::serial_line::Line;
use crate::config::{ElyctisReader, SerialScanner, Trigger};

/// Characters of a TD1 zone in one line.
const TD1: usize = 90;

/// A scanner on its port.
#[derive(Clone, Debug)]
pub struct Port<'a> {
    /// Serial port.
    pub path: &'a str,
    /// Line rate.
    pub baud: u32,
    /// What it speaks.
    pub protocol: Protocol,
    /// How long to wait for a scan.
    pub wait: Duration,
}

/// What a serial scanner speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Text with a suffix or silence; the officer pulls the trigger.
    Plain,
    /// The same, switched on and off by SYN T CR and SYN U CR.
    Honeywell,
    /// TLV of Elyctis ID BOX.
    Elyctis,
}

impl<'a> From<&'a SerialScanner> for Port<'a> {
    fn from(settings: &'a SerialScanner) -> Self {
        Self {
            path: &settings.port,
            baud: settings.baud,
            protocol: match settings.trigger {
                Trigger::Button => Protocol::Plain,
                Trigger::Honeywell => Protocol::Honeywell,
            },
            wait: Duration::from_secs(settings.wait_seconds),
        }
    }
}

impl<'a> From<&'a ElyctisReader> for Port<'a> {
    fn from(settings: &'a ElyctisReader) -> Self {
        Self {
            path: &settings.port,
            baud: settings.baud,
            protocol: Protocol::Elyctis,
            wait: Duration::from_secs(settings.wait_seconds),
        }
    }
}

/// Waits for one scan. `cancel` ends it within a tick.
///
/// # Errors
/// [`ScanError`]; the port is closed again in every case.
pub fn scan(port: &Port<'_>, cancel: &AtomicBool) -> Scan {
    let mut line = Line::open(port.path, port.baud, cancel).map_err(of_line)?;
    line.clear().map_err(of_line)?;
    let start: &[u8] = match port.protocol {
        Protocol::Plain => &[],
        Protocol::Honeywell => &TRIGGER_ON,
        Protocol::Elyctis => &elyctis::CONTINUOUS_ON,
    };
    line.send(start).map_err(of_line)?;
    let scanned = listen(&mut line, port);
    if port.protocol == Protocol::Honeywell && scanned.is_err() {
        // The lamp goes off; a scanner that is gone needs no word.
        let _ = line.send(&TRIGGER_OFF);
    }
    let text = scanned?;
    let is_zone = text.contains('<') || text.len() == TD1 && !text.contains('|');
    if is_zone && MrzText::parse(&text).is_err() {
        return Err(ScanError::CheckDigit);
    }
    Ok(text)
}

fn listen(line: &mut Line<'_>, port: &Port<'_>) -> Scan {
    let mut decoder = match port.protocol {
        Protocol::Elyctis => Decoder::Elyctis(elyctis::Decoder::default()),
        _ => Decoder::Text(Frames::default(), MrzLines::default()),
    };
    let begun = Instant::now();
    let mut last_byte = begun;
    let mut buffer = Zeroizing::new([0_u8; 512]);
    loop {
        let count = line.read(&mut buffer[..]).map_err(of_line)?;
        for byte in buffer.iter().take(count) {
            if let Some(scan) = decoder.feed(*byte) {
                return scan;
            }
        }
        if count > 0 {
            last_byte = Instant::now();
        } else if last_byte.elapsed() >= Duration::from_millis(SILENCE_MS)
            && let Some(scan) = decoder.silence()
        {
            return scan;
        }
        if begun.elapsed() >= port.wait {
            return Err(ScanError::Nothing);
        }
    }
}

enum Decoder {
    Text(Frames, MrzLines),
    Elyctis(elyctis::Decoder),
}

impl Decoder {
    fn feed(&mut self, byte: u8) -> Option<Scan> {
        match self {
            Self::Text(frames, lines) => whole(frames.feed(byte)?, lines),
            Self::Elyctis(decoder) => decoder.feed(byte),
        }
    }

    fn silence(&mut self) -> Option<Scan> {
        match self {
            Self::Text(frames, lines) => whole(frames.end()?, lines),
            // A TLV knows its length.
            Self::Elyctis(_) => None,
        }
    }
}

fn whole(scan: Scan, lines: &mut MrzLines) -> Option<Scan> {
    match scan {
        Ok(text) => lines.take(text).map(Ok),
        Err(error) => Some(Err(error)),
    }
}

fn of_line(error: CaptureError) -> ScanError {
    match error {
        CaptureError::SensorNotFound => ScanError::NotFound,
        CaptureError::PortRefused { kind } => ScanError::PortRefused { kind },
        CaptureError::Cancelled => ScanError::Cancelled,
        _ => ScanError::Unplugged,
    }
}
