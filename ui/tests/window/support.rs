//! A fictitious citizen, her card, two officers, and a driver that plays the shell.

use std::path::Path;
use std::sync::OnceLock;

use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::{GreyImage, Limits, RgbaImage, decode};
use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::TestPki;
use card_twin::profile::Profile;
use dossier::api::Role;
use dossier::consent::Language;
use dossier::draft::{FingerprintCapture, PortraitCapture};
use dossier::fingers::Gate;
use dossier::portrait::{FaceEnd, ModelComparison, Rechecker, Thousandths};
use dossier::sha256_digest::Sha256Digest;
use reader::access::AccessKey;
use reader::channel::{ChannelError, Traffic};
use reader::chip::ChallengeExpectation;
use reader::files::DataGroupNumber;
use reader::presented::{Presented, PresentedKind};
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::{ReadFailure, ReadRequest, read};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{assess, unread};
use rules::profile::{FingerRules, GateRule};
use time::{Duration, OffsetDateTime, macros::datetime};
use ui::event::{CardReading, DeviceKind, DeviceState, SessionId, SignedIn};
use ui::model::bank::BankDesk;
use ui::model::{Counter, Screen};
use ui::{Effect, Event, Model, Msg, Problem, update};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const START: OffsetDateTime = datetime!(2026-11-23 08:30 +7);
const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([7; 8]);

/// A model and what it asked for, with a clock that moves on with every message.
pub(crate) struct Desk {
    pub(crate) model: Model,
    pub(crate) effects: Vec<Effect>,
}

impl Desk {
    pub(crate) fn closed() -> Self {
        Self::closed_under(one_finger())
    }

    fn closed_under(fingers: FingerRules) -> Self {
        Self {
            model: Model::new(START, Language::Vi, fingers),
            effects: Vec::new(),
        }
    }

    pub(crate) fn counter() -> Self {
        Self::closed().signed_in(Role::Receiving)
    }

    pub(crate) fn approver() -> Self {
        Self::closed().signed_in(Role::Approving)
    }

    /// A terminal at a bank's desk, where a teller is signed in.
    pub(crate) fn teller() -> Self {
        let mut desk = Self::closed();
        desk.model = desk.model.at_bank(Some(BankDesk {
            party: "Ngân hàng Ví Dụ".into(),
            purpose: "mở tài khoản thanh toán".into(),
        }));
        desk.signed_in(Role::Teller)
    }

    /// A counter whose profile asks this of fingers.
    pub(crate) fn counter_under(fingers: FingerRules) -> Self {
        Self::closed_under(fingers).signed_in(Role::Receiving)
    }

    pub(crate) fn signed_in(self, role: Role) -> Self {
        let mut desk = self;
        desk.event(Event::SignedIn(officer(role)));
        for device in DeviceKind::ALL {
            desk.event(Event::Device {
                device,
                state: DeviceState::Ready,
            });
        }
        desk.effects.clear();
        desk
    }

    /// One message, a second later; what it made the window ask for is the return value too.
    pub(crate) fn say(&mut self, msg: Msg) -> usize {
        let now = self.model.now + Duration::seconds(1);
        update(&mut self.model, Msg::Event(Event::Clock(now)));
        let effects = update(&mut self.model, msg);
        let count = effects.len();
        self.effects.extend(effects);
        count
    }

    pub(crate) fn event(&mut self, event: Event) -> usize {
        self.say(Msg::Event(event))
    }

    /// The scanner that is waited for delivers.
    pub(crate) fn scans(&mut self, text: &str) {
        let session = self.session();
        let text = Zeroizing::new(text.to_owned());
        self.event(Event::Scanned { session, text });
    }

    pub(crate) fn type_card(&mut self, text: &str) {
        self.say(Msg::CardTextTyped(Zeroizing::new(text.to_owned())));
    }

    pub(crate) fn at(&self) -> &Counter {
        match &self.model.screen {
            Screen::Counter(counter) => counter,
            _ => panic!("no counter on the screen"),
        }
    }

    /// The session of the newest order to a device.
    pub(crate) fn session(&self) -> SessionId {
        let of = |effect: &Effect| match effect {
            Effect::ReadCard { session, .. }
            | Effect::Scan { session }
            | Effect::CapturePortrait { session }
            | Effect::CaptureFingerprint { session, .. } => Some(*session),
            _ => None,
        };
        self.effects
            .iter()
            .rev()
            .find_map(of)
            .expect("an order to a device")
    }

