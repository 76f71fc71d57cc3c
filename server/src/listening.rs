//! Where requests come from: TLS with terminals' certificates, or plain HTTP that never leaves the machine.

mod peer;
mod tls;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    accept::Accept,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_http::add_extension::{AddExtension, AddExtensionLayer};

pub use peer::Peer;
pub use tls::{TlsFiles, server_config};

use crate::{Backend, router};

/// How long a caller may take for the head of a request or for its handshake.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How long requests that have begun may go on when the backend stops.
pub const LAST_REQUESTS: Duration = Duration::from_secs(35);

/// Serves until `handle` ends it.
///
/// # Errors
/// Without TLS on any address but loopback, or when the socket fails.
pub async fn serve(
    listener: TcpListener,
    backend: Backend,
    tls: Option<Arc<ServerConfig>>,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    match tls {
        Some(config) => over_tls(listener, router(backend), config, handle).await,
        None if listener.local_addr()?.ip().is_loopback() => {
            plain(listener, router(backend), handle).await
        }
        None => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "without TLS the backend listens on loopback only",
        )),
    }
}

async fn plain(
    listener: TcpListener,
    routes: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let routes = routes.layer(AddExtensionLayer::new(Peer::Loopback));
    let mut server = axum_server::from_tcp(listener)?.handle(handle);
    limit_heads(server.http_builder());
    server
        .serve(routes.into_make_service_with_connect_info::<SocketAddr>())
        .await
}

async fn over_tls(
    listener: TcpListener,
    routes: Router,
    config: Arc<ServerConfig>,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let acceptor =
        RustlsAcceptor::new(RustlsConfig::from_config(config)).handshake_timeout(HEAD_PATIENCE);
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle)
        .acceptor(Naming(acceptor));
    limit_heads(server.http_builder());
    server
        .serve(routes.into_make_service_with_connect_info::<SocketAddr>())
        .await
}

fn limit_heads(
    builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>,
) {
    builder
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE);
}

/// Tells every request of a connection whose certificate the handshake has verified.
#[derive(Clone)]
struct Naming(RustlsAcceptor);

impl<I, S> Accept<I, S> for Naming
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Send + 'static,
{
    type Stream = <RustlsAcceptor as Accept<I, S>>::Stream;
    type Service = AddExtension<S, Peer>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let accepted = self.0.accept(stream, service);
        Box::pin(async move {
            let (stream, service) = accepted.await?;
            let peer = Peer::of(stream.get_ref().1.peer_certificates());
            Ok((stream, AddExtension::new(service, peer)))
        })
    }
}
