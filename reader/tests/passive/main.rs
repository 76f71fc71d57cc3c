//! Passive authentication and verdicts over issued, changed, forged and random files.

mod certifier;
mod defects;
mod deviations;
mod external;
mod forged;
mod forger;
mod german_list;
mod identity;
mod issued;
mod lists;
mod prepared;
mod properties;
mod revocation;
mod trust;
mod verdicts;
