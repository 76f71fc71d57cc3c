//! Chips that break a protocol, and a few that only look so: they are not kept as files but performed by the
//! software card, through the reader. ICAO Doc 9303-11 §4, §6, §9.8.

use std::path::{Path, PathBuf};

use super::write::EXPECT;
use crate::fault::Fault;

/// One chip, how it is opened, and what must come of it.
#[derive(Clone, Copy, Debug)]
pub struct ChipCase {
    /// Name of its folder: that of its fault.
    pub name: &'static str,
    /// Number of the case in `docs/hostile-deck.md`.
    pub number: &'static str,
    /// Kind of card.
    pub profile: &'static str,
    /// `can` or `mrz`.
    pub key: &'static str,
    /// `genuine`, `refuted`, `undetermined` or `unread`.
    pub verdict: &'static str,
    /// The check that decides.
    pub check: &'static str,
    /// How it ends.
    pub result: &'static str,
    /// Why it ends so.
    pub reason: &'static str,
}

impl ChipCase {
    /// Theme of all of them.
    pub const THEME: &'static str = "chips";

    /// What the chip does.
    fn what(&self) -> &'static str {
        let mut all = Fault::ALL.iter();
        all.find(|(name, _)| *name == self.name)
            .map_or("", |(_, what)| *what)
    }

    pub(super) fn file(&self) -> (PathBuf, Vec<u8>) {
        let expect = format!(
            "# {}\ncase: {}\nfault: {}\nprofile: {}\nkey: {}\nverdict: {}\ncheck: {}\nresult: {}\nreason: {}\n",
            self.what(),
            self.number,
            self.name,
            self.profile,
            self.key,
            self.verdict,
            self.check,
            self.result,
            self.reason
        );
        let path = Path::new(Self::THEME).join(self.name).join(EXPECT);
        (path, expect.into_bytes())
    }
}

