//! Where in the main part the words of a place stand: from the anchors of the document to edges beside and inside units.

use std::fmt;

use super::units::{ChildKind, Inside, Unit, UnitKind, Units};
use crate::{
    doc::Document,
    text::{Plain, Source, Span},
};

/// A stretch of the main part that begins and ends where something can be put in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: Edge,
    pub(super) end: Edge,
}

/// A byte of the main part beside or inside a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) at: usize,
    pub(super) unit: usize,
}

/// Why something does not stand on the exact words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// They are a number that Word computes and that stands in no run.
    Number,
    /// They stand in a text box, where Word shows no comments.
    Box,
    /// They stand in a computed field, a formula or a content control with rules of its own.
    Whole,
    /// They run over several cells of a table, or out of one.
    Cells,
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Beside::Number => "所指的是自动编号，批注放在它后面的文字上",
            Beside::Box => "所指的文字在文本框里，Word 不在那里显示批注，放在文本框所在的位置",
            Beside::Whole => "所指的文字在域、公式或内容控件里，批注放在它的外面",
            Beside::Cells => "所指的文字跨几个单元格，批注放在第一个单元格里",
        })
    }
}

/// Places in one document.
pub(super) struct Places<'a> {
    pub(super) document: &'a Document,
    pub(super) units: &'a Units,
}

impl Places<'_> {
    /// The stretch over the words at `at`, and why it is another where it is; `None` when the document has no words that
    /// something could stand beside.
    pub(super) fn stretch(&self, at: Span<Plain>) -> Option<(Stretch, Option<Beside>)> {
        if let Some(found) = self.over(at) {
            return Some(found);
        }
        let block = self.document.block_at(at).map(|block| block.span);
        if at.is_empty() {
            return self.over(block?);
        }
        let nearest = |span: Span<Plain>| {
            let pieces = self.document.anchors.pieces(span);
            pieces.into_iter().find_map(|piece| self.reach(piece)).map(|(stretch, _)| stretch)
        };
        let stretch = block.and_then(nearest)?;
        Some((stretch, Some(Beside::Number)))
    }

    /// The stretch over those of the words at `at` that stand in units, as far as they lie in one cell.
    fn over(&self, at: Span<Plain>) -> Option<(Stretch, Option<Beside>)> {
        let mut found: Option<(Stretch, Option<Beside>)> = None;
        for piece in self.document.anchors.pieces(at) {
            let Some((next, why)) = self.reach(piece) else { continue };
            let Some((stretch, beside)) = &mut found else {
                found = Some((next, why));
                continue;
            };
            if self.cell(next.start) != self.cell(stretch.start)
                || self.cell(next.end) != self.cell(stretch.start)
            {
                *beside = beside.or(Some(Beside::Cells));
                break;
            }
            *beside = beside.or(why);
            stretch.start = stretch.start.min(next.start);
            stretch.end = stretch.end.max(next.end);
        }
        found
    }

    fn cell(&self, edge: Edge) -> Option<u32> {
        self.units.units.get(edge.unit).map(|unit| unit.cell)
    }

    /// The stretch around a piece of source; `None` when it stands in no unit.
    fn reach(&self, piece: Span<Source>) -> Option<(Stretch, Option<Beside>)> {
        let last = piece.end().checked_sub(1).filter(|_| !piece.is_empty())?;
        let ((start, _), first_why) = self.around(piece.start())?;
        let ((_, end), last_why) = self.around(last)?;
        // Inside text the words themselves are the edges.
        let inner = |edge: Edge, at: usize| match self.text_at(edge.unit, at) {
            Some(words) if words.start() < at && at < words.end() => Edge { at, ..edge },
            _ => edge,
        };
        let (start, end) = (inner(start, piece.start()), inner(end, piece.end()));
        Some((Stretch { start, end }, first_why.or(last_why)))
    }

    /// The edges of what cannot be cut around byte `at`: of the child of a run, or of a unit.
    fn around(&self, at: usize) -> Option<((Edge, Edge), Option<Beside>)> {
        let next = self.units.units.partition_point(|unit| unit.at.start() <= at);
        let index = next.checked_sub(1)?;
        let unit = self.units.units.get(index).filter(|unit| at < unit.at.end())?;
        let edges =
            |at: Span<Source>| (Edge { at: at.start(), unit: index }, Edge { at: at.end(), unit: index });
        let run = match &unit.kind {
            UnitKind::Run(run) => run,
            UnitKind::Whole(boxed) => return Some((edges(unit.at), Some(beside(*boxed)))),
        };
        let next = run.children.partition_point(|child| child.at.start() <= at);
        let child = run.children.get(next.checked_sub(1)?)?;
        let start = if next == 1 { unit.at.start() } else { child.at.start() };
        let end = if next == run.children.len() { unit.at.end() } else { child.at.end() };
        let why = match child.kind {
            ChildKind::Other(boxed) => Some(beside(boxed)),
            ChildKind::Text { .. } | ChildKind::Mark => None,
        };
        Some((edges(Span::new(start, end)), why))
    }

    /// The words of the text that can be cut at byte `at` of a unit.
    fn text_at(&self, unit: usize, at: usize) -> Option<Span<Source>> {
        let children = self.units.units.get(unit)?.children();
        let next = children.partition_point(|child| child.at.start() <= at);
        match children.get(next.checked_sub(1)?)?.kind {
            ChildKind::Text { words, .. } => Some(words),
            ChildKind::Mark | ChildKind::Other(_) => None,
        }
    }

    /// The stretches that a tracked change of the words at `at` touches, each in one run; `None` where none can be made: they
    /// are not all text of one paragraph, or stand in what is computed, moved or drawn.
    pub(super) fn editable(&self, at: Span<Plain>) -> Option<Vec<Stretch>> {
        let mut parts: Vec<Stretch> = Vec::new();
        let mut paragraph = None;
        for piece in self.document.anchors.pieces(at) {
            let (stretch, None) = self.reach(piece)? else { return None };
            let unit = self.units.units.get(stretch.start.unit)?;
            // Where a blank runs from one run into the next, or around a picture, nothing is changed.
            let whole = stretch.start.unit == stretch.end.unit && is_text(unit, stretch);
            if !whole || !is_editable(unit) || *paragraph.get_or_insert(unit.paragraph) != unit.paragraph {
                return None;
            }
            match parts.last_mut().filter(|last| last.end == stretch.start) {
                Some(last) => last.end = stretch.end,
                None => parts.push(stretch),
            }
        }
        (!parts.is_empty()).then_some(parts)
    }
}

fn beside(boxed: bool) -> Beside {
    if boxed { Beside::Box } else { Beside::Whole }
}

/// Whether all that stands in that stretch of a unit is text.
fn is_text(unit: &Unit, stretch: Stretch) -> bool {
    let touched = unit
        .children()
        .iter()
        .filter(|child| child.at.start() < stretch.end.at && stretch.start.at < child.at.end());
    touched.into_iter().all(|child| !matches!(child.kind, ChildKind::Other(_)))
}

fn is_editable(unit: &Unit) -> bool {
    match &unit.kind {
        UnitKind::Run(run) => run.inside != Inside::Other && !run.computed,
        UnitKind::Whole(_) => false,
    }
}
