//! Every text of every closed list: in both languages, in one Unicode form, with a glyph for each letter.

use std::collections::BTreeSet;

use capture::fingerprint::exception::ExceptionReason;
use capture::fingerprint::quality::Component as FingerComponent;
use capture::fingerprint::{Finger, Hand};
use capture::portrait::{Component, NotChecked};
use capture::quality;
use dossier::api::{FindingKind, ProblemType};
use dossier::bundle::{Agreement, BundleError, TrustBasis};
use dossier::consent::{CONSENT_POINTS, Language};
use dossier::decision::{CaseState, RefusalReason};
use dossier::draft::Missing;
use dossier::fingers::{DemandWord, FingerStanding};
use dossier::identity::FingerAdvice;
use dossier::portrait::{NotCompared, PortraitStanding};
use dossier::relying::PartySaid;
use dossier::source::{Source, SourceField, SourceStanding, WhyNoReply, WhyNotSaid};
use dossier::subject::{Gap, Relation, SealProof, SubjectKind};
use reader::presented::PresentedKind;
use reader::reading::ReadStep;
use reader::trust::{ListKind, ProfileError, RecordMalformed, Role, Tolerance, TrustRefusal};
use reader::verdict::{
    CheckId, CheckResult, Degree, IdentityField, IdentitySource, Reason, Standing, Verdict, Written,
};
use rules::level2::{Ground, Higher};
use ui::event::{DeviceKind, DeviceState};
use ui::model::approver::Question;
use ui::model::tester::Tab;
use ui::problem::Problem;
use ui::subject::{Guardianship, PaperSlot, SubjectField};
use ui::tester::{Family, TrustWhat};
use ui::text::{
    Say, appearance, bank, card, check, decision, evidence, fingers, identity, inspection,
    portrait, problem, reason, registration, ruling, screen, sources, subject, tester, trust,
    upkeep,
};
use unicode_normalization::is_nfc;

use crate::support::model_says;

/// A list that the compiler holds against its enum.
macro_rules! every {
    ($type:ident: $($variant:ident),+) => {{
        fn _is_complete(value: $type) {
            match value { $($type::$variant => ()),+ }
        }
        [$($type::$variant),+]
    }};
    ($type:ident: $($variant:ident),+; $rich:ident { $field:ident: $value:expr }) => {{
        fn _is_complete(value: $type) {
            match value { $($type::$variant)|+ | $type::$rich { .. } => () }
        }
        [$($type::$variant),+, $type::$rich { $field: $value }]
    }};
}

fn papers() -> impl Iterator<Item = PaperSlot> {
    SubjectField::all().filter_map(|field| match field {
        SubjectField::Paper(slot, _) => Some(slot),
        SubjectField::Text(_) => None,
    })
}

