//! The fictitious person's draft, and randomness that tests can repeat.

use dossier::{
    consent::{CONSENT_POINTS, Consent, Language},
    draft::{Draft, Finger, FingerprintCapture, MediaType, PortraitCapture, Reading, SealContext},
    fingers::{FingerAssessment, Gate, Watched},
    portrait::PortraitAssessment,
    submission::TerminalKey,
};
use reader::{
    files::{DataGroupNumber, FileId},
    presented::{Presented, PresentedKind},
    read_out::{
        AccessEvidence, AccessProtocol, ActiveAuthenticationChallenge,
        ActiveAuthenticationResponse, Attempt, ChipAuthenticationTranscript, PasswordKind, ReadOut,
    },
    verdict::Verdict,
};
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const AT: OffsetDateTime = datetime!(2026-11-20 02:00 UTC);
pub(crate) const TERMINAL: &str = "quay-01";

pub(crate) fn read_out() -> ReadOut {
    let mut read_out = ReadOut::default();
    read_out.files.insert(FileId::Sod, vec![0x77, 0x01, 0x00]);
    read_out
        .files
        .insert(FileId::DataGroup(DataGroupNumber::MRZ), vec![0x61, 0x00]);
    let qr = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
    let presented = Presented::new(PresentedKind::Qr, qr).unwrap();
    read_out.presented.push(presented);
    read_out.evidence.access = Some(AccessEvidence {
        protocol: AccessProtocol::Pace { parameter_id: 13 },
        password: PasswordKind::Can,
    });
    read_out.evidence.chip_authentication = Attempt::Answered(ChipAuthenticationTranscript {
        protocol: vec![4, 0, 127, 0, 7, 2, 2, 3, 2, 2],
        key_id: Some(vec![1]),
        ephemeral_private_key: Zeroizing::new(vec![9; 32]),
        protected_command: vec![0x0C, 0xB0],
        protected_response: vec![0x99, 0x02, 0x90, 0x00],
    });
    read_out.evidence.active_authentication = Attempt::Answered(ActiveAuthenticationResponse {
        challenge: ActiveAuthenticationChallenge([1, 2, 3, 4, 5, 6, 7, 8]),
        signature: vec![5; 64],
    });
    read_out
}

/// A portrait's values as far as the file's form needs them.
pub(crate) fn assessed(score: u8, gate: Gate) -> PortraitAssessment {
    PortraitAssessment {
        profile: "portrait-enrolment-1".into(),
        score,
        gate,
        face: None,
        components: Vec::new(),
        not_checked: Vec::new(),
    }
}

pub(crate) fn draft() -> Draft {
    let mut draft = Draft::new(Uuid::from_u128(1), AT);
    draft.reading = Some(Reading {
        read_out: read_out(),
        challenge_id: Some(Uuid::from_u128(2)),
        read_at: AT,
        terminal_verdict: Verdict::Genuine,
    });
    draft.portrait = Some(PortraitCapture {
        media_type: MediaType::Jpeg,
        bytes: Zeroizing::new(vec![0xFF, 0xD8, 0xFF]),
        record: Zeroizing::new(b"FAC\0".to_vec()),
        assessment: assessed(71, Gate::Passed),
        source: "image-file".into(),
        captured_at: AT,
        device: None,
    });
    draft.portrait_work.note(&assessed(71, Gate::Passed), AT);
    draft.portrait_work.watched = Some(Watched {
        by: "mau".into(),
        at: AT,
    });
    for finger in [Finger::RightIndex, Finger::LeftIndex] {
        let capture = fingerprint(finger);
        draft.finger_work.note(finger, &capture.assessment, AT);
        draft.fingerprints.push(capture);
    }
    draft.contact.phone = "0912 345 678".into();
    draft.contact.email = "vi.du@example.vn".into();
    draft.consent = Some(Consent {
        text_version: "2026-01".into(),
        language: Language::Vi,
        points: CONSENT_POINTS.into_iter().collect(),
        given_at: AT,
    });
    draft
}

fn fingerprint(finger: Finger) -> FingerprintCapture {
    FingerprintCapture {
        finger,
        png: Zeroizing::new(vec![0x89, b'P', b'N', b'G']),
        record: Zeroizing::new(b"FIR\0".to_vec()),
        assessment: FingerAssessment {
            profile: "VN-110".into(),
            score: 71,
            gate: Gate::Passed,
            shortfalls: Vec::new(),
            components: Vec::new(),
        },
        width: 256,
        height: 288,
        dpi: 508,
        sensor: "EF01".into(),
        captured_at: AT,
        device: None,
    }
}

pub(crate) fn context() -> SealContext {
    SealContext {
        terminal: TERMINAL.into(),
        session: Uuid::from_u128(3),
        officer: "nhan".into(),
        at: AT,
        profile: "nd69-2024",
    }
}

pub(crate) fn key(seed: u8) -> TerminalKey {
    TerminalKey::generate(&mut counting(seed)).unwrap()
}

/// Bytes that look random and are the same in every run.
pub(crate) fn counting(seed: u8) -> impl FnMut(&mut [u8]) {
    let mut next = seed;
    move |buffer: &mut [u8]| {
        for octet in buffer {
            *octet = next;
            next = next.wrapping_mul(5).wrapping_add(1);
        }
    }
}
