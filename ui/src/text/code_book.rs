//! The code book: every code that a person may read out to support, with what happened and what to do.

use dossier::api::ProblemType;
use dossier::consent::Language;

use super::fold::folded;
use super::problem::{Advice, advice};
use super::{Say, say};
use crate::problem::Problem;

/// One code.
#[derive(Clone, Copy)]
pub struct Entry {
    /// As it stands in front of the sentence on the screen.
    pub code: &'static str,
    /// What happened and what to do.
    pub advice: Advice,
}

/// Every code once, in order.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let own = Problem::OWN.iter().copied();
    let refused = ProblemType::ALL.into_iter().map(Problem::BackendRefused);
    let mut all: Vec<_> = own
        .chain(refused)
        .map(|problem| Entry {
            code: problem.code(),
            advice: advice(problem),
        })
        .collect();
    all.sort_by_key(|entry| entry.code);
    all.dedup_by_key(|entry| entry.code);
    all
}

/// The entries that hold every one of these words, in whichever language, typed with or without marks.
#[must_use]
pub fn found(words: &str) -> Vec<Entry> {
    let wanted = folded(words);
    let holds = |entry: &Entry| {
        let Advice { happened, todo } = entry.advice;
        let text = [entry.code, happened.vi, happened.en, todo.vi, todo.en].join(" ");
        let text = folded(&text);
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    entries().into_iter().filter(holds).collect()
}

/// The chapter of a code: what stands before its last two digits.
#[must_use]
pub fn chapter(code: &str) -> Say {
    match code.get(..3) {
        Some("T-0") => say("Đăng nhập", "Signing in"),
        Some("T-1") => say("Thẻ và đầu đọc", "Card and reader"),
        Some("T-2") => say("Mã trên thẻ và máy quét", "The card's code and scanners"),
        Some("T-3") => say("Ảnh chân dung và máy ảnh", "Portrait and camera"),
        Some("T-4") => say("Vân tay và đầu đọc vân tay", "Fingers and sensors"),
        Some("T-5") => say("Kết nối, khóa và chính sách", "Connection, key and policy"),
        Some("T-6") => say(
            "Lưu trữ và hồ sơ tại quầy",
            "Storage and the file at the counter",
        ),
        Some("T-7") => say("Duyệt hồ sơ", "Deciding a file"),
        Some("T-8") => say("Danh mục thiết bị được dùng", "The list of devices"),
        Some("S-0") => say("Máy chủ từ chối", "The backend refuses"),
        _ => say("Khác", "Other"),
    }
}

/// The book as a page of Markdown, Vietnamese first: `docs/ma-loi.md`.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(PREFACE);
    let mut before = None;
    for entry in entries() {
        let title = chapter(entry.code);
        if before != Some(title) {
            before = Some(title);
            page.push_str(&format!("\n## {} · {}\n\n{HEAD}", title.vi, title.en));
        }
        let Advice { happened, todo } = entry.advice;
        let cell = |what: Say, language| sentence(what.by(language));
        page.push_str(&format!(
            "| {} | {}<br>*{}* | {}<br>*{}* |\n",
            entry.code,
            cell(happened, Language::Vi),
            cell(happened, Language::En),
            cell(todo, Language::Vi),
            cell(todo, Language::En),
        ));
    }
    page
}

const PREFACE: &str = "\
# Mã lỗi · Codes

Mỗi thông báo lỗi trên màn hình bắt đầu bằng một mã. Tra mã ở đây, hoặc tìm theo từ, có dấu hay không dấu:
`cccd codes may anh`. Trang này do `cccd codes --markdown` viết ra.

*Every message on the screen begins with a code. Look it up here, or search by words in either language:*
`cccd codes camera`. *This page is written by* `cccd codes --markdown`.
";

const HEAD: &str = "| Mã | Chuyện gì xảy ra | Cần làm gì |\n|---|---|---|\n";

/// With a capital letter, and nothing that a table would take for its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect::<String>().replace('|', "\\|")
}
