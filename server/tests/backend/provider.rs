//! By what right relying parties are served, and what ends it.

use dossier::{api::ProblemType, relying::SharedField};
use rules::provider::{Certificate, Right, Standing};
use server::provider_command::{record, set};
use time::{Duration, macros::date};

use crate::{
    office::{Office, kind},
    relying_parties::LONG,
};

impl Office {
    pub(crate) fn serves_by(&self, right: &Right) {
        self.run(record(&self.backend.parts().database, right, self.now()))
            .unwrap();
    }

    fn certificate_is(&self, standing: Standing) {
        let database = &self.backend.parts().database;
        self.run(set(database, standing, self.now())).unwrap();
    }
}

#[test]
fn only_a_right_in_its_time_lets_a_relying_party_be_served() {
    let office = Office::open();
    let bank = office.bank("ngan-hang", LONG, LONG);
    let (case, nhan) = office.granted();
    let fields = [SharedField::Name];
    let consent = office.consent((case, &nhan), &bank, &fields).unwrap();
    let asks = || {
        let request = office.request(&consent.reference, &[(SharedField::Name, "Ai")]);
        office.asks(&bank, &request)
    };
    let refused = || assert_eq!(kind(asks()), ProblemType::ProviderNotEligible);
    asks().unwrap();

    // It ends while the backend runs: the 20th of November is its last day.
    let days = (date!(2026 - 01 - 01), date!(2026 - 11 - 20));
    let ending = Certificate::issued("01/GCN", days).unwrap();
    office.serves_by(&Right::Certificate(ending));
    asks().unwrap();
    office.pass(Duration::hours(15));
    refused();

    let days = (date!(2026 - 11 - 21), date!(2031 - 11 - 21));
    let next = Certificate::issued("02/GCN", days).unwrap();
    office.serves_by(&Right::Certificate(next));
    asks().unwrap();
    let until = date!(2026 - 12 - 31);
    office.certificate_is(Standing::Suspended { until });
    refused();
    office.certificate_is(Standing::Active);
    asks().unwrap();
    office.certificate_is(Standing::Revoked);
    refused();
    let back = set(
        &office.backend.parts().database,
        Standing::Active,
        office.now(),
    );
    assert!(office.run(back).is_err(), "revoked for good");

    // What does not serve a relying party goes on: consents are taken back, cases come in.
    let path = format!("/v1/consents/{}/withdrawal", consent.consent);
    assert_eq!(office.ask_for_nothing(&office.sign_in("nhan"), &path), 204);
    let told = "SELECT count(*) FROM audit WHERE action = 'provider.right'";
    assert_eq!(office.count(told), 6);
    let refusals = "SELECT count(*) FROM audit WHERE action = 'party.refused'
         AND detail LIKE '%provider-not-eligible'";
    assert_eq!(office.count(refusals), 3);
}
