//! Reports: findings as people and programs read them, one file a format. Pure functions of a [`Report`]: they print
//! nothing, open nothing and know no clock. Places become lines and columns here and nowhere else.

mod csv;
mod editor;
mod fix;
mod gaps;
mod github;
mod gitlab;
mod html;
mod human;
mod inspect;
mod json;
mod junit;
mod locate;
mod markdown;
mod rdjson;
#[cfg(test)]
mod samples;
mod sarif;
mod table;
mod tally;
mod unique;
mod visible;
mod xlsx;

use std::{collections::HashSet, sync::Arc};

pub use csv::csv;
pub use editor::{EditorText, Units, edit_title, explanation, message, silence, unchecked};
pub use fix::{Fixes, difference, edits, fixed};
pub use github::github;
pub use gitlab::gitlab;
pub use html::html;
pub use human::{Style, human, mistakes};
pub use inspect::{StatusOf, inspect_human, inspect_json};
pub use json::json;
pub use junit::junit;
pub use locate::{Change, Excerpt, Located, Locator, PlacedEdit, Region, locate, locate_all, region_of};
pub use markdown::{escaped, markdown};
pub use rdjson::rdjson;
pub use sarif::{file_uri, sarif};
pub use visible::{brief, clean, shown};
pub use xlsx::xlsx;

use crate::{
    doc::Kind,
    finding::{Citation, Indicator, Level},
    law::Date,
};

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
    /// The rules there are, also those that were off: for formats that describe them, and to say what was not checked.
    pub rules: Vec<Described>,
    /// The day whose regulations and rules were meant.
    pub as_of: Option<Date>,
}

impl Report {
    /// Counts the findings anew, after some of them were held back. What was held back is not forgotten.
    pub fn count(&mut self) {
        let Summary { error, warning, advice, fixable, .. } =
            Summary::of(&self.documents, &self.findings, &self.unreadable);
        self.summary = Summary { error, warning, advice, fixable, ..self.summary };
    }

    /// A report with its account. How many findings were silenced or held back only the caller knows: they are 0 here
    /// and to be set in [`summary`](Report::summary); so are the rules and the day, of which there are none.
    pub fn new(documents: Vec<Checked>, findings: Vec<Located>, unreadable: Vec<Unread>) -> Self {
        let summary = Summary::of(&documents, &findings, &unreadable);
        Self { documents, findings, unreadable, summary, ..Self::default() }
    }

    /// The rule with that code.
    pub fn rule(&self, code: &str) -> Option<&Described> {
        self.rules.iter().find(|rule| *rule.code == *code)
    }

    /// The files that are text, whose places are lines and columns of the file itself. Those of packages (.docx, .xlsx) count
    /// in a text that only this program sees, and have an anchor.
    fn texts(&self) -> HashSet<&str> {
        let texts = self.documents.iter().filter(|document| document.encoding.is_some());
        texts.map(|document| &*document.path).collect()
    }
}

/// A rule, for those who read findings of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its code.
    pub code: Arc<str>,
    /// What it is about.
    pub title: Arc<str>,
    /// How grave its findings are, unless a case makes them graver or slighter.
    pub level: Level,
    /// Why it matters.
    pub why: Arc<str>,
    /// What to do.
    pub advice: String,
    /// The articles behind it.
    pub basis: Arc<[Citation]>,
    /// What the official inspection of government websites calls such findings in a guide, where that is certain.
    pub indicator: Option<Indicator>,
    /// Whether it was on.
    pub is_on: bool,
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
    /// How many findings were silenced in it.
    pub silenced: usize,
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
    /// Findings on lines that have not changed since the revision that was named.
    pub unchanged: usize,
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
            suppressed: documents.iter().map(|document| document.silenced).sum(),
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
