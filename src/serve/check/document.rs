//! A document as its readers see it, with the findings marked in it.

use maud::{Markup, html};

use super::{
    grid::drawn,
    marks::{Mark, Marked},
};
use crate::doc::{Block, BlockKind, Document};

/// The heading of a file is the second on a page; those of its document follow, none left out.
const OUTER: usize = 2;
/// The innermost heading that there is.
const INNERMOST: usize = 6;

/// The blocks of `document`, a table where cells follow each other. `name` is what its tables are called by.
pub(super) fn document(document: &Document, name: &str, marks: &[Mark]) -> Markup {
    let marked = Marked::new(document, marks);
    let runs = document.blocks.chunk_by(|a, b| sort(a) == sort(b));
    let (mut out, mut at, mut above, mut tables) = (Markup::default().0, 0, Vec::new(), 0);
    for run in runs {
        let (first, blocks) = (at, at..at + run.len());
        at = blocks.end;
        let shown = || blocks.clone().filter(|block| !marked.is_empty(*block));
        let part = match run.first().map(|block| block.kind) {
            Some(BlockKind::Cell(_)) => {
                tables += 1;
                table(run, first, &marked, &format!("{name} 的表 {tables}"))
            }
            Some(BlockKind::Item(_)) => {
                html! { ul.items { @for block in shown() { li { (marked.block(block)) } } } }
            }
            Some(BlockKind::Heading(level)) => {
                html! { @for block in shown() { (heading(level, &mut above, &marked.block(block))) } }
            }
            _ => html! { @for block in shown() { p { (marked.block(block)) } } },
        };
        out.push_str(&part.0);
    }
    maud::PreEscaped(out)
}

/// What stands together: the cells of a table, the items of a list, headings of a level, paragraphs.
fn sort(block: &Block) -> (u8, u32) {
    match block.kind {
        BlockKind::Paragraph => (0, 0),
        BlockKind::Item(_) => (1, 0),
        BlockKind::Heading(level) => (2, level.into()),
        BlockKind::Cell(cell) => (3, cell.table),
    }
}

fn heading(level: u8, above: &mut Vec<u8>, words: &Markup) -> Markup {
    above.retain(|outer| *outer < level);
    above.push(level);
    match (OUTER + above.len()).min(INNERMOST) {
        3 => html! { h3 { (words) } },
        4 => html! { h4 { (words) } },
        5 => html! { h5 { (words) } },
        _ => html! { h6 { (words) } },
    }
}

/// The cells of a table, the first of which is block number `first`, called `name`.
fn table(blocks: &[Block], first: usize, marked: &Marked<'_>, name: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table { tbody {
                @for row in drawn(blocks, first) {
                    tr {
                        @for cell in &row {
                            @if cell.is_head && !cell.blocks.iter().all(|block| marked.is_empty(*block)) {
                                th colspan=[cell.across] rowspan=[cell.down] { (inner(&cell.blocks, marked)) }
                            } @else {
                                td colspan=[cell.across] rowspan=[cell.down] { (inner(&cell.blocks, marked)) }
                            }
                        }
                    }
                }
            } }
        }
    }
}

/// The paragraphs of a cell.
fn inner(blocks: &[usize], marked: &Marked<'_>) -> Markup {
    html! {
        @if let [only] = blocks { (marked.block(*only)) }
        @else { @for block in blocks { p { (marked.block(*block)) } } }
    }
}
