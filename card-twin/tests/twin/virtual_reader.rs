//! The card against a listener that speaks as the virtual reader does, and the program itself.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::bench::{bytes, card, person_file, profile};
use card_twin::fault::Fault;
use card_twin::vpcd;

const PROGRAM: &str = env!("CARGO_BIN_EXE_cccd-twin");

fn ask(stream: &mut TcpStream, message: &[u8]) -> std::io::Result<Vec<u8>> {
    tell(stream, message)?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

/// Length and payload in two writes, as the reader sends them.
fn tell(stream: &mut TcpStream, message: &[u8]) -> std::io::Result<()> {
    stream.write_all(&u16::try_from(message.len()).expect("short").to_be_bytes())?;
    stream.write_all(message)
}

fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = listener.local_addr().expect("address").to_string();
    (listener, address)
}

#[test]
fn the_card_powers_up_answers_resets_and_comes_back() {
    let (listener, address) = listener();
    let stop = Arc::new(AtomicBool::new(false));
    let mut card = card(&[]).0;
    let flag = Arc::clone(&stop);
    let serving = thread::spawn(move || vpcd::serve(&mut card, &address, &flag));
    let (mut stream, _) = listener.accept().expect("card connects");
    tell(&mut stream, &[1]).expect("power on");
    assert_eq!(
        ask(&mut stream, &[4]).expect("ATR"),
        profile().answer_to_reset().expect("ATR")
    );
    assert_eq!(
        ask(&mut stream, &bytes("00A4020C02011C")).expect("select"),
        [0x90, 0x00]
    );
    assert_eq!(
        ask(&mut stream, &bytes("00B0000002")).expect("read"),
        [0x31, 0x34, 0x90, 0x00]
    );
    tell(&mut stream, &[2]).expect("reset");
    assert_eq!(
        ask(&mut stream, &bytes("00B0000002")).expect("read"),
        [0x69, 0x86]
    );
    drop(stream);
    let (mut stream, _) = listener.accept().expect("card connects again");
    assert_eq!(ask(&mut stream, &[4]).expect("ATR").len(), 10);
    let asked = Instant::now();
    stop.store(true, Ordering::Relaxed);
    serving.join().expect("ends").expect("well");
    assert!(asked.elapsed() < Duration::from_secs(1));
    assert_eq!(stream.read(&mut [0]).expect("end of stream"), 0);
}

#[test]
fn a_card_that_is_removed_closes_its_socket() {
    let (listener, address) = listener();
    let stop = Arc::new(AtomicBool::new(false));
    let mut card = card(&[Fault::RemoveAfter(1)]).0;
    let flag = Arc::clone(&stop);
    let serving = thread::spawn(move || vpcd::serve(&mut card, &address, &flag));
    let (mut stream, _) = listener.accept().expect("card connects");
    assert_eq!(
        ask(&mut stream, &bytes("00A4020C02011C")).expect("select"),
        [0x90, 0x00]
    );
    assert!(ask(&mut stream, &bytes("00B0000002")).is_err());
    stop.store(true, Ordering::Relaxed);
    serving.join().expect("ends").expect("well");
}

#[test]
fn the_program_mints_serves_and_stops_at_once() {
    let folder = tempfile::tempdir().expect("folder");
    let minted = Command::new(PROGRAM)
        .arg("mint")
        .arg("--pki")
        .arg(folder.path())
        .output()
        .expect("runs");
    assert!(minted.status.success() && minted.stdout.is_empty());
    assert!(folder.path().join("trust/csca.cer").is_file());
    let (listener, address) = listener();
    let mut program = Command::new(PROGRAM);
    program
        .args(["--profile", "cccd-2021", "--vpcd", &address, "--person"])
        .arg(person_file());
    program
        .arg("--pki")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = program.spawn().expect("starts");
    let (mut stream, _) = listener.accept().expect("card connects");
    assert_eq!(
        ask(&mut stream, &bytes("00A4020C02011C")).expect("select"),
        [0x90, 0x00]
    );
    let pid = rustix::process::Pid::from_child(&running);
    let asked = Instant::now();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("signal");
    let status = running.wait().expect("ends");
    assert!(status.success() && asked.elapsed() < Duration::from_secs(1));
    let mut printed = String::new();
    running
        .stdout
        .take()
        .expect("pipe")
        .read_to_string(&mut printed)
        .expect("text");
    running
        .stderr
        .take()
        .expect("pipe")
        .read_to_string(&mut printed)
        .expect("text");
    for personal in [
        "001199000018",
        "000018",
        "Nguyễn",
        "NGUYEN",
        "Mẫu",
        "nguyen-thi",
    ] {
        assert!(!printed.contains(personal), "printed {personal}");
    }
}

#[test]
fn the_program_prints_the_qr_text_and_nothing_else() {
    let printed = Command::new(PROGRAM)
        .arg("qr")
        .arg("--person")
        .arg(person_file())
        .output()
        .expect("runs");
    assert!(printed.status.success() && printed.stderr.is_empty());
    assert_eq!(
        String::from_utf8(printed.stdout).expect("UTF-8"),
        format!("{}\n", crate::bench::person().qr_text())
    );
}

#[test]
fn a_broken_person_file_is_refused_without_quoting_it() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("person.toml");
    std::fs::write(
        &file,
        "number = \"001199000018\"\nname = Nguyễn Thị Ví Dụ\n",
    )
    .expect("writes");
    let printed = Command::new(PROGRAM)
        .arg("qr")
        .arg("--person")
        .arg(&file)
        .output()
        .expect("runs");
    assert!(!printed.status.success());
    let message = String::from_utf8(printed.stderr).expect("UTF-8");
    assert!(
        message.contains("person file")
            && !message.contains("001199000018")
            && !message.contains("Nguyễn")
    );
}
