//! The tables that are handed over, as lines of JSON: text and whole numbers as they are, octets in hexadecimal. No
//! password, no key, nothing sealed.

use anyhow::{Result, bail};
use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Column, Row, ValueRef, any::AnyRow, any::AnyTypeInfoKind};
use uuid::Uuid;

use crate::{
    hexadecimal::hexadecimal,
    store::{Connection, corrupt},
};

/// How many rows are read at once.
const PAGE: i64 = 500;
/// The column that says how far the reading has come.
const PLACE: &str = "place";

/// What orders a table.
enum Key {
    Text(&'static str),
    Number(&'static str),
}

/// One table.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// By what its rows are in order, each once.
    key: Key,
    /// What is handed over of each row.
    columns: &'static str,
}

/// All of them. The audit log comes last: it tells of the hand-over itself.
pub(super) const TABLES: [Table; 11] = [
    Table {
        name: "officers",
        key: Key::Text("id"),
        columns: "id, name, role, office, created_at",
    },
    Table {
        name: "terminals",
        key: Key::Text("id"),
        columns: "id, public_key, enrolled_at, revoked_at",
    },
    Table {
        name: "cases",
        key: Key::Text("id"),
        columns: "id, submission, terminal, submitter, subject, subject_kind, state, terminal_verdict, server_verdict,
           findings, ruling, risk, level, received_at, due_on, receipt, first_approver, decider, reason, decided_at,
           shredded_at",
    },
    Table {
        name: "confirmers",
        key: Key::Text("case_id || '/' || named"),
        columns: "case_id, named",
    },
    Table {
        name: "accounts",
        key: Key::Text("case_id"),
        columns: "case_id, subject, subject_kind, office, state, issued_at, notified_at, activated_at, activated_by,
           card_end, password_changed_on, ended_at",
    },
    Table {
        name: "account_locks",
        key: Key::Text("id"),
        columns: "id, case_id, cause, actor, request, locked_at, opened_at",
    },
    Table {
        name: "relying_parties",
        key: Key::Text("id"),
        columns: "id, name, contract, contract_until, permit, permit_until, public_key, state, registered_at",
    },
    Table {
        name: "consents",
        key: Key::Text("consent"),
        columns: "consent, subject, party, recorded_by, given_at, reference",
    },
    Table {
        name: "consent_withdrawals",
        key: Key::Text("consent"),
        columns: "consent, recorded_by, withdrawn_at",
    },
    Table {
        name: "audit",
        key: Key::Number("number"),
        columns: "number, at, actor, action, subject, detail, previous, hash",
    },
    Table {
        name: "audit_checkpoints",
        key: Key::Number("number"),
        columns: "number, signed",
    },
];

impl Table {
    /// Gives every row as a line; how many there are.
    pub(super) async fn lines(
        &self,
        connection: &mut Connection,
        mut take: impl FnMut(&str) -> Result<()>,
    ) -> Result<u64> {
        let Self { name, key, columns } = self;
        let (Key::Text(order) | Key::Number(order)) = key;
        let statement = format!(
            "SELECT {columns}, {order} AS place FROM {name} WHERE {order} > $1 ORDER BY {order} LIMIT $2"
        );
        let (mut text, mut number) = (String::new(), i64::MIN);
        let mut count = 0;
        loop {
            let query = sqlx::query(AssertSqlSafe(statement.clone()));
            let query = match key {
                Key::Text(_) => query.bind(text.clone()),
                Key::Number(_) => query.bind(number),
            };
            let rows = query.bind(PAGE).fetch_all(&mut *connection).await?;
            for row in &rows {
                take(&format!("{}\n", line(row)?))?;
                count += 1;
            }
            let Some(last) = rows.last() else {
                return Ok(count);
            };
            match key {
                Key::Text(_) => text = last.try_get(PLACE)?,
                Key::Number(_) => number = last.try_get(PLACE)?,
            }
        }
    }
}

fn line(row: &AnyRow) -> Result<Value> {
    let mut values = Map::new();
    let columns = row.columns().iter();
    for column in columns.filter(|column| column.name() != PLACE) {
        values.insert(column.name().to_owned(), value(row, column.ordinal())?);
    }
    Ok(Value::Object(values))
}

fn value(row: &AnyRow, column: usize) -> Result<Value> {
    let raw = row.try_get_raw(column)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match raw.type_info().kind() {
        AnyTypeInfoKind::Text => row.try_get::<String, _>(column)?.into(),
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            row.try_get::<i64, _>(column)?.into()
        }
        AnyTypeInfoKind::Blob => {
            let octets: Vec<u8> = row.try_get(column)?;
            hexadecimal(&octets).into()
        }
        other => bail!("a column of another kind: {other:?}"),
    })
}

/// What is sealed of a case or an account.
pub(super) struct Sealed {
    pub(super) case: Uuid,
    pub(super) wrapped_key: Vec<u8>,
    /// The content of the column that was asked for.
    pub(super) sealed: Option<Vec<u8>>,
}

/// The next one after this, of those whose key was not destroyed.
pub(super) async fn next_sealed(
    connection: &mut Connection,
    table: &'static str,
    column: &'static str,
    last: Option<Uuid>,
) -> Result<Option<Sealed>, sqlx::Error> {
    let id = if table == "cases" { "id" } else { "case_id" };
    let last = last.map_or_else(String::new, |case| case.hyphenated().to_string());
    let statement = format!(
        "SELECT {id}, wrapped_key, {column} FROM {table} WHERE {id} > $1 AND length(wrapped_key) > 0
         ORDER BY {id} LIMIT 1"
    );
    let row = sqlx::query(AssertSqlSafe(statement))
        .bind(last)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let case: String = row.try_get(0)?;
        Ok(Sealed {
            case: case.parse().map_err(|_| corrupt("a case"))?,
            wrapped_key: row.try_get(1)?,
            sealed: row.try_get(2)?,
        })
    })
    .transpose()
}
