//! The portrait: live picture with one hint, refusals and retakes, the tick, and a camera that fails.

use capture::image::RgbaImage;
use capture::portrait::{Component, NotChecked};
use capture::quality::Standing;
use dossier::api::Role;
use dossier::consent::Language;
use dossier::draft::{Missing, PortraitCapture};
use dossier::portrait::{PortraitAssessment, PortraitStanding};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use ui::event::{LiveFrame, Oval};
use ui::model::counter::{Pane, PaneState};
use ui::text::{portrait as words, problem::advice, screen};
use ui::{Effect, Event, Msg, Problem};
use zeroize::Zeroizing;

use crate::screens::window;
use crate::support::{Desk, held_portrait, officer, portrait};

fn picture() -> RgbaImage {
    RgbaImage::new(16, 9, Zeroizing::new(vec![200; 16 * 9 * 4])).unwrap()
}

fn live(assessment: &PortraitAssessment) -> Event {
    Event::PortraitLive(Box::new(LiveFrame {
        image: picture(),
        oval: Some(Oval {
            across: 0.5,
            down: 0.5,
            half_width: 0.1,
            half_height: 0.3,
        }),
        assessment: assessment.clone(),
    }))
}

fn take(desk: &mut Desk, (capture, preview): (Box<PortraitCapture>, RgbaImage)) {
    desk.say(Msg::CapturePortrait);
    let session = desk.session();
    desk.event(Event::PortraitCaptured {
        session,
        capture,
        preview,
    });
}

fn shown(harness: &Harness<'static, Desk>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn watching(desk: &Desk) -> Vec<bool> {
    let of = |effect: &Effect| match effect {
        Effect::WatchCamera(on) => Some(*on),
        _ => None,
    };
    desk.effects.iter().filter_map(of).collect()
}

#[test]
fn the_camera_is_at_work_only_while_somebody_looks() {
    let mut desk = Desk::closed();
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert_eq!(watching(&desk), [true]);
    desk.say(Msg::SignOut);
    assert_eq!(watching(&desk), [true, false]);
    // A frame that was under way stays behind the lock.
    desk.event(live(&portrait().0.assessment));
    assert!(desk.model.counter().unwrap().camera.live.is_none());
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    desk.take_portrait();
    assert_eq!(watching(&desk), [true, false, true, false]);
    desk.say(Msg::CapturePortrait);
    assert_eq!(watching(&desk).last(), Some(&true));
    let mut approver = Desk::closed();
    approver.event(Event::SignedIn(officer(Role::Approving)));
    assert!(watching(&approver).is_empty());
}

#[test]
fn the_live_picture_has_one_hint_and_says_when_it_is_good() {
    let mut desk = Desk::counter();
    desk.event(live(&held_portrait(0).0.assessment));
    let hint = words::hint(Component::Luminance, Standing::TooLow);
    let mut harness = window(desk);
    harness.step();
    harness.get_by_label(hint.vi);
    harness.get_by_label(screen::PORTRAIT_NOT_CHECKED.vi);
    harness.state_mut().event(live(&portrait().0.assessment));
    harness.step();
    harness.get_by_label(screen::PORTRAIT_GOOD.vi);
    assert!(harness.query_by_label(hint.vi).is_none());
}

#[test]
fn everything_that_is_measured_is_listed_on_demand_with_what_is_not() {
    let mut desk = Desk::counter();
    desk.event(live(&portrait().0.assessment));
    desk.say(Msg::PortraitDetails);
    let mut harness = window(desk);
    harness.step();
    for component in Component::ALL {
        let name = words::name(component).vi;
        assert!(shown(&harness, name), "{component:?}");
    }
    for component in NotChecked::ALL {
        let name = words::not_checked(component).vi;
        assert!(shown(&harness, name), "{component:?}");
    }
    harness.state_mut().say(Msg::PortraitDetails);
    harness.step();
    assert!(!shown(&harness, words::name(Component::Luminance).vi));
}

