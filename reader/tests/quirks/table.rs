//! A table to put odd cards on.

use std::path::Path;
use std::sync::OnceLock;

use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use card_twin::quirk::Quirk;
use reader::access::{AccessKey, CardAccessNumber};
use reader::channel::{CardChannel, ChannelError};
use reader::chip::ChallengeExpectation;
use reader::files::FileId;
use reader::mrz::MrzKey;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadAids, ReadFailure, ReadRequest, read_with};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict, assess};
use time::macros::datetime;

pub(crate) const NOW: time::OffsetDateTime = datetime!(2026-06-01 09:00 +7);
const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([7; 8]);

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

pub(crate) fn profile() -> Profile {
    Profile::built_in("cccd-2021").unwrap()
}

pub(crate) fn card(profile: &Profile, faults: &[Fault]) -> Card {
    let person =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons/nguyen-thi-vi-du.toml");
    let person = Person::load(&person).unwrap();
    Card::personalise_with(&person, pki(), profile, NOW, faults).unwrap()
}

/// The usual card with these quirks.
pub(crate) fn odd(quirks: &[Quirk]) -> Card {
    let faults: Vec<Fault> = quirks.iter().copied().map(Fault::Quirk).collect();
    card(&profile(), &faults)
}

pub(crate) fn can() -> ReadRequest {
    let key = AccessKey::Can(CardAccessNumber::new("000018").unwrap());
    ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    }
}

pub(crate) fn mrz(allow_bac: bool) -> ReadRequest {
    let key = MrzKey::from_fields("199000018", "990315", "390315").unwrap();
    ReadRequest {
        key: AccessKey::Mrz(key),
        challenge: CHALLENGE,
        allow_bac,
    }
}

/// A card in a reader: counts commands, can power the card off and on, and may refuse long commands.
pub(crate) struct Slot {
    pub(crate) card: Card,
    pub(crate) headers: Vec<[u8; 4]>,
    pub(crate) restarts: u32,
    /// Whether the reader can power the card off and on.
    pub(crate) can_restart: bool,
    /// What happens to a command before the card sees it.
    pub(crate) gate: fn(&[u8]) -> Result<(), ChannelError>,
}

impl Slot {
    pub(crate) fn new(card: Card) -> Self {
        Self {
            card,
            headers: Vec::new(),
            restarts: 0,
            can_restart: true,
            gate: |_| Ok(()),
        }
    }

    pub(crate) fn commands(&self) -> usize {
        self.headers.len()
    }

    /// How many commands had this instruction.
    pub(crate) fn count(&self, instruction: u8) -> usize {
        let same = self
            .headers
            .iter()
            .filter(|header| header[1] == instruction);
        same.count()
    }

    pub(crate) fn read(&mut self, request: &ReadRequest) -> Result<ReadOut, ReadFailure> {
        self.read_with(request, &mut ReadAids::default())
    }

    pub(crate) fn read_with(
        &mut self,
        request: &ReadRequest,
        aids: &mut ReadAids,
    ) -> Result<ReadOut, ReadFailure> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut rng = move |buffer: &mut [u8]| {
            for byte in buffer {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *byte = state.to_be_bytes()[0];
            }
        };
        read_with(self, request, aids, &mut rng, &mut |_| ())
    }
}

impl CardChannel for &mut Slot {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        (self.gate)(command)?;
        self.headers.push(*command.first_chunk().unwrap());
        Ok(self.card.transmit(command))
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        if self.can_restart {
            self.card.reset();
            self.restarts += 1;
        }
        Ok(self.can_restart)
    }
}

pub(crate) fn verdict(out: &ReadOut) -> Verdict {
    let (verdict, _) = judged(out);
    verdict
}

pub(crate) fn result_of(out: &ReadOut, id: CheckId) -> (CheckResult, Reason) {
    let (_, checks) = judged(out);
    let check = checks.iter().find(|check| check.0 == id).unwrap();
    (check.1, check.2)
}

fn judged(out: &ReadOut) -> (Verdict, Vec<(CheckId, CheckResult, Reason)>) {
    let (trust, refused) = TrustAnchors::from_certificates([pki().csca().to_der().unwrap()]);
    assert!(refused.is_empty());
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    let assessment = assess(out, &trust, ReferenceTime(NOW), expected);
    let checks = assessment.checks.iter();
    let checks = checks.map(|check| (check.id, check.result, check.reason));
    (assessment.verdict(), checks.collect())
}

/// Every file that was read is the file in the chip.
pub(crate) fn assert_same_files(out: &ReadOut, card: &Card) {
    for (file, bytes) in out
        .files
        .iter()
        .filter(|(file, _)| !file.is_of_master_file())
    {
        assert!(card.file(file.fid()) == Some(bytes), "{}", file.name());
    }
}

/// Reads the card to the end and finds it genuine.
pub(crate) fn assert_genuine(slot: &mut Slot, request: &ReadRequest) -> ReadOut {
    let out = slot
        .read(request)
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert_same_files(&out, &slot.card);
    let failed: Vec<_> = judged(&out)
        .1
        .into_iter()
        .filter(|check| check.1 != CheckResult::Successful)
        .collect();
    assert_eq!(verdict(&out), Verdict::Genuine, "{failed:?}");
    assert!(out.files.bytes(FileId::Sod).is_some());
    out
}
