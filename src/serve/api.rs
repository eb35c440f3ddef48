//! The same answers for programs, as the command line gives them.

use axum::{
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    Here,
    bench::Bench,
    problem::{Params, Problem},
    regulation, search,
    upload::Upload,
};
use crate::report;

/// What programs are told of this interface.
const DESCRIPTION: &str = include_str!("assets/openapi.json");
const JSON: &str = "application/json; charset=utf-8";
/// Several objects, a line each.
const LINES: &str = "application/x-ndjson; charset=utf-8";

fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, JSON)], body).into_response()
}

pub(super) async fn search(
    State(site): Here,
    Params(asked): Params<search::Asked>,
) -> Result<Response, Problem> {
    site.ask(move |desk, shelf| search::json(&asked, desk, shelf)).await?.map(json)
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    at: String,
}

pub(super) async fn show(State(site): Here, Params(wanted): Params<Wanted>) -> Result<Response, Problem> {
    let objects = site.ask(move |_, shelf| regulation::json(shelf, wanted.at.trim())).await??;
    if objects.lines().count() > 1 {
        return Ok(([(header::CONTENT_TYPE, LINES)], objects).into_response());
    }
    Ok(json(objects))
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    name: Option<String>,
}

pub(super) async fn lint(
    State(site): Here,
    Params(named): Params<Named>,
    request: Request,
) -> Result<Response, Problem> {
    let report = |bench: &Bench<'_>, upload: Upload| {
        if upload.files.is_empty() {
            return Err(Problem::bad("请求里没有文件：放在表单的 file 里，或作为请求体。"));
        }
        Ok(report::json(&bench.report(upload.files, None)))
    };
    site.check(named.name.as_deref(), request, report).await?.map(json)
}

pub(super) async fn description() -> Response {
    json(DESCRIPTION.to_owned())
}

pub(super) async fn nothing() -> Response {
    Problem::not_found("没有这个接口；有哪些见 /api/v1/openapi.json。").into_response()
}
