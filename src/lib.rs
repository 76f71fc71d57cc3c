//! The counter terminal's shell: the only part of the terminal that touches the world.
//!
//! | what | module |
//! |---|---|
//! | command line of `cccd` | [`cli`] |
//! | the window, and how it looks | [`window`], [`appearance`] |
//! | a terminal without a window, and a registration on it | [`hands`], [`line`] |
//! | threads that own devices, records and network | [`workers`] |
//! | one reading, and what readers and chips taught | [`card_reading`], [`reader_profiles`] |
//! | the terminal's key for chips with fingerprints | [`terminal_keys`] |
//! | card reader, fingerprint sensor, frame and code sources | [`devices`] |
//! | comparison of faces by the operator's model | [`face_model`] |
//! | which devices may be used, are there, and work | [`device_registry`], [`inventory`], [`self_test`] |
//! | encrypted drafts and outbox | [`store`] |
//! | the backend's HTTP interface, and its TLS | [`backend`], [`tls`] |
//! | revocation lists over HTTP | [`trust_fetch`] |

pub mod appearance;
pub mod backend;
pub mod card_reading;
pub mod card_trace;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conformance;
pub mod device_registry;
pub mod devices;
pub mod face_model;
pub mod hands;
pub mod inventory;
mod judging;
pub mod keys;
pub mod line;
pub mod logging;
pub mod memory;
pub mod policy;
pub mod problem;
pub mod randomness;
pub mod reader_profiles;
pub mod saved_reading;
pub mod self_test;
pub mod simulators;
pub mod store;
pub mod terminal_keys;
mod test_kit;
pub mod tls;
pub mod trust_fetch;
pub mod window;
pub mod workers;