#[test]
fn a_frame_below_the_bounds_is_refused_with_the_reason_until_the_third_try() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    for (score, left) in [(10, 2), (30, 1)] {
        take(&mut desk, held_portrait(score));
        let counter = desk.at();
        let standing = counter.portrait_standing();
        assert_eq!(standing, PortraitStanding::Held { left });
        assert_eq!(counter.draft.missing().first(), Some(&Missing::Portrait));
        assert_eq!(counter.pane_state(Pane::Portrait), PaneState::Next);
        assert!(counter.wants_camera());
        let refused = counter.camera.refused.as_ref().unwrap();
        let first = refused.objections().next();
        assert_eq!(first, Some((Component::Luminance, Standing::TooLow)));
    }
    // The third is worse than the second: the second is kept, and the file can go on.
    take(&mut desk, held_portrait(20));
    assert_eq!(desk.at().portrait_standing(), PortraitStanding::Exhausted);
    let draft = &desk.at().draft;
    assert_eq!(draft.portrait.as_ref().unwrap().assessment.score, 30);
    let tried: Vec<u8> = draft
        .portrait_work
        .tries
        .iter()
        .map(|one| one.score)
        .collect();
    assert_eq!(tried, [10, 30, 20]);
    assert_eq!(draft.missing().first(), Some(&Missing::PersonWatched));
    // A good one still counts, and a bad one after it does not replace it.
    take(&mut desk, portrait());
    assert_eq!(desk.at().portrait_standing(), PortraitStanding::Passed);
    take(&mut desk, held_portrait(49));
    assert_eq!(desk.at().portrait_standing(), PortraitStanding::Passed);
    assert_eq!(desk.at().draft.portrait_work.tries.len(), 5);
}

#[test]
fn a_frame_without_a_face_is_a_try_and_no_portrait() {
    let mut desk = Desk::counter();
    desk.say(Msg::CapturePortrait);
    let session = desk.session();
    let assessment = Box::new(held_portrait(0).0.assessment);
    desk.event(Event::PortraitRefused {
        session,
        assessment,
    });
    assert!(desk.at().draft.portrait.is_none());
    assert_eq!(desk.at().draft.portrait_work.tries.len(), 1);
    assert_eq!(desk.at().portrait_standing(), PortraitStanding::Open);
    let mut harness = window(desk);
    harness.step();
    let refused = words::refused(PortraitStanding::Open).vi;
    assert!(shown(&harness, refused));
}

#[test]
fn enter_ticks_the_living_person_once_there_is_a_portrait() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.say(Msg::PersonWatched(true));
    assert!(desk.at().draft.portrait_work.watched.is_none());
    take(&mut desk, portrait());
    assert_eq!(desk.at().pane_state(Pane::Portrait), PaneState::Next);
    desk.say(Msg::Next);
    let watched = desk.at().draft.portrait_work.watched.clone().unwrap();
    assert_eq!(watched.by, "mau");
    assert_eq!(desk.at().pane_state(Pane::Portrait), PaneState::Done);
    // Another portrait is another moment.
    take(&mut desk, portrait());
    assert!(desk.at().draft.portrait_work.watched.is_none());
    desk.say(Msg::PersonWatched(true));
    desk.say(Msg::PersonWatched(false));
    assert!(desk.at().draft.portrait_work.watched.is_none());
}

#[test]
fn a_camera_that_fails_says_so_and_the_picture_comes_back_by_itself() {
    for problem in [
        Problem::PortraitSourceMissing,
        Problem::PortraitUnreadable,
        Problem::PortraitTooLarge,
        Problem::CameraRefused,
        Problem::CameraBusy,
        Problem::CameraUnplugged,
        Problem::CameraNoFrame,
        Problem::CameraNoMode,
        Problem::CameraAddress,
        Problem::CameraStream,
        Problem::CameraFrozen,
    ] {
        let mut desk = Desk::counter();
        desk.event(live(&portrait().0.assessment));
        desk.event(Event::CameraLost(problem));
        let mut harness = window(desk);
        harness.step();
        let sentence = advice(problem).sentence(Language::Vi);
        harness.get_by_label(&sentence);
        harness.state_mut().event(live(&portrait().0.assessment));
        harness.step();
        assert!(harness.query_by_label(&sentence).is_none(), "{problem:?}");
    }
}
