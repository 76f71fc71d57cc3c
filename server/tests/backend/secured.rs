//! A backend behind TLS, and terminals that enrol themselves there.

use std::{net::TcpListener, sync::Arc};

use axum_server::Handle;
use dossier::{
    api::{EnrolmentAnswer, EnrolmentRequest, Problem, Session, SignInRequest},
    detached,
    submission::TerminalKey,
};
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    x509::{
        X509, X509Name, X509Req,
        extension::{BasicConstraints, SubjectAlternativeName},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use server::{
    enrolment,
    listening::{self, TlsFiles},
};
use time::Duration;
use ureq::{
    Agent,
    tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig},
};

use crate::office::{OFFICE, Office, PASSWORD, new_key, whole_answer};

/// The TLS side of an office.
pub(crate) struct Secured {
    address: String,
    root: Vec<u8>,
}

/// A terminal of its own: keys, certificate, connections.
pub(crate) struct Desk {
    pub(crate) id: String,
    pub(crate) signing: TerminalKey,
    pub(crate) connection: PKey<Private>,
    pub(crate) certificate: Option<String>,
}

pub(crate) fn p256() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn named(name: &str) -> X509Name {
    let mut builder = X509Name::builder().unwrap();
    builder.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    builder.build()
}

/// A certificate by this issuer, or by itself; for 127.0.0.1 unless it is an authority's.
pub(crate) fn certificate(
    name: &str,
    key: &PKey<Private>,
    issuer: Option<(&X509, &PKey<Private>)>,
) -> X509 {
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_pubkey(key).unwrap();
    let subject = named(name);
    builder.set_subject_name(&subject).unwrap();
    let by = issuer.map_or(&*subject, |(issuer, _)| issuer.subject_name());
    builder.set_issuer_name(by).unwrap();
    // The client looks at the machine's clock, not at the backend's.
    let days = |text| Asn1Time::from_str(text).unwrap();
    builder.set_not_before(&days("20200101000000Z")).unwrap();
    builder.set_not_after(&days("20990101000000Z")).unwrap();
    if issuer.is_none() {
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
    } else {
        let here = SubjectAlternativeName::new()
            .ip("127.0.0.1")
            .build(&builder.x509v3_context(None, None))
            .unwrap();
        builder.append_extension(here).unwrap();
    }
    let signer = issuer.map_or(key, |(_, signer)| signer);
    builder.sign(signer, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// Root, certificate and key of a server on this machine, as files of the folder.
pub(crate) fn server_files(folder: &std::path::Path) -> (Vec<u8>, TlsFiles) {
    let (root_key, key) = (p256(), p256());
    let root = certificate("Gốc Thử Nghiệm", &root_key, None);
    let leaf = certificate("máy chủ", &key, Some((&root, &root_key)));
    let files = TlsFiles {
        certificate: folder.join("tls.pem"),
        key: folder.join("tls.key"),
    };
    std::fs::write(&files.certificate, leaf.to_pem().unwrap()).unwrap();
    std::fs::write(&files.key, key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&files.key, private).unwrap();
    (root.to_pem().unwrap(), files)
}

impl Office {
    /// Opens a second door, with TLS.
    pub(crate) fn secure(&self) -> Secured {
        let (root, files) = server_files(self.folder.path());
        let config = listening::server_config(&files, &self.backend).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let backend = self.backend.clone();
        self.runtime.spawn(listening::serve(
            listener,
            backend,
            Some(config),
            Handle::new(),
        ));
        Secured { address, root }
    }

    pub(crate) fn invite(&self, terminal: &str) -> String {
        let database = &self.backend.parts().database;
        let place = (terminal, OFFICE, "administrator");
        let code = enrolment::invite(database, place, Duration::hours(1), self.now());
        self.run(code).unwrap().to_string()
    }
}

impl Desk {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            signing: new_key(),
            connection: p256(),
            certificate: None,
        }
    }

    /// Its request with this code, signed by this key of submissions.
    pub(crate) fn request(&self, code: &str) -> EnrolmentRequest {
        let mut request = X509Req::builder().unwrap();
        request.set_subject_name(&named(&self.id)).unwrap();
        request.set_pubkey(&self.connection).unwrap();
        request
            .sign(&self.connection, MessageDigest::sha256())
            .unwrap();
        let certificate_request = String::from_utf8(request.build().to_pem().unwrap()).unwrap();
        let public_key = self.signing.public().unwrap().to_pem().unwrap();
        EnrolmentRequest {
            terminal: self.id.clone(),
            code: code.into(),
            public_key: String::from_utf8(public_key).unwrap(),
            proof: detached::sign(certificate_request.as_bytes(), &self.signing).unwrap(),
            certificate_request,
        }
    }

    fn shown(&self) -> Option<ClientCert> {
        let certificate = Certificate::from_pem(self.certificate.as_ref()?.as_bytes()).unwrap();
        let key = self.connection.private_key_to_pem_pkcs8().unwrap();
        let key = PrivateKey::from_pem(&key).unwrap();
        Some(ClientCert::new_with_certs(&[certificate], key))
    }
}

impl Secured {
    fn agent(&self, desk: &Desk) -> Agent {
        let root = Certificate::from_pem(&self.root).unwrap();
        let provider = rustls::crypto::ring::default_provider();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&[root]))
            .client_cert(desk.shown())
            .unversioned_rustls_crypto_provider(Arc::new(provider));
        Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_idle_connections(0)
            .build()
            .into()
    }

    /// The answer; none when no connection came to be.
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        desk: &Desk,
        (path, session): (&str, Option<&Session>),
        body: &impl Serialize,
    ) -> Option<Result<(u16, T), Problem>> {
        let mut request = self.agent(desk).post(format!("{}{path}", self.address));
        if let Some(session) = session {
            request = request.header("Authorization", format!("Bearer {}", session.token));
        }
        request.send_json(body).ok().and_then(whole_answer)
    }

    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        desk: &Desk,
        path: &str,
        session: &Session,
    ) -> Result<(u16, T), Problem> {
        let request = self.agent(desk).get(format!("{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {}", session.token));
        whole_answer(request.call().unwrap()).unwrap()
    }

    pub(crate) fn submit<T: DeserializeOwned>(
        &self,
        desk: &Desk,
        jws: &str,
    ) -> Result<(u16, T), Problem> {
        let request = self
            .agent(desk)
            .post(format!("{}/v1/submissions", self.address));
        let request = request.header("Content-Type", "application/jose");
        whole_answer(request.send(jws).unwrap()).unwrap()
    }

    pub(crate) fn enrol(&self, desk: &mut Desk, code: &str) -> Result<EnrolmentAnswer, Problem> {
        let request = desk.request(code);
        let answer = self.post(desk, ("/v1/enrolments", None), &request).unwrap();
        let (_, answer): (u16, EnrolmentAnswer) = answer?;
        desk.certificate = Some(answer.certificate.clone());
        Ok(answer)
    }

    pub(crate) fn sign_in(&self, desk: &Desk, officer: &str) -> Result<Session, Problem> {
        self.sign_in_at(desk, officer, &desk.id)
    }

    pub(crate) fn sign_in_at(
        &self,
        desk: &Desk,
        officer: &str,
        terminal: &str,
    ) -> Result<Session, Problem> {
        let request = SignInRequest {
            officer: officer.into(),
            password: PASSWORD.into(),
            terminal: terminal.into(),
            code: None,
        };
        let answer = self.post(desk, ("/v1/sessions", None), &request).unwrap();
        answer.map(|(_, session)| session)
    }
}
