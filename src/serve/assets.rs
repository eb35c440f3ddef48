//! The files that every page asks for. They are part of the program, and a browser may keep them until the program is another.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::problem::Problem;

/// By name, with what they are.
const ASSETS: [(&str, &str, &str); 3] = [
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("script.js", "text/javascript; charset=utf-8", include_str!("assets/script.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((_, kind, text)) = ASSETS.iter().find(|(own, ..)| *own == name) else {
        return Problem::not_found("没有这个文件。").into_response();
    };
    // Asked for again each time, and sent again only by another program.
    let tag = concat!("\"", env!("GUIJU_SOURCES"), "\"");
    let kept = [(header::CACHE_CONTROL, "no-cache"), (header::ETAG, tag)];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, *kind)], *text).into_response()
}
