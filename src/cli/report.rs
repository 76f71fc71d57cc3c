//! A verdict as it is printed: for people, or as JSON for scripts.

use std::collections::BTreeMap;

use clap::Args;
use dossier::bundle::{Agreement, TrustBasis};
use dossier::consent::Language;
use dossier::report::{InspectionReport, Report};
use reader::channel::Traffic;
use reader::read_out::ReadOut;
use reader::verdict::Assessment;
use ui::text;
use zeroize::Zeroizing;

const LANGUAGE: Language = Language::Vi;

/// How a verdict is printed.
#[derive(Args)]
pub(super) struct Output {
    /// Print the report as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// What is printed of a reading.
pub(super) struct Printed<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) read_out: &'a ReadOut,
    pub(super) elapsed_ms: &'a BTreeMap<&'static str, f64>,
    pub(super) traffic: Traffic,
    /// Whose trust the verdict rests on.
    pub(super) basis: TrustBasis,
    /// How it compares with what a bundle recorded.
    pub(super) agreement: Option<&'a Agreement>,
}

impl Printed<'_> {
    pub(super) fn print(&self, output: &Output) -> anyhow::Result<()> {
        let text = if output.json {
            self.json()?
        } else {
            self.text()
        };
        super::say(&text)
    }

    fn json(&self) -> anyhow::Result<Zeroizing<String>> {
        let timing = self.elapsed_ms.iter();
        let timing = timing.map(|(step, ms)| ((*step).to_owned(), *ms)).collect();
        let report = Report::new(self.assessment, timing, self.traffic);
        let report = InspectionReport::new(
            report,
            self.read_out,
            self.assessment,
            self.basis,
            self.agreement,
        );
        Ok(Zeroizing::new(serde_json::to_string_pretty(&report)?))
    }

    fn text(&self) -> Zeroizing<String> {
        let verdict = self.assessment.verdict();
        let mut text = format!(
            "{} ({})\n{}\n",
            text::check::verdict(verdict).by(LANGUAGE),
            verdict.word(),
            text::check::verdict_meaning(verdict).by(LANGUAGE)
        );
        for check in &self.assessment.checks {
            let result = text::check::result(check.result).by(LANGUAGE);
            let name = text::check::check_name(check.id, LANGUAGE);
            let reason = text::reason::sentence(check.reason, LANGUAGE);
            text.push_str(&format!(
                "  {result:<18} {name}: {reason} [{}]\n",
                check.id.clause()
            ));
        }
        let terminal = &self.read_out.evidence.terminal_authentication;
        if let Some(words) = text::card::chip_fingers(terminal) {
            text.push_str(&format!("{}\n", words.by(LANGUAGE)));
        }
        for mismatch in &self.assessment.mismatches {
            let line = text::identity::line(mismatch, LANGUAGE, |_, text| text.to_owned());
            text.push_str(&format!("  {line}\n"));
        }
        if let Some(agreement) = self.agreement {
            text.push_str(text::evidence::basis(self.basis).by(LANGUAGE));
            text.push('\n');
            text.push_str(text::evidence::agreement(agreement).by(LANGUAGE));
            text.push_str(&format!(" {}\n", agreement.differing().join(", ")));
        }
        let total = self.elapsed_ms.get("total").copied().unwrap_or_default();
        text.push_str(&format!(
            "{} APDU, {} + {} byte, {total:.0} ms",
            self.traffic.count, self.traffic.bytes_out, self.traffic.bytes_in
        ));
        Zeroizing::new(text)
    }
}
