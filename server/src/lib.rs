//! The backend: verifies submissions again from raw bytes, queues them, lets another officer decide.
//!
//! | concern | module |
//! |---|---|
//! | routes, one file per resource | [`routes`] |
//! | what a submission must pass | [`intake`] |
//! | who may do what | [`permissions`] |
//! | the interface as a document | [`openapi`] |
//! | readiness, figures, limits, the log of requests | [`operations`] |
//! | TLS, and who is at the other end | [`listening`] |
//! | how terminals become known, which may speak | [`enrolment`], [`terminal_ca`], [`admission`], [`terminal_command`] |
//! | what the decree lets an officer decide | `ruling` |
//! | what identity sources answer | [`sources`] |
//! | what a case was made of | `opened` |
//! | who confirmed that a finger is not taken | `confirmations` |
//! | officers' second factor | [`totp`], [`officer_command`] |
//! | what an office is | [`offices`] |
//! | what a case's printed forms hold | `printing` |
//! | what a person is told of a case, and by whom | [`notices`], [`notice_command`] |
//! | the provider's report XT05 | [`provider_report`], [`report_command`] |
//! | signing and checking profiles | [`profile_command`] |
//! | both databases behind one dialect, tables, migrations | [`store`] |
//! | sealed parts of cases, in a folder | [`blobs`] |
//! | keys on disk and sealing at rest | [`vault`] |
//! | evidence bundles: handing one out, verifying one | [`evidence`] |
//! | a copy of everything, and the way back | [`backup`] |
//! | who may ask about persons, by contract and permit | [`relying_party_command`] |
//! | what an approval issues: activation, validity, passwords, locks | [`accounts`] |
//! | what is kept no longer | [`retention`] |
//! | whether the audit log is whole, and what says so later | [`audit_log`], [`checkpoints`] |
//! | starting, stopping, administration | [`configuration`], [`embedded`], [`admin`] |

pub mod accounts;
pub mod admin;
pub mod admission;
mod arguments;
pub mod audit_log;
pub mod backend;
pub mod backup;
pub mod blobs;
pub mod checking;
pub mod checkpoints;
pub mod clock;
pub mod configuration;
mod confirmations;
pub mod embedded;
pub mod enrolment;
pub mod evidence;
pub mod hand_over;
pub mod hand_over_command;
mod hexadecimal;
pub mod intake;
pub mod listening;
pub mod notice_command;
pub mod notices;
pub mod officer_command;
pub mod offices;
pub mod openapi;
mod opened;
pub mod operations;
pub mod outage_command;
pub mod outages;
pub mod password;
pub mod permissions;
mod printing;
mod private_folder;
pub mod profile_command;
pub mod provider_command;
pub mod provider_report;
pub mod provider_watch;
pub mod refusal;
pub mod relying_party_command;
pub mod report_command;
pub mod retention;
pub mod routes;
mod ruling;
pub mod sources;
pub mod store;
pub mod terminal_ca;
pub mod terminal_command;
pub mod totp;
pub mod vault;

pub use backend::Backend;
pub use routes::router;

/// As evidence names this program, with its version.
const PROGRAM: (&str, &str) = ("cccd-server", env!("CARGO_PKG_VERSION"));
