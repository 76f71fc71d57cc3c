//! Relying parties: đúng or không đúng by contract, permit and consent, and what a hostile one would try.

use std::collections::BTreeMap;

use card_twin::fault::Fault;
use dossier::{
    api::{Problem, ProblemType, Role, Session, SubmissionAnswer},
    keys::PartyKey,
    receipt::{ReceiptKey, ReceiptPublicKey},
    relying::{
        ConsentRecorded, ConsentReference, ConsentRequest, PartyAnswer, PartyReceipt, PartyRequest,
        PartySaid, ReceiptUse, Service, SharedField,
    },
    source::Origin,
};
use rules::provider::Right;
use server::{
    relying_party_command::{register, set},
    store::relying_parties::{NewParty, PartyStanding},
};
use time::{Date, Duration, macros::date};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    decisions::approval,
    office::{BANK, Office, kind},
};

const REQUESTS: &str = "/v1/relying-party/requests";
const PURPOSE: &str = "mở tài khoản thanh toán";
const NUMBER: &str = "001199000018";

pub(crate) struct Bank {
    id: &'static str,
    key: PartyKey,
}

fn new_key() -> PartyKey {
    let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
    PartyKey::generate(&mut system).unwrap()
}

impl Office {
    pub(crate) fn bank(&self, id: &'static str, contract_until: Date, permit_until: Date) -> Bank {
        let key = new_key();
        let pem = String::from_utf8(key.public().unwrap().to_pem().unwrap()).unwrap();
        let new = NewParty {
            id,
            name: "Ngân hàng Thử Nghiệm",
            contract: ("HD-01", contract_until),
            permit: ("GP-01", permit_until),
            public_key: &pem,
        };
        self.run(register(&self.backend.parts().database, &new, self.now()))
            .unwrap();
        self.serves_by(&Right::StateAgency);
        Bank { id, key }
    }

    /// A person of level 2, and the officer who records consents.
    pub(crate) fn granted(&self) -> (Uuid, Session) {
        let case = self.case();
        let approver = self.sign_in("duyet");
        let fence = self.claim(&approver, case).unwrap().claim.fence;
        self.decide(&approver, case, fence, approval()).unwrap();
        (case, self.sign_in("nhan"))
    }

    pub(crate) fn consent(
        &self,
        (case, session): (Uuid, &Session),
        bank: &Bank,
        fields: &[SharedField],
    ) -> Result<ConsentRecorded, Problem> {
        let request = ConsentRequest {
            case,
            party: bank.id.into(),
            purpose: PURPOSE.into(),
            fields: fields.iter().copied().collect(),
            until: self.now() + Duration::days(30),
        };
        self.post(Some(session), "/v1/consents", &request)
            .map(|(_, recorded)| recorded)
    }

    pub(crate) fn asks(
        &self,
        bank: &Bank,
        request: &PartyRequest,
    ) -> Result<PartyReceipt, Problem> {
        let signed = request.sign(bank.id, &bank.key).unwrap();
        self.asks_signed(&signed)
    }

    fn asks_signed(&self, signed: &str) -> Result<PartyReceipt, Problem> {
        let (_, PartyAnswer { receipt }) = self.send_to(REQUESTS, signed)?;
        let pem = std::fs::read(self.data().join("server.pub")).unwrap();
        let key = ReceiptPublicKey::from_pem(&pem).unwrap();
        Ok(PartyReceipt::open(&receipt, &key).unwrap())
    }

    /// A request about the fictitious citizen, by this consent.
    pub(crate) fn request(&self, consent: &str, asserted: &[(SharedField, &str)]) -> PartyRequest {
        let value = |text: &str| Zeroizing::new(text.to_owned());
        PartyRequest {
            request: Uuid::new_v4(),
            service: Service::Authentication,
            contract: "HD-01".into(),
            permit: "GP-01".into(),
            at: self.now(),
            purpose: PURPOSE.into(),
            transaction: "GD-1".into(),
            consent: consent.into(),
            number: value(NUMBER),
            asserted: asserted
                .iter()
                .map(|(field, text)| (*field, value(text)))
                .collect(),
        }
    }
}

/// What a bank asked about a person of level 2 by that person's consent, as it signed it, and what it was given.
pub(crate) fn receipt_of_an_answer(office: &Office) -> (PartyRequest, String, String) {
    let bank = office.bank("ngan-hang", LONG, LONG);
    let (case, officer) = office.granted();
    let consent = office.consent((case, &officer), &bank, &[SharedField::Name]);
    let request = office.request(&consent.unwrap().reference, &[NAME]);
    let signed = request.sign(bank.id, &bank.key).unwrap();
    let (_, PartyAnswer { receipt }) = office.send_to(REQUESTS, &signed).unwrap();
    (request, signed, receipt)
}

