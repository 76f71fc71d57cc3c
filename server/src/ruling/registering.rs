//! The subject of a dossier as the rules know one: conditions, guardians and representatives looked up.

use dossier::subject::{
    DeclaredDependant, Dependency, GuardianCase, OwnCase, Paper, Subject, SubjectKind,
};
use rules::{
    eligibility::{Condition, Guardian, Representative, Subject as Registering},
    profile::{ForeignerCondition, Profile},
};
use time::Date;
use uuid::Uuid;

use super::About;
use crate::{
    backend::Parts,
    refusal::Refusal,
    store::{Connection, cases},
};

/// Who registers, and the guardian who came with a person too young to register alone.
pub(super) async fn subject_of(
    connection: &mut Connection,
    (parts, profile): (&Parts, &Profile),
    about: &About<'_>,
    born: Date,
    today: Date,
) -> Result<(Registering, Guardian), Refusal> {
    let number = about.facts.number.as_deref();
    let holder = number
        .map(|number| parts.vault.pseudonym(number))
        .transpose()?;
    let holder = holder.as_deref();
    Ok(match &about.sealed.subject {
        Subject::Citizen => (Registering::Citizen { born }, Guardian::Absent),
        Subject::Foreigner(declared) => {
            let resident = declared.residence_card.as_ref();
            let resident = resident.is_some_and(|card| card.counts_on(today));
            let condition = match profile.registration.foreigner_condition.value {
                ForeignerCondition::ImmigrationRecord | ForeignerCondition::Entry => Condition::Met,
                ForeignerCondition::ResidenceCard if resident => Condition::Met,
                ForeignerCondition::ResidenceCard => Condition::NotMet,
            };
            let registering = Registering::Foreigner { born, condition };
            (registering, Guardian::Absent)
        }
        Subject::Organisation(declared) => {
            let authorised = declared.authorised.as_ref();
            let stands = authorised.is_none_or(|one| one.paper.counts_on(today));
            let verified = match &declared.representative {
                // Whoever was authorised came with a card of their own; the case is the representative's, another
                // person's.
                Some(case) if authorised.is_some() => {
                    granted_to_another(connection, *case, holder).await?
                }
                Some(case) => granted(connection, *case, holder).await?,
                None => false,
            };
            let consents = declared
                .others
                .iter()
                .filter_map(|one| one.consent.as_ref());
            let consented = consents.clone().all(|paper| paper.counts_on(today));
            let representative = match (verified && stands, consented) {
                (true, true) => Representative::VerifiedWithAllConsents,
                (true, false) => Representative::ConsentMissing,
                (false, _) => Representative::NotVerified,
            };
            (
                Registering::Organisation { representative },
                Guardian::Absent,
            )
        }
        Subject::Dependant(declared) => {
            let guardian = guardian(connection, declared, holder, today).await?;
            let registering = match &declared.dependency {
                Dependency::Under14 => Registering::Citizen {
                    born: declared.born,
                },
                Dependency::Ward(_) => Registering::Ward { guardian },
            };
            (registering, guardian)
        }
    })
}

async fn guardian(
    connection: &mut Connection,
    declared: &DeclaredDependant,
    holder: Option<&[u8]>,
    today: Date,
) -> Result<Guardian, Refusal> {
    let has_level2 = match &declared.guardian {
        Some(GuardianCase::Own(case)) => granted(connection, *case, holder).await?,
        Some(GuardianCase::FiledTogether(submission)) => {
            let found = cases::by_submission(connection, submission).await?;
            let alive = found.filter(|case| case.state.is_granted() || !case.state.is_decided());
            match alive {
                Some(case) => same(connection, case.id, holder).await?,
                None => false,
            }
        }
        None => false,
    };
    let counts = |paper: &Paper| paper.counts_on(today);
    let appointed = match &declared.dependency {
        Dependency::Under14 => true,
        Dependency::Ward(decision) => decision.as_ref().is_some_and(counts),
    };
    Ok(
        match (has_level2, declared.proof.as_ref().is_some_and(counts)) {
            (true, true) if appointed => Guardian::Proven,
            (true, _) => Guardian::RelationUnproven,
            (false, _) => Guardian::WithoutLevel2,
        },
    )
}

/// Whether this case granted level 2 to this person.
async fn granted(
    connection: &mut Connection,
    own: OwnCase,
    person: Option<&[u8]>,
) -> Result<bool, Refusal> {
    let case = cases::find(connection, own.case).await?;
    let granted = case.is_some_and(|case| case.state.is_granted());
    Ok(granted && same(connection, own.case, person).await?)
}

/// Whether this case granted level 2 to some person who is not this one.
async fn granted_to_another(
    connection: &mut Connection,
    own: OwnCase,
    person: Option<&[u8]>,
) -> Result<bool, Refusal> {
    let case = cases::find(connection, own.case).await?;
    let granted = case.is_some_and(|case| {
        case.state.is_granted()
            && matches!(case.subject, SubjectKind::Citizen | SubjectKind::Foreigner)
    });
    Ok(granted && person.is_some() && !same(connection, own.case, person).await?)
}

async fn same(
    connection: &mut Connection,
    case: Uuid,
    person: Option<&[u8]>,
) -> Result<bool, Refusal> {
    let subject = cases::subject_of(connection, case).await?;
    Ok(person.is_some() && subject.as_deref() == person)
}
