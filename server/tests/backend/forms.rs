//! Printed forms of a case: what stands on them, who may print, and that it is written down.

use dossier::{
    api::{ProblemType, Role, Session},
    decision::RefusalReason,
    draft::Draft,
    subject::{DraftSubject, GuardianCase, OwnCase},
};
use serde_json::Value;
use uuid::Uuid;

use crate::office::{Fetched, IMMIGRATION, OFFICE, Office, PROVINCE, kind};
use crate::rulings::{child, company, visitor};

fn path(case: Uuid, form: &str) -> String {
    format!("/v1/cases/{case}/forms/{form}")
}

impl Office {
    /// A form as the receiving officer `nhan` has it.
    fn form(&self, case: Uuid, form: &str) -> Result<Fetched, dossier::api::Problem> {
        self.form_for(&self.sign_in("nhan"), case, form)
    }

    fn form_for(
        &self,
        session: &Session,
        case: Uuid,
        form: &str,
    ) -> Result<Fetched, dossier::api::Problem> {
        self.fetch(Some(session), &path(case, form), "*/*", None)
    }

    /// What a form holds.
    fn content(&self, case: Uuid, form: &str) -> Value {
        let fetched = self.form(case, &format!("{form}.json")).unwrap();
        assert_eq!(fetched.media_type, "application/json");
        serde_json::from_slice(&fetched.bytes).unwrap()
    }

    fn refused_case(&self, reason: RefusalReason, note: Option<&str>) -> Uuid {
        let case = self.case();
        self.refuse(case, reason, note);
        case
    }

    fn prints(&self, case: Uuid, form: &str) -> i64 {
        let printed = "SELECT count(*) FROM audit WHERE action = 'case.print' AND actor = 'nhan'
               AND subject = $1 AND detail = $2";
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            sqlx::query_scalar(printed)
                .bind(case.to_string())
                .bind(form)
                .fetch_one(&mut *connection)
                .await
                .unwrap()
        })
    }
}

#[test]
fn an_appointment_says_when_where_and_how_the_result_comes() {
    let office = Office::open();
    let case = office.case();
    let slip = office.content(case, "appointment");
    assert_eq!(slip["name"], "Nguyễn Thị Ví Dụ");
    assert_eq!(slip["masked_number"], "••••••••0018");
    assert_eq!(slip["file_number"], case.to_string());
    assert_eq!(slip["office"]["name"], OFFICE);
    assert_eq!(slip["office"]["superior"], PROVINCE);
    assert_eq!(slip["received_at"], "09:00 ngày 20/11/2026");
    // Friday, three working days, 24 November is a holiday.
    assert_eq!(slip["deadline"], "03 ngày làm việc");
    assert_eq!(slip["due_on"], "26/11/2026");
    assert_eq!(slip["clause"], "NĐ 69/2024 Điều 13.2");
    assert_eq!(slip["officer"], "Cán bộ nhan");
    let text = slip.to_string();
    assert!(!text.contains("001199000018"), "the number is masked");
    assert!(!text.contains("912345678"), "the phone is masked");
    assert_eq!(office.prints(case, "appointment"), 1);
}

#[test]
fn a_form_comes_as_pdf_or_json_by_its_suffix_or_by_what_is_accepted() {
    let office = Office::open();
    let case = office.case();
    let session = office.sign_in("nhan");
    let fetch = |form: &str, accept: &str| {
        office
            .fetch(Some(&session), &path(case, form), accept, None)
            .unwrap()
    };
    let pdf = fetch("appointment", "application/pdf");
    assert_eq!(pdf.media_type, "application/pdf");
    assert_eq!(pdf.cache, "no-store");
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let suffix = fetch("appointment.pdf", "application/json");
    assert_eq!(suffix.bytes, pdf.bytes, "the same case, the same file");
    let json = fetch("request", "application/json");
    assert_eq!(json.media_type, "application/json");
    let request: Value = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(request["number"], "001199000018");
    assert_eq!(request["date_of_birth"], "15/03/1999");
    assert_eq!(request["phone"], "0912 345 678");
    assert_eq!(request["nationality"], "Việt Nam");
    let unknown = office.form_for(&session, case, "appointment.docx");
    assert_eq!(kind(unknown), ProblemType::NotFound);
    assert_eq!(office.prints(case, "appointment"), 2);
    assert_eq!(office.prints(case, "request"), 1);
}

