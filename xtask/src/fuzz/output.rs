//! What libFuzzer prints while it runs, as numbers; the rest is handed on.

use std::io;

/// How far a target came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Inputs that were run.
    pub(super) executions: u64,
    /// Edges of the program that some input reached.
    pub(super) coverage: u64,
    /// Edges by how often, and comparisons.
    pub(super) features: u64,
}

impl Progress {
    /// Reads to the end. Lines that report a step are kept back: there are thousands.
    pub(super) fn follow(lines: impl Iterator<Item = io::Result<String>>) -> Self {
        let mut progress = Self::default();
        for line in lines.map_while(Result::ok) {
            if !progress.take(&line) {
                eprintln!("{line}");
            }
        }
        progress
    }

    /// Whether the line was a report. `#4096 pulse cov: 812 ft: 1730 corp: 61/9Kb …`
    fn take(&mut self, line: &str) -> bool {
        let is_number = |word: &str| word.parse().ok();
        if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
            self.executions = is_number(count.trim()).unwrap_or(self.executions);
            return true;
        }
        let Some(step) = line.strip_prefix('#') else {
            return line.starts_with("stat::");
        };
        let mut words = step.split_whitespace();
        let Some(count) = words.next().and_then(is_number) else {
            return false;
        };
        self.executions = self.executions.max(count);
        while let Some(word) = words.next() {
            let field = match word {
                "cov:" => &mut self.coverage,
                "ft:" => &mut self.features,
                _ => continue,
            };
            *field = words.next().and_then(is_number).unwrap_or(*field);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(lines: &[&str]) -> Progress {
        Progress::follow(lines.iter().map(|line| Ok((*line).to_owned())))
    }

    #[test]
    fn the_last_report_and_the_final_count_stand() {
        let progress = follow(&[
            "INFO: Seed: 1",
            "#5\tINITED cov: 700 ft: 900 corp: 5/3Kb exec/s: 0 rss: 80Mb",
            "#4096\tpulse  cov: 812 ft: 1730 corp: 61/9Kb lim: 40 exec/s: 2048 rss: 90Mb",
            "#5000\tDONE   cov: 813 ft: 1731 corp: 62/9Kb lim: 40 exec/s: 2500 rss: 90Mb",
            "stat::number_of_executed_units: 5001",
            "stat::peak_rss_mb:              90",
        ]);
        let expected = Progress {
            executions: 5001,
            coverage: 813,
            features: 1731,
        };
        assert_eq!(progress, expected);
    }

    #[test]
    fn frames_of_a_crash_are_no_reports() {
        let mut progress = Progress::default();
        assert!(!progress.take("    #3 0x55d0 in core::panicking::panic"));
        assert!(!progress.take("#main"));
        assert_eq!(progress, Progress::default());
    }
}
