//! Groups and cases of BSI TR-03105-5.1, and the twin that stands for each. `docs/conformance.md` says what else is
//! tested, and by which automatic test.

use reader::verdict::Verdict::{self, Genuine, Refuted, Undetermined, Unread};

/// One case.
pub(super) struct Case {
    /// Layer and group; the group's subject is tested, not one numbered case.
    pub(super) id: &'static str,
    /// The twin's profile.
    pub(super) profile: &'static str,
    /// What is odd or wrong about it.
    pub(super) fault: &'static str,
    /// What the reading must come to.
    pub(super) expected: Verdict,
}

impl Case {
    pub(super) fn card(&self) -> String {
        match self.fault {
            NONE => self.profile.to_owned(),
            fault => format!("{} · {fault}", self.profile),
        }
    }
}

const NONE: &str = "none";
const CCCD: &str = "cccd-2021";
const EAC: &str = "eac-full";

const fn case(
    id: &'static str,
    profile: &'static str,
    fault: &'static str,
    expected: Verdict,
) -> Case {
    Case {
        id,
        profile,
        fault,
        expected,
    }
}

/// In the order of the plan: layer 6, then layer 7.
pub(super) const CASES: &[Case] = &[
    case("ISO7816_A", CCCD, NONE, Genuine),
    case("ISO7816_A", CCCD, "q06-mf-must-be-selected", Genuine),
    case("ISO7816_A", CCCD, "q08-le-on-select-6700", Genuine),
    case("ISO7816_B", CCCD, "h53-sm-wrong-mac", Unread),
    case("ISO7816_B", CCCD, "h53-sm-no-mac", Unread),
    case("ISO7816_B", CCCD, "h53-sm-no-status", Unread),
    case("ISO7816_B", CCCD, "h53-sm-replayed", Unread),
    case("ISO7816_B", CCCD, "q24-error-ends-session", Genuine),
    case("ISO7816_C", CCCD, "q19-exact-le-6cxx", Genuine),
    case("ISO7816_C", CCCD, "q20-eof-6282", Genuine),
    case("ISO7816_C", CCCD, "q22-eof-6b00-6988", Genuine),
    case("ISO7816_C", CCCD, "h52-endless-61", Refuted),
    case("ISO7816_C", CCCD, "h52-file-grows", Unread),
    case("ISO7816_C", CCCD, "h52-read-more", Genuine),
    case("ISO7816_D", CCCD, "q33-ca-key-id-6a80", Genuine),
    case("ISO7816_D", "pace-dh", NONE, Genuine),
    case("ISO7816_D", CCCD, "q35-ca-keeps-keys", Refuted),
    case("ISO7816_D", CCCD, "h12-ca-other-keys", Refuted),
    case("ISO7816_E", EAC, NONE, Genuine),
    case("ISO7816_E", EAC, "q50-cvca-three-cars", Genuine),
    case("ISO7816_F", CCCD, "q32-aa-der", Genuine),
    case("ISO7816_F", CCCD, "h14-aa-replayed", Refuted),
    case("ISO7816_F", CCCD, "h16-aa-zero", Refuted),
    case("ISO7816_F", CCCD, "clone", Refuted),
    case("ISO7816_G", "passport-td3", NONE, Genuine),
    case("ISO7816_G", CCCD, "q11-im-only", Genuine),
    case("ISO7816_G", CCCD, "h56-pace-token-wrong", Unread),
    case("ISO7816_G", CCCD, "h56-pace-infinity", Unread),
    case("ISO7816_G", CCCD, "h56-pace-off-curve", Unread),
    case("ISO7816_G", CCCD, "h56-pace-nonce-0", Unread),
    case("LDS_A", CCCD, "h04-com-hides-keys", Genuine),
    case("LDS_A", CCCD, "no-com", Genuine),
    case("LDS_C", CCCD, "q44-dg2-trailing", Genuine),
    case("LDS_C", CCCD, "q44-dg2-feature-points", Genuine),
    case("LDS_C", CCCD, "changed-dg2", Refuted),
    case("LDS_D", EAC, NONE, Genuine),
    case("LDS_F", CCCD, "q36-dg14-not-der", Genuine),
    case("LDS_F", CCCD, "h57-weaker-card-access", Refuted),
    case("LDS_H", CCCD, "q37-sod-indefinite", Genuine),
    case("LDS_H", CCCD, "q38-digests-differ", Genuine),
    case("LDS_H", CCCD, "q40-sid-key-id", Genuine),
    case("LDS_H", CCCD, "q40-sid-string-types", Undetermined),
    case("LDS_H", CCCD, "unknown-issuer", Undetermined),
    case("LDS_I", CCCD, "no-dg15", Refuted),
    case("LDS_I", CCCD, "clone-own-keys", Refuted),
    case("LDS_K", "can-cuoc-2024-assumed", NONE, Genuine),
];