    pub(crate) fn saves(&self) -> usize {
        self.effects
            .iter()
            .filter(|effect| matches!(effect, Effect::SaveDraft(_)))
            .count()
    }

    pub(crate) fn read_card(&mut self, faults: &[Fault]) {
        self.type_card(&person().qr_text());
        self.say(Msg::ReadCard);
        let session = self.session();
        let reading = Box::new(card_reading(faults));
        self.event(Event::CardRead { session, reading });
    }

    pub(crate) fn take_portrait(&mut self) {
        self.say(Msg::CapturePortrait);
        let session = self.session();
        let (capture, preview) = portrait();
        self.event(Event::PortraitCaptured {
            session,
            capture,
            preview,
        });
        self.say(Msg::PersonWatched(true));
    }

    pub(crate) fn take_finger(&mut self) {
        self.say(Msg::CaptureFingerprint);
        let session = self.session();
        let (capture, preview) = fingerprint();
        self.event(Event::FingerprintCaptured {
            session,
            capture: Box::new(capture),
            beside: Vec::new(),
            preview,
        });
    }

    pub(crate) fn consent(&mut self) {
        for point in dossier::consent::CONSENT_POINTS {
            self.say(Msg::Consent { point, given: true });
        }
    }

    /// Everything that a file needs, up to but without the submission.
    pub(crate) fn fill(&mut self) {
        self.read_card(&[]);
        self.take_portrait();
        self.take_finger();
        self.say(Msg::PhoneTyped("0912345678".into()));
        self.consent();
    }
}

/// A trial: one finger of any sensor is enough, the other hand's stands in for it.
fn one_finger() -> FingerRules {
    let mut rules = FingerRules::default();
    rules.device.class_enrol = 0;
    rules.device.grey_levels = 16;
    rules.image.gate = GateRule::Advises;
    rules.capture.wanted = 1;
    rules
}

pub(crate) fn officer(role: Role) -> SignedIn {
    let (name, officer) = match role {
        Role::Receiving => ("Trần Văn Mẫu", "mau"),
        Role::Approving | Role::Senior => ("Lê Thị Duyệt", "duyet"),
        Role::Teller | Role::Auditor | Role::DeviceAdmin => ("Phạm Thị Khác", "khac"),
    };
    SignedIn {
        name: name.into(),
        officer: officer.into(),
        role,
        office: "Công an phường Mẫu".into(),
        session: Uuid::from_u128(0x0192_0000_0000_7000_8000_1234_5678_9ABC),
    }
}

pub(crate) fn person() -> Person {
    let twin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin");
    Person::load(&twin.join("persons/nguyen-thi-vi-du.toml")).unwrap()
}

/// A real reading of the software card, assessed as the shell would do it.
pub(crate) fn card_reading(faults: &[Fault]) -> CardReading {
    card_reading_presenting(faults, &person().qr_text())
}

/// The same, of a card whose printed code says this.
pub(crate) fn card_reading_presenting(faults: &[Fault], qr: &str) -> CardReading {
    let mut card = Card::personalise_with(&person(), pki(), &profile(), START, faults).unwrap();
    let mut traffic = Traffic::default();
    let channel = |command: &[u8]| {
        traffic.count += 1;
        Ok::<_, ChannelError>(card.transmit(command))
    };
    let mut read_out = read(channel, &request(), &mut counting(), &mut |_| ()).unwrap();
    let qr = Presented::new(PresentedKind::Qr, qr).unwrap();
    read_out.presented.push(qr);
    let (trust, _) = TrustAnchors::from_certificates([pki().csca().to_der().unwrap()]);
    let expected = ChallengeExpectation::Exactly(CHALLENGE);
    let assessment = assess(&read_out, &trust, ReferenceTime(START), expected);
    let face = read_out
        .files
        .data_group(DataGroupNumber::FACE)
        .and_then(jpeg_in);
    CardReading {
        read_out,
        assessment,
        face,
        challenge_id: Some(Uuid::from_u128(5)),
        read_at: START,
        traffic,
        elapsed_ms: [("access", 120), ("files", 430)].into(),
    }
}

