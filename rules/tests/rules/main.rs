//! The rules of the decree as tables.

mod calendar;
mod deadlines;
mod eligibility;
mod level2;
mod policy;
mod profiles;
mod subjects;
mod truth_table;

use rules::profile::{Profile, ProfileName};

/// A bundled profile.
fn profile(name: ProfileName) -> Profile {
    Profile::parse(name.bundled()).expect("a profile")
}
