//! The backend's HTTP interface, as the terminal uses it. Blocking: for the network worker only.

use std::fs;
use std::time::Duration;

use anyhow::Context;
use dossier::api::{
    CaseFile, CaseRecord, Challenge, Confirmation, ConfirmationRequest, DecisionRequest,
    DeviceListAnswer, EnrolmentAnswer, EnrolmentRequest, FormName, LeaseRequest, PrintedAs,
    Problem, ProblemType, Queue, Session, SignInRequest, SourcesAnswer, SubmissionAnswer,
    SubmissionStatus, route,
};
use dossier::receipt::{Receipt, ReceiptPublicKey};
use dossier::relying::{ConsentRecorded, ConsentRequest, PartyAnswer, PartyReceipt};
use dossier::submission::SubmissionId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::tls::{Identity, towards_backend};

/// A backend that has not begun to answer by then is taken for unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// A whole exchange, a submission of several megabytes included.
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(30);
/// The longest answer that is read: a case with its images.
const MAX_ANSWER_LEN: u64 = 24 * 1024 * 1024;

/// Why the backend did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackendError {
    /// No connection, or none that held.
    #[error("the backend cannot be reached")]
    Unreachable,
    /// The backend refused, for a reason of its list.
    #[error("the backend refused: {}", .0.urn())]
    Refused(ProblemType),
    /// An answer that is none of the interface's, or a receipt that is not the backend's.
    #[error("the backend's answer makes no sense")]
    Nonsense,
}

impl BackendError {
    /// Whether the same request may succeed later without anybody changing it.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unreachable | Self::Nonsense => true,
            Self::Refused(problem) => {
                matches!(
                    problem,
                    ProblemType::Unavailable
                        | ProblemType::SessionInvalid
                        | ProblemType::TerminalBlocked
                        | ProblemType::CertificateNeeded
                        | ProblemType::TooManyRequests
                )
            }
        }
    }
}

/// A backend and the key of its receipts.
pub struct Backend {
    agent: Agent,
    base: String,
    receipts: ReceiptPublicKey,
}

impl Backend {
    /// Prepares the connection; nothing is sent yet.
    ///
    /// # Errors
    /// When the backend's public key or pinned root cannot be read, or its address is plain HTTP to elsewhere.
    pub fn new(config: &Config, identity: Option<&Identity>) -> anyhow::Result<Self> {
        let pem = fs::read(config.resolve(&config.server_key))
            .context("cannot read the backend's public key")?;
        let receipts = ReceiptPublicKey::from_pem(&pem).context("the backend's public key")?;
        Ok(Self {
            agent: agent(config, identity)?,
            base: base(config).to_owned(),
            receipts,
        })
    }

    /// The key of its receipts and lists.
    #[must_use]
    pub fn key(&self) -> &ReceiptPublicKey {
        &self.receipts
    }

    /// Whether the backend answers at all.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.agent
            .get(self.url(route::HEALTH))
            .call()
            .is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn sign_in(
        &self,
        officer: &str,
        (password, code): (&Zeroizing<String>, Option<&Zeroizing<String>>),
        terminal: &str,
    ) -> Result<Session, BackendError> {
        let request = SignInRequest {
            officer: officer.to_owned(),
            password: password.as_str().to_owned(),
            terminal: terminal.to_owned(),
            code: code.map(|code| code.as_str().to_owned()),
        };
        self.post(self.url(route::SESSIONS), None, &request)
    }

