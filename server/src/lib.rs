//! The backend: verifies submissions again from raw bytes, queues them, lets another officer decide.
//!
//! | concern | module |
//! |---|---|
//! | routes, one file per resource | [`routes`] |
//! | what a submission must pass | [`intake`] |
//! | who may do what | [`permissions`] |
//! | both databases behind one dialect, tables, migrations | [`store`] |
//! | sealed parts of cases, in a folder or a bucket | [`blobs`] |
//! | keys on disk and sealing at rest | [`vault`] |
//! | a copy of everything, and the way back | [`backup`] |
//! | what is kept no longer | [`retention`] |
//! | whether the audit log is whole, and what says so later | [`audit_log`], [`checkpoints`] |
//! | starting, stopping, administration | [`embedded`], [`admin`] |

pub mod admin;
pub mod audit_log;
pub mod backend;
pub mod backup;
pub mod blobs;
pub mod checkpoints;
pub mod clock;
pub mod embedded;
pub mod intake;
pub mod password;
pub mod permissions;
pub mod refusal;
pub mod retention;
pub mod routes;
pub mod store;
pub mod vault;

pub use backend::Backend;
pub use routes::router;
