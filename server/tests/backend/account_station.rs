//! An office with an approved case, its account, and a source that tells what happens to it.

use std::{fs, path::Path};

use dossier::{
    account::AccountState,
    api::{
        AccountRecord, AccountSearch, ActivationRequest, LockAsk, LockDecision, LockEvidence,
        LockWanted, Problem, Session,
    },
    decision::CaseState,
    keys::SourceKey,
    source::{Source, SourceChange, SourceEvent, SourceSubject},
};
use rules::{lock::LockCause, profile::ProfileName, rulebook::Bundled};
use server::accounts::watch::look;
use time::Duration;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::{
    database,
    decisions::approval,
    office::Office,
    source_server::{Authority, SourceServer},
    sources::confirms,
};

/// On the twin's card, which ends on 2039-03-15.
pub(crate) const NUMBER: &str = "001199000018";

pub(crate) struct Station {
    pub(crate) office: Office,
    pub(crate) key: SourceKey,
    pub(crate) case: Uuid,
    _server: SourceServer,
}

type Answered = Result<AccountRecord, Problem>;

impl Station {
    /// An account under this profile, of which the person has not been told.
    pub(crate) fn under(profile: ProfileName) -> Self {
        let authority = Authority::new();
        let server = SourceServer::start(&authority, |question, _| confirms(question));
        let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
        let key = SourceKey::generate(&mut system).unwrap();
        let sections = ["population", "id_card"]
            .map(|source| server.section(source, 1) + "events_key = \"events.pub\"\n");
        let url = Runtime::new().unwrap().block_on(database::fresh());
        let office = Office::open_prepared(url, |folder: &Path| {
            authority.equip(folder);
            let public = key.public().unwrap().to_pem().unwrap();
            fs::write(folder.join("events.pub"), public).unwrap();
            fs::write(folder.join("sources.toml"), sections.concat()).unwrap();
            let bundled = Bundled::profile(profile);
            let policy = folder.join("policy");
            fs::create_dir_all(&policy).unwrap();
            for (name, part) in [("profile", bundled), ("calendar", Bundled::CALENDAR)] {
                fs::write(policy.join(format!("{name}.toml")), part.text).unwrap();
                fs::write(policy.join(format!("{name}.toml.jws")), part.signature).unwrap();
            }
        });
        let case = office.case();
        let approver = office.sign_in("duyet");
        let fence = office.claim(&approver, case).unwrap().claim.fence;
        let record = office.decide(&approver, case, fence, approval()).unwrap();
        assert_eq!(record.state, CaseState::AccountIssued);
        Self {
            office,
            key,
            case,
            _server: server,
        }
    }

    /// An account whose person has been told.
    pub(crate) fn told(profile: ProfileName) -> Self {
        let station = Self::under(profile);
        let carriers = station.office.carriers("");
        station.office.deliver(&carriers);
        station
    }

    /// An account in use.
    pub(crate) fn active(profile: ProfileName) -> Self {
        let station = Self::told(profile);
        station.hears(Source::Population, SourceChange::Activated);
        assert_eq!(station.seen().state, AccountState::Activated);
        station
    }

    pub(crate) fn by(&self, officer: &str) -> Session {
        self.office.sign_in(officer)
    }

    pub(crate) fn search(&self, officer: &str, search: &AccountSearch) -> Answered {
        let session = self.by(officer);
        let answer = self
            .office
            .post(Some(&session), "/v1/accounts/search", search);
        answer.map(|(_, record)| record)
    }

    pub(crate) fn seen(&self) -> AccountRecord {
        self.search("nhan", &AccountSearch::Case(self.case))
            .unwrap()
    }

    pub(crate) fn case_state(&self) -> CaseState {
        let session = self.by("duyet");
        let path = format!("/v1/cases/{}", self.case);
        let (_, record) = self
            .office
            .get::<dossier::api::CaseRecord>(Some(&session), &path)
            .unwrap();
        record.state
    }

    pub(crate) fn ask(
        &self,
        officer: &str,
        wanted: LockWanted,
        evidence: LockEvidence,
    ) -> Answered {
        let session = self.by(officer);
        let path = format!("/v1/accounts/{}/lock-requests", self.case);
        let ask = LockAsk { wanted, evidence };
        let answer = self.office.post(Some(&session), &path, &ask);
        answer.map(|(status, record)| {
            assert_eq!(status, 201);
            record
        })
    }

    pub(crate) fn decide(&self, officer: &str, request: Uuid, grant: bool) -> Answered {
        let session = self.by(officer);
        let path = format!("/v1/lock-requests/{request}/decision");
        let answer = self
            .office
            .post(Some(&session), &path, &LockDecision { grant });
        answer.map(|(_, record)| record)
    }

    /// Asked for by one officer, granted by another.
    pub(crate) fn granted(&self, wanted: LockWanted, evidence: LockEvidence) -> AccountRecord {
        let asked = self.ask("nhan", wanted, evidence).unwrap();
        let request = asked.requests.last().unwrap().request;
        self.decide("duyet", request, true).unwrap()
    }

    pub(crate) fn activate(&self, officer: &str, number: &str) -> Answered {
        let session = self.by(officer);
        let path = format!("/v1/accounts/{}/activation", self.case);
        let request = ActivationRequest {
            owner_number: number.into(),
        };
        let answer = self.office.post(Some(&session), &path, &request);
        answer.map(|(_, record)| record)
    }

    pub(crate) fn hears(&self, source: Source, change: SourceChange) {
        let event = SourceEvent {
            event: Uuid::new_v4(),
            source,
            at: self.office.now(),
            change,
            subject: SourceSubject::Number(NUMBER.into()),
        };
        let signed = event.sign(&self.key).unwrap();
        assert_eq!(self.office.tell("/v1/source-events", &signed).unwrap(), 204);
    }

    pub(crate) fn days_pass(&self, days: i64) {
        self.office.pass(Duration::days(days));
        self.office.run(look(&self.office.backend)).unwrap();
    }

    pub(crate) fn causes(&self) -> Vec<LockCause> {
        self.seen().locks.iter().map(|lock| lock.cause).collect()
    }
}

pub(crate) fn with(change: impl FnOnce(&mut LockEvidence)) -> LockEvidence {
    let mut given = LockEvidence::default();
    change(&mut given);
    given
}

pub(crate) fn owner() -> LockEvidence {
    with(|given| {
        given.owner_number = Some(NUMBER.into());
    })
}

pub(crate) fn body(name: &str) -> LockEvidence {
    with(|given| {
        given.body = Some(name.into());
        given.document = Some("123/CQĐT ngày 20/11/2026".into());
    })
}

pub(crate) fn note(text: &str) -> LockEvidence {
    with(|given| {
        given.note = Some(text.into());
    })
}

impl Office {
    /// How many notices of this kind and channel were written.
    pub(crate) fn told_of_notice(&self, detail: &'static str) -> i64 {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            sqlx::query_scalar(
                "SELECT count(*) FROM audit WHERE action = 'notice.write' AND detail = $1",
            )
            .bind(detail)
            .fetch_one(&mut *connection)
            .await
            .unwrap()
        })
    }
}
