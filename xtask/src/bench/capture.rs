//! The slow steps of a capture in release builds: minutiae, comparison, WSQ, quality of a portrait frame, and an image
//! on a serial line beside what the line itself takes.

use anyhow::{Context, Result, ensure};

use super::{Measure, printed_value};
use crate::workspace::Workspace;

/// Names that the example prints, and what each may take at most, in milliseconds.
const FINGER_ROWS: [(&str, Option<f64>); 7] = [
    ("quality_400x500", None),
    ("minutiae_400x500", Some(150.0)),
    ("examine_400x500", None),
    ("match_other_finger", Some(2.0)),
    ("match_same_finger", Some(2.0)),
    ("wsq_encode_545x622", Some(25.0)),
    ("wsq_decode_545x622", Some(25.0)),
];

/// Live hints come 15 times a second only when a frame's quality takes no longer.
const PORTRAIT_ROWS: [(&str, Option<f64>); 1] = [("portrait_quality_720p", Some(60.0))];

/// An image may take at most a twentieth more than the line's own time.
const LINE_ROWS: [(&str, &str, Option<f64>); 3] = [
    ("ef01_image_115200", "ms", None),
    ("ef01_line_115200", "ms", None),
    ("ef01_beyond_line", "%", Some(5.0)),
];

/// Every figure of the capture side.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    let finger = printed(workspace, "capture", "capture_speed")?;
    let mut measures = rows(&finger, &in_milliseconds(&FINGER_ROWS))?;
    let portrait = printed(workspace, "capture", "portrait_speed")?;
    measures.extend(rows(&portrait, &in_milliseconds(&PORTRAIT_ROWS))?);
    let line = printed(workspace, "terminal", "ef01_line")?;
    measures.extend(rows(&line, &LINE_ROWS)?);
    Ok(measures)
}

/// Prints the false-match and false-non-match counts of `docs/biometrics.md` again.
pub(super) fn match_rates(workspace: &Workspace) -> Result<Vec<Measure>> {
    print!("{}", printed(workspace, "capture", "match_rates")?);
    Ok(Vec::new())
}

fn printed(workspace: &Workspace, package: &str, example: &str) -> Result<String> {
    let arguments = ["run", "--release", "--quiet", "--package", package];
    let mut command = workspace.cargo(&arguments);
    command.args(["--example", example]);
    let output = command.output().context("cargo run")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{example} failed: {errors}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

type Row = (&'static str, &'static str, Option<f64>);

fn in_milliseconds(rows: &[(&'static str, Option<f64>)]) -> Vec<Row> {
    let all = rows.iter().map(|(name, target)| (*name, "ms", *target));
    all.collect()
}

fn rows(text: &str, rows: &[Row]) -> Result<Vec<Measure>> {
    rows.iter()
        .map(|(name, unit, target)| {
            let measure = Measure::of(*name, printed_value(text, name)?, unit);
            Ok(match target {
                Some(target) => measure.at_most(*target),
                None => measure,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_found_by_its_whole_name_and_missing_ones_are_errors() {
        let text = "match 9.0 ms\nmatch_other_finger 1.25 ms\n";
        let found = rows(text, &[("match_other_finger", "ms", Some(2.0))]).unwrap();
        let wanted = Measure::of("match_other_finger", 1.25, "ms").at_most(2.0);
        assert_eq!(found, [wanted]);
        assert!(rows(text, &[("minutiae_400x500", "ms", None)]).is_err());
    }
}
