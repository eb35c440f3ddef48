//! Why a request has no answer, on a page that says what to do.

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::de::DeserializeOwned;

use super::page::{self, Look};

/// Where addresses for programs begin.
const PROGRAMS: &str = "/api/";
/// Where to go on from a page that was not made: the beginnings of addresses, the first that fits.
const WAYS: [(&str, &str, &str); 3] =
    [("/check", "/check", "回到检查"), ("/rules", "/rules", "回到规则"), ("/", "/", "回到检索")];

/// How long somebody who is turned away should wait, in seconds.
const WAIT: HeaderValue = HeaderValue::from_static("1");

/// Why a request has no answer.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// More is asked than can be done.
    pub(super) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "现在请求太多，没有办。请过一秒再试。")
    }

    /// It took too long, and why.
    pub(super) fn late(message: impl Into<String>) -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, message)
    }

    /// Something in this program went wrong.
    pub(super) fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "程序出错，这次请求没有做完。其他请求不受影响；请把操作步骤告诉开发者。",
        )
    }

    #[cfg(test)]
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    fn finished(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, WAIT);
        }
        response
    }

    /// The problem for programs.
    pub(super) fn json(&self) -> Response {
        let body = serde_json::json!({ "error": self.message }).to_string() + "\n";
        self.finished(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response())
    }
}

/// What the address of a page says behind its `?`.
pub(super) struct Params<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Query::<T>::from_request_parts(parts, state).await;
        read.map(|Query(value)| Self(value)).map_err(|_| Problem::bad("网址里“?”后面的部分看不懂。"))
    }
}

/// Only the problem, since it is not known here who asked for what. [`shown`] makes the answer.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// What is said of a problem, where `response` is one: to a person on a page, to a program that asked for `path` in JSON.
pub(super) fn shown(mut response: Response, path: &str, look: &Look) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if path.starts_with(PROGRAMS) {
        return problem.json();
    }
    let way = WAYS.iter().find(|(beginning, ..)| path.starts_with(beginning));
    let main = html! {
        h1 { "没有办成" }
        p { (problem.message) }
        @if let Some((_, address, name)) = way { p { a href=(address) { (name) } } }
    };
    let mut page = problem.finished(page::page("没有办成", "", look, &main).into_response());
    if problem.status == StatusCode::REQUEST_TIMEOUT {
        // Chromium sends a form once more by itself when the answer is 408, and would make somebody wait twice.
        *page.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_too_long_is_asked_once() {
        for (path, status) in [("/api/v1/lint", 408), ("/check", 503)] {
            let answer = shown(Problem::late("太长").into_response(), path, &Look::default());
            assert_eq!(answer.status(), status, "{path}");
            assert!(
                !answer.headers().contains_key(header::RETRY_AFTER),
                "{path}: it would take as long again"
            );
        }
        let busy = shown(Problem::busy().into_response(), "/check", &Look::default());
        assert!(busy.headers().contains_key(header::RETRY_AFTER));
    }
}
