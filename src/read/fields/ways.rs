//! The ways of its own in which a document writes its labels, told from several of its lines.

use std::collections::HashMap;

use super::{
    around::{glued_number, label_mark},
    label::named,
    matter::matters,
};
use crate::{
    doc::{Block, BlockKind, Draft, FieldTable},
    text::{Plain, Span},
};

/// So many lines that are written in one way make it that of the document.
const SEVERAL: usize = 3;

/// What stands between a label and its value in some documents only: 办理时限，5个工作日.
const SEPARATORS: [char; 14] = ['，', ',', '；', ';', '=', '＝', '—', '-', '…', '.', '·', '是', '_', '/'];

/// How a document writes its labels.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    /// Whether a wide blank alone sets a label apart from its value: 办理时限　5个工作日. Then words that are no label elsewhere are one
    /// before such a blank.
    pub(super) by_blanks: bool,
    /// Whether numbers stand at labels without anything between: 3办理时限.
    pub(super) by_glued_numbers: bool,
    /// The marks other than colons that stand behind labels.
    pub(super) separators: Vec<char>,
    /// Names of its matter that labels begin with, the longest first.
    pub(super) matters: Vec<String>,
}

impl Ways {
    pub(super) fn of(draft: &Draft, title: Option<Span<Plain>>, table: &FieldTable) -> Self {
        let is_line = |block: &&Block| !matches!(block.kind, BlockKind::Cell(_));
        let lines: Vec<&str> =
            draft.blocks.iter().filter(is_line).map(|block| line(block.span.of(&draft.plain))).collect();
        let several =
            |is: &dyn Fn(&str) -> bool| lines.iter().filter(|line| is(line)).take(SEVERAL).count() == SEVERAL;
        let is_label = |words: &str| named(words, table, false).is_some();
        let by_blanks =
            several(&|line| line.split_once(['　', '\t']).is_some_and(|(label, _)| is_label(label)));
        let by_glued_numbers = several(&|line| {
            let number = glued_number(line);
            number > 0
                && line
                    .get(number..)
                    .is_some_and(|name| is_label(name.split(['：', ':']).next().unwrap_or(name)))
        });
        let mut seen: HashMap<char, usize> = HashMap::new();
        for line in &lines {
            if let Some((label, _)) = separated(line, &SEPARATORS, table)
                && let Some(mark) = line.get(label..).and_then(|rest| rest.chars().next())
            {
                *seen.entry(mark).or_default() += 1;
            }
        }
        let separators = SEPARATORS.into_iter().filter(|mark| seen.get(mark).is_some_and(|n| *n >= SEVERAL));
        let separators = separators.collect();
        Self { by_blanks, by_glued_numbers, separators, matters: matters(draft, title) }
    }
}

/// A line without its mark.
fn line(words: &str) -> &str {
    words.get(label_mark(words).map_or(0, |mark| mark.len)..).unwrap_or_default()
}

/// Where the label at the head of `line` ends and where its value begins, in bytes, if one of `marks` stands between them.
pub(super) fn separated(line: &str, marks: &[char], table: &FieldTable) -> Option<(usize, usize)> {
    let near = line.char_indices().take(table.longest() + 1).filter(|(_, c)| marks.contains(c));
    let (label, mark) = near
        .filter(|&(at, _)| at > 0)
        .filter(|&(at, _)| line.get(..at).is_some_and(|label| named(label, table, false).is_some()))
        .last()?;
    let label = line.get(..label)?.trim_end_matches(mark).len();
    let value = line.get(label..)?.trim_start_matches([mark, ' ', '　', '\t']);
    // 申请条件……3 is a line of contents, 申请条件,申请材料 a menu.
    let next = value.split(mark).next().unwrap_or(value);
    let is_value = value.contains(|c: char| !c.is_ascii_digit()) && named(next, table, true).is_none();
    is_value.then_some((label, line.len() - value.len()))
}
