//! The trust store on disk, for the terminal and the backend alike.
//!
//! | what | module |
//! |---|---|
//! | files that an operator puts into a folder | [`folder`] |
//! | files that an operator imported, with their provenance | [`store`], [`index`] |
//! | both together, as one value, read again when they change | [`live`] |
//! | the newest moment that was ever seen | [`last_seen`] |
//! | profile and calendar that the publisher signed | [`policy`] |
//!
//! Nothing here decides what is trusted: every signature and every profile is judged by `reader::trust`
//! from the bytes of the files, each time they are loaded. The index only says which file came when,
//! from where and by whom; no change of it makes an anchor.

pub mod error;
pub mod folder;
pub mod index;
pub mod last_seen;
pub mod live;
pub mod loaded;
pub mod policy;
pub mod store;
mod writing;

pub use error::StoreError;
pub use live::LiveTrust;
pub use loaded::{FileReport, LoadedTrust, Origin, load};
pub use store::{Imported, NewFile, Store};
