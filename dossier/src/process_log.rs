//! The log of one inspection as XML, in the manner of BSI TR-03135 §5: results, versions and times, and
//! nothing of the person. Schema: `docs/process-log.xsd`.
//!
//! It is made of closed words, numbers and the transaction's identifier only: no value of a document is
//! within reach of this file. The writer is its own because a crate would bring more than the forty lines
//! that escaping and nesting need.

use std::collections::BTreeMap;

use reader::channel::Traffic;
use reader::chip::Convinces;
use reader::read_out::{AccessEvidence, AccessProtocol, PasswordKind};
use reader::trust::TrustPolicy;
use reader::verdict::{Check, CheckResult, Mismatch, Verdict};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::bundle::TrustBasis;

/// What the log says. It can hold no document.
pub struct ProcessLog<'a> {
    /// Names the inspection.
    pub transaction: Uuid,
    /// The program and its version.
    pub program: (&'a str, &'a str),
    /// The moment that was judged for.
    pub at: OffsetDateTime,
    /// How the chip was opened.
    pub access: Option<AccessEvidence>,
    /// What passed between reader and card.
    pub traffic: Traffic,
    /// Microseconds by step.
    pub elapsed_us: &'a BTreeMap<String, u64>,
    /// Whose trust the verdict rests on.
    pub basis: TrustBasis,
    /// What was demanded.
    pub policy: TrustPolicy,
    /// Every check.
    pub checks: &'a [Check],
    /// Sources that differ; their values are left out.
    pub mismatches: &'a [Mismatch],
    /// The verdict.
    pub verdict: Verdict,
}

impl ProcessLog<'_> {
    /// The document, one element a line.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut xml = Xml::new();
        let transaction = self.transaction.hyphenated().to_string();
        let time = self.at.format(&Rfc3339).unwrap_or_default();
        let root = [
            ("xmlns", "urn:cccd:process-log:1"),
            ("transaction", &transaction),
            ("time", &time),
        ];
        xml.open("processLog", &root);
        let (name, version) = self.program;
        xml.empty("program", &[("name", name), ("version", version)]);
        self.write_access(&mut xml);
        for (step, microseconds) in self.elapsed_us {
            let microseconds = microseconds.to_string();
            xml.empty("timing", &[("step", step), ("microseconds", &microseconds)]);
        }
        let basis = self.basis.word();
        let policy = [
            ("basis", basis),
            ("revocationPolicy", self.policy.revocation.word()),
            ("sha1Policy", self.policy.sha1.word()),
        ];
        xml.empty("trust", &policy);
        for check in self.checks {
            write_check(&mut xml, check);
        }
        for one in self.mismatches {
            let words = [
                ("field", one.field.word()),
                ("degree", one.degree.word()),
                ("one", one.one.source.word()),
                ("oneStanding", one.one.standing.word()),
                ("other", one.other.source.word()),
                ("otherStanding", one.other.standing.word()),
            ];
            xml.empty("mismatch", &words);
        }
        xml.empty("verdict", &[("word", self.verdict.word())]);
        xml.close("processLog");
        xml.0
    }

    fn write_access(&self, xml: &mut Xml) {
        let [count, bytes_out, bytes_in] = [
            u64::from(self.traffic.count),
            self.traffic.bytes_out,
            self.traffic.bytes_in,
        ]
        .map(|number| number.to_string());
        let mut words = vec![
            ("commands", count),
            ("bytesOut", bytes_out),
            ("bytesIn", bytes_in),
        ];
        if let Some(access) = self.access {
            let protocol = match access.protocol {
                AccessProtocol::Pace { parameter_id } => {
                    words.push(("parameterId", parameter_id.to_string()));
                    "pace"
                }
                AccessProtocol::Bac => "bac",
            };
            let password = match access.password {
                PasswordKind::Mrz => "mrz",
                PasswordKind::Can => "can",
                PasswordKind::Pin => "pin",
            };
            words.push(("protocol", protocol.to_owned()));
            words.push(("password", password.to_owned()));
        }
        let words: Vec<_> = words
            .iter()
            .map(|(name, word)| (*name, word.as_str()))
            .collect();
        xml.empty("access", &words);
    }
}

/// The five results of TR-03135 in its spelling.
fn write_check(xml: &mut Xml, check: &Check) {
    let result = match check.result {
        CheckResult::Successful => "Successful",
        CheckResult::Failed => "Failed",
        CheckResult::Undetermined => "Undetermined",
        CheckResult::NotSupported => "NotSupported",
        CheckResult::Aborted => "Aborted",
    };
    let (id, reason) = (check.id.name(), check.reason.code());
    let entry = check.reason.cited_entry().map(|entry| entry.to_string());
    let mut words = vec![
        ("id", id.as_str()),
        ("result", result),
        ("clause", check.id.clause()),
        ("reason", &reason),
    ];
    words.extend(Convinces::of(check).map(|whom| ("convinces", whom.word())));
    words.extend(entry.as_deref().map(|entry| ("defectEntry", entry)));
    xml.empty("check", &words);
}

struct Xml(String);

impl Xml {
    fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push_str("  ");
        self.tag(name, attributes, "/>\n");
    }

    fn close(&mut self, name: &str) {
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0
                .push_str(&format!(" {attribute}=\"{}\"", escaped(value)));
        }
        self.0.push_str(end);
    }
}

/// An attribute's value. XML 1.0 §2.3, §2.4: what no document may hold becomes U+FFFD.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' | '\n' | '\r' => text.push_str(&format!("&#{};", u32::from(letter))),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => text.push('\u{FFFD}'),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_value_ends_it() {
        assert_eq!(
            escaped("a\"b<c>&d\n\u{1}é"),
            "a&quot;b&lt;c&gt;&amp;d&#10;\u{FFFD}é"
        );
    }
}
