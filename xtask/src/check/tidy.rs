//! House rules on the text of the tree: sizes, names, words, first lines, paths of the machine.

use std::path::Path;

use super::Finding;
use super::sources::Source;

const WARNED_LINES: usize = 350;
const LONGEST: usize = 500;
const FORBIDDEN_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "manager"];

/// Marks of unfinished work, cut in two so that this file does not find itself.
const UNFINISHED: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
    concat!("for ", "now,"),
    concat!("not yet ", "implemented"),
];
const UNFINISHED_COMMENTS: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X")];

/// Applies every rule to every file.
pub(crate) fn check(sources: &[Source], machine_paths: &[String]) -> Vec<Finding> {
    sources
        .iter()
        .flat_map(|source| {
            let mut findings = names(source);
            findings.extend(machine(source, machine_paths));
            if source.path.ends_with(".rs") {
                findings.extend(size(source));
                findings.extend(unfinished(source));
                findings.extend(reader_rules(source));
                findings.extend(colours(source));
            }
            findings
        })
        .collect()
}

/// Folders that exist only where this tree was built, with a closing slash.
pub(crate) fn machine_paths(root: &Path) -> Vec<String> {
    const EVERYWHERE: &[&str] = &["/", "/usr", "/opt", "/srv", "/var", "/etc", "/run", "/src"];
    let mut folders = vec!["/home".to_owned(), "/root".to_owned(), "/Users".to_owned()];
    folders.push("/tmp".to_owned());
    let above = [Some(root), root.parent()];
    let here = above
        .into_iter()
        .flatten()
        .map(|path| path.display().to_string());
    folders.extend(here.filter(|folder| !EVERYWHERE.contains(&folder.as_str())));
    folders.iter().map(|folder| format!("{folder}/")).collect()
}

fn names(source: &Source) -> Vec<Finding> {
    let stems = source
        .path
        .split('/')
        .map(|part| part.split('.').next().unwrap_or(part));
    let forbidden = stems.filter(|stem| FORBIDDEN_NAMES.contains(stem));
    forbidden
        .map(|stem| {
            refused(
                source,
                1,
                &format!("`{stem}` says nothing about its content"),
            )
        })
        .collect()
}

fn size(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    let text = format!("{}: {lines} lines", source.path);
    match lines {
        _ if lines > LONGEST => Some(Finding::Refused(text)),
        _ if lines > WARNED_LINES => Some(Finding::Warned(text)),
        _ => None,
    }
}

fn unfinished(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in numbered(source) {
        let (_, comment) = split_comment(line);
        let marks = UNFINISHED.iter().filter(|mark| line.contains(*mark));
        let words = UNFINISHED_COMMENTS
            .iter()
            .filter(|word| has_word(comment, word));
        findings.extend(marks.chain(words).map(|mark| refused(source, number, mark)));
    }
    findings
}

/// Only `crypto` names OpenSSL, and every module opens with its clause.
fn reader_rules(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("reader/src/") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if !source.text.starts_with("//!") {
        findings.push(refused(
            source,
            1,
            "the first line is not `//!` with the clause",
        ));
    }
    if !source.path.starts_with("reader/src/crypto/") {
        let named = numbered(source).filter(|(_, line)| has_word(split_comment(line).0, "openssl"));
        findings.extend(named.map(|(number, _)| {
            refused(
                source,
                number,
                "`openssl` is named only in reader/src/crypto/",
            )
        }));
    }
    findings
}

/// A view names what a colour is for; which it is, each theme says.
fn colours(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("ui/src/view") {
        return Vec::new();
    }
    let own = numbered(source).filter(|(_, line)| split_comment(line).0.contains("Color32::"));
    own.map(|(number, _)| refused(source, number, "a view has no colour of its own"))
        .collect()
}

