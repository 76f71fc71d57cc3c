//! From outcomes to one verdict. BSI TR-03135 §3.

use super::Verdict;

/// Everything that a verdict depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcomes {
    pub(super) reading: Reading,
    pub(super) contradiction: Contradiction,
    pub(super) document: DocumentTrust,
    pub(super) chip: ChipPromises,
    pub(super) demands: OperatorDemands,
}

/// Whether the card was read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Complete,
    BrokenOff,
}

/// Whether a check failed. The date of expiry is not among them: an expired card is still genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contradiction {
    None,
    Found,
}

/// What passive authentication left to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocumentTrust {
    Verified,
    Unverified,
    Unreadable,
}

/// Whether every chip proof that the document promises took place and convinced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChipPromises {
    Kept,
    Open,
}

/// Whether what the operator demands beyond the standard is there: a revocation list under the strict
/// policy, and no listed defect that takes a proof away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OperatorDemands {
    Met,
    Open,
}

/// The verdict. Red needs one contradiction; green needs every proof; the rest is open.
pub(super) fn decide(outcomes: Outcomes) -> Verdict {
    let Outcomes {
        reading,
        contradiction,
        document,
        chip,
        demands,
    } = outcomes;
    match (reading, contradiction, document, chip, demands) {
        (Reading::BrokenOff, _, _, _, _) => Verdict::Unread,
        (Reading::Complete, Contradiction::Found, _, _, _) => Verdict::Refuted,
        (
            Reading::Complete,
            Contradiction::None,
            DocumentTrust::Verified,
            ChipPromises::Kept,
            OperatorDemands::Met,
        ) => Verdict::Genuine,
        (
            Reading::Complete,
            Contradiction::None,
            DocumentTrust::Verified,
            ChipPromises::Open,
            OperatorDemands::Met | OperatorDemands::Open,
        )
        | (
            Reading::Complete,
            Contradiction::None,
            DocumentTrust::Verified,
            ChipPromises::Kept,
            OperatorDemands::Open,
        )
        | (
            Reading::Complete,
            Contradiction::None,
            DocumentTrust::Unverified | DocumentTrust::Unreadable,
            _,
            _,
        ) => Verdict::Undetermined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination, written out by what it needs and not by the function under test.
    #[test]
    fn the_whole_table() {
        let mut rows = Vec::new();
        for reading in [Reading::Complete, Reading::BrokenOff] {
            for contradiction in [Contradiction::None, Contradiction::Found] {
                for document in [
                    DocumentTrust::Verified,
                    DocumentTrust::Unverified,
                    DocumentTrust::Unreadable,
                ] {
                    for chip in [ChipPromises::Kept, ChipPromises::Open] {
                        for demands in [OperatorDemands::Met, OperatorDemands::Open] {
                            rows.push(decide(Outcomes {
                                reading,
                                contradiction,
                                document,
                                chip,
                                demands,
                            }));
                        }
                    }
                }
            }
        }
        const G: Verdict = Verdict::Genuine;
        const R: Verdict = Verdict::Refuted;
        const O: Verdict = Verdict::Undetermined;
        const X: Verdict = Verdict::Unread;
        // Columns: kept and met, kept and open, open and met, open and open.
        let expected = [
            [G, O, O, O], // complete, nothing found, verified
            [O, O, O, O], // unverified
            [O, O, O, O], // unreadable
            [R, R, R, R], // complete, contradiction, verified
            [R, R, R, R], // unverified
            [R, R, R, R], // unreadable
            [X, X, X, X], // broken off, nothing found, verified
            [X, X, X, X], // unverified
            [X, X, X, X], // unreadable
            [X, X, X, X], // broken off, contradiction, verified
            [X, X, X, X], // unverified
            [X, X, X, X], // unreadable
        ];
        assert_eq!(rows, expected.concat());
        assert_eq!(rows.iter().filter(|verdict| **verdict == G).count(), 1);
    }
}