fn all() -> Vec<Say> {
    let mut all = screen::ALL.to_vec();
    all.extend(appearance::ALL);
    all.extend(bank::ALL);
    all.extend(tester::ALL);
    all.extend(subject::ALL);
    all.extend(upkeep::ALL);
    all.extend(inspection::ALL);
    all.extend(SubjectKind::ALL.map(subject::kind));
    all.extend(SubjectKind::ALL.map(subject::holder));
    all.extend(SubjectField::all().map(subject::field));
    all.extend(papers().filter_map(subject::paper));
    all.extend(every!(Relation: Father, Mother, Guardian).map(subject::relation));
    all.extend(every!(Guardianship: Under14, Ward).map(subject::guardianship));
    all.extend(every!(SealProof: Specimen, Certificate).map(subject::seal));
    all.extend(every!(Gap: Text, Paper, ImmigrationKey, OrganisationCode, Seal, RepresentativeCase, RepresentativeConsent, TooMany, GuardianCase, RelationProof, GuardianshipDecision).map(subject::gap));
    all.extend(Tab::ALL.map(tester::tab));
    all.extend(Family::ALL.map(tester::family));
    all.extend(
        [
            "opening",
            "card_access",
            "access",
            "files",
            "chip_authentication",
            "aa",
        ]
        .map(tester::step),
    );
    all.extend(every!(Verdict: Genuine, Refuted, Undetermined, Unread).map(tester::expected));
    let list = ListKind::Master;
    all.extend(
        [
            TrustWhat::Anchor,
            TrustWhat::Link,
            TrustWhat::Signer,
            TrustWhat::List(list),
            TrustWhat::RevocationList,
            TrustWhat::Refused,
        ]
        .map(tester::trusted),
    );
    let degrees = every!(Degree: Value, Marks).map(Written::Differs);
    all.extend(degrees.map(bank::compared));
    all.extend([Written::Same, Written::NotComparable].map(bank::compared));
    all.extend(every!(PartySaid: Correct, Incorrect).map(bank::said));
    all.extend(CaseState::ALL.map(decision::state));
    all.extend(Ground::all().into_iter().map(ruling::ground));
    all.extend(Higher::ALL.map(ruling::higher));
    all.extend(RefusalReason::ALL.map(decision::refusal));
    all.extend(FindingKind::ALL.map(decision::finding));
    all.extend(Missing::ALL.map(registration::missing));
    all.extend(CONSENT_POINTS.map(registration::consent));
    all.extend(Finger::ALL.map(registration::finger));
    for standing in [quality::Standing::TooLow, quality::Standing::TooHigh] {
        all.extend(Component::ALL.map(|component| portrait::hint(component, standing)));
    }
    all.extend(NotChecked::ALL.map(portrait::not_checked));
    all.extend(NotCompared::ALL.map(portrait::not_compared));
    all.extend([1000, -1000].map(|similarity| portrait::face_advice(&model_says(similarity))));
    all.extend(Component::ALL.map(portrait::name));
    let tries = [
        PortraitStanding::Open,
        PortraitStanding::Held { left: 1 },
        PortraitStanding::Held { left: 2 },
        PortraitStanding::Passed,
        PortraitStanding::Exhausted,
    ];
    all.extend(tries.map(portrait::refused));
    all.extend(FingerComponent::ALL.map(fingers::hint));
    all.extend(DemandWord::ALL.map(fingers::shortfall));
    all.extend(ExceptionReason::ALL.map(fingers::reason));
    all.extend((0..4).map(|left| fingers::standing(FingerStanding::Held { left })));
    let standings = [
        FingerStanding::Open,
        FingerStanding::Passed,
        FingerStanding::Exhausted,
    ];
    all.extend(standings.map(fingers::standing));
    let advice = [
        FingerAdvice::Alike { score: 1 },
        FingerAdvice::Unlike { score: 1 },
    ];
    all.extend(advice.map(fingers::advice));
    all.push(fingers::advice(FingerAdvice::NotPerformed));
    for hand in [Hand::Right, Hand::Left] {
        let four = hand.four();
        all.extend((1..=4).map(|count| fingers::awaited(&four[..count])));
    }
    all.push(fingers::awaited(&[Finger::RightThumb, Finger::LeftThumb]));
    all.extend(reason::ALL.map(reason::reason));
    all.extend(Source::ALL.map(sources::source));
    all.extend(SourceField::ALL.map(sources::field));
    all.extend(WhyNoReply::ALL.map(sources::no_reply));
    let unsaid = every!(WhyNotSaid: NoReference, TooPoor, Pending);
    all.extend(unsaid.map(sources::not_said));
    let standings = every!(SourceStanding: Registered, NotRegistered, Locked, Died);
    all.extend(standings.into_iter().filter_map(sources::standing));
    all.extend(Question::ALL.map(sources::confirmed));
    all.extend(Question::ALL.map(sources::denied));
    all.extend([sources::SAMPLE, sources::CORRECT, sources::INCORRECT]);
    all.extend(check::all().map(check::check));
    all.extend(IdentityField::ALL.map(identity::field));
    all.extend(IdentitySource::ALL.map(identity::source));
    all.extend(Standing::ALL.map(identity::standing));
    all.extend(PresentedKind::ALL.map(identity::not_of_kind));
    all.push(identity::NO_KEY);
    let degrees = every!(Degree: Value, Marks);
    all.extend(degrees.map(identity::degree));
    all.extend([TrustBasis::Own, TrustBasis::AsRecorded].map(evidence::basis));
    all.extend(
        [Agreement::Same, Agreement::Differs(Vec::new())].map(|one| evidence::agreement(&one)),
    );
    let errors = [
        BundleError::TooLong { len: 0 },
        BundleError::Malformed,
        BundleError::OtherFormat,
        BundleError::NotCanonical,
        BundleError::DigestDiffers,
        BundleError::Trust(RecordMalformed("certificate")),
        BundleError::NotWritable,
    ];
    all.extend(errors.map(|one| evidence::error(&one)));
    let results = every!(CheckResult: Successful, Failed, Undetermined, NotSupported, Aborted);
    all.extend(results.map(check::result));
    let verdicts = every!(Verdict: Genuine, Refuted, Undetermined, Unread);
    all.extend(verdicts.map(check::verdict));
    all.extend(verdicts.map(check::verdict_meaning));
    let steps =
        every!(ReadStep: CardAccess, Access, Files, ChipAuthentication, ActiveAuthentication);
    all.extend(steps.map(card::step));
    all.extend(DeviceKind::ALL.map(card::device));
    for device in DeviceKind::ALL {
        let states = every!(DeviceState: Unknown, Missing, Ready, Busy);
        all.extend(states.map(|state| card::device_state(device, state)));
    }
    for source in ["image-file", "image-folder", "network-camera"] {
        all.extend(registration::portrait_source(source));
    }
    for refusal in TrustRefusal::ALL {
        let advice = trust::refusal(*refusal);
        all.extend([advice.happened, advice.todo]);
    }
    all.extend(every!(Role: Anchor, Link).map(trust::role));
    all.extend(ListKind::ALL.map(trust::list_kind));
    all.extend(Tolerance::ALL.map(trust::tolerance));
    let errors = every!(ProfileError: Malformed, Key, Algorithm, Form, Usage);
    all.extend(errors.map(trust::set_aside));
    all.extend(trust::line::ALL);
    let backend = ProblemType::ALL.into_iter().map(Problem::BackendRefused);
    for problem in Problem::OWN.iter().copied().chain(backend) {
        let advice = problem::advice(problem);
        all.extend([advice.happened, advice.todo]);
    }
    all
}

