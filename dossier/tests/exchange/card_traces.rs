//! A trace of a reading: it repeats itself, holds nothing of the person, and knows what the card could have done.

use std::time::Duration;

use dossier::card_trace::{CardTrace, Heading, TraceError, TracedCard, TracedCommand};
use reader::channel::Exchange;
use reader::reading::ReaderProfile;
use time::macros::datetime;

fn command(step: &str, header: [u8; 4], received: usize, status: u16, us: u64) -> TracedCommand {
    let exchange = Exchange {
        header,
        command_len: 19,
        response_len: received,
        status,
    };
    TracedCommand::of(step, exchange, Duration::from_micros(us))
}

fn read(received: usize, us: u64) -> TracedCommand {
    command("files", [0x0C, 0xB0, 0x81, 0x00], received, 0x9000, us)
}

fn trace(card: TracedCard, commands: Vec<TracedCommand>) -> CardTrace {
    let heading = Heading {
        program: "cccd 1",
        made_at: datetime!(2026-11-20 08:00 +7),
        reader: "Reader 00 00",
        answer_to_reset: &[0x3B, 0x85, 0x80, 0x01, 0x80, 0x73, 0xC0, 0x21, 0x80, 0x96],
        known: &ReaderProfile::default(),
    };
    CardTrace::new(&heading, "genuine", None, card, commands)
}

#[test]
fn a_trace_is_written_and_read_again() {
    let one = trace(TracedCard::default(), vec![read(240, 9_000)]);
    let again = CardTrace::parse(one.to_json().as_bytes()).expect("parsed");
    assert_eq!(again, one);
    let other = one
        .to_json()
        .replace("cccd-card-trace/1", "cccd-card-trace/9");
    assert_eq!(CardTrace::parse(other.as_bytes()), Err(TraceError::Form));
    assert_eq!(CardTrace::parse(b"{}"), Err(TraceError::Form));
    let many = trace(TracedCard::default(), vec![read(1, 1); 4097]);
    assert!(CardTrace::parse(many.to_json().as_bytes()).is_err());
}

#[test]
fn the_number_of_reads_of_one_file_does_not_part_two_readings_and_a_status_does() {
    let base = trace(TracedCard::default(), vec![read(240, 9), read(100, 9)]);
    let longer = trace(
        TracedCard::default(),
        vec![read(240, 9), read(240, 9), read(80, 9)],
    );
    assert_eq!(base.parting(&longer), None);
    let refused = command("files", [0x0C, 0xB0, 0x82, 0x00], 2, 0x6982, 9);
    let other = trace(TracedCard::default(), vec![read(240, 9), refused]);
    let parting = base.parting(&other).expect("they part");
    assert_eq!(parting.step, "files");
    assert_eq!(
        (parting.first, parting.second.as_deref()),
        (None, Some("B0 6982"))
    );
}

#[test]
fn the_floor_of_the_files_is_the_fewest_reads_at_the_cards_own_pace() {
    let mut card = TracedCard {
        pace_parameters: Some(13),
        ..TracedCard::default()
    };
    card.files = vec![("DG2".to_owned(), 446)];
    // 446 bytes are two commands; four were sent. 5 ms a command and 20 µs a byte.
    let pace = |bytes: usize| 5_000 + 20 * (19 + u64::try_from(bytes).expect("small"));
    let reads = [256, 256, 128, 16].map(|length| read(length, pace(length)));
    let access = command("access", [0x10, 0x86, 0, 0], 71, 0x9000, 80_000);
    let commands = [vec![access], reads.to_vec()].concat();
    let budget = trace(card, commands).budget();
    let [access, files] = budget.as_slice() else {
        panic!("two steps");
    };
    assert!((access.floor_ms - 80.0).abs() < 1e-6 && access.commands == 1);
    // 223 bytes are 224 padded: 19 bytes of command, 228 of DO 87 and 16 behind it.
    let by_hand = 2.0 * (5.0 + 0.020 * (19.0 + 228.0 + 16.0));
    assert!((files.floor_ms - by_hand).abs() < 0.05, "{files:?}");
    assert!(files.waited_ms > files.floor_ms && files.commands == 4);
}

#[test]
fn a_traced_kind_becomes_settings_of_the_twin() {
    let mut card = TracedCard {
        card_access: Some("3100".to_owned()),
        pace_parameters: Some(13),
        longest_answer: Some(1920),
        withheld: vec![3],
        ..TracedCard::default()
    };
    card.files = vec![("DG1".to_owned(), 95), ("DG2".to_owned(), 18_000)];
    let text = trace(card, Vec::new()).twin_profile();
    let profile = card_twin::profile::Profile::from_toml(&text).expect("the twin takes it");
    assert_eq!(profile.historical_bytes, "8073C02180");
    assert_eq!(profile.data_groups, [1, 2, 3]);
    assert_eq!(profile.locked_data_groups, [3]);
    assert_eq!(profile.buffers.map(|buffers| buffers.response), Some(1920));
    assert_eq!(profile.face_length, Some(18_000));
}

#[test]
fn what_is_no_hexadecimal_gets_into_no_settings() {
    let card = TracedCard {
        card_access: Some("31\"\nname = \"x".to_owned()),
        ..TracedCard::default()
    };
    let text = trace(card, Vec::new()).twin_profile();
    assert_eq!(text.matches("name = ").count(), 1);
}
