//! The web page: what a browser asks, answered. Knows HTTP and no file: whoever starts it hands it a [`Desk`], and puts the
//! [`router`] behind a socket.
//!
//! Every page is written here, whole, and works without a script; the script (`assets/script.js`) only asks for the same pages
//! sooner. Nothing that is sent here is kept: a document lives as long as the answer to the request that brought it.

mod api;
mod assets;
mod bench;
mod check;
mod door;
mod library;
mod page;
mod problem;
mod regulation;
mod rules;
mod search;
mod upload;
mod work;

pub use door::Door;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use self::{problem::Problem, upload::Room, work::Work};
use crate::{
    check::{Patience, Selection},
    corpus::Corpus,
    doc::Kind,
    law::Date,
    read::Format,
    report::Report,
    rules::RuleSet,
    search::Index,
};

/// All that one request may bring, in bytes.
pub const LARGEST_REQUEST: usize = 64 << 20;
/// How many files one request may bring.
const MOST_FILES: usize = 200;
/// Whoever takes longer to send what is to be answered is not waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long files may take to arrive and be checked: a little less, so that whoever waits is told which file it was.
const CHECKED_WITHIN: Duration = Duration::from_secs(55);
/// How many readers may be answered or wait for it. With a few milliseconds each, the last of them waits a tenth of a second.
const READERS: usize = 64;
/// The same of those who have something checked, each of whom may take long.
const CHECKERS: usize = 32;
/// The same for checks of much at once.
const HEAVY: usize = 8;

/// Whoever holds the rules, the regulations and the clock.
pub trait Desk: Send + Sync {
    /// What is loaded, as it is to be today.
    fn shelf(&self) -> Arc<Shelf>;

    /// What is found in `files`, each of which may contradict the others. When `patience` ends, what is there till then.
    fn check(&self, shelf: &Shelf, files: Vec<Sheet>, only: Option<&str>, patience: &Patience) -> Report;

    /// What is found in the regulations themselves.
    fn check_regulations(&self, shelf: &Shelf) -> Report;

    /// How long it has been at work, to measure how long an answer takes.
    fn worked(&self) -> Duration;

    /// The local time, which the comments in a Word document bear.
    fn now(&self) -> jiff::civil::DateTime;
}

/// A file that somebody sent.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// What somebody said it is.
    pub kind: Option<Kind>,
    /// Whether it was changed since somebody sent it.
    pub is_changed: bool,
}

impl Sheet {
    /// A file of which nobody has said what it is.
    pub fn new(name: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), kind: None, is_changed: false }
    }

    /// Text that somebody pasted: Markdown where it has marks that only that has, else lines that stand for themselves, as they do
    /// in what comes from Word or a chat.
    pub fn pasted(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let text = String::from_utf8_lossy(&bytes);
        let is_marked = |line: &str| {
            let line = line.trim_start();
            let heading = line.trim_start_matches('#');
            heading.len() < line.len() && heading.starts_with(' ')
                || ["|", "```", "- ", "* ", "+ ", "> ", "<!--"].iter().any(|mark| line.starts_with(mark))
        };
        let is_markdown = text.contains("**") || text.lines().any(is_marked);
        let name = format!("{}.{}", page::PASTED, if is_markdown { "md" } else { "txt" });
        Self::new(name, bytes)
    }

    /// It with `bytes` in the place of its own.
    fn changed(&self, bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), is_changed: true, ..self.clone() }
    }

    /// Its format, which its name tells; whatever has no other one is text.
    pub fn format(&self) -> Format {
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        Format::of_extension(extension).unwrap_or(Format::Plain)
    }
}

/// Rules and regulations, loaded.
pub struct Shelf {
    /// The regulations.
    pub corpus: Corpus,
    /// The rules.
    pub rules: RuleSet,
    /// Which of them are on.
    pub selection: Selection,
    /// The articles, ready to be searched.
    pub index: Index,
    /// The day whose regulations and rules are meant.
    pub as_of: Date,
    /// Where the regulations are from; `None` for the built-in ones.
    pub corpus_folder: Option<String>,
    /// Where rules are from; `None` for the built-in ones.
    pub checks_folder: Option<String>,
    /// Where guiju.toml lies or, if there is none, would lie.
    pub settings: String,
    /// Whether it lies there.
    pub has_settings: bool,
    /// What could not be loaded, in sentences.
    pub troubles: Vec<String>,
}

/// What every request needs.
struct Site {
    desk: Arc<dyn Desk>,
    /// Those who read and search, and those who have something checked: however long a check takes, reading goes on beside it.
    reading: Work,
    checking: Work,
    /// Those who have much checked at once: nobody with a page of text waits behind them.
    heavy: Work,
    room: Room,
    /// How long files may take to arrive and be checked.
    checked_within: Duration,
}

impl Site {
    /// What `job` makes of what is loaded, where it holds up no other request.
    async fn ask<T: Send + 'static>(
        self: Arc<Self>,
        job: impl FnOnce(&dyn Desk, &Shelf) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let desk = self.desk.clone();
        self.reading
            .run(move || {
                let shelf = desk.shelf();
                job(&*desk, &shelf)
            })
            .await
    }
}

type Here = State<Arc<Site>>;

/// All pages, behind `door`.
///
/// # Errors
/// When the threads that do the work cannot be started.
pub fn router(desk: Arc<dyn Desk>, door: Door) -> Result<Router, rayon::ThreadPoolBuildError> {
    let site = Arc::new(Site {
        desk,
        reading: Work::new(READERS)?,
        checking: Work::new(CHECKERS)?,
        heavy: Work::new(HEAVY)?,
        room: Room::new(),
        checked_within: CHECKED_WITHIN,
    });
    let pages = Router::new()
        .route("/", get(search::home))
        .route("/search", get(search::results))
        .route("/compare", get(regulation::compare))
        .route("/id/{regulation}", get(regulation::whole))
        .route("/id/{regulation}/{*at}", get(regulation::provision))
        .route("/check", get(check::form).post(check::check))
        .route("/check/annotated", post(check::annotated))
        .route("/check/fixed", post(check::fixed))
        .route("/check/report", post(check::report))
        .route("/rules", get(rules::list))
        .route("/rules/{code}", get(rules::one).post(rules::try_text))
        .route("/library", get(library::library))
        .route("/look", post(page::look))
        .route("/assets/{name}", get(assets::asset));
    let api = Router::new()
        .route("/search", get(api::search))
        .route("/show", get(api::show))
        .route("/lint", post(api::lint))
        .route("/openapi.json", get(api::description))
        .fallback(api::nothing);
    Ok(pages
        .nest("/api/v1", api)
        .fallback(nothing)
        .method_not_allowed_fallback(other_method)
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(Arc::new(door), door::guard))
        .with_state(site))
}

/// The answer to `request`, or that it took too long.
async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(PATIENCE, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        let seconds = PATIENCE.as_secs();
        Problem::late(format!("{seconds} 秒内没有办完，已经停下。请过一会儿再试。")).into_response()
    })
}

async fn nothing() -> Response {
    Problem::not_found("没有这个页面。").into_response()
}

async fn other_method() -> Response {
    Problem::new(axum::http::StatusCode::METHOD_NOT_ALLOWED, "这个地址不接受这种请求。").into_response()
}
