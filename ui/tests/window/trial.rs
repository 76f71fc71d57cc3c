//! Under a profile for trials every screen says so, in its language, and under any other none does.

use dossier::consent::Language;
use egui_kittest::kittest::Queryable;
use reader::verdict::Verdict;
use rules::profile::Intended;
use ui::Msg;
use ui::text::screen;

use crate::approver_line::with_case;
use crate::screens::window;
use crate::size::in_both_languages;
use crate::support::Desk;

/// Sign-in screen, counter, queue and open case.
fn screens() -> [Desk; 4] {
    [
        Desk::closed(),
        Desk::counter(),
        Desk::approver(),
        with_case(Verdict::Genuine),
    ]
}

fn under(desk: Desk, intended: Intended) -> Desk {
    Desk {
        model: desk.model.under(intended),
        effects: desk.effects,
    }
}

#[test]
fn a_trial_is_said_on_every_screen_and_nowhere_else() {
    for language in [Language::Vi, Language::En] {
        for (intended, said) in [(Intended::Trial, true), (Intended::Registration, false)] {
            for desk in screens() {
                let mut desk = under(desk, intended);
                desk.say(Msg::Speak(language));
                let mut harness = window(desk);
                harness.run();
                let sign = harness.query_by_label(screen::TRIAL.by(language));
                assert_eq!(sign.is_some(), said, "{language:?} {intended:?}");
            }
        }
    }
}

#[test]
fn the_sign_is_whole_beside_what_else_is_in_the_bar() {
    in_both_languages(
        || under(Desk::counter(), Intended::Trial),
        "trial counter",
        &[screen::LOCK],
    );
    in_both_languages(
        || under(with_case(Verdict::Genuine), Intended::Trial),
        "trial case",
        &[screen::LOCK],
    );
}
