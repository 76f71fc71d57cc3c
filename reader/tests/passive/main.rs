//! Passive authentication and verdicts over issued, changed, forged and random files.

mod certifier;
mod external;
mod forged;
mod forger;
mod issued;
mod properties;
mod trust;
mod verdicts;
