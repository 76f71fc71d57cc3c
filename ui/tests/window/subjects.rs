//! Who registers: children and wards, foreigners, organisations, and papers to integrate. S1 Art. 6 to 8, 11.

use dossier::draft::Missing;
use dossier::subject::{
    Dependency, DraftSubject, Gap, GuardianCase, Relation, SealProof, SubjectKind,
};
use egui::Key;
use egui_kittest::kittest::Queryable;
use reader::verdict::Verdict;
use ui::msg::Msg;
use ui::subject::{
    DependantSex, Guardianship, PaperSlot, Part, SubjectChoice, SubjectField, TextSlot,
};
use ui::text::subject as words;
use ui::{Effect, Event};

use crate::approver_line::{case_view, with_case};
use crate::screens::{field, press, window};
use crate::size::in_both_languages;
use crate::support::Desk;

const CASE: &str = "01920000-0000-7000-8000-000000000005";

impl Desk {
    fn writes(&mut self, slot: TextSlot, text: &str) {
        let text = text.to_owned().into();
        self.say(Msg::SubjectTyped(SubjectField::Text(slot), text));
    }

    fn paper(&mut self, slot: PaperSlot, texts: &[(Part, &str)]) {
        for (part, text) in texts {
            let field = SubjectField::Paper(slot, *part);
            self.say(Msg::SubjectTyped(field, (*text).to_owned().into()));
        }
    }

    fn picks(&mut self, choice: SubjectChoice) {
        self.say(Msg::SubjectChosen(choice));
    }

    fn declared(&self) -> &DraftSubject {
        &self.at().draft.subject
    }

    /// A counter with the form open for such a subject.
    fn form_of(kind: SubjectKind) -> Self {
        let mut desk = Self::counter();
        desk.say(Msg::SubjectSheet);
        desk.picks(SubjectChoice::Kind(kind));
        desk
    }
}

const PROOF: [(Part, &str); 3] = [
    (Part::Number, "12/2020"),
    (Part::Issuer, "UBND phường Mẫu"),
    (Part::Issued, "20/4/2020"),
];

fn child() -> Desk {
    let mut desk = Desk::form_of(SubjectKind::Dependant);
    desk.writes(TextSlot::Name, "Nguyễn Bé Ví Dụ");
    desk.writes(TextSlot::Born, "5/9/2019");
    desk.writes(TextSlot::Nationality, "Việt Nam");
    desk.picks(SubjectChoice::Sex(DependantSex::Male));
    desk.picks(SubjectChoice::Relation(Relation::Mother));
    desk.paper(PaperSlot::Relation, &PROOF);
    desk.writes(TextSlot::OwnCase, CASE);
    desk
}

#[test]
fn a_child_is_declared_under_the_mothers_card() {
    let desk = child();
    let DraftSubject::Dependant(child) = desk.declared() else {
        panic!("no dependant");
    };
    assert_eq!(
        (child.name.as_str(), child.sex.as_str()),
        ("Nguyễn Bé Ví Dụ", "M")
    );
    assert_eq!(child.born, time::macros::date!(2019 - 09 - 05));
    assert!(matches!(child.guardian, Some(GuardianCase::Own(_))));
    assert!(desk.declared().gaps().is_empty());
    let kept = desk.effects.iter();
    assert!(
        kept.into_iter()
            .any(|effect| matches!(effect, Effect::SaveDraft(_)))
    );
}

#[test]
fn a_date_that_cannot_be_read_keeps_the_file_from_being_submitted() {
    let mut desk = child();
    for text in ["31/2/2019", "hôm qua", "2019-09-05", ""] {
        desk.writes(TextSlot::Born, text);
        let unfinished = DraftSubject::Unfinished {
            of: SubjectKind::Dependant,
        };
        assert!(desk.declared().gaps() == unfinished.gaps(), "{text}");
        let born = SubjectField::Text(TextSlot::Born);
        assert_eq!(desk.at().subject.unreadable(), [born], "{text}");
        assert!(
            desk.at().draft.missing().contains(&Missing::Subject),
            "{text}"
        );
    }
    desk.writes(TextSlot::Born, "05/09/2019");
    assert!(!desk.at().draft.missing().contains(&Missing::Subject));
}

#[test]
fn a_ward_needs_the_decision_and_a_mistyped_case_is_named() {
    let mut desk = child();
    desk.picks(SubjectChoice::Guardianship(Guardianship::Ward));
    assert_eq!(desk.declared().gaps(), [Gap::GuardianshipDecision]);
    desk.paper(PaperSlot::Guardianship, &PROOF);
    let DraftSubject::Dependant(ward) = desk.declared() else {
        panic!("no dependant");
    };
    assert!(matches!(ward.dependency, Dependency::Ward(Some(_))));
    desk.writes(TextSlot::OwnCase, "01920000-0000");
    let case = SubjectField::Text(TextSlot::OwnCase);
    assert_eq!(desk.at().subject.unreadable(), [case]);
    // The guardian's file of a moment ago at this counter.
    desk.writes(TextSlot::OwnCase, &"ab".repeat(32));
    let DraftSubject::Dependant(ward) = desk.declared() else {
        panic!("no dependant");
    };
    assert!(matches!(
        ward.guardian,
        Some(GuardianCase::FiledTogether(_))
    ));
}

#[test]
fn a_foreigner_needs_passport_and_immigration_record() {
    let mut desk = Desk::form_of(SubjectKind::Foreigner);
    desk.paper(PaperSlot::Passport, &PROOF);
    desk.writes(TextSlot::PassportNationality, "utx");
    assert_eq!(desk.declared().gaps(), [Gap::ImmigrationKey]);
    desk.writes(TextSlot::ImmigrationKey, "XNC-0001");
    let DraftSubject::Foreigner(foreigner) = desk.declared() else {
        panic!("no foreigner");
    };
    assert_eq!(foreigner.document.nationality, "UTX");
    assert!(foreigner.residence_card.is_none());
}

