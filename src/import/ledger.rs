//! The text on its way from raw material to corpus files, as a ledger: every character knows its place in the source,
//! and the only way to remove, insert, join or convert is an [`Edits`], which leaves an [`Entry`] behind. So the account
//! holds by construction: each character of the source is either still there or taken by exactly one entry.

use super::reason::{Kind, Reason};
use crate::text::{Source, Span};

/// The space of the text as it stands between two passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {}

/// A stretch of the working text.
pub type At = Span<Work>;

/// One thing that was done to the text, or noticed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Why.
    pub reason: Reason,
    /// Where it stands in the source.
    pub at: Span<Source>,
    /// The words before, as the source has them.
    pub was: String,
    /// The words in their place; empty when they were taken away.
    pub now: String,
    /// The stretches of the source that are no longer in the text since this entry.
    pub taken: Vec<Span<Source>>,
}

/// The working text with its way back into the source.
#[derive(Debug, Clone)]
pub struct Ledger<'t> {
    source: &'t str,
    text: String,
    /// Without gaps, in the order of the text.
    runs: Vec<Run>,
    entries: Vec<Entry>,
}

/// A stretch of the working text, up to where the next run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: usize,
    /// Where it stands in the source.
    source: usize,
    /// Whether it stands there in the same words; else it was put in at that place.
    kept: bool,
}

impl<'t> Ledger<'t> {
    /// Opens the ledger of a source text.
    pub fn new(source: &'t str) -> Self {
        let runs = vec![Run { at: 0, source: 0, kept: true }];
        Self { source, text: source.to_owned(), runs, entries: Vec::new() }
    }

    /// Lists words that stand in the material but not in the text that was taken out of it: hidden ones, those in the
    /// margins. `at` is where in the text they would stand.
    pub fn set_aside(&mut self, at: usize, words: impl Into<String>, reason: Reason) {
        let entry =
            Entry { reason, at: Span::empty(at), was: words.into(), now: String::new(), taken: Vec::new() };
        self.entries.push(entry);
    }

    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source, as it was.
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// What was done so far, in the order in which it was done.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The place in the source of the character at byte `at` of the working text.
    pub fn origin(&self, at: usize) -> usize {
        match self.run(at) {
            Some((_, Run { at: start, source, kept: true })) => source + at.saturating_sub(start),
            Some((_, run)) => run.source,
            None => 0,
        }
    }

    /// The stretches of the source that stand in the working text at `at`, in the same words.
    pub fn kept(&self, at: At) -> Vec<Span<Source>> {
        let mut pieces: Vec<Span<Source>> = Vec::new();
        let Some((first, _)) = self.run(at.start()) else { return pieces };
        for (i, run) in self.runs.iter().enumerate().skip(first) {
            if run.at >= at.end() {
                break;
            }
            let end = self.runs.get(i + 1).map_or(self.text.len(), |next| next.at).min(at.end());
            let start = run.at.max(at.start());
            if run.kept && start < end {
                let from = run.source + (start - run.at);
                let piece = Span::new(from, from + (end - start));
                match pieces.last_mut() {
                    Some(last) if last.end() == from => *last = last.join(piece),
                    _ => pieces.push(piece),
                }
            }
        }
        pieces
    }

    fn run(&self, at: usize) -> Option<(usize, Run)> {
        let next = self.runs.partition_point(|run| run.at <= at);
        next.checked_sub(1).and_then(|i| Some((i, *self.runs.get(i)?)))
    }

    /// Does all of `edits` at once. An edit that overlaps an earlier one of the same batch is not done.
    pub fn apply(&mut self, edits: Edits) {
        let mut edits = edits.list;
        if edits.is_empty() {
            return;
        }
        edits.sort_by_key(|edit| (edit.at.start(), edit.at.end()));
        let converted = self.converted();
        let mut out = Rewriting { text: String::with_capacity(self.text.len()), runs: Vec::new() };
        let mut at = 0;
        for edit in edits {
            if edit.at.start() < at || edit.at.end() > self.text.len() {
                continue;
            }
            let mut taken = self.kept(edit.at);
            let first = self.origin(edit.at.start());
            let hull = match (taken.first(), taken.last()) {
                (Some(first), Some(last)) => first.join(*last),
                _ => Span::empty(first),
            };
            let was = self.was(edit.at, &converted);
            if edit.with.is_none() {
                taken.clear();
            }
            // Blank lines between paragraphs are how a corpus file is written, nothing that anybody looks up.
            let silent = taken.is_empty() && edit.reason.kind() == Kind::Layout;
            if let Some(with) = &edit.with {
                self.copy(Span::new(at, edit.at.start()), &mut out);
                out.make(with, hull.start());
                at = edit.at.end();
            }
            if !silent {
                let now = edit.with.unwrap_or_default();
                self.entries.push(Entry { reason: edit.reason, at: hull, was, now, taken });
            }
        }
        self.copy(Span::new(at, self.text.len()), &mut out);
        self.text = out.text;
        self.runs = out.runs;
    }

    /// The stretches of the source that stand in the text in other characters, in their order.
    fn converted(&self) -> Vec<Span<Source>> {
        let entries = self.entries.iter().filter(|entry| entry.reason.kind() == Kind::Converted);
        let mut spans: Vec<Span<Source>> = entries.flat_map(|entry| entry.taken.iter().copied()).collect();
        spans.sort_unstable();
        spans
    }

