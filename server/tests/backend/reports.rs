//! XT05: what it counts, that a frozen one never changes, and who may read it.

use std::{fs, process::Command};

use dossier::{
    api::{ProblemType, Role},
    decision::RefusalReason,
    provider::FrozenReport,
    receipt::ReceiptPublicKey,
};
use openssl::sha::sha256;
use serde_json::Value;
use server::provider_report::{Period, Stated, freeze, preview};
use time::{Duration, macros::date};
use uuid::Uuid;

use crate::{
    decisions::approval,
    office::{Office, kind},
    process::PROGRAM,
};

const STATED: &str = "provider = \"Đơn vị Thí Dụ\"\nnumber = \"03/BC\"\nplace = \"Hà Nội\"\nsigner = \"Giám đốc\"\n\
    services = [\"Định danh tại quầy\"]\navailability = \"99,98 %\"\n\
    [[incidents]]\ntime = \"03/09\"\ncause = \"Mất kết nối\"\neffect = \"Chậm\"\nfix = \"Dự phòng\"\n";

impl Office {
    pub(crate) fn stated(&self) -> Stated {
        let file = self.folder.path().join("xt05.toml");
        fs::write(&file, STATED).unwrap();
        Stated::read(&file).unwrap()
    }

    /// Name and quantity of each line of the table.
    fn counted(&self, period: Period) -> Vec<u64> {
        let database = &self.backend.parts().database;
        let stated = self.stated();
        let report = self.run(preview(database, (period, &stated), self.now()));
        let report = report.unwrap();
        report.files.iter().map(|line| line.quantity).collect()
    }

    fn approve(&self, case: Uuid) {
        let approver = self.sign_in("duyet");
        let fence = self.claim(&approver, case).unwrap().claim.fence;
        self.decide(&approver, case, fence, approval()).unwrap();
    }
}

#[test]
fn a_report_counts_what_the_ledger_has_of_its_period_and_no_more() {
    let office = Office::open();
    office.approve(office.case());
    office.refuse(office.case(), RefusalReason::BioLow, None);
    office.refuse(office.case(), RefusalReason::CardRevoked, None);
    let late = office.case();
    office.pass(Duration::days(7));
    office.refuse(late, RefusalReason::CardRevoked, None);
    office.case();
    let second_half = Period::SecondHalf(2026);
    // Received, granted, returned, refused, late, still open.
    assert_eq!(office.counted(second_half), [5, 1, 1, 2, 1, 1]);
    assert_eq!(office.counted(Period::Year(2026)), [5, 1, 1, 2, 1, 1]);
    assert_eq!(office.counted(Period::FirstHalf(2026)), [0; 6]);
    let first_day = Period::OnRequest(date!(2026 - 11 - 20), date!(2026 - 11 - 20));
    assert_eq!(office.counted(first_day), [4, 1, 1, 1, 0, 1]);
    let backwards = Period::OnRequest(date!(2026 - 11 - 21), date!(2026 - 11 - 20));
    let database = &office.backend.parts().database;
    let stated = office.stated();
    let none = office.run(preview(database, (backwards, &stated), office.now()));
    assert!(none.is_err());
}

#[test]
fn a_frozen_report_is_signed_never_changes_and_is_the_auditors_to_read() {
    let office = Office::open();
    office.approve(office.case());
    let parts = office.backend.parts();
    let (period, stated) = (Period::SecondHalf(2026), office.stated());
    let freezing = || {
        freeze(
            &parts.database,
            &parts.receipt_key,
            (period, &stated),
            office.now(),
        )
    };
    assert!(office.run(freezing()).is_err(), "the period is not over");
    office.pass(Duration::days(60));
    let id = office.run(freezing()).unwrap();
    let path = format!("/v1/reports/{id}");
    office.add("kiem-tra", Role::Auditor);
    let auditor = office.sign_in("kiem-tra");
    let pdf = office
        .fetch(Some(&auditor), &path, "application/pdf", None)
        .unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let json = office
        .fetch(Some(&auditor), &path, "application/json", None)
        .unwrap();
    let form: Value = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(form["period"], "Báo cáo 06 tháng cuối năm 2026");
    assert_eq!(form["files"][1]["quantity"], 1);
    assert_eq!(form["incidents"][0]["cause"], "Mất kết nối");
    assert!(
        form["ledger_digest"]
            .as_str()
            .unwrap()
            .starts_with("SHA-256 ")
    );
    let views = "SELECT count(*) FROM audit WHERE action = 'report.view' AND actor = 'kiem-tra'";
    assert_eq!(office.count(views), 2);
    let refused = office.fetch(Some(&office.sign_in("duyet")), &path, "*/*", None);
    assert_eq!(kind(refused), ProblemType::Forbidden);
    let nothing = format!("/v1/reports/{}", Uuid::nil());
    let unknown = office.fetch(Some(&auditor), &nothing, "*/*", None);
    assert_eq!(kind(unknown), ProblemType::NotFound);
    assert!(
        office
            .tamper("UPDATE reports SET signed = 'other'")
            .is_err()
    );
    assert!(office.tamper("DELETE FROM reports").is_err());
    let files = ["signed", "pdf"].map(|name| office.folder.path().join(name));
    let exported = Command::new(PROGRAM)
        .args(["report", "export", "--id", &id.to_string(), "--signed"])
        .arg(&files[0])
        .arg("--pdf")
        .arg(&files[1])
        .args(office.place())
        .status()
        .unwrap();
    assert!(exported.success());
    let pem = fs::read(office.data().join("server.pub")).unwrap();
    let key = ReceiptPublicKey::from_pem(&pem).unwrap();
    let signed = fs::read_to_string(&files[0]).unwrap();
    let frozen = FrozenReport::open(&signed, &key).unwrap();
    assert_eq!(
        (frozen.id, frozen.from, frozen.to),
        (id, date!(2026 - 07 - 01), date!(2026 - 12 - 31))
    );
    let digest = sha256(&fs::read(&files[1]).unwrap()).map(|octet| format!("{octet:02x}"));
    assert_eq!(frozen.pdf, digest.concat());
    assert_eq!(frozen.form.as_bytes(), json.bytes);
    assert!(FrozenReport::open(&signed.replace('.', ".e"), &key).is_none());
}

#[test]
fn the_command_previews_by_period_and_refuses_half_a_question() {
    let office = Office::open();
    office.stated();
    let file = office.folder.path().join("xt05.toml");
    let run = |arguments: &[&str]| {
        Command::new(PROGRAM)
            .args(["report", "preview", "--stated"])
            .arg(&file)
            .args(arguments)
            .args(office.place())
            .output()
            .unwrap()
    };
    let previewed = run(&["--period", "h2", "--year", "2026"]);
    assert!(previewed.status.success());
    let form: Value = serde_json::from_slice(&previewed.stdout).unwrap();
    assert_eq!(
        (&form["from"], &form["to"]),
        (&"01/07/2026".into(), &"31/12/2026".into())
    );
    assert_eq!(form["addressee"], "Bộ Công an");
    assert!(!run(&["--period", "h2"]).status.success());
    assert!(
        !run(&["--period", "on-request", "--year", "2026"])
            .status
            .success()
    );
    assert_eq!(
        office.count("SELECT count(*) FROM reports"),
        0,
        "a preview keeps nothing"
    );
}
