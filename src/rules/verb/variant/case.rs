//! Cases that the layout of a document tells apart: rows and columns of a table, parts with the same labels, labels with notes.

use std::collections::{BTreeSet, HashMap};

use super::{LONGEST_CASE, SIGN_REACH};
use crate::{
    doc::{Block, BlockKind, Document, Field},
    law::LimitRole,
    text::{FoldedText, MarkStyle, Plain, Span, list_mark},
};

/// One of several cases: a row or a column of a table, a part under a sign of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) among: Among,
    pub(super) name: String,
}

/// What sets cases apart; cases of one kind exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    Table(u32),
    Signs,
    Parts,
    Labels,
}

/// The case that the place of a limit in a table is for, folded: the head of its column where the row of a label has several
/// limits, and the first cell of its row where that is no label (本市户籍 | 10个工作日).
pub(super) fn of_table(document: &Document, at: Span<Plain>, own: &Block) -> Option<Case> {
    let BlockKind::Cell(cell) = own.kind else { return None };
    let case = |name: String| Case { among: Among::Table(cell.table), name };
    let in_table = |block: &&Block| matches!(block.kind, BlockKind::Cell(other) if other.table == cell.table);
    let place = |block: &Block| match block.kind {
        BlockKind::Cell(cell) => (cell.row, cell.column),
        _ => (0, 0),
    };
    let table: Vec<&Block> = document.blocks.iter().filter(in_table).collect();
    let labels = |block: &Block| document.fields.iter().any(|field| block.span.contains(field.label));
    let words =
        |block: &Block| document.folded.slice(document.folded.from_plain(block.span)).trim().to_owned();
    // The cells of a procedure are its steps, not cases, except where a row has one for each of several columns.
    let own = document.limits.iter().find(|limit| limit.measure.overlaps(at));
    if own.is_some_and(|limit| limit.role == LimitRole::Step) {
        // Columns of steps, with their times in one row, are no cases.
        if document.step_head(at) != document.row_head(at) {
            return None;
        }
        let steps = document.limits.iter().filter(|limit| limit.role == LimitRole::Step);
        let cells = steps.filter_map(|step| document.block_at(step.at)).filter(in_table).map(place);
        let mut columns: HashMap<u32, u32> = HashMap::new();
        let has_columns =
            cells.into_iter().any(|(row, column)| *columns.entry(row).or_insert(column) != column);
        let head = table.iter().rfind(|block| {
            matches!(block.kind, BlockKind::Cell(head) if head.header && head.row < cell.row && head.column == cell.column && head.columns == 1)
        });
        return head.filter(|_| has_columns).map(|head| case(words(head)));
    }
    // Of a place that is no limit, the cells that say something as short.
    let has_like = |block: &Block| match own {
        Some(own) => {
            document.limits.iter().any(|limit| limit.role == own.role && block.span.contains(limit.at))
        }
        None => !labels(block) && block.span.of(&document.plain).trim().ends_with('件'),
    };
    let row_of = |row: u32| table.iter().copied().filter(move |block| place(block).0 == row);
    // 办理时限 | 法定时限 | 20个工作日: the label may stand behind what gathers it with others.
    let labelled = |row: u32| row_of(row).take(2).any(labels);
    if labelled(cell.row) {
        // 承诺时限 | 当场办结 | 6个工作日: two limits behind one label are those of two columns, whatever stands over them.
        let beside: Vec<&Block> = row_of(cell.row).filter(|block| has_like(block)).collect();
        let head =
            |column: u32| row_of(1).find(|block| place(block).1 == column).map(words).unwrap_or_default();
        let heads: BTreeSet<String> = beside.iter().map(|block| head(place(block).1)).collect();
        let told_apart = heads.len() == beside.len();
        let name = if told_apart { head(cell.column) } else { format!("第{}列", cell.column) };
        if beside.len() > 1 {
            return Some(case(name));
        }
        // 本市为转入地 reaches down beside 办件类型 and 承诺时限, and 本市为转出地 beside another two.
        let reaches = |block: &&&Block| {
            matches!(block.kind, BlockKind::Cell(side) if side.rows > 1 && side.column < cell.column)
                && !labels(block)
        };
        let sides: Vec<&Block> = table.iter().filter(reaches).copied().collect();
        let covers = |side: &&Block| matches!(side.kind, BlockKind::Cell(side) if (side.row..side.row + side.rows).contains(&cell.row));
        let side = sides.iter().copied().find(|side| covers(side)).filter(|_| sides.len() > 1);
        return side.map(|side| case(words(side)));
    }
    let beside = table.iter().filter(|block| place(block).1 == cell.column && has_like(block));
    let several = beside.filter(|block| !labelled(place(block).0)).count() > 1;
    let head = row_of(cell.row).next().filter(|head| several && place(head).1 < cell.column);
    head.map(words).filter(|words| !words.is_empty()).map(case)
}

/// More fields than this are those of a list of items, not of one item with cases.
const MOST_FIELDS: usize = 120;

