//! Cases that the layout of a document tells apart: rows and columns of a table, labels with notes.

use std::collections::{BTreeSet, HashMap};

use crate::{
    doc::{Block, BlockKind, Document, Field},
    law::LimitRole,
    text::{FoldedText, Plain, Span},
};

/// One of several cases: a row or a column of a table, a part under a sign of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) among: Among,
    pub(super) name: String,
}

/// What sets cases apart; cases of one kind exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    Table(u32),
    Signs,
    Parts,
    Labels,
}

/// The case that the place of a limit in a table is for, folded: the head of its column where the row of a label has several
/// limits, and the first cell of its row where that is no label (本市户籍 | 10个工作日).
pub(super) fn of_table(document: &Document, at: Span<Plain>, own: &Block) -> Option<Case> {
    let BlockKind::Cell(cell) = own.kind else { return None };
    let case = |name: String| Case { among: Among::Table(cell.table), name };
    let in_table = |block: &&Block| matches!(block.kind, BlockKind::Cell(other) if other.table == cell.table);
    let place = |block: &Block| match block.kind {
        BlockKind::Cell(cell) => (cell.row, cell.column),
        _ => (0, 0),
    };
    let table: Vec<&Block> = document.blocks.iter().filter(in_table).collect();
    let labels = |block: &Block| document.fields.iter().any(|field| block.span.contains(field.label));
    let words =
        |block: &Block| document.folded.slice(document.folded.from_plain(block.span)).trim().to_owned();
    // The cells of a procedure are its steps, not cases, except where a row has one for each of several columns.
    let own = document.limits.iter().find(|limit| limit.measure.overlaps(at));
    if own.is_some_and(|limit| limit.role == LimitRole::Step) {
        // Columns of steps, with their times in one row, are no cases.
        if document.step_head(at) != document.row_head(at) {
            return None;
        }
        let steps = document.limits.iter().filter(|limit| limit.role == LimitRole::Step);
        let cells = steps.filter_map(|step| document.block_at(step.at)).filter(in_table).map(place);
        let mut columns: HashMap<u32, u32> = HashMap::new();
        let has_columns =
            cells.into_iter().any(|(row, column)| *columns.entry(row).or_insert(column) != column);
        let head = table.iter().rfind(|block| {
            matches!(block.kind, BlockKind::Cell(head) if head.header && head.row < cell.row && head.column == cell.column && head.columns == 1)
        });
        return head.filter(|_| has_columns).map(|head| case(words(head)));
    }
    // Of a place that is no limit, the cells that say something as short.
    let has_like = |block: &Block| match own {
        Some(own) => {
            document.limits.iter().any(|limit| limit.role == own.role && block.span.contains(limit.at))
        }
        None => !labels(block) && block.span.of(&document.plain).trim().ends_with('件'),
    };
    let row_of = |row: u32| table.iter().copied().filter(move |block| place(block).0 == row);
    // 办理时限 | 法定时限 | 20个工作日: the label may stand behind what gathers it with others.
    let labelled = |row: u32| row_of(row).take(2).any(labels);
    if labelled(cell.row) {
        // 承诺时限 | 当场办结 | 6个工作日: two limits behind one label are those of two columns, whatever stands over them.
        let beside: Vec<&Block> = row_of(cell.row).filter(|block| has_like(block)).collect();
        let head =
            |column: u32| row_of(1).find(|block| place(block).1 == column).map(words).unwrap_or_default();
        let heads: BTreeSet<String> = beside.iter().map(|block| head(place(block).1)).collect();
        let told_apart = heads.len() == beside.len();
        let name = if told_apart { head(cell.column) } else { format!("第{}列", cell.column) };
        if beside.len() > 1 {
            return Some(case(name));
        }
        // 本市为转入地 reaches down beside 办件类型 and 承诺时限, and 本市为转出地 beside another two.
        let reaches = |block: &&&Block| {
            matches!(block.kind, BlockKind::Cell(side) if side.rows > 1 && side.column < cell.column)
                && !labels(block)
                // 事项概况 and 时限 gather rows of one case.
                && !["时限", "期限", "时间"].iter().any(|word| block.span.of(&document.plain).contains(word))
        };
        let sides: Vec<&Block> = table.iter().filter(reaches).copied().collect();
        let covers = |side: &&Block| matches!(side.kind, BlockKind::Cell(side) if (side.row..side.row + side.rows).contains(&cell.row));
        let side = sides.iter().copied().find(|side| covers(side)).filter(|_| sides.len() > 1);
        return side.map(|side| case(words(side)));
    }
    let beside = table.iter().filter(|block| place(block).1 == cell.column && has_like(block));
    let several = beside.filter(|block| !labelled(place(block).0)).count() > 1;
    let head = row_of(cell.row).next().filter(|head| several && place(head).1 < cell.column);
    head.map(words).filter(|words| !words.is_empty()).map(case)
}

/// The note in brackets of the label of `at`, where another label of the document has the same words before another note:
/// 承诺时限（百万元以下） and 承诺时限（百万元以上）.
pub(super) fn of_label(document: &Document, at: Span<Plain>) -> Option<Case> {
    let own = document.field_at(at)?;
    let noted = |field: &Field| {
        let label = FoldedText::new(field.label.of(&document.plain));
        let (words, note) = label.as_str().trim().strip_suffix(')')?.split_once('(')?;
        // 承诺时限（工作日） and 承诺时限（自受理之日起） say how it is counted.
        let counts = ["工作日", "自然日", "之日", "算"].iter().any(|word| note.contains(word));
        (!counts).then_some(())?;
        Some((words.trim().to_owned(), note.trim().to_owned()))
    };
    let (words, name) = noted(own)?;
    let mut others = document.fields_named(&own.name).filter_map(noted);
    others.any(|(other, note)| other == words && note != name).then_some(Case { among: Among::Labels, name })
}
