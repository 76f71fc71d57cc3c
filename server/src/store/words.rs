//! Words of the tables for closed lists that have none of their own.

use dossier::{
    life::{DecidingLevel, Risk},
    subject::SubjectKind,
};

use super::corrupt;

pub(super) fn of_risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Ordinary => "ordinary",
        Risk::High => "high",
    }
}

pub(super) fn risk(word: &str) -> Result<Risk, sqlx::Error> {
    [Risk::Ordinary, Risk::High]
        .into_iter()
        .find(|risk| of_risk(*risk) == word)
        .ok_or_else(|| corrupt("a risk"))
}

pub(super) fn of_level(level: DecidingLevel) -> &'static str {
    match level {
        DecidingLevel::Approver => "approver",
        DecidingLevel::Senior => "senior",
    }
}

pub(super) fn level(word: &str) -> Result<DecidingLevel, sqlx::Error> {
    [DecidingLevel::Approver, DecidingLevel::Senior]
        .into_iter()
        .find(|level| of_level(*level) == word)
        .ok_or_else(|| corrupt("a level"))
}

pub(super) fn kind(word: &str) -> Result<SubjectKind, sqlx::Error> {
    SubjectKind::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| corrupt("a kind of subject"))
}
