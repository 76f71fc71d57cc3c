//! What the decree lets an officer decide about a case: facts of the dossier, of the database and of the
//! officer, put to the one decision function of `rules`.

mod evidence;
mod registering;

use std::collections::BTreeSet;

use dossier::{
    api::{Finding, FindingKind, Ruling, RulingEnd},
    decision::Examined,
    dossier::Sealed,
    facts::CitizenFacts,
    life::Risk,
    source::{SourceReply, SourceSubject, weigh},
    subject::{DeclaredForeigner, Subject},
};
use rules::{
    calendar::VIETNAM,
    deadline::{CardState, FileKind, Record},
    eligibility::Request,
    level2::{self, Facts, Ground, Person, Uniqueness},
    not_issued::NotIssued,
    profile::Level,
};
use time::{Date, OffsetDateTime, macros::format_description};
use uuid::Uuid;

use crate::{
    backend::Parts,
    refusal::Refusal,
    store::{Connection, cases},
};

/// One case as far as the decision goes.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) case: Uuid,
    pub(crate) sealed: &'a Sealed,
    /// What the card says of its holder.
    pub(crate) facts: &'a CitizenFacts,
    pub(crate) findings: &'a [Finding],
    /// Pseudonym of the subject.
    pub(crate) subject: Option<&'a [u8]>,
    /// The office that received it.
    pub(crate) office: &'a str,
    /// Whether an officer handed it to the higher level.
    pub(crate) escalated: bool,
    /// What each source answered.
    pub(crate) sources: &'a [SourceReply],
}

/// The decree's word on the case: what the sources answered, and what the officer states where they did not.
pub(crate) async fn of(
    connection: &mut Connection,
    parts: &Parts,
    about: &About<'_>,
    examined: Examined,
    now: OffsetDateTime,
) -> Result<level2::Ruling, Refusal> {
    let today = now.to_offset(VIETNAM).date();
    let rules = parts.rules(now)?;
    let Some(born) = about.facts.date_of_birth.as_deref().and_then(day) else {
        // Nothing is known of the holder: the card proves nothing, and no source could be asked.
        return Ok(level2::Ruling::NotNow(vec![Ground::SourceNotAnswered]));
    };
    let (subject, guardian) =
        registering::subject_of(connection, (parts, &rules.profile), about, born, today).await?;
    let weighed = weigh(about.sources);
    let examined = weighed.beside(examined);
    let printed = card(about.findings);
    // Withdrawn at its source, a card is no valid one, whatever is printed on it, and no new one is being issued.
    let withdrawn = weighed.card_withdrawn.then_some(CardState::ExpiredOrNone);
    let unclear = weighed.identity_unclear || weighed.card_withdrawn;
    let not_issued = unclear.then_some(NotIssued::IdentityUnclear);
    let request = Request {
        level: Level::Two,
        office: parts.offices.kind(about.office),
        with_card_issuance: withdrawn.is_none() && printed == CardState::ExpiredOrNone,
        card: withdrawn.unwrap_or(printed),
        guardian,
    };
    let facts = Facts {
        person: Person::Citizen,
        obstacles: BTreeSet::new(),
        data: evidence::data(about.findings, examined.data),
        portrait: evidence::biometric(examined.portrait),
        fingerprint: evidence::fingerprint(about.sealed, examined.fingerprint),
        recognition: evidence::recognition(about.sealed, examined),
        uniqueness: uniqueness(connection, about).await?,
        not_issued: not_issued.into_iter().collect(),
        special: about.escalated,
    };
    Ok(level2::decide(
        &rules.profile,
        (subject, request),
        today,
        facts,
    ))
}

/// The word on a case that the backend has not checked: nobody may decide it.
pub(crate) fn not_yet() -> Ruling {
    words(&level2::Ruling::NotNow(vec![Ground::SourceNotAnswered]))
}

/// The decree's word in the codes of the wire.
pub(crate) fn words(ruling: &level2::Ruling) -> Ruling {
    let (end, codes) = match ruling {
        level2::Ruling::MayApprove(basis) => (RulingEnd::MayApprove, vec![basis.code()]),
        level2::Ruling::HigherDecision(why) => (RulingEnd::HigherDecision, vec![why.code()]),
        level2::Ruling::NotNow(grounds) => {
            let codes = grounds.iter().map(|ground| ground.code()).collect();
            (RulingEnd::NotNow, codes)
        }
    };
    Ruling {
        end,
        codes: codes.into_iter().map(str::to_owned).collect(),
    }
}

