//! The JSON of `cccd read` and `cccd verify`.

use std::collections::BTreeMap;

use dossier::report::Report;
use reader::{
    channel::Traffic,
    chip::ChallengeExpectation,
    read_out::ReadOut,
    trust::{ReferenceTime, TrustAnchors},
    verdict::assess,
};

use crate::fixture::AT;

#[test]
fn its_shape_is_what_scripts_rely_on() {
    let (trust, _) = TrustAnchors::from_certificates([]);
    let assessment = assess(
        &ReadOut::default(),
        &trust,
        ReferenceTime(AT),
        ChallengeExpectation::Any,
    );
    let traffic = Traffic {
        count: 3,
        bytes_out: 40,
        bytes_in: 500,
    };
    let report = Report::new(
        &assessment,
        BTreeMap::from([("total".into(), 12.5)]),
        traffic,
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["verdict"], assessment.verdict().word());
    assert_eq!(json["timing_ms"]["total"], 12.5);
    assert_eq!(
        json["apdu"],
        serde_json::json!({ "count": 3, "bytes_out": 40, "bytes_in": 500 })
    );
    let checks = json["checks"].as_array().unwrap();
    assert!(
        checks
            .iter()
            .any(|check| check["id"] == "passive.signature")
    );
    for check in checks {
        let words = [
            "successful",
            "failed",
            "undetermined",
            "not_supported",
            "aborted",
        ];
        assert!(words.contains(&check["result"].as_str().unwrap()));
        assert!(check["clause"].as_str().unwrap().starts_with("9303-"));
        assert!(check["reason"].is_string());
    }
    assert!(json["document"]["name"].is_null());
}
