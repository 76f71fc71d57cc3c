//! Every outside package is listed with the reason it is there, and comes from one place.

use super::Finding;
use super::sources::Source;

const TABLE: &str = "[workspace.dependencies]";
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The root manifest's comments and the lock file's origins.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let text = |path: &str| {
        let source = sources.iter().find(|source| source.path == path);
        source.map_or("", |source| source.text.as_str())
    };
    let mut findings = uncommented(text("Cargo.toml"));
    findings.extend(foreign_origins(text("Cargo.lock")));
    findings
}

/// A comment explains the entries below it up to the next comment or empty line.
fn uncommented(manifest: &str) -> Vec<Finding> {
    let after = manifest.lines().skip_while(|line| line.trim() != TABLE);
    let table = after.skip(1).take_while(|line| !line.starts_with('['));
    let mut explained = false;
    let mut findings = Vec::new();
    for line in table.map(str::trim) {
        if line.is_empty() {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if let Some((name, value)) = line.split_once('=')
            && !explained
            && !value.contains("path")
        {
            let name = name.trim();
            let text = format!("Cargo.toml: {name} has no comment that says what it is for");
            findings.push(Finding::Refused(text));
        }
    }
    findings
}

fn foreign_origins(lock: &str) -> Vec<Finding> {
    let origins = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    let foreign = origins.filter(|origin| origin.trim_matches('"') != REGISTRY);
    foreign
        .map(|origin| Finding::Refused(format!("Cargo.lock: a package comes from {origin}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_without_reason_is_found() {
        let manifest = "[workspace.dependencies]\nours = { path = \"ours\" }\n\n# PC/SC.\npcsc = \"2\"\n\nmystery = \"1\"\n[lints]\nother = \"1\"\n";
        let expected = "Cargo.toml: mystery has no comment that says what it is for";
        assert_eq!(uncommented(manifest), [Finding::Refused(expected.into())]);
    }

    #[test]
    fn one_comment_covers_a_family() {
        let manifest = "[workspace.dependencies]\n# CMS.\nrasn = \"1\"\nrasn-cms = \"1\"\n";
        assert_eq!(uncommented(manifest), []);
    }

    #[test]
    fn a_package_from_elsewhere_is_found() {
        let lock = format!("source = \"{REGISTRY}\"\nsource = \"git+https://example.org/x\"\n");
        assert_eq!(foreign_origins(&lock).len(), 1);
    }
}
