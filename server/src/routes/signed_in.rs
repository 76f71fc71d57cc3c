//! Who is asking: the session of the bearer token. RFC 6750 §2.1.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use dossier::api::ProblemType;
use openssl::sha::sha256;

use crate::{
    Backend, admission,
    listening::Peer,
    permissions::{Action, authorize},
    refusal::Refusal,
    store::sessions::{self, Session},
};

/// A request with a session that has not ended.
pub(super) struct SignedIn(pub(super) Session);

impl SignedIn {
    /// The session, when its officer's role covers the action.
    pub(super) fn to(self, action: Action) -> Result<Session, Refusal> {
        authorize(self.0.officer.role, action)?;
        Ok(self.0)
    }
}

impl FromRequestParts<Backend> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, backend: &Backend) -> Result<Self, Refusal> {
        let invalid = || Refusal::from(ProblemType::SessionInvalid);
        let peer = Peer::from_request_parts(parts, backend).await?;
        if peer == Peer::Stranger {
            return Err(ProblemType::CertificateNeeded.into());
        }
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(invalid)?;
        let mut connection = backend.parts().database.acquire().await?;
        let session = sessions::by_token(&mut connection, &sha256(token.as_bytes())).await?;
        let session = session
            .filter(|session| session.ends_at > backend.now())
            .ok_or_else(invalid)?;
        let (terminal, office) = (&session.terminal, Some(session.officer.office.as_str()));
        let admitted = admission::admit(backend, &mut connection, &peer, terminal, office).await;
        drop(connection);
        match admitted {
            Ok(()) => Ok(Self(session)),
            Err(why) => Err(admission::refuse(backend, &peer, terminal, why).await),
        }
    }
}
