//! DG1 that an issuer signed and that is no machine-readable zone. ICAO Doc 9303-5 §4.2, 9303-10 §4.7.1.

use super::contents::signed_with;
use super::{Maker, open, refuted};
use crate::Result;
use crate::der;
use crate::issue::data_group_1_of;
use crate::issue::mrz::check_digit;

pub(super) fn cases(maker: &mut Maker<'_>) -> Result<()> {
    let unreadable = open(
        "passive.country",
        "undetermined",
        "mrz_malformed",
        "structure",
    );
    let zone = |text: &str| der::group(0x61, [der::tlv(0x5F1F, text.as_bytes())]);
    let honest = maker.base.groups.get(&1).cloned().unwrap_or_default();
    let text = String::from_utf8(honest.get(5..).unwrap_or_default().to_vec()).unwrap_or_default();
    let twice = der::tlv(0x5F1F, text.as_bytes());
    let cut: String = text.chars().take(89).collect();
    let zones: [(&'static str, &'static str, Vec<u8>); 6] = [
        (
            "a62-check-digit",
            "DG1 with a wrong check digit",
            zone(&text.replacen("8400", "8500", 1)),
        ),
        (
            "a62-lower-case",
            "DG1 in lower case",
            zone(&text.to_lowercase()),
        ),
        ("a62-89-characters", "DG1 of 89 characters", zone(&cut)),
        (
            "a62-91-characters",
            "DG1 of 91 characters",
            zone(&format!("{text}<")),
        ),
        (
            "a62-two-zones",
            "DG1 with two zones",
            der::group(0x61, [twice.clone(), twice]),
        ),
        (
            "a62-impossible-date",
            "DG1 with the date of birth 991332, its check digits right",
            zone(&born_on(&text, "991332")),
        ),
    ];
    for (name, what, file) in zones {
        signed_with(maker, (name, what), 1, file, unreadable)?;
    }
    let foreign = data_group_1_of(&maker.base.person, "LAO");
    let differs = refuted("passive.country", "country_differs", "country.document");
    let what = "DG1 names another issuing state than its signer";
    signed_with(maker, ("a62-other-state", what), 1, foreign, differs)
}

/// The zone with another date of birth and the check digits that belong to it.
fn born_on(zone: &str, date: &str) -> String {
    let part = |from: usize, to: usize| zone.get(from..to).unwrap_or_default();
    let born = format!("{date}{}", check_digit(date));
    // Composite: line 1 from position 6, then birth, expiry and optional data of line 2. 9303-5 §4.2.4.
    let checked = format!("{}{born}{}{}", part(5, 30), part(38, 45), part(48, 59));
    format!(
        "{}{born}{}{}{}",
        part(0, 30),
        part(37, 59),
        check_digit(&checked),
        part(60, 90)
    )
}
