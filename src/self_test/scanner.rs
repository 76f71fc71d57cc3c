//! Scanners: one scan after the trigger. What was scanned is told by its kind and length only.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use capture::scanner::code_in;
use dossier::devices::DeviceKind;
use ui::card_input::CardInput;
use ui::problem::Problem;

use super::{End, Hand, Seen, Step, StepName, Tested, WhyNot, skipped, tried};
use crate::config::{CameraScanner, Config, ScannerConfig};
use crate::devices::{camera, file_source, scanner};

pub(super) fn test(config: &Config, code: Hand, cancel: &AtomicBool) -> Option<Tested> {
    let settings = config.resolved_scanner()?;
    let (place, steps) = match &settings {
        ScannerConfig::Serial(serial) => {
            let port = serial.into();
            (serial.port.clone(), on_line(&port, code, cancel))
        }
        ScannerConfig::Elyctis(reader) => {
            let port = reader.into();
            (reader.port.clone(), on_line(&port, code, cancel))
        }
        ScannerConfig::File(source) => {
            let scan = tried(StepName::Scan, || {
                let text = file_source::code(&source.file);
                let text = text.map_err(|_| End::Failed(Problem::ScanUnreadable))?;
                seen(&text)
            });
            (source.file.display().to_string(), vec![scan])
        }
        ScannerConfig::Wedge(_) => {
            let scan = skipped(StepName::Scan, WhyNot::Keyboard);
            ("keyboard".to_owned(), vec![scan])
        }
        ScannerConfig::Camera(camera) => {
            let scan = match code {
                Hand::Helps => tried(StepName::Scan, || in_frames(config, camera, cancel)),
                Hand::Absent => skipped(StepName::Scan, WhyNot::NobodyHelps),
            };
            ("camera".to_owned(), vec![scan])
        }
    };
    Some(Tested {
        kind: DeviceKind::Scanner,
        place,
        steps,
    })
}

fn on_line(port: &scanner::Port<'_>, code: Hand, cancel: &AtomicBool) -> Vec<Step> {
    let presence = tried(StepName::Presence, || match Path::new(port.path).exists() {
        true => Ok(Vec::new()),
        false => Err(End::Failed(Problem::ScannerMissing)),
    });
    let scan = match (presence.end, code) {
        (End::Passed, Hand::Helps) => tried(StepName::Scan, || {
            let text = scanner::scan(port, cancel);
            seen(&text.map_err(|error| End::Failed(Problem::from(&error)))?)
        }),
        (End::Passed, Hand::Absent) => skipped(StepName::Scan, WhyNot::NobodyHelps),
        _ => skipped(StepName::Scan, WhyNot::StepBefore),
    };
    vec![presence, scan]
}

/// Frames until one shows a code.
fn in_frames(config: &Config, scanner: &CameraScanner, cancel: &AtomicBool) -> Result<Seen, End> {
    let failed = |error| End::Failed(Problem::from(&error));
    let source = config.resolved_portrait();
    let source = source.ok_or(End::Failed(Problem::ScannerMissing))?;
    let end = Instant::now() + Duration::from_secs(scanner.wait_seconds);
    let mut opened = camera::open(&source, cancel).map_err(failed)?;
    while Instant::now() < end {
        let frame = opened.next(cancel).map_err(failed)?;
        let image = frame.decode().and_then(|image| image.luminance());
        let image = image.map_err(|error| End::Failed(Problem::from(&error)))?;
        if let Some(scan) = code_in(&image) {
            return seen(&scan.map_err(|error| End::Failed(Problem::from(&error)))?);
        }
    }
    Err(End::Failed(Problem::ScanNothing))
}

fn seen(text: &str) -> Result<Seen, End> {
    let kind = match CardInput::parse(text) {
        Ok(CardInput::Qr(_)) => "code of a card",
        Ok(CardInput::Mrz(_)) => "machine-readable zone",
        Ok(CardInput::Number(_)) => "number",
        Err(problem) => return Err(End::Failed(problem)),
    };
    Ok(vec![
        ("kind", kind.to_owned()),
        ("characters", text.chars().count().to_string()),
    ])
}
