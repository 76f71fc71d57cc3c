//! The backend is killed while submissions come in: what it acknowledged is there, once.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use card_twin::fault::Fault;
use dossier::submission::SignedSubmission;
use server::audit_log::Standing;
use time::Duration;

use crate::{
    office::Office,
    service::{Reply, Service},
};

/// The bench asks for more.
const ROUNDS: &str = "CCCD_KILL_ROUNDS";
const CLIENTS: usize = 3;
const PER_ROUND: usize = 9;

fn rounds() -> usize {
    std::env::var(ROUNDS).map_or(10, |rounds| rounds.parse().unwrap())
}

pub(crate) fn random_below(limit: usize) -> usize {
    let mut octets = [0; 4];
    openssl::rand::rand_bytes(&mut octets).unwrap();
    u32::from_le_bytes(octets) as usize % limit
}

/// Receipts by submission, as acknowledged.
type Acknowledged = Mutex<BTreeMap<String, String>>;

fn send_until_silence(
    service: &Service,
    work: &[SignedSubmission],
    next: &AtomicUsize,
    acknowledged: &Acknowledged,
    answered: &AtomicUsize,
) {
    while let Some(signed) = work.get(next.fetch_add(1, Ordering::SeqCst)) {
        match service.submit(&signed.jws) {
            Reply::Silence => return,
            Reply::Answered(answer) => {
                let (_, answer) = answer.unwrap();
                let mut known = acknowledged.lock().unwrap();
                let id = signed.id.as_str().to_owned();
                let before = known.insert(id, answer.receipt.clone());
                assert!(before.is_none_or(|receipt| receipt == answer.receipt));
                answered.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

#[test]
fn killed_at_any_moment_it_loses_and_doubles_nothing() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let acknowledged = Acknowledged::default();
    let mut all: Vec<SignedSubmission> = Vec::new();
    for round in 0..rounds() {
        let first = i64::try_from(all.len()).unwrap();
        let fresh = (first..).take(PER_ROUND).map(|number| {
            let at = office.now() + Duration::milliseconds(number);
            office.seal_at(&draft, &session, at)
        });
        // What nobody acknowledged is sent again, as a terminal's outbox does.
        let mut work: Vec<SignedSubmission> = all
            .iter()
            .filter(|signed| {
                !acknowledged
                    .lock()
                    .unwrap()
                    .contains_key(signed.id.as_str())
            })
            .cloned()
            .collect();
        let fresh: Vec<_> = fresh.collect();
        all.extend(fresh.iter().cloned());
        work.extend(fresh);
        let (next, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let service = office.start_process();
        let kill_after = random_below(PER_ROUND - CLIENTS);
        let pause = std::time::Duration::from_micros(random_below(60_000) as u64);
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    scope.spawn(|| {
                        send_until_silence(&service, &work, &next, &acknowledged, &answered);
                    })
                })
                .collect();
            while answered.load(Ordering::SeqCst) < kill_after
                && clients.iter().any(|client| !client.is_finished())
            {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            std::thread::sleep(pause);
            service.kill();
        });
        let standing = office.verify_audit();
        assert!(
            matches!(standing, Standing::Intact { .. }),
            "round {round}: {standing:?}"
        );
    }
    everything_is_there_once(&office, &all, &acknowledged.into_inner().unwrap());
}

fn everything_is_there_once(
    office: &Office,
    all: &[SignedSubmission],
    acknowledged: &BTreeMap<String, String>,
) {
    let service = office.start_process();
    for signed in all {
        let Reply::Answered(Ok((status, answer))) = service.submit(&signed.jws) else {
            panic!("not answered");
        };
        if let Some(receipt) = acknowledged.get(signed.id.as_str()) {
            assert_eq!(
                (status, &answer.receipt),
                (200, receipt),
                "lost after it was acknowledged"
            );
        }
    }
    let sent = i64::try_from(all.len()).unwrap();
    assert_eq!(office.count("SELECT count(*) FROM cases"), sent);
    let received = "SELECT count(*) FROM audit WHERE action = 'case.received'";
    assert_eq!(office.count(received), sent);
    service.wait_until_checked(office);
    assert_eq!(office.checked(), sent);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
    office.every_case_opens();
}
