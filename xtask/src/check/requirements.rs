//! `docs/requirements.md` names only what exists: each row's code and tests, or why there are none.

use super::Finding;
use super::sources::Source;

const DOCUMENT: &str = "docs/requirements.md";

/// A row of one of the document's tables: clause, duty, state, code, test.
struct Row<'a> {
    clause: &'a str,
    state: &'a str,
    code: &'a str,
    test: &'a str,
}

/// Every row that claims what is not there.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(document) = sources.iter().find(|source| source.path == DOCUMENT) else {
        return vec![Finding::Refused(format!("{DOCUMENT} is missing"))];
    };
    let rows: Vec<_> = document.text.lines().filter_map(row).collect();
    if rows.is_empty() {
        return vec![Finding::Refused(format!("{DOCUMENT} has no rows"))];
    }
    let refused = rows.iter().flat_map(|row| {
        let faults = faults(row, sources);
        faults
            .into_iter()
            .map(|fault| format!("{DOCUMENT}, {}: {fault}", row.clause))
    });
    refused.map(Finding::Refused).collect()
}

/// A row of five columns that is neither head nor rule.
fn row(line: &str) -> Option<Row<'_>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let columns: Vec<_> = inner.split('|').map(str::trim).collect();
    let [clause, _duty, state, code, test] = columns.as_slice() else {
        return None;
    };
    let is_head = *state == "State" || state.starts_with("---");
    (!is_head).then_some(Row {
        clause,
        state,
        code,
        test,
    })
}

fn faults(row: &Row<'_>, sources: &[Source]) -> Vec<String> {
    let (code, tests): (Vec<_>, Vec<_>) = (spans(row.code).collect(), spans(row.test).collect());
    let mut faults: Vec<String> = code
        .iter()
        .chain(&tests)
        .filter_map(|name| absent(name, sources))
        .collect();
    let named = !code.is_empty() && tests.iter().any(|name| name.contains("::"));
    match row.state {
        "done" | "partly" if !named => faults.push("names no code or no test".to_owned()),
        "missing" | "left out" if row.code.is_empty() => faults.push("does not say why".to_owned()),
        "done" | "partly" | "missing" | "left out" => {}
        other => faults.push(format!("the state {other:?} is none")),
    }
    faults
}

/// What stands between backquotes.
fn spans(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// A path must be a file or a folder with files; after `::` stands a function in it.
fn absent(name: &str, sources: &[Source]) -> Option<String> {
    let (path, function) = match name.split_once("::") {
        Some((path, function)) => (path, Some(function)),
        None => (name, None),
    };
    let folder = format!("{}/", path.trim_end_matches('/'));
    let mut files = sources
        .iter()
        .filter(|source| source.path == path || source.path.starts_with(&folder))
        .peekable();
    if files.peek().is_none() {
        return Some(format!("there is no {path}"));
    }
    let function = function?;
    let defined = format!("fn {function}(");
    let found = files.any(|source| source.text.contains(&defined));
    (!found).then(|| format!("{path} has no {function}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "| Clause | Duty | State | Code | Test |\n|---|---|---|---|---|\n";

    fn refused(rows: &str) -> Vec<String> {
        let source = |path: &str, text: &str| Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let sources = [
            source(DOCUMENT, &format!("{HEAD}{rows}\n")),
            source("rules/src/level2.rs", "pub fn rule() {}"),
            source("rules/tests/table.rs", "#[test]\nfn every_row() {}"),
        ];
        let text = |finding| match finding {
            Finding::Refused(text) | Finding::Warned(text) => text,
        };
        check(&sources).into_iter().map(text).collect()
    }

    #[test]
    fn a_row_whose_code_and_test_exist_passes() {
        let row =
            "| 13.3a | decide | done | `rules/src/level2.rs` | `rules/tests/table.rs::every_row` |";
        assert_eq!(refused(row), [""; 0]);
        assert_eq!(
            refused("| 33 | staff | left out | no software duty | |"),
            [""; 0]
        );
    }

    #[test]
    fn a_row_that_names_what_is_not_there_is_refused() {
        let gone = "| 1 | x | done | `rules/src/gone.rs` | `rules/tests/table.rs::every_row` |";
        assert_eq!(
            refused(gone),
            ["docs/requirements.md, 1: there is no rules/src/gone.rs"]
        );
        let renamed = "| 2 | x | partly | `rules/src` | `rules/tests/table.rs::other_row` |";
        assert_eq!(
            refused(renamed),
            ["docs/requirements.md, 2: rules/tests/table.rs has no other_row"]
        );
    }

    #[test]
    fn a_row_without_proof_or_reason_is_refused() {
        let untested = "| 3 | x | done | `rules/src/level2.rs` | |";
        assert_eq!(
            refused(untested),
            ["docs/requirements.md, 3: names no code or no test"]
        );
        assert_eq!(
            refused("| 4 | x | missing | | |"),
            ["docs/requirements.md, 4: does not say why"]
        );
        assert_eq!(
            refused("| 5 | x | soon | y | |"),
            ["docs/requirements.md, 5: the state \"soon\" is none"]
        );
    }

    #[test]
    fn a_document_without_rows_proves_nothing() {
        assert_eq!(refused(""), ["docs/requirements.md has no rows"]);
    }
}
