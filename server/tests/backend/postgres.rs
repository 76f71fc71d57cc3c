//! The whole suite once more, on PostgreSQL: one cluster, a database for each test.

use std::process::Command;

use test_database::{Cluster, Commits};

use crate::database::POSTGRES;

const THIS: &str = "the_same_suite_holds_on_postgresql";

#[test]
fn the_same_suite_holds_on_postgresql() {
    let cluster = Cluster::start(Commits::Fast).unwrap();
    let suite = Command::new(std::env::current_exe().unwrap())
        .args(["--skip", THIS])
        .env(POSTGRES, cluster.url("postgres"))
        .env_remove("NEXTEST")
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
