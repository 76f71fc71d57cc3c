//! Nothing personal and no secret in any log of a full run, at the most talkative level.

use std::fs;

use crate::counter::{APPROVING_PASSWORD, Counter, PASSPHRASE, RECEIVING_PASSWORD};
use crate::registration::run_line;

/// What was planted: the citizen, what opens the card, and what opens the accounts.
const PLANTED: [&str; 22] = [
    "001199000018",
    "199000018",
    "012345678",
    "Nguyễn Thị Ví Dụ",
    "NGUYEN<<THI",
    "NGUYEN",
    "Ví Dụ",
    "15/03/1999",
    "15031999",
    "1999-03-15",
    "Phố Mẫu",
    "Nguyễn Văn Cha",
    "0912345678",
    "912345678",
    "vidu@example.com",
    "199000018499031593903157",
    "000018",
    RECEIVING_PASSWORD,
    APPROVING_PASSWORD,
    PASSPHRASE,
    "Bearer ",
    "PRIVATE KEY",
];

#[test]
fn a_full_run_logs_no_personal_data_no_key_and_no_file_content() {
    let counter = Counter::complete(&[]);
    let saved = counter.path("saved");
    let read = counter.read(&["--can", "000018", "--save", saved.to_str().expect("UTF-8")]);
    assert!(read.status.success());
    let output = run_line(&counter);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let server = fs::read_to_string(counter.path("server.log")).expect("server log");
    let twin = fs::read_to_string(counter.path("twin.log")).expect("twin log");
    let terminal = String::from_utf8(output.stderr).expect("UTF-8");
    let record = String::from_utf8(output.stdout).expect("UTF-8");
    let logs = [
        ("terminal", &terminal),
        ("server", &server),
        ("twin", &twin),
        ("record", &record),
    ];
    assert!(
        terminal.contains("apdu"),
        "the terminal's log is not at its most talkative"
    );
    assert!(
        !server.is_empty(),
        "the server's log is not at its most talkative"
    );
    for (name, log) in logs {
        for planted in PLANTED {
            assert!(!log.contains(planted), "the {name} log holds {planted:?}");
        }
        for content in file_contents(&saved) {
            assert!(
                !log.contains(&content),
                "the {name} log holds contents of a file"
            );
        }
    }
}

/// Pieces of every file that was read, as hexadecimal and as base64 would show them.
fn file_contents(saved: &std::path::Path) -> Vec<String> {
    let mut contents = Vec::new();
    for file in ["COM", "SOD", "DG1", "DG2", "DG13", "DG14", "DG15"] {
        let bytes = fs::read(saved.join(format!("{file}.bin"))).expect("saved file");
        for piece in bytes.chunks_exact(12).take(40) {
            let lower: String = piece.iter().map(|byte| format!("{byte:02x}")).collect();
            contents.push(lower.to_uppercase());
            contents.push(format!("{piece:?}"));
            contents.push(openssl::base64::encode_block(piece));
            contents.push(lower);
        }
    }
    contents
}
