//! A running backend in a scratch folder, a client, and a clock that tests move.

use std::{
    net::TcpListener,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum_server::Handle;
use card_twin::pki::TestPki;
use dossier::{
    api::{Officer, Problem, ProblemType, Role, Session, SignInRequest},
    submission::TerminalKey,
};
use serde::{Serialize, de::DeserializeOwned};
use server::{
    Backend, admin, checking, clock::Clock, embedded::Folder, listening, operations::Rates,
};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio::runtime::Runtime;
use ureq::{Agent, Body, http::Response};

use crate::database;

pub(crate) const TERMINAL: &str = "quay-01";
pub(crate) const OFFICE: &str = "Công an phường Thử Nghiệm";
/// The offices above it.
pub(crate) const PROVINCE: &str = "Công an tỉnh Thử Nghiệm";
pub(crate) const MINISTRY: &str = "Bộ Thử Nghiệm";
pub(crate) const IMMIGRATION: &str = "Phòng Xuất nhập cảnh Thử Nghiệm";
pub(crate) const BANK: &str = "Ngân hàng Thử Nghiệm";
pub(crate) const PASSWORD: &str = "mật khẩu thử nghiệm";
/// A Friday, nine in the morning in Vietnam.
pub(crate) const START: OffsetDateTime = datetime!(2026-11-20 02:00 UTC);

pub(crate) struct Office {
    pub(crate) backend: Backend,
    pub(crate) pki: TestPki,
    pub(crate) terminal_key: TerminalKey,
    pub(crate) folder: TempDir,
    /// Of its database, unless that is SQLite.
    pub(crate) database_url: Option<String>,
    clock: Hand,
    pub(crate) runtime: Runtime,
    address: String,
    agent: Agent,
}

/// Bytes, and what was said of them.
pub(crate) struct Fetched {
    pub(crate) bytes: Vec<u8>,
    pub(crate) cache: String,
    pub(crate) media_type: String,
}

#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

impl Office {
    /// One terminal, a receiving officer `nhan`, approving officers `duyet` and `duyet2`.
    pub(crate) fn open() -> Self {
        Self::open_on(Runtime::new().unwrap().block_on(database::fresh()))
    }

    /// On the database of this address; SQLite without one.
    pub(crate) fn open_on(database_url: Option<String>) -> Self {
        Self::open_prepared(database_url, |_| ())
    }

    /// With what is put into its folder before it starts.
    pub(crate) fn open_prepared(database_url: Option<String>, prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let pki = TestPki::mint(START).unwrap();
        let prepared = Folder::prepare(&data).unwrap();
        std::fs::write(data.join("trust/csca.cer"), pki.csca().to_der().unwrap()).unwrap();
        let offices = format!(
            "[\"{IMMIGRATION}\"]\nkind = \"immigration_police\"\n[\"{BANK}\"]\nkind = \"bank\"\n\
             [\"{OFFICE}\"]\nparent = \"{PROVINCE}\"\n[\"{PROVINCE}\"]\nparent = \"{MINISTRY}\"\n"
        );
        std::fs::write(data.join("offices.toml"), offices).unwrap();
        prepare(&data);
        let clock = Hand(Arc::new(AtomicI64::new(START.unix_timestamp())));
        let runtime = Runtime::new().unwrap();
        let backend = runtime
            .block_on(prepared.backend(
                database_url.as_deref(),
                Rates::default(),
                Box::new(clock.clone()),
            ))
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = listening::serve(listener, backend.clone(), None, Handle::new());
        runtime.spawn(service);
        let agent =
            // The backend closes a connection whose body it refused to read: none is used twice.
            Agent::new_with_config(
                Agent::config_builder()
                    .http_status_as_error(false)
                    .max_idle_connections(0)
                    .build(),
            );
        let terminal_key = new_key();
        let office = Self {
            backend,
            pki,
            terminal_key,
            folder,
            database_url,
            clock,
            runtime,
            address,
            agent,
        };
        office.enrol(TERMINAL, &office.terminal_key);
        office.add("nhan", Role::Receiving);
        office.add("duyet", Role::Approving);
        office.add("duyet2", Role::Approving);
        office
    }

    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The arguments by which the program finds this backend.
    pub(crate) fn place(&self) -> [String; 2] {
        database::place(&self.data(), self.database_url.as_deref())
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.clock
            .0
            .fetch_add(time.whole_seconds(), Ordering::SeqCst);
    }

    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub(crate) fn enrol(&self, id: &str, key: &TerminalKey) {
        let pem = String::from_utf8(key.public().unwrap().to_pem().unwrap()).unwrap();
        self.run(admin::enrol_terminal(
            &self.backend.parts().database,
            id,
            &pem,
            self.now(),
        ))
        .unwrap();
    }

    pub(crate) fn add(&self, id: &str, role: Role) {
        self.add_at(id, role, OFFICE);
    }

    pub(crate) fn add_at(&self, id: &str, role: Role, office: &str) {
        let officer = Officer {
            id: id.into(),
            name: format!("Cán bộ {id}"),
            role,
            office: office.into(),
        };
        self.run(admin::add_officer(
            &self.backend.parts().database,
            &officer,
            PASSWORD,
            self.now(),
        ))
        .unwrap();
    }

    pub(crate) fn sign_in(&self, officer: &str) -> Session {
        self.try_sign_in(officer, PASSWORD, TERMINAL).unwrap()
    }

    pub(crate) fn try_sign_in(
        &self,
        officer: &str,
        password: &str,
        terminal: &str,
    ) -> Result<Session, Problem> {
        let request = SignInRequest {
            officer: officer.into(),
            password: password.into(),
            terminal: terminal.into(),
            code: None,
        };
        self.post(None, "/v1/sessions", &request)
            .map(|(_, session)| session)
    }

    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        session: Option<&Session>,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = match session {
            Some(session) => request.header("Authorization", format!("Bearer {}", session.token)),
            None => request,
        };
        answer(request.send_json(body).unwrap())
    }

    /// A POST whose path says everything.
    pub(crate) fn ask<T: DeserializeOwned>(
        &self,
        session: Option<&Session>,
        path: &str,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = match session {
            Some(session) => request.header("Authorization", format!("Bearer {}", session.token)),
            None => request,
        };
        answer(request.send_empty().unwrap())
    }

    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        session: Option<&Session>,
        path: &str,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent.get(format!("{}{path}", self.address));
        let request = match session {
            Some(session) => request.header("Authorization", format!("Bearer {}", session.token)),
            None => request,
        };
        answer(request.call().unwrap())
    }

    /// Status and body, whatever the status.
    pub(crate) fn status_of<T: DeserializeOwned>(&self, path: &str) -> (u16, T) {
        let request = self.agent.get(format!("{}{path}", self.address));
        let mut response = request.call().unwrap();
        let status = response.status().as_u16();
        (status, response.body_mut().read_json().unwrap())
    }

    /// A header of an answer, whatever its status.
    pub(crate) fn header_of(&self, path: &str, name: &str) -> Option<String> {
        let request = self.agent.get(format!("{}{path}", self.address));
        let response = request.call().unwrap();
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    }

    /// The bytes of an answer, and its Cache-Control.
    pub(crate) fn download(
        &self,
        session: Option<&Session>,
        path: &str,
    ) -> Result<(Vec<u8>, String), Problem> {
        let fetched = self.fetch(session, path, "*/*", None)?;
        Ok((fetched.bytes, fetched.cache))
    }

    /// An answer that is no JSON of the interface: got, or posted for with a signed text.
    pub(crate) fn fetch(
        &self,
        session: Option<&Session>,
        path: &str,
        accept: &str,
        jws: Option<&str>,
    ) -> Result<Fetched, Problem> {
        let mut request = ureq::http::Request::builder()
            .method(if jws.is_some() { "POST" } else { "GET" })
            .uri(format!("{}{path}", self.address))
            .header("Accept", accept);
        if let Some(session) = session {
            request = request.header("Authorization", format!("Bearer {}", session.token));
        }
        let answered = match jws {
            Some(jws) => {
                let request = request.header("Content-Type", "application/jose");
                self.agent.run(request.body(jws.to_owned()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = answered.unwrap();
        if response.status() != 200 {
            return Err(answer::<()>(response).unwrap_err());
        }
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let (cache, media_type) = (header("cache-control"), header("content-type"));
        Ok(Fetched {
            bytes: response.body_mut().read_to_vec().unwrap(),
            cache,
            media_type,
        })
    }

    /// The status of a request without session and body.
    pub(crate) fn bare(&self, method: &str, path: &str) -> u16 {
        let method = method.to_uppercase();
        let request = ureq::http::Request::builder()
            .method(method.as_str())
            .uri(format!("{}{path}", self.address))
            .body(())
            .unwrap();
        self.agent.run(request).unwrap().status().as_u16()
    }

    /// The status of a POST whose answer says nothing.
    pub(crate) fn posted(&self, session: &Session, path: &str, body: &impl Serialize) -> u16 {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        request.send_json(body).unwrap().status().as_u16()
    }

    pub(crate) fn delete(&self, session: &Session, path: &str) -> u16 {
        let request = self.agent.delete(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        request.call().unwrap().status().as_u16()
    }

    /// A signed text, and its answer.
    pub(crate) fn send_to<T: DeserializeOwned>(
        &self,
        path: &str,
        jws: &str,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Content-Type", "application/jose");
        answer(request.send(jws).unwrap())
    }

    /// The status of a POST whose path says everything and whose answer says nothing.
    pub(crate) fn ask_for_nothing(&self, session: &Session, path: &str) -> u16 {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        request.send_empty().unwrap().status().as_u16()
    }

    /// A signed text whose sender hears no more than that it was taken.
    pub(crate) fn tell(&self, path: &str, jws: &str) -> Result<u16, Problem> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Content-Type", "application/jose");
        let response = request.send(jws).unwrap();
        match response.status().as_u16() {
            204 => Ok(204),
            _ => Err(answer::<()>(response).unwrap_err()),
        }
    }

    /// Sends it and lets the backend look at its images, as it does by itself where it serves.
    pub(crate) fn send<T: DeserializeOwned>(&self, jws: &str) -> Result<(u16, T), Problem> {
        let answered = self.only_send(jws)?;
        self.check_received();
        Ok(answered)
    }

    pub(crate) fn check_received(&self) {
        self.run(checking::pass(&self.backend)).unwrap();
    }

    /// Sends it; what was received waits.
    pub(crate) fn only_send<T: DeserializeOwned>(&self, jws: &str) -> Result<(u16, T), Problem> {
        let request = self.agent.post(format!("{}/v1/submissions", self.address));
        answer(
            request
                .header("Content-Type", "application/jose")
                .send(jws)
                .unwrap(),
        )
    }
}

pub(crate) fn new_key() -> TerminalKey {
    let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
    TerminalKey::generate(&mut system).unwrap()
}

pub(crate) fn persons() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../card-twin/persons")
}

pub(crate) fn kind<T>(refused: Result<T, Problem>) -> ProblemType {
    match refused {
        Ok(_) => panic!("it was not refused"),
        Err(problem) => problem.kind,
    }
}

pub(crate) fn answer<T: DeserializeOwned>(response: Response<Body>) -> Result<(u16, T), Problem> {
    whole_answer(response).unwrap()
}

/// None when the server died before its answer was complete.
pub(crate) fn whole_answer<T: DeserializeOwned>(
    mut response: Response<Body>,
) -> Option<Result<(u16, T), Problem>> {
    let status = response.status().as_u16();
    let text = response
        .body_mut()
        .with_config()
        .limit(32 << 20)
        .read_to_string()
        .ok()?;
    if (200..300).contains(&status) {
        return Some(Ok((status, serde_json::from_str(&text).unwrap())));
    }
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let problem: Problem = serde_json::from_str(&text).unwrap();
    assert_eq!(problem.status, status);
    Some(Err(problem))
}
