//! The language server: what an editor asks, answered. Knows the protocol and no file: whoever starts it hands it a connection
//! and a [`Desk`].
//!
//! One thread answers the editor, another one examines documents when nobody has typed for a moment; what it found in a text
//! that has changed since is thrown away.

mod actions;
mod answer;
mod complete;
mod diagnose;
mod documents;
mod server;
mod uri;
mod worker;

pub use server::serve;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    corpus::Corpus, finding::Citation, law::Date, read::Format, report::Report, rules::RuleSet, text::Mistake,
};

/// The longest text that is examined while somebody writes, in bytes: forty thousand characters. A guide is a few thousand; rules that
/// compare places with each other take more than twice the time for twice the text.
pub const LONGEST_TEXT: usize = 128 << 10;

/// Whoever holds the files, the rules and the clock.
pub trait Desk: Sync {
    /// Everything that is to be said of a document that is open in the editor.
    fn examine(&self, opened: &Opened<'_>) -> Examined;

    /// What those who write the file at `path` may name.
    fn shelf(&self, path: Option<&Path>) -> Shelf;

    /// The file in which the edition of a regulation stands that `citation` is from, and the byte of the provision; `None` for
    /// one that is built in.
    fn place_of(&self, citation: &Citation, path: Option<&Path>) -> Option<(PathBuf, String, usize)>;

    /// Told that the file at `path` has changed on the disk: whether anything that was said of other files may not hold any more.
    fn changed(&self, path: &Path) -> bool;

    /// Every mistake in the files that were loaded so far, under their absolute paths, and what else could not be loaded.
    fn troubles(&self) -> (Vec<Mistake>, Vec<String>);
}

/// A document that is open in an editor.
#[derive(Debug)]
pub struct Opened<'d> {
    /// Where it lies; `None` for one that was never saved.
    pub path: Option<&'d Path>,
    /// Its name in reports.
    pub name: &'d Arc<str>,
    /// Its text as it is in the editor, without a byte order mark.
    pub text: &'d str,
    /// What the editor takes it for; `None` for something else than a document.
    pub format: Option<Format>,
}

/// What was found in a document.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    /// What the rules found, and what of it they could not check.
    pub report: Report,
    /// Mistakes in a file that was written for guiju.
    pub mistakes: Vec<Mistake>,
    /// Whether findings can be silenced in it.
    pub can_silence: bool,
    /// Whether the program failed while it examined the document.
    pub broke_off: bool,
}

/// Rules and regulations, for those who name them.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// The regulations.
    pub corpus: Corpus,
    /// The day whose regulations are meant.
    pub as_of: Date,
    /// Whether the file is one that is written for guiju in TOML.
    pub is_toml: bool,
}
