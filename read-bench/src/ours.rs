//! Our reader: the whole reading and its verdict.

use anyhow::{Result, ensure};
use card_twin::profile::Profile;
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::{CardChannel, ChannelError};
use reader::chip::ChallengeExpectation;
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::{ReadAids, ReadRequest, ReaderProfile, read_with};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Verdict, assess};

use crate::clocked_card::{ClockedCard, Measured};
use crate::desk::{CAN, Desk, NOW};
use crate::floor;

/// Reads the same card again and again, as a terminal does that remembers reader and chip.
pub(crate) fn read_often(desk: &Desk, profile: &Profile, rounds: usize) -> Result<Vec<Measured>> {
    let mut card = desk.issue(profile)?;
    let floor = floor::of(&card, profile);
    let (trust, refused) = TrustAnchors::from_certificates([desk.csca()?]);
    ensure!(refused.is_empty(), "the issuer's certificate is refused");
    let mut aids = ReadAids {
        profile: ReaderProfile::for_answer_to_reset(card.atr()),
        ..ReadAids::default()
    };
    let mut all = Vec::new();
    for _ in 0..rounds {
        let request = request()?;
        let mut clocked = ClockedCard::insert(&mut card);
        let channel = Lent(&mut clocked);
        let out = read_with(channel, &request, &mut aids, &mut random, &mut |_| ())?;
        let expected = ChallengeExpectation::Exactly(request.challenge);
        let assessment = assess(&out, &trust, ReferenceTime(NOW), expected);
        let mut measured = clocked.stop();
        ensure!(assessment.verdict() == Verdict::Genuine, "not genuine");
        measured.floor = floor.clone();
        all.push(measured);
    }
    Ok(all)
}

fn request() -> Result<ReadRequest> {
    let mut challenge = [0; 8];
    openssl::rand::rand_bytes(&mut challenge)?;
    Ok(ReadRequest {
        key: AccessKey::Can(CardAccessNumber::new(CAN)?),
        challenge: ActiveAuthenticationChallenge(challenge),
        allow_bac: false,
    })
}

fn random(buffer: &mut [u8]) {
    openssl::rand::rand_bytes(buffer).expect("randomness");
}

struct Lent<'a, 'card>(&'a mut ClockedCard<'card>);

impl CardChannel for Lent<'_, '_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        Ok(self.0.transmit(command))
    }
}
