//! The tables of each release, forwards and back: one script for both engines, in `server/migrations`.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, SqlSafeStr,
    migrate::{MigrateError, Migration, Migrator},
};

use super::{Database, Engine};

static SCRIPTS: Migrator = sqlx::migrate!();

/// Brings the tables to this release.
///
/// # Errors
/// When they are of a newer release, or the database does not answer.
pub async fn up(database: &Database) -> Result<(), MigrateError> {
    scripts_for(database.engine())
        .run(database.acquire().await?.as_mut())
        .await
}

/// Brings the tables back to what they were after the script of this number; 0 removes them all.
///
/// # Errors
/// When they are of a newer release, or the database does not answer.
pub async fn down_to(database: &Database, number: i64) -> Result<(), MigrateError> {
    scripts_for(database.engine())
        .undo(database.acquire().await?.as_mut(), number)
        .await
}

/// The number of this release's last script.
#[must_use]
pub fn newest() -> i64 {
    SCRIPTS
        .iter()
        .map(|script| script.version)
        .max()
        .unwrap_or(0)
}

fn scripts_for(engine: Engine) -> Migrator {
    let scripts = SCRIPTS.iter().map(|script| {
        let sql = in_words_of(engine, script.sql.as_str());
        Migration::new(
            script.version,
            script.description.clone(),
            script.migration_type,
            AssertSqlSafe(sql).into_sql_str(),
            script.no_tx,
        )
    });
    Migrator {
        migrations: Cow::Owned(scripts.collect()),
        ..Migrator::DEFAULT
    }
}

/// Leaves out what the other engine alone has, and names the types as this one does.
fn in_words_of(engine: Engine, script: &str) -> String {
    let mut for_whom = None;
    let mut text = String::with_capacity(script.len());
    for line in script.lines() {
        match line {
            "--only sqlite" => for_whom = Some(Engine::Sqlite),
            "--only postgres" => for_whom = Some(Engine::Postgres),
            "--both" => for_whom = None,
            _ if for_whom.is_none_or(|whom| whom == engine) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    match engine {
        Engine::Sqlite => text,
        Engine::Postgres => text
            .replace(" BLOB", " BYTEA")
            .replace(" INTEGER", " BIGINT")
            .replace(") STRICT", ")"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_gets_its_own_words() {
        let script = "CREATE TABLE t (a INTEGER, b BLOB) STRICT;\n--only sqlite\nx;\n--only postgres\ny;\n--both\nz;\n";
        assert_eq!(
            in_words_of(Engine::Sqlite, script),
            "CREATE TABLE t (a INTEGER, b BLOB) STRICT;\nx;\nz;\n"
        );
        assert_eq!(
            in_words_of(Engine::Postgres, script),
            "CREATE TABLE t (a BIGINT, b BYTEA);\ny;\nz;\n"
        );
    }

    #[test]
    fn every_script_has_its_way_back() {
        let numbers = |down: bool| {
            let scripts = SCRIPTS.iter();
            let scripts =
                scripts.filter(|script| script.migration_type.is_down_migration() == down);
            scripts.map(|script| script.version).collect::<Vec<_>>()
        };
        let forwards = numbers(false);
        assert!(
            forwards.is_sorted_by(|one, next| one < next),
            "{forwards:?}"
        );
        assert_eq!(numbers(true), forwards);
    }
}
