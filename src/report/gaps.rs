//! What was not checked, or not all of it: the part of a report that nobody may miss.

use std::borrow::Cow;

use super::{Checked, Report};
use crate::doc::Kind;

/// Why a file, or a part of it, was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It could not be read.
    Unreadable,
    /// Nobody could tell what kind of document it is.
    Unknown,
    /// No rule applies to documents of its kind.
    Unruled,
    /// A part of it, which the note names.
    Note,
}

impl Reason {
    /// The word before the file's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Reason::Unreadable => "未能检查",
            Reason::Unknown => "文种不明",
            Reason::Unruled => "没有适用的规则",
            Reason::Note => "说明",
        }
    }
}

/// A file that was not checked, or not all of it.
#[derive(Debug)]
pub(super) struct Gap<'r> {
    pub(super) reason: Reason,
    pub(super) path: &'r str,
    /// What is the matter, and what to do.
    pub(super) text: Cow<'r, str>,
}

/// All that was not checked, files that could not be read first.
pub(super) fn gaps(report: &Report) -> Vec<Gap<'_>> {
    let unreadable = report.unreadable.iter().map(|unread| Gap {
        reason: Reason::Unreadable,
        path: &unread.path,
        text: unread.reason.as_str().into(),
    });
    let unknown = report.documents.iter().filter(|document| document.kind.is_none()).map(|document| Gap {
        reason: Reason::Unknown,
        path: &document.path,
        text:
            "看不出是办事指南还是告知文书。用 --kind 或 guiju.toml 的 [[kind]] 指定；不必检查的，写进 exclude"
                .into(),
    });
    let unruled = unruled(report).map(|(document, kind)| Gap {
        reason: Reason::Unruled,
        path: &document.path,
        text: format!("文种是{kind}").into(),
    });
    let notes = report.documents.iter().flat_map(|document| {
        let gap = |note| Gap { reason: Reason::Note, path: &document.path, text: Cow::Borrowed(note) };
        document.notes.iter().map(String::as_str).map(gap)
    });
    unreadable.chain(unknown).chain(unruled).chain(notes).collect()
}

/// The documents that no rule applied to, with their kinds.
fn unruled(report: &Report) -> impl Iterator<Item = (&Checked, Kind)> {
    let documents = report.documents.iter().filter(|document| document.rules == 0);
    documents.filter_map(|document| Some((document, document.kind?)))
}
