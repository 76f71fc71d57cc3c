//! What loading a large trust store and verifying one card under it cost. Prints one JSON object.
//!
//! With `CCCD_EXTERNAL_VECTORS` the list is the published German one; without, as many certificates are
//! minted.

use std::path::Path;
use std::time::Instant;

use card_twin::card::Card;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::pki::lists::{ListRequest, MASTER_LIST, MASTER_LIST_SIGNING, certificate_list};
use card_twin::profile::Profile;
use openssl::hash::MessageDigest;
use openssl::sign::{Signer, Verifier};
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::ChannelError;
use reader::chip::ChallengeExpectation;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadRequest, read};
use reader::trust::{ReferenceTime, TrustAnchors, fingerprint};
use reader::verdict::{Verdict, assess};
use rustix::time::{ClockId, clock_gettime};
use time::OffsetDateTime;
use trust_store::{NewFile, Store, load};

const CERTIFICATES: usize = 588;
const LOADS: usize = 30;
const CARDS: usize = 200;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = OffsetDateTime::now_utc();
    let folder = tempfile::tempdir()?;
    let pki = TestPki::mint(now)?;
    let read_out = reading(&pki, now)?;
    let started = Instant::now();
    let (list, files) = files(&pki, now)?;
    let bytes: Vec<Vec<u8>> = files.iter().map(|file| file.bytes.clone()).collect();
    let minted_ms = ms(started);
    let started = Instant::now();
    let imported = Store::of(folder.path()).import(files, "bench", now)?;
    let import_ms = ms(started);
    let started = Instant::now();
    let standing = imported
        .trust
        .certificates()
        .filter(|one| one.standing().is_ok())
        .count();
    let judge_all_ms = ms(started);

    let mut loads = Vec::new();
    let mut loads_cpu = Vec::new();
    let mut first_cards = Vec::new();
    let mut cards = Vec::new();
    let mut cards_cpu = Vec::new();
    for _ in 0..LOADS {
        let (started, worked) = (Instant::now(), cpu_ms());
        let loaded = load(folder.path())?;
        loads.push(ms(started));
        loads_cpu.push(cpu_ms() - worked);
        first_cards.push(card(&read_out, &loaded.trust, now)?);
        for _ in 0..CARDS / LOADS {
            let worked = cpu_ms();
            cards.push(card(&read_out, &loaded.trust, now)?);
            cards_cpu.push(cpu_ms() - worked);
        }
    }
    let digest_ms = median(LOADS, || {
        for file in &bytes {
            std::hint::black_box(fingerprint(file));
        }
        Ok(())
    })?;
    let told = serde_json::json!({
        "list": list,
        "certificates": imported.trust.certificates().count(),
        "accepted": standing,
        "bytes": bytes.iter().map(Vec::len).sum::<usize>(),
        "minted_ms": minted_ms,
        "import_ms": import_ms,
        "judge_all_ms": judge_all_ms,
        "load_ms": { "p50": percentile(&mut loads, 50), "p95": percentile(&mut loads, 95) },
        "load_cpu_ms": percentile(&mut loads_cpu, 50),
        "card_cpu_ms": percentile(&mut cards_cpu, 50),
        "first_card_ms": { "p50": percentile(&mut first_cards, 50), "p95": percentile(&mut first_cards, 95) },
        "card_ms": { "p50": percentile(&mut cards, 50), "p95": percentile(&mut cards, 95) },
        "digest_ms": digest_ms,
        "signature_p256_ms": signature(pki.document_signer_key())?,
        "signature_p384_ms": signature(pki.csca_key())?,
    });
    println!("{told}");
    Ok(())
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The list with its pin, and the CSCA of the card with its revocation list.
fn files(pki: &TestPki, now: OffsetDateTime) -> Outcome<(&'static str, Vec<NewFile>)> {
    let file = |name: &str, bytes: Vec<u8>| NewFile {
        name: name.into(),
        bytes,
        ..NewFile::default()
    };
    let csca = file("csca.cer", pki.csca().to_der()?);
    let crl = file(
        "csca.crl",
        pki.lists().map(|(crl, _)| crl.to_vec()).unwrap_or_default(),
    );
    let german = test_vectors::external_file("csca/DE_ML_2026-05-28-08-28-45.ml");
    let pinned = test_vectors::external_file("csca/DE-csca-04CD.cer");
    if let (Some(list), Some(pinned)) = (german, pinned) {
        let files = vec![
            csca,
            crl,
            file("german.cer", pinned),
            file("german.ml", list),
        ];
        return Ok(("german", files));
    }
    let others: Result<Vec<_>, _> = (0..CERTIFICATES).map(|_| TestPki::mint(now)).collect();
    let others = others?;
    let certificates: Vec<_> = others.iter().map(TestPki::csca).collect();
    let content = certificate_list(&certificates)?;
    let list = pki.sign_list(&ListRequest {
        content_type: MASTER_LIST,
        content: &content,
        purpose: MASTER_LIST_SIGNING,
        at: now,
    })?;
    Ok(("minted", vec![csca, crl, file("minted.ml", list)]))
}

/// The time of one verdict, which must be a green one.
fn card(read_out: &ReadOut, trust: &TrustAnchors, now: OffsetDateTime) -> Outcome<f64> {
    let started = Instant::now();
    let assessment = assess(
        read_out,
        trust,
        ReferenceTime(now),
        ChallengeExpectation::Any,
    );
    let elapsed = ms(started);
    match assessment.verdict() {
        Verdict::Genuine => Ok(elapsed),
        other => Err(format!("the card is {}", other.word()).into()),
    }
}

fn reading(pki: &TestPki, now: OffsetDateTime) -> Outcome<ReadOut> {
    let persons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons");
    let person = Person::load(&persons.join("nguyen-thi-vi-du.toml"))?;
    let profile = Profile::built_in("cccd-2021")?;
    let mut card = Card::personalise_with(&person, pki, &profile, now, &[])?;
    let request = ReadRequest {
        key: AccessKey::Can(CardAccessNumber::new("000018")?),
        challenge: ActiveAuthenticationChallenge(*b"8 bytes!"),
        allow_bac: false,
    };
    let mut random = |buffer: &mut [u8]| {
        let _ = openssl::rand::rand_bytes(buffer);
    };
    let channel =
        move |command: &[u8]| -> Result<Vec<u8>, ChannelError> { Ok(card.transmit(command)) };
    read(channel, &request, &mut random, &mut |_| {}).map_err(|_| "the card cannot be read".into())
}

/// What this machine needs for one bare signature verification of such a key.
fn signature(key: &openssl::pkey::PKey<openssl::pkey::Private>) -> Outcome<f64> {
    let mut signer = Signer::new(MessageDigest::sha256(), key)?;
    let signature = signer.sign_oneshot_to_vec(b"message")?;
    median(LOADS, || {
        let mut verifier = Verifier::new(MessageDigest::sha256(), key)?;
        std::hint::black_box(verifier.verify_oneshot(&signature, b"message")?);
        Ok(())
    })
}

fn median(rounds: usize, mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let started = Instant::now();
        work()?;
        times.push(ms(started));
    }
    Ok(percentile(&mut times, 50))
}

fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// The processor's time on this thread: what is left of a measure when the machine has other work.
fn cpu_ms() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a few minutes in nanoseconds")]
    let (seconds, nanoseconds) = (time.tv_sec as f64, time.tv_nsec as f64);
    seconds * 1e3 + nanoseconds / 1e6
}

fn ms(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}
