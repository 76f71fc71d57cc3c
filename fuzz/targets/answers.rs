//! Answers of a chip, changed on the way: the input says which answer and how. ICAO Doc 9303-11 §4, §9.8.
#![no_main]

use std::sync::{LazyLock, Mutex, PoisonError};

use card_twin::card::Card;
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::ChannelError;
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::{ReadRequest, read};

static CARD: LazyLock<Mutex<Card>> = LazyLock::new(|| Mutex::new(fuzz::small_card()));

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let mut card = CARD.lock().unwrap_or_else(PoisonError::into_inner);
    card.reset();
    let mut count: u8 = 0;
    let channel = |command: &[u8]| -> Result<Vec<u8>, ChannelError> {
        let mut answer = card.transmit(command);
        count = count.wrapping_add(1);
        // Three octets each: the answer's number, a place in it, and what to add there; 0 cuts it off.
        for change in input.as_chunks::<3>().0.iter().take(64) {
            let [number, place, added] = *change;
            let at = usize::from(place) % answer.len().max(1);
            if number != count {
                continue;
            }
            match answer.get_mut(at) {
                Some(octet) if added != 0 => *octet ^= added,
                _ => answer.truncate(at),
            }
        }
        Ok(answer)
    };
    let Ok(number) = CardAccessNumber::new("000018") else {
        return;
    };
    let request = ReadRequest {
        key: AccessKey::Can(number),
        challenge: ActiveAuthenticationChallenge(*b"8 bytes!"),
        allow_bac: false,
    };
    let _ = read(
        channel,
        &request,
        &mut |buffer: &mut [u8]| buffer.fill(0x5A),
        &mut |_| {},
    )
    .is_ok();
});
