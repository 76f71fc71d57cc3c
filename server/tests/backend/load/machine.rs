//! What the machine itself allows: checks of signatures on all cores, images measured again, and writing to its disk.

use std::{fs::File, io::Write, thread, time::Instant};

use dossier::{draft::Draft, fingers, portrait::Rechecker, submission};
use reader::{
    chip::ChallengeExpectation,
    trust::ReferenceTime,
    verdict::{Verdict, assess},
};
use rules::profile::FingerRules;

use super::{Scale, figure, per_second};
use crate::office::Office;

pub(super) fn limits(office: &Office, draft: &Draft, scale: &Scale) {
    let session = office.sign_in("nhan");
    let jws = office.seal(draft, &session).jws;
    let length = u32::try_from(jws.len()).unwrap();
    figure("submission", f64::from(length) / 1e6, "MB");
    let trust = office.backend.parts().trust.current(office.now());
    let read_out = &draft.reading.as_ref().unwrap().read_out;
    let checks = on_all_cores(scale.tries, || {
        let key = office.terminal_key.public().unwrap();
        submission::open(&jws, |_| Some(key)).unwrap();
        let now = ReferenceTime(office.now());
        let assessment = assess(read_out, &trust, now, ChallengeExpectation::Any);
        assert_eq!(assessment.verdict(), Verdict::Genuine);
    });
    figure("signature_checks", checks, "/s");
    let images = on_all_cores(scale.tries, || {
        let mut rechecker = Rechecker::new().unwrap();
        assert!(
            rechecker
                .doubts(draft.portrait.as_ref().unwrap())
                .is_empty()
        );
        std::hint::black_box(fingers::doubts(
            &draft.fingerprints,
            &FingerRules::default(),
        ));
    });
    figure("images_measured_again", images, "/s");
    figure(
        "synchronised_writes",
        writes(office, &jws, scale.tries),
        "/s",
    );
}

/// How often a second the work is done when every core does it.
fn on_all_cores(tries: usize, work: impl Fn() + Sync) -> f64 {
    let cores = thread::available_parallelism().unwrap().get();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| (0..tries).for_each(|_| work()));
        }
    });
    per_second(cores * tries, begun)
}

/// One file after another, each on the disk before the next.
fn writes(office: &Office, text: &str, tries: usize) -> f64 {
    let begun = Instant::now();
    for number in 0..tries {
        let path = office.folder.path().join(format!("written-{number}"));
        let mut file = File::create(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_all().unwrap();
        std::fs::remove_file(path).unwrap();
    }
    per_second(tries, begun)
}
