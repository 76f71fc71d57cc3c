//! The teller's work place: from card to receipt with five keys, and nothing left afterwards.

use std::collections::BTreeMap;

use card_twin::fault::Fault;
use dossier::api::Role;
use dossier::consent::Language;
use dossier::relying::{PartyReceipt, PartySaid, Service, SharedField};
use dossier::source::Origin;
use egui::{Event as Input, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use reader::verdict::{Degree, IdentityField, Written};
use time::Duration;
use ui::effect::PartyInquiry;
use ui::event::{DeviceKind, SessionId};
use ui::model::bank::{Bank, ConsentBasis, Inquiry, Likeness, Step};
use ui::model::counter::PaneState;
use ui::model::{LOCK_AFTER, Screen};
use ui::text::{bank as words, screen};
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::screens::{field, press, window};
use crate::size::in_both_languages;
use crate::support::{Desk, START, officer, person};

const CASE: &str = "01920000-0000-7000-8000-000000000005";
const CORE: &str = "Số định danh cá nhân: 001199000018\nHọ và tên: NGUYEN THI VI DU\nNgày sinh: 15/03/1999\n\
                    Số thẻ: 199000018\nGiới tính: Nam";

impl Desk {
    fn bank(&self) -> &Bank {
        match &self.model.screen {
            Screen::Bank(bank) => bank,
            _ => panic!("no bank's desk on the screen"),
        }
    }

    fn scanner_types(&mut self, text: &str) {
        self.say(Msg::WedgeScanned(Ok(text.to_owned().into())));
    }

    /// The card as a scanner that types begins it, read to its end.
    fn scan_and_read(&mut self, faults: &[Fault]) {
        self.scanner_types(&person().qr_text());
        let session = self.session();
        let reading = Box::new(crate::support::card_reading(faults));
        self.event(Event::CardRead { session, reading });
    }

    /// Up to the question, with these fields ticked.
    fn agreed(&mut self, fields: &[SharedField]) {
        self.scan_and_read(&[]);
        self.say(Msg::PersonCompared(Likeness::Same));
        self.scanner_types(CASE);
        for field in fields {
            let (field, given) = (*field, true);
            self.say(Msg::FieldAgreed { field, given });
        }
    }

    fn asked(&self) -> (SessionId, &PartyInquiry) {
        match self.effects.last() {
            Some(Effect::AskParty { session, inquiry }) => (*session, inquiry),
            _ => panic!("the agency is not asked"),
        }
    }

    fn answers(&mut self, fields: &[(SharedField, PartySaid)]) {
        let session = self.asked().0;
        let receipt = Box::new(receipt(self.model.now, fields));
        self.event(Event::PartyAnswered { session, receipt });
    }

    fn served(&mut self) {
        self.say(Msg::CorePasted(CORE.to_owned().into()));
        self.agreed(&[SharedField::Name, SharedField::Residence]);
        self.say(Msg::Next);
        let said = [
            (SharedField::Name, PartySaid::Correct),
            (SharedField::Residence, PartySaid::Incorrect),
        ];
        self.answers(&said);
    }
}

fn receipt(at: time::OffsetDateTime, fields: &[(SharedField, PartySaid)]) -> PartyReceipt {
    let fields: BTreeMap<_, _> = fields.iter().copied().collect();
    let all = fields.values().all(|said| *said == PartySaid::Correct);
    PartyReceipt {
        request: Uuid::from_u128(1),
        party: "ngan-hang".into(),
        contract: "HD-01".into(),
        service: Service::Authentication,
        purpose: "mở tài khoản thanh toán".into(),
        transaction: Uuid::from_u128(2).to_string(),
        consent: Uuid::from_u128(3),
        origin: Origin::Sample,
        said: if all {
            PartySaid::Correct
        } else {
            PartySaid::Incorrect
        },
        fields,
        answered_at: at,
        usable_until: at + Duration::hours(48),
    }
}

fn teller_window() -> Harness<'static, Desk> {
    let mut harness = window(Desk::teller());
    harness.run();
    harness
}

