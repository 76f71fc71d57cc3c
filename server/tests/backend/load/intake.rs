//! Terminals that submit without a pause.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use card_twin::fault::Fault;
use dossier::{api::Session, draft::Draft};
use time::Duration;

use super::{Scale, figure, per_second, times};
use crate::{
    office::Office,
    service::{Reply, Service},
};

/// A file that lacks nothing; what differs between two submissions is when they were sealed.
pub(super) fn draft(office: &Office) -> Draft {
    office.draft(None, Fault::None)
}

pub(super) fn submit(office: &Office, service: &Service, draft: &Draft, scale: &Scale) {
    let session = office.sign_in("nhan");
    let next = AtomicUsize::new(0);
    let before = office.count("SELECT count(*) FROM cases");
    let (taken, receipts) = (Mutex::new(Vec::new()), Mutex::new(BTreeSet::new()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..scale.terminals {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= scale.submissions {
                        return;
                    }
                    let jws = sealed(office, draft, &session, number);
                    let sent = Instant::now();
                    let Reply::Answered(Ok((201, answer))) = service.submit(&jws) else {
                        panic!("submission {number} is no new case");
                    };
                    taken.lock().unwrap().push(sent.elapsed());
                    receipts.lock().unwrap().insert(answer.receipt);
                }
            });
        }
    });
    figure("intake", per_second(scale.submissions, begun), "/s");
    times("intake", taken.into_inner().unwrap());
    assert_eq!(receipts.into_inner().unwrap().len(), scale.submissions);
    let kept = i64::try_from(scale.submissions).unwrap();
    assert_eq!(office.count("SELECT count(*) FROM cases"), before + kept);
    service.wait_until_checked(office);
    figure("checked", per_second(scale.submissions, begun), "/s");
}

fn sealed(office: &Office, draft: &Draft, session: &Session, number: usize) -> String {
    let apart = Duration::milliseconds(i64::try_from(number).unwrap());
    office.seal_at(draft, session, office.now() + apart).jws
}