/// The way a reading fails that this window made itself, with the problem it means.
pub(crate) fn failed_reading(can: &str, faults: &[Fault]) -> (Problem, ReadFailure) {
    let mut card = Card::personalise_with(&person(), pki(), &profile(), START, faults).unwrap();
    let key = AccessKey::Can(reader::access::CardAccessNumber::new(can).unwrap());
    let request = ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    };
    let channel = |command: &[u8]| match card.transmit(command) {
        answer if answer.is_empty() => Err(ChannelError::CardRemoved),
        answer => Ok(answer),
    };
    let failure = read(channel, &request, &mut counting(), &mut |_| ())
        .err()
        .unwrap();
    (
        Problem::of_reading(&failure.error, request.key.kind()),
        failure,
    )
}

pub(crate) fn failed(session: SessionId, can: &str, faults: &[Fault]) -> (Problem, Event) {
    let (problem, failure) = failed_reading(can, faults);
    let assessment = Box::new(unread(&failure));
    (
        problem,
        Event::CardFailed {
            session,
            problem,
            assessment,
        },
    )
}

/// The drawn person in front of the counter's camera, measured once for all tests.
pub(crate) fn portrait() -> (Box<PortraitCapture>, RgbaImage) {
    static TAKEN: OnceLock<PortraitCapture> = OnceLock::new();
    let bytes = include_bytes!("../../../card-twin/persons/nguyen-thi-vi-du-live.jpg");
    let taken = TAKEN.get_or_init(|| {
        let mut checker = Rechecker::new().unwrap();
        checker.take(bytes, ("image-file".into(), START)).unwrap()
    });
    let preview = decode(bytes, Limits::PORTRAIT).unwrap();
    (Box::new(taken.clone()), preview)
}

/// What a model of the operator makes of both portraits; its threshold is 0.36.
pub(crate) fn model_says(similarity: i16) -> ModelComparison {
    ModelComparison {
        model: "faces-a".into(),
        sha256: Sha256Digest::new([0x5a; 32]),
        threshold: Thousandths::try_from(360).unwrap(),
        end: FaceEnd::Similarity(Thousandths::try_from(similarity).unwrap()),
    }
}

/// The same, as if the frame had been this bad.
pub(crate) fn held_portrait(score: u8) -> (Box<PortraitCapture>, RgbaImage) {
    let (mut capture, preview) = portrait();
    let assessment = &mut capture.assessment;
    assessment.gate = Gate::Held;
    assessment.score = score;
    let dark = assessment
        .components
        .iter_mut()
        .find(|one| one.component == "luminance")
        .unwrap();
    (dark.value, dark.score) = (Some(0.05), Some(score));
    (capture, preview)
}

pub(crate) fn fingerprint() -> (FingerprintCapture, GreyImage) {
    let pixels = (0..256_u32 * 288)
        .map(|at| ridge(at % 256, at / 256))
        .collect();
    let preview = GreyImage::new(256, 288, Zeroizing::new(pixels)).unwrap();
    let depth = GreyDepth::Levels16;
    let image = FingerprintImage::new(preview.clone(), depth, 500, Finger::RightIndex).unwrap();
    let capture = FingerprintCapture::of(&image, &one_finger(), "EF01".into(), START).unwrap();
    (capture, preview)
}

/// Circles, which is all that a picture in a test needs to be told from an empty one.
fn ridge(x: u32, y: u32) -> u8 {
    let (dx, dy) = (x.abs_diff(128), y.abs_diff(150));
    let distance = (dx * dx + dy * dy).isqrt();
    if distance > 120 || distance % 12 >= 6 {
        230
    } else {
        60
    }
}

pub(crate) fn jpeg_in(file: &[u8]) -> Option<RgbaImage> {
    let start = file
        .windows(3)
        .position(|three| three == [0xFF, 0xD8, 0xFF])?;
    decode(&file[start..], Limits::PORTRAIT).ok()
}

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(START).unwrap())
}

fn profile() -> Profile {
    Profile::built_in("cccd-2021").unwrap()
}

fn request() -> ReadRequest {
    let input = ui::card_input::CardInput::parse(&person().qr_text()).unwrap();
    let key = input.access_key().unwrap();
    ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    }
}

fn counting() -> impl FnMut(&mut [u8]) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |buffer| {
        for byte in buffer {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            *byte = state.to_be_bytes()[0];
        }
    }
}
