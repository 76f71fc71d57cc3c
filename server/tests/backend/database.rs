//! Which database the suite runs on: SQLite in the office's folder, or a new one in a PostgreSQL cluster.

use std::path::{Path, PathBuf};

use sqlx::{Column, Row};
use uuid::Uuid;

use server::store::Database;

use crate::office::Office;

/// Set for the second run of the suite: the address of the cluster's database `postgres`.
pub(crate) const POSTGRES: &str = "CCCD_TEST_POSTGRES";

/// A database for one test alone; none for SQLite.
pub(crate) async fn fresh() -> Option<String> {
    let cluster = std::env::var(POSTGRES).ok()?;
    let name = format!("test_{}", Uuid::new_v4().simple());
    let database = Database::connect_to_server(&cluster).await.unwrap();
    let mut connection = database.acquire().await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut *connection).await.unwrap();
    drop(connection);
    database.close().await;
    Some(cluster.replacen("/postgres?", &format!("/{name}?"), 1))
}

/// What tells the program where the backend is: its folder, or a configuration that names the database too.
pub(crate) fn place(folder: &Path, url: Option<&str>) -> [String; 2] {
    let folder_name = folder.display().to_string();
    let Some(url) = url else {
        return ["--embedded".into(), folder_name];
    };
    let file = folder.with_extension("toml");
    let text = format!("folder = {folder_name:?}\ndatabase = {url:?}\n");
    std::fs::write(&file, text).unwrap();
    ["--config".into(), file.display().to_string()]
}

impl Office {
    /// Runs a statement past the program, as somebody with the database's password could.
    pub(crate) fn tamper(&self, statement: &'static str) -> Result<(), sqlx::Error> {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await?;
            sqlx::raw_sql(statement).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Writes what the program itself would take too long to make.
    pub(crate) fn write(&self, statement: String) {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            let statement = sqlx::query(sqlx::AssertSqlSafe(statement));
            statement.execute(&mut *connection).await.unwrap();
        });
    }

    pub(crate) fn count(&self, query: &'static str) -> i64 {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            let count = sqlx::query_scalar(query).fetch_one(&mut *connection);
            count.await.unwrap()
        })
    }

    /// Every text and every octet string that database and blob store hold.
    pub(crate) fn everything_at_rest(&self) -> Vec<Vec<u8>> {
        let tables = [
            "officers",
            "confirmers",
            "sign_in_failures",
            "terminals",
            "invitations",
            "blocks",
            "probe",
            "sessions",
            "cases",
            "challenges",
            "exception_confirmations",
            "device_lists",
            "source_answers",
            "source_events",
            "relying_parties",
            "accounts",
            "account_locks",
            "lock_requests",
            "notices",
            "contacts",
            "consents",
            "consent_withdrawals",
            "party_receipts",
            "audit_checkpoints",
            "audit",
        ];
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            let mut found = Vec::new();
            for table in tables {
                let all = sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"));
                for row in sqlx::query(all).fetch_all(&mut *connection).await.unwrap() {
                    for column in row.columns() {
                        let at = column.ordinal();
                        let text = row.try_get::<String, _>(at).map(String::into_bytes);
                        found.extend(text.or_else(|_| row.try_get::<Vec<u8>, _>(at)));
                    }
                }
            }
            found.extend(self.blobs_at_rest().into_iter().map(|(_, sealed)| sealed));
            found
        })
    }

    /// Every file of the blob store.
    pub(crate) fn blobs_at_rest(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Ok(cases) = std::fs::read_dir(self.data().join("blobs/cases")) else {
            return Vec::new();
        };
        let files = cases.flat_map(|case| std::fs::read_dir(case.unwrap().path()).unwrap());
        let paths = files.map(|file| file.unwrap().path());
        paths
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect()
    }
}
