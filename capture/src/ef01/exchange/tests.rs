//! Answers of the manuals, and of modules that answer otherwise.

use super::*;
use crate::ef01::arguments::{Buffer, Pages};
use crate::ef01::operation::{AutoEnrolment, AutoIdentification};

const ALL: Pages = Pages {
    first: 0,
    count: 200,
};

fn module(kind: PacketKind, payload: &[u8]) -> Vec<u8> {
    let packet = Packet::new(kind, payload).unwrap();
    packet.encode(Address::default())
}

fn acknowledged(payload: &[u8]) -> Vec<u8> {
    module(PacketKind::Acknowledge, payload)
}

/// What the operation comes to when the module says this.
fn after(operation: Operation, line: &[u8]) -> ExchangeStep {
    let mut exchange = Exchange::new(operation, Address::default(), 128);
    assert!(matches!(exchange.start(), ExchangeStep::Send(_)));
    exchange.receive(line)
}

fn answer(operation: Operation, payload: &[u8]) -> Answer {
    match after(operation, &acknowledged(payload)) {
        ExchangeStep::Done(answer) => answer,
        ExchangeStep::Failed(error) => panic!("{error}"),
        _ => panic!("no answer"),
    }
}

fn refusal(operation: Operation, line: &[u8]) -> CaptureError {
    match after(operation, line) {
        ExchangeStep::Failed(error) => error,
        _ => panic!("no refusal"),
    }
}

#[test]
fn answers_of_the_manuals_are_understood() {
    let Answer::Score(score) = answer(Operation::Match, &[0, 0, 0x64]) else {
        panic!("a score");
    };
    assert_eq!(score, 100);
    let search = || Operation::Search(Buffer::ONE, ALL);
    let Answer::Found { page, score } = answer(search(), &[0, 0, 7, 0, 90]) else {
        panic!("a page");
    };
    assert_eq!((page, score), (7, 90));
    assert!(matches!(answer(search(), &[9]), Answer::NotFound));
    assert!(matches!(answer(Operation::Match, &[8]), Answer::NoMatch));
    assert!(matches!(
        answer(Operation::GenerateImage, &[2]),
        Answer::NoFinger
    ));
    assert!(matches!(
        answer(Operation::Random, &[0, 1, 2, 3, 4]),
        Answer::Random(0x0102_0304)
    ));
    assert!(matches!(
        answer(Operation::CountTemplates, &[0, 1, 0]),
        Answer::Templates(256)
    ));
    let mut index = vec![0];
    index.extend([0xFF, 0b0000_0101]);
    index.resize(33, 0);
    let Answer::Index(table) = answer(Operation::ReadIndex(0), &index) else {
        panic!("a table");
    };
    assert!(table.is_taken(7) && table.is_taken(10) && !table.is_taken(9));
    assert_eq!(table.first_free(), Some(9));
}

#[test]
fn a_refusal_names_operation_and_code() {
    let combine = refusal(Operation::CombineModel, &acknowledged(&[0x0A]));
    assert_eq!(
        combine,
        CaptureError::Refused {
            operation: "RegModel",
            code: 0x0A
        }
    );
    let locked = refusal(Operation::Random, &acknowledged(&[0x21]));
    assert_eq!(locked, CaptureError::WrongPassword);
    let short = refusal(Operation::Random, &acknowledged(&[0, 1, 2]));
    assert_eq!(
        short,
        CaptureError::Unexpected {
            operation: "GetRandomCode"
        }
    );
}

#[test]
fn a_template_comes_in_packets_and_goes_back_the_same() {
    let template: Vec<u8> = (0..=255).chain(0..=255).collect();
    let mut line = acknowledged(&[0]);
    let pieces: Vec<_> = template.chunks(128).collect();
    for (number, piece) in (1..).zip(&pieces) {
        let kind = match number == pieces.len() {
            true => PacketKind::LastData,
            false => PacketKind::Data,
        };
        line.extend(module(kind, piece));
    }
    let upload = Operation::UploadFeatures(Buffer::ONE);
    let ExchangeStep::Done(Answer::Sample(sample)) = after(upload, &line) else {
        panic!("a template");
    };
    assert_eq!(sample.bytes(), template);
    let back = Operation::DownloadFeatures(Buffer::TWO, sample);
    let ExchangeStep::SendAndDone(sent) = after(back, &acknowledged(&[0])) else {
        panic!("packets");
    };
    assert_eq!(sent[..], line[acknowledged(&[0]).len()..]);
}

#[test]
fn endless_data_is_dropped_at_the_bound_and_missing_data_at_the_deadline() {
    let upload = || Operation::UploadFeatures(Buffer::ONE);
    let mut endless = acknowledged(&[0]);
    for _ in 0..300 {
        endless.extend(module(PacketKind::Data, &[0; 128]));
    }
    assert!(matches!(
        refusal(upload(), &endless),
        CaptureError::Overlong {
            received: 36_992,
            ..
        }
    ));
    let mut exchange = Exchange::new(upload(), Address::default(), 128);
    exchange.start();
    let ExchangeStep::Failed(silent) = exchange.expire() else {
        panic!("over");
    };
    assert_eq!(
        silent,
        CaptureError::NoAnswer {
            operation: "UpChar"
        }
    );
    let mut exchange = Exchange::new(upload(), Address::default(), 128);
    exchange.start();
    exchange.receive(&acknowledged(&[0]));
    exchange.receive(&module(PacketKind::Data, &[0; 128]));
    let ExchangeStep::Failed(cut) = exchange.expire() else {
        panic!("over");
    };
    assert_eq!(cut, CaptureError::LastPacketMissing { received: 128 });
}

#[test]
fn the_answer_to_a_new_address_comes_from_it() {
    let new = Address([1, 2, 3, 4]);
    let from = |address| {
        let packet = Packet::new(PacketKind::Acknowledge, &[0]).unwrap();
        packet.encode(address)
    };
    let set = || Operation::SetAddress(new);
    assert!(matches!(
        after(set(), &from(new)),
        ExchangeStep::Done(Answer::Done)
    ));
    assert!(matches!(
        after(set(), &from(Address::default())),
        ExchangeStep::Read
    ));
}

#[test]
fn operations_of_several_steps_end_with_their_last_one() {
    let enrol = || {
        Operation::AutoEnrol(AutoEnrolment {
            page: 5,
            replace: false,
            again: false,
            lift: true,
        })
    };
    let mut line = Vec::new();
    for step in 1..=0x0E {
        line.extend(acknowledged(&[0, step, 5]));
    }
    assert!(matches!(after(enrol(), &line), ExchangeStep::Read));
    line.extend(acknowledged(&[0, 0x0F, 5]));
    assert!(matches!(
        after(enrol(), &line),
        ExchangeStep::Done(Answer::Enrolled(5))
    ));
    let endless = acknowledged(&[0, 1, 5]).repeat(usize::from(MAX_ANSWERS) + 1);
    assert!(matches!(
        refusal(enrol(), &endless),
        CaptureError::Unexpected { .. }
    ));
    let identify = || {
        Operation::AutoIdentify(AutoIdentification {
            security_level: 3,
            first: 0,
            count: 100,
            tries: 1,
        })
    };
    let mut line = acknowledged(&[0, 1, 0, 0, 0, 0]);
    line.extend(acknowledged(&[0, 3, 0, 5, 0, 80]));
    assert!(matches!(
        after(identify(), &line),
        ExchangeStep::Done(Answer::Found { page: 5, score: 80 })
    ));
}
