//! Three-letter codes of the MRZ and two-letter codes of certificates. ICAO Doc 9303-3 §5, ISO 3166-1.

/// The two-letter code of an issuing state, fillers left out.
pub(super) fn alpha_2(issuing_state: &str) -> Option<&'static str> {
    let wanted = issuing_state.trim_end_matches('<');
    let all = STATES.iter().flat_map(|line| line.split(' '));
    let mut codes = all.filter_map(|pair| pair.split_once('-'));
    codes
        .find(|(three, _)| *three == wanted)
        .map(|(_, two)| two)
}

/// Each state as `three-two`. Germany has one letter in the MRZ; Utopia is the specimens' state; the last
/// line holds organisations and other codes of Doc 9303-3.
const STATES: [&str; 27] = [
    "AFG-AF ALA-AX ALB-AL DZA-DZ ASM-AS AND-AD AGO-AO AIA-AI ATA-AQ ATG-AG ARG-AR ARM-AM ABW-AW",
    "AUS-AU AUT-AT AZE-AZ BHS-BS BHR-BH BGD-BD BRB-BB BLR-BY BEL-BE BLZ-BZ BEN-BJ BMU-BM BTN-BT",
    "BOL-BO BES-BQ BIH-BA BWA-BW BVT-BV BRA-BR IOT-IO BRN-BN BGR-BG BFA-BF BDI-BI CPV-CV KHM-KH",
    "CMR-CM CAN-CA CYM-KY CAF-CF TCD-TD CHL-CL CHN-CN CXR-CX CCK-CC COL-CO COM-KM COG-CG COD-CD",
    "COK-CK CRI-CR CIV-CI HRV-HR CUB-CU CUW-CW CYP-CY CZE-CZ DNK-DK DJI-DJ DMA-DM DOM-DO ECU-EC",
    "EGY-EG SLV-SV GNQ-GQ ERI-ER EST-EE SWZ-SZ ETH-ET FLK-FK FRO-FO FJI-FJ FIN-FI FRA-FR GUF-GF",
    "PYF-PF ATF-TF GAB-GA GMB-GM GEO-GE D-DE DEU-DE GHA-GH GIB-GI GRC-GR GRL-GL GRD-GD GLP-GP",
    "GUM-GU GTM-GT GGY-GG GIN-GN GNB-GW GUY-GY HTI-HT HMD-HM VAT-VA HND-HN HKG-HK HUN-HU ISL-IS",
    "IND-IN IDN-ID IRN-IR IRQ-IQ IRL-IE IMN-IM ISR-IL ITA-IT JAM-JM JPN-JP JEY-JE JOR-JO KAZ-KZ",
    "KEN-KE KIR-KI PRK-KP KOR-KR KWT-KW KGZ-KG LAO-LA LVA-LV LBN-LB LSO-LS LBR-LR LBY-LY LIE-LI",
    "LTU-LT LUX-LU MAC-MO MDG-MG MWI-MW MYS-MY MDV-MV MLI-ML MLT-MT MHL-MH MTQ-MQ MRT-MR MUS-MU",
    "MYT-YT MEX-MX FSM-FM MDA-MD MCO-MC MNG-MN MNE-ME MSR-MS MAR-MA MOZ-MZ MMR-MM NAM-NA NRU-NR",
    "NPL-NP NLD-NL NCL-NC NZL-NZ NIC-NI NER-NE NGA-NG NIU-NU NFK-NF MKD-MK MNP-MP NOR-NO OMN-OM",
    "PAK-PK PLW-PW PSE-PS PAN-PA PNG-PG PRY-PY PER-PE PHL-PH PCN-PN POL-PL PRT-PT PRI-PR QAT-QA",
    "REU-RE ROU-RO RUS-RU RWA-RW BLM-BL SHN-SH KNA-KN LCA-LC MAF-MF SPM-PM VCT-VC WSM-WS SMR-SM",
    "STP-ST SAU-SA SEN-SN SRB-RS SYC-SC SLE-SL SGP-SG SXM-SX SVK-SK SVN-SI SLB-SB SOM-SO ZAF-ZA",
    "SGS-GS SSD-SS ESP-ES LKA-LK SDN-SD SUR-SR SJM-SJ SWE-SE CHE-CH SYR-SY TWN-TW TJK-TJ TZA-TZ",
    "THA-TH TLS-TL TGO-TG TKL-TK TON-TO TTO-TT TUN-TN TUR-TR TKM-TM TCA-TC TUV-TV UGA-UG UKR-UA",
    "ARE-AE GBR-GB",
    "USA-US UMI-UM URY-UY UZB-UZ VUT-VU VEN-VE VNM-VN VGB-VG VIR-VI WLF-WF ESH-EH YEM-YE ZMB-ZM",
    "ZWE-ZW",
    "GBD-GB GBN-GB GBO-GB GBP-GB GBS-GB",
    "RKS-KS",
    "UTO-UT",
    "EUE-EU",
    "UNO-UN UNA-UN UNK-UN",
    "XOM-XO XPO-XP",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_has_one_code_of_two_letters() {
        let pairs: Vec<_> = STATES
            .iter()
            .flat_map(|line| line.split(' '))
            .filter_map(|pair| pair.split_once('-'))
            .collect();
        let names: BTreeSet<_> = pairs.iter().map(|(three, _)| *three).collect();
        assert_eq!(names.len(), pairs.len());
        // 249 countries of ISO 3166-1, Germany's other form, and thirteen more codes of 9303-3.
        assert_eq!(pairs.len(), 249 + 14);
        for (three, two) in pairs {
            assert!(three == "D" || three.len() == 3, "{three}");
            assert!(two.len() == 2 && two.bytes().all(|letter| letter.is_ascii_uppercase()));
        }
    }

    #[test]
    fn fillers_do_not_matter_and_the_unknown_has_none() {
        assert_eq!(alpha_2("VNM"), Some("VN"));
        assert_eq!(alpha_2("D<<"), Some("DE"));
        assert_eq!(alpha_2("D"), Some("DE"));
        assert_eq!(alpha_2("NLD"), Some("NL"));
        for unknown in ["", "<<<", "VN", "XYZ", "vnm", "-"] {
            assert_eq!(alpha_2(unknown), None, "{unknown}");
        }
    }
}
