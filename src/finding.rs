//! A finding: what is wrong, where, why, and what to do. Formats nothing.

mod indicator;

use std::{fmt, sync::Arc};

pub use indicator::{INSPECTION, Indicator};
use serde::{Deserialize, Serialize};

use crate::{
    law::{Address, Date},
    text::{Plain, Span},
};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 提示: worth a look.
    Advice,
    /// 警告: against the centre's own rules or a recommended standard, or very likely a mistake.
    Warning,
    /// 错误: against a binding norm, or misleading the applicant.
    Error,
}

impl Level {
    /// All of them, the gravest first.
    pub const ALL: [Level; 3] = [Level::Error, Level::Warning, Level::Advice];

    /// The word for it in rule files, options and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Advice => "advice",
        }
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "错误",
            Level::Warning => "警告",
            Level::Advice => "提示",
        }
    }

    /// The level of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// A place in a document and, where several are named, what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words.
    pub at: Span<Plain>,
    /// What stands there, in a few words (法定时限); empty where it says itself.
    pub note: String,
}

/// An article that a finding rests on. Its quote was verified against the corpus when the rule was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The id of the regulation.
    pub regulation: String,
    /// Its title.
    pub title: String,
    /// The provision.
    pub at: Address,
    /// The first day of the edition that was quoted, when known.
    pub edition: Option<Date>,
    /// The quoted words.
    pub quote: String,
}

/// A replacement of words of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The words to replace.
    pub at: Span<Plain>,
    /// What to write instead.
    pub with: String,
    /// Whether it is right whatever the document means; one that is not is for a person to confirm.
    pub safe: bool,
}

/// What a rule has found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub rule: Arc<str>,
    /// The rule's title.
    pub title: Arc<str>,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do, in words that can be used as they stand.
    pub advice: String,
    /// Why it matters.
    pub why: Arc<str>,
    /// Where it is.
    pub primary: Label,
    /// Other places it rests on.
    pub related: Vec<Label>,
    /// The articles behind it.
    pub basis: Arc<[Citation]>,
    /// The missing field, when that is what was found.
    pub field: Option<Arc<str>>,
    /// A replacement that would mend it.
    pub edit: Option<Edit>,
    /// Its identity across edits of the document.
    pub fingerprint: Fingerprint,
}

/// The identity of a finding: rule, section and words, never a line. Two findings alike in all three are told apart by
/// their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The identity made of `parts`: FNV-1a over them, which is stable across versions and machines.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p str>) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for part in parts {
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Self(hash)
    }

    /// The identity of the finding that is alike but comes `n` places later in its document; itself for 0.
    pub fn nth(self, n: usize) -> Self {
        if n == 0 { self } else { Self::of([self.to_string().as_str(), n.to_string().as_str()]) }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
