//! A mail server that speaks SMTP (RFC 5321), over TLS when it has a certificate, and says what a test wants at the end
//! of a mail.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use openssl::ssl::{SslAcceptor, SslStream};

use crate::source_server::Authority;

const WITH_PASSWORD: &str = "250-mail.example.vn\r\n250 AUTH PLAIN";

/// The code at the end of a mail.
#[derive(Clone, Copy)]
pub(crate) struct Says(pub(crate) u16);

/// A mail that came whole.
#[derive(Clone)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) data: String,
}

pub(crate) struct MailServer {
    pub(crate) port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
    proofs: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// When its TLS begins.
enum Begins {
    Never,
    WithTheConnection(SslAcceptor),
    /// RFC 3207.
    ByCommand(SslAcceptor),
}

impl Says {
    /// The connection ends without a word.
    pub(crate) fn nothing() -> Self {
        Self(0)
    }
}

impl Mail {
    /// Its text, decoded.
    pub(crate) fn text(&self) -> String {
        let (_, body) = self.data.split_once("\r\n\r\n").unwrap();
        let mut text = Vec::new();
        let mut octets = body.bytes();
        while let Some(octet) = octets.next() {
            if octet != b'=' {
                text.push(octet);
                continue;
            }
            // A soft line break, or an octet in two digits. RFC 2045 §6.7.
            match [octets.next().unwrap(), octets.next().unwrap()] {
                [b'\r', b'\n'] => {}
                digits => {
                    let digits = std::str::from_utf8(&digits).unwrap().to_owned();
                    text.push(u8::from_str_radix(&digits, 16).unwrap());
                }
            }
        }
        String::from_utf8(text).unwrap()
    }
}

impl MailServer {
    /// `says` is asked with the number of mails that came before.
    pub(crate) fn start(
        authority: Option<&Authority>,
        says: impl Fn(usize) -> Says + Send + 'static,
    ) -> Self {
        let begins = authority.map_or(Begins::Never, |authority| {
            Begins::WithTheConnection(authority.acceptor().build())
        });
        Self::begin(begins, says)
    }

    /// TLS by command, and a password is asked for within it.
    pub(crate) fn start_tls(
        authority: &Authority,
        says: impl Fn(usize) -> Says + Send + 'static,
    ) -> Self {
        Self::begin(Begins::ByCommand(authority.acceptor().build()), says)
    }

    fn begin(begins: Begins, says: impl Fn(usize) -> Says + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (mails, proofs, stop) = (
            Arc::<Mutex<Vec<Mail>>>::default(),
            Arc::<Mutex<Vec<String>>>::default(),
            Arc::<AtomicBool>::default(),
        );
        let (kept, stopped) = (Arc::clone(&mails), Arc::clone(&stop));
        let given = Arc::clone(&proofs);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let stream: TcpStream = stream.unwrap();
                // A client that does not trust the certificate, or dies, ends its connection.
                let heard = (&*kept, &*given);
                let greeting = "220 mail.example.vn";
                let _ = match &begins {
                    Begins::WithTheConnection(acceptor) => match acceptor.accept(stream) {
                        Ok(stream) => serve(stream, greeting, "250 mail.example.vn", heard, &says),
                        Err(_) => Ok(()),
                    },
                    Begins::ByCommand(acceptor) => match until_tls(stream, acceptor) {
                        Some(stream) => serve(stream, "", WITH_PASSWORD, heard, &says),
                        None => Ok(()),
                    },
                    Begins::Never => serve(stream, greeting, "250 mail.example.vn", heard, &says),
                };
            }
        });
        Self {
            port,
            mails,
            proofs,
            stop,
            thread: Some(thread),
        }
    }

    /// What it was told to prove who asks.
    pub(crate) fn said_within_tls(&self) -> Vec<String> {
        self.proofs.lock().unwrap().clone()
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Greets, and goes on when TLS was asked for and begun.
fn until_tls(stream: TcpStream, acceptor: &SslAcceptor) -> Option<SslStream<TcpStream>> {
    let mut lines = BufReader::new(stream);
    say(&mut lines, "220 mail.example.vn").ok()?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim_end().eq_ignore_ascii_case("STARTTLS") {
            say(&mut lines, "220 go on").ok()?;
            return acceptor.accept(lines.into_inner()).ok();
        }
        let answer = if line.starts_with("EHLO") {
            "250-mail.example.vn\r\n250 STARTTLS"
        } else {
            "530 TLS first"
        };
        say(&mut lines, answer).ok()?;
    }
}

fn serve<S: Read + Write>(
    stream: S,
    greeting: &str,
    can: &str,
    (mails, proofs): (&Mutex<Vec<Mail>>, &Mutex<Vec<String>>),
    says: &dyn Fn(usize) -> Says,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream);
    let mut to = String::new();
    if !greeting.is_empty() {
        say(&mut lines, greeting)?;
    }
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let verb = command.split([' ', ':']).next().unwrap_or_default();
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => say(&mut lines, can)?,
            "AUTH" => {
                proofs.lock().unwrap().push(command);
                say(&mut lines, "235 ok")?;
            }
            "RCPT" => {
                to = command.split(['<', '>']).nth(1).unwrap_or_default().into();
                say(&mut lines, "250 ok")?;
            }
            "DATA" => {
                say(&mut lines, "354 go on")?;
                let data = data(&mut lines)?;
                let before = {
                    let mut kept = mails.lock().unwrap();
                    let mail = Mail {
                        to: to.clone(),
                        data,
                    };
                    kept.push(mail);
                    kept.len() - 1
                };
                match says(before).0 {
                    0 => return Ok(()),
                    code => say(&mut lines, &format!("{code} said"))?,
                }
            }
            "QUIT" => return say(&mut lines, "221 bye"),
            _ => say(&mut lines, "250 ok")?,
        }
    }
}

fn data<S: Read>(lines: &mut BufReader<S>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(&line);
    }
}

fn say<S: Read + Write>(lines: &mut BufReader<S>, text: &str) -> std::io::Result<()> {
    let stream = lines.get_mut();
    stream.write_all(format!("{text}\r\n").as_bytes())?;
    stream.flush()
}
