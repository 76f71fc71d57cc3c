//! `docs/hostile-deck.md`: every number of its first table has a case in the deck, and its second table is
//! the deck's own.

use std::collections::{BTreeMap, BTreeSet};

use test_vectors::hostile::{self, Kept};

const DOCUMENT: &str = include_str!("../../docs/hostile-deck.md");
/// Between these marks stands what this test prints.
const MARKS: [&str; 2] = ["<!-- cases -->\n", "<!-- end of cases -->"];
/// Of cases that have no number.
const BEYOND: &str = "–";

struct Row {
    number: String,
    line: String,
}

#[test]
fn the_table_of_cases_is_the_decks() {
    let mut table = String::from(
        "| number | folder | what is wrong | must end | by | rule |\n|---|---|---|---|---|---|\n",
    );
    for row in rows() {
        table.push_str(&row.line);
    }
    println!("{table}");
    let (_, rest) = DOCUMENT.split_once(MARKS[0]).expect("mark");
    let (kept, _) = rest.split_once(MARKS[1]).expect("mark");
    let differing = kept
        .lines()
        .zip(table.lines())
        .find(|(one, other)| one != other);
    assert!(kept == table, "not the deck's: {differing:?}");
}

#[test]
fn every_number_has_its_cases_and_every_case_its_number() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows() {
        *found.entry(row.number).or_default() += 1;
    }
    let (head, _) = DOCUMENT.split_once(MARKS[0]).expect("mark");
    let cells = head.lines().filter_map(|line| line.strip_prefix("| "));
    let numbers: BTreeSet<&str> = cells
        .filter_map(|line| line.split_once(" |"))
        .map(|(number, _)| number)
        .filter(|number| is_number(number))
        .collect();
    assert!(numbers.len() > 55, "{} numbers", numbers.len());
    let without: Vec<_> = numbers
        .iter()
        .filter(|number| !found.contains_key(**number))
        .collect();
    assert_eq!(without, Vec::<&&str>::new(), "no folder");
    let strange: Vec<_> = found
        .keys()
        .filter(|number| *number != BEYOND && !numbers.contains(number.as_str()))
        .collect();
    assert_eq!(strange, Vec::<&String>::new(), "no number in the document");
}

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for theme in hostile::themes() {
        for case in hostile::cases(&theme) {
            let number = number_of(&case);
            let (ends, by) = ends(&case);
            let rule = case.may_expect("rule").unwrap_or(BEYOND);
            let line = format!(
                "| {number} | {theme}/{} | {} | {ends} | {by} | {rule} |\n",
                case.name, case.what
            );
            rows.push(Row { number, line });
        }
    }
    // Numbered cases first.
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.number == BEYOND, row.line.clone());
        key(one).cmp(&key(other))
    });
    rows
}

/// From the case itself, or from how its folder's name begins: `a01-` and `p1-`.
fn number_of(case: &Kept) -> String {
    if let Some(number) = case.may_expect("case") {
        return number.to_owned();
    }
    let begin = case.name.split('-').next().unwrap_or_default();
    let number = begin.to_uppercase();
    if is_number(&number) {
        number
    } else {
        BEYOND.into()
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['A', 'P']);
    digits
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit()))
}

/// How a case must end, and what must make it end so.
fn ends(case: &Kept) -> (&str, String) {
    if let Some(verdict) = case.may_expect("verdict") {
        let check = case.expects("check");
        return (
            verdict,
            format!(
                "`{check}` {}: {}",
                case.expects("result"),
                case.expects("reason")
            ),
        );
    }
    if let Some(import) = case.may_expect("import") {
        let code = case.may_expect("code").unwrap_or(BEYOND);
        return (import, code.to_owned());
    }
    match case.expects("certificates") {
        "accepted" => ("accepted", BEYOND.into()),
        code => ("refused", code.to_owned()),
    }
}
