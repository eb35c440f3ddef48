//! The same answers for programs, as the command line gives them.

use axum::{
    extract::{Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{Here, problem::Problem, regulation, search, upload::Upload};
use crate::report;

/// What programs are told of this interface.
const DESCRIPTION: &str = include_str!("assets/openapi.json");
const JSON: &str = "application/json; charset=utf-8";
/// Several objects, a line each.
const LINES: &str = "application/x-ndjson; charset=utf-8";

fn answer(result: Result<String, Problem>) -> Response {
    match result {
        Ok(body) => {
            let kind = if body.trim_end().contains("\n{") && body.starts_with("{\"") { LINES } else { JSON };
            ([(header::CONTENT_TYPE, kind)], body).into_response()
        }
        Err(problem) => problem.json(),
    }
}

pub(super) async fn search(State(site): Here, Query(asked): Query<search::Asked>) -> Response {
    answer(site.ask(move |_, shelf| search::json(&asked, shelf)).await.and_then(|json| json))
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    at: String,
}

pub(super) async fn show(State(site): Here, Query(wanted): Query<Wanted>) -> Response {
    answer(site.ask(move |_, shelf| regulation::json(shelf, wanted.at.trim())).await.and_then(|json| json))
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    name: Option<String>,
}

pub(super) async fn lint(State(site): Here, Query(named): Query<Named>, request: Request) -> Response {
    let upload = match Upload::read(&site.room, named.name.as_deref(), request).await {
        Ok(upload) => upload,
        Err(problem) => return problem.json(),
    };
    answer(site.ask(move |desk, shelf| report::json(&desk.check(shelf, upload.files, None))).await)
}

pub(super) async fn description() -> Response {
    answer(Ok(DESCRIPTION.to_owned()))
}

pub(super) async fn nothing() -> Response {
    Problem::not_found("没有这个接口；有哪些见 /api/v1/openapi.json。").json()
}
