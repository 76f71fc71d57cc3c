//! Tables forwards and back.

use server::store::{Database, migrations};
use tokio::runtime::Runtime;

use crate::database;

async fn tables(database: &Database) -> i64 {
    let listing = match database.engine() {
        server::store::Engine::Sqlite => {
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        }
        server::store::Engine::Postgres => {
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'"
        }
    };
    let mut connection = database.acquire().await.unwrap();
    sqlx::query_scalar(listing)
        .fetch_one(&mut *connection)
        .await
        .unwrap()
}

#[test]
fn every_release_can_be_left_and_entered_again() {
    let scratch = tempfile::tempdir().unwrap();
    Runtime::new().unwrap().block_on(async {
        let database = match database::fresh().await {
            Some(url) => Database::postgres(&url).await.unwrap(),
            None => {
                let file = scratch.path().join("dấu ?#%.sqlite");
                std::fs::write(&file, b"").unwrap();
                Database::sqlite(&file).await.unwrap()
            }
        };
        let full = tables(&database).await;
        assert!(full >= 8, "{full}");
        for number in (0..migrations::newest()).rev() {
            migrations::down_to(&database, number).await.unwrap();
        }
        assert_eq!(tables(&database).await, 0);
        migrations::up(&database).await.unwrap();
        assert_eq!(tables(&database).await, full);
        migrations::up(&database).await.unwrap();
        database.close().await;
    });
}
