//! Every form as PDF, read back by another program, and as JSON.
#![expect(
    clippy::disallowed_methods,
    reason = "tests run another program on files"
)]

mod specimen;

use std::process::Command;

use forms::{Answer, Form, Office, Press, PrintError};
use serde_json::Value;

/// The text of a PDF as poppler sees it, blanks and line breaks as one blank.
fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.pdf");
    std::fs::write(&path, pdf).unwrap();
    let run = Command::new("pdftotext")
        .arg("-raw")
        .arg(&path)
        .arg("-")
        .output();
    let output = run.expect("pdftotext: cargo xtask install --tests brings it");
    assert!(output.status.success());
    squeezed(&String::from_utf8(output.stdout).unwrap())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every string of the form's JSON stands in its PDF, letter by letter.
fn prints_all_of_it<F: Form>(form: &F) -> String {
    let pdf = Press::new().pdf(form).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let text = text(&pdf);
    // A long value may be broken by hyphenless wrapping only at blanks: compare without them.
    let plain = text.replace(' ', "").to_uppercase();
    let json: Value = serde_json::from_str(&form.to_json().unwrap()).unwrap();
    let mut strings = Vec::new();
    collect(&json, &mut strings);
    assert!(strings.len() >= 8);
    for string in strings {
        let wanted = string.replace(char::is_whitespace, "").to_uppercase();
        assert!(
            plain.contains(&wanted),
            "{}: {string:?} is not in {text}",
            F::NAME
        );
    }
    text
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|one| collect(one, into)),
        Value::Object(fields) => fields.values().for_each(|one| collect(one, into)),
        Value::Number(number) => into.push(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn request_of_a_person() {
    let mut form = specimen::person_request();
    form.office.hotline = String::new();
    let text = prints_all_of_it(&form);
    assert!(text.contains("Mẫu TK01"), "{text}");
    assert!(text.contains("Độc lập - Tự do - Hạnh phúc"), "{text}");
}

#[test]
fn request_of_an_organisation() {
    let mut form = specimen::organisation_request();
    form.office.hotline = String::new();
    assert!(prints_all_of_it(&form).contains("Mẫu TK02"));
}

#[test]
fn lock_and_unlock() {
    let mut form = specimen::lock_request();
    form.office.hotline = String::new();
    assert!(prints_all_of_it(&form).contains("Đề nghị: Khóa"));
}

#[test]
fn receipt_with_the_day_of_the_result() {
    let mut form = specimen::appointment();
    let settled = prints_all_of_it(&form);
    assert!(settled.contains("30/11/2026"));
    assert!(!settled.contains("chưa công bố"));
    form.due_is_provisional = true;
    assert!(prints_all_of_it(&form).contains("chưa công bố"));
}

#[test]
fn notice_of_refusal() {
    let text = prints_all_of_it(&specimen::refusal());
    assert!(text.contains("Kết quả: không cấp"));
}

#[test]
fn verification_slip_says_right_or_wrong_and_no_person() {
    let mut form = specimen::verification_slip();
    form.office.hotline = String::new();
    let text = prints_all_of_it(&form);
    assert!(
        text.contains("ĐÚNG") && !text.contains("KHÔNG ĐÚNG"),
        "{text}"
    );
    form.answer = Answer::Incorrect;
    assert!(prints_all_of_it(&form).contains("KHÔNG ĐÚNG"));
}

#[test]
fn provider_report() {
    let mut form = specimen::provider_report();
    let text = prints_all_of_it(&form);
    assert!(text.contains("Mẫu XT05"));
    form.incidents.clear();
    assert!(prints_all_of_it(&form).contains("Không có sự cố trong kỳ."));
}

#[test]
fn the_same_form_is_the_same_file() {
    let press = Press::new();
    let form = specimen::appointment();
    assert!(press.pdf(&form).unwrap() == press.pdf(&form).unwrap());
}

#[test]
fn markup_in_a_value_is_text() {
    let mut form = specimen::appointment();
    form.name = "#panic(\"x\") *đậm* _nghiêng_ $x$ <nhãn> @ai \\ // /* [".into();
    form.office = Office {
        name: "#import \"/etc/passwd\": *".into(),
        ..specimen::office()
    };
    prints_all_of_it(&form);
}

#[test]
fn a_decomposed_name_keeps_its_marks() {
    let mut form = specimen::appointment();
    form.name = "Nguye\u{302}\u{303}n Thi\u{323} Vi\u{301} Du\u{323}".into();
    let pdf = Press::new().pdf(&form).unwrap();
    let text = text(&pdf);
    assert!(
        text.contains("Nguyễn") || text.contains("Nguye\u{302}\u{303}n"),
        "{text}"
    );
}

#[test]
fn a_letter_that_no_font_has_is_refused_instead_of_boxed() {
    let mut form = specimen::appointment();
    form.name = "山田".into();
    assert_eq!(
        Press::new().pdf(&form).err(),
        Some(PrintError::Letter('山'))
    );
}

#[test]
fn a_very_long_form_goes_on_on_the_next_page() {
    let mut form = specimen::provider_report();
    form.market = (0..200)
        .map(|at| format!("Khách hàng mẫu số {at}"))
        .collect();
    let text = prints_all_of_it(&form);
    assert!(text.contains("Trang 2/"), "{text}");
}