#[test]
fn a_refusal_is_printed_after_a_refusal_alone_and_names_no_ban() {
    let office = Office::open();
    let waiting = office.case();
    assert_eq!(
        kind(office.form(waiting, "refusal")),
        ProblemType::FormNotYet
    );
    let returned = office.refused_case(RefusalReason::BioLow, None);
    assert_eq!(
        kind(office.form(returned, "refusal")),
        ProblemType::FormNotYet,
        "what comes back to be completed is not refused"
    );
    let banned = office.refused_case(RefusalReason::TravelBan, Some("lệnh số 1"));
    let notice = office.content(banned, "refusal");
    assert_eq!(notice["reason"], "Tạm thời chưa cấp tài khoản.");
    let text = notice.to_string();
    assert!(!text.contains("xuất, nhập cảnh") && !text.contains("lệnh số 1"));
    let other = office.refused_case(RefusalReason::Other, Some("giấy mờ"));
    let notice = office.content(other, "refusal");
    assert_eq!(notice["reason"], "Lý do khác: giấy mờ");
    assert!(
        office
            .form(other, "refusal.pdf")
            .unwrap()
            .bytes
            .starts_with(b"%PDF-")
    );
    assert_eq!(office.prints(waiting, "refusal"), 0);
    let unprintable = office.refused_case(RefusalReason::Other, Some("ảnh 🖼"));
    assert_eq!(
        kind(office.form(unprintable, "refusal")),
        ProblemType::FormNotPrintable
    );
    assert_eq!(
        office.content(unprintable, "refusal")["reason"],
        "Lý do khác: ảnh 🖼"
    );
}

#[test]
fn only_the_office_that_received_it_prints() {
    let office = Office::open();
    let case = office.case();
    office.add_at("nhan-khac", Role::Receiving, "Công an phường Khác");
    office.add("giao-dich", Role::Teller);
    office.add("kiem-tra", Role::Auditor);
    let refused = |officer: &str| kind(office.form_for(&office.sign_in(officer), case, "request"));
    assert_eq!(refused("nhan-khac"), ProblemType::NotFound);
    for officer in ["duyet", "giao-dich", "kiem-tra"] {
        assert_eq!(refused(officer), ProblemType::Forbidden, "{officer}");
    }
    assert_eq!(
        office.count("SELECT count(*) FROM audit WHERE action = 'case.print'"),
        0
    );
}

#[test]
fn the_request_of_every_kind_of_subject_can_be_printed() {
    let office = Office::open();
    office.add_at("nhan-nn", Role::Receiving, IMMIGRATION);
    let guardian = office.case();
    let filed = |officer: &str, subject: DraftSubject| {
        let change = |draft: &mut Draft| draft.subject = subject;
        office.file(officer, change).0
    };
    let own = GuardianCase::Own(OwnCase { case: guardian });
    let dependant = filed("nhan", DraftSubject::Dependant(child(own)));
    let request = office.content(dependant, "request");
    assert_eq!(request["name"], "Nguyễn Bé Mẫu");
    assert_eq!(request["representative"]["name"], "Nguyễn Thị Ví Dụ");
    assert_eq!(request["representative"]["relation"], "Mẹ");
    let organisation = filed("nhan", DraftSubject::Organisation(company(guardian)));
    let request = office.content(organisation, "request");
    assert_eq!(request["code"], "0100000000");
    assert_eq!(request["other_representatives"][0]["name"], "Trần Văn Mẫu");
    let slip = office.content(organisation, "appointment");
    assert_eq!(slip["name"], "Công ty Mẫu");
    assert_eq!(slip["papers"][0], "Phiếu đề nghị TK02");
    let foreigner = filed("nhan-nn", DraftSubject::Foreigner(visitor()));
    let session = office.sign_in("nhan-nn");
    let fetched = office
        .form_for(&session, foreigner, "request.json")
        .unwrap();
    let request: Value = serde_json::from_slice(&fetched.bytes).unwrap();
    assert_eq!(
        request["travel_document"],
        "Hộ chiếu số 01/GM, Cơ quan Mẫu, cấp 02/01/2025"
    );
    for case in [dependant, organisation] {
        for form in ["request.pdf", "appointment.pdf"] {
            assert!(office.form(case, form).unwrap().bytes.starts_with(b"%PDF-"));
        }
    }
    let pdf = office.form_for(&session, foreigner, "request.pdf").unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}
