//! Who may come in: requests that mean this server, from its own pages or from programs. A page of another site can make a
//! browser ask anything of 127.0.0.1; it must neither be answered nor be able to pass for us by naming us in its own domain.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    page::{Look, cookie},
    problem::{self, Problem},
};

/// The name of the cookie that holds the token.
const COOKIE: &str = "guiju-token";

/// Whose requests are answered.
#[derive(Debug, Clone)]
pub struct Door {
    /// The names and ports by which this server may be called, such as `127.0.0.1:8700`, in small letters.
    pub hosts: Vec<String>,
    /// What everybody must know who comes from another machine; `None` when nobody can.
    pub token: Option<String>,
}

impl Door {
    fn knows(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Why these headers are turned away.
    fn refusal(&self, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // Two of them, or one that is no text, are nobody's name.
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).filter(|_| hosts.next().is_none());
        if !host.is_some_and(|host| self.knows(host)) {
            return Some("请用启动时显示的网址打开。");
        }
        let is_foreign = |site: &str| site != "same-origin" && site != "none";
        let safe = matches!(*method, Method::GET | Method::HEAD);
        let navigates = safe && text("sec-fetch-mode") == Some("navigate");
        if text("sec-fetch-site").is_some_and(is_foreign) && !navigates {
            return Some("不接受别的网站发来的请求。");
        }
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.knows(host));
        if headers.contains_key(header::ORIGIN) && !text("origin").is_some_and(own) {
            return Some("不接受别的网站发来的请求。");
        }
        None
    }

    /// Whether these headers show the token.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = bearer.and_then(|value| value.strip_prefix("Bearer "));
        shown.is_some_and(|shown| same(shown, token))
            || cookie(headers, COOKIE).is_some_and(|shown| same(shown, token))
    }
}

/// Compares in a time that tells nothing of where two secrets differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Lets in whom `door` admits, and says with every answer what a browser may do with it.
pub(super) async fn guard(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let (look, path) = (Look::of(request.headers()), request.uri().path().to_owned());
    let mut response = problem::shown(answer(&door, request, next).await, &path, &look);
    let headers = response.headers_mut();
    let fixed = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
             trusted-types 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With no-referrer a form would name no origin either.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in
        [("cross-origin-resource-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin")]
    {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Documents and queries stay in no cache.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn answer(door: &Door, request: Request, next: Next) -> Response {
    if let Some(why) = door.refusal(request.method(), request.headers()) {
        return Problem::new(StatusCode::FORBIDDEN, why).into_response();
    }
    if door.admits(request.headers()) {
        return next.run(request).await;
    }
    // The address that was shown at the start has the token once; from then on the browser keeps it.
    let token = door.token.as_deref().unwrap_or_default();
    let shown = request.uri().query().and_then(|query| query.strip_prefix("token="));
    if shown.is_some_and(|shown| same(shown, token)) {
        let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
        return ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response();
    }
    Problem::new(StatusCode::UNAUTHORIZED, "请用启动时显示的、带 token 的网址打开。").into_response()
}
