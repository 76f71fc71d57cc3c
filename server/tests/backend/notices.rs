//! Notices: written with the step that they tell of, sealed, delivered later, never lost, given up where somebody sees it.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use card_twin::fault::Fault;
use dossier::decision::{Decision, RefusalReason};
use serde_json::Value;
use server::{
    notices::{
        carriers::Carriers,
        delivery::{TRIES, deliver},
    },
    operations::serve_figures,
};
use time::Duration;
use uuid::Uuid;

use crate::{
    decisions::approval,
    gateway::Gateway,
    mail_server::{Mail, MailServer, Says},
    office::Office,
    process::PROGRAM,
    source_server::Authority,
};

const EMAIL: &str = "vi.du@example.vn";

impl Office {
    /// A case whose person has an e-mail address.
    fn case_with_email(&self) -> Uuid {
        self.file("nhan", |draft| draft.contact.email = EMAIL.into())
            .0
    }

    pub(crate) fn refuse(&self, case: Uuid, reason: RefusalReason, note: Option<&str>) {
        let approver = self.sign_in("duyet");
        let fence = self.claim(&approver, case).unwrap().claim.fence;
        let note = note.map(Into::into);
        let decision = Decision::Refuse { reason, note };
        self.decide(&approver, case, fence, decision).unwrap();
    }

    /// With these settings; none for the folder's own.
    pub(crate) fn carriers(&self, settings: &str) -> Arc<Carriers> {
        if !settings.is_empty() {
            fs::write(self.data().join("notices.toml"), settings).unwrap();
        }
        Arc::new(Carriers::load(&self.data()).unwrap())
    }

    pub(crate) fn deliver(&self, carriers: &Arc<Carriers>) {
        self.run(deliver(&self.backend, carriers)).unwrap();
    }

    pub(crate) fn notices_in(&self, state: &'static str) -> i64 {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            sqlx::query_scalar("SELECT count(*) FROM notices WHERE state = $1")
                .bind(state)
                .fetch_one(&mut *connection)
                .await
                .unwrap()
        })
    }

    pub(crate) fn told_of(&self, action: &'static str) -> i64 {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = $1")
                .bind(action)
                .fetch_one(&mut *connection)
                .await
                .unwrap()
        })
    }

    fn notices_command(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(PROGRAM)
            .arg("notices")
            .args(arguments)
            .args(self.place())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), said)
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn plain(server: &MailServer) -> String {
    format!(
        "[email]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"cap@example.vn\"\n",
        server.port
    )
}

/// The mails' Message-ID.
fn id_of(mail: &Mail) -> String {
    let line = mail
        .data
        .lines()
        .find(|line| line.starts_with("Message-ID: "));
    line.unwrap().to_owned()
}

#[test]
fn every_step_that_a_person_is_told_of_writes_its_notices_sealed() {
    let office = Office::open();
    let case = office.case_with_email();
    assert_eq!(office.notices_in("waiting"), 2, "received: SMS and e-mail");
    office.refuse(case, RefusalReason::BioLow, None);
    assert_eq!(office.notices_in("waiting"), 4, "returned");
    let other = office.case();
    assert_eq!(office.notices_in("waiting"), 5, "no address, no e-mail");
    let approver = office.sign_in("duyet");
    let fence = office.claim(&approver, other).unwrap().claim.fence;
    office.decide(&approver, other, fence, approval()).unwrap();
    assert_eq!(office.notices_in("waiting"), 6, "approved");
    assert_eq!(office.told_of("notice.write"), 6);
    for text in [EMAIL, "+84912345678", "được phê duyệt"] {
        let held = |octets: &Vec<u8>| {
            let mut windows = octets.windows(text.len());
            windows.any(|part| part == text.as_bytes())
        };
        let at_rest = office.everything_at_rest();
        assert!(!at_rest.iter().any(held), "{text} lies in the open");
    }
}

