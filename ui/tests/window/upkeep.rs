//! The strip: what waits to be sent, the days of the policy, and a clock that cannot be right.

use egui_kittest::kittest::Queryable;
use time::Duration;
use time::macros::date;
use ui::text::upkeep as words;

use crate::screens::window;
use crate::size::in_both_languages;
use crate::support::{Desk, START};

fn kept_up(mut desk: Desk, last: time::Date, known: Option<time::OffsetDateTime>) -> Desk {
    desk.model = desk.model.keeping_up(last, known);
    desk
}

#[test]
fn the_days_of_the_policy_are_counted_in_vietnam() {
    // The desk's day is 23 November 2026.
    for (last, told) in [
        (date!(2026 - 12 - 31), "Quy định: 38 ngày"),
        (date!(2026 - 11 - 23), "Quy định: 0 ngày"),
        (date!(2026 - 11 - 22), words::POLICY_ENDED.vi),
    ] {
        let mut harness = window(kept_up(Desk::counter(), last, None));
        harness.run();
        harness.get_by_label(told);
    }
}

#[test]
fn a_clock_before_what_is_trusted_was_signed_is_said_to_be_wrong() {
    let last = date!(2026 - 12 - 31);
    for (known, wrong) in [
        (None, false),
        (Some(START - Duration::days(1)), false),
        (Some(START + Duration::days(1)), true),
    ] {
        let mut harness = window(kept_up(Desk::counter(), last, known));
        harness.run();
        let said = harness.query_by_label_contains(words::CLOCK_WRONG.vi);
        assert_eq!(said.is_some(), wrong);
    }
}

#[test]
fn what_waits_to_be_sent_is_counted_at_a_counter_only() {
    let last = date!(2026 - 12 - 31);
    let mut harness = window(kept_up(Desk::counter(), last, None));
    harness.run();
    harness.get_by_label("Chờ gửi: 0");
    let mut harness = window(kept_up(Desk::approver(), last, None));
    harness.run();
    assert!(harness.query_by_label_contains(words::TO_SEND.vi).is_none());
}

#[test]
fn the_strip_has_room_for_all_of_it() {
    let known = Some(START + Duration::days(1));
    let desk = || kept_up(Desk::counter(), date!(2027 - 12 - 31), known);
    in_both_languages(desk, "strip", &[]);
}
