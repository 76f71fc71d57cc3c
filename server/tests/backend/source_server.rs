//! A source database's side of the contract: HTTP over TLS that asks for the backend's certificate.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    ssl::{SslAcceptor, SslAcceptorBuilder, SslMethod, SslStream, SslVerifyMode},
    x509::{
        X509, X509NameBuilder,
        extension::{BasicConstraints, ExtendedKeyUsage, SubjectAlternativeName},
    },
};
use serde_json::Value;

/// What the server does with a request.
pub(crate) enum Does {
    Answers(u16, String),
    /// Reads it, and never answers.
    Hangs,
}

type Behaviour = Box<dyn Fn(&Value, usize) -> Does + Send>;

/// Certificates of one authority.
pub(crate) struct Authority {
    certificate: X509,
    key: PKey<Private>,
}

pub(crate) struct SourceServer {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = key();
        let mut builder = begun("authority", &key);
        builder.set_issuer_name(&name("authority")).unwrap();
        let basic = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(basic).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        let certificate = builder.build();
        Self { certificate, key }
    }

    fn issue(&self, whose: &str) -> (X509, PKey<Private>) {
        let key = key();
        let mut builder = begun(whose, &key);
        builder
            .set_issuer_name(self.certificate.subject_name())
            .unwrap();
        let names = SubjectAlternativeName::new()
            .ip("127.0.0.1")
            .build(&builder.x509v3_context(Some(&self.certificate), None))
            .unwrap();
        builder.append_extension(names).unwrap();
        let usage = ExtendedKeyUsage::new().server_auth().client_auth().build();
        builder.append_extension(usage.unwrap()).unwrap();
        builder.sign(&self.key, MessageDigest::sha256()).unwrap();
        (builder.build(), key)
    }

    /// What accepts connections with a certificate of this authority.
    pub(crate) fn acceptor(&self) -> SslAcceptorBuilder {
        let (certificate, key) = self.issue("source");
        let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls()).unwrap();
        acceptor.set_private_key(&key).unwrap();
        acceptor.set_certificate(&certificate).unwrap();
        acceptor
    }

    /// Puts trust, certificate and key of a client into the folder.
    pub(crate) fn equip(&self, folder: &Path) {
        let (certificate, key) = self.issue("backend");
        let trust = self.certificate.to_pem().unwrap();
        fs::write(folder.join("source-ca.pem"), trust).unwrap();
        fs::write(folder.join("source.pem"), certificate.to_pem().unwrap()).unwrap();
        let mut private = fs::OpenOptions::new();
        private.write(true).create_new(true).mode(0o600);
        let mut file = private.open(folder.join("source.key")).unwrap();
        file.write_all(&key.private_key_to_pem_pkcs8().unwrap())
            .unwrap();
    }
}

impl SourceServer {
    pub(crate) fn start(
        authority: &Authority,
        behaviour: impl Fn(&Value, usize) -> Does + Send + 'static,
    ) -> Self {
        let mut acceptor = authority.acceptor();
        acceptor.set_session_id_context(b"source").unwrap();
        acceptor
            .cert_store_mut()
            .add_cert(authority.certificate.clone())
            .unwrap();
        acceptor.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
        let acceptor = acceptor.build();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/ask", listener.local_addr().unwrap());
        let (seen, stop) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let (noted, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        let behaviour: Behaviour = Box::new(behaviour);
        let thread = std::thread::spawn(move || {
            let mut hung = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = acceptor.accept(stream) else {
                    continue;
                };
                hung.extend(serve(stream, &behaviour, &noted));
            }
        });
        Self {
            url,
            seen,
            stop,
            thread: Some(thread),
        }
    }

    /// Whose certificate asked what, in order.
    pub(crate) fn seen(&self) -> Vec<(String, Value)> {
        self.seen.lock().unwrap().clone()
    }

    /// The section of `sources.toml` that connects to it.
    pub(crate) fn section(&self, source: &str, attempts: u8) -> String {
        format!(
            "[{source}]\nurl = {:?}\ntrust = \"source-ca.pem\"\ncertificate = \"source.pem\"\nkey = \"source.key\"\ntimeout_seconds = 2\nattempts = {attempts}\n",
            self.url
        )
    }
}

impl Drop for SourceServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let address = self.url.trim_start_matches("https://");
        // Wakes the listener.
        let _ = TcpStream::connect(address.trim_end_matches("/ask"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Reads one request and does what the behaviour says; a stream that hangs is handed back, open.
fn serve(
    stream: SslStream<TcpStream>,
    behaviour: &Behaviour,
    seen: &Mutex<Vec<(String, Value)>>,
) -> Option<BufReader<SslStream<TcpStream>>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: Value = serde_json::from_slice(&body).unwrap();
    let peer = reader.get_ref().ssl().peer_certificate().unwrap();
    let entry = peer.subject_name().entries().next().unwrap();
    let whose = String::from_utf8_lossy(entry.data().as_slice()).into_owned();
    let place = {
        let mut seen = seen.lock().unwrap();
        seen.push((whose, body.clone()));
        seen.len()
    };
    match behaviour(&body, place) {
        Does::Hangs => Some(reader),
        Does::Answers(status, text) => {
            let head = format!(
                "HTTP/1.1 {status} Told\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                text.len()
            );
            let stream = reader.get_mut();
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(text.as_bytes()).ok()?;
            let _ = stream.shutdown();
            None
        }
    }
}

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn name(whose: &str) -> openssl::x509::X509Name {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", whose).unwrap();
    name.build()
}

fn begun(whose: &str, key: &PKey<Private>) -> openssl::x509::X509Builder {
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let mut serial = BigNum::new().unwrap();
    serial
        .rand(120, openssl::bn::MsbOption::MAYBE_ZERO, false)
        .unwrap();
    builder
        .set_serial_number(&serial.to_asn1_integer().unwrap())
        .unwrap();
    builder.set_subject_name(&name(whose)).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(30).unwrap())
        .unwrap();
    builder
}
