//! The same answers for programs, as the command line gives them.

use axum::{
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    Here,
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

fn answer(result: Result<String, Problem>) -> Response {
    match result {
        Ok(body) => ([(header::CONTENT_TYPE, JSON)], body).into_response(),
        Err(problem) => problem.json(),
    }
}

/// Parameters, or what is wrong with them.
type Read<T> = Result<Params<T>, Problem>;

pub(super) async fn search(State(site): Here, asked: Read<search::Asked>) -> Response {
    let Params(asked) = match asked {
        Ok(asked) => asked,
        Err(problem) => return problem.json(),
    };
    answer(site.ask(move |desk, shelf| search::json(&asked, desk, shelf)).await.and_then(|json| json))
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    at: String,
}

pub(super) async fn show(State(site): Here, wanted: Read<Wanted>) -> Response {
    let Params(wanted) = match wanted {
        Ok(wanted) => wanted,
        Err(problem) => return problem.json(),
    };
    let shown =
        site.ask(move |_, shelf| regulation::json(shelf, wanted.at.trim())).await.and_then(|json| json);
    match shown {
        Ok(objects) if objects.lines().count() > 1 => {
            ([(header::CONTENT_TYPE, LINES)], objects).into_response()
        }
        shown => answer(shown),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    name: Option<String>,
}

pub(super) async fn lint(State(site): Here, named: Read<Named>, request: Request) -> Response {
    let sent = match named {
        Ok(Params(named)) => Upload::read(&site.room, named.name.as_deref(), request).await,
        Err(problem) => Err(problem),
    };
    let upload = match sent {
        Ok(upload) if upload.files.is_empty() => {
            return Problem::bad("请求里没有文件：放在表单的 file 里，或作为请求体。").json();
        }
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
