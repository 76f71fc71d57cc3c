//! The source of portraits: frames, their size and their rate.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use dossier::devices::DeviceKind;
use ui::problem::Problem;

use super::{End, StepName, Tested, tried};
use crate::card_reading::milliseconds;
use crate::config::Config;
use crate::devices::camera;

pub(super) fn test(config: &Config, frames: u16) -> Option<Tested> {
    let source = config.resolved_portrait()?;
    let stop = AtomicBool::new(false);
    let step = tried(StepName::Frames, || {
        let failed = |error| End::Failed(Problem::from(&error));
        let started = Instant::now();
        let mut opened = camera::open(&source, &stop).map_err(failed)?;
        let mut size = (0, 0);
        for _ in 0..frames {
            let frame = opened.next(&stop).map_err(failed)?;
            let image = frame
                .decode()
                .map_err(|error| End::Failed(Problem::from(&error)))?;
            size = (image.width(), image.height());
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
        place: camera::describe(&source),
        steps: vec![step],
    })
}
