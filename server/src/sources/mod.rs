//! Identity sources: what the backend asks them itself, so that no officer has to be believed about it.
//! S1 Art. 13.3a, 16.4, 23, 24; the contract is `docs/sources.md`.
//!
//! | concern | module |
//! |---|---|
//! | one kind of question for each source | [`question`] |
//! | fictitious people, unless a connection is configured | [`sample`] |
//! | a source over HTTPS with certificates on both sides | [`connection`] |
//! | `sources.toml` | [`config`] |
//! | asking about a case, and keeping the answers | [`asking`] |

pub(crate) mod asking;
pub mod config;
pub mod connection;
pub mod question;
pub mod sample;

use std::collections::BTreeMap;

use dossier::{
    keys::SourcePublicKey,
    source::{Origin, Reply, Source},
};
use openssl::sha::sha256;
use serde::Serialize;
use uuid::Uuid;

use question::{Asked, OfCard, OfForeigner, OfOrganisation, OfPaper, OfPerson};

/// A source, or a stand-in, that answers one kind of question. It may take as long as its connection allows.
pub trait Answers<Q>: Send + Sync {
    /// Asks.
    fn answer(&self, heading: &Heading, question: &Q) -> Answer;
}

/// What stands above a question.
pub struct Heading {
    /// Names the question.
    pub question: Uuid,
    /// What it is asked for.
    pub purpose: &'static str,
}

impl Heading {
    /// Of a new question.
    #[must_use]
    pub fn new(purpose: &'static str) -> Self {
        Self {
            question: Uuid::now_v7(),
            purpose,
        }
    }
}

/// How a question ended, and the source's own words.
pub struct Answer {
    /// What stands behind it.
    pub origin: Origin,
    /// How it ended.
    pub reply: Reply,
    /// As it came, where it came over a connection.
    pub words: Option<String>,
}

/// Every source that there is.
pub struct Sources {
    /// Citizens.
    pub population: Box<dyn Answers<OfPerson>>,
    /// Cards.
    pub id_cards: Box<dyn Answers<OfCard>>,
    /// Foreigners.
    pub immigration: Box<dyn Answers<OfForeigner>>,
    /// Organisations.
    pub organisations: Box<dyn Answers<OfOrganisation>>,
    /// Papers of line agencies.
    pub agencies: Box<dyn Answers<OfPaper>>,
    /// Whose events count.
    pub event_keys: BTreeMap<Source, SourcePublicKey>,
}

impl Sources {
    /// By what a source signs what it tells by itself; none for a source that tells nothing.
    #[must_use]
    pub fn event_key(&self, source: Source) -> Option<SourcePublicKey> {
        self.event_keys.get(&source).cloned()
    }

    /// Puts one question to its source; SHA-256 of what was asked comes with the answer.
    #[must_use]
    pub fn ask(&self, heading: &Heading, asked: &Asked) -> (Answer, String) {
        match asked {
            Asked::Population(question) => put(&*self.population, heading, question),
            Asked::IdCard(question) => put(&*self.id_cards, heading, question),
            Asked::Immigration(question) => put(&*self.immigration, heading, question),
            Asked::Organisation(question) => put(&*self.organisations, heading, question),
            Asked::Agency(question) => put(&*self.agencies, heading, question),
        }
    }
}

fn put<Q: Serialize>(source: &dyn Answers<Q>, heading: &Heading, question: &Q) -> (Answer, String) {
    let octets = zeroize::Zeroizing::new(serde_json::to_vec(question).unwrap_or_default());
    let digest = sha256(&octets).map(|octet| format!("{octet:02x}")).concat();
    (source.answer(heading, question), digest)
}
