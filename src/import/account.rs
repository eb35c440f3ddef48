//! The sum: characters in are characters kept and characters listed.

use super::{Imported, Kind};
use crate::text::{Source, Span};

/// What became of the characters of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// All of them.
    pub read: usize,
    /// Those that stand in regulations, in the same words.
    pub kept: usize,
    /// Those that entries took, by kind.
    pub listed: Vec<(Kind, usize)>,
}

impl Sum {
    /// Adds up what became of the text.
    pub fn of(imported: &Imported<'_>) -> Self {
        let source = imported.ledger.source();
        let length = |span: &Span<Source>| span.of(source).chars().count();
        let kept = imported
            .found
            .iter()
            .flat_map(|found| imported.ledger.kept(found.at))
            .map(|span| length(&span))
            .sum();
        let count = |kind: Kind| {
            let entries = imported.ledger.entries().iter().filter(|entry| entry.reason.kind() == kind);
            entries.flat_map(|entry| &entry.taken).map(length).sum()
        };
        let listed = Kind::ALL.into_iter().map(|kind| (kind, count(kind))).collect();
        Self { read: source.chars().count(), kept, listed }
    }

    /// Whether every character is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.kept + self.listed.iter().map(|(_, count)| count).sum::<usize>()
    }
}
