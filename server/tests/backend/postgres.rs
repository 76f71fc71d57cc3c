//! The whole suite once more, on PostgreSQL: one cluster, a database for each test. And what PostgreSQL alone
//! can do: go away.

use std::process::Command;

use card_twin::fault::Fault;
use dossier::api::ProblemType;
use server::{audit_log::Standing, store::Database};
use test_database::{Cluster, Commits};
use time::Duration;
use tokio::runtime::Runtime;

use crate::{database::POSTGRES, office::Office, service::Reply, source_server::Authority};

#[test]
fn the_same_suite_holds_on_postgresql() {
    let cluster = Cluster::start(Commits::Fast).unwrap();
    let suite = Command::new(std::env::current_exe().unwrap())
        .args(["--skip", "postgres::", "--skip", "backup::"])
        .env(POSTGRES, cluster.url("postgres"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&suite.stdout);
    assert!(
        suite.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&suite.stderr)
    );
    assert!(said.contains("test decisions::"), "{said}");
}

#[test]
fn a_database_over_tls_has_to_prove_the_name_it_was_asked_for() {
    let (own, another) = (Authority::new(), Authority::new());
    let [folder, elsewhere] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    own.equip(folder.path());
    another.equip(elsewhere.path());
    let mut cluster = Cluster::start(Commits::Fast).unwrap();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let port = cluster
        .speak_tls(&read("source.pem"), &read("source.key"))
        .unwrap();
    let address = |host: &str, root: &tempfile::TempDir| {
        let root = root.path().join("source-ca.pem");
        format!(
            "postgres://cccd@{host}:{port}/postgres?sslmode=verify-full&sslrootcert={}",
            root.display()
        )
    };
    Runtime::new().unwrap().block_on(async {
        let database = Database::connect_to_server(&address("127.0.0.1", &folder))
            .await
            .unwrap();
        let mut connection = database.acquire().await.unwrap();
        let over_tls = "SELECT count(*) FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl";
        let over_tls: i64 = sqlx::query_scalar(over_tls)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        assert_eq!(over_tls, 1);
        drop(connection);
        database.close().await;
        for refused in [
            address("127.0.0.1", &elsewhere),
            // The certificate names the address only.
            address("localhost", &folder),
        ] {
            let refused = Database::connect_to_server(&refused).await.err().unwrap();
            assert!(is_of_the_certificate(&refused), "{refused:?}");
        }
    });
}

fn is_of_the_certificate(why: &sqlx::Error) -> bool {
    let sqlx::Error::Io(why) = why else {
        return false;
    };
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

#[test]
fn a_database_that_goes_away_refuses_nothing_for_good() {
    let mut cluster = Cluster::start(Commits::Fast).unwrap();
    let office = Office::open_on(Some(cluster.create("office").unwrap()));
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let sealed = [0, 1].map(|second| {
        let at = office.now() + Duration::seconds(second);
        office.seal_at(&draft, &session, at)
    });
    let service = office.start_process();
    assert_eq!(service.accepted(&sealed[0].jws), 201);
    cluster.stop().unwrap();
    let Reply::Answered(refused) = service.submit(&sealed[1].jws) else {
        panic!("no problem document");
    };
    let refused = refused.err().unwrap();
    assert_eq!(refused.kind, ProblemType::Unavailable);
    assert_eq!(refused.retry_after, Some(5), "Retry-After");
    assert_eq!(service.get("/health").status(), 503);
    assert_eq!(service.get("/health/ready").status(), 503);
    assert_eq!(service.get("/health/live").status(), 204);
    cluster.start_again().unwrap();
    assert_eq!(service.accepted(&sealed[1].jws), 201);
    assert_eq!(service.accepted(&sealed[0].jws), 200);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 2);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
    office.every_case_opens();
}
