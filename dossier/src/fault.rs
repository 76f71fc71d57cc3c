//! Who must act before a retry of an exchange between terminal and backend can succeed.

/// The party at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The person at the counter or the officer.
    Operator,
    /// The terminal that sealed or signed.
    Terminal,
    /// The backend that answered.
    Backend,
    /// Keys: one is unknown, revoked or does not open with the passphrase given.
    Trust,
    /// This program.
    Us,
}
