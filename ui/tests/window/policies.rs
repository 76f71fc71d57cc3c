//! Every way in which a policy is refused has its own sentence, and one that says what to do.

use std::collections::BTreeSet;

use rules::calendar::CalendarError;
use rules::policy::{Part, PolicyRefused, Why};
use rules::profile::ProfileError;
use time::macros::date;
use ui::text::policy::refused;
use unicode_normalization::is_nfc;

#[test]
fn each_refusal_says_which_part_what_and_what_to_do() {
    let day = date!(2026 - 11 - 25);
    let of_both = [
        Why::Unsigned,
        Why::OtherKey,
        Why::SignatureInvalid,
        Why::RolledBack,
    ];
    let both = of_both
        .into_iter()
        .flat_map(|why| [(Part::Profile, why.clone()), (Part::Calendar, why)]);
    let of_one = [
        (Part::Profile, Why::Profile(ProfileError::TooLong)),
        (Part::Calendar, Why::Calendar(CalendarError::TooLong)),
        (Part::Profile, Why::NotYetValid(day)),
        (Part::Profile, Why::Expired(day)),
    ];
    let all: Vec<_> = both.chain(of_one).collect();
    let advices: Vec<_> = all
        .into_iter()
        .map(|(part, why)| refused(&PolicyRefused { part, why }))
        .collect();
    let happened: BTreeSet<_> = advices.iter().map(|advice| advice.happened.vi).collect();
    assert_eq!(happened.len(), 12);
    for advice in advices {
        assert!(advice.todo.vi.starts_with("hãy "), "{}", advice.todo.vi);
        assert!(is_nfc(advice.happened.vi) && is_nfc(advice.todo.vi));
        assert!(advice.happened.en.is_ascii() && advice.todo.en.is_ascii());
    }
}
