//! What can go wrong before the card is on the reader. Afterwards the card answers with status words.

use std::path::PathBuf;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a card could not be made or served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// OpenSSL refused an operation.
    #[error("OpenSSL: {0}")]
    OpenSsl(#[from] openssl::error::ErrorStack),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A person or profile file is not what it should be. The parser's own message quotes the file's
    /// contents, so only the place is kept.
    #[error("{what} file, near byte {offset}: not understood")]
    Toml {
        /// "person" or "profile".
        what: &'static str,
        /// Where parsing stopped.
        offset: usize,
    },
    /// A value of a person or profile file cannot be used.
    #[error("{field}: {reason}")]
    Value {
        /// The field's name.
        field: &'static str,
        /// What it should be.
        reason: &'static str,
    },
    /// No built-in profile of that name.
    #[error("no profile named {0}; see `cccd-twin list`")]
    UnknownProfile(String),
    /// No fault of that name.
    #[error("no fault named {0}; see `cccd-twin list`")]
    UnknownFault(String),
    /// The portrait could not be drawn or encoded.
    #[error("portrait: {0}")]
    Image(#[from] image::ImageError),
    /// The socket of the virtual reader failed.
    #[error("virtual reader: {0}")]
    Socket(std::io::Error),
}

impl Error {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(crate) fn toml(what: &'static str) -> impl FnOnce(toml::de::Error) -> Self {
        move |error| Self::Toml {
            what,
            offset: error.span().map_or(0, |span| span.start),
        }
    }
}
