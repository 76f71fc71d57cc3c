//! SMS over HTTPS: `POST {"id", "to", "text"}` with the notice's name as `Idempotency-Key`.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use ureq::{
    Agent,
    http::{StatusCode, Uri},
    tls::{RootCerts, TlsConfig},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Why,
    carriers::{Carrier, Failure, GatewaySettings, Message, is_here, secret, trusted},
};

pub(super) struct Gateway {
    agent: Agent,
    url: String,
    token: Option<Zeroizing<String>>,
}

#[derive(Serialize)]
struct Posted<'a> {
    id: Uuid,
    to: &'a str,
    text: &'a str,
}

impl Gateway {
    pub(super) fn new(
        folder: &Path,
        settings: &GatewaySettings,
        patience: Duration,
    ) -> Result<Self> {
        let uri: Uri = settings.url.parse().context("url is none")?;
        let plain = uri.scheme_str() == Some("http") && uri.host().is_some_and(is_here);
        ensure!(
            plain || uri.scheme_str() == Some("https"),
            "url begins with https://, or with http:// and an address of this machine"
        );
        let mut config = Agent::config_builder()
            .https_only(!plain)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(patience));
        if !plain {
            let trust = trusted(folder, settings.trust.as_deref())?;
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let tls = TlsConfig::builder()
                .unversioned_rustls_crypto_provider(provider)
                .root_certs(RootCerts::new_with_certs(&trust))
                .build();
            config = config.tls_config(tls);
        }
        let token = settings.token_file.as_deref();
        Ok(Self {
            agent: config.build().into(),
            url: settings.url.clone(),
            token: token.map(|file| secret(folder, file)).transpose()?,
        })
    }
}

impl Carrier for Gateway {
    fn carry(&self, message: &Message<'_>) -> Result<(), Failure> {
        let mut request = self
            .agent
            .post(&self.url)
            .header("Idempotency-Key", message.id.to_string());
        if let Some(token) = &self.token {
            let bearer = Zeroizing::new(format!("Bearer {}", token.as_str()));
            request = request.header("Authorization", bearer.as_str());
        }
        let posted = Posted {
            id: message.id,
            to: &message.content.to,
            text: &message.content.text,
        };
        let failed = |why, again| Err(Failure { why, again });
        match request.send_json(&posted).map(|answer| answer.status()) {
            Err(_) => failed(Why::Unreachable, true),
            Ok(status) if status.is_success() => Ok(()),
            Ok(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => failed(Why::NotAllowed, true),
            Ok(StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT) => {
                failed(Why::Busy, true)
            }
            Ok(status) if status.is_server_error() => failed(Why::Busy, true),
            Ok(_) => failed(Why::Refused, false),
        }
    }
}
