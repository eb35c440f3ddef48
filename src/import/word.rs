//! A Word document as text: a block a line, tables as rows, and what stands beside the text.

use super::{
    Reason, grid,
    raw::{Aside, Raw},
};
use crate::{
    read::{Unreadable, Unseen, WhyUnread, WordBlock, word_text},
    text::list_mark,
};

/// Lists inside lists are set in, as Markdown has them.
const INSET: &str = "   ";

/// The text of a Word document.
///
/// # Errors
/// When it cannot be read; the reason says what to do.
pub(super) fn raw(bytes: &[u8]) -> Result<Raw, Unreadable> {
    let word = word_text(bytes)?;
    let mut text = String::new();
    // Where each block stands in the text.
    let mut starts: Vec<usize> = Vec::with_capacity(word.blocks.len());
    for blocks in word.blocks.chunk_by(|a, b| a.cell.is_some() && table(a) == table(b)) {
        if let Some(rows) = cells(blocks).and_then(|rows| grid::rows(&rows)) {
            starts.extend(blocks.iter().map(|_| text.len()));
            text.push_str(&rows);
            continue;
        }
        for block in blocks {
            starts.push(text.len());
            if list_mark(&block.words).is_some() {
                text.push_str(&INSET.repeat(block.depth));
            }
            text.push_str(&block.words);
            text.push('\n');
        }
    }
    let asides = word.unread.into_iter().map(|(block, unread)| Aside {
        at: starts.get(block).copied().unwrap_or(text.len()),
        words: unread.words,
        reason: match unread.why {
            WhyUnread::Unseen(Unseen::Hidden) => Reason::Hidden,
            WhyUnread::Unseen(Unseen::Deleted) => Reason::Struck,
            WhyUnread::Unseen(Unseen::Reading) => Reason::Reading,
            WhyUnread::PageEdge => Reason::PageEdge,
            WhyUnread::Note => Reason::Note,
        },
    });
    let asides = asides.collect();
    Ok(Raw { text, origin: "Word 文档的文字", asides, truncated: false })
}

/// The number of the table in which a block stands.
fn table(block: &WordBlock) -> Option<u32> {
    block.cell.map(|[table, ..]| table)
}

/// The cells of the table that `blocks` are, row by row; `None` when they are none.
fn cells(blocks: &[WordBlock]) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for block in blocks {
        let [_, row, column] = block.cell?;
        let at = |n: u32| usize::try_from(n).ok()?.checked_sub(1).filter(|&n| n < grid::LARGEST);
        let (row, column) = (at(row)?, at(column)?);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        let cells = rows.get_mut(row)?;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        let cell = cells.get_mut(column)?;
        if !cell.is_empty() {
            cell.push_str(grid::BREAK);
        }
        cell.push_str(&block.words);
    }
    Some(rows)
}
