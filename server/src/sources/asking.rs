//! Asking about a case: after the commit of whatever called for it, never within a transaction.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use dossier::source::{
    Concerning, Reply, Said, Source, SourceRecord, SourceReply, WhyNoReply, WhyNotSaid, in_force,
};
use futures_util::future::join_all;
use reader::verdict::Verdict;
use rules::{
    answer::{ProvenAnswer, Transaction as Purpose, Use, usable},
    profile::ReuseOfAnswer,
};
use time::{Duration, OffsetDateTime};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard, Semaphore};
use uuid::Uuid;

use super::{
    Answer, Heading,
    question::{self, Asked},
};
use crate::{
    Backend,
    opened::{Opened, open},
    refusal::{Refusal, Unreadable},
    store::{
        Connection, audit,
        cases::{self, Case},
        source_answers::{self, Kept},
        source_events,
    },
    vault::CaseKey,
};

/// How many questions wait for their answer at once.
const AT_ONCE: usize = 8;
/// A source that gave no answer, or is still looking, is left alone for so long.
const PAUSE: Duration = Duration::minutes(1);

/// What sources are told that they are asked for.
const LEVEL_2: &str = "level_2";

static ASKING: Semaphore = Semaphore::const_new(AT_ONCE);

/// Who asks about which case: one at a time, so that nothing is asked twice.
#[derive(Default)]
pub struct Turns(Mutex<BTreeMap<Uuid, Weak<Turn<()>>>>);

impl Turns {
    async fn take(&self, case: Uuid) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            let known = turns.get(&case).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let new = Arc::new(Turn::new(()));
                turns.insert(case, Arc::downgrade(&new));
                new
            })
        };
        turn.lock_owned().await
    }
}

/// Asks in the background, and waits so long for it; what takes longer goes on by itself.
pub(crate) async fn within(
    backend: &Backend,
    (case, opened): (Uuid, Option<Arc<Opened>>),
    actor: &str,
    patience: std::time::Duration,
) {
    let (backend, actor) = (backend.clone(), actor.to_owned());
    let asking = tokio::spawn(async move {
        if let Err(why) = consult(&backend, (case, opened), &actor).await {
            tracing::warn!(%case, kind = why.kind().urn(), "the sources could not be asked");
        }
    });
    // Only the wait ends; a panic of the task is in the log already.
    let _ = tokio::time::timeout(patience, asking).await;
}

/// Asks in the background, and nobody waits for it.
pub(crate) fn in_background(backend: &Backend, case: Uuid, actor: &str) {
    let (backend, actor) = (backend.clone(), actor.to_owned());
    let patience = std::time::Duration::ZERO;
    tokio::spawn(async move { within(&backend, (case, None), &actor, patience).await });
}

/// Asks whatever is still open or too old about a case, and keeps the answers. Of a card that is not proven genuine
/// nothing is asked: whoever forged it would learn what is right on it. Whoever has the case open already lends it.
///
/// # Errors
/// When the case cannot be opened or the answers cannot be kept; a source that does not answer is an answer too.
pub(crate) async fn consult(
    backend: &Backend,
    (id, opened): (Uuid, Option<Arc<Opened>>),
    actor: &str,
) -> Result<(), Refusal> {
    let parts = backend.parts();
    let _turn = parts.turns.take(id).await;
    let now = backend.now();
    let profile = &parts.rules(now)?.profile;
    let mut connection = parts.database.acquire().await?;
    let case = cases::find(&mut connection, id).await?;
    let open_and_proven =
        |case: &Case| !case.wrapped_key.is_empty() && case.server_verdict == Verdict::Genuine;
    let Some(case) = case.filter(open_and_proven) else {
        return Ok(());
    };
    let opened = match opened {
        Some(opened) => opened,
        None => Arc::new(open(backend, &mut connection, &case).await?),
    };
    let known = kept(backend, &mut connection, &case).await?;
    drop(connection);
    let raised = question::of(opened.sealed(), &opened.presentation.facts, profile);
    let due = raised.into_iter().filter(|(concerning, asked)| {
        let key = (asked.source(), *concerning);
        let reply = known
            .replies
            .iter()
            .find(|one| (one.source, one.concerning) == key);
        reply.is_none_or(|reply| {
            // What a source told by itself is no answer to a question: it is asked.
            known.told.contains(&reply.question)
                || is_due(reply, profile.account.reuse.value, id, now)
        })
    });
    let asked = due.map(|(concerning, asked)| of_case(backend, id, concerning, asked));
    let records = join_all(asked).await;
    let records = records.into_iter().collect::<Result<Vec<_>, _>>()?;
    keep(backend, id, actor, &records).await
}

