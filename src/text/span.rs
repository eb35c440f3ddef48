//! `Span<S>`: a stretch of one text, in UTF-8 bytes, typed by the space it lies in.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, ops::Range};

use serde::{Deserialize, Serialize};

/// The space of the file's own text, decoded to UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {}
/// The space of the text that a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plain {}
/// The space of the text that patterns are matched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Folded {}

/// A half-open stretch of a text in space `S`, in bytes. Always on character borders of the text that it was made for.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Span<S> {
    start: u32,
    end: u32,
    #[serde(skip)]
    space: PhantomData<fn() -> S>,
}

impl<S> Span<S> {
    /// The stretch from byte `start` up to byte `end`. Texts are limited to 4 GiB by `read`; beyond, places saturate.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span cannot end before it starts: {start}..{end}");
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { start: at(start), end: at(end.max(start)), space: PhantomData }
    }

    /// The empty stretch at byte `at`.
    pub fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of `text` that lie here; empty when the span was made for another text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest stretch that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), space: PhantomData }
    }

    /// The stretch inside this one that lies `inner` bytes from its start.
    pub fn slice(self, inner: Range<usize>) -> Self {
        Self::new(self.start() + inner.start, self.start() + inner.end)
    }

    /// The same stretch without the white space at its ends.
    pub fn trim(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start() + words.len() - words.trim_start().len();
        Self::new(start, start + words.trim().len())
    }
}

impl<S> Clone for Span<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Span<S> {}
impl<S> PartialEq for Span<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<S> Eq for Span<S> {}
impl<S> PartialOrd for Span<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<S> Ord for Span<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<S> hash::Hash for Span<S> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<S> fmt::Debug for Span<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
