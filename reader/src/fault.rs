//! Who is at fault when something fails, so that the right person is told to act.

/// The party that must change something before a retry can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The chip answered against the standard, or its data contradict themselves.
    Chip,
    /// The reader or its driver lost the card or refused a command.
    Reader,
    /// The person at the counter: a wrong number, a card lifted too early.
    Operator,
    /// The trust store lacks or rejects an issuer.
    Trust,
    /// This program.
    Us,
}
