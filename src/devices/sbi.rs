//! Device services of the Secure Biometric Interface on 127.0.0.1: ports, deadlines and HTTP around
//! [`capture::sbi`].

mod preview;

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use capture::image::GreyImage;
use capture::sbi::{
    BlockHash, CaptureRequest, Captured, Device, Discovered, Environment, FIRST_PORT, LAST_PORT,
    MAX_ANSWER, ProviderRoots, SbiError, TransactionId, Verb, Wanted,
};
use preview::Preview;
use ureq::Agent;
use ureq::http::{Method, Request};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::clock;

/// A refused port of the loopback answers at once; this bounds one that does not answer at all.
const CONNECT: Duration = Duration::from_millis(200);
/// Discovery of all devices together stays under a second.
const DISCOVERY: Duration = Duration::from_millis(700);
const INFORMATION: Duration = Duration::from_secs(5);
/// What a device may take beyond the time it was given to wait for fingers.
const AFTER_TIMEOUT: Duration = Duration::from_secs(5);
/// How soon cancelling is seen.
const TICK: Duration = Duration::from_millis(20);

/// What came back, wiped when dropped: it may hold fingers.
type Answer = Result<Zeroizing<Vec<u8>>, SbiError>;

/// A device that may be asked, and where it listens.
pub struct Connected {
    port: u16,
    device: Device,
}

impl Connected {
    /// The device.
    #[must_use]
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The port that it answered on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Whether anybody listens on a port. Nothing is asked.
#[must_use]
pub fn is_listening(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, CONNECT).is_ok()
}

/// The first port of the interface that anybody listens on.
#[must_use]
pub fn first_listening() -> Option<u16> {
    (FIRST_PORT..=LAST_PORT).find(|port| is_listening(*port))
}

/// The first device whose signed information ends at a pinned root.
///
/// # Errors
/// [`SbiError::NotFound`] when none answers, else why the last that answered is not believed.
pub fn find(roots: &ProviderRoots, environment: Environment) -> Result<Connected, SbiError> {
    let mut last = SbiError::NotFound;
    for (port, answer) in answering() {
        match introduce(port, answer, roots, environment) {
            Ok(found) => return Ok(found),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Captures these fingers and shows meanwhile what the device sees. Blocks up to the device's own time and a little; `cancel` ends it within a tick.
///
/// # Errors
/// [`SbiError`]; then no finger of the answer counts.
pub fn capture(
    connected: &Connected,
    roots: &ProviderRoots,
    wanted: Wanted,
    previous: BlockHash,
    (live, cancel): (&mut dyn FnMut(GreyImage), &AtomicBool),
) -> Result<(Vec<Captured>, BlockHash), SbiError> {
    let patience = Duration::from_millis(wanted.timeout_ms.into()) + AFTER_TIMEOUT;
    let transaction = TransactionId::parse(&Uuid::new_v4().to_string());
    let transaction = transaction.ok_or(SbiError::Form {
        what: "a transaction id",
    })?;
    let device = connected.device.clone();
    let request = CaptureRequest::new(device, transaction, wanted, previous, clock::now())?;
    let body = request.body()?;
    let port = connected.port;
    let preview = Preview::start(port, request.stream_body());
    let mut meanwhile = || {
        if let Some(frame) = preview.take() {
            live(frame);
        }
    };
    let work = move || ask(port, Verb::RegistrationCapture, body, patience);
    let answer = cancellable((&mut meanwhile, cancel), patience, work)?;
    request.open(&answer, roots, clock::now())
}

/// Every port of the range that answers to a discovery, asked side by side.
fn answering() -> Vec<(u16, Answer)> {
    let asked: Vec<_> = (FIRST_PORT..=LAST_PORT)
        .filter(|port| is_listening(*port))
        .map(|port| {
            let question = r#"{"type":"Finger"}"#.to_owned();
            let asking = move || ask(port, Verb::Discover, question, DISCOVERY);
            (port, thread::spawn(asking))
        })
        .collect();
    asked
        .into_iter()
        .map(|(port, asking)| (port, asking.join().unwrap_or(Err(SbiError::Disconnected))))
        .collect()
}

fn introduce(
    port: u16,
    answer: Answer,
    roots: &ProviderRoots,
    environment: Environment,
) -> Result<Connected, SbiError> {
    let mut last = SbiError::NotFound;
    for discovered in Discovered::list(&answer?)? {
        let information = ask(port, Verb::Info, String::new(), INFORMATION)?;
        match discovered.open(&information, roots, environment, clock::now()) {
            Ok(device) => return Ok(Connected { port, device }),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Waits for work on a thread of its own, which ends by its own deadline whatever happens here.
fn cancellable(
    (meanwhile, cancel): (&mut dyn FnMut(), &AtomicBool),
    patience: Duration,
    work: impl FnOnce() -> Answer + Send + 'static,
) -> Answer {
    let (done, result) = sync_channel(1);
    thread::spawn(move || done.send(work()));
    let ticks = patience.as_millis() / TICK.as_millis() + 50;
    for _ in 0..ticks {
        if cancel.load(Ordering::Relaxed) {
            return Err(SbiError::Cancelled);
        }
        meanwhile();
        match result.recv_timeout(TICK) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(SbiError::Disconnected),
        }
    }
    Err(SbiError::NoAnswer)
}

fn ask(port: u16, verb: Verb, body: String, patience: Duration) -> Answer {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(patience))
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let method = Method::from_bytes(verb.method().as_bytes())
        .map_err(|_| SbiError::Form { what: "a verb" })?;
    let request = Request::builder()
        .method(method)
        .uri(format!("http://127.0.0.1:{port}{}", verb.path()))
        .header("Content-Type", "application/json")
        .body(body)
        .map_err(|_| SbiError::Form { what: "a request" })?;
    let request = agent
        .configure_request(request)
        .allow_non_standard_methods(true)
        .build();
    let mut response = agent.run(request).map_err(|error| failed(&error))?;
    let limit = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
    let read = response.body_mut().with_config().limit(limit).read_to_vec();
    read.map(Zeroizing::new).map_err(|error| failed(&error))
}

fn failed(error: &ureq::Error) -> SbiError {
    match error {
        ureq::Error::Timeout(_) => SbiError::NoAnswer,
        ureq::Error::BodyExceedsLimit(_) => SbiError::TooLong,
        _ => SbiError::Disconnected,
    }
}
