//! `cccd-server`: runs the backend, or administers its folder.

use std::{
    fs,
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, Result, ensure};
use axum_server::Handle;
use clap::{Parser, Subcommand, ValueEnum};
use dossier::api::{Officer, Role};
use server::{
    accounts, admin,
    audit_log::{self, Standing},
    backup, checking, checkpoints,
    clock::SystemClock,
    configuration::Place,
    embedded::Folder,
    evidence,
    hand_over_command::{self, HandOverCommand},
    listening::{self, TlsFiles},
    notice_command::{self, NoticesCommand},
    notices::{carriers::Carriers, delivery},
    officer_command::{self, OfficerCommand},
    openapi, operations,
    outage_command::{self, OutageCommand},
    outages,
    profile_command::{self, ProfileCommand, first_line},
    provider_command::{self, ProviderCommand},
    provider_watch,
    relying_party_command::{self, RelyingPartyCommand},
    report_command::{self, ReportCommand},
    retention,
    terminal_command::{self, TerminalCommand},
};
use time::OffsetDateTime;
use tokio::signal::unix;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8743);

/// The backend of the counter terminals.
#[derive(Parser)]
#[command(name = "cccd-server", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    place: Option<Place>,
    /// Address to listen on; port 0 takes a free one. Anything but loopback needs TLS.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// The backend's certificate (PEM).
    #[arg(long, requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Loopback address on which figures are served (`/metrics`).
    #[arg(long, value_parser = loopback)]
    metrics: Option<SocketAddr>,
}

#[derive(Subcommand)]
enum Command {
    /// Makes folder, database and keys, and ends.
    Init(Place),
    /// Enrols a terminal by its public key.
    EnrolTerminal {
        #[command(flatten)]
        place: Place,
        /// Identifier of the terminal.
        #[arg(long)]
        id: String,
        /// PEM file.
        #[arg(long)]
        public_key: PathBuf,
    },
    /// Revokes a terminal.
    RevokeTerminal {
        #[command(flatten)]
        place: Place,
        /// Identifier of the terminal.
        #[arg(long)]
        id: String,
    },
    /// Invites, lists, blocks terminals.
    #[command(subcommand)]
    Terminal(TerminalCommand),
    /// Registers relying parties, suspends and revokes them.
    #[command(subcommand)]
    RelyingParty(RelyingPartyCommand),
    /// Notices to persons that could not be delivered.
    #[command(subcommand)]
    Notices(NoticesCommand),
    /// Second factors of officers.
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Adds an officer.
    AddOfficer {
        #[command(flatten)]
        place: Place,
        /// Identifier to sign in with.
        #[arg(long)]
        id: String,
        /// Name as others see it.
        #[arg(long)]
        name: String,
        /// What the officer is for.
        #[arg(long)]
        role: RoleName,
        /// Office.
        #[arg(long)]
        office: String,
        /// File whose first line is the password.
        #[arg(long)]
        password_file: PathBuf,
    },
    /// Gives an officer another role.
    ChangeRole {
        #[command(flatten)]
        place: Place,
        /// Identifier of the officer.
        #[arg(long)]
        id: String,
        /// The new role.
        #[arg(long)]
        role: RoleName,
    },
    /// Signs a register of devices (TOML) and gives it to the terminals; an older one is refused.
    ImportDevices {
        #[command(flatten)]
        place: Place,
        /// The register.
        #[arg(long)]
        file: PathBuf,
    },
    /// Makes a publisher's key, signs profiles and calendars, checks a policy folder.
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// What verdicts rest on.
    #[command(subcommand)]
    Evidence(Evidence),
    /// The audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Copies the folder into a new one while the backend serves; on PostgreSQL after the database was dumped.
    Backup {
        #[command(flatten)]
        place: Place,
        /// The new folder.
        #[arg(long)]
        to: PathBuf,
    },
    /// Puts a copy into a new folder.
    Restore {
        /// The copy.
        #[arg(long)]
        from: PathBuf,
        /// The new folder.
        #[arg(long)]
        embedded: PathBuf,
    },
    /// Everything for the next provider.
    #[command(subcommand)]
    HandOver(HandOverCommand),
    /// By what right relying parties are served.
    #[command(subcommand)]
    Provider(ProviderCommand),
    /// When the service was away, and announced maintenance.
    #[command(subcommand)]
    Outages(OutageCommand),
    /// The provider's report XT05.
    #[command(subcommand)]
    Report(ReportCommand),
    /// What is kept no longer.
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Prints the interface as an OpenAPI document, as `/openapi.json` serves it.
    Openapi,
    /// Writes manual pages and shell completions.
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Recomputes the chain and compares it with every signed checkpoint; ends with 2 when it does not hold.
    Verify {
        #[command(flatten)]
        place: Place,
        /// File of checkpoints that were kept elsewhere, one a line.
        #[arg(long)]
        checkpoints: Vec<PathBuf>,
    },
    /// Signs for the log as it stands and prints the checkpoint, to be kept elsewhere.
    Checkpoint(Place),
}

