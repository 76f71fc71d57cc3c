//! What `cccd read` and `cccd verify` print as JSON, and their exit codes.

use std::collections::BTreeMap;
use std::process::Output;

use serde_json::Value;

pub(crate) const GENUINE: i32 = 0;
pub(crate) const REFUTED: i32 = 2;
pub(crate) const UNDETERMINED: i32 = 3;
pub(crate) const UNREAD: i32 = 4;

pub(crate) struct Report {
    pub(crate) code: i32,
    pub(crate) json: Value,
    pub(crate) said: String,
}

impl Report {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("exit code"),
            json: serde_json::from_slice(&output.stdout).expect("JSON report"),
            said: String::from_utf8(output.stderr.clone()).expect("UTF-8"),
        }
    }

    pub(crate) fn verdict(&self) -> &str {
        self.json["verdict"].as_str().expect("verdict")
    }

    pub(crate) fn results(&self) -> BTreeMap<&str, &str> {
        let checks = self.json["checks"].as_array().expect("checks");
        let text = |check: &'_ Value, field| check[field].as_str().map(str::to_owned);
        assert!(
            checks
                .iter()
                .all(|check| text(check, "clause").is_some_and(|clause| !clause.is_empty()))
        );
        assert!(
            checks
                .iter()
                .all(|check| text(check, "reason").is_some_and(|reason| !reason.is_empty()))
        );
        checks
            .iter()
            .map(|check| {
                (
                    check["id"].as_str().expect("id"),
                    check["result"].as_str().expect("result"),
                )
            })
            .collect()
    }

    pub(crate) fn failed(&self) -> Vec<&str> {
        self.results()
            .into_iter()
            .filter(|(_, result)| *result == "failed")
            .map(|(id, _)| id)
            .collect()
    }

    pub(crate) fn reason(&self, id: &str) -> &str {
        let checks = self.json["checks"].as_array().expect("checks");
        let check = checks.iter().find(|check| check["id"] == id);
        let check = check.unwrap_or_else(|| panic!("no check {id}"));
        check["reason"].as_str().expect("reason")
    }
}
