//! Where a place of a document belongs, looked up without going through all of it: rules ask it for every limit and every hit.

use std::sync::OnceLock;

use super::{Block, BlockKind, Document, Field, part};
use crate::text::{Plain, Span};

/// What is made from a document's blocks and fields when somebody first asks.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    pieces: OnceLock<Vec<Piece>>,
    headings: OnceLock<Vec<Heading>>,
    parts: OnceLock<Vec<Option<Span<Plain>>>>,
}

/// A piece of a field's value.
#[derive(Debug, Clone, Copy)]
struct Piece {
    span: Span<Plain>,
    /// The number of the field.
    field: usize,
    /// Where the furthest of this and the pieces before it ends.
    reach: usize,
}

/// A heading other than the title.
#[derive(Debug, Clone, Copy)]
struct Heading {
    span: Span<Plain>,
    /// The number of the nearest heading before it that is further out.
    outer: Option<usize>,
}

impl Lookup {
    /// The number of the last of `fields` in whose value `at` lies.
    pub(super) fn field(&self, fields: &[Field], at: Span<Plain>) -> Option<usize> {
        let pieces = self.pieces.get_or_init(|| pieces(fields));
        let next = pieces.partition_point(|piece| piece.span.start() <= at.start());
        let before = pieces.get(..next)?.iter().rev().take_while(|piece| piece.reach >= at.end());
        before.filter(|piece| piece.span.contains(at)).map(|piece| piece.field).max()
    }

    /// The headings above `at`, from the outside in, without the `title`.
    pub(super) fn headings(
        &self,
        blocks: &[Block],
        title: Option<Span<Plain>>,
        at: Span<Plain>,
    ) -> Vec<Span<Plain>> {
        let headings = self.headings.get_or_init(|| headings(blocks, title));
        let next = headings.partition_point(|heading| heading.span.start() <= at.start());
        // A heading is above what follows it, not above its own words; nor is the one before it, unless that is further out.
        let own =
            next.checked_sub(1).filter(|&i| headings.get(i).is_some_and(|heading| heading.span.contains(at)));
        let mut above = match own {
            Some(own) => headings.get(own).and_then(|heading| heading.outer),
            None => next.checked_sub(1),
        };
        let mut path = Vec::new();
        while let Some(heading) = above.and_then(|i| headings.get(i)) {
            path.push(heading.span);
            above = heading.outer;
        }
        path.reverse();
        path
    }

    /// For each field of `document` the name of the part that it is in, where other parts have the same labels.
    pub(super) fn parts(&self, document: &Document) -> &[Option<Span<Plain>>] {
        self.parts.get_or_init(|| part::parts(document))
    }
}

fn pieces(fields: &[Field]) -> Vec<Piece> {
    let all = fields
        .iter()
        .enumerate()
        .flat_map(|(field, own)| own.value.iter().map(move |&span| Piece { span, field, reach: 0 }));
    let mut pieces: Vec<Piece> = all.collect();
    pieces.sort_by_key(|piece| piece.span.start());
    let mut reach = 0;
    for piece in &mut pieces {
        reach = reach.max(piece.span.end());
        piece.reach = reach;
    }
    pieces
}

fn headings(blocks: &[Block], title: Option<Span<Plain>>) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for block in blocks {
        if let BlockKind::Heading(level) = block.kind
            && Some(block.span) != title
        {
            open.retain(|&(outer, _)| outer < level);
            headings.push(Heading { span: block.span, outer: open.last().map(|&(_, i)| i) });
            open.push((level, headings.len() - 1));
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;

    fn span((start, len): (usize, usize)) -> Span<Plain> {
        Span::new(start, start + len)
    }

    proptest! {
        #[test]
        fn the_field_is_the_last_with_a_piece_around_the_place(
            values in prop::collection::vec(prop::collection::vec((0..60_usize, 0..20_usize), 0..4), 0..8),
            at in (0..70_usize, 0..6_usize),
        ) {
            let field = |value: Vec<_>| Field::new(Arc::from("甲"), Span::empty(0), value.into_iter().map(span).collect());
            let fields: Vec<Field> = values.into_iter().map(field).collect();
            let at = span(at);
            let plainly = fields.iter().rposition(|field| field.value.iter().any(|piece| piece.contains(at)));
            prop_assert_eq!(Lookup::default().field(&fields, at), plainly);
        }

        #[test]
        fn the_headings_are_those_that_a_reader_passes(levels in prop::collection::vec(0..4_u8, 0..20), at in 0..80_usize) {
            let blocks: Vec<Block> = levels
                .iter()
                .enumerate()
                .map(|(i, &level)| Block {
                    span: Span::new(i * 4, i * 4 + 3),
                    kind: if level == 0 { BlockKind::Paragraph } else { BlockKind::Heading(level) },
                    place: None,
                })
                .collect();
            let (title, at) = (blocks.first().map(|block| block.span), Span::empty(at));
            let mut path: Vec<(u8, Span<Plain>)> = Vec::new();
            for block in blocks.iter().take_while(|block| block.span.start() <= at.start()) {
                if let BlockKind::Heading(level) = block.kind
                    && Some(block.span) != title
                {
                    path.retain(|&(outer, _)| outer < level);
                    if !block.span.contains(at) {
                        path.push((level, block.span));
                    }
                }
            }
            let plainly: Vec<Span<Plain>> = path.into_iter().map(|(_, span)| span).collect();
            prop_assert_eq!(Lookup::default().headings(&blocks, title, at), plainly);
        }
    }
}