#[test]
fn from_card_to_receipt_with_five_keys() {
    let mut harness = teller_window();
    harness.get_by_label("Giao dịch viên · Công an phường Mẫu");
    // Both codes come by a scanner that types, whose keys nobody presses.
    harness.state_mut().scan_and_read(&[]);
    harness.run();
    harness.get_by_label("THẺ THẬT");
    let mut pressed = 0;
    let mut key = |harness: &mut Harness<'static, Desk>, key| {
        pressed += 1;
        press(harness, key);
    };
    key(&mut harness, Key::F3);
    harness.get_by_label(words::SAME_SAID.vi);
    harness.state_mut().scanner_types(CASE);
    harness.run();
    harness.get_by_label(words::OF_CASE.vi);
    for digit in [Key::Num1, Key::Num2, Key::Num6] {
        key(&mut harness, digit);
    }
    key(&mut harness, Key::Enter);
    let (_, inquiry) = harness.state().asked();
    assert!(matches!(inquiry.basis, ConsentBasis::Case(case) if case.to_string() == CASE));
    assert_eq!(inquiry.number.as_str(), "001199000018");
    let asserted: Vec<_> = inquiry
        .asserted
        .iter()
        .map(|(field, value)| (*field, value.as_str()))
        .collect();
    let expected = [
        (SharedField::Name, "Nguyễn Thị Ví Dụ"),
        (SharedField::DateOfBirth, "1999-03-15"),
        (SharedField::DocumentNumber, "199000018"),
    ];
    assert_eq!(
        asserted, expected,
        "what the chip says, and only what was agreed to"
    );
    harness.get_by_label(words::ASKING.vi);
    harness
        .state_mut()
        .answers(&expected.map(|(field, _)| (field, PartySaid::Correct)));
    harness.run();
    harness.get_by_label_contains("Phiếu trả lời có chữ ký: Đúng");
    assert_eq!(pressed, 5, "from card to receipt");
}

#[test]
fn enter_states_nothing_for_the_teller_or_the_customer() {
    let mut desk = Desk::teller();
    desk.scan_and_read(&[]);
    assert!(desk.bank().agreed.is_empty() && desk.bank().likeness.is_none());
    desk.say(Msg::Next);
    assert_eq!(desk.bank().problem, Some(Problem::PersonNotCompared));
    assert_eq!(desk.bank().likeness, None);
    let (field, given) = (SharedField::Name, true);
    desk.say(Msg::FieldAgreed { field, given });
    assert!(desk.bank().agreed.is_empty(), "no consent, no tick");
    desk.say(Msg::PersonCompared(Likeness::Same));
    desk.scanner_types(CASE);
    desk.say(Msg::Next);
    assert_eq!(desk.bank().problem, Some(Problem::NothingAgreed));
    let asks = |effect: &Effect| matches!(effect, Effect::AskParty { .. });
    assert!(!desk.effects.iter().any(asks));
    desk.say(Msg::FieldAgreed { field, given });
    assert_eq!((desk.bank().problem, desk.bank().step()), (None, Step::Ask));
    desk.say(Msg::FieldAgreed {
        field,
        given: false,
    });
    assert_eq!(desk.bank().step(), Step::Fields, "it can be taken back");
}

#[test]
fn another_person_or_a_card_that_is_not_proven_ends_it() {
    let mut desk = Desk::teller();
    desk.agreed(&[SharedField::Name]);
    desk.say(Msg::PersonCompared(Likeness::Other));
    assert_eq!(desk.bank().step(), Step::Stopped);
    assert_eq!(desk.bank().problem, Some(Problem::NotTheHolder));
    desk.effects.clear();
    desk.say(Msg::Next);
    assert!(desk.effects.is_empty());
    for fault in [Fault::Clone, Fault::ChangedDg2, Fault::UnknownIssuer] {
        let mut desk = Desk::teller();
        desk.agreed(&[SharedField::Name]);
        desk.scan_and_read(&[fault]);
        assert_eq!(desk.bank().step(), Step::Card, "{fault:?}");
        assert_eq!(desk.bank().likeness, None, "{fault:?}");
        let reads = |effect: &Effect| matches!(effect, Effect::ReadCoreRecord { .. });
        let count = desk.effects.iter().filter(|effect| reads(effect)).count();
        assert_eq!(count, 1, "{fault:?}: the first card's alone");
        desk.say(Msg::PersonCompared(Likeness::Same));
        assert_eq!(desk.bank().likeness, None, "{fault:?}");
    }
}

