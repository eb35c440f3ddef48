//! What somebody sends: files and the fields of a form, held in memory for as long as they are answered.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{LARGEST_REQUEST, MOST_FILES, Sheet, page::file_name, problem::Problem};

/// All that may be on its way at once, in KiB.
const ROOM: usize = 4 * LARGEST_REQUEST / 1024;

/// More than this is much to check at once, in bytes.
const HEAVY: usize = 512 << 10;

/// The memory for what is sent.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<Semaphore>);

impl Room {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(ROOM)))
    }
}

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Upload {
    /// The files, in their order.
    pub(super) files: Vec<Sheet>,
    /// The other fields of the form, in their order.
    fields: Vec<(String, String)>,
    /// Given back when the answer is made.
    _room: Option<OwnedSemaphorePermit>,
}

impl Upload {
    /// Reads a form, or a single file, which is called `name`.
    pub(super) async fn read(room: &Room, name: Option<&str>, request: Request) -> Result<Self, Problem> {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let length: Option<usize> = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        let is_form = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let length = length.ok_or_else(|| {
            Problem::new(StatusCode::LENGTH_REQUIRED, "请求没有写明长度（Content-Length）。")
        })?;
        if length > LARGEST_REQUEST {
            return Err(too_large());
        }
        let needed = u32::try_from(length / 1024 + 1).unwrap_or(u32::MAX);
        let room = room.0.clone().try_acquire_many_owned(needed).map_err(|_| Problem::busy())?;
        let mut upload = if is_form {
            let form = Multipart::from_request(request, &()).await;
            Self::form(form.map_err(|_| Problem::bad("表单看不懂。"))?).await?
        } else {
            Self::file(name, request.into_body()).await?
        };
        upload._room = Some(room);
        Ok(upload)
    }

    async fn form(mut form: Multipart) -> Result<Self, Problem> {
        let unread = |error: axum::extract::multipart::MultipartError| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(),
            _ => Problem::bad("文件没有传完，请再试一次。"),
        };
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(unread)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(unread)?;
            match file {
                // What a browser sends for a box in which no file was chosen.
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(file) => upload.files.push(Sheet::new(file_name(&file), bytes.to_vec())),
                None => upload.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
            if upload.files.len() > MOST_FILES {
                return Err(too_many());
            }
        }
        Ok(upload)
    }

    async fn file(name: Option<&str>, body: Body) -> Result<Self, Problem> {
        let bytes = axum::body::to_bytes(body, LARGEST_REQUEST).await.map_err(|_| too_large())?;
        let sheet = match name {
            Some(name) => Sheet::new(file_name(name), bytes.to_vec()),
            None => Sheet::pasted(bytes.to_vec()),
        };
        Ok(Self { files: vec![sheet], ..Self::default() })
    }

    /// Whether it is so much that a check of it may take long.
    pub(super) fn is_heavy(&self) -> bool {
        let files = self.files.iter().map(|file| file.bytes.len());
        let fields = self.fields.iter().map(|(_, value)| value.len());
        files.chain(fields).sum::<usize>() > HEAVY
    }

    /// A field of the form; empty when it was not sent.
    pub(super) fn field(&self, name: &str) -> &str {
        let last = self.fields.iter().rfind(|(own, _)| own == name);
        last.map_or("", |(_, value)| value.as_str())
    }

    /// All fields of that name, in their order.
    pub(super) fn all<'u>(&'u self, name: &'u str) -> impl Iterator<Item = &'u str> {
        self.fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The fields that were filled in whose names begin with `beginning`: the rest of each name, and what was written.
    pub(super) fn filled<'u>(&'u self, beginning: &'u str) -> impl Iterator<Item = (&'u str, &'u str)> {
        let filled = self.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        filled.filter_map(move |(name, value)| Some((name.strip_prefix(beginning)?, value.as_str())))
    }
}

/// More files than one request may bring.
pub(super) fn too_many() -> Problem {
    let message = format!("一次最多 {MOST_FILES} 个文件，请分几次。");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}

fn too_large() -> Problem {
    let message = format!("一次最多 {} MB，请分几次，或去掉文件里的图片。", LARGEST_REQUEST >> 20);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
