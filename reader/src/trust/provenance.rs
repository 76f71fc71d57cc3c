//! Where a trusted certificate came from. ICAO Doc 9303-12 §5.3: trust is the receiving state's own act.

use time::OffsetDateTime;

/// Which file brought a certificate into the trust store, since when, and by whose hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Name of the file that was loaded.
    pub file: String,
    /// How the certificate came with it.
    pub route: Route,
    /// When it was loaded; a folder without records does not know.
    pub since: Option<OffsetDateTime>,
    /// Who loaded it; a folder without records does not know.
    pub loaded_by: Option<String>,
}

/// How a certificate came into the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// As itself: the operator vouches for this one certificate.
    #[default]
    Single,
    /// In a master list whose signer's path ends at a certificate that was loaded as itself.
    MasterList {
        /// Subject of that certificate.
        pinned: String,
    },
}