/// Of every question that the case raises, the reply that counts, or that there is none yet.
///
/// # Errors
/// When an answer at rest does not open or was changed.
pub(crate) async fn standing(
    backend: &Backend,
    connection: &mut Connection,
    (case, opened): (&Case, &Opened),
    now: OffsetDateTime,
) -> Result<Vec<SourceReply>, Refusal> {
    let profile = match backend.parts().rules(now) {
        Ok(rules) if case.server_verdict == Verdict::Genuine => &rules.profile,
        // Without a profile in force, or of a card that is not proven, nothing is asked and nothing approved.
        _ => return Ok(Vec::new()),
    };
    let known = kept(backend, connection, case).await?;
    let raised = question::of(opened.sealed(), &opened.presentation.facts, profile);
    let reply = raised.into_iter().map(|(concerning, asked)| {
        let key = (asked.source(), concerning);
        let reply = known
            .replies
            .iter()
            .find(|one| (one.source, one.concerning) == key);
        let open = || not_yet(key, case.received_at);
        reply.cloned().unwrap_or_else(open)
    });
    Ok(reply.collect())
}

fn not_yet((source, concerning): (Source, Concerning), since: OffsetDateTime) -> SourceReply {
    SourceReply {
        question: Uuid::nil(),
        source,
        concerning,
        origin: dossier::source::Origin::Connected,
        asked_at: since,
        ended_at: since,
        reply: Reply::NotAnswered(WhyNoReply::NotYet),
    }
}

fn is_due(reply: &SourceReply, rule: ReuseOfAnswer, case: Uuid, now: OffsetDateTime) -> bool {
    let rested = now - reply.ended_at >= PAUSE;
    match &reply.reply {
        Reply::NotAnswered(WhyNoReply::NotYet | WhyNoReply::Changed) => true,
        Reply::NotAnswered(_) => rested,
        Reply::Answered { fields, .. } => {
            let here = Purpose(case.to_string());
            let proven = ProvenAnswer {
                transaction: here.clone(),
                received_at: reply.ended_at,
            };
            let pending = Said::NotAnswered(WhyNotSaid::Pending);
            let looking = fields.values().any(|said| *said == pending);
            let usable = usable(rule, &proven, &here, now);
            !matches!(usable, Use::Until(_)) || (looking && rested)
        }
    }
}

/// Puts one question, away from the threads that answer requests; SHA-256 of what was asked comes with the answer.
pub(crate) async fn put(
    backend: &Backend,
    heading: Heading,
    asked: Asked,
) -> Result<(Answer, String), Refusal> {
    let _turn = ASKING
        .acquire()
        .await
        .map_err(|cause| Refusal::internal("turn", &cause))?;
    let waiting = backend.clone();
    tokio::task::spawn_blocking(move || waiting.parts().sources.ask(&heading, &asked))
        .await
        .map_err(|cause| Refusal::internal("source", &cause))
}

async fn of_case(
    backend: &Backend,
    case: Uuid,
    concerning: Concerning,
    asked: Asked,
) -> Result<SourceRecord, Refusal> {
    let heading = Heading::new(LEVEL_2);
    let (question, source, asked_at) = (heading.question, asked.source(), backend.now());
    let (answer, digest) = put(backend, heading, asked).await?;
    Ok(SourceRecord {
        case,
        asked: digest,
        reply: SourceReply {
            question,
            source,
            concerning,
            origin: answer.origin,
            asked_at,
            ended_at: backend.now(),
            reply: answer.reply,
        },
        words: answer.words,
    })
}

