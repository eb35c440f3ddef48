//! Values of labels in running text: everything from the label up to where the next one of its rank begins.

use super::label::{Hit, Shape};
use crate::{
    doc::{Block, BlockKind, Draft, Field},
    text::{MarkStyle, Plain, Span, list_mark},
};

/// The fields of all labels outside label cells of tables.
pub(super) fn fields(draft: &Draft, hits: &[Vec<Hit>]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (i, (block, here)) in draft.blocks.iter().zip(hits).enumerate() {
        let in_cell = matches!(block.kind, BlockKind::Cell(_));
        for (n, hit) in here.iter().enumerate() {
            if in_cell && hit.shape == Shape::Alone {
                continue;
            }
            let last_here = n + 1 == here.len();
            let mut value: Vec<Span<Plain>> =
                (!hit.rest.is_empty()).then_some(hit.rest).into_iter().collect();
            if last_here {
                value.extend(following(draft, hits, i, hit, !value.is_empty()));
            }
            for name in &hit.fields {
                fields.push(Field { name: name.clone(), label: hit.label, value: value.clone() });
            }
        }
    }
    fields
}

/// The blocks after block `from` that belong to its label `hit`.
fn following(draft: &Draft, hits: &[Vec<Hit>], from: usize, hit: &Hit, has_value: bool) -> Vec<Span<Plain>> {
    let mut value = Vec::new();
    let Some(own) = draft.blocks.get(from) else { return value };
    let mut inner: Option<u32> = None;
    for (block, there) in draft.blocks.iter().zip(hits).skip(from + 1) {
        let words = block.span.of(&draft.plain);
        if ends(hit, own, block, words, there, has_value || !value.is_empty(), &mut inner) {
            break;
        }
        value.push(block.span);
    }
    value
}

/// Whether the value of `hit` ends before `block`. `inner` follows the numbers of a list inside the value.
fn ends(
    hit: &Hit,
    own: &Block,
    block: &Block,
    words: &str,
    there: &[Hit],
    has_value: bool,
    inner: &mut Option<u32>,
) -> bool {
    if let BlockKind::Cell(cell) = own.kind {
        // A label line inside a cell reaches to the end of the cell.
        let same = matches!(block.kind, BlockKind::Cell(other) if other == cell);
        return !same || !there.is_empty();
    }
    if let BlockKind::Heading(level) = block.kind {
        return match hit.shape {
            Shape::Heading(own) => level <= own,
            _ => true,
        };
    }
    if matches!(hit.shape, Shape::Heading(_)) {
        return false;
    }
    let next = there.first();
    if next.is_some_and(|next| rank(next.shape) <= rank(hit.shape)) {
        return true;
    }
    // A label alone on its line opens a section of loose lines: another field's label ends it once it has a value.
    if hit.shape == Shape::Alone && has_value && next.is_some_and(|next| next.fields != hit.fields) {
        return true;
    }
    sibling(hit, words, inner)
}

/// Whether a line without a label carries on the numbering in which the label itself stands, or opens a new section.
fn sibling(hit: &Hit, words: &str, inner: &mut Option<u32>) -> bool {
    let Some(mark) = list_mark(words) else { return false };
    let title_like = words.chars().count() <= 20 && !words.ends_with(['。', '；', ';', '，']);
    match hit.shape {
        Shape::Marked(own) if own.style == mark.style && mark.style != MarkStyle::Bullet => {
            let carries_on = mark.number == own.number + 1 && *inner != Some(mark.number.wrapping_sub(1));
            *inner = Some(mark.number);
            carries_on
        }
        Shape::Marked(_) => false,
        _ => {
            let list = *inner == Some(mark.number.wrapping_sub(1)) || mark.number <= 1;
            if mark.style == MarkStyle::Han {
                *inner = list.then_some(mark.number);
            }
            mark.style == MarkStyle::Han && title_like && !list
        }
    }
}

/// How far out a label stands; the smaller, the further.
fn rank(shape: Shape) -> u8 {
    match shape {
        Shape::Heading(level) => level,
        Shape::Marked(mark) => match mark.style {
            MarkStyle::Han => 10,
            MarkStyle::BracketedHan => 11,
            MarkStyle::Arabic => 12,
            MarkStyle::BracketedArabic => 13,
            MarkStyle::Circled => 14,
            MarkStyle::Bullet => 16,
        },
        Shape::Bracketed => 10,
        Shape::Alone => 15,
        Shape::Led => 20,
        Shape::Inline => 21,
    }
}