#[test]
fn without_settings_each_notice_becomes_one_private_file() {
    let office = Office::open();
    let case = office.case_with_email();
    office.refuse(case, RefusalReason::Other, Some("giấy mờ"));
    let carriers = office.carriers("");
    office.deliver(&carriers);
    let folder = office.data().join("notices");
    let written = files(&folder);
    assert_eq!(written.len(), 4);
    assert_eq!(office.notices_in("sent"), 4);
    assert_eq!(office.told_of("notice.send"), 4);
    let texts: Vec<_> = written.iter().map(|file| read(file)).collect();
    let of = |kind: &str, channel: &str| {
        let mut found = texts
            .iter()
            .filter(|text| text["kind"] == kind && text["channel"] == channel);
        found.next().unwrap().clone()
    };
    let received = of("received", "sms");
    assert_eq!(received["to"], "+84912345678");
    let text = received["text"].as_str().unwrap();
    assert!(
        text.contains("26/11/2026") && text.contains(&case.to_string()),
        "{text}"
    );
    let refused = of("refused", "email");
    assert_eq!(refused["to"], EMAIL);
    let text = refused["text"].as_str().unwrap();
    assert!(text.contains("Lý do: Lý do khác: giấy mờ."), "{text}");
    let all = serde_json::to_string(&texts).unwrap();
    assert!(!all.contains("Ví Dụ") && !all.contains("001199000018"));
    office.deliver(&carriers);
    assert_eq!(files(&folder).len(), 4, "what was sent is not sent again");
    assert_eq!(
        office.count("SELECT count(*) FROM notices WHERE sealed IS NOT NULL"),
        0,
        "what was delivered is not kept"
    );
}

#[test]
fn a_file_that_nobody_takes_away_goes_after_a_week_also_when_nothing_follows() {
    let office = Office::open();
    office.case_with_email();
    let carriers = office.carriers("");
    office.deliver(&carriers);
    let folder = office.data().join("notices");
    let written = files(&folder);
    assert_eq!(written.len(), 2);
    let day = std::time::Duration::from_secs(24 * 60 * 60);
    let age = |file: &Path, days: u32| {
        let file = fs::File::options().write(true).open(file).unwrap();
        let then = std::time::SystemTime::now() - day * days;
        file.set_modified(then).unwrap();
    };
    age(&written[0], 8);
    age(&written[1], 6);
    carriers.tidy();
    assert_eq!(files(&folder), [written[1].clone()]);
}

#[test]
fn a_gateway_takes_an_sms_once_with_its_name_and_our_token() {
    let office = Office::open();
    let authority = Authority::new();
    authority.equip(&office.data());
    let gateway = Gateway::start(&authority, 202);
    let token = office.data().join("token");
    fs::write(&token, "bi-mat-4711\n").unwrap();
    fs::set_permissions(&token, fs::Permissions::from_mode(0o600)).unwrap();
    office.case();
    let carriers = office.carriers(&format!(
        "[sms]\nurl = \"https://127.0.0.1:{}/sms\"\ntrust = \"source-ca.pem\"\ntoken_file = \"token\"\n",
        gateway.port
    ));
    office.deliver(&carriers);
    office.deliver(&carriers);
    let posted = gateway.posted();
    assert_eq!(posted.len(), 1);
    let (head, body) = &posted[0];
    assert!(head.starts_with("POST /sms HTTP/1.1\r\n"), "{head}");
    let head = head.to_ascii_lowercase();
    assert!(
        head.contains("authorization: bearer bi-mat-4711\r\n"),
        "{head}"
    );
    assert_eq!(body["to"], "+84912345678");
    let id = body["id"].as_str().unwrap();
    assert!(
        head.contains(&format!("idempotency-key: {id}\r\n")),
        "{head}"
    );
    assert!(body["text"].as_str().unwrap().contains("26/11/2026"));
    assert_eq!(office.notices_in("sent"), 1);
}

#[test]
fn mail_begins_tls_by_command_and_gives_the_password_within_it() {
    let office = Office::open();
    let authority = Authority::new();
    authority.equip(&office.data());
    let server = MailServer::start_tls(&authority, |_| Says(250));
    let password = office.data().join("password");
    fs::write(&password, "mat-khau-4711\n").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let settings = format!(
        "[email]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"starttls\"\ntrust = \"source-ca.pem\"\n\
         from = \"cap@example.vn\"\nuser = \"cap\"\npassword_file = \"password\"\n",
        server.port
    );
    office.case_with_email();
    office.deliver(&office.carriers(&settings));
    assert_eq!(server.mails().len(), 1);
    // RFC 4616: \0user\0password.
    let proof = openssl::base64::encode_block(b"\0cap\0mat-khau-4711");
    assert_eq!(server.said_within_tls(), [format!("AUTH PLAIN {proof}")]);
    // One that does not begin TLS is told nothing.
    let plain_only = MailServer::start(None, |_| Says(250));
    office.case_with_email();
    let settings = settings.replace(&server.port.to_string(), &plain_only.port.to_string());
    office.deliver(&office.carriers(&settings));
    assert_eq!(plain_only.mails().len(), 0);
    assert_eq!(
        office.count("SELECT count(*) FROM notices WHERE channel = 'email' AND state = 'sent'"),
        1
    );
}

