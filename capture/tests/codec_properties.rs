//! The EF01 codec and session under arbitrary bytes: no panic, bounded memory, nothing invented.

use capture::CaptureError;
use capture::dialogue::{Await, Dialogue, Step};
use capture::ef01::{
    Address, AutoIdentification, Buffer, Exchange, ExchangeStep, ImageAssembler, MAX_FRAME_BYTES,
    Operation, Packet, PacketDecoder, PacketKind, Pages, Session, SessionConfig,
};
use capture::fingerprint::Finger;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

fn kind() -> impl Strategy<Value = PacketKind> {
    prop_oneof![
        Just(PacketKind::Data),
        Just(PacketKind::Acknowledge),
        Just(PacketKind::LastData)
    ]
}

/// Line bytes in which headers are far more frequent than chance would have them.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let header = Just(vec![0xEF, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x02]);
    let piece = prop_oneof![vec(any::<u8>(), 0..40), header, Just(vec![0x55])];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn session() -> Session {
    Session::new(SessionConfig {
        address: Address::default(),
        password: 0,
        finger: Finger::RightThumb,
    })
}

/// One of each form of answer.
fn operations() -> [Operation; 9] {
    let pages = Pages { first: 0, count: 9 };
    [
        Operation::GenerateImage,
        Operation::Match,
        Operation::Search(Buffer::ONE, pages),
        Operation::UploadFeatures(Buffer::ONE),
        Operation::ReadSystemParameters,
        Operation::ReadProductInfo,
        Operation::ReadIndex(0),
        Operation::Random,
        Operation::AutoIdentify(AutoIdentification {
            security_level: 3,
            first: 0,
            count: 9,
            tries: 1,
        }),
    ]
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_grow_the_decoder(line in line(), chunk in 1_usize..300) {
        let mut decoder = PacketDecoder::new(Address::default());
        for part in line.chunks(chunk) {
            decoder.feed(part);
            assert!(decoder.held_bytes() <= MAX_FRAME_BYTES);
        }
    }

    #[test]
    fn a_packet_survives_noise_before_it_and_any_splitting(
        noise in vec(any::<u8>().prop_filter("no header", |byte| *byte != 0xEF), 0..50),
        kind in kind(),
        payload in vec(any::<u8>(), 1..=256),
        chunk in 1_usize..50,
    ) {
        let packet = Packet::new(kind, &payload).unwrap();
        let mut line = noise.clone();
        line.extend(packet.encode(Address::default()));
        let mut decoder = PacketDecoder::new(Address::default());
        let found: Vec<_> = line.chunks(chunk).flat_map(|part| decoder.feed(part)).collect();
        assert_eq!(found, [Ok(packet)]);
        assert_eq!(decoder.noise_bytes(), noise.len() as u64);
    }

    #[test]
    fn one_flipped_bit_of_a_payload_never_passes(
        payload in vec(any::<u8>(), 1..=256), at in any::<usize>(), bit in 0_u32..8,
    ) {
        let mut frame = Packet::new(PacketKind::Data, &payload).unwrap().encode(Address::default());
        frame[9 + at % payload.len()] ^= 1 << bit;
        let found = PacketDecoder::new(Address::default()).feed(&frame);
        assert!(!found.iter().any(Result::is_ok));
    }

    #[test]
    fn a_session_never_makes_an_image_out_of_noise(line in line(), chunk in 1_usize..300) {
        let mut session = session();
        assert!(matches!(session.start(), Step::Send(_)));
        for part in line.chunks(chunk) {
            assert!(!matches!(session.receive(part), Step::Done(_)));
        }
        while session.awaits() != Await::Nothing {
            assert!(!matches!(session.expire(), Step::Done(_)));
        }
    }

    #[test]
    fn an_operation_ends_once_whatever_the_line_says(
        line in line(), answers in vec(vec(any::<u8>(), 1..40), 0..6), chunk in 1_usize..300,
    ) {
        let mut bytes = Vec::new();
        for payload in &answers {
            let packet = Packet::new(PacketKind::Acknowledge, payload).unwrap();
            bytes.extend(packet.encode(Address::default()));
        }
        bytes.extend(line);
        for operation in operations() {
            let mut exchange = Exchange::new(operation, Address::default(), 128);
            assert!(matches!(exchange.start(), ExchangeStep::Send(_)));
            let ended = bytes
                .chunks(chunk)
                .any(|part| !matches!(exchange.receive(part), ExchangeStep::Read));
            let after = exchange.expire();
            let over = matches!(after, ExchangeStep::Failed(CaptureError::SessionOver));
            assert_eq!(over, ended);
        }
    }

    #[test]
    fn an_image_is_whole_or_none(packets in vec(vec(any::<u8>(), 1..=256), 0..200)) {
        let mut assembler = ImageAssembler::new(None);
        let fits = packets.iter().try_for_each(|payload| assembler.push(payload)).is_ok();
        let total: usize = packets.iter().map(Vec::len).sum();
        assert_eq!(fits, total <= 36_864);
        let whole = [36_864, 18_432].contains(&assembler.received());
        assert_eq!(assembler.finish().is_ok(), whole);
    }
}

#[test]
fn a_finished_session_only_says_so() {
    let mut session = session();
    assert!(matches!(
        session.expire(),
        Step::Failed(CaptureError::SessionOver)
    ));
    assert_eq!(session.awaits(), Await::Nothing);
    assert!(matches!(
        session.start(),
        Step::Failed(CaptureError::SessionOver)
    ));
}

#[test]
fn a_module_that_does_not_know_read_prod_info_may_stay_silent() {
    let acknowledge = |payload: &[u8]| {
        let packet = Packet::new(PacketKind::Acknowledge, payload).unwrap();
        packet.encode(Address::default())
    };
    let parameters = [
        0, 0, 0, 0, 0, 0, 0xC8, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 0, 6,
    ];
    let mut session = session();
    session.start();
    assert!(matches!(session.receive(&acknowledge(&[0])), Step::Send(_)));
    assert!(matches!(
        session.receive(&acknowledge(&parameters)),
        Step::Send(_)
    ));
    let Step::Send(next) = session.expire() else {
        panic!("GenImg follows");
    };
    assert_eq!(next[9], 0x01);
    assert!(matches!(
        session.receive(&acknowledge(&[0x02])),
        Step::AwaitFinger
    ));
    assert_eq!(session.awaits(), Await::Finger);
    assert!(matches!(
        session.expire(),
        Step::Failed(CaptureError::NoFinger)
    ));
}