pub(crate) const LONG: Date = date!(2030 - 01 - 01);
const NAME: (SharedField, &str) = (SharedField::Name, "Nguyễn Thị Ví Dụ");
const CARD: (SharedField, &str) = (SharedField::DocumentNumber, "199000018");

#[test]
fn a_bank_hears_right_or_wrong_and_its_receipt_counts_48_hours_in_its_own_transaction() {
    let office = Office::open();
    let bank = office.bank("ngan-hang", LONG, LONG);
    let (case, officer) = office.granted();
    let fields = [
        SharedField::Name,
        SharedField::Sex,
        SharedField::DocumentNumber,
    ];
    let consent = office
        .consent((case, &officer), &bank, &fields)
        .unwrap()
        .reference;
    let asserted = [NAME, (SharedField::Sex, "M"), CARD];
    let receipt = office
        .asks(&bank, &office.request(&consent, &asserted))
        .unwrap();
    let expected = BTreeMap::from([
        (SharedField::Name, PartySaid::Correct),
        (SharedField::Sex, PartySaid::Incorrect),
        (SharedField::DocumentNumber, PartySaid::Correct),
    ]);
    assert_eq!(
        (receipt.said, &receipt.fields),
        (PartySaid::Incorrect, &expected)
    );
    assert_eq!(receipt.origin, Origin::Sample, "and the receipt says so");
    assert_eq!(receipt.usable_until, office.now() + Duration::hours(48));
    let later = office.now() + Duration::hours(49);
    let used = |transaction, at| receipt.used_by(bank.id, transaction, at);
    assert_eq!(used("GD-1", office.now()), ReceiptUse::Usable);
    assert_eq!(used("GD-2", office.now()), ReceiptUse::OtherTransaction);
    assert_eq!(used("GD-1", later), ReceiptUse::Expired);
    let identification = PartyRequest {
        service: Service::Identification,
        ..office.request(&consent, &[NAME, CARD])
    };
    let receipt = office.asks(&bank, &identification).unwrap();
    assert_eq!(receipt.said, PartySaid::Correct);
    assert!(receipt.fields.is_empty(), "one word for all of it");
}

