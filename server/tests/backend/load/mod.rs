//! Many terminals and many officers at once. The suite asks for a little and counts; `cargo xtask bench server` asks for
//! much and measures.

mod intake;
mod machine;
mod officers;
mod slips;

use std::time::{Duration, Instant};

use server::audit_log::Standing;

use crate::{office::Office, service::Service};

/// Set by the bench.
const SCALE: &str = "CCCD_LOAD";

/// How much is asked for.
struct Scale {
    /// By how many terminals at once, and how many in all.
    terminals: usize,
    submissions: usize,
    /// Cases that wait behind them.
    waiting: usize,
    officers: usize,
    /// How many cases each officer decides, and how long one looks at each, at most.
    decisions: usize,
    looks: Duration,
    slips: usize,
    /// How often each of the machine's own limits is tried.
    tries: usize,
}

impl Scale {
    fn asked_for() -> Self {
        match std::env::var_os(SCALE) {
            None => Self {
                terminals: 2,
                submissions: 6,
                waiting: 500,
                officers: 3,
                decisions: 2,
                looks: Duration::from_millis(5),
                slips: 2,
                tries: 1,
            },
            Some(_) => Self {
                terminals: 8,
                submissions: 600,
                waiting: 1_000_000,
                officers: 200,
                decisions: 3,
                looks: Duration::from_secs(20),
                slips: 300,
                tries: 60,
            },
        }
    }
}

/// One line of what was measured, as the bench reads it.
fn figure(name: &str, value: f64, unit: &str) {
    println!("\n{name} {value:.3} {unit}");
}

/// Median, 99th percentile and longest of these times.
fn times(name: &str, mut taken: Vec<Duration>) {
    taken.sort_unstable();
    let at = |percent: usize| {
        let rank = (taken.len() * percent).div_ceil(100).max(1);
        taken[rank - 1].as_secs_f64() * 1000.0
    };
    for (word, percent) in [("p50", 50), ("p99", 99), ("longest", 100)] {
        figure(&format!("{name}_{word}"), at(percent), "ms");
    }
}

fn per_second(count: usize, since: Instant) -> f64 {
    let count = u32::try_from(count).unwrap();
    f64::from(count) / since.elapsed().as_secs_f64()
}

/// The most memory that the backend has ever had, in megabytes.
fn most_memory(service: &Service) -> f64 {
    let path = format!("/proc/{}/status", service.pid().as_raw_nonzero());
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kilobytes.parse::<f64>().unwrap() / 1024.0
}

#[test]
fn of_all_that_comes_in_at_once_nothing_is_lost_or_decided_twice() {
    let scale = Scale::asked_for();
    let office = Office::open();
    let service = office.start_process();
    let draft = intake::draft(&office);
    machine::limits(&office, &draft, &scale);
    // The first of the person: one who has a case already is granted no second.
    slips::print(&office, &service, &scale);
    intake::submit(&office, &service, &draft, &scale);
    officers::wait_in_line(&office, &scale);
    officers::decide(&office, &service, &scale);
    figure("memory_peak", most_memory(&service), "MB");
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
}
