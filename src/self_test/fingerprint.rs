//! Fingerprint sensors: handshake with parameters, one image of a helper's finger, which is dropped.

use std::sync::atomic::AtomicBool;

use capture::fingerprint::Finger;
use dossier::devices::DeviceKind;
use ui::problem::Problem;

use super::{End, Hand, Seen, StepName, Tested, WhyNot, module, skipped, tried};
use crate::config::{Config, FingerprintConfig};
use crate::devices::finger_sensor::{
    CaptureFor, FingerSensor, SensorError, Stated, Touch, ef01_port,
};
use crate::problem;

pub(super) fn test(config: &Config, finger: Hand, cancel: &AtomicBool) -> Option<Tested> {
    let settings = config.resolved_fingerprint()?;
    let place = settings.port().unwrap_or("127.0.0.1").to_owned();
    let module = match &settings {
        FingerprintConfig::Ef01(module) => Some(module.clone()),
        FingerprintConfig::Sfm(_) | FingerprintConfig::Sbi(_) => None,
    };
    let mut sensor = FingerSensor::new(settings);
    let presence = tried(StepName::Presence, || match sensor.is_there() {
        true => Ok(Vec::new()),
        false => Err(End::Failed(Problem::SensorNotFound)),
    });
    let mut steps = vec![presence];
    let passed = |steps: &[super::Step]| steps.iter().all(|step| step.end == End::Passed);
    steps.push(match passed(&steps) {
        true => tried(StepName::Handshake, || {
            sensor.identify(cancel).map(facts).map_err(failed)
        }),
        false => skipped(StepName::Handshake, WhyNot::StepBefore),
    });
    steps.push(match (passed(&steps), finger) {
        (false, _) => skipped(StepName::Image, WhyNot::StepBefore),
        (true, Hand::Absent) => skipped(StepName::Image, WhyNot::NobodyHelps),
        (true, Hand::Helps) => tried(StepName::Image, || image(&mut sensor, cancel)),
    });
    if let Some(port) = &module {
        steps.push(match (passed(&steps), finger) {
            (true, Hand::Helps) => tried(StepName::Operations, || {
                module::exercise(ef01_port(port), cancel).map_err(|error| failed(error.into()))
            }),
            (false, Hand::Helps) => skipped(StepName::Operations, WhyNot::StepBefore),
            (_, Hand::Absent) => skipped(StepName::Operations, WhyNot::NobodyHelps),
        });
    }
    Some(Tested {
        kind: DeviceKind::Fingerprint,
        place,
        steps,
    })
}

fn image(sensor: &mut FingerSensor, cancel: &AtomicBool) -> Result<Seen, End> {
    let taken = sensor
        .capture(
            (&Touch::of(Finger::RightIndex), CaptureFor::Tester),
            &mut |_| (),
            cancel,
        )
        .map_err(failed)?;
    let grey = taken.image.grey();
    Ok(vec![
        ("pixels", format!("{} x {}", grey.width(), grey.height())),
        ("dots per inch", taken.image.dpi().to_string()),
        ("grey levels", taken.image.depth().levels().to_string()),
        ("quality of 100", taken.image.quality().score().to_string()),
    ])
}

fn facts(stated: Stated) -> Seen {
    stated.parameters
}

fn failed(error: SensorError) -> End {
    tracing::warn!(%error, "the sensor failed its test");
    End::Failed(problem::of_sensor(&error))
}
