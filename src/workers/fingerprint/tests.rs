//! The worker against the simulators of every family: each fault ends in its own sentence, nothing of its image is
//! kept, and the next finger is taken. `docs/devices.md` carries the table.

mod bench;
mod matrix;

use device_twin::sfm::Module;
use device_twin::{Fault, Sensor, SensorConfig};
use rules::profile::FingerRules;
use ui::problem::Problem;

use bench::{Counter, Ended, ef01, sfm, trial};

/// A module as it is on the test's line.
fn module(fault: Fault) -> Sensor {
    Sensor::new(SensorConfig {
        width: 128,
        height: 128,
        looks_before_finger: 0,
        fault,
        ..SensorConfig::default()
    })
}

#[test]
fn a_sensor_below_the_profile_registers_nobody_and_a_trial_takes_it() {
    let mut counter = Counter::facing(ef01(), FingerRules::default());
    counter.plug(module(Fault::None));
    assert_eq!(counter.take(), Ended::Refused(Problem::SensorClassLow));
    drop(counter);
    let mut rules = FingerRules::default();
    rules.device.class_enrol = 0;
    let mut counter = Counter::facing(ef01(), rules.clone());
    counter.plug(module(Fault::None));
    assert_eq!(counter.take(), Ended::Refused(Problem::SensorGreyLevelsLow));
    drop(counter);
    rules.device.grey_levels = 16;
    rules.device.resolution = 508;
    let mut counter = Counter::facing(ef01(), rules);
    counter.plug(module(Fault::None));
    assert_eq!(counter.take(), Ended::Refused(Problem::SensorResolutionLow));
    drop(counter);
    let mut counter = Counter::facing(ef01(), trial());
    counter.plug(module(Fault::None));
    assert_eq!(counter.take(), Ended::Captured);
}

#[test]
fn a_module_that_takes_the_place_of_the_admitted_one_is_refused_once_and_then_asked_anew() {
    let mut counter = Counter::facing(ef01(), trial());
    counter.plug(module(Fault::None));
    assert_eq!(counter.take(), Ended::Captured);
    counter.plug(Sensor::new(SensorConfig {
        width: 144,
        height: 128,
        looks_before_finger: 0,
        serial: *b"00000019",
        ..SensorConfig::default()
    }));
    assert_eq!(counter.take(), Ended::Refused(Problem::SensorSwapped));
    assert_eq!(counter.take(), Ended::Captured, "admitted by its own name");
    assert_eq!(counter.admitted(), ["00000018", "00000019"]);
    drop(counter);

    let mut counter = Counter::facing(sfm(), trial());
    counter.plug(Module::new(18, device_twin::sfm::Fault::None));
    assert_eq!(counter.take(), Ended::Captured);
    counter.plug(Module::new(18, device_twin::sfm::Fault::None).with_number(19));
    assert_eq!(counter.take(), Ended::Refused(Problem::SensorSwapped));
    assert_eq!(counter.take(), Ended::Captured);
    assert_eq!(counter.admitted(), ["18", "19"]);
}
