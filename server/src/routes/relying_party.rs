//! `/v1/relying-party/requests`: a relying party asserts, and hears đúng or không đúng. Its signature is the
//! authentication: there is no session. Nothing of a request outlives its answer but an audit entry and the
//! receipt's digest.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use dossier::{
    api::ProblemType,
    relying::{
        ConsentReference, PartyAnswer, PartyReceipt, PartyRequest, PartyRequestRefused, PartySaid,
        Service, SharedField,
    },
    source::{Origin, Reply, Said, SourceField, SourceStanding},
};
use openssl::sha::sha256;
use rules::{
    calendar::VIETNAM,
    profile::ReuseOfAnswer,
    provider::{Eligible, Right},
};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::body::TextBody;
use crate::{
    Backend,
    intake::CLOCK_TOLERANCE,
    refusal::Refusal,
    sources::{
        Heading, asking,
        question::{Asked, OfCard, OfPerson},
    },
    store::{
        Connection, audit, consents, provider,
        relying_parties::{self, Party, PartyStanding},
    },
};

/// How often a consent is used: who may ask without end, asks until it has guessed.
const MOST_USES: i64 = 10;
/// What sources are told that they are asked for.
const RELYING_PARTY: &str = "relying_party";
/// S1 Art. 26.4a, whatever a profile says.
const LONGEST_USE: u16 = 48;

pub(super) async fn answer(
    State(backend): State<Backend>,
    TextBody(jws): TextBody,
) -> Result<Json<PartyAnswer>, Refusal> {
    let jws = Zeroizing::new(jws);
    let (party, request) = authenticated(&backend, &jws).await?;
    match answered(&backend, &party, &request).await {
        Ok(receipt) => Ok(Json(PartyAnswer { receipt })),
        Err(refusal) => {
            let mut transaction = backend.begin().await?;
            let entry = audit::Entry {
                actor: &party.id,
                action: "party.refused",
                subject: &request.request.to_string(),
                detail: refusal.kind().urn(),
            };
            audit::append(&mut transaction, backend.now(), entry).await?;
            transaction.commit().await?;
            Err(refusal)
        }
    }
}

/// Which relying party signed what; nothing else of a request is looked at before.
async fn authenticated(backend: &Backend, jws: &str) -> Result<(Party, PartyRequest), Refusal> {
    let claimed = PartyRequest::claimed_party(jws).ok_or(ProblemType::PartyRequestRefused)?;
    let mut connection = backend.parts().database.acquire().await?;
    let party = relying_parties::find(&mut connection, &claimed).await?;
    let party = party.ok_or(ProblemType::PartyUnknown)?;
    let request = PartyRequest::open(jws, &party.key).map_err(|why| {
        tracing::warn!(party = party.id, clause = why.clause(), %why, "a request is refused");
        match why {
            PartyRequestRefused::NotSigned => ProblemType::PartyUnknown,
            _ => ProblemType::PartyRequestRefused,
        }
    })?;
    Ok((party, request))
}

async fn answered(
    backend: &Backend,
    party: &Party,
    request: &PartyRequest,
) -> Result<String, Refusal> {
    let (parts, now) = (backend.parts(), backend.now());
    let mut connection = parts.database.acquire().await?;
    let eligible = eligible(&mut connection, now).await?;
    drop(connection);
    in_force(party, request, now)?;
    if (request.at - now).abs() > CLOCK_TOLERANCE {
        return Err(ProblemType::PartyRequestRefused.into());
    }
    let mut connection = parts.database.acquire().await?;
    if consents::is_answered(&mut connection, request.request).await? {
        return Err(ProblemType::RequestReplayed.into());
    }
    consented(backend, &mut connection, party, request, now).await?;
    drop(connection);
    let (said, origin) = ask(backend, request, eligible).await?;
    let all = said.values().all(|said| *said == PartySaid::Correct);
    let hours = match parts.rules(now)?.profile.account.reuse.value {
        ReuseOfAnswer::WithinHours(hours) | ReuseOfAnswer::WithinHoursNotPassedOn(hours) => hours,
    };
    let mut transaction = backend.begin().await?;
    // Once more, where nobody else uses it: it may have been withdrawn or used up meanwhile.
    let reference = consented(backend, &mut transaction, party, request, backend.now()).await?;
    let answered_at = backend.now();
    let receipt = PartyReceipt {
        request: request.request,
        party: party.id.clone(),
        contract: party.contract.clone(),
        service: request.service,
        purpose: request.purpose.clone(),
        transaction: request.transaction.clone(),
        consent: reference.consent,
        origin,
        said: if all {
            PartySaid::Correct
        } else {
            PartySaid::Incorrect
        },
        fields: match request.service {
            Service::Identification => BTreeMap::new(),
            Service::Authentication => said,
        },
        answered_at,
        usable_until: answered_at + Duration::hours(hours.min(LONGEST_USE).into()),
    };
    let receipt = receipt
        .sign(&parts.receipt_key)
        .ok_or(ProblemType::Unavailable)?;
    let names = (request.request, reference.consent);
    if !consents::keep_receipt(&mut transaction, names, &receipt, answered_at).await? {
        return Err(ProblemType::RequestReplayed.into());
    }
    let entry = audit::Entry {
        actor: &party.id,
        action: match request.service {
            Service::Identification => "party.identify",
            Service::Authentication => "party.authenticate",
        },
        subject: &request.request.to_string(),
        detail: &format!("{} {}", party.contract, reference.consent),
    };
    audit::append(&mut transaction, answered_at, entry).await?;
    transaction.commit().await?;
    Ok(receipt)
}

