//! Grades in tables: what the cells around a grade say of it.

use crate::{
    doc::{Block, BlockKind, Document},
    text::FoldedText,
};

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
    let words = |block: &Block| FoldedText::new(block.span.of(&document.plain)).as_str().trim().to_owned();
    let heading = cells().find(|(cell, _)| cell.row == 1 && cell.column == own.column && own.row > 1);
    let heading = heading.map(|(_, block)| words(block)).unwrap_or_default();
    let named = |unit: &&String| {
        let bare = unit.trim_start_matches('个');
        heading.contains(&format!("({bare})")) || heading.ends_with(&format!("{bare}数"))
    };
    let unit = units.iter().find(named).cloned();
    let before = cells().filter(|(cell, _)| {
        cell.row <= own.row && own.row < cell.row + cell.rows.max(1) && cell.column < own.column
    });
    let before: Vec<String> = before.map(|(_, block)| words(block)).collect();
    // A number of the row is no name of what is graded.
    let before = before.into_iter().filter(|words| !words.chars().all(|c| c.is_ascii_digit() || c == '.'));
    (unit, Some(before.collect::<Vec<_>>().join("|")))
}
