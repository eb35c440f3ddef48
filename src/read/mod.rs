//! Reading: the bytes of a file become a [`Document`](crate::doc::Document). One file a format. Knows no paths and no rules.

mod docx;
mod html;
mod ordinal;
mod package;

/// Why a file could not be read, and what its author can do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unreadable {
    /// What is the matter, in one sentence, with what to do.
    pub reason: String,
}

impl Unreadable {
    /// A file that cannot be read for that reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}
