//! `/openapi.json`: the interface as an OpenAPI 3.1 document, from one table of operations. `docs/openapi.json` is the
//! same text, compared by a test.

mod operations;
mod schemas;

use std::collections::BTreeMap;

use axum::{http::header, response::IntoResponse};
use dossier::api::{PROBLEM_MEDIA_TYPE, PrintedAs, ProblemType};
use utoipa::openapi::{
    Components, Content, Info, OpenApi, OpenApiBuilder, Paths, Ref, Required,
    path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    response::ResponseBuilder,
    schema::{ObjectBuilder, SchemaType, Type},
    security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};

use operations::{Asks, Body, Row, TABLE};

/// What an officer's request shows, and what a terminal's connection does.
const SESSION: &str = "session";
const TERMINAL: &str = "terminal";

/// Refusals that every request may meet.
const ALWAYS: [ProblemType; 2] = [ProblemType::TooManyRequests, ProblemType::Unavailable];
/// Refusals of whatever speaks for a terminal.
const OF_TERMINALS: [ProblemType; 4] = [
    ProblemType::CertificateNeeded,
    ProblemType::TerminalMismatch,
    ProblemType::TerminalUnknown,
    ProblemType::TerminalBlocked,
];
/// Refusals of whatever needs a session.
const OF_SESSIONS: [ProblemType; 2] = [ProblemType::SessionInvalid, ProblemType::Forbidden];
/// Refusals of whatever has a body.
const OF_BODIES: [ProblemType; 2] = [ProblemType::Malformed, ProblemType::TooLarge];

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    for row in TABLE {
        paths.add_path_operation(row.route, vec![row.method.clone()], operation(row));
    }
    let terminal = SecurityScheme::MutualTls {
        description: Some(
            "The certificate that enrolment gave the terminal. Not asked for over plain HTTP, which \
             only loopback speaks."
                .into(),
        ),
        deprecated: None,
        extensions: None,
    };
    let mut components = schemas::all(Components::new());
    components.add_security_scheme(
        SESSION,
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    components.add_security_scheme(TERMINAL, terminal);
    let mut info = Info::new("CCCD backend", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Counter terminals and officers against the backend. Refusals are problem documents (RFC 9457) of a \
         closed list of types."
            .into(),
    );
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components))
        .build()
}

/// The document as text, ending with a line end.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn text() -> Result<String, serde_json::Error> {
    document().to_pretty_json().map(|text| text + "\n")
}

/// Serves the document.
pub(crate) async fn serve() -> Result<impl IntoResponse, crate::refusal::Refusal> {
    let text = text().map_err(|cause| crate::refusal::Refusal::internal("openapi", &cause))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text))
}

fn operation(row: &Row) -> Operation {
    let mut builder = OperationBuilder::new()
        .operation_id(Some(row.id))
        .summary(Some(row.summary));
    if row.route.contains("{id}") {
        builder = builder.parameter(parameter("id", ParameterIn::Path, Required::True));
    }
    if row.route.contains("{form}") {
        builder = builder.parameter(parameter("form", ParameterIn::Path, Required::True));
    }
    if let Some(name) = row.query {
        builder = builder.parameter(parameter(name, ParameterIn::Query, Required::False));
    }
    match row.asks {
        Asks::Nothing => {}
        Asks::Certificate => {
            let needed = SecurityRequirement::new(TERMINAL, Vec::<String>::new());
            builder = builder.security(needed);
        }
        Asks::Session => {
            let none = Vec::<String>::new();
            let needed = SecurityRequirement::new(TERMINAL, none.clone()).add(SESSION, none);
            builder = builder.security(needed);
        }
    }
    if let Some(body) = &row.takes {
        let request = RequestBodyBuilder::new()
            .content(body.media_type(), content(body))
            .required(Some(Required::True));
        builder = builder.request_body(Some(request.build()));
    }
    for (status, meaning, body) in row.answers {
        let mut response = ResponseBuilder::new().description(*meaning);
        if let Some(body) = body {
            response = response.content(body.media_type(), content(body));
        }
        if matches!(body, Some(Body::Form)) {
            response = response.content(PrintedAs::Json.media_type(), content(&Body::Document));
        }
        builder = builder.response(status.to_string(), response);
    }
    for (status, kinds) in problems(row) {
        if row.answers.iter().any(|(own, ..)| *own == status) {
            continue;
        }
        let names: Vec<&str> = kinds.iter().map(|kind| kind.urn()).collect();
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new()
            .description(names.join(", "))
            .content(PROBLEM_MEDIA_TYPE, problem);
        builder = builder.response(status.to_string(), response);
    }
    builder.build()
}

/// The refusals of an operation by status, each once, in the order of the closed list.
fn problems(row: &Row) -> BTreeMap<u16, Vec<ProblemType>> {
    let mut possible = row.problems.to_vec();
    possible.extend(ALWAYS);
    if row.asks != Asks::Nothing {
        possible.extend(OF_TERMINALS);
    }
    if row.asks == Asks::Session {
        possible.extend(OF_SESSIONS);
    }
    if row.takes.is_some() {
        possible.extend(OF_BODIES);
    }
    let mut by_status: BTreeMap<u16, Vec<ProblemType>> = BTreeMap::new();
    for kind in ProblemType::ALL {
        if possible.contains(&kind) {
            by_status.entry(kind.status()).or_default().push(kind);
        }
    }
    by_status
}

fn parameter(name: &str, place: ParameterIn, required: Required) -> Parameter {
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .schema(Some(text))
        .build()
}

fn content(body: &Body) -> Content {
    match body {
        Body::Named(name) => Content::new(Some(Ref::from_schema_name(*name))),
        Body::Text(_) | Body::Form => {
            let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
            Content::new(Some(text))
        }
        Body::Bundle | Body::Document => {
            let object = ObjectBuilder::new().schema_type(SchemaType::new(Type::Object));
            Content::new(Some(object))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_once_and_every_problem_is_named() {
        let described: BTreeSet<&str> = TABLE.iter().map(|row| row.route).collect();
        let routes: BTreeSet<&str> = dossier::api::route::ALL.into_iter().collect();
        assert_eq!(described, routes);
        let operations: BTreeSet<&str> = TABLE.iter().map(|row| row.id).collect();
        assert_eq!(operations.len(), TABLE.len());
        let named: BTreeSet<ProblemType> = TABLE
            .iter()
            .flat_map(|row| problems(row).into_values().flatten())
            .collect();
        let all: BTreeSet<ProblemType> = ProblemType::ALL.into_iter().collect();
        assert_eq!(named, all);
    }

    #[test]
    fn every_reference_has_its_schema() {
        let text = text().unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
        }
        let types = &schemas["ProblemType"]["enum"];
        assert_eq!(types.as_array().unwrap().len(), ProblemType::ALL.len());
    }
}
