//! The source of portraits: frames, their size and their rate.

use std::time::Instant;

use capture::image::{Limits, decode};
use dossier::devices::DeviceKind;
use ui::problem::Problem;

use super::{End, StepName, Tested, tried};
use crate::card_reading::milliseconds;
use crate::config::Config;
use crate::devices::file_source;

pub(super) fn test(config: &Config, frames: u16) -> Option<Tested> {
    let source = config.portrait.as_ref()?;
    let file = config.resolve(&source.file);
    let step = tried(StepName::Frames, || {
        let started = Instant::now();
        let mut size = (0, 0);
        for _ in 0..frames {
            let missing = |_| End::Failed(Problem::PortraitSourceMissing);
            let bytes = file_source::frame(&file).map_err(missing)?;
            let unreadable = |error| End::Failed(Problem::from(&error));
            let frame = decode(&bytes, Limits::PORTRAIT).map_err(unreadable)?;
            size = (frame.width(), frame.height());
        }
        let each = milliseconds(started) / f64::from(frames.max(1));
        Ok(vec![
            ("pixels", format!("{} x {}", size.0, size.1)),
            ("frames", frames.to_string()),
            ("ms each", format!("{each:.1}")),
        ])
    });
    Some(Tested {
        kind: DeviceKind::Camera,
        place: file.display().to_string(),
        steps: vec![step],
    })
}