#[test]
fn a_ban_is_told_as_temporarily_not_issued() {
    let office = Office::open();
    let case = office.case();
    office.refuse(case, RefusalReason::TravelBan, Some("lệnh số 1"));
    office.deliver(&office.carriers(""));
    let texts = files(&office.data().join("notices"));
    let all: String = texts.iter().map(|file| read(file).to_string()).collect();
    assert!(all.contains("Tạm thời chưa cấp tài khoản"));
    assert!(!all.contains("lệnh") && !all.contains("nhập cảnh"), "{all}");
}

#[test]
fn a_mail_server_gets_one_mail_and_a_busy_one_is_asked_again_later_and_later() {
    let office = Office::open();
    let server = MailServer::start(None, |tries| if tries < 2 { Says(451) } else { Says(250) });
    office.case_with_email();
    let carriers = office.carriers(&plain(&server));
    office.deliver(&carriers);
    assert_eq!(server.mails().len(), 1);
    office.deliver(&carriers);
    assert_eq!(server.mails().len(), 1, "not before its pause");
    office.pass(Duration::seconds(60));
    office.deliver(&carriers);
    office.pass(Duration::seconds(60));
    office.deliver(&carriers);
    assert_eq!(server.mails().len(), 2, "the second pause is longer");
    office.pass(Duration::seconds(60));
    office.deliver(&carriers);
    let mails = server.mails();
    assert_eq!(mails.len(), 3);
    assert_eq!(id_of(&mails[0]), id_of(&mails[2]), "one notice, one name");
    assert_eq!(mails[2].to, EMAIL);
    assert!(
        mails[2]
            .data
            .contains("Content-Type: text/plain; charset=utf-8")
    );
    assert!(
        mails[2]
            .text()
            .contains("Hẹn trả kết quả chậm nhất ngày 26/11/2026")
    );
    assert_eq!(office.notices_in("waiting"), 0);
    assert_eq!(office.told_of("notice.give_up"), 0);
}

#[test]
fn mail_goes_over_tls_to_the_server_that_is_trusted_and_to_no_other() {
    let office = Office::open();
    let (trusted, other) = (Authority::new(), Authority::new());
    let accepts = |_: usize| Says(250);
    let settings = |server: &MailServer| {
        format!(
            "[email]\nhost = \"127.0.0.1\"\nport = {}\ntrust = \"source-ca.pem\"\nfrom = \"cap@example.vn\"\n",
            server.port
        )
    };
    trusted.equip(&office.data());
    let stranger = MailServer::start(Some(&other), accepts);
    office.case_with_email();
    office.deliver(&office.carriers(&settings(&stranger)));
    assert_eq!(stranger.mails().len(), 0);
    let failure =
        "SELECT count(*) FROM notices WHERE channel = 'email' AND failure = 'not_allowed'";
    assert_eq!(office.count(failure), 1);
    let own = MailServer::start(Some(&trusted), accepts);
    office.pass(Duration::minutes(1));
    office.deliver(&office.carriers(&settings(&own)));
    assert_eq!(own.mails().len(), 1);
    let without = settings(&own).replace("trust = \"source-ca.pem\"\n", "");
    fs::write(office.data().join("notices.toml"), without).unwrap();
    assert!(
        Carriers::load(&office.data()).is_err(),
        "nobody is trusted unnamed"
    );
    let far = "[email]\nhost = \"mail.example.vn\"\ntls = \"none\"\nfrom = \"cap@example.vn\"\n";
    fs::write(office.data().join("notices.toml"), far).unwrap();
    assert!(
        Carriers::load(&office.data()).is_err(),
        "nothing leaves without TLS"
    );
}

