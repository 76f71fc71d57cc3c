//! The two database engines behind one dialect of SQL: what they differ in, and nothing else.

use std::{os::unix::ffi::OsStrExt, path::Path, time::Duration};

use openssl::sha::sha256;
use sqlx::{
    Any, AnyConnection, AnyPool, ConnectOptions, Connection as _, Executor,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
    pool::PoolConnection,
};

use super::{migrations, postgres_address};

/// A connection to either engine.
pub type Connection = AnyConnection;
/// A transaction on either engine.
pub type Transaction = sqlx::Transaction<'static, Any>;

/// SQLite writes one at a time; a few more connections serve readers.
const SQLITE_CONNECTIONS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 24;
/// How long a request waits for a connection before it is told that the backend cannot answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Durable at every commit; a writer waits for the one before.
const SQLITE_SESSION: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON";
/// Durable at every commit, also where the server's default is weaker; nobody waits for ever.
const POSTGRES_SESSION: &str =
    "SET synchronous_commit = on; SET lock_timeout = '10s'; SET statement_timeout = '20s';
    SET idle_in_transaction_session_timeout = '60s'";

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// A server, 15 or later.
    Postgres,
}

/// The pool of connections to one database.
#[derive(Clone)]
pub struct Database {
    pool: AnyPool,
    engine: Engine,
}

impl Engine {
    /// The engine at the other end of a connection.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        match connection.backend_name() {
            "PostgreSQL" => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// Ends a `SELECT` of rows that this transaction is going to change.
    #[must_use]
    pub fn lock_rows(self) -> &'static str {
        match self {
            // The transaction holds the whole database.
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Ends a `SELECT` that passes over rows which another transaction is changing.
    #[must_use]
    pub fn skip_locked_rows(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
}

impl Database {
    /// The database in a file that exists, with its tables.
    ///
    /// # Errors
    /// When it cannot be opened or is of a newer release.
    pub async fn sqlite(file: &Path) -> Result<Self, sqlx::Error> {
        let database = Self::connect_to_file(file).await?;
        migrations::up(&database).await?;
        Ok(database)
    }

    /// The database of a URL `postgres://…`, with its tables.
    ///
    /// # Errors
    /// When it cannot be reached or is of a newer release.
    pub async fn postgres(url: &str) -> Result<Self, sqlx::Error> {
        let database = Self::connect_to_server(url).await?;
        migrations::up(&database).await?;
        Ok(database)
    }

    /// The file as it is, whatever its tables.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn connect_to_file(file: &Path) -> Result<Self, sqlx::Error> {
        let url = format!("sqlite://{}?mode=rw", percent_encoded(file));
        Self::connect(Engine::Sqlite, &url).await
    }

    /// The server's database as it is, whatever its tables.
    ///
    /// # Errors
    /// When it cannot be reached, or is elsewhere and would not have to prove its name over TLS.
    pub async fn connect_to_server(url: &str) -> Result<Self, sqlx::Error> {
        postgres_address::admit(url)?;
        Self::connect(Engine::Postgres, url).await
    }

    async fn connect(engine: Engine, url: &str) -> Result<Self, sqlx::Error> {
        install_default_drivers();
        let (connections, session) = match engine {
            Engine::Sqlite => (SQLITE_CONNECTIONS, SQLITE_SESSION),
            Engine::Postgres => (POSTGRES_CONNECTIONS, POSTGRES_SESSION),
        };
        let options = url.parse::<AnyConnectOptions>()?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(session).await.map(|_| ()) })
            })
            // SQLite ends a transaction by itself when the disk is full, and the driver still counts it: such a
            // connection is closed, and another one opened.
            .before_acquire(|connection, _| {
                Box::pin(std::future::ready(Ok(!connection.is_in_transaction())))
            })
            .connect_with(options.disable_statement_logging())
            .await?;
        Ok(Self { pool, engine })
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn acquire(&self) -> Result<PoolConnection<Any>, sqlx::Error> {
        self.pool.acquire().await
    }

    /// A transaction that will write: on SQLite it waits its turn at once instead of failing later; on
    /// PostgreSQL the rows it decides about are locked when they are read ([`Engine::lock_rows`]).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        match self.engine {
            Engine::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Engine::Postgres => self.pool.begin().await,
        }
    }

    /// Ends every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Until the transaction ends, nobody else passes with the same name. On SQLite a writing transaction is
/// alone anyway. Taken in one order everywhere: submission, challenge, subject, phone, audit log.
///
/// # Errors
/// When the database does not answer.
pub async fn take_turn(
    connection: &mut Connection,
    kind: &str,
    name: &[u8],
) -> Result<(), sqlx::Error> {
    match Engine::of(connection) {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(lock_number(kind, name))
            .execute(connection)
            .await
            .map(|_| ()),
    }
}

/// Two names that share a number wait for each other and do no harm.
fn lock_number(kind: &str, name: &[u8]) -> i64 {
    let digest = sha256(&[kind.as_bytes(), b"\0", name].concat());
    let mut head = [0; 8];
    head.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(head)
}

/// RFC 3986 §2.1, so that a folder may be named as it likes.
fn percent_encoded(path: &Path) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"/-._~".contains(&octet);
    let octets = path.as_os_str().as_bytes().iter();
    octets
        .map(|&octet| match plain(octet) {
            true => char::from(octet).to_string(),
            false => format!("%{octet:02X}"),
        })
        .collect()
}
