//! Reports: findings as people and programs read them, one file a format. Pure functions of a [`Report`]: they print
//! nothing, open nothing and know no clock. Places become lines and columns here and nowhere else.

mod fix;
mod human;
mod inspect;
mod json;
mod locate;
#[cfg(test)]
mod samples;

use std::sync::Arc;

pub use fix::{Fixes, difference, fixed};
pub use human::{Style, human, mistakes};
pub use inspect::{StatusOf, inspect_human, inspect_json};
pub use json::json;
pub use locate::{Change, Excerpt, Located, Locator, PlacedEdit, Region, locate, locate_all};

use crate::{doc::Kind, finding::Level};

/// The outcome of a check of many documents: all that any format needs, the documents themselves being gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The documents that were checked, in the order in which they are reported.
    pub documents: Vec<Checked>,
    /// What was found and neither silenced nor held in the baseline.
    pub findings: Vec<Located>,
    /// The files that could not be read.
    pub unreadable: Vec<Unread>,
    /// The account of all of it.
    pub summary: Summary,
}

impl Report {
    /// A report with its account. How many findings were silenced or held back only the caller knows: they are 0 here
    /// and to be set in [`summary`](Report::summary).
    pub fn new(documents: Vec<Checked>, findings: Vec<Located>, unreadable: Vec<Unread>) -> Self {
        let summary = Summary::of(&documents, &findings, &unreadable);
        Self { documents, findings, unreadable, summary }
    }
}

/// A document that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its path, as reports name it.
    pub path: Arc<str>,
    /// What kind of document it is; `None` when nothing told.
    pub kind: Option<Kind>,
    /// The encoding of a text file.
    pub encoding: Option<&'static str>,
    /// How many rules applied to it; with none, nothing was checked.
    pub rules: usize,
    /// What a reader must know: parts of a list that were left out, dates in years that the calendar does not hold.
    pub notes: Vec<String>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its path.
    pub path: Arc<str>,
    /// Why not, and what to do.
    pub reason: String,
}

/// What a report adds up to. Whatever was looked at or left out counts somewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents checked.
    pub documents: usize,
    /// Findings of level 错误.
    pub error: usize,
    /// Findings of level 警告.
    pub warning: usize,
    /// Findings of level 提示.
    pub advice: usize,
    /// Findings that an edit would mend.
    pub fixable: usize,
    /// Edits that were made before the check.
    pub fixed: usize,
    /// Findings silenced in the document or in guiju.toml.
    pub suppressed: usize,
    /// Findings held in the baseline.
    pub baselined: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Documents of which nobody could tell what kind they are.
    pub unknown: usize,
    /// Documents of a known kind to which no rule applied.
    pub unruled: usize,
}

impl Summary {
    /// Counts what there is.
    pub fn of(documents: &[Checked], findings: &[Located], unreadable: &[Unread]) -> Self {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self {
            documents: documents.len(),
            error: count(Level::Error),
            warning: count(Level::Warning),
            advice: count(Level::Advice),
            fixable: findings.iter().filter(|finding| finding.is_fixable()).count(),
            unreadable: unreadable.len(),
            unknown: documents.iter().filter(|document| document.kind.is_none()).count(),
            unruled: documents
                .iter()
                .filter(|document| document.kind.is_some() && document.rules == 0)
                .count(),
            ..Self::default()
        }
    }

    /// The findings of `level`.
    pub fn count(&self, level: Level) -> usize {
        match level {
            Level::Error => self.error,
            Level::Warning => self.warning,
            Level::Advice => self.advice,
        }
    }

    /// All findings that are reported.
    pub fn findings(&self) -> usize {
        self.error + self.warning + self.advice
    }
}
