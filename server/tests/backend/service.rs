//! The backend as a process of its own, on an office's folder and database.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use dossier::api::{
    CaseRecord, DecisionRequest, Problem, Session, SignInRequest, SubmissionAnswer,
};
use rustix::process::{Pid, Signal, kill_process};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use ureq::{Agent, Body, http::Response};

use crate::{
    office::{Office, PASSWORD, TERMINAL, answer, whole_answer},
    process::PROGRAM,
};

pub(crate) struct Service {
    child: Child,
    pub(crate) address: String,
    agent: Agent,
}

/// What became of a request to a server that may die under it.
pub(crate) enum Reply {
    Answered(Result<(u16, SubmissionAnswer), Problem>),
    Silence,
}

impl Office {
    pub(crate) fn start_process(&self) -> Service {
        Service::start(&self.place())
    }
}

impl Service {
    /// Starts it; the signal of a file-size limit is ignored, as a full disk sends none.
    pub(crate) fn start(place: &[String; 2]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", PROGRAM])
            .args(place)
            .args(["--listen", "127.0.0.1:0"])
            .env("RUST_LOG", "error")
            // As the service of the package runs.
            .env("MALLOC_ARENA_MAX", "2")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned();
        let config = Agent::config_builder().http_status_as_error(false);
        let agent = Agent::new_with_config(config.max_idle_connections(0).build());
        Self {
            child,
            address,
            agent,
        }
    }

    pub(crate) fn submit(&self, jws: &str) -> Reply {
        let request = self.agent.post(format!("{}/v1/submissions", self.address));
        let request = request.header("Content-Type", "application/jose");
        let answered = request.send(jws).ok().and_then(whole_answer);
        answered.map_or(Reply::Silence, Reply::Answered)
    }

    /// The status of a submission that must be taken.
    pub(crate) fn accepted(&self, jws: &str) -> u16 {
        match self.submit(jws) {
            Reply::Answered(Ok((status, _))) => status,
            Reply::Answered(Err(problem)) => panic!("{problem:?}"),
            Reply::Silence => panic!("no answer"),
        }
    }

    pub(crate) fn sign_in(&self, officer: &str) -> Session {
        let request = SignInRequest {
            officer: officer.into(),
            password: PASSWORD.into(),
            terminal: TERMINAL.into(),
            code: None,
        };
        let url = format!("{}/v1/sessions", self.address);
        let (_, session) = answer(self.agent.post(url).send_json(request).unwrap()).unwrap();
        session
    }

    /// A POST whose path says everything, with a body that the backend reads and forgets.
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        session: &Session,
        path: &str,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        answer(request.send_json(()).unwrap())
    }

    /// Status and body of a POST whose path says everything, as they come.
    pub(crate) fn post_for_text(&self, session: &Session, path: &str) -> (u16, String) {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        let mut response = request.send_empty().unwrap();
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(32 << 20);
        (status, body.read_to_string().unwrap())
    }

    /// A decision that must be taken.
    pub(crate) fn decide(&self, session: &Session, case: Uuid, request: &DecisionRequest) {
        let request_to = self
            .agent
            .post(format!("{}/v1/cases/{case}/decision", self.address));
        let request_to = request_to.header("Authorization", format!("Bearer {}", session.token));
        let response = request_to.send_json(request).unwrap();
        let (_, record) = answer::<CaseRecord>(response).unwrap();
        assert_eq!(record.decider.unwrap().id, session.officer.id);
    }

    /// The slip of a relying party's receipt, as PDF.
    pub(crate) fn slip(&self, session: &Session, receipt: &str) -> Vec<u8> {
        let request = self
            .agent
            .post(format!("{}/v1/relying-party/slips", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        let request = request.header("Content-Type", "application/jose");
        let mut response = request.send(receipt).unwrap();
        assert_eq!(response.status(), 200);
        response.body_mut().read_to_vec().unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Response<Body> {
        self.agent
            .get(format!("{}{path}", self.address))
            .call()
            .unwrap()
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap()
    }

    /// Until it has looked at everything that it received.
    pub(crate) fn wait_until_checked(&self, office: &Office) {
        let waiting = "SELECT count(*) FROM cases WHERE unchecked_since IS NOT NULL";
        for _ in 0..30_000 {
            if office.count(waiting) == 0 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("received cases wait for ever");
    }

    /// As `kill -9` does.
    pub(crate) fn kill(&self) {
        kill_process(self.pid(), Signal::KILL).unwrap();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // SIGKILL: nothing is tidied up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
