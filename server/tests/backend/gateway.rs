//! A gateway that takes SMS over HTTPS: one request a connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use serde_json::Value;

use crate::source_server::Authority;

/// Head and body of a request.
type Posted = (String, Value);

pub(crate) struct Gateway {
    pub(crate) port: u16,
    posted: Arc<Mutex<Vec<Posted>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Gateway {
    /// Answers everything with this status.
    pub(crate) fn start(authority: &Authority, status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = authority.acceptor().build();
        let (posted, stop) = (
            Arc::<Mutex<Vec<Posted>>>::default(),
            Arc::<AtomicBool>::default(),
        );
        let (kept, stopped) = (Arc::clone(&posted), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let mut lines = BufReader::new(acceptor.accept(stream.unwrap()).unwrap());
                let request = request(&mut lines);
                kept.lock().unwrap().push(request);
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                lines.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        Self {
            port,
            posted,
            stop,
            thread: Some(thread),
        }
    }

    pub(crate) fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn request(lines: &mut impl BufRead) -> Posted {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(lines.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<u64>().unwrap())
    });
    let mut body = Vec::new();
    lines.take(length.unwrap()).read_to_end(&mut body).unwrap();
    (head, serde_json::from_slice(&body).unwrap())
}