fn machine(source: &Source, machine_paths: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in numbered(source) {
        let hit = machine_paths.iter().find(|folder| has_path(line, folder));
        findings.extend(hit.map(|folder| refused(source, number, &format!("path {folder}"))));
    }
    findings
}

fn numbered(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(source.text.lines())
}

fn refused(source: &Source, line: usize, what: &str) -> Finding {
    Finding::Refused(format!("{}:{line}: {what}", source.path))
}

/// Code and comment of a line. A `//` inside a string counts as a comment, which only loses a finding.
fn split_comment(line: &str) -> (&str, &str) {
    line.split_once("//").unwrap_or((line, ""))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|one| one == word)
}

/// The folder at the start of a path, not in the middle of a longer one. X11's sockets have a fixed place.
fn has_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || "._-}/".contains(c));
        !inside && !line[at + folder.len()..].starts_with(".X")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn count(path: &str, text: &str) -> usize {
        check(&[source(path, text)], &["/build/here/".to_owned()]).len()
    }

    #[test]
    fn sizes_warn_then_refuse() {
        let file = |lines: usize| source("src/a.rs", &"x\n".repeat(lines));
        assert_eq!(size(&file(350)), None);
        assert_eq!(
            size(&file(351)),
            Some(Finding::Warned("src/a.rs: 351 lines".into()))
        );
        assert_eq!(
            size(&file(501)),
            Some(Finding::Refused("src/a.rs: 501 lines".into()))
        );
    }

    #[test]
    fn unfinished_marks_are_found() {
        for mark in UNFINISHED {
            assert_eq!(count("src/a.rs", &format!("    {mark}\n")), 1, "{mark}");
        }
        for word in UNFINISHED_COMMENTS {
            assert_eq!(
                count("src/a.rs", &format!("x(); // {word} later\n")),
                1,
                "{word}"
            );
            assert_eq!(count("src/a.rs", &format!("nationality(\"{word}\");\n")), 0);
        }
    }

    #[test]
    fn the_reader_names_openssl_in_one_folder() {
        let text = "//! Clause.\nuse openssl::sign;\n";
        assert_eq!(count("reader/src/crypto/mac.rs", text), 0);
        assert_eq!(count("reader/src/access/pace.rs", text), 1);
        assert_eq!(count("server/src/keys.rs", text), 0);
        assert_eq!(count("reader/src/a.rs", "//! Not by openssl here.\n"), 0);
    }

    #[test]
    fn a_reader_module_opens_with_its_clause() {
        assert_eq!(count("reader/src/a.rs", "use time::Date;\n"), 1);
        assert_eq!(count("reader/tests/a.rs", "use time::Date;\n"), 0);
    }

    #[test]
    fn views_name_no_colour() {
        let text = "let ink = Color32::RED;\n";
        assert_eq!(count("ui/src/view/bars.rs", text), 1);
        assert_eq!(count("ui/src/view.rs", text), 1);
        assert_eq!(count("ui/src/theme/palette.rs", text), 0);
        assert_eq!(
            count("ui/src/view/icon.rs", "fn disc(ink: Color32) {}\n"),
            0
        );
    }

    #[test]
    fn names_that_say_nothing_are_refused() {
        assert_eq!(count("src/utils.rs", ""), 1);
        assert_eq!(count("tests/common/mod.rs", ""), 1);
        assert_eq!(count("src/common_name.rs", ""), 0);
    }

    #[test]
    fn paths_of_the_machine_are_found_at_their_start_only() {
        assert_eq!(count("docs/a.md", "see /build/here/notes\n"), 1);
        assert_eq!(count("docs/a.md", "see x/build/here/notes\n"), 0);
        assert!(!has_path("/srv/.X11-unix/X7", "/srv/"));
        let paths = machine_paths(Path::new("/build/here"));
        assert!(
            paths.contains(&"/build/here/".to_owned()) && paths.contains(&"/build/".to_owned())
        );
        assert!(!machine_paths(Path::new("/src")).contains(&"//".to_owned()));
    }
}
