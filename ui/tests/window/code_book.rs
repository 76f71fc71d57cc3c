//! The code book holds every code, can be searched as people type, and is the page in the documentation.

use std::collections::BTreeSet;

use dossier::api::ProblemType;
use ui::problem::Problem;
use ui::text::code_book::{chapter, entries, found, page};

#[test]
fn every_code_is_in_the_book_under_its_chapter() {
    let codes: BTreeSet<_> = entries().iter().map(|entry| entry.code).collect();
    let refused = ProblemType::ALL.map(Problem::BackendRefused);
    for problem in Problem::OWN.iter().chain(&refused) {
        assert!(codes.contains(problem.code()), "{}", problem.code());
        if problem.code() != "T-901" {
            assert_ne!(
                chapter(problem.code()),
                chapter("T-901"),
                "{}",
                problem.code()
            );
        }
    }
}

#[test]
fn a_code_is_found_by_itself_and_by_words_with_or_without_marks() {
    let codes = |words: &str| -> Vec<_> { found(words).iter().map(|entry| entry.code).collect() };
    assert_eq!(codes("t-103"), ["T-103"]);
    assert!(codes("đầu đọc").contains(&"T-101"));
    assert_eq!(codes("đầu đọc"), codes("DAU DOC"));
    assert!(codes("no card reader").contains(&"T-101"));
    assert_eq!(codes("no such words anywhere"), [""; 0]);
    assert_eq!(codes("").len(), entries().len());
}

#[test]
fn the_page_in_the_documentation_is_the_book() {
    let kept = include_str!("../../../docs/ma-loi.md");
    assert!(
        kept == page(),
        "docs/ma-loi.md is not what `cccd codes --markdown` writes"
    );
}
