//! What a session refuses, played against its own other side.

use super::*;

fn pair(cipher: BlockCipher) -> (SecureMessaging, SecureMessaging) {
    let new = || SecureMessaging::from_secret(b"shared", cipher).unwrap();
    (new(), new())
}

/// The chip's side of an answer, written with the same primitives.
fn answer(chip: &mut SecureMessaging, data: &[u8], status: u16) -> Vec<u8> {
    chip.counter.increment();
    let mut objects = Vec::new();
    if !data.is_empty() {
        chip.append_cryptogram(&mut objects, 0xB0, data).unwrap();
    }
    data_object::append(&mut objects, STATUS, &status.to_be_bytes());
    let mut input = objects.clone();
    pad(&mut input, chip.encryption.cipher().block_len());
    let checksum = chip.checksum(&input).unwrap();
    data_object::append(&mut objects, CHECKSUM, &checksum);
    objects.extend_from_slice(&status.to_be_bytes());
    objects
}

fn open(session: &mut SecureMessaging, bytes: Vec<u8>) -> Result<Vec<u8>, SecureMessagingError> {
    session
        .unprotect(&ResponseApdu::parse(bytes).unwrap())
        .map(|answer| answer.data().to_vec())
}

fn exchange(edit: impl Fn(&mut Vec<u8>)) -> Result<Vec<u8>, SecureMessagingError> {
    let (mut terminal, mut chip) = pair(BlockCipher::Aes128);
    terminal
        .protect(&CommandApdu::new([0, 0xB0, 0, 0]).expecting(3))
        .unwrap();
    chip.counter.increment();
    let mut bytes = answer(&mut chip, &[1, 2, 3], 0x9000);
    edit(&mut bytes);
    open(&mut terminal, bytes)
}

#[test]
fn a_whole_answer_opens_and_every_changed_bit_is_noticed() {
    assert_eq!(exchange(|_| ()), Ok(vec![1, 2, 3]));
    let len = 19 + 4 + 10 + 2;
    for index in 0..len {
        for bit in 0..8 {
            let result = exchange(|bytes| bytes[index] ^= 1 << bit);
            assert!(result.is_err(), "byte {index}, bit {bit}");
        }
    }
}

#[test]
fn missing_doubled_and_reordered_objects_are_malformed() {
    let malformed = Err(SecureMessagingError::Malformed);
    assert_eq!(
        exchange(|bytes| drop(bytes.drain(19..23))),
        malformed,
        "no DO 99"
    );
    assert_eq!(
        exchange(|bytes| drop(bytes.drain(23..33))),
        malformed,
        "no DO 8E"
    );
    assert_eq!(
        exchange(|bytes| bytes[..23].rotate_left(19)),
        malformed,
        "99 before 87"
    );
    assert_eq!(
        exchange(|bytes| bytes.insert(33, 0)),
        malformed,
        "trailing byte"
    );
}

#[test]
fn plain_success_is_refused_and_plain_errors_keep_the_counters_together() {
    for (counting, counted) in [
        (PlainErrors::Uncounted, 0),
        (PlainErrors::CommandCounted, 1),
        (PlainErrors::BothCounted, 2),
    ] {
        let (mut terminal, mut chip) = pair(BlockCipher::Aes128);
        terminal.expect_plain_errors(counting);
        let command = CommandApdu::new([0, 0xB0, 0, 0]).expecting(3);
        terminal.protect(&command).unwrap();
        let refused = terminal
            .unprotect(&ResponseApdu::parse(vec![0x6A, 0x82]).unwrap())
            .unwrap();
        assert_eq!(refused.status(), StatusWord::FILE_NOT_FOUND);
        (0..counted).for_each(|_| chip.counter.increment());
        terminal.protect(&command).unwrap();
        chip.counter.increment();
        let bytes = answer(&mut chip, &[7], 0x9000);
        assert_eq!(open(&mut terminal, bytes), Ok(vec![7]), "{counting:?}");
        let plain = open(&mut terminal, vec![0x90, 0x00]);
        assert_eq!(
            plain,
            Err(SecureMessagingError::Unprotected(StatusWord::SUCCESS))
        );
        let ended = open(&mut terminal, vec![0x69, 0x88]);
        assert_eq!(
            ended,
            Err(SecureMessagingError::Ended(
                StatusWord::SECURE_MESSAGING_INCORRECT
            ))
        );
    }
}

#[test]
fn counting_back_undoes_counting_even_over_a_carry() {
    for start in [[0; 8], [0xFF; 8], [0, 0, 0, 0, 0, 0, 1, 0]] {
        let mut counter = SendSequenceCounter::starting_at(start);
        counter.increment();
        counter.decrement();
        assert_eq!(counter.0, start);
    }
}

#[test]
fn a_replayed_answer_is_refused() {
    let (mut terminal, mut chip) = pair(BlockCipher::TripleDes);
    chip.counter.increment();
    let bytes = answer(&mut chip, &[9], 0x9000);
    terminal
        .protect(&CommandApdu::new([0, 0xB0, 0, 0]).expecting(1))
        .unwrap();
    assert_eq!(open(&mut terminal, bytes.clone()), Ok(vec![9]));
    terminal
        .protect(&CommandApdu::new([0, 0xB0, 0, 0]).expecting(1))
        .unwrap();
    assert_eq!(
        open(&mut terminal, bytes),
        Err(SecureMessagingError::WrongChecksum)
    );
}

#[test]
fn longest_answers_are_those_of_the_field() {
    assert_eq!(pair(BlockCipher::Aes256).0.longest_short_answer(), 223);
    assert_eq!(pair(BlockCipher::TripleDes).0.longest_short_answer(), 231);
}
