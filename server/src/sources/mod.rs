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

use dossier::source::{Origin, Reply};
use openssl::sha::sha256;
use serde::Serialize;
use uuid::Uuid;

use question::{Asked, OfCard, OfForeigner, OfOrganisation, OfPaper, OfPerson};

/// A source, or a stand-in, that answers one kind of question. It may take as long as its connection allows.
pub trait Answers<Q>: Send + Sync {
    /// Asks.
    fn answer(&self, id: Uuid, question: &Q) -> Answer;
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
}

impl Sources {
    /// Puts one question to its source; SHA-256 of what was asked comes with the answer.
    #[must_use]
    pub fn ask(&self, id: Uuid, asked: &Asked) -> (Answer, String) {
        match asked {
            Asked::Population(question) => put(&*self.population, id, question),
            Asked::IdCard(question) => put(&*self.id_cards, id, question),
            Asked::Immigration(question) => put(&*self.immigration, id, question),
            Asked::Organisation(question) => put(&*self.organisations, id, question),
            Asked::Agency(question) => put(&*self.agencies, id, question),
        }
    }
}

fn put<Q: Serialize>(source: &dyn Answers<Q>, id: Uuid, question: &Q) -> (Answer, String) {
    let octets = zeroize::Zeroizing::new(serde_json::to_vec(question).unwrap_or_default());
    let digest = sha256(&octets).map(|octet| format!("{octet:02x}")).concat();
    (source.answer(id, question), digest)
}