fn company() -> Desk {
    let mut desk = Desk::form_of(SubjectKind::Organisation);
    for (slot, text) in [
        (TextSlot::Organisation, "Công ty TNHH Ví Dụ"),
        (TextSlot::Code, "0100000000"),
        (TextSlot::Founded, "1/2/2015"),
        (TextSlot::HeadOffice, "Số 1 Phố Mẫu, Hà Nội"),
        (TextSlot::BusinessLine, "Tư vấn"),
        (TextSlot::OwnCase, CASE),
    ] {
        desk.writes(slot, text);
    }
    desk.picks(SubjectChoice::Seal(SealProof::Specimen));
    desk
}

#[test]
fn an_organisation_needs_every_other_representatives_consent() {
    let mut desk = company();
    assert!(desk.declared().gaps().is_empty());
    desk.writes(TextSlot::Other(0), "Trần Văn Mẫu");
    assert_eq!(desk.declared().gaps(), [Gap::RepresentativeConsent]);
    desk.paper(PaperSlot::Consent(0), &PROOF);
    assert!(desk.declared().gaps().is_empty());
    let DraftSubject::Organisation(company) = desk.declared() else {
        panic!("no organisation");
    };
    assert_eq!(company.others.len(), 1);
}

#[test]
fn papers_to_integrate_belong_to_any_subject_and_are_kept_as_typed() {
    let mut desk = Desk::form_of(SubjectKind::Citizen);
    let slot = PaperSlot::Integrated(0);
    desk.paper(slot, &[(Part::Title, "Giấy phép lái xe")]);
    desk.paper(slot, &PROOF);
    assert_eq!(desk.at().draft.integrate.len(), 1);
    assert_eq!(desk.at().draft.integrate[0].title, "Giấy phép lái xe");
    desk.paper(slot, &[(Part::Expires, "hết hạn")]);
    assert!(
        desk.at().draft.integrate.is_empty(),
        "half read is not offered"
    );
    let expires = SubjectField::Paper(slot, Part::Expires);
    assert_eq!(desk.at().subject.unreadable(), [expires]);
}

#[test]
fn a_file_that_is_found_again_has_its_form_again() {
    let before = child();
    let mut desk = Desk::counter();
    let mut draft = Box::new(before.at().draft.clone());
    draft.id = uuid::Uuid::from_u128(9);
    desk.event(Event::DraftFound {
        draft,
        reading: None,
    });
    let (one, other) = (&before.at().subject, &desk.at().subject);
    assert_eq!(one.kind, other.kind);
    for field in SubjectField::all() {
        assert_eq!(one.text(field), other.text(field), "{field:?}");
    }
    desk.say(Msg::Discard);
    desk.say(Msg::Discard);
    assert_eq!(desk.at().subject.kind, SubjectKind::Citizen);
    assert!(
        desk.at()
            .subject
            .text(SubjectField::Text(TextSlot::Name))
            .is_empty()
    );
}

#[test]
fn the_form_is_opened_by_its_key_filled_by_typing_and_closed_when_complete() {
    let mut harness = window(Desk::counter());
    press(&mut harness, Key::F10);
    press(&mut harness, Key::Num2);
    assert_eq!(harness.state().at().subject.kind, SubjectKind::Dependant);
    harness.run();
    let label = words::text(TextSlot::Name).vi;
    field(&harness, label).type_text("Nguyễn Bé Ví Dụ");
    harness.run();
    let typed = harness
        .state()
        .at()
        .subject
        .text(SubjectField::Text(TextSlot::Name))
        .to_owned();
    assert_eq!(typed, "Nguyễn Bé Ví Dụ");
    press(&mut harness, Key::Enter);
    assert!(harness.state().at().subject_open, "it is not complete");
    press(&mut harness, Key::F10);
    assert!(!harness.state().at().subject_open);
    // Behind it digits tick the consent again.
    press(&mut harness, Key::Num1);
    assert!(harness.state().at().draft.consent.is_some());
}

#[test]
fn the_short_form_is_whole_in_both_languages() {
    in_both_languages(|| Desk::form_of(SubjectKind::Citizen), "citizen", &[]);
}

#[test]
fn the_keyboard_brings_every_field_of_a_long_form_into_view() {
    for (kind, last) in [
        (SubjectKind::Dependant, TextSlot::OwnCase),
        (SubjectKind::Organisation, TextSlot::Other(0)),
    ] {
        let mut harness = window(Desk::form_of(kind));
        harness.run();
        let label = words::text(last).vi;
        let mut seen = false;
        for _ in 0..40 {
            harness.key_press(Key::Tab);
            harness.run_steps(12);
            let node = field(&harness, label);
            if node.is_focused() {
                let (top, bottom) = (node.rect().top(), node.rect().bottom());
                assert!(top > 50.0 && bottom < 680.0, "{kind:?}: {top} to {bottom}");
                seen = true;
                break;
            }
        }
        assert!(seen, "{kind:?}");
    }
}

#[test]
fn the_approving_officer_sees_for_whom_it_was_filed() {
    let mut desk = with_case(Verdict::Genuine);
    let mut view = case_view(Verdict::Genuine);
    let child = child().declared().complete();
    view.file.subject = child.unwrap_or_else(|_| panic!("complete"));
    desk.event(Event::CaseOpened(Box::new(view)));
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label_contains("Nguyễn Bé Ví Dụ");
    harness.get_by_label_contains(words::kind(SubjectKind::Dependant).vi);
}