/// Verdict, check, its result and reason.
type Ends = [&'static str; 4];

const NO_ACCESS: Ends = ["unread", "access.pace", "failed", "protocol_violation"];
const NO_BASIC_ACCESS: Ends = ["unread", "access.bac", "failed", "protocol_violation"];
const BROKEN_OFF: Ends = [
    "unread",
    "passive.signature",
    "aborted",
    "protocol_violation",
];
/// A file that never ends is left; without EF.SOD nothing is signed.
const NO_SECURITY_OBJECT: Ends = ["refuted", "passive.signature", "failed", "sod_missing"];
const NO_AGREEMENT: Ends = [
    "refuted",
    "chip.chip_authentication",
    "failed",
    "chip_proof_invalid",
];
const NO_SIGNATURE: Ends = [
    "refuted",
    "chip.active_authentication",
    "failed",
    "chip_proof_invalid",
];
const NO_MAPPING: Ends = ["refuted", "chip.pace_cam", "failed", "chip_proof_invalid"];
const OTHER_ACCESS: Ends = [
    "refuted",
    "access.card_access_consistent",
    "failed",
    "card_access_differs",
];

const CARD: &str = "cccd-2021";
const MAPPING: &str = "eac-full";
const MODULAR: &str = "pace-dh";
const BASIC: &str = "legacy-bac-3des";

/// One row of the table.
const fn chip(
    number: &'static str,
    name: &'static str,
    profile: &'static str,
    key: &'static str,
    [verdict, check, result, reason]: Ends,
) -> ChipCase {
    ChipCase {
        name,
        number,
        profile,
        key,
        verdict,
        check,
        result,
        reason,
    }
}

pub(super) fn cases() -> Vec<ChipCase> {
    vec![
        chip("A53", "h53-sm-wrong-mac", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-no-mac", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-no-status", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-padding", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-plain", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-replayed", CARD, "can", BROKEN_OFF),
        chip("A53", "h53-sm-order", CARD, "can", BROKEN_OFF),
        chip("A55", "h55-bac-no-echo", BASIC, "mrz", NO_BASIC_ACCESS),
        chip("A55", "h55-bac-other-rnd-ic", BASIC, "mrz", NO_BASIC_ACCESS),
        chip("A55", "h55-bac-short-key", BASIC, "mrz", NO_BASIC_ACCESS),
        chip("A55", "h55-bac-wrong-mac", BASIC, "mrz", NO_BASIC_ACCESS),
        chip("A55", "h55-bac-short", BASIC, "mrz", NO_BASIC_ACCESS),
        chip("A56", "h56-pace-nonce-15", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-nonce-0", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-mapping-reflected", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-mapping-generator", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-key-reflected", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-infinity", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-off-curve", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-dh-0", MODULAR, "can", NO_ACCESS),
        chip("A56", "h56-pace-dh-1", MODULAR, "can", NO_ACCESS),
        chip("A56", "h56-pace-dh-last", MODULAR, "can", NO_ACCESS),
        chip("A56", "h56-pace-dh-beyond", MODULAR, "can", NO_ACCESS),
        chip("A56", "h56-pace-token-wrong", CARD, "can", NO_ACCESS),
        chip("A56", "h56-pace-token-7", CARD, "can", NO_ACCESS),
        chip("A52", "h52-endless-61", CARD, "can", NO_SECURITY_OBJECT),
        chip("A52", "h52-endless-6c", CARD, "can", NO_SECURITY_OBJECT),
        chip("A52", "h52-read-one", CARD, "can", NO_SECURITY_OBJECT),
        chip("A52", "h52-file-grows", CARD, "can", BROKEN_OFF),
        chip(
            "A52",
            "h52-read-more",
            CARD,
            "can",
            ["genuine", "passive.hash.dg2", "successful", "as_required"],
        ),
        chip(
            "A03",
            "h03-dg13-6982",
            CARD,
            "can",
            [
                "refuted",
                "passive.hash.dg13",
                "failed",
                "data_group_missing",
            ],
        ),
        chip(
            "A04",
            "h04-com-hides-keys",
            CARD,
            "can",
            [
                "genuine",
                "document.consistent",
                "undetermined",
                "com_differs",
            ],
        ),
        chip(
            "A05",
            "h05-no-dg14-dg15",
            CARD,
            "can",
            [
                "refuted",
                "passive.hash.dg14",
                "failed",
                "data_group_missing",
            ],
        ),
        chip(
            "A06",
            "clone-own-keys",
            CARD,
            "can",
            ["refuted", "passive.hash.dg14", "failed", "hash_mismatch"],
        ),
        chip("A11", "clone", CARD, "can", NO_AGREEMENT),
        chip("A11", "h11-ca-refused", CARD, "can", NO_AGREEMENT),
        chip("A11", "h11-aa-refused", CARD, "can", NO_SIGNATURE),
        chip("A12", "h12-ca-other-keys", CARD, "can", NO_AGREEMENT),
        chip("A13", "q35-ca-keeps-keys", CARD, "can", NO_AGREEMENT),
        chip("A14", "h14-aa-replayed", CARD, "can", NO_SIGNATURE),
        chip("A16", "h16-aa-zero", CARD, "can", NO_SIGNATURE),
        chip("A57", "h57-weaker-card-access", CARD, "can", OTHER_ACCESS),
        chip("A57", "h57-no-pace-offered", CARD, "mrz", OTHER_ACCESS),
        chip("A57", "q02-card-access-6982", CARD, "mrz", OTHER_ACCESS),
        chip(
            "A58",
            "h58-cam-padding",
            MAPPING,
            "can",
            ["unread", "chip.pace_cam", "aborted", "protocol_violation"],
        ),
        chip("A58", "h58-cam-factor-1", MAPPING, "can", NO_MAPPING),
        chip(
            "A50",
            "h50-files-padded",
            CARD,
            "can",
            ["genuine", "passive.hash.dg14", "successful", "as_required"],
        ),
        chip(
            "A51",
            "q30-deep-nesting",
            CARD,
            "can",
            [
                "genuine",
                "document.consistent",
                "undetermined",
                "com_differs",
            ],
        ),
        chip(
            "A63",
            "q30-huge-count",
            CARD,
            "can",
            ["genuine", "passive.hash.dg2", "successful", "as_required"],
        ),
        chip(
            "A21",
            "q41-rogue-country",
            CARD,
            "can",
            ["refuted", "passive.country", "failed", "country_differs"],
        ),
        chip(
            "A18",
            "unknown-issuer",
            CARD,
            "can",
            [
                "undetermined",
                "passive.path",
                "undetermined",
                "issuer_unknown",
            ],
        ),
        chip(
            "A01",
            "changed-dg2",
            CARD,
            "can",
            ["refuted", "passive.hash.dg2", "failed", "hash_mismatch"],
        ),
    ]
}
