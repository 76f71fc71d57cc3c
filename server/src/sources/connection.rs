//! A source over HTTPS, certificates on both sides. What it answers is bounded in size, time and tries, and counts
//! only when it answers this very question.

use std::{collections::BTreeMap, sync::Arc, thread, time::Duration};

use dossier::source::{Origin, Reply, Said, SourceField, SourceStanding, WhyNoReply};
use serde::{Deserialize, Serialize};
use ureq::{
    Agent, Error,
    http::StatusCode,
    tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Answer, Answers, Heading, question::Question};

/// The longest answer that is read: fields and words, never a value.
const MAX_ANSWER: u64 = 16 * 1024;
/// Before another try, longer each time.
const PAUSE: Duration = Duration::from_millis(200);

/// How a source is reached.
pub struct Terms {
    /// Where questions are posted.
    pub url: String,
    /// Who may have issued the source's certificate; nobody else.
    pub trust: Vec<Certificate<'static>>,
    /// This backend's certificate and its path.
    pub certificates: Vec<Certificate<'static>>,
    /// Its key.
    pub key: PrivateKey<'static>,
    /// For one try, from the name's resolution to the last octet of the answer.
    pub patience: Duration,
    /// How often at most.
    pub attempts: u8,
}

/// A source at the other end of a connection.
pub struct Connection {
    agent: Agent,
    url: String,
    attempts: u8,
}

/// What is posted.
#[derive(Serialize)]
struct Posted<'a, Q> {
    question: Uuid,
    purpose: &'static str,
    about: &'a Q,
}

/// What is answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    question: Uuid,
    standing: SourceStanding,
    #[serde(default)]
    fields: BTreeMap<SourceField, Said>,
}

impl Connection {
    /// Makes ready; nothing is connected before the first question.
    #[must_use]
    pub fn new(terms: Terms) -> Self {
        let client = ClientCert::new_with_certs(&terms.certificates, terms.key);
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .client_cert(Some(client))
            .root_certs(RootCerts::new_with_certs(&terms.trust))
            .build();
        let settings = Agent::config_builder()
            .tls_config(tls)
            .https_only(true)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(terms.patience))
            .build();
        Self {
            agent: settings.into(),
            url: terms.url,
            attempts: terms.attempts,
        }
    }

    fn once(&self, body: &[u8], id: Uuid) -> Result<Vec<u8>, Failed> {
        let sent = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json")
            // The same question again is the same question.
            .header("Idempotency-Key", id.to_string())
            .send(body);
        let mut answer = sent.map_err(|cause| Failed::of(&cause))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => return Err(Failed::again(WhyNoReply::Unreachable)),
            _ => return Err(Failed::for_good(WhyNoReply::Refused)),
        }
        let body = answer.body_mut().with_config().limit(MAX_ANSWER);
        body.read_to_vec().map_err(|cause| Failed::of(&cause))
    }
}

/// Why there is no answer, and whether another try makes sense.
struct Failed {
    why: WhyNoReply,
    again: bool,
}

impl Failed {
    fn again(why: WhyNoReply) -> Self {
        Self { why, again: true }
    }

    fn for_good(why: WhyNoReply) -> Self {
        Self { why, again: false }
    }

    fn of(cause: &Error) -> Self {
        match cause {
            Error::Timeout(_) => Self::again(WhyNoReply::TimedOut),
            Error::BodyExceedsLimit(_) | Error::Http(_) | Error::Protocol(_) => {
                Self::for_good(WhyNoReply::Malformed)
            }
            // A certificate that is not trusted will not be the next time.
            Error::Rustls(_) | Error::Tls(_) => Self::for_good(WhyNoReply::Unreachable),
            _ => Self::again(WhyNoReply::Unreachable),
        }
    }
}

impl<Q: Question> Answers<Q> for Connection {
    fn answer(&self, heading: &Heading, question: &Q) -> Answer {
        let id = heading.question;
        let posted = Posted {
            question: id,
            purpose: heading.purpose,
            about: question,
        };
        let body = Zeroizing::new(serde_json::to_vec(&posted).unwrap_or_default());
        let mut tries = 1;
        let ended = loop {
            match self.once(&body, id) {
                Err(failed) if failed.again && tries < self.attempts => {
                    thread::sleep(PAUSE * u32::from(tries));
                    tries += 1;
                }
                ended => break ended,
            }
        };
        let (reply, words) = match ended {
            Ok(octets) => understood(&octets, id, &question.fields()),
            Err(failed) => (Reply::NotAnswered(failed.why), None),
        };
        if let Reply::NotAnswered(why) = &reply {
            tracing::warn!(question = %id, why = why.word(), tries, "a source did not answer");
        }
        Answer {
            origin: Origin::Connected,
            reply,
            words,
        }
    }
}

/// An answer to this question, about exactly what was asked; of somebody who is not on record in force a source
/// may say no more than that.
fn understood(octets: &[u8], id: Uuid, asked: &[SourceField]) -> (Reply, Option<String>) {
    let malformed = (Reply::NotAnswered(WhyNoReply::Malformed), None);
    let Ok(words) = std::str::from_utf8(octets) else {
        return malformed;
    };
    let Ok(answered) = serde_json::from_str::<Answered>(words) else {
        return malformed;
    };
    let only_asked = answered.fields.keys().all(|field| asked.contains(field));
    let all = asked
        .iter()
        .all(|field| answered.fields.contains_key(field));
    let complete = all || answered.standing != SourceStanding::Registered;
    if answered.question != id || !only_asked || !complete {
        return malformed;
    }
    let reply = Reply::Answered {
        standing: answered.standing,
        fields: answered.fields,
    };
    (reply, Some(words.to_owned()))
}

#[cfg(test)]
mod tests {
    use dossier::source::WhyNotSaid;

    use super::*;

    const ASKED: [SourceField; 2] = [SourceField::Name, SourceField::Portrait];

    fn of(text: &str) -> Reply {
        understood(text.as_bytes(), Uuid::nil(), &ASKED).0
    }

    fn with(rest: &str) -> String {
        format!("{{\"question\":\"{}\",{rest}}}", Uuid::nil())
    }

    #[test]
    fn only_an_answer_to_this_question_about_what_was_asked_is_one() {
        let right = with(
            r#""standing":"registered","fields":{"name":"correct","portrait":{"not_answered":"no_reference"}}"#,
        );
        let fields = BTreeMap::from([
            (SourceField::Name, Said::Correct),
            (
                SourceField::Portrait,
                Said::NotAnswered(WhyNotSaid::NoReference),
            ),
        ]);
        let standing = SourceStanding::Registered;
        assert_eq!(of(&right), Reply::Answered { standing, fields });
        let gone = of(&with(r#""standing":"died""#));
        assert!(matches!(
            gone,
            Reply::Answered {
                standing: SourceStanding::Died,
                ..
            }
        ));
        let malformed = Reply::NotAnswered(WhyNoReply::Malformed);
        for wrong in [
            with(r#""standing":"registered""#),
            with(r#""standing":"registered","fields":{"name":"correct"}"#),
            with(
                r#""standing":"registered","fields":{"name":"correct","portrait":"correct","sex":"correct"}"#,
            ),
            with(r#""standing":"registered","fields":{"name":true,"portrait":"correct"}"#),
            with(r#""standing":"registered","fields":{"name":"Nguyễn","portrait":"correct"}"#),
            with(r#""standing":"perhaps""#),
            with(r#""standing":"died","name":"x""#),
            right.replace("00000000-0000", "00000000-0001"),
            String::new(),
        ] {
            assert_eq!(of(&wrong), malformed, "{wrong}");
        }
    }
}