#[test]
fn what_is_refused_or_has_used_its_tries_is_dead_seen_and_tried_again_on_command() {
    let office = Office::open();
    let refuses = MailServer::start(None, |_| Says(550));
    office.case_with_email();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = closed.local_addr().unwrap();
    drop(closed);
    let carriers = office.carriers(&format!(
        "{}[sms]\nurl = \"http://{gone}/sms\"\n",
        plain(&refuses)
    ));
    office.deliver(&carriers);
    assert_eq!(
        office.notices_in("dead"),
        1,
        "an address that does not exist is not asked again"
    );
    for _ in 0..TRIES * 2 {
        office.pass(Duration::hours(3));
        office.deliver(&carriers);
    }
    assert_eq!(office.notices_in("dead"), 2);
    assert_eq!(office.told_of("notice.give_up"), 2);
    let tries = "SELECT attempts FROM notices WHERE channel = 'sms'";
    assert_eq!(office.count(tries), TRIES);
    assert_eq!(refuses.mails().len(), 1);
    let figures = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = figures.local_addr().unwrap();
    office
        .runtime
        .spawn(serve_figures(figures, office.backend.clone()));
    let url = format!("http://{address}/metrics");
    let text = ureq::get(&url).call().unwrap().into_body().read_to_string();
    assert!(text.unwrap().contains("cccd_notices{state=\"dead\"} 2"));
    let (_, listed) = office.notices_command(&["list"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(
        listed.contains("received email 1") && listed.contains("refused"),
        "{listed}"
    );
    assert!(
        listed.contains("unreachable") && !listed.contains(EMAIL),
        "{listed}"
    );
    let unknown = office.notices_command(&["retry", "--id", &Uuid::nil().to_string()]);
    assert!(!unknown.0);
    let (done, _) = office.notices_command(&["retry"]);
    assert!(done && office.notices_in("waiting") == 2);
    assert_eq!(office.told_of("notice.retry"), 2);
    let accepts = MailServer::start(None, |_| Says(250));
    // The program's clock is ahead of the office's or behind it; what it wrote is due once both have passed.
    office.pass(Duration::days(365 * 20));
    fs::remove_file(office.data().join("notices.toml")).unwrap();
    office.deliver(&office.carriers(&plain(&accepts)));
    assert_eq!(accepts.mails().len(), 1);
    assert_eq!(office.notices_in("sent"), 2);
}

#[test]
fn one_that_was_changed_at_rest_is_given_up_and_holds_up_no_other() {
    let office = Office::open();
    office.case_with_email();
    office
        .tamper("UPDATE notices SET sealed = contacts.sealed FROM contacts WHERE channel = 'sms'")
        .unwrap();
    office.deliver(&office.carriers(""));
    assert_eq!(office.notices_in("dead"), 1);
    assert_eq!(office.notices_in("sent"), 1);
    assert_eq!(office.told_of("notice.give_up"), 1);
}

#[test]
fn a_destroyed_key_takes_the_notices_with_it() {
    let office = Office::open();
    let case = office.case_with_email();
    office.refuse(case, RefusalReason::BioLow, None);
    office.pass(Duration::days(31));
    office.retention();
    assert_eq!(office.notices_in("withdrawn"), 4);
    assert_eq!(office.count("SELECT count(*) FROM contacts"), 0);
    office.deliver(&office.carriers(""));
    assert_eq!(files(&office.data().join("notices")).len(), 0);
    office.pass(Duration::days(366 * 20));
    office.retention();
    assert_eq!(office.count("SELECT count(*) FROM notices"), 0);
}

#[test]
fn killed_while_a_mail_is_under_way_it_comes_again_under_the_same_name() {
    let office = Office::open();
    let (under_way, goes_on) = (Arc::new(std::sync::Barrier::new(2)), Says::nothing());
    let met = Arc::clone(&under_way);
    let server = MailServer::start(None, move |tries| match tries {
        // The whole mail is here, and nobody says so.
        0 => {
            met.wait();
            goes_on
        }
        _ => Says(250),
    });
    let settings = format!("patience_seconds = 4\n{}", plain(&server));
    fs::write(office.data().join("notices.toml"), settings).unwrap();
    let session = office.sign_in("nhan");
    let mut draft = office.draft(None, Fault::None);
    draft.contact.email = EMAIL.into();
    let signed = office.seal(&draft, &session);
    let service = office.start_process();
    assert_eq!(service.accepted(&signed.jws), 201);
    under_way.wait();
    service.kill();
    drop(service);
    let service = office.start_process();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(300);
    while office.notices_in("sent") < 2 {
        assert!(std::time::Instant::now() < until, "it was lost");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    drop(service);
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(id_of(&mails[0]), id_of(&mails[1]));
    assert_eq!(
        files(&office.data().join("notices")).len(),
        1,
        "the SMS, once"
    );
}