    /// Ends a session; it would end by itself.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn sign_out(&self, token: &str) -> Result<(), BackendError> {
        let answer = self
            .agent
            .delete(self.url(route::CURRENT_SESSION))
            .header("Authorization", bearer(token).as_str())
            .call();
        checked(answer).map(drop)
    }

    /// A challenge for active authentication.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn challenge(&self, token: &str) -> Result<(Uuid, [u8; 8]), BackendError> {
        let challenge: Challenge = self.post_empty(self.url(route::CHALLENGES), token)?;
        let octets = challenge.octets().ok_or(BackendError::Nonsense)?;
        Ok((challenge.id, octets))
    }

    /// Has a second person confirm an exception, in the session of the officer who asks.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn confirm_exception(
        &self,
        token: &str,
        request: &ConfirmationRequest,
    ) -> Result<Confirmation, BackendError> {
        self.post(self.url(route::CONFIRMATIONS), Some(token), request)
    }

    /// Delivers a submission; gives the receipt, verified, and its signed text.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn submit(
        &self,
        submission: &SubmissionId,
        jws: &str,
    ) -> Result<(Receipt, String), BackendError> {
        let answer = self.send_signed(route::SUBMISSIONS, jws);
        let answer: SubmissionAnswer = parsed(checked(answer)?)?;
        let receipt = self.open_receipt(&answer.receipt)?;
        // A receipt for something else would let this submission be deleted unreceived.
        if receipt.submission != *submission {
            return Err(BackendError::Nonsense);
        }
        Ok((receipt, answer.receipt))
    }

    /// The signed list of devices; nothing while the backend has none. Whoever takes it verifies it.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn device_list(&self, token: &str) -> Result<Option<String>, BackendError> {
        let answer: Result<DeviceListAnswer, _> = self.get(self.url(route::DEVICES), token);
        match answer {
            Ok(answer) => Ok(Some(answer.list)),
            Err(BackendError::Refused(ProblemType::NotFound)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Verifies a receipt that was kept.
    ///
    /// # Errors
    /// [`BackendError::Nonsense`] when it is not the backend's.
    pub fn open_receipt(&self, receipt: &str) -> Result<Receipt, BackendError> {
        Receipt::open(receipt, &self.receipts).map_err(|_| BackendError::Nonsense)
    }

    /// Where a submission stands.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn submission_status(
        &self,
        token: &str,
        submission: &SubmissionId,
    ) -> Result<SubmissionStatus, BackendError> {
        self.get(self.url_of(route::SUBMISSION, submission.as_str()), token)
    }

    /// A form of a case as PDF.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn form(
        &self,
        token: &str,
        case: Uuid,
        form: FormName,
    ) -> Result<Zeroizing<Vec<u8>>, BackendError> {
        let url = self.url_of(route::FORM, &case.to_string());
        let request = self
            .agent
            .get(url.replace("{form}", form.word()))
            .header("Accept", PrintedAs::Pdf.media_type())
            .header("Authorization", bearer(token).as_str());
        whole(checked(request.call())?)
    }

    /// The open cases.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn queue(&self, token: &str) -> Result<Queue, BackendError> {
        self.get(self.url(route::QUEUE), token)
    }

    /// Claims the case that is due first.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn claim_next(&self, token: &str) -> Result<CaseFile, BackendError> {
        self.post_empty(self.url(route::QUEUE_NEXT), token)
    }

    /// Claims one case.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn claim(&self, token: &str, case: Uuid) -> Result<CaseFile, BackendError> {
        self.post_empty(self.url_of(route::CLAIM, &case.to_string()), token)
    }

    /// Has the sources asked again about a claimed case.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn ask_sources(
        &self,
        token: &str,
        case: Uuid,
        fence: u64,
    ) -> Result<SourcesAnswer, BackendError> {
        let url = self.url_of(route::SOURCES, &case.to_string());
        self.post(url, Some(token), &LeaseRequest { fence })
    }

    /// Decides a claimed case.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn decide(
        &self,
        token: &str,
        case: Uuid,
        request: &DecisionRequest,
    ) -> Result<CaseRecord, BackendError> {
        self.post(
            self.url_of(route::DECISION, &case.to_string()),
            Some(token),
            request,
        )
    }

    /// Records a customer's consent at a bank's desk.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn record_consent(
        &self,
        token: &str,
        request: &ConsentRequest,
    ) -> Result<ConsentRecorded, BackendError> {
        self.post(self.url(route::CONSENTS), Some(token), request)
    }

    /// Asks as a relying party, whose signature is on the request; gives the receipt, verified.
    ///
    /// # Errors
    /// [`BackendError`].
    pub fn ask_as_party(&self, signed: &str) -> Result<PartyReceipt, BackendError> {
        let answer: PartyAnswer = parsed(checked(self.send_signed(route::RELYING_PARTY, signed))?)?;
        PartyReceipt::open(&answer.receipt, &self.receipts).ok_or(BackendError::Nonsense)
    }

    fn send_signed(&self, route: &str, jws: &str) -> Result<Response<Body>, ureq::Error> {
        self.agent
            .post(self.url(route))
            .header("Content-Type", "application/jose")
            .send(jws)
    }

    fn url(&self, route: &str) -> String {
        format!("{}{route}", self.base)
    }

    fn url_of(&self, route: &str, id: &str) -> String {
        self.url(&route.replace("{id}", id))
    }

    fn get<T: DeserializeOwned>(&self, url: String, token: &str) -> Result<T, BackendError> {
        let request = self
            .agent
            .get(url)
            .header("Authorization", bearer(token).as_str());
        parsed(checked(request.call())?)
    }

    fn post_empty<T: DeserializeOwned>(&self, url: String, token: &str) -> Result<T, BackendError> {
        let request = self
            .agent
            .post(url)
            .header("Authorization", bearer(token).as_str());
        parsed(checked(request.send_empty())?)
    }

    fn post<T: DeserializeOwned>(
        &self,
        url: String,
        token: Option<&str>,
        body: &impl Serialize,
    ) -> Result<T, BackendError> {
        let mut request = self.agent.post(url);
        if let Some(token) = token {
            request = request.header("Authorization", bearer(token).as_str());
        }
        parsed(checked(request.send_json(body))?)
    }
}

