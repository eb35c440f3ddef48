//! The column of a table that counts its rows: 序号 3, and in the row below it 5.

use std::collections::{HashMap, HashSet};

use super::{Numbered, finding, slip};
use crate::{
    doc::{BlockKind, Document},
    finding::Finding,
    rules::rule::Rule,
    text::chinese_number,
};

/// What heads such a column; 材料序号 does as well.
const HEADS: [&str; 4] = ["序号", "序", "项次", "no"];

/// What heads a column that counts its rows when it begins with one, and else names them.
const NAMES: [&str; 2] = ["编号", "号"];

/// The columns that are headed as counting their rows and leave a number out or give it twice.
pub(super) fn slips(rule: &Rule, document: &Document) -> Vec<Finding> {
    // The last number of each such column, once it has one.
    let mut columns: HashMap<(u32, u32), Option<Numbered>> = HashMap::new();
    let mut names: HashSet<(u32, u32)> = HashSet::new();
    let mut findings = Vec::new();
    for block in &document.blocks {
        let BlockKind::Cell(cell) = block.kind else { continue };
        let key = (cell.table, cell.column);
        let words = document.folded.slice(document.folded.from_plain(block.span)).trim();
        let head = words.trim_end_matches('.');
        if HEADS.contains(&head) || NAMES.contains(&head) || head.ends_with("序号") {
            columns.insert(key, None);
            names.extend(NAMES.contains(&head).then_some(key));
            continue;
        }
        let Some(last) = columns.get_mut(&key) else { continue };
        // 一 counts as well; （一） and 1. are list marks, which are read as those.
        let Some(number) = chinese_number(words) else {
            // What counts nothing, such as 合计 or the title of a part, begins a new count.
            if !words.is_empty() {
                *last = None;
            }
            continue;
        };
        if last.is_none() && number != 1 && names.contains(&key) {
            columns.remove(&key);
            continue;
        }
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
