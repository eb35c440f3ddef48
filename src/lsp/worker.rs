//! The thread that examines documents.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use lsp_types::Uri;

use super::{Desk, Examined, LONGEST_TEXT, Opened, documents::Document};
use crate::{
    read::Format,
    report::{Report, Unread},
};

/// For how long nobody must have typed.
const QUIET: Duration = Duration::from_millis(30);

/// A text to examine.
#[derive(Debug)]
pub(super) struct Job {
    uri: Uri,
    path: Option<PathBuf>,
    name: Arc<str>,
    text: Arc<str>,
    format: Option<Format>,
    /// The revision of the text, and that which the document has come to.
    revision: u64,
    latest: Arc<AtomicU64>,
}

impl Job {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            uri: document.uri.clone(),
            path: document.path.clone(),
            name: document.name.clone(),
            text: document.text.clone(),
            format: document.format,
            revision: document.revision(),
            latest: document.revision.clone(),
        }
    }

    fn is_outdated(&self) -> bool {
        self.latest.load(Ordering::Acquire) != self.revision
    }

    /// What is found in the text.
    pub(super) fn examine(&self, desk: &dyn Desk) -> Examined {
        let text = self.text.strip_prefix('\u{FEFF}').unwrap_or(&self.text);
        if text.len() > LONGEST_TEXT {
            let reason = format!(
                "正文有 {} KB，超过编辑器里边写边查的上限 {} KB。请用 guiju lint 检查这个文件，或拆成几份",
                text.len() >> 10,
                LONGEST_TEXT >> 10
            );
            return self.unread(reason);
        }
        let opened = Opened { path: self.path.as_deref(), name: &self.name, text, format: self.format };
        // One document that the program fails on must not take the others with it. What it was at work on is thrown away.
        catch_unwind(AssertUnwindSafe(|| desk.examine(&opened))).unwrap_or_else(|_| Examined {
            broke_off: true,
            ..self.unread("程序出错，没有查完。这是 guiju 的毛病，不是文件的".to_owned())
        })
    }

    fn unread(&self, reason: String) -> Examined {
        let unread = Unread { path: self.name.clone(), reason };
        Examined { report: Report::new(Vec::new(), Vec::new(), vec![unread]), ..Examined::default() }
    }
}

/// What was found in the text of which revision.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) uri: Uri,
    pub(super) revision: u64,
    pub(super) examined: Examined,
}

/// Examines the texts that come in, until nobody sends any more. Of several texts of one document only the last is examined.
pub(super) fn work(desk: &dyn Desk, jobs: &Receiver<Job>, done: &Sender<Done>) {
    let mut waiting: Vec<Job> = Vec::new();
    while let Ok(first) = jobs.recv() {
        waiting.push(first);
        loop {
            match jobs.recv_timeout(QUIET) {
                Ok(next) => waiting.push(next),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        for job in waiting.drain(..).filter(|job| !job.is_outdated()) {
            let examined = job.examine(desk);
            if !job.is_outdated() {
                let done = done.send(Done { uri: job.uri, revision: job.revision, examined });
                if done.is_err() {
                    return;
                }
            }
        }
    }
}
