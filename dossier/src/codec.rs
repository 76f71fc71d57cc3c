//! How the reader's and the capture's types are written as JSON.

pub(crate) mod base64;
pub(crate) mod evidence;
pub(crate) mod exception;
pub(crate) mod finger;
pub(crate) mod presented;
pub(crate) mod read_out;
pub(crate) mod verdict;
