//! Why a request has no answer, on a page that says what to do.

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::de::DeserializeOwned;

use super::page::{self, Look};

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

    /// More is asked than two processors can do.
    pub(super) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "现在请求太多，请过一秒再试。")
    }

    /// Something in this program went wrong.
    pub(super) fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "程序出错，这次请求没有做完。其他请求不受影响；请把操作步骤告诉开发者。",
        )
    }

    fn finished(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, WAIT);
        }
        response
    }

    /// The same for programs.
    pub(super) fn json(self) -> Response {
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

/// For a person: only the problem, since it is not known here how somebody wants pages to look. [`shown`] makes the page.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// The page of a problem, where `response` is one.
pub(super) fn shown(mut response: Response, look: &Look) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let main = html! {
        h1 { "没有办成" }
        p { (problem.message) }
        p { a href="/" { "回到检索" } }
    };
    problem.finished(page::page("没有办成", "", look, &main).into_response())
}
