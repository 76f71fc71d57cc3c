//! Where a PostgreSQL server may be: on this machine, or across a connection on which it proves its name.

use std::net::IpAddr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// Refuses an address over which case data would travel in the open, or to whoever answers.
///
/// # Errors
/// What the address lacks.
pub(super) fn admit(url: &str) -> Result<(), sqlx::Error> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(refused("the address of a database starts with postgres://"));
    }
    let options: PgConnectOptions = url.parse()?;
    let near = options.get_socket().is_some() || is_loopback(options.get_host());
    match options.get_ssl_mode() {
        PgSslMode::VerifyFull => Ok(()),
        _ if near => Ok(()),
        _ => Err(refused(
            "a database on another machine needs sslmode=verify-full and sslrootcert=FILE in its address",
        )),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn refused(why: &'static str) -> sqlx::Error {
    sqlx::Error::Configuration(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_without_proof_of_its_name() {
        for near in [
            "postgres:///cccd?host=/run/postgresql&user=cccd",
            "postgres://cccd@localhost/cccd",
            "postgres://cccd@127.0.0.1:5433/cccd?sslmode=disable",
            "postgresql://cccd@[::1]/cccd",
            "postgres://cccd@db.example/cccd?sslmode=verify-full&sslrootcert=/etc/cccd/db.pem",
        ] {
            assert!(admit(near).is_ok(), "{near}");
        }
        for far in [
            "postgres://cccd@db.example/cccd",
            "postgres://cccd@192.0.2.1/cccd?sslmode=require",
            "postgres://cccd@192.0.2.1/cccd?sslmode=verify-ca&sslrootcert=/etc/cccd/db.pem",
            "postgres://cccd@localhost/cccd?host=192.0.2.1",
            "mysql://localhost/cccd",
        ] {
            assert!(
                matches!(admit(far), Err(sqlx::Error::Configuration(_))),
                "{far}"
            );
        }
    }
}
