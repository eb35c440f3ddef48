//! The sum: characters in are characters kept and characters listed.

use super::{Entry, Imported, Kind};
use crate::text::{Source, Span};

/// What became of the characters of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// All of them, with those that stand beside the text: hidden ones, those in the margins.
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
        let entries = imported.ledger.entries();
        let aside = |entry: &&Entry| entry.reason.is_aside();
        let beside = |entry: &Entry| entry.was.chars().count();
        let count = |kind: Kind| {
            let of_kind = || entries.iter().filter(|entry| entry.reason.kind() == kind);
            let taken: usize = of_kind().flat_map(|entry| &entry.taken).map(length).sum();
            taken + of_kind().filter(aside).map(beside).sum::<usize>()
        };
        let listed = Kind::ALL.into_iter().map(|kind| (kind, count(kind))).collect();
        let read = source.chars().count() + entries.iter().filter(aside).map(beside).sum::<usize>();
        Self { read, kept, listed }
    }

    /// Whether every character is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.kept + self.listed.iter().map(|(_, count)| count).sum::<usize>()
    }
}
