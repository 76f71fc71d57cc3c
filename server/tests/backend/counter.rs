//! The counter's side: a card is read, a draft filled, sealed and signed.

use std::sync::OnceLock;

use card_twin::{card::Card, fault::Fault, person::Person, profile::Profile};
use device_twin::synthetic::{self, Impression};
use dossier::{
    api::{Challenge, Session, SubmissionAnswer},
    consent::{CONSENT_POINTS, Consent, Language},
    draft::{Draft, Finger, FingerprintCapture, PortraitCapture, Reading, SealContext},
    fingers::{self, Watched},
    portrait::Rechecker,
    receipt::{Receipt, ReceiptPublicKey},
    submission::{self, SignedSubmission, TerminalKey},
};
use reader::{
    access::{AccessKey, CardAccessNumber},
    channel::ChannelError,
    presented::{Presented, PresentedKind},
    read_out::{ActiveAuthenticationChallenge, ReadOut},
    reading::{self, ReadRequest},
    verdict::Verdict,
};
use rules::profile::FingerRules;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::office::{Office, TERMINAL, persons};

/// The drawn person, measured once for all tests.
pub(crate) fn portrait(at: OffsetDateTime) -> PortraitCapture {
    static TAKEN: OnceLock<PortraitCapture> = OnceLock::new();
    let taken = TAKEN.get_or_init(|| {
        let file = std::fs::read(persons().join("nguyen-thi-vi-du-live.jpg")).unwrap();
        let mut checker = Rechecker::new().unwrap();
        checker.take(&file, ("image-file".into(), at)).unwrap()
    });
    PortraitCapture {
        captured_at: at,
        ..taken.clone()
    }
}

impl Office {
    pub(crate) fn challenge(&self, session: &Session) -> Challenge {
        self.ask(Some(session), "/v1/challenges").unwrap().1
    }

    /// Reads a card of the fictitious person with this fault.
    pub(crate) fn read(&self, challenge: [u8; 8], fault: Fault) -> ReadOut {
        self.read_card_of(&person(), challenge, fault)
    }

    pub(crate) fn read_card_of(
        &self,
        person: &Person,
        challenge: [u8; 8],
        fault: Fault,
    ) -> ReadOut {
        let profile = Profile::built_in("cccd-2021").unwrap();
        let mut card =
            Card::personalise_with(person, &self.pki, &profile, self.now(), &[fault]).unwrap();
        let channel =
            |command: &[u8]| -> Result<Vec<u8>, ChannelError> { Ok(card.transmit(command)) };
        let request = ReadRequest {
            key: AccessKey::Can(CardAccessNumber::new("000018").unwrap()),
            challenge: ActiveAuthenticationChallenge(challenge),
            allow_bac: false,
        };
        let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
        let Ok(mut read_out) = reading::read(channel, &request, &mut system, &mut |_| {}) else {
            panic!("the card cannot be read");
        };
        let qr = Presented::new(PresentedKind::Qr, &person.qr_text()).unwrap();
        read_out.presented.push(qr);
        read_out
    }

    /// A draft that lacks nothing, whose card answered this challenge.
    pub(crate) fn draft(&self, challenge: Option<&Challenge>, fault: Fault) -> Draft {
        let octets = challenge.map_or([7; 8], |challenge| challenge.octets().unwrap());
        let now = self.now();
        let mut draft = Draft::new(Uuid::new_v4(), now);
        draft.reading = Some(Reading {
            read_out: self.read(octets, fault),
            challenge_id: challenge.map(|challenge| challenge.id),
            read_at: now,
            terminal_verdict: Verdict::Genuine,
        });
        draft.portrait = Some(portrait(now));
        let tried = &draft.portrait.as_ref().unwrap().assessment;
        draft.portrait_work.note(tried, now);
        draft.portrait_work.watched = Some(Watched {
            by: "nhan".into(),
            at: now,
        });
        for finger in [Finger::RightIndex, Finger::LeftIndex] {
            let capture = fingerprint(finger, now);
            draft.finger_work.note(finger, &capture.assessment, now);
            draft.fingerprints.push(capture);
        }
        draft.contact.phone = "0912345678".into();
        draft.consent = Some(Consent {
            text_version: "2026-01".into(),
            language: Language::Vi,
            points: CONSENT_POINTS.into_iter().collect(),
            given_at: now,
        });
        draft
    }

    pub(crate) fn seal(&self, draft: &Draft, session: &Session) -> SignedSubmission {
        self.seal_at(draft, session, self.now())
    }

    pub(crate) fn seal_at(
        &self,
        draft: &Draft,
        session: &Session,
        at: OffsetDateTime,
    ) -> SignedSubmission {
        seal(draft, session, (TERMINAL, &self.terminal_key), at)
    }

    /// Sealed and signed at another terminal.
    pub(crate) fn seal_for(
        &self,
        draft: &Draft,
        session: &Session,
        terminal: (&str, &TerminalKey),
    ) -> SignedSubmission {
        seal(draft, session, terminal, self.now())
    }

    /// A genuine case, submitted by `nhan`.
    pub(crate) fn case(&self) -> Uuid {
        self.case_with(Fault::None)
    }

    pub(crate) fn case_with(&self, fault: Fault) -> Uuid {
        let session = self.sign_in("nhan");
        let challenge = self.challenge(&session);
        let signed = self.seal(&self.draft(Some(&challenge), fault), &session);
        let (status, answer) = self.send::<SubmissionAnswer>(&signed.jws).unwrap();
        assert_eq!(status, 201);
        self.pass(Duration::seconds(1));
        self.receipt(&answer).case
    }

    pub(crate) fn receipt(&self, answer: &SubmissionAnswer) -> Receipt {
        let pem = std::fs::read(self.data().join("server.pub")).unwrap();
        Receipt::open(&answer.receipt, &ReceiptPublicKey::from_pem(&pem).unwrap()).unwrap()
    }
}

/// The fictitious person.
pub(crate) fn person() -> Person {
    Person::load(&persons().join("nguyen-thi-vi-du.toml")).unwrap()
}

fn seal(
    draft: &Draft,
    session: &Session,
    (terminal, key): (&str, &TerminalKey),
    at: OffsetDateTime,
) -> SignedSubmission {
    let context = SealContext {
        terminal: terminal.into(),
        session: session.session,
        officer: session.officer.id.clone(),
        at,
        profile: "nd69-2024",
    };
    let Ok(dossier) = draft.seal(&context) else {
        panic!("the draft lacks something")
    };
    submission::sign(&dossier, key, terminal).unwrap()
}

/// Synthetic fingers of the position's own, measured once for all tests.
pub(crate) fn fingerprint(finger: Finger, now: OffsetDateTime) -> FingerprintCapture {
    static TAKEN: OnceLock<[FingerprintCapture; 2]> = OnceLock::new();
    let taken = TAKEN.get_or_init(|| {
        [(Finger::RightIndex, 1), (Finger::LeftIndex, 2)].map(|(finger, seed)| {
            let touch = Impression::good(400, 500).casual(3);
            let print = synthetic::Finger::grow(seed).print(&touch);
            let pixels = (print.width.into(), print.height.into(), print.pixels);
            let rules = FingerRules::default();
            fingers::take(pixels, (finger, 500), &rules, ("twin".into(), now)).unwrap()
        })
    });
    let found = taken.iter().find(|one| one.finger == finger).unwrap();
    FingerprintCapture {
        captured_at: now,
        ..found.clone()
    }
}
