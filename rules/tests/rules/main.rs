//! The rules of the decree as tables.

mod calendar;
mod deadlines;
mod eligibility;
mod level2;
mod profiles;
mod truth_table;

use rules::profile::{Profile, ProfileName};

/// A bundled profile.
fn profile(name: ProfileName) -> Profile {
    let found = Profile::BUNDLED.into_iter().find(|(one, _)| *one == name);
    Profile::parse(found.expect("bundled").1).expect("a profile")
}