#[test]
fn reasons_and_checks_are_all_there() {
    let reasons = every!(Reason: AsRequired, NotOffered, NotReached, WrongPassword, CardRemoved,
        ProtocolViolation, CardAccessDiffers, SodMissing, SodMalformed, WrongContentType,
        SignatureInvalid, AlgorithmRefused, IssuerUnknown, PathSignatureInvalid, CertificateProfile,
        SignerNotValidThen, NoRevocationList, RevocationListStale,
        RevocationListInvalid, SignerRevoked, IssuerRevoked, ClockDoubtful, HashMismatch, DataGroupMissing,
        DataGroupLocked, DataGroupUnsigned, CountryDiffers, KeyNotSigned, ChipProofInvalid,
        ChallengeNotOurs, ConvincesTerminalOnly, ChallengeNotFresh, ChallengeForeign,
        ChipProofMissing, Expired,
        SignerNotOne, SignedAttributes, DigestDiffers, AlgorithmsDisagree, KeyRefused, HashWeak,
        WithinTolerance, SignerMayNotSign, DocumentTypeDiffers, ChainTooLong, IssuerNotValidThen,
        SignerKeyPeriodOver, SignerExpired,
        NoExpiry, DateUnreadable, MrzMalformed, DetailsMalformed, DetailsDiffer, ComDiffers, ComMissing,
        AccessKeyDiffers, KeyNotRecorded, KeyNotOfDocument, NothingPresented, PresentedDiffers,
        PresentedOfAnotherDocument;
        ListedDefect { entry: 0 });
    assert_eq!(reason::ALL.len(), reasons.len());
    for one in reasons {
        assert_eq!(reason::by_code(&one.code()), Some(one));
    }
    assert_eq!(check::all().count(), 15 + 16);
    assert_eq!(
        check::by_name("passive.hash.dg2").map(CheckId::name),
        Some("passive.hash.dg2".into())
    );
}

#[test]
fn every_text_has_two_languages_in_composed_form() {
    for say in all() {
        for text in [say.vi, say.en] {
            assert!(!text.trim().is_empty() && text == text.trim(), "{say:?}");
            assert!(is_nfc(text), "{say:?}");
        }
        let plain = say.en.replace(['“', '”', '–', '…'], "");
        assert!(plain.is_ascii(), "{say:?}");
    }
}

#[test]
fn refusals_and_reasons_can_be_told_apart() {
    for language in [Language::Vi, Language::En] {
        let texts: BTreeSet<_> = reason::ALL
            .map(|one| reason::reason(one).by(language))
            .into();
        assert_eq!(texts.len(), reason::ALL.len());
        let texts: BTreeSet<_> = RefusalReason::ALL
            .map(|one| decision::refusal(one).by(language))
            .into();
        assert_eq!(texts.len(), RefusalReason::ALL.len());
        let refusals = TrustRefusal::ALL.iter();
        let texts: BTreeSet<_> = refusals
            .map(|one| trust::refusal(*one).happened.by(language))
            .collect();
        assert_eq!(texts.len(), TrustRefusal::ALL.len());
    }
}

/// The harness panics on a letter that the bundled fonts lack, so drawing is the test.
#[test]
fn the_bundled_fonts_have_every_letter() {
    let letters: BTreeSet<char> = all()
        .iter()
        .flat_map(|say| say.vi.chars().chain(say.en.chars()))
        .collect();
    let mut text: String = letters.into_iter().collect();
    text.push_str("ĂÂĐÊÔƠƯăâđêôơưÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ");
    text.push_str("àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ 0123456789·×%");
    let mut harness = egui_kittest::Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .with_context_setup(ui::install_fonts_and_style)
        .build_ui(|ui| {
            for font in [ui::theme::body(), ui::theme::bold(16.0)] {
                ui.label(egui::RichText::new(&text).font(font));
            }
        });
    harness.run();
}
