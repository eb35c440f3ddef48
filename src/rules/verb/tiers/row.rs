//! Grades in tables: what the cells around a grade say of it.

use crate::doc::{Block, BlockKind, Document};

/// The unit that the heading of a cell's column names (请假天数（天）), and the words of the cells before it in its row, which say what
/// is graded; nothing outside tables.
pub(super) fn of(document: &Document, block: &Block, units: &[String]) -> (Option<String>, Option<String>) {
    let BlockKind::Cell(own) = block.kind else { return (None, None) };
    let cells = || {
        document.blocks.iter().filter_map(move |other| match other.kind {
            BlockKind::Cell(cell) if cell.table == own.table => Some((cell, other)),
            _ => None,
        })
    };
    let words = |block: &Block| document.folded.slice(document.folded.from_plain(block.span)).trim();
    let heading = cells().find(|(cell, _)| cell.row == 1 && cell.column == own.column && own.row > 1);
    let heading = heading.map_or("", |(_, block)| words(block));
    let noted = |bare: &str| {
        heading
            .split('(')
            .skip(1)
            .any(|note| note.strip_prefix(bare).is_some_and(|rest| rest.starts_with(')')))
    };
    let named = |unit: &&String| {
        let bare = unit.trim_start_matches('个');
        noted(bare) || heading.strip_suffix('数').is_some_and(|name| name.ends_with(bare))
    };
    let unit = units.iter().find(named).cloned();
    let before = cells().filter(|(cell, _)| {
        cell.row <= own.row && own.row < cell.row + cell.rows.max(1) && cell.column < own.column
    });
    // A number of the row is no name of what is graded.
    let before = before
        .map(|(_, block)| words(block))
        .filter(|words| !words.chars().all(|c| c.is_ascii_digit() || c == '.'));
    (unit, Some(before.collect::<Vec<_>>().join("|")))
}