#[test]
fn nothing_of_a_request_outlives_its_answer_but_an_entry_and_a_digest() {
    let office = Office::open();
    let bank = office.bank("ngan-hang", LONG, LONG);
    let (case, officer) = office.granted();
    let consent = office
        .consent(
            (case, &officer),
            &bank,
            &[SharedField::Residence, SharedField::Name],
        )
        .unwrap()
        .reference;
    let planted = "Số 7 Ngõ Không Có Thật";
    let request = office.request(&consent, &[(SharedField::Residence, planted), NAME]);
    office.asks(&bank, &request).unwrap();
    let at_rest = office.everything_at_rest();
    for text in [planted, NUMBER, "Ví Dụ", PURPOSE, "GD-1", "incorrect"] {
        let held = |octets: &Vec<u8>| {
            octets
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(!at_rest.iter().any(held), "{text} lies in the open");
    }
    let entries =
        "SELECT count(*) FROM audit WHERE action = 'party.authenticate' AND actor = 'ngan-hang'";
    assert_eq!(office.count(entries), 1);
    assert_eq!(office.count("SELECT count(*) FROM party_receipts"), 1);
}

#[test]
fn contract_permit_and_standing_gate_every_request() {
    let office = Office::open();
    let (case, officer) = office.granted();
    let over = date!(2026 - 11 - 19);
    for bank in [
        office.bank("hop-dong-het", over, LONG),
        office.bank("giay-phep-het", LONG, over),
    ] {
        let consent = office
            .consent((case, &officer), &bank, &[SharedField::Name])
            .unwrap();
        let request = office.request(&consent.reference, &[NAME]);
        let refused = office.asks(&bank, &request);
        assert_eq!(
            kind(refused),
            ProblemType::ContractNotInForce,
            "{}",
            bank.id
        );
    }
    let bank = office.bank("ngan-hang", LONG, LONG);
    let consent = office
        .consent((case, &officer), &bank, &[SharedField::Name])
        .unwrap();
    let request = || office.request(&consent.reference, &[NAME]);
    let changes: [fn(&mut PartyRequest); 2] = [
        |request| request.contract = "HD-02".into(),
        |request| request.permit = "GP-02".into(),
    ];
    for change in changes {
        let mut other = request();
        change(&mut other);
        assert_eq!(
            kind(office.asks(&bank, &other)),
            ProblemType::ContractNotInForce
        );
    }
    let database = &office.backend.parts().database;
    let stand = |standing| office.run(set(database, "ngan-hang", standing, office.now()));
    stand(PartyStanding::Suspended).unwrap();
    assert_eq!(
        kind(office.asks(&bank, &request())),
        ProblemType::ContractNotInForce
    );
    stand(PartyStanding::Active).unwrap();
    assert!(office.asks(&bank, &request()).is_ok());
    stand(PartyStanding::Revoked).unwrap();
    assert_eq!(
        kind(office.asks(&bank, &request())),
        ProblemType::ContractNotInForce
    );
    assert!(stand(PartyStanding::Active).is_err(), "revoked for good");
    let refused = "SELECT count(*) FROM audit WHERE action = 'party.refused'";
    assert_eq!(office.count(refused), 6, "each is an entry");
}

#[test]
fn a_consent_counts_for_its_party_person_purpose_fields_and_time_alone() {
    let office = Office::open();
    let (bank, other) = (
        office.bank("ngan-hang", LONG, LONG),
        office.bank("ngan-hang-khac", LONG, LONG),
    );
    let (case, officer) = office.granted();
    let own = office
        .consent((case, &officer), &bank, &[SharedField::Name])
        .unwrap();
    let request = || office.request(&own.reference, &[NAME]);
    let refused = |bank: &Bank, request: &PartyRequest, what: &str| {
        assert_eq!(
            kind(office.asks(bank, request)),
            ProblemType::ConsentRefused,
            "{what}"
        );
    };
    refused(&other, &request(), "another bank's consent");
    refused(
        &bank,
        &office.request(&own.reference, &[NAME, CARD]),
        "a field without consent",
    );
    let mut changed = request();
    changed.purpose = "quảng cáo".into();
    refused(&bank, &changed, "another purpose");
    let mut changed = request();
    changed.number = Zeroizing::new("000000000000".into());
    refused(&bank, &changed, "another person");
    // Signed by a key that is not the backend's, as a bank could make one.
    let forged = ConsentReference {
        consent: own.consent,
        party: bank.id.into(),
        purpose: PURPOSE.into(),
        fields: SharedField::ALL.into_iter().collect(),
        given_at: office.now(),
        until: office.now() + Duration::days(300),
    };
    let mut system = |buffer: &mut [u8]| openssl::rand::rand_bytes(buffer).unwrap();
    let stranger = ReceiptKey::generate(&mut system).unwrap();
    let forged = forged.sign(&stranger).unwrap();
    refused(
        &bank,
        &office.request(&forged, &[NAME]),
        "a consent of its own making",
    );
    assert!(office.asks(&bank, &request()).is_ok());
    let path = format!("/v1/consents/{}/withdrawal", own.consent);
    assert_eq!(office.ask_for_nothing(&officer, &path), 204);
    refused(&bank, &request(), "withdrawn");
    assert_eq!(office.ask_for_nothing(&officer, &path), 404, "only once");
    assert!(office.tamper("DELETE FROM consent_withdrawals").is_err());
    assert!(office.tamper("UPDATE consents SET party = 'x'").is_err());
    let short = office
        .consent((case, &officer), &bank, &[SharedField::Name])
        .unwrap();
    office.pass(Duration::days(31));
    refused(&bank, &office.request(&short.reference, &[NAME]), "over");
}

#[test]
fn who_asks_for_values_again_or_without_end_learns_nothing() {
    let office = Office::open();
    let bank = office.bank("ngan-hang", LONG, LONG);
    let (case, officer) = office.granted();
    let consent = office
        .consent((case, &officer), &bank, &SharedField::ALL)
        .unwrap()
        .reference;
    let request = office.request(&consent, &[NAME]);
    let signed = request.sign(bank.id, &bank.key).unwrap();
    assert!(office.asks_signed(&signed).is_ok());
    assert_eq!(
        kind(office.asks_signed(&signed)),
        ProblemType::RequestReplayed
    );
    let mut empty = office.request(&consent, &[(SharedField::Residence, " ")]);
    assert_eq!(
        kind(office.asks(&bank, &empty)),
        ProblemType::PartyRequestRefused
    );
    empty.asserted.clear();
    assert_eq!(
        kind(office.asks(&bank, &empty)),
        ProblemType::PartyRequestRefused
    );
    let stolen = Bank {
        id: bank.id,
        key: new_key(),
    };
    let fresh = office.request(&consent, &[NAME]);
    assert_eq!(
        kind(office.asks(&stolen, &fresh)),
        ProblemType::PartyUnknown
    );
    let nobody = Bank {
        id: "khong-co",
        key: new_key(),
    };
    assert_eq!(
        kind(office.asks(&nobody, &fresh)),
        ProblemType::PartyUnknown
    );
    let mut late = office.request(&consent, &[NAME]);
    late.at -= Duration::minutes(3);
    assert_eq!(
        kind(office.asks(&bank, &late)),
        ProblemType::PartyRequestRefused
    );
    for day in 1..=9 {
        let guess = format!("1999-03-{day:02}");
        let guess = [(SharedField::DateOfBirth, guess.as_str())];
        let receipt = office
            .asks(&bank, &office.request(&consent, &guess))
            .unwrap();
        assert_eq!(receipt.said, PartySaid::Incorrect);
    }
    let right = office.request(&consent, &[(SharedField::DateOfBirth, "1999-03-15")]);
    assert_eq!(
        kind(office.asks(&bank, &right)),
        ProblemType::ConsentRefused,
        "used up"
    );
}

#[test]
fn consent_is_recorded_by_a_receiving_officer_for_a_person_of_level_2() {
    let office = Office::open();
    let bank = office.bank("ngan-hang", LONG, LONG);
    let waiting = office.case();
    let officer = office.sign_in("nhan");
    let early = office.consent((waiting, &officer), &bank, &[SharedField::Name]);
    assert_eq!(kind(early), ProblemType::ConsentRefused);
    let approver = office.sign_in("duyet");
    let fence = office.claim(&approver, waiting).unwrap().claim.fence;
    office
        .decide(&approver, waiting, fence, approval())
        .unwrap();
    let by_approver = office.consent((waiting, &approver), &bank, &[SharedField::Name]);
    assert_eq!(kind(by_approver), ProblemType::Forbidden);
    let to_nothing = office.consent((waiting, &officer), &bank, &[]);
    assert_eq!(
        kind(to_nothing),
        ProblemType::ConsentRefused,
        "nothing is given by default"
    );
    assert!(
        office
            .consent((waiting, &officer), &bank, &[SharedField::Name])
            .is_ok()
    );
}

#[test]
fn a_bank_never_files_level_2_whoever_sits_at_its_desk() {
    let office = Office::open();
    office.add_at("giao-dich-vien", Role::Receiving, BANK);
    let session = office.sign_in("giao-dich-vien");
    let challenge = office.challenge(&session);
    let draft = office.draft(Some(&challenge), Fault::None);
    let signed = office.seal(&draft, &session);
    let refused = office.send::<SubmissionAnswer>(&signed.jws);
    assert_eq!(kind(refused), ProblemType::BankCannotFile);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 0);
    let written = "SELECT count(*) FROM audit WHERE action = 'submission.refused' AND actor = 'giao-dich-vien'";
    assert_eq!(office.count(written), 1);
}