/// Two officers approve what differs somewhere, what was excepted, and what an officer recognised.
pub(crate) fn risk(sealed: &Sealed, findings: &[Finding]) -> Risk {
    let doubtful = |finding: &Finding| {
        matches!(
            finding.kind,
            FindingKind::SourcesDiffer
                | FindingKind::VerdictDiffers
                | FindingKind::FingerRulesDiffer
                | FindingKind::FingerUnreadable
                | FindingKind::FingerAssessmentDiffers
                | FindingKind::FingerRecordDiffers
                | FindingKind::FingerTwice
                | FindingKind::ChallengeUnknown
                | FindingKind::ChallengeUsed
                | FindingKind::DuplicateCase
                | FindingKind::DeviceNotListed
                | FindingKind::DeviceBlocked
                | FindingKind::DeviceSimulated
        )
    };
    let excepted = !sealed.finger_work.exceptions.is_empty() || sealed.recognition.is_some();
    if excepted || findings.iter().any(doubtful) {
        Risk::High
    } else {
        Risk::Ordinary
    }
}

/// Which deadline the file has.
pub(crate) fn file_kind(subject: &Subject, findings: &[Finding]) -> FileKind {
    let card = card(findings);
    match subject {
        Subject::Citizen | Subject::Dependant(_) => FileKind::Level2 { card },
        // The immigration key is part of every foreigner's file.
        Subject::Foreigner(_) => FileKind::Foreigner {
            record: Record::There,
        },
        Subject::Organisation(declared) => FileKind::Organisation {
            record: match declared.code {
                Some(_) => Record::There,
                None => Record::Missing,
            },
        },
    }
}

/// By what a subject is found again, from what a source calls it.
pub(crate) fn key_of(subject: &SourceSubject) -> String {
    match subject {
        SourceSubject::Number(number) => number.trim().to_owned(),
        SourceSubject::TravelDocument {
            nationality,
            number,
        } => format!("foreigner\0{nationality}\0{number}"),
        SourceSubject::Organisation(code) => format!("organisation\0{}", code.trim()),
    }
}

/// By what the subject is found again; nothing when nothing proven names it.
pub(crate) fn key(sealed: &Sealed, facts: &CitizenFacts) -> Option<String> {
    let holder = facts.number.clone();
    match &sealed.subject {
        Subject::Citizen => holder,
        Subject::Foreigner(declared) => {
            let (nation, number) = (facts.nationality.as_ref()?, facts.document_number.as_ref()?);
            let document = || SourceSubject::TravelDocument {
                nationality: nation.clone(),
                number: number.clone(),
            };
            is_the_chips(declared, facts).then(|| key_of(&document()))
        }
        Subject::Organisation(declared) => {
            let code = declared.code.as_deref().or(declared.tax_code.as_deref())?;
            Some(key_of(&SourceSubject::Organisation(code.to_owned())))
        }
        Subject::Dependant(declared) => match &declared.number {
            Some(number) => Some(number.trim().to_owned()),
            None => {
                let name = declared.name.trim().to_lowercase();
                Some(format!("dependant\0{name}\0{}\0{}", declared.born, holder?))
            }
        },
    }
}

/// Whether a foreigner's travel document, as written down, is the one that was read.
pub(crate) fn is_the_chips(declared: &DeclaredForeigner, facts: &CitizenFacts) -> bool {
    let document = &declared.document;
    facts.nationality.as_deref() == Some(document.nationality.as_str())
        && facts.document_number.as_deref() == Some(document.paper.number.trim())
}

async fn uniqueness(connection: &mut Connection, about: &About<'_>) -> Result<Uniqueness, Refusal> {
    let Some(subject) = about.subject else {
        return Ok(Uniqueness::NotSearched);
    };
    Ok(
        match cases::is_of_known_subject(connection, subject, about.case).await? {
            false => Uniqueness::Unique,
            true => Uniqueness::Duplicate,
        },
    )
}

fn card(findings: &[Finding]) -> CardState {
    let expired = |finding: &Finding| finding.kind == FindingKind::CardExpired;
    if findings.iter().any(expired) {
        CardState::ExpiredOrNone
    } else {
        CardState::Valid
    }
}

fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}
