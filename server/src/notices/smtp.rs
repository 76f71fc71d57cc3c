//! E-mail to a mail server by SMTP (RFC 5321), TLS from the first octet unless the settings say otherwise.

use std::{error::Error as StdError, io, iter, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use lettre::{
    SmtpTransport, Transport,
    address::Address,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
    },
};

use super::{
    Why,
    carriers::{Carrier, Failure, MailTls, Message, RelaySettings, is_here, secret, trusted},
};

pub(super) struct Relay {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Relay {
    pub(super) fn new(folder: &Path, settings: &RelaySettings, patience: Duration) -> Result<Self> {
        ensure!(
            settings.tls != MailTls::None || is_here(&settings.host),
            "without TLS only to an address of this machine"
        );
        let (tls, port) = match settings.tls {
            MailTls::Implicit => (Tls::Wrapper(parameters(folder, settings)?), 465),
            MailTls::Starttls => (Tls::Required(parameters(folder, settings)?), 587),
            MailTls::None => (Tls::None, 25),
        };
        let mut builder = SmtpTransport::builder_dangerous(&settings.host)
            .tls(tls)
            .port(settings.port.unwrap_or(port))
            .timeout(Some(patience));
        if let Some(user) = &settings.user {
            let file = settings.password_file.as_deref();
            let password = secret(folder, file.context("user without password_file")?)?;
            builder = builder.credentials(Credentials::new(user.clone(), password.to_string()));
        }
        Ok(Self {
            transport: builder.build(),
            from: settings.from.parse().context("from is no mailbox")?,
        })
    }

    fn message(&self, message: &Message<'_>) -> Option<lettre::Message> {
        let to: Address = message.content.to.parse().ok()?;
        let domain = self.from.email.domain();
        lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.content.subject.clone())
            .message_id(Some(format!("<{}@{domain}>", message.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.content.text.clone())
            .ok()
    }
}

fn parameters(folder: &Path, settings: &RelaySettings) -> Result<TlsParameters> {
    let mut builder =
        TlsParameters::builder(settings.host.clone()).certificate_store(CertificateStore::None);
    for certificate in trusted(folder, settings.trust.as_deref())? {
        let certificate = Certificate::from_der(certificate.der().to_vec());
        builder = builder.add_root_certificate(certificate.context("trust")?);
    }
    builder.build_rustls().context("TLS")
}

/// RFC 5321 §4.2.1: 4yz may be otherwise later, 5yz not.
fn failure(error: &Error) -> Failure {
    let status = error.status().map(u16::from);
    let (why, again) = match status {
        // RFC 4954 §6: our password, not the person's address.
        Some(530 | 534 | 535 | 538) => (Why::NotAllowed, true),
        _ if of_tls(error) => (Why::NotAllowed, true),
        _ if error.is_permanent() => (Why::Refused, false),
        _ if error.is_transient() => (Why::Busy, true),
        _ => (Why::Unreachable, true),
    };
    Failure { why, again }
}

/// A handshake that fails is an error of reading with the cause inside.
fn of_tls(error: &Error) -> bool {
    let inside = |cause: &(dyn StdError + 'static)| {
        let read = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        cause.is::<rustls::Error>() || read.is_some_and(|inner| inner.is::<rustls::Error>())
    };
    let causes = iter::successors(error.source(), |cause| (*cause).source());
    error.is_tls() || causes.into_iter().any(inside)
}

impl Carrier for Relay {
    fn carry(&self, message: &Message<'_>) -> Result<(), Failure> {
        let Some(mail) = self.message(message) else {
            let why = Why::NotWritten;
            return Err(Failure { why, again: false });
        };
        self.transport
            .send(&mail)
            .map(drop)
            .map_err(|error| failure(&error))
    }
}