#[derive(Subcommand)]
enum RetentionCommand {
    /// Destroys the keys of cases whose samples have been kept long enough, and forgets those whose history is over.
    Run(Place),
}

#[derive(Subcommand)]
enum Evidence {
    /// Writes the evidence bundle of a case into a new file. It is personal data; the audit log tells of it.
    Export {
        #[command(flatten)]
        place: Place,
        /// The case.
        #[arg(long)]
        case: Uuid,
        /// The file.
        #[arg(long)]
        to: PathBuf,
    },
    /// Judges an evidence bundle again and prints the report as JSON. Ends with 0 genuine, 2 refuted,
    /// 3 undetermined, 4 unread, 1 no bundle.
    Verify {
        /// The bundle.
        file: PathBuf,
        /// Trust folder to judge by, as of now; without it the verdict is repeated as recorded.
        #[arg(long)]
        trust: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Receiving,
    Approving,
    Senior,
    Teller,
    Auditor,
    DeviceAdmin,
}

/// Figures are nobody's outside this machine.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "no address".to_owned())?;
    match address.ip().is_loopback() {
        true => Ok(address),
        false => Err("figures are served on loopback only".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    // Whoever initialises the library first decides: without its clean-up at exit no thread can meet it.
    openssl::init();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    match run(Cli::parse()).await {
        Ok(code) => code,
        Err(why) => {
            eprintln!("cccd-server: {why:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Some(command) => administer(command).await,
        None => serve(cli).await.map(|()| ExitCode::SUCCESS),
    }
}

async fn serve(cli: Cli) -> Result<()> {
    let config = cli
        .place
        .context("one of --config and --embedded is needed")?
        .read()?;
    // Before anything is announced, so that no signal is missed.
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    let mut interrupt = unix::signal(unix::SignalKind::interrupt())?;
    let backend = Folder::prepare(&config.folder)?
        .backend(
            config.database.as_deref(),
            config.limits,
            Box::new(SystemClock),
        )
        .await?;
    let carriers = Arc::new(Carriers::load(&config.folder)?);
    let address = cli.listen.or(config.listen).unwrap_or(DEFAULT_LISTEN);
    let given = cli.tls_certificate.zip(cli.tls_key);
    let given = given.map(|(certificate, key)| TlsFiles { certificate, key });
    let tls = given.or(config.tls);
    ensure!(
        tls.is_some() || address.ip().is_loopback(),
        "{address} is not loopback: a certificate is needed (--tls-certificate, --tls-key)"
    );
    let tls = tls.map(|files| listening::server_config(&files, &backend));
    let tls = tls.transpose()?;
    let listener =
        TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("listening on {scheme}://{}", listener.local_addr()?);
    let figures = cli.metrics.or(config.metrics).map(TcpListener::bind);
    if let Some(figures) = figures.transpose().context("cannot listen for figures")? {
        println!("figures on http://{}/metrics", figures.local_addr()?);
        let serving = operations::serve_figures(figures, backend.clone());
        tokio::spawn(async move {
            if let Err(why) = serving.await {
                tracing::error!(%why, "figures are not served");
            }
        });
    }
    io::stdout().flush()?;
    let database = backend.parts().database.clone();
    let watch = tokio::spawn(checkpoints::keep(
        backend.clone(),
        config.folder.join("checkpoints"),
    ));
    let notices = tokio::spawn(delivery::keep(backend.clone(), carriers));
    let seen = tokio::spawn(outages::keep(backend.clone()));
    let provider = tokio::spawn(provider_watch::keep(backend.clone()));
    let checking = tokio::spawn(checking::keep(backend.clone()));
    let accounts = tokio::spawn(accounts::watch::keep(backend.clone()));
    let handle = Handle::new();
    let stop = handle.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        stop.graceful_shutdown(Some(listening::LAST_REQUESTS));
    });
    let served = listening::serve(listener, backend.clone(), tls, handle).await;
    watch.abort();
    notices.abort();
    accounts.abort();
    checking.abort();
    provider.abort();
    seen.abort();
    checkpoints::take(&backend, &config.folder.join("checkpoints")).await;
    database.close().await;
    Ok(served?)
}

async fn administer(command: Command) -> Result<ExitCode> {
    let now = OffsetDateTime::now_utc();
    match command {
        Command::Init(at) => {
            at.database().await?;
        }
        Command::EnrolTerminal {
            place,
            id,
            public_key,
        } => {
            let pem = fs::read_to_string(&public_key)
                .with_context(|| format!("cannot read {}", public_key.display()))?;
            admin::enrol_terminal(&*place.database().await?, &id, &pem, now).await?;
        }
        Command::RevokeTerminal { place, id } => {
            admin::revoke_terminal(&*place.database().await?, &id, now).await?;
        }
        Command::AddOfficer {
            place,
            id,
            name,
            role,
            office,
            password_file,
        } => {
            let password = first_line(&password_file)?;
            let officer = Officer {
                id,
                name,
                role: role.into(),
                office,
            };
            admin::add_officer(&*place.database().await?, &officer, &password, now).await?;
        }
        Command::ChangeRole { place, id, role } => {
            admin::change_role(&*place.database().await?, &id, role.into(), now).await?;
        }
        Command::Audit(AuditCommand::Verify { place, checkpoints }) => {
            return verify(&place, &checkpoints).await;
        }
        Command::Audit(AuditCommand::Checkpoint(place)) => {
            let key = place.folder()?.receipt_key()?;
            match audit_log::take_checkpoint(&*place.database().await?, &key, now).await? {
                Some(signed) => println!("{signed}"),
                None => eprintln!("nothing was written since the last checkpoint"),
            }
        }
        Command::Backup { place, to } => {
            let folder = place.read()?.folder;
            let files = backup::take(&folder, &*place.database().await?, &to).await?;
            println!("{files} files");
        }
        Command::Restore { from, embedded } => {
            println!("{} files", backup::restore(&from, &embedded)?);
        }
        Command::Retention(RetentionCommand::Run(place)) => {
            let folder = place.folder()?;
            let database = place.database().await?;
            let numbers = folder.retention(now)?;
            let done = retention::run((&database, &folder.blobs()?), &numbers, now).await?;
            println!(
                "keys destroyed: {}; cases forgotten: {}; accounts forgotten: {}; parts removed: {}",
                done.shredded, done.forgotten, done.accounts, done.removed
            );
        }
        Command::ImportDevices { place, file } => {
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            let key = place.folder()?.receipt_key()?;
            let database = place.database().await?;
            let version = admin::import_devices(&database, &key, &text, now).await?;
            writeln!(io::stdout(), "list {version} is in force")?;
        }
        Command::Notices(command) => notice_command::run(command, now).await?,
        Command::HandOver(command) => hand_over_command::run(command, now).await?,
        Command::Provider(command) => {
            let served = provider_command::run(command, now).await?;
            return Ok(ExitCode::from(if served { 0 } else { 2 }));
        }
        Command::Outages(command) => outage_command::run(command, now).await?,
        Command::Report(command) => report_command::run(command, now).await?,
        Command::Officer(command) => officer_command::run(command, now).await?,
        Command::Terminal(command) => terminal_command::run(command, now).await?,
        Command::RelyingParty(command) => relying_party_command::run(command, now).await?,
        Command::Profile(command) => return profile_command::run(command, now),
        Command::Evidence(Evidence::Export { place, case, to }) => {
            let folder = place.folder()?;
            let kept = (&folder.blobs()?, &folder.vault()?);
            let database = place.database().await?;
            let taken = (case, admin::ADMINISTRATOR);
            evidence::export(&database, kept, taken, &to, now).await?;
        }
        Command::Evidence(Evidence::Verify { file, trust }) => {
            let (verdict, report) = evidence::verify(&file, trust.as_deref(), now)?;
            writeln!(io::stdout(), "{}", *report)?;
            return Ok(ExitCode::from(verdict.exit_code()));
        }
        Command::Openapi => write!(io::stdout(), "{}", openapi::text()?)?,
        Command::Manual(args) => args.run::<Cli>()?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(place: &Place, files: &[PathBuf]) -> Result<ExitCode> {
    let mut texts = Vec::new();
    for file in files {
        let text = fs::read_to_string(file);
        texts.push(text.with_context(|| format!("cannot read {}", file.display()))?);
    }
    let kept: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.is_empty())
        .collect();
    let key = place.folder()?.receipt_key()?.public()?;
    let standing = audit_log::verify(&*place.database().await?, &key, &kept).await?;
    println!("{standing}");
    Ok(match standing {
        Standing::Intact { .. } => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    })
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Receiving => Self::Receiving,
            RoleName::Approving => Self::Approving,
            RoleName::Senior => Self::Senior,
            RoleName::Teller => Self::Teller,
            RoleName::Auditor => Self::Auditor,
            RoleName::DeviceAdmin => Self::DeviceAdmin,
        }
    }
}
