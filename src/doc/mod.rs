//! The document under check: what a reader sees, cut into blocks, with its fields and the way back into the file.
//! Knows no file format.

mod anchor;
mod block;
mod draft;
mod field;
mod kind;
mod lookup;
mod part;
mod remark;

pub use anchor::Anchors;
pub use block::{Block, BlockKind, Cell, Place};
pub use draft::Draft;
pub use field::{Field, FieldDef, FieldTable, Label};
pub use kind::{Kind, NotAKind, NoticeKind};
pub use lookup::Lookup;
pub use remark::Remark;

use std::sync::Arc;

use crate::{
    law::{CitationMention, Date, DateMention, TimeLimit},
    text::{FoldedText, Plain, Position, Span},
};

/// Where the places of a document lie for people: lines of a text file, or paragraphs and table cells of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A text file, decoded; line, column and byte count in this text.
    Text {
        /// The whole file, decoded to UTF-8, without a byte order mark.
        text: String,
        /// The name of its encoding, for reports.
        encoding: &'static str,
    },
    /// A Word package; line, column and byte count in the plain text, one block a line, and the block's [`Place`] leads there.
    Word,
    /// A row of a list of items, whose blocks' [`Place`]s are the cells.
    Row {
        /// The name of its sheet; none in a text file.
        sheet: Option<Arc<str>>,
        /// In a text file, the stretch of it that is the row, and the name of its encoding. Places in a workbook count in the
        /// plain text, as in a Word package.
        source: Option<(String, &'static str)>,
        /// Where the row begins: in the decoded text of the file, or in the plain text of all rows of the workbook.
        from: Position,
    },
}

/// A document that was read: immutable, and all that rules get to see.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text a reader sees, one block a line.
    pub plain: String,
    /// The same, folded for matching.
    pub folded: FoldedText,
    /// Its blocks, in order, without gaps but for the line feeds between them.
    pub blocks: Vec<Block>,
    /// Stretches set in bold.
    pub strong: Vec<Span<Plain>>,
    /// Its title, where one could be found.
    pub title: Option<Span<Plain>>,
    /// What kind of document it is; `None` when nothing tells.
    pub kind: Option<Kind>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Its time limits, in order, with the role that their field gives them.
    pub limits: Vec<TimeLimit>,
    /// The dates in it, in order.
    pub dates: Vec<DateMention>,
    /// The day of the document itself: of its last change or its signature. It is judged by the norms of that day.
    pub date: Option<Date>,
    /// The day on which it was adopted, where its front matter names it beside the day from which it applies.
    pub adopted: Option<Date>,
    /// Whether it is a form to fill in, whose blanks are no gaps.
    pub is_form: bool,
    /// Whether it is a page of the web, whose own navigation is no leftover.
    pub is_page: bool,
    /// Whether it is a fragment of a guide: a list of materials or of steps without the rest.
    pub is_fragment: bool,
    /// Its citations of laws and documents, in order.
    pub citations: Vec<CitationMention>,
    /// What its authors wrote to this tool, in order.
    pub remarks: Vec<Remark>,
    /// What of the file is no part of the text and was not looked at, a sentence each.
    pub unread: Vec<String>,
    /// The way back into the file.
    pub anchors: Anchors,
    /// How places are counted.
    pub origin: Origin,
    /// Where its places belong.
    pub lookup: Lookup,
}

/// What heads the row of the times of steps that stand in columns.
pub const TIMES: [&str; 7] = ["时限", "办理时限", "期限", "时间", "用时", "所需时间", "环节时限"];

impl Document {
    /// The fields called `name`.
    pub fn fields_named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Field> {
        self.fields.iter().filter(move |field| &*field.name == name)
    }

    /// The field in whose value `at` lies.
    pub fn field_at(&self, at: Span<Plain>) -> Option<&Field> {
        self.lookup.field(&self.fields, at).and_then(|i| self.fields.get(i))
    }

    /// The name of the part of the document that `at` lies in, where several parts have the same labels under names of their own.
    pub fn part_at(&self, at: Span<Plain>) -> Option<Span<Plain>> {
        let own = self.lookup.field(&self.fields, at)?;
        self.lookup.parts(self).get(own).copied().flatten()
    }

    /// The block in which `at` begins.
    pub fn block_at(&self, at: Span<Plain>) -> Option<&Block> {
        let next = self.blocks.partition_point(|block| block.span.start() <= at.start());
        next.checked_sub(1).and_then(|i| self.blocks.get(i))
    }

    /// The first cell of the table row in which `at` begins that is no mere number, one that reaches down from a row above included:
    /// what the row is about.
    pub fn row_head(&self, at: Span<Plain>) -> Option<&Block> {
        let (mut back, own) = self.cells_back_from(at)?;
        let covers = |cell: &Cell| (cell.row..cell.row + cell.rows).contains(&own.row);
        let mut second = None;
        let first = back.find_map(|(cell, block)| {
            if covers(&cell) && cell.column == 2 {
                second = Some(block);
            }
            (covers(&cell) && cell.column == 1).then_some(block)
        })?;
        let is_serial = first.span.of(&self.plain).trim().chars().all(|c| c.is_numeric() || c == '.');
        if is_serial { second.or(Some(first)) } else { Some(first) }
    }

    /// The cell that names the step whose time stands at `at`: the first of its row, or, where that says no more than that times
    /// follow (时限), the head of its column.
    pub fn step_head(&self, at: Span<Plain>) -> Option<&Block> {
        let row = self.row_head(at)?;
        if !TIMES.contains(&row.span.of(&self.plain).trim()) {
            return Some(row);
        }
        let (mut back, own) = self.cells_back_from(at)?;
        back.find(|(cell, _)| cell.row == 1 && cell.column == own.column).map(|(_, block)| block)
    }

    /// The cell in which `at` begins, and the blocks of its table from there back.
    fn cells_back_from(&self, at: Span<Plain>) -> Option<(impl Iterator<Item = (Cell, &Block)>, Cell)> {
        let next = self.blocks.partition_point(|block| block.span.start() <= at.start());
        let before = self.blocks.get(..next)?;
        let BlockKind::Cell(own) = before.last()?.kind else { return None };
        let back = before.iter().rev().map_while(move |block| match block.kind {
            BlockKind::Cell(cell) if cell.table == own.table => Some((cell, block)),
            _ => None,
        });
        Some((back, own))
    }

    /// The words that stand for the whole document: its title, else its first block.
    pub fn headline(&self) -> Span<Plain> {
        let first = self.blocks.iter().find(|block| !block.span.is_empty()).map(|block| block.span);
        self.title.or(first).unwrap_or(Span::empty(0))
    }

    /// The headings above `at`, from the outside in, without the title.
    pub fn headings_above(&self, at: Span<Plain>) -> Vec<Span<Plain>> {
        self.lookup.headings(&self.blocks, self.title, at)
    }
}