    /// The words of the source that stand at `at`: those that are there still, and the former ones of those that were
    /// converted. Words that were put in count only where there are no others.
    fn was(&self, at: At, converted: &[Span<Source>]) -> String {
        let mut spans = self.kept(at);
        let first = self.run(at.start()).map_or(0, |(first, _)| first);
        for run in self.runs.iter().skip(first).take_while(|run| run.at < at.end()).filter(|run| !run.kept) {
            let from = converted.partition_point(|span| span.start() < run.source);
            spans.extend(converted.get(from).filter(|span| span.start() == run.source));
        }
        spans.sort_unstable();
        spans.dedup();
        let words: String = spans.iter().map(|span| span.of(self.source)).collect();
        if words.is_empty() { at.of(&self.text).to_owned() } else { words }
    }

    /// Copies the working text at `at` as it stands, with its places.
    fn copy(&self, at: At, out: &mut Rewriting) {
        let Some((first, _)) = self.run(at.start()) else { return };
        for (i, run) in self.runs.iter().enumerate().skip(first) {
            if run.at >= at.end() {
                break;
            }
            let end = self.runs.get(i + 1).map_or(self.text.len(), |next| next.at).min(at.end());
            let start = run.at.max(at.start());
            let source = if run.kept { run.source + (start - run.at) } else { run.source };
            out.push(At::new(start, end).of(&self.text), source, run.kept);
        }
    }
}

struct Rewriting {
    text: String,
    runs: Vec<Run>,
}

impl Rewriting {
    fn make(&mut self, words: &str, source: usize) {
        self.push(words, source, false);
    }

    fn push(&mut self, words: &str, source: usize, kept: bool) {
        if words.is_empty() {
            return;
        }
        let at = self.text.len();
        let continues =
            kept && self.runs.last().is_some_and(|last| last.kept && last.source + (at - last.at) == source);
        if !continues {
            self.runs.push(Run { at, source, kept });
        }
        self.text.push_str(words);
    }
}

/// A batch of edits to one state of the working text.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    at: At,
    /// The words that take the place; `None` for a doubt, which changes nothing.
    with: Option<String>,
    reason: Reason,
}

impl Edits {
    /// Takes the words at `at` away.
    pub fn remove(&mut self, at: At, reason: Reason) {
        if !at.is_empty() {
            self.list.push(Edit { at, with: Some(String::new()), reason });
        }
    }

    /// Puts `with` in the place of the words at `at`.
    pub fn replace(&mut self, at: At, with: impl Into<String>, reason: Reason) {
        self.list.push(Edit { at, with: Some(with.into()), reason });
    }

    /// Puts `with` before byte `at`.
    pub fn insert(&mut self, at: usize, with: impl Into<String>, reason: Reason) {
        self.list.push(Edit { at: At::empty(at), with: Some(with.into()), reason });
    }

    /// Leaves the words at `at` as they are, and says that something is not right with them.
    pub fn doubt(&mut self, at: At, reason: Reason) {
        self.list.push(Edit { at, with: None, reason });
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The way from places in the text before the edits to places after them.
    pub fn shifts(&self) -> Shifts {
        let mut steps: Vec<(usize, isize)> = self
            .list
            .iter()
            .filter_map(|edit| {
                Some((edit.at.start(), edit.with.as_ref()?.len().wrapping_sub(edit.at.len()).cast_signed()))
            })
            .collect();
        steps.sort_unstable_by_key(|&(at, _)| at);
        let mut sum = 0;
        for (_, step) in &mut steps {
            sum += *step;
            *step = sum;
        }
        Shifts { steps }
    }
}

/// Where the places of a text lie after a batch of edits.
#[derive(Debug)]
pub struct Shifts {
    /// Where an edit begins, and by how much everything behind it moves.
    steps: Vec<(usize, isize)>,
}

impl Shifts {
    /// Where byte `at` lies now, provided that no edit took it away. Words that were put in exactly there come after it.
    pub fn place(&self, at: usize) -> usize {
        let before = self.steps.partition_point(|&(start, _)| start < at);
        let shift = before.checked_sub(1).and_then(|i| self.steps.get(i)).map_or(0, |&(_, shift)| shift);
        at.saturating_add_signed(shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_leaves_an_entry_and_places_survive() {
        let source = "甲(jia)乙\n丙";
        let mut ledger = Ledger::new(source);
        let mut edits = Edits::default();
        let at = |words: &str, text: &str| {
            let start = text.find(words).unwrap();
            At::new(start, start + words.len())
        };
        edits.remove(at("(jia)", source), Reason::Pinyin);
        edits.replace(at("丙", source), "丁", Reason::Script);
        edits.doubt(at("乙", source), Reason::Lost);
        ledger.apply(edits);
        assert_eq!(ledger.text(), "甲乙\n丁");
        let mut edits = Edits::default();
        // What is taken away is told in the words of the source.
        edits.remove(at("乙\n丁", ledger.text()), Reason::Chrome);
        edits.insert(0, "# ", Reason::Blank);
        ledger.apply(edits);
        assert_eq!(ledger.text(), "# 甲");
        let entries: Vec<(&str, &str, usize)> = ledger
            .entries()
            .iter()
            .map(|e| (&*e.was, &*e.now, e.taken.iter().map(|span| span.of(source).chars().count()).sum()))
            .collect();
        assert_eq!(entries, [("(jia)", "", 5), ("乙", "", 0), ("丙", "丁", 1), ("乙\n丙", "", 2)]);
        assert_eq!(ledger.origin(2), 0);
        assert_eq!(ledger.kept(At::new(0, 5)).len(), 1);
    }
}