#[test]
fn a_desk_prints_the_slip_of_an_answer_that_this_backend_gave() {
    let office = Office::open();
    office.add_at("quay", Role::Teller, BANK);
    let (request, signed, receipt) = receipt_of_an_answer(&office);
    let teller = office.sign_in("quay");
    let slip = |session, accept, receipt: &str| {
        office.fetch(
            Some(session),
            "/v1/relying-party/slips",
            accept,
            Some(receipt),
        )
    };
    let printed = slip(&teller, "application/json", &receipt).unwrap();
    assert_eq!(printed.cache, "no-store");
    let form: serde_json::Value = serde_json::from_slice(&printed.bytes).unwrap();
    assert_eq!(form["answer"], "ĐÚNG");
    assert_eq!(form["office"]["name"], BANK);
    assert_eq!(form["request"], request.request.to_string());
    assert_eq!(form["permit"], "GP-01, đến 01/01/2030");
    let proof = form["proof"].as_str().unwrap();
    assert!(
        proof.ends_with("(dữ liệu mẫu, không có giá trị)"),
        "{proof}"
    );
    let text = String::from_utf8(printed.bytes).unwrap();
    assert!(!text.contains("Ví Dụ") && !text.contains(NUMBER), "{text}");
    let pdf = slip(&teller, "application/pdf", &receipt).unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let written = "SELECT count(*) FROM audit WHERE action = 'party.slip' AND actor = 'quay'";
    assert_eq!(office.count(written), 2);
    let approver = office.sign_in("duyet");
    assert_eq!(
        kind(slip(&approver, "*/*", &receipt)),
        ProblemType::Forbidden
    );
    // Signed here all the same, and never given: a receipt of another backend's database.
    let pem = std::fs::read(office.data().join("server.pub")).unwrap();
    let key = ReceiptPublicKey::from_pem(&pem).unwrap();
    let mut other = PartyReceipt::open(&receipt, &key).unwrap();
    other.said = PartySaid::Incorrect;
    let never_given = other.sign(&office.backend.parts().receipt_key).unwrap();
    assert_eq!(
        kind(slip(&teller, "*/*", &never_given)),
        ProblemType::NotFound
    );
    assert_eq!(kind(slip(&teller, "*/*", &signed)), ProblemType::NotFound);
    assert_eq!(office.count(written), 2, "what is refused is not printed");
}