/// The part of the document that `at` lies in, where several parts have the same labels under a name of their own: （三）单位参保 and
/// （四）灵活就业人员参保, each with 条件, 资料 and 时限.
pub(super) fn of_part(document: &Document, at: Span<Plain>) -> Option<Case> {
    let own = document.field_at(at)?;
    let alike = || document.fields_named(&own.name);
    if alike().take(2).count() < 2 || document.fields.len() > MOST_FIELDS {
        return None;
    }
    let part = part_above(document, own)?;
    let others = alike().filter_map(|field| part_above(document, field)).filter(|other| *other != part);
    let others: BTreeSet<Span<Plain>> = others.collect();
    if others.is_empty() {
        return None;
    }
    let parts: Vec<(&str, Option<Span<Plain>>)> =
        document.fields.iter().map(|field| (&*field.name, part_above(document, field))).collect();
    let labels = |part: Span<Plain>| -> BTreeSet<&str> {
        parts.iter().filter(|(_, other)| *other == Some(part)).map(|(name, _)| *name).collect()
    };
    let mine = labels(part);
    // A heading parts two items only where each has materials or conditions of its own: 基本信息 and 办理信息 are of one.
    let is_heading = document.block_at(part).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
        && list_mark(part.of(&document.plain).trim()).is_none();
    let is_whole = |shared: &BTreeSet<&str>| {
        !is_heading || ["申请材料", "申请条件", "办理程序"].iter().any(|name| shared.contains(name))
    };
    let is_other = |other: &Span<Plain>| {
        let shared: BTreeSet<&str> = labels(*other).intersection(&mine).copied().collect();
        let matters =
            is_heading && is_matter(part.of(&document.plain)) && is_matter(other.of(&document.plain));
        matters || shared.len() > 1 && is_whole(&shared)
    };
    let name = part.of(&document.plain).trim().to_owned();
    others.iter().any(is_other).then_some(Case { among: Among::Parts, name })
}

/// The note in brackets of the label of `at`, where another label of the document has the same words before another note:
/// 承诺时限（百万元以下） and 承诺时限（百万元以上）.
pub(super) fn of_label(document: &Document, at: Span<Plain>) -> Option<Case> {
    let own = document.field_at(at)?;
    let noted = |field: &Field| {
        let label = FoldedText::new(field.label.of(&document.plain));
        let (words, note) = label.as_str().trim().strip_suffix(')')?.split_once('(')?;
        // 承诺时限（工作日） and 承诺时限（自受理之日起） say how it is counted.
        let counts = ["工作日", "自然日", "之日", "算"].iter().any(|word| note.contains(word));
        (!counts).then_some(())?;
        Some((words.trim().to_owned(), note.trim().to_owned()))
    };
    let (words, name) = noted(own)?;
    let mut others = document.fields_named(&own.name).filter_map(noted);
    others.any(|(other, note)| other == words && note != name).then_some(Case { among: Among::Labels, name })
}

/// Whether a heading names a matter of its own: 易地建设审批, 易地建设费减免.
fn is_matter(heading: &str) -> bool {
    const ENDS: [&str; 12] =
        ["审批", "许可", "登记", "备案", "核准", "认定", "减免", "注册", "换证", "补证", "注销", "变更"];
    let words = heading.trim();
    let words = list_mark(words).map_or(words, |mark| words.get(mark.len..).unwrap_or_default());
    words.chars().count() > 3 && ENDS.iter().any(|end| words.ends_with(end))
}

/// The line above a field's label that numbers a part further out, or the heading above it, that names no field itself.
fn part_above(document: &Document, field: &Field) -> Option<Span<Plain>> {
    let own = document.block_at(field.label)?;
    let style = |block: &Block| {
        let mark = list_mark(block.span.of(&document.plain).trim())?;
        Some(mark.style).filter(|style| *style != MarkStyle::Bullet)
    };
    let depth = style(own);
    let next = document.blocks.partition_point(|block| block.span.start() < own.span.start());
    let above = document.blocks.get(..next)?.iter().rev().take(SIGN_REACH);
    // Behind a heading a new part begins, and an item of a list is the name of none to a line outside lists.
    let is_item = |block: &Block| matches!(block.kind, BlockKind::Item(_));
    let above = above
        .take_while(|block| !matches!(block.kind, BlockKind::Heading(_)))
        .filter(|block| is_item(own) || !is_item(block));
    let mut outer =
        above.filter(|block| style(block).is_some_and(|style| depth.is_none_or(|own| style < own)));
    let is_part = |part: &Span<Plain>| {
        let names_field =
            document.fields.iter().any(|field| part.contains(field.label) && !field.label.is_empty());
        !names_field && part.of(&document.plain).chars().count() <= LONGEST_CASE
    };
    match outer.next() {
        Some(part) => Some(part.span).filter(is_part),
        None => document.headings_above(field.label).into_iter().rfind(is_part),
    }
}