/// The operator may serve relying parties today. S1 Art. 34 to 37.
async fn eligible(connection: &mut Connection, now: OffsetDateTime) -> Result<Eligible, Refusal> {
    let recorded = provider::newest(connection).await?;
    let today = now.to_offset(VIETNAM).date();
    Right::on(recorded.as_ref(), today).map_err(|why| {
        tracing::warn!(%why, clause = why.clause(), "no relying party is served");
        ProblemType::ProviderNotEligible.into()
    })
}

/// Contract and permit of the request are the party's own, and both are in their time. S1 Art. 28, 34.1a.
fn in_force(party: &Party, request: &PartyRequest, now: OffsetDateTime) -> Result<(), Refusal> {
    let today = now.to_offset(VIETNAM).date();
    let own = request.contract == party.contract && request.permit == party.permit;
    let in_time = today <= party.contract_until && today <= party.permit_until;
    if party.standing == PartyStanding::Active && own && in_time {
        Ok(())
    } else {
        Err(ProblemType::ContractNotInForce.into())
    }
}

/// The consent covers this party, this person, this purpose and every field, and counts now. Which of them fails
/// is not said: the answer would tell whose number it is.
async fn consented(
    backend: &Backend,
    connection: &mut Connection,
    party: &Party,
    request: &PartyRequest,
    now: OffsetDateTime,
) -> Result<ConsentReference, Refusal> {
    let parts = backend.parts();
    let key = parts.receipt_key.public();
    let key = key.map_err(|cause| Refusal::internal("key", &cause))?;
    let refused = || Refusal::from(ProblemType::ConsentRefused);
    let reference = ConsentReference::open(&request.consent, &key).ok_or_else(refused)?;
    let kept = consents::find(connection, reference.consent).await?;
    let kept = kept.ok_or_else(refused)?;
    let subject = parts.vault.pseudonym(request.number.trim())?;
    let counts = kept.reference == sha256(request.consent.as_bytes())
        && kept.subject == subject
        && !kept.withdrawn
        && kept.uses < MOST_USES
        && reference.party == party.id
        && reference.purpose == request.purpose
        && reference.until > now
        && request
            .asserted
            .keys()
            .all(|field| reference.fields.contains(field));
    if counts {
        Ok(reference)
    } else {
        Err(refused())
    }
}

/// What the sources say of each field; a source that does not answer is no đúng and no không đúng. Of a person who is
/// not on record in force, nothing is right.
async fn ask(
    backend: &Backend,
    request: &PartyRequest,
    // Nobody is asked for a provider that may not serve.
    _: Eligible,
) -> Result<(BTreeMap<SharedField, PartySaid>, Origin), Refusal> {
    let (mut said, mut origin) = (BTreeMap::new(), Origin::Connected);
    let mut in_force = true;
    for (asked, fields_of) in questions(request) {
        let (answer, _) = asking::put(backend, Heading::new(RELYING_PARTY), asked).await?;
        let Reply::Answered { standing, fields } = answer.reply else {
            return Err(ProblemType::SourceSilent.into());
        };
        if answer.origin == Origin::Sample {
            origin = Origin::Sample;
        }
        in_force &= standing == SourceStanding::Registered;
        for (shared, field) in fields_of {
            let word = match fields.get(&field) {
                _ if !in_force => PartySaid::Incorrect,
                Some(Said::Correct) => PartySaid::Correct,
                Some(Said::Incorrect) => PartySaid::Incorrect,
                Some(Said::NotAnswered(_)) | None => {
                    return Err(ProblemType::SourceSilent.into());
                }
            };
            said.insert(shared, word);
        }
    }
    if !in_force {
        said.values_mut()
            .for_each(|one| *one = PartySaid::Incorrect);
    }
    Ok((said, origin))
}

type Fields = Vec<(SharedField, SourceField)>;

/// The person always, for their standing; the card where something of it was asserted.
fn questions(request: &PartyRequest) -> Vec<(Asked, Fields)> {
    let value = |field: SharedField| request.asserted.get(&field).cloned();
    let asserted = |fields: &[(SharedField, SourceField)]| -> Fields {
        let fields = fields.iter().copied();
        fields
            .filter(|(shared, _)| request.asserted.contains_key(shared))
            .collect()
    };
    let number = Zeroizing::new(request.number.trim().to_owned());
    let person = OfPerson {
        number: number.clone(),
        name: value(SharedField::Name),
        date_of_birth: value(SharedField::DateOfBirth),
        sex: value(SharedField::Sex),
        nationality: value(SharedField::Nationality),
        residence: value(SharedField::Residence),
    };
    let of_person = asserted(&[
        (SharedField::Name, SourceField::Name),
        (SharedField::DateOfBirth, SourceField::DateOfBirth),
        (SharedField::Sex, SourceField::Sex),
        (SharedField::Nationality, SourceField::Nationality),
        (SharedField::Residence, SourceField::Residence),
    ]);
    let of_card = asserted(&[
        (SharedField::DocumentNumber, SourceField::DocumentNumber),
        (SharedField::DateOfExpiry, SourceField::DateOfExpiry),
    ]);
    let mut questions = vec![(Asked::Population(person), of_person)];
    if !of_card.is_empty() {
        let card = OfCard {
            number,
            document_number: value(SharedField::DocumentNumber),
            date_of_expiry: value(SharedField::DateOfExpiry),
            portrait: None,
            fingerprints: Vec::new(),
        };
        questions.push((Asked::IdCard(card), of_card));
    }
    questions
}
