//! The column of a table that counts its rows: 序号 3, and in the row below it 5.

use std::collections::HashMap;

use super::{Numbered, finding, slip};
use crate::{
    doc::{BlockKind, Document},
    finding::Finding,
    rules::rule::Rule,
    text::FoldedText,
};

/// What heads such a column.
const HEADS: [&str; 3] = ["序号", "序", "no"];

/// The columns that are headed as counting their rows and leave a number out or give it twice.
pub(super) fn slips(rule: &Rule, document: &Document) -> Vec<Finding> {
    // The last number of each such column, once it has one.
    let mut columns: HashMap<(u32, u32), Option<Numbered>> = HashMap::new();
    let mut findings = Vec::new();
    for block in &document.blocks {
        let BlockKind::Cell(cell) = block.kind else { continue };
        let key = (cell.table, cell.column);
        let words = FoldedText::new(block.span.of(&document.plain));
        let words = words.as_str().trim();
        if HEADS.contains(&words.trim_end_matches('.')) {
            columns.insert(key, None);
            continue;
        }
        let Some(last) = columns.get_mut(&key) else { continue };
        let Ok(number) = words.parse::<u32>() else {
            // What counts nothing, such as 合计 or the title of a part, begins a new count.
            if !words.is_empty() {
                *last = None;
            }
            continue;
        };
        let own = Numbered { number, at: block.span.trim(&document.plain) };
        if let Some(before) = last.replace(own)
            && number != 1
            && let Some(what) = slip(before.number, number)
        {
            findings.push(finding(rule, document, before.at, own.at, &what));
        }
    }
    findings
}
