//! Marks in a text: stretches that may overlap, cut into pieces that cannot.

use std::{cmp::Reverse, collections::HashMap, ops::Range};

use maud::{Markup, html};

use crate::{
    doc::Document,
    finding::Level,
    report::clean,
    text::{Plain, Span, masked},
};

/// A place of a finding in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Span<Plain>,
    /// The number of the finding on the page.
    pub(super) finding: usize,
    pub(super) level: Level,
    /// 0 for the place of the finding itself, from 1 for those that it rests on.
    pub(super) place: usize,
}

/// The name on the page of a place of a finding.
pub(super) fn name(finding: usize, place: usize) -> String {
    if place == 0 { format!("m{finding}") } else { format!("r{finding}-{place}") }
}

/// A stretch of a block on which the same marks lie throughout.
#[derive(Debug, Clone, Default)]
struct Piece {
    at: Range<usize>,
    /// The mark that a click on it means, and all others.
    owner: Option<usize>,
    marks: Vec<usize>,
    /// Whether it is the first piece of its owner.
    is_first: bool,
    /// Marks that have no piece of their own, and begin here.
    begin: Vec<usize>,
}

/// A text with its marks.
pub(super) struct Marked<'m> {
    marks: &'m [Mark],
    /// Without what identifies a person; every byte keeps its place.
    text: String,
    /// For each block.
    pieces: Vec<Vec<Piece>>,
}

impl<'m> Marked<'m> {
    pub(super) fn new(document: &Document, marks: &'m [Mark]) -> Self {
        let mut on = vec![Vec::new(); document.blocks.len()];
        for (i, mark) in marks.iter().enumerate() {
            let first = document.blocks.partition_point(|block| block.span.end() <= mark.at.start());
            let blocks = document.blocks.iter().zip(&mut on).skip(first);
            for (_, on) in blocks.take_while(|(block, _)| block.span.overlaps(mark.at)) {
                on.push(i);
            }
        }
        let pieces = document.blocks.iter().zip(&on).map(|(block, on)| pieces(block.span, on, marks));
        let mut marked = Self { marks, text: masked(&document.plain).into_owned(), pieces: pieces.collect() };
        marked.name(document);
        marked
    }

    /// Finds the piece at which each mark begins.
    fn name(&mut self, document: &Document) {
        let mut own: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut any: HashMap<usize, (usize, usize)> = HashMap::new();
        for (block, pieces) in self.pieces.iter().enumerate() {
            for (i, piece) in pieces.iter().enumerate() {
                if let Some(owner) = piece.owner {
                    own.entry(owner).or_insert((block, i));
                }
                for mark in &piece.marks {
                    any.entry(*mark).or_insert((block, i));
                }
            }
        }
        for (i, mark) in self.marks.iter().enumerate() {
            let after = document.blocks.partition_point(|block| block.span.start() <= mark.at.start());
            let (block, piece) = own.get(&i).or(any.get(&i)).copied().unwrap_or((after.saturating_sub(1), 0));
            let Some(piece) = self.pieces.get_mut(block).and_then(|pieces| pieces.get_mut(piece)) else {
                continue;
            };
            if own.contains_key(&i) {
                piece.is_first = true;
            } else {
                piece.begin.push(i);
            }
        }
    }

    /// Block number `block`.
    pub(super) fn block(&self, block: usize) -> Markup {
        html! { @for piece in self.pieces.get(block).into_iter().flatten() { (self.piece(piece)) } }
    }

    /// Whether there is anything to show of block number `block`.
    pub(super) fn is_empty(&self, block: usize) -> bool {
        self.pieces
            .get(block)
            .into_iter()
            .flatten()
            .all(|piece| piece.at.is_empty() && piece.begin.is_empty())
    }

    fn piece(&self, piece: &Piece) -> Markup {
        let words = clean(self.text.get(piece.at.clone()).unwrap_or_default());
        let called = |mark: &Mark| name(mark.finding, mark.place);
        html! {
            @for mark in piece.begin.iter().filter_map(|i| self.marks.get(*i)) { span id=(called(mark)) {} }
            @if let Some(owner) = piece.owner.and_then(|i| self.marks.get(i)) {
                a class=(format!("found {}{}", owner.level.word(), if owner.place > 0 { " related" } else { "" }))
                    id=[piece.is_first.then(|| called(owner))] href=(format!("#f{}", owner.finding))
                    data-marks=(self.names(piece)) { (words) }
            } @else { (words) }
        }
    }

    /// The names of all marks that lie on `piece`.
    fn names(&self, piece: &Piece) -> String {
        let marks = piece.marks.iter().filter_map(|i| self.marks.get(*i));
        marks.map(|mark| name(mark.finding, mark.place)).collect::<Vec<_>>().join(" ")
    }
}

/// The pieces of the block at `block`, on which the marks of the numbers `on` lie.
fn pieces(block: Span<Plain>, on: &[usize], marks: &[Mark]) -> Vec<Piece> {
    let clipped = |i: &usize| {
        let at = marks.get(*i)?.at;
        Some((*i, at.start().max(block.start())..at.end().min(block.end())))
    };
    let mut waiting: Vec<(usize, Range<usize>)> = on.iter().filter_map(clipped).collect();
    waiting.sort_by_key(|(_, range)| Reverse(range.start));
    let mut cuts: Vec<usize> = waiting.iter().flat_map(|(_, range)| [range.start, range.end]).collect();
    cuts.extend([block.start(), block.end()]);
    cuts.sort_unstable();
    cuts.dedup();
    // An empty block has one piece as well, at which marks can begin.
    if let [only] = cuts[..] {
        cuts.push(only);
    }
    let (mut pieces, mut current): (Vec<Piece>, Vec<(usize, Range<usize>)>) = (Vec::new(), Vec::new());
    for (&start, &end) in cuts.iter().zip(cuts.iter().skip(1)) {
        current.retain(|(_, range)| range.end > start);
        while waiting.last().is_some_and(|(_, range)| range.start <= start) {
            current.extend(waiting.pop());
        }
        // The shortest one is seen best from here; among equals a place of its own, then the graver one.
        let rank = |(i, _): &&(usize, Range<usize>)| {
            marks.get(*i).map(|mark| (mark.at.len(), mark.place, Reverse(mark.level), mark.finding))
        };
        pieces.push(Piece {
            at: start..end,
            owner: current.iter().min_by_key(rank).map(|(i, _)| *i),
            marks: current.iter().map(|(i, _)| *i).collect(),
            ..Piece::default()
        });
    }
    pieces
}
