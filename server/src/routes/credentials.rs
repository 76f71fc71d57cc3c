//! An officer proves to be who was typed: at sign-in, and as the second person of an exception. The same lock for both.

use dossier::api::{Officer, ProblemType};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    Backend, admission,
    listening::Peer,
    password::{self, Comparison},
    refusal::Refusal,
    store::{
        Transaction,
        officers::{self, Account},
        sign_in_failures,
        terminals::{self, Standing},
    },
    totp::SecondFactor,
};

/// What somebody typed. No `Debug`: it holds a password.
pub(super) struct Credentials {
    pub(super) officer: String,
    pub(super) password: Zeroizing<String>,
    pub(super) code: Option<Zeroizing<String>>,
    /// What is answered when officer or password is wrong.
    pub(super) wrong: ProblemType,
}

/// An officer whose password, terminal and second factor were right. [`Proven::begin`] uses the code up.
pub(super) struct Proven {
    typed: String,
    officer: Officer,
    /// The step of time of the second factor, where there is one.
    step: Option<i64>,
}

impl Credentials {
    /// Password first: whoever lacks it learns nothing else.
    pub(super) async fn prove(
        self,
        backend: &Backend,
        (peer, terminal): (&Peer, &str),
        now: OffsetDateTime,
    ) -> Result<Proven, Refusal> {
        let Self {
            officer: typed,
            password,
            code,
            wrong,
        } = self;
        let mut connection = backend.parts().database.acquire().await?;
        refuse_while_locked(
            sign_in_failures::locked_until(&mut connection, &typed).await?,
            now,
        )?;
        let account = officers::account(&mut connection, &typed).await?;
        let known = terminals::find(&mut connection, terminal).await?;
        drop(connection);
        let hash = account.as_ref().map_or_else(
            || password::NOBODY.to_owned(),
            |account| account.password_hash.clone(),
        );
        let comparison = backend
            .heavy(move |_| password::compare(&password, &hash))
            .await?;
        let enrolled = known.is_some_and(|known| known.standing == Standing::Enrolled);
        let account = match (account, comparison) {
            (Some(account), Comparison::Equal) if enrolled => account,
            _ => return Err(counted(backend, &typed, wrong, now).await?),
        };
        let mut connection = backend.parts().database.acquire().await?;
        let office = Some(account.officer.office.as_str());
        let admitted = admission::admit(backend, &mut connection, peer, terminal, office).await;
        drop(connection);
        if let Err(why) = admitted {
            return Err(admission::refuse(backend, peer, terminal, why).await);
        }
        let step = match second_factor(backend, &account, code, now)? {
            Second::NotAsked => None,
            Second::Step(step) => Some(step),
            // Whoever has the password alone is told what is missing, and nothing is opened.
            Second::Missing => return Err(ProblemType::SecondFactorNeeded.into()),
            Second::Wrong => {
                let kind = ProblemType::SecondFactorRefused;
                return Err(counted(backend, &typed, kind, now).await?);
            }
        };
        Ok(Proven {
            typed,
            officer: account.officer,
            step,
        })
    }
}

impl Proven {
    /// Who it is.
    pub(super) fn officer(&self) -> &Officer {
        &self.officer
    }

    /// The transaction of what the officer does with it: the code is used, earlier failures are forgotten.
    pub(super) async fn begin(
        self,
        backend: &Backend,
        now: OffsetDateTime,
    ) -> Result<(Transaction, Officer), Refusal> {
        let mut transaction = backend.begin().await?;
        if let Some(step) = self.step
            && !officers::use_step(&mut transaction, &self.officer.id, step).await?
        {
            // Seen by somebody, or used at two terminals: a code counts once.
            transaction.rollback().await?;
            let kind = ProblemType::SecondFactorRefused;
            return Err(counted(backend, &self.typed, kind, now).await?);
        }
        sign_in_failures::forget(&mut transaction, &self.typed).await?;
        Ok((transaction, self.officer))
    }
}

/// A failure costs the next attempt its time.
async fn counted(
    backend: &Backend,
    typed: &str,
    kind: ProblemType,
    now: OffsetDateTime,
) -> Result<Refusal, Refusal> {
    let mut transaction = backend.begin().await?;
    sign_in_failures::count(&mut transaction, typed, now).await?;
    transaction.commit().await?;
    tracing::warn!(problem = kind.urn(), "sign-in refused");
    Ok(kind.into())
}

/// What the second factor says of a sign-in whose password is right.
enum Second {
    NotAsked,
    /// Right, unless this step of time was used before.
    Step(i64),
    Missing,
    Wrong,
}

fn second_factor(
    backend: &Backend,
    account: &Account,
    code: Option<Zeroizing<String>>,
    now: OffsetDateTime,
) -> Result<Second, Refusal> {
    let Some(sealed) = &account.second_factor else {
        return Ok(Second::NotAsked);
    };
    let Some(code) = code else {
        return Ok(Second::Missing);
    };
    let factor = SecondFactor::open(&backend.parts().vault, &account.officer.id, sealed)
        .map_err(|cause| Refusal::internal("second factor", &cause))?;
    Ok(factor.step(&code, now).map_or(Second::Wrong, Second::Step))
}

fn refuse_while_locked(until: Option<OffsetDateTime>, now: OffsetDateTime) -> Result<(), Refusal> {
    match until {
        Some(until) if until > now => {
            let seconds = u64::try_from((until - now).whole_seconds()).unwrap_or(0) + 1;
            Err(Refusal::for_seconds(ProblemType::SignInLocked, seconds))
        }
        _ => Ok(()),
    }
}
