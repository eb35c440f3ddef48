//! Parts of a document with the same labels, each under a name of its own: （三）单位参保 and （四）灵活就业人员参保, each with 条件, 资料
//! and 时限.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, BlockKind, Document, Field};
use crate::text::{MarkStyle, Plain, Span, list_mark};

/// More fields than this are those of a list of items, not of one item with parts.
const MOST_FIELDS: usize = 120;

/// How far above a label the line may stand that names its part, in blocks.
const REACH: usize = 40;

/// The longest name of a part, in characters.
const LONGEST: usize = 30;

/// For each field of `document` the name of the part that it is in, where other parts have the same labels.
pub(super) fn parts(document: &Document) -> Vec<Option<Span<Plain>>> {
    let fields = &document.fields;
    if fields.len() > MOST_FIELDS {
        return Vec::new();
    }
    let above: Vec<Option<Span<Plain>>> = fields.iter().map(|field| part_above(document, field)).collect();
    let mut labels: BTreeMap<Span<Plain>, BTreeSet<&str>> = BTreeMap::new();
    for (field, part) in fields.iter().zip(&above) {
        if let Some(part) = part {
            labels.entry(*part).or_default().insert(&field.name);
        }
    }
    let has_others = |part: Span<Plain>, name: &str| {
        let Some(mine) = labels.get(&part) else { return false };
        labels.iter().filter(|(other, theirs)| **other != part && theirs.contains(name)).any(
            |(other, theirs)| {
                are_alike(document, part, *other, &mine.intersection(theirs).copied().collect())
            },
        )
    };
    let own =
        |(field, part): (&Field, &Option<Span<Plain>>)| part.filter(|part| has_others(*part, &field.name));
    fields.iter().zip(&above).map(own).collect()
}

/// Whether two parts with the labels `shared` in both are parts of one kind.
fn are_alike(document: &Document, part: Span<Plain>, other: Span<Plain>, shared: &BTreeSet<&str>) -> bool {
    let words = |part: Span<Plain>| part.of(&document.plain);
    // A heading parts two items only where each has materials or conditions of its own: 基本信息 and 办理信息 are of one.
    let is_heading = document.block_at(part).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
        && list_mark(words(part).trim()).is_none();
    let is_whole =
        !is_heading || ["申请材料", "申请条件", "办理程序"].iter().any(|name| shared.contains(name));
    let are_matters = is_heading && is_matter(words(part)) && is_matter(words(other));
    are_matters || shared.len() > 1 && is_whole
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
    let above = document.blocks.get(..next)?.iter().rev().take(REACH);
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
        !names_field && part.of(&document.plain).chars().count() <= LONGEST
    };
    match outer.next() {
        Some(part) => Some(part.span).filter(is_part),
        None => document.headings_above(field.label).into_iter().rfind(is_part),
    }
}
