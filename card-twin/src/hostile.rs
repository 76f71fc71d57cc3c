//! The hostile deck: saved readings that are wrong in one place each, and honest ones that look odd.
//!
//! Everything is made from a seed, signatures included, so that the same deck comes out each time. Each
//! case says which verdict it must get, which check must give it, and which one rule catches it.

mod accepted;
mod base;
mod card_access;
mod certificate;
mod chip_keys;
mod chip_proofs;
mod chips;
mod contents;
mod data_groups;
mod defects;
mod deviations;
mod evidence;
mod foreign_lists;
mod identity;
mod images;
mod imports;
mod keys;
mod known_signers;
mod lists;
mod mapping;
mod message_recovery;
mod paddings;
mod paths;
mod revocation;
mod security_object;
mod sign;
mod signatures;
mod signers;
mod silenced_lists;
mod structure;
mod terminal_certificates;
mod tolerances;
mod write;
mod zones;

use std::collections::BTreeMap;

pub use chips::ChipCase;
pub use evidence::{Attempt, CHALLENGE, Evidence, Mapping, Transcript};
pub use imports::ImportCase;
pub use terminal_certificates::ChainCase;

use crate::Result;
use crate::random::{self, Random};
use base::{Base, Files};

/// The seed of the deck that is kept with the sources.
pub const SEED: u64 = 9303;

/// The day for which cases are judged when they do not say another.
pub const DAY: &str = "2026-11-20";

/// One saved reading and what must come of it.
#[derive(Clone)]
pub struct Case {
    /// Folder that it is kept in.
    pub theme: &'static str,
    /// Name of its own folder.
    pub name: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// Files by the name under which a terminal saves them, without ending.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was seen of the chip besides its files.
    pub evidence: Evidence,
    /// What was presented at the counter: kind and text.
    pub presented: Vec<(&'static str, String)>,
    /// Files of the trust folder, when it is not the deck's common one.
    pub trust: Option<Vec<(&'static str, Vec<u8>)>>,
    /// What the operator demands besides.
    pub policy: Policy,
    /// What must come of it.
    pub expect: Expect,
}

/// What an operator demands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Nothing besides the standard.
    #[default]
    Usual,
    /// No card is genuine without a current revocation list.
    RevocationRequired,
    /// SHA-1 counts and is shown.
    Sha1Flagged,
}

/// What must come of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expect {
    /// `genuine`, `refuted` or `undetermined`.
    pub verdict: &'static str,
    /// The check that decides.
    pub check: &'static str,
    /// How it ends.
    pub result: &'static str,
    /// Why it ends so.
    pub reason: &'static str,
    /// The one rule that catches it; `several` when another would too, `structure` when no parser lets it
    /// through, `listed` when a believed list says so, `none` when nothing is to be caught.
    pub rule: &'static str,
    /// The day it is judged for.
    pub day: &'static str,
}

/// The deck and the common trust folder.
pub struct Deck {
    /// All cases.
    pub cases: Vec<Case>,
    /// Files of the trust folder.
    pub trust: Vec<(&'static str, Vec<u8>)>,
    /// Files that an operator would load.
    pub imports: Vec<ImportCase>,
    /// Card-verifiable certificates of a terminal.
    pub chains: Vec<ChainCase>,
    /// Chips that break a protocol.
    pub chips: Vec<ChipCase>,
}

/// The chips of the deck, which need no keys of it.
#[must_use]
pub fn chips() -> Vec<ChipCase> {
    chips::cases()
}

impl Deck {
    /// Makes the deck.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn new(seed: u64) -> Result<Self> {
        let base = Base::new(seed)?;
        let mut cases = Vec::new();
        for (theme, make) in THEMES {
            let mut maker = Maker {
                base: &base,
                theme,
                random: random::seeded(seed ^ theme.bytes().map(u64::from).sum::<u64>()),
                cases: Vec::new(),
            };
            make(&mut maker)?;
            cases.append(&mut maker.cases);
        }
        Ok(Self {
            cases,
            trust: vec![("csca.cer", base.authority.der.clone())],
            imports: imports::cases(&base, seed)?,
            chains: terminal_certificates::cases(seed)?,
            chips: chips::cases(),
        })
    }
}

type Theme = fn(&mut Maker<'_>) -> Result<()>;

const THEMES: [(&str, Theme); 20] = [
    ("accepted", accepted::cases),
    ("chip-keys", chip_keys::cases),
    ("chip-proofs", chip_proofs::cases),
    ("contents", contents::cases),
    ("data-groups", data_groups::cases),
    ("defects", defects::cases),
    ("deviations", deviations::cases),
    ("foreign-lists", foreign_lists::cases),
    ("identity", identity::cases),
    ("images", images::cases),
    ("keys", keys::cases),
    ("known-signers", known_signers::cases),
    ("mapping", mapping::cases),
    ("paths", paths::cases),
    ("revocation", revocation::cases),
    ("signatures", signatures::cases),
    ("signers", signers::cases),
    ("structure", structure::cases),
    ("tolerances", tolerances::cases),
    ("zones", zones::cases),
];

/// Makes the cases of one theme.
struct Maker<'a> {
    base: &'a Base,
    theme: &'static str,
    random: Random,
    cases: Vec<Case>,
}

impl Maker<'_> {
    /// A case of the honest card with these files.
    fn add(&mut self, name: &'static str, what: &'static str, files: Files, expect: Expect) {
        self.cases.push(Case {
            theme: self.theme,
            name,
            what,
            files,
            evidence: self.base.evidence.clone(),
            presented: Vec::new(),
            trust: None,
            policy: Policy::Usual,
            expect,
        });
    }

    /// The case made last, to be changed further.
    fn last(&mut self, change: impl FnOnce(&mut Case)) {
        if let Some(case) = self.cases.last_mut() {
            change(case);
        }
    }
}

/// A failed check refutes.
const fn refuted(check: &'static str, reason: &'static str, rule: &'static str) -> Expect {
    Expect {
        verdict: "refuted",
        check,
        result: "failed",
        reason,
        rule,
        day: DAY,
    }
}

/// A check that stays open leaves the verdict open.
const fn open(
    check: &'static str,
    result: &'static str,
    reason: &'static str,
    rule: &'static str,
) -> Expect {
    Expect {
        verdict: "undetermined",
        check,
        result,
        reason,
        rule,
        day: DAY,
    }
}

/// Genuine, and this check shows what is odd.
const fn genuine(check: &'static str, result: &'static str, reason: &'static str) -> Expect {
    Expect {
        verdict: "genuine",
        check,
        result,
        reason,
        rule: "none",
        day: DAY,
    }
}

impl Expect {
    const fn on(self, day: &'static str) -> Self {
        Self { day, ..self }
    }
}
