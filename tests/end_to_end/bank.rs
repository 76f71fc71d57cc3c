//! A teller identifies a customer: the card on the reader, the agency's answer by the customer's own case, nothing kept.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use dossier::relying::{PartySaid, ReceiptUse, SharedField};
use dossier::source::Origin;
use reader::verdict::{Degree, IdentityField, Written};
use serde_json::Value;
use terminal::config::Config;
use terminal::hands::Hands;
use ui::model::bank::{Bank, Inquiry, Likeness, Step};
use ui::model::{Model, Screen};
use ui::msg::Msg;
use ui::problem::Problem;
use zeroize::Zeroizing;

use crate::counter::Counter;
use crate::process::{binary, succeed};
use crate::registration::run_line;

const TELLER: &str = "giaodich";
const PASSWORD: &str = "mat-khau-giao-dich-thu";
const CORE: &str = "Số định danh cá nhân: 001199000018\nHọ và tên: NGUYEN THI VI DU\n";
const PATIENCE: Duration = Duration::from_secs(60);

fn bank(model: &Model) -> Option<&Bank> {
    match &model.screen {
        Screen::Bank(bank) => Some(bank),
        _ => None,
    }
}

impl Counter {
    /// A relying party at this terminal and at the backend, and a teller.
    fn open_bank(&self) {
        let core = self.path("core.txt");
        fs::write(&core, CORE).expect("the bank's record");
        let mut party = Command::new(binary("cccd"));
        party.arg("party").arg("--config").arg(self.settings());
        party.args(["--id", "ngan-hang", "--name", "Ngân hàng Ví Dụ"]);
        party.args(["--contract", "HD-01", "--permit", "GP-01"]);
        party.args(["--purpose", "mở tài khoản thanh toán", "--core-record"]);
        let told = succeed(party.arg(core));
        let key = String::from_utf8(told.stdout).expect("the key's path");
        let mut add = Command::new(binary("cccd-server"));
        add.args(["relying-party", "add", "--embedded"]);
        add.arg(self.path("server"));
        add.args(["--id", "ngan-hang", "--name", "Ngân hàng Ví Dụ"]);
        add.args(["--contract", "HD-01", "--contract-until", "2099-12-31"]);
        add.args(["--permit", "GP-01", "--permit-until", "2099-12-31"]);
        succeed(add.arg("--public-key").arg(Path::new(key.trim())));
        let mut right = Command::new(binary("cccd-server"));
        right.args(["provider", "state-agency", "--embedded"]);
        succeed(right.arg(self.path("server")));
        self.add_officer(TELLER, ("teller", "NH-01"), PASSWORD);
    }
}

/// Signs in, reads the card that the scanner's code opens, and states that its holder stands there.
fn at_the_desk(hands: &mut Hands, case: &str) {
    hands.does(Msg::OfficerTyped(TELLER.into()));
    hands.does(Msg::PasswordTyped(PASSWORD.to_owned().into()));
    hands.does(Msg::SignIn);
    let open = hands.waits_for("the teller's desk", PATIENCE, |model| bank(model).is_some());
    open.expect("the desk");
    hands.does(Msg::ReadCard);
    let read = hands.waits_for("the proven card", PATIENCE, |model| {
        bank(model).is_some_and(|bank| bank.step() == Step::Person)
    });
    read.expect("the card");
    hands.does(Msg::PersonCompared(Likeness::Same));
    hands.does(Msg::ConsentTyped(Zeroizing::new(case.to_owned())));
    hands.does(Msg::ConsentEntered);
}

fn ask(hands: &mut Hands, fields: &[SharedField]) {
    for field in fields {
        let (field, given) = (*field, true);
        hands.does(Msg::FieldAgreed { field, given });
    }
    hands.does(Msg::Next);
    let answered = hands.waits_for("an answer", PATIENCE, |model| {
        bank(model).is_some_and(|bank| !matches!(bank.inquiry, Inquiry::Asking(_)))
    });
    answered.expect("the answer");
}

#[test]
fn a_teller_hears_right_or_wrong_about_the_customer_and_keeps_nothing() {
    let counter = Counter::complete(&[]);
    let registered = run_line(&counter);
    assert!(
        registered.status.success(),
        "{}",
        String::from_utf8_lossy(&registered.stderr)
    );
    let record: Value = serde_json::from_slice(&registered.stdout).expect("the final record");
    let case = record["case"].as_str().expect("the case").to_owned();
    counter.open_bank();
    let before = files_of(&counter.path("terminal"));

    let config = Config::load(&counter.settings()).expect("settings");
    let mut hands = Hands::on(&config).expect("the terminal");
    at_the_desk(&mut hands, &case);
    let fields = [
        SharedField::Name,
        SharedField::Sex,
        SharedField::DocumentNumber,
    ];
    ask(&mut hands, &fields);
    let desk = bank(hands.sees()).expect("the desk");
    let receipt = desk
        .receipt()
        .unwrap_or_else(|| panic!("{:?}", desk.problem));
    assert_eq!(
        receipt.fields,
        fields.map(|field| (field, PartySaid::Correct)).into()
    );
    assert_eq!(
        (receipt.said, receipt.origin),
        (PartySaid::Correct, Origin::Sample)
    );
    let of = |party| receipt.used_by(party, &receipt.transaction, receipt.answered_at);
    assert_eq!(of("ngan-hang"), ReceiptUse::Usable);
    let hours = (receipt.usable_until - receipt.answered_at).whole_hours();
    assert!((1..=48).contains(&hours), "{hours}");
    // The bank's record came from the file that the settings name.
    let name = desk
        .rows()
        .into_iter()
        .find(|row| row.field == IdentityField::Name);
    let name = name.expect("the name");
    assert_eq!(name.compared, Some(Written::Differs(Degree::Marks)));

    hands.does(Msg::EndCustomer);
    let desk = bank(hands.sees()).expect("the desk");
    assert!(desk.card.read.is_none() && desk.receipt().is_none() && desk.basis.is_none());
    hands.does(Msg::SignOut);
    assert!(matches!(hands.sees().screen, Screen::SignIn(_)) && !hands.sees().keeps_a_draft());
    drop(hands);
    assert_eq!(
        files_of(&counter.path("terminal")),
        before,
        "no file is new"
    );

    // Another's case is no consent of this customer: nothing is said.
    let mut hands = Hands::on(&config).expect("the terminal");
    at_the_desk(&mut hands, "01920000-0000-7000-8000-000000000005");
    ask(&mut hands, &[SharedField::Name]);
    let refused = bank(hands.sees())
        .expect("the desk")
        .problem
        .map(Problem::code);
    let expected = Problem::BackendRefused(dossier::api::ProblemType::ConsentRefused);
    assert_eq!(refused, Some(expected.code()));
}

fn files_of(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("folder");
    let name = |entry: Result<fs::DirEntry, _>| {
        let name = entry.expect("entry").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    // What SQLite keeps beside its database while it is open.
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    names.sort();
    names
}