#[test]
fn differences_come_first_and_are_told_in_words() {
    let mut desk = Desk::teller();
    desk.served();
    let rows = desk.bank().rows();
    let first: Vec<_> = rows
        .iter()
        .take(3)
        .map(|row| (row.field, row.compared, row.said))
        .collect();
    let expected = [
        (
            IdentityField::Sex,
            Some(Written::Differs(Degree::Value)),
            None,
        ),
        (IdentityField::Residence, None, Some(PartySaid::Incorrect)),
        (
            IdentityField::Name,
            Some(Written::Differs(Degree::Marks)),
            Some(PartySaid::Correct),
        ),
    ];
    assert_eq!(first, expected);
    let same = rows
        .iter()
        .filter(|row| row.compared == Some(Written::Same));
    assert_eq!(same.count(), 3);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label("khác");
    harness.get_by_label("khác dấu");
    harness.get_by_label("Không đúng");
    let told = harness.get_by_label_contains("Không yêu cầu khách nộp thêm giấy tờ cho");
    let text = format!("{told:?}");
    assert!(
        text.contains(screen::NAME.vi) && !text.contains(screen::RESIDENCE.vi),
        "{text}"
    );
}

#[test]
fn the_receipts_time_runs_and_ends() {
    let mut desk = Desk::teller();
    desk.served();
    let answered = desk.bank().receipt().unwrap().answered_at;
    let mut harness = window(desk);
    for (after, told) in [
        (Duration::ZERO, "Còn dùng được 48 giờ 00 phút"),
        (Duration::minutes(61), "Còn dùng được 46 giờ 59 phút"),
        (Duration::hours(48) + Duration::SECOND, words::EXPIRED.vi),
        (-Duration::SECOND, "Còn dùng được 48 giờ 00 phút"),
        (-Duration::minutes(3), words::CLOCK_DOUBT.vi),
    ] {
        harness.state_mut().model.now = answered + after;
        harness.run();
        harness.get_by_label_contains(told);
        let papers = harness
            .query_by_label_contains(words::NO_PAPERS.vi)
            .is_some();
        assert_eq!(papers, told.starts_with("Còn"), "{told}");
    }
}

#[test]
fn the_end_a_lock_and_the_next_card_leave_nothing_of_a_customer() {
    let nobody = |bank: &Bank| {
        bank.card.read.is_none()
            && bank.card.text.is_empty()
            && bank.consent_text.is_empty()
            && bank.basis.is_none()
            && bank.agreed.is_empty()
            && bank.core.says(IdentityField::Name).is_none()
            && bank.likeness.is_none()
            && matches!(bank.inquiry, Inquiry::NotAsked)
    };
    let mut desk = Desk::teller();
    desk.served();
    desk.say(Msg::EndCustomer);
    assert!(nobody(desk.bank()));

    desk.served();
    desk.say(Msg::SignOut);
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
    assert!(!desk.model.keeps_a_draft());
    desk.event(Event::SignedIn(officer(Role::Teller)));
    assert!(nobody(desk.bank()));

    desk.served();
    let later = desk.model.now + LOCK_AFTER;
    desk.event(Event::Clock(later));
    assert!(
        matches!(&desk.model.screen, Screen::SignIn(form) if form.problem == Some(Problem::Unattended))
    );
    desk.say(Msg::Attended);
    desk.event(Event::SignedIn(officer(Role::Teller)));
    assert!(nobody(desk.bank()));

    // An answer that comes after the end is nobody's.
    desk.agreed(&[SharedField::Name]);
    desk.say(Msg::Next);
    let session = desk.asked().0;
    desk.say(Msg::EndCustomer);
    let receipt = Box::new(receipt(START, &[(SharedField::Name, PartySaid::Correct)]));
    desk.event(Event::PartyAnswered { session, receipt });
    assert!(nobody(desk.bank()));

    desk.served();
    desk.say(Msg::ReadCard);
    assert!(desk.bank().receipt().is_none() && desk.bank().agreed.is_empty());
}

#[test]
fn what_fails_is_told_and_can_be_tried_again() {
    let mut desk = Desk::teller();
    desk.agreed(&[SharedField::Name]);
    desk.say(Msg::Next);
    assert_eq!(desk.say(Msg::Next), 0, "asked once");
    let session = desk.asked().0;
    let problem = Problem::BackendUnreachable;
    desk.event(Event::PartyFailed { session, problem });
    assert_eq!(desk.bank().problem, Some(problem));
    let network = DeviceKind::Network;
    let state = ui::event::DeviceState::Ready;
    desk.event(Event::Device {
        device: network,
        state,
    });
    assert_eq!(desk.bank().problem, None);
    assert_eq!(desk.say(Msg::Next), 1);
    assert_ne!(desk.asked().0, session);
}