/// Answers and audit entries in one transaction: who asked which source, and whether it answered, without a word
/// of what was asked.
async fn keep(
    backend: &Backend,
    id: Uuid,
    actor: &str,
    records: &[SourceRecord],
) -> Result<(), Refusal> {
    if records.is_empty() {
        return Ok(());
    }
    let (parts, now) = (backend.parts(), backend.now());
    let mut transaction = backend.begin().await?;
    // Its key may have been destroyed meanwhile.
    let case = cases::find_to_change(&mut transaction, id).await?;
    let Some(case) = case.filter(|case| !case.wrapped_key.is_empty()) else {
        return Ok(());
    };
    let key = parts.vault.case_key(id, &case.wrapped_key)?;
    for record in records {
        let signed = record
            .sign(&parts.receipt_key)
            .map_err(|cause| Refusal::internal("source", &cause))?;
        let question = record.reply.question;
        let sealed = key.seal(id, &label(question), signed.as_bytes())?;
        let kept = Kept { question, sealed };
        let (source, asked_at) = (record.reply.source, record.reply.asked_at);
        source_answers::insert(&mut transaction, id, (source, asked_at), &kept).await?;
    }
    for record in records {
        let ended = match &record.reply.reply {
            Reply::Answered { .. } => "answered",
            Reply::NotAnswered(why) => why.word(),
        };
        let entry = audit::Entry {
            actor,
            action: "source.ask",
            subject: &id.to_string(),
            detail: &format!("{} {ended}", record.reply.source.word()),
        };
        audit::append(&mut transaction, now, entry).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// What is known of a case.
struct Known {
    /// Of each question the reply that counts.
    replies: Vec<SourceReply>,
    /// Which of them a source told by itself.
    told: BTreeSet<Uuid>,
}

/// The replies that count, opened: each must be the backend's own word about this very case. What a source told by
/// itself takes its place among its answers.
async fn kept(
    backend: &Backend,
    connection: &mut Connection,
    case: &Case,
) -> Result<Known, Refusal> {
    let parts = backend.parts();
    let rows = source_answers::of_case(connection, case.id).await?;
    let key = parts.vault.case_key(case.id, &case.wrapped_key)?;
    let replies = rows
        .iter()
        .map(|row| opened_row(backend, case.id, &key, row));
    let mut replies = replies.collect::<Result<Vec<_>, _>>()?;
    let told = match cases::subject_of(connection, case.id).await? {
        Some(subject) => source_events::since(connection, &subject, case.received_at).await?,
        None => Vec::new(),
    };
    let by_itself = told.iter();
    replies.extend(by_itself.filter_map(|one| {
        one.change
            .as_reply((one.event, one.source), one.received_at)
    }));
    replies.sort_by_key(|reply| reply.ended_at);
    Ok(Known {
        replies: in_force(replies),
        told: told.iter().map(|one| one.event).collect(),
    })
}

fn opened_row(
    backend: &Backend,
    case: Uuid,
    key: &CaseKey,
    row: &Kept,
) -> Result<SourceReply, Refusal> {
    let public = backend.parts().receipt_key.public();
    let public = public.map_err(|cause| Refusal::internal("key", &cause))?;
    let signed = key.open(case, &label(row.question), &row.sealed)?;
    let signed = String::from_utf8_lossy(&signed);
    let record = SourceRecord::open(&signed, &public)
        .map_err(|cause| Refusal::internal("source's answer at rest", &cause))?;
    if record.case == case && record.reply.question == row.question {
        Ok(record.reply)
    } else {
        Err(Refusal::internal("source's answer at rest", &Unreadable))
    }
}

fn label(question: Uuid) -> String {
    format!("source/{question}")
}
