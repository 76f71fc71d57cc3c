//! False matches and false non-matches on synthetic fingers; `cargo xtask bench matching` runs it.
//!
//! The reference of each finger is a good touch; its probes are casual touches under every
//! condition. Every probe is held against its own reference, and good probes against all others'.
//! The figures say how the comparator treats these drawings, nothing about people.

use std::error::Error;

use capture::fingerprint::comparison::{Bozorth3, Comparator, Comparison};
use capture::fingerprint::minutiae::{Extractor, Mindtct, Minutiae};
use capture::fingerprint::profile::FingerProfile;
use capture::image::GreyImage;
use device_twin::synthetic::{self, Condition, Impression};
use zeroize::Zeroizing;

const FINGERS: u64 = 120;
/// Far from the seeds of tests and benches.
const FIRST_SEED: u64 = 10_000;
/// The first look ends at 50, so higher scores cannot be told apart.
const THRESHOLDS: [u32; 3] = [30, 40, 50];

fn main() -> Result<(), Box<dyn Error>> {
    let mut references = Vec::new();
    let mut probes: Vec<Vec<Minutiae>> = Vec::new();
    for seed in FIRST_SEED..FIRST_SEED + FINGERS {
        let finger = synthetic::Finger::grow(seed);
        references.push(taken(&finger, seed, Condition::Good)?);
        let under = |condition| taken(&finger, seed + 500_000, condition);
        probes.push(
            Condition::ALL
                .map(under)
                .into_iter()
                .collect::<Result<_, _>>()?,
        );
    }
    println!("fingers {FINGERS}");
    for (at, condition) in Condition::ALL.iter().enumerate() {
        let pairs = references.iter().zip(&probes);
        let scores = scores(pairs.filter_map(|(one, all)| Some((all.get(at)?, one))));
        print_row(
            "non_match",
            &format!("{condition:?}"),
            &scores,
            |score, limit| score < limit,
        );
    }
    let others = references.iter().enumerate().flat_map(|(at, reference)| {
        let others = probes
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != at);
        others.filter_map(move |(_, all)| Some((all.first()?, reference)))
    });
    let scores = scores(others);
    print_row("false_match", "Good", &scores, |score, limit| {
        score >= limit
    });
    let threshold = FingerProfile::VN_110.matching.threshold.0;
    println!("profile_threshold {threshold}");
    Ok(())
}

/// The score of every pair; nothing for a pair that could not be compared.
fn scores<'a>(pairs: impl Iterator<Item = (&'a Minutiae, &'a Minutiae)>) -> Vec<Option<u32>> {
    let compared = pairs.map(
        |(probe, reference)| match Bozorth3.compare(probe, reference) {
            Comparison::Compared(score) => Some(score.0),
            Comparison::NotPerformed(_) => None,
        },
    );
    compared.collect()
}

fn print_row(
    kind: &str,
    condition: &str,
    scores: &[Option<u32>],
    is_error: impl Fn(u32, u32) -> bool,
) {
    let compared: Vec<u32> = scores.iter().flatten().copied().collect();
    let errors = THRESHOLDS.map(|limit| {
        let count = compared
            .iter()
            .filter(|score| is_error(**score, limit))
            .count();
        format!("{limit}:{count}")
    });
    println!(
        "{kind} {condition} comparisons {} not_compared {} lowest {} highest {} errors {}",
        compared.len(),
        scores.len() - compared.len(),
        compared.iter().min().copied().unwrap_or_default(),
        compared.iter().max().copied().unwrap_or_default(),
        errors.join(" "),
    );
}

fn taken(
    finger: &synthetic::Finger,
    touch: u64,
    condition: Condition,
) -> Result<Minutiae, Box<dyn Error>> {
    let impression = Impression::good(400, 500).casual(touch).under(condition);
    let print = finger.print(&impression);
    let (width, height) = (print.width.into(), print.height.into());
    let grey = GreyImage::new(width, height, Zeroizing::new(print.pixels))?;
    Ok(Mindtct.extract(&grey, 500)?)
}
