//! What a provider that ends hands over to the next one: cases, accounts, consents and the audit log in an open format,
//! what is personal encrypted for the recipient, every file in a signed list of digests. S1 Art. 38.

mod tables;

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};
use dossier::{
    hand_over::HandOver,
    receipt::{ReceiptKey, ReceiptPublicKey},
    sha256_digest::Sha256Digest,
};
use openssl::{
    cms::{CMSOptions, CmsContentInfo},
    sha::Sha256,
    stack::Stack,
    symm::Cipher,
    x509::X509,
};
use time::OffsetDateTime;

use crate::{
    accounts,
    admin::ADMINISTRATOR,
    blobs::{BlobError, Blobs, Part},
    private_folder::{digest, files_in, make_private, write_private},
    store::{Connection, Database, audit},
    vault::Vault,
};

use tables::{Sealed, TABLES, Table, next_sealed};

/// The signed list.
const LIST: &str = "hand-over.jws";

/// A folder that is being filled.
struct Filling<'a> {
    folder: &'a Path,
    recipient: &'a X509,
    list: HandOver,
}

/// Writes everything into a new folder, as far as the log then goes; the audit log tells to whom. The backend should not
/// serve meanwhile: what comes in later is not in it.
///
/// # Errors
/// When the folder is there already, something cannot be read, or a part does not open.
pub async fn export(
    database: &Database,
    (blobs, vault, key): (&Blobs, &Vault, &ReceiptKey),
    (recipient, folder): (&X509, &Path),
    now: OffsetDateTime,
) -> Result<HandOver> {
    make_private(folder).with_context(|| format!("{} must not be there yet", folder.display()))?;
    let certificate = digest(&recipient.to_der()?);
    let mut filling = Filling {
        folder,
        recipient,
        list: HandOver {
            format: HandOver::FORMAT,
            made_at: now,
            recipient: certificate,
            files: BTreeMap::new(),
            lines: BTreeMap::new(),
        },
    };
    let mut transaction = database.begin().await?;
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "hand_over",
        subject: &certificate.to_string(),
        detail: "",
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    let mut connection = database.acquire().await?;
    filling.parts(&mut connection, blobs, vault).await?;
    filling.accounts(&mut connection, vault).await?;
    for table in &TABLES {
        filling.table(&mut connection, table).await?;
    }
    let signed = filling.list.sign(key).context("the list is not signed")?;
    write_private(&folder.join(LIST), signed.as_bytes())?;
    Ok(filling.list)
}

impl Filling<'_> {
    fn keep(&mut self, name: &str, octets: &[u8]) -> Result<()> {
        write_private(&self.folder.join(name), octets)?;
        self.list.files.insert(name.to_owned(), digest(octets));
        Ok(())
    }

    /// For the recipient's eyes alone.
    fn keep_secret(&mut self, name: &str, plain: &[u8]) -> Result<()> {
        let mut readers = Stack::new()?;
        readers.push(self.recipient.to_owned())?;
        let cipher = Cipher::aes_256_cbc();
        let envelope = CmsContentInfo::encrypt(&readers, plain, cipher, CMSOptions::BINARY)?;
        self.keep(name, &envelope.to_der()?)
    }

    /// A table, line after line: however long it is, little of it is held.
    async fn table(&mut self, connection: &mut Connection, table: &Table) -> Result<()> {
        let name = format!("{}.jsonl", table.name);
        let path = self.folder.join(&name);
        write_private(&path, b"")?;
        let mut file = BufWriter::new(OpenOptions::new().append(true).open(path)?);
        let mut sum = Sha256::new();
        let lines = table.lines(connection, |line| {
            sum.update(line.as_bytes());
            Ok(file.write_all(line.as_bytes())?)
        });
        let count = lines.await?;
        file.into_inner()?.sync_all()?;
        let sum = Sha256Digest::new(sum.finish());
        self.list.files.insert(name, sum);
        self.list.lines.insert(table.name.to_owned(), count);
        Ok(())
    }

    /// The parts of every case whose key was not destroyed, and the last remark.
    async fn parts(
        &mut self,
        connection: &mut Connection,
        blobs: &Blobs,
        vault: &Vault,
    ) -> Result<()> {
        let mut last = None;
        while let Some(Sealed {
            case,
            wrapped_key,
            sealed,
        }) = next_sealed(connection, "cases", "sealed_note", last).await?
        {
            last = Some(case);
            let case_key = vault.case_key(case, &wrapped_key)?;
            for part in Part::ALL {
                let plain = match blobs.get(case, part).await {
                    Ok(octets) => case_key.open(case, part.word(), &octets)?,
                    Err(BlobError::Missing) => {
                        bail!("part {} of case {case} is missing", part.word())
                    }
                    Err(other) => return Err(other.into()),
                };
                self.keep_secret(&format!("cases/{case}/{}.cms", part.word()), &plain)?;
            }
            if let Some(note) = sealed {
                let plain = case_key.open(case, "note", &note)?;
                self.keep_secret(&format!("cases/{case}/note.cms"), &plain)?;
            }
        }
        Ok(())
    }

    /// Whose each account is and how to reach them.
    async fn accounts(&mut self, connection: &mut Connection, vault: &Vault) -> Result<()> {
        let mut last = None;
        while let Some(Sealed {
            case,
            wrapped_key,
            sealed,
        }) = next_sealed(connection, "accounts", "sealed", last).await?
        {
            last = Some(case);
            let sealed = sealed.context("an account without a content")?;
            let key = vault.case_key(case, &wrapped_key)?;
            let plain = key.open(case, accounts::PART, &sealed)?;
            self.keep_secret(&format!("accounts/{case}.cms"), &plain)?;
        }
        Ok(())
    }
}

/// Whether a folder is exactly what the backend of this key handed over: every file as listed, and no other.
///
/// # Errors
/// When the list is not signed by it, a file is missing or changed, or there is one more.
pub fn verify(folder: &Path, key: &ReceiptPublicKey) -> Result<HandOver> {
    let signed = fs::read_to_string(folder.join(LIST))
        .with_context(|| format!("{} is no hand-over", folder.display()))?;
    let list = HandOver::open(&signed, key).context("the list is not signed by this key")?;
    let there = files_in(folder, |_, _| false)?;
    for file in &there {
        let listed = file
            .to_str()
            .is_some_and(|name| list.files.contains_key(name));
        ensure!(
            listed || file == Path::new(LIST),
            "{} is not listed",
            file.display()
        );
    }
    for (name, sum) in &list.files {
        let octets = fs::read(folder.join(name)).with_context(|| format!("{name} is missing"))?;
        ensure!(digest(&octets) == *sum, "{name} was changed");
    }
    Ok(list)
}

/// The certificate in a PEM file.
///
/// # Errors
/// When there is none.
pub fn recipient(file: &Path) -> Result<X509> {
    let pem = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    X509::from_pem(&pem).with_context(|| format!("{} is no certificate", file.display()))
}
