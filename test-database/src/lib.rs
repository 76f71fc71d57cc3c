//! A PostgreSQL server of its own in a scratch folder: a socket, a TCP port of this machine only when asked for, gone
//! with its owner.

use std::{
    fs::{self, Permissions},
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;

const OLDEST: u32 = 15;
const USER: &str = "cccd";
const PATIENCE: Duration = Duration::from_secs(60);
/// Whom Debian's package made; PostgreSQL refuses to run as root.
const SYSTEM_USER: &str = "postgres";

/// Whether a commit reaches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commits {
    /// As in service.
    Durable,
    /// The tests end the backend, never the database, and are over sooner.
    Fast,
}

/// A running server; it ends when this is dropped, or when the thread that started it ends.
#[derive(Debug)]
pub struct Cluster {
    server: Option<Child>,
    commits: Commits,
    /// Its port on loopback, where it speaks TLS.
    port: Option<u16>,
    programs: PathBuf,
    folder: TempDir,
}

impl Cluster {
    /// Makes an empty cluster and starts its server.
    ///
    /// # Errors
    /// When PostgreSQL 15 or later is not installed, or does not start; with what it said.
    pub fn start(commits: Commits) -> Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir()?;
        // The system user passes through the scratch folder to its own.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
        let own = folder.path().join("own");
        fs::create_dir(&own)?;
        if let Some((user, group)) = system_user()? {
            chown(&own, Some(user), Some(group))?;
        }
        let mut initdb = unprivileged(&programs.join("initdb"))?;
        initdb.args(["--username", USER, "--auth=trust", "--encoding=UTF8"]);
        initdb
            .args(["--no-locale", "--no-sync", "--pgdata"])
            .arg(own.join("data"));
        run(initdb)?;
        let mut cluster = Self {
            server: None,
            commits,
            port: None,
            programs,
            folder,
        };
        cluster.start_again()?;
        Ok(cluster)
    }

    /// Starts the server of a cluster that was stopped.
    ///
    /// # Errors
    /// When it does not start; with what it said.
    pub fn start_again(&mut self) -> Result<()> {
        let mut server = unprivileged(&self.programs.join("postgres"))?;
        server.arg("-D").arg(self.host().join("data"));
        server.arg("-k").arg(self.host());
        server.args(["-c", "max_connections=200"]);
        match self.port {
            None => server.args(["-c", "listen_addresses="]),
            Some(port) => {
                server.args(["-c", "listen_addresses=127.0.0.1", "-c", "ssl=on"]);
                server.args([
                    "-c",
                    "ssl_cert_file=../tls.pem",
                    "-c",
                    "ssl_key_file=../tls.key",
                ]);
                server.arg("-c").arg(format!("port={port}"))
            }
        };
        if self.commits == Commits::Fast {
            server.args(["-c", "fsync=off"]);
        }
        let log = fs::File::create(self.folder.path().join("log"))?;
        server.stdin(Stdio::null());
        server.stdout(log.try_clone()?).stderr(log);
        self.server = Some(server.spawn()?);
        self.wait_until_ready()
    }

    /// From now on it speaks TLS on a port of loopback too, with this certificate and key (PEM).
    ///
    /// # Errors
    /// When it does not start again; with what it said.
    pub fn speak_tls(&mut self, certificate: &[u8], key: &[u8]) -> Result<u16> {
        self.stop()?;
        for (name, pem) in [("tls.pem", certificate), ("tls.key", key)] {
            let file = self.host().join(name);
            fs::write(&file, pem)?;
            fs::set_permissions(&file, Permissions::from_mode(0o600))?;
            if let Some((user, group)) = system_user()? {
                chown(&file, Some(user), Some(group))?;
            }
        }
        // Free now, and nobody else of this machine is given it in the next moment.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        self.port = Some(port);
        self.start_again()?;
        Ok(port)
    }

    /// The folder of its socket, as `host` of a connection.
    #[must_use]
    pub fn host(&self) -> PathBuf {
        self.folder.path().join("own")
    }

    /// The address of one of its databases, over the socket.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let port = self.port.map(|port| format!("&port={port}"));
        format!(
            "postgres:///{database}?host={}&user={USER}{}",
            self.host().display(),
            port.unwrap_or_default()
        )
    }

    /// Makes an empty database and answers its address.
    ///
    /// # Errors
    /// When there is one of that name already.
    pub fn create(&self, database: &str) -> Result<String> {
        let mut create = self.client("createdb");
        create.arg(database);
        run(create)?;
        Ok(self.url(database))
    }

    /// One of PostgreSQL's own programs (`pg_dump`, `psql`), told where the server is.
    #[must_use]
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.env("PGHOST", self.host()).env("PGUSER", USER);
        if let Some(port) = self.port {
            command.env("PGPORT", port.to_string());
        }
        command
    }

    /// Ends the server at once, as a power cut would.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        if let Some(pid) = i32::try_from(server.id()).ok().and_then(Pid::from_raw)
            && server.try_wait()?.is_none()
        {
            // Immediate shutdown: the children end too.
            kill_process(pid, Signal::QUIT)?;
        }
        server.wait()?;
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let mut ready = self.client("pg_isready");
            if ready.stdout(Stdio::null()).status()?.success() {
                return Ok(());
            }
            let ended = match &mut self.server {
                Some(server) => server.try_wait()?.is_some(),
                None => true,
            };
            if ended || started.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.folder.path().join("log"))?;
                bail!("PostgreSQL does not start: {log}");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A server that is gone already is what is wanted.
        let _ = self.stop();
    }
}

/// Where Debian puts one folder per major release.
fn programs() -> Result<PathBuf> {
    let releases = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let releases = releases.filter_map(|entry| {
        let name = entry.ok()?.file_name();
        name.to_str()?.parse::<u32>().ok()
    });
    let newest = releases.filter(|release| *release >= OLDEST).max();
    newest
        .map(|release| Path::new("/usr/lib/postgresql").join(format!("{release}/bin")))
        .context("PostgreSQL 15 or later is not installed (Debian package postgresql)")
}

/// The numbers of [`SYSTEM_USER`] and its group, when this process is root.
fn system_user() -> Result<Option<(u32, u32)>> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let number = |option: &str| -> Result<u32> {
        let output = Command::new("id").args([option, SYSTEM_USER]).output()?;
        ensure!(output.status.success(), "there is no user {SYSTEM_USER}");
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    Ok(Some((number("-u")?, number("-g")?)))
}

/// A program that is not root, and that ends with whoever started it.
fn unprivileged(program: &Path) -> Result<Command> {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT"]);
    if let Some((user, group)) = system_user()? {
        command.arg(format!("--reuid={user}"));
        command.arg(format!("--regid={group}"));
        command.arg("--clear-groups");
    }
    command.arg("--").arg(program).current_dir("/");
    Ok(command)
}

fn run(mut command: Command) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("{:?}", command.get_program()))?;
    ensure!(
        output.status.success(),
        "{:?}: {}",
        command.get_program(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