#[test]
fn a_consent_comes_by_scanner_by_hand_or_not_at_all() {
    let mut harness = teller_window();
    harness.state_mut().scan_and_read(&[]);
    harness.run();
    press(&mut harness, Key::F3);
    assert!(field(&harness, words::CONSENT_FIELD.vi).is_focused());
    press(&mut harness, Key::Enter);
    harness.get_by_label(words::SCANNING_CONSENT.vi);
    let session = harness.state().session();
    let text = Zeroizing::new("001199000018".to_owned());
    harness.state_mut().event(Event::Scanned { session, text });
    harness.run();
    harness.get_by_label_contains("Nội dung không phải mã hồ sơ mức độ 02");
    assert!(harness.state().bank().basis.is_none());
    harness
        .state_mut()
        .say(Msg::ConsentTyped(Zeroizing::default()));
    harness.run();
    field(&harness, words::CONSENT_FIELD.vi).type_text(CASE);
    harness.run();
    assert!(
        harness.state().bank().agreed.is_empty(),
        "typed digits tick nothing"
    );
    press(&mut harness, Key::Enter);
    harness.get_by_label(words::OF_CASE.vi);
    press(&mut harness, Key::Num1);
    assert!(harness.state().bank().agreed.contains(&SharedField::Name));
}

#[test]
fn what_is_pasted_beside_the_fields_is_the_banks_record() {
    let mut harness = teller_window();
    harness.state_mut().scan_and_read(&[]);
    harness.run();
    let paste = |harness: &mut Harness<'static, Desk>, text: &str| {
        harness.event(Input::Paste(text.to_owned()));
        harness.run();
    };
    paste(&mut harness, "xin chào");
    harness.get_by_label_contains("T-609");
    paste(&mut harness, CORE);
    assert_eq!(harness.state().bank().problem, None);
    let says = |harness: &Harness<'static, Desk>| {
        let core = &harness.state().bank().core;
        core.says(IdentityField::Name).map(str::to_owned)
    };
    assert_eq!(says(&harness).as_deref(), Some("NGUYEN THI VI DU"));
    press(&mut harness, Key::F3);
    paste(&mut harness, "Họ tên: Người Khác");
    assert_eq!(
        says(&harness).as_deref(),
        Some("NGUYEN THI VI DU"),
        "it went to the field"
    );
}

#[test]
fn a_terminal_of_no_bank_shuts_a_teller_out() {
    let mut desk = Desk::closed();
    desk.event(Event::SignedIn(officer(Role::Teller)));
    let Screen::SignIn(form) = &desk.model.screen else {
        panic!("nothing opens")
    };
    assert_eq!(form.problem, Some(Problem::RelyingPartyMissing));
    assert!(matches!(desk.effects.as_slice(), [Effect::SignOut]));
}

#[test]
fn the_camera_is_looked_at_only_while_the_teller_compares() {
    let mut desk = Desk::teller();
    desk.scan_and_read(&[]);
    let watched = |desk: &Desk| {
        let watch = |effect: &Effect| match effect {
            Effect::WatchCamera(on) => Some(*on),
            _ => None,
        };
        desk.effects.iter().rev().find_map(watch)
    };
    assert_eq!(watched(&desk), Some(true));
    desk.say(Msg::PersonCompared(Likeness::Same));
    assert_eq!(watched(&desk), Some(false));
    assert!(desk.bank().live.is_none());
}

#[test]
fn the_tellers_screen_is_whole_in_both_languages() {
    let buttons = [words::END, words::PASTE_CORE, screen::LOCK];
    in_both_languages(Desk::teller, "empty desk", &buttons);
    let compared = || {
        let mut desk = Desk::teller();
        desk.scan_and_read(&[]);
        desk.say(Msg::Next);
        desk
    };
    in_both_languages(
        compared,
        "person",
        &[words::SAME_PERSON, words::OTHER_PERSON],
    );
    let agreed = || {
        let mut desk = Desk::teller();
        desk.say(Msg::CorePasted(CORE.to_owned().into()));
        desk.agreed(&SharedField::ALL);
        desk
    };
    in_both_languages(agreed, "agreed", &[words::ASK, words::END]);
    let served = || {
        let mut desk = Desk::teller();
        desk.served();
        desk
    };
    in_both_languages(served, "served", &[words::END]);
    for language in [Language::Vi, Language::En] {
        let mut desk = served();
        desk.say(Msg::Speak(language));
        let mut harness = window(desk);
        harness.run();
        harness.get_by_label(screen::PANE_CARD.by(language));
        let states = harness.state().bank();
        assert_eq!(
            states.pane_state(ui::model::bank::BankPane::Result),
            PaneState::Done
        );
    }
}