/// Makes the terminal of the settings known, before it has a certificate.
///
/// # Errors
/// When address or root cannot be used, or with [`BackendError`].
pub fn enrol(config: &Config, request: &EnrolmentRequest) -> anyhow::Result<EnrolmentAnswer> {
    let url = format!("{}{}", base(config), route::ENROLMENTS);
    let answer = agent(config, None)?.post(url).send_json(request);
    Ok(parsed(checked(answer)?)?)
}

fn base(config: &Config) -> &str {
    config.server.trim_end_matches('/')
}

fn agent(config: &Config, identity: Option<&Identity>) -> anyhow::Result<Agent> {
    let root = config.server_root.as_deref();
    let root = root.map(|root| config.resolve(root));
    let settings = Agent::config_builder()
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_global(Some(EXCHANGE_TIMEOUT))
        .http_status_as_error(false)
        .max_redirects(0)
        // A kept connection that the backend has closed meanwhile looks like a backend that is down.
        .max_idle_connections(0)
        .tls_config(towards_backend(&config.server, root.as_deref(), identity)?)
        .build();
    Ok(settings.into())
}

fn bearer(token: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("Bearer {token}"))
}

fn checked(answer: Result<Response<Body>, ureq::Error>) -> Result<Response<Body>, BackendError> {
    let answer = answer.map_err(|_| BackendError::Unreachable)?;
    if answer.status().is_success() {
        return Ok(answer);
    }
    let problem: Problem = parsed(answer)?;
    Err(BackendError::Refused(problem.kind))
}

fn parsed<T: DeserializeOwned>(answer: Response<Body>) -> Result<T, BackendError> {
    let body = whole(answer)?;
    serde_json::from_slice(&body).map_err(|_| BackendError::Nonsense)
}

fn whole(mut answer: Response<Body>) -> Result<Zeroizing<Vec<u8>>, BackendError> {
    let body = answer
        .body_mut()
        .with_config()
        .limit(MAX_ANSWER_LEN)
        .read_to_vec();
    body.map(Zeroizing::new)
        .map_err(|_| BackendError::Unreachable)
}
