//! Values of labels in table cells: beside the label, below it, or the rows under a label that fills its row.

use std::collections::BTreeMap;

use super::label::{Hit, Shape, column_name};
use crate::{
    doc::{Block, BlockKind, Cell, Draft, Field, FieldTable, TIMES},
    text::{Plain, Span},
};

/// A cell with all of its blocks.
struct CellBox<'h> {
    cell: Cell,
    blocks: Vec<Span<Plain>>,
    label: Option<&'h Hit>,
    /// Whether it gives a label with its value: 承诺时限：2.
    tells: bool,
}

impl CellBox<'_> {
    fn covers(&self, row: u32) -> bool {
        (self.cell.row..self.cell.row + self.cell.rows).contains(&row)
    }

    fn is_right_of(&self, other: &Self) -> bool {
        self.cell.column >= other.cell.column + other.cell.columns
    }
}

/// Heads of columns that are no fields: a row with two of them, or with 序号, is the head of a list.
const COLUMN_HEADS: [&str; 22] = [
    "序号",
    "编号",
    "份数",
    "数量",
    "形式",
    "备注",
    "来源",
    "必要性",
    "类型",
    "名称",
    "材料名称",
    "原件",
    "复印件",
    "内容",
    "说明",
    "要求",
    "材料要求",
    "提交要求",
    "来源渠道",
    "材料形式",
    "材料类型",
    "责任人",
];

/// What heads a column that counts the rows.
const SERIAL: [&str; 3] = ["序号", "编号", "顺序"];

/// What heads the first column of a table of steps.
const STEP_HEADS: [&str; 11] = [
    "岗位",
    "办理岗位",
    "节点",
    "环节",
    "步骤",
    "阶段",
    "办理环节",
    "办理步骤",
    "流程环节",
    "工作环节",
    "审批环节",
];

/// `hits` without the heads of the columns (时限, 办理人) of tables of steps: they name no field. The rows below are the value of the label
/// above (办理程序), or else of the head of the steps themselves.
pub(super) fn without_heads_of_steps(draft: &Draft, mut hits: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    let mut above = false;
    let mut steps: Option<u32> = None;
    // Whether the first column of the table only counts its rows.
    let mut serial = false;
    for (block, here) in draft.blocks.iter().zip(&mut hits) {
        let BlockKind::Cell(cell) = block.kind else {
            let tells = |hit: &Hit| hit.fields.iter().any(|field| &**field == "办理程序");
            // A remark between the label and its table changes nothing.
            above = here.iter().any(tells) || above && here.is_empty();
            continue;
        };
        let words = block.span.of(&draft.plain).trim();
        if cell.row == 1 && cell.column == 1 {
            serial = SERIAL.contains(&words);
        }
        let is_first = cell.row == 1 && (cell.column == 1 || cell.column == 2 && serial);
        let heads_steps = is_first && STEP_HEADS.contains(&words);
        if heads_steps {
            steps = Some(cell.table);
        }
        // A row of its own (承诺时限 | 8个工作日) says something of the whole.
        if steps == Some(cell.table) && cell.row == 1 {
            here.clear();
        }
        if heads_steps && !above {
            here.push(Hit {
                fields: vec!["办理程序".into()],
                label: block.span,
                rest: Span::empty(block.span.end()),
                shape: Shape::Alone,
            });
        }
    }
    hits
}

/// `hits` with the labels that narrow cells break over several lines: 申请 above 条件.
pub(super) fn with_broken_labels(
    draft: &Draft,
    mut hits: Vec<Vec<Hit>>,
    table: &FieldTable,
) -> Vec<Vec<Hit>> {
    let is_of_one = |a: &Block, b: &Block| matches!(a.kind, BlockKind::Cell(_)) && a.kind == b.kind;
    let mut from = 0;
    for cell in draft.blocks.chunk_by(is_of_one) {
        let range = from..from + cell.len();
        from = range.end;
        let (Some(first), Some(last)) = (cell.first(), cell.last()) else { continue };
        let label = Span::new(first.span.start(), last.span.end());
        let words = label.of(&draft.plain);
        if cell.len() < 2 || words.chars().count() > 2 * table.longest() {
            continue;
        }
        let Some(name) = column_name(words, table).filter(|name| !name.is_weak) else { continue };
        if let Some([head, rest @ ..]) = hits.get_mut(range) {
            let rest_at = Span::empty(label.end());
            *head = vec![Hit { fields: name.fields, label, rest: rest_at, shape: Shape::Alone }];
            rest.fill(Vec::new());
        }
    }
    hits
}

/// The fields of all tables.
pub(super) fn fields(draft: &Draft, hits: &[Vec<Hit>], table: &FieldTable) -> Vec<Field> {
    let mut tables: BTreeMap<u32, Vec<CellBox<'_>>> = BTreeMap::new();
    for (block, here) in draft.blocks.iter().zip(hits) {
        let BlockKind::Cell(cell) = block.kind else { continue };
        let boxes = tables.entry(cell.table).or_default();
        let label = here.first().filter(|hit| hit.shape == Shape::Alone);
        match boxes.iter_mut().find(|other| other.cell == cell) {
            Some(same) => {
                same.blocks.push(block.span);
                // A cell with words after the label is no label cell.
                same.label = same.label.filter(|hit| hit.label.contains(block.span));
            }
            None => {
                let tells = label.is_none() && here.iter().any(|hit| hit.label.start() == block.span.start());
                boxes.push(CellBox { cell, blocks: vec![block.span], label, tells });
            }
        }
    }
    for boxes in tables.values_mut() {
        without_categories(draft, boxes, table);
    }
    tables.values().flat_map(|boxes| of_table(draft, boxes)).collect()
}

/// Whether a label reaches down beside several rows, and so heads no column: the cell below it is another label, or there is none.
fn is_side_label(boxes: &[CellBox<'_>], label: &CellBox<'_>) -> bool {
    let cell = label.cell;
    let is_tall = cell.rows > 1 && label.label.is_some();
    let beside = |b: &CellBox<'_>| b.is_right_of(label) && label.covers(b.cell.row);
    let below = || boxes.iter().find(|b| b.cell.row == cell.row + cell.rows && b.cell.column == cell.column);
    let heads = cell.row == 1 || cell.header;
    is_tall && boxes.iter().any(beside) && !(heads && below().is_some_and(|b| b.label.is_none()))
}

/// Leaves out the labels of cells that only gather others: 时限 beside 法定时限 and 承诺时限 in its rows, 条件 beside 申请条件. Where it is
/// the inner ones that name a field only loosely (收费 beside 依据 and 标准), they belong to the outer one.
fn without_categories(draft: &Draft, boxes: &mut [CellBox<'_>], table: &FieldTable) {
    let is_strong = |b: &CellBox<'_>| {
        b.label.is_some_and(|hit| {
            column_name(hit.label.of(&draft.plain), table).is_some_and(|name| !name.is_weak)
        })
    };
    for i in 0..boxes.len() {
        let Some(outer) = boxes.get(i).filter(|b| b.label.is_some()) else { continue };
        let beside = outer.cell.column + outer.cell.columns;
        let inner: Vec<usize> = (0..boxes.len())
            .filter(|&j| boxes.get(j).is_some_and(|b| b.cell.column == beside && outer.covers(b.cell.row)))
            .collect();
        let labelled: Vec<usize> =
            inner.iter().copied().filter(|&j| boxes.get(j).is_some_and(|b| b.label.is_some())).collect();
        let names = |j: &usize| boxes.get(*j).and_then(|b| b.label).map(|hit| &hit.fields);
        let goes_on = |j: &usize| {
            boxes.get(*j).is_some_and(|inner| {
                boxes.iter().any(|b| b.cell.row == inner.cell.row && b.is_right_of(inner))
            })
        };
        let is_category = if outer.cell.rows > 1 {
            labelled.len() == inner.len() && labelled.iter().all(|&j| boxes.get(j).is_some_and(is_strong))
        } else {
            labelled.iter().all(|j| names(j) == outer.label.map(|hit| &hit.fields) && goes_on(j))
        };
        if labelled.is_empty() {
            continue;
        }
        let loose: Vec<usize> = match (is_category, outer.cell.rows > 1) {
            (true, _) => vec![i],
            (false, true) => labelled.into_iter().filter(|&j| !boxes.get(j).is_some_and(is_strong)).collect(),
            (false, false) => Vec::new(),
        };
        for j in loose {
            if let Some(b) = boxes.get_mut(j) {
                b.label = None;
            }
        }
    }
}

fn of_table(draft: &Draft, boxes: &[CellBox<'_>]) -> Vec<Field> {
    let rows: u32 = boxes.iter().map(|b| b.cell.row).max().unwrap_or(0);
    let mut fields = Vec::new();
    // What stands over numbered fields heads no list.
    let mut row = if has_numbered_fields(draft, boxes) { 2 } else { 1 };
    while row <= rows {
        let (sides, here): (Vec<&CellBox<'_>>, Vec<&CellBox<'_>>) =
            boxes.iter().filter(|b| b.cell.row == row).partition(|b| is_side_label(boxes, b));
        let whole: Vec<&CellBox<'_>> = boxes.iter().filter(|b| b.cell.row == row).collect();
        for side in sides {
            let i = whole.iter().position(|b| b.cell == side.cell).unwrap_or_default();
            fields.extend(beside(draft, boxes, &whole, i, side, rows));
        }
        if let Some(steps) = steps_of(draft, boxes, &here, rows) {
            fields.push(steps.0);
            row = steps.1;
        } else if is_head(draft, &here) {
            let next = (row + 1..=rows).find(|&r| is_new_part(draft, boxes, r)).unwrap_or(rows + 1);
            fields.extend(below(draft, boxes, &here, row + 1..next));
            row = next;
        } else {
            for (i, label_box) in here.iter().enumerate() {
                fields.extend(beside(draft, boxes, &here, i, label_box, rows));
            }
            row += 1;
        }
    }
    fields
}

/// Whether a table counts fields, one a row (序号 | 要素 | 内容, and below it 1 | 申请条件 | 年满十八周岁): most of what stands beside a number is a
/// label with a value. What a list of materials counts are no labels.
fn has_numbered_fields(draft: &Draft, boxes: &[CellBox<'_>]) -> bool {
    const FEWEST: usize = 3;
    let text = |b: &CellBox<'_>| b.blocks.first().map_or("", |block| block.of(&draft.plain).trim());
    if !boxes.first().is_some_and(|b| SERIAL.contains(&text(b))) {
        return false;
    }
    let is_number = |number: &str| {
        let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（）.．、".contains(c);
        !number.is_empty() && number.chars().all(is_digit)
    };
    // The cells of a row stand side by side.
    let (mut counted, mut labels) = (0, 0);
    for (i, number) in boxes.iter().enumerate() {
        let beside = |n: usize| boxes.get(i + n).filter(|b| b.cell.row == number.cell.row);
        if let Some(name) = beside(1).filter(|_| number.cell.column == 1 && is_number(text(number))) {
            counted += 1;
            labels += usize::from(name.label.is_some() && beside(2).is_some());
        }
    }
    labels >= FEWEST && 2 * labels > counted
}

/// The procedure that a table of steps is, where its first row heads one, and the row behind its steps. The steps stand in rows, or, with
/// their times in one row below, in columns (环节 | 受理 | 审查, 时限 | 1个工作日 | 5个工作日).
fn steps_of(draft: &Draft, boxes: &[CellBox<'_>], heads: &[&CellBox<'_>], rows: u32) -> Option<(Field, u32)> {
    let words = |b: &CellBox<'_>| b.blocks.first().map_or("", |block| block.of(&draft.plain).trim());
    let first = heads.iter().find(|b| !SERIAL.contains(&words(b)));
    let first = first.filter(|b| b.cell.row == 1 && STEP_HEADS.contains(&words(b)))?;
    let hit = first.label?;
    let in_columns = heads.len() > 2
        && boxes.iter().any(|b| b.cell.row == 2 && b.cell.column == 1 && TIMES.contains(&words(b)));
    let from = if in_columns { 3 } else { 2 };
    let next = (from..=rows).find(|&row| is_new_part(draft, boxes, row)).unwrap_or(rows + 1);
    let cells = boxes.iter().filter(|b| (2..next).contains(&b.cell.row));
    let value = cells.flat_map(|b| b.blocks.iter().copied()).collect();
    Some((Field::new("办理程序".into(), hit.label, value), next))
}

/// Whether a row is a row of heads: nothing but labels, or the head of a list.
fn is_head(draft: &Draft, row: &[&CellBox<'_>]) -> bool {
    let labels = row.iter().filter(|b| b.label.is_some()).count();
    let heads = row
        .iter()
        .filter(|b| b.blocks.iter().any(|block| COLUMN_HEADS.contains(&block.of(&draft.plain).trim())))
        .count();
    let serial = row.iter().any(|b| b.blocks.iter().any(|block| block.of(&draft.plain).trim() == "序号"));
    // A Markdown table has a row of heads whether its author wanted one or not: a label beside a value is none.
    // Two labels side by side have no value between them: they are heads of columns.
    let neighbours = row.windows(2).any(|pair| pair.iter().all(|b| b.label.is_some()));
    let marked = row.iter().all(|b| b.cell.header) && (labels == 0 || heads > 0);
    // 情形 | 承诺时限: a label with nothing behind it heads its column.
    let last = row.iter().all(|b| b.cell.row == 1)
        && row.last().is_some_and(|b| b.label.is_some())
        && row.first().is_some_and(|b| b.label.is_none());
    row.len() >= 2 && (labels == row.len() || marked || neighbours || heads >= 2 || serial || last)
}

/// Whether a later row ends the part under a row of heads: another row of heads, or a row that begins with a label and goes on
/// with something else.
fn is_new_part(draft: &Draft, boxes: &[CellBox<'_>], row: u32) -> bool {
    let here: Vec<&CellBox<'_>> = boxes.iter().filter(|b| b.cell.row == row).collect();
    is_head(draft, &here) || here.first().is_some_and(|b| b.label.is_some())
}

/// Fields under a row of heads. A table of several items (one a row, with a column of names) describes none of them as its own.
fn below(
    draft: &Draft,
    boxes: &[CellBox<'_>],
    heads: &[&CellBox<'_>],
    rows: std::ops::Range<u32>,
) -> Vec<Field> {
    let filled = rows.clone().filter(|&row| boxes.iter().any(|b| b.cell.row == row)).count();
    let lists_items = heads
        .iter()
        .any(|b| b.label.is_some_and(|hit| hit.fields.iter().any(|field| &**field == "事项名称")));
    if lists_items && filled > 1 {
        return Vec::new();
    }
    let mut fields = Vec::new();
    for head in heads {
        let Some(hit) = head.label else { continue };
        let column = |b: &&CellBox<'_>| {
            rows.contains(&b.cell.row)
                && b.cell.column < head.cell.column + head.cell.columns
                && head.cell.column < b.cell.column + b.cell.columns
        };
        let mut value: Vec<Span<Plain>> =
            boxes.iter().filter(column).flat_map(|b| b.blocks.iter().copied()).collect();
        // 申请材料 | 名称 | 份数 above rows that leave the first cell blank: the label is that of all rows.
        let is_blank = value.iter().all(|at| at.of(&draft.plain).trim().is_empty());
        if is_blank && head.cell.column == 1 {
            let rest = boxes.iter().filter(|b| rows.contains(&b.cell.row));
            value = rest.flat_map(|b| b.blocks.iter().copied()).collect();
        }
        fields.extend(hit.fields.iter().map(|name| Field::new(name.clone(), hit.label, value.clone())));
    }
    fields
}

/// The field whose label is cell `i` of a row: the cells to its right in the rows that it covers, up to the next label; of a
/// label that fills its row, the rows under it.
fn beside(
    draft: &Draft,
    boxes: &[CellBox<'_>],
    here: &[&CellBox<'_>],
    i: usize,
    label_box: &CellBox<'_>,
    rows: u32,
) -> Vec<Field> {
    let Some(hit) = label_box.label else { return Vec::new() };
    // 咨询电话 | 电话：0388-5520163: what stands right beside a label is its value, even if it begins with a label of its own.
    let is_next = |b: &CellBox<'_>| b.cell.column == label_box.cell.column + label_box.cell.columns;
    let ends = |b: &&&CellBox<'_>| b.label.is_some() || b.tells && !is_next(b);
    let stop = here.iter().skip(i + 1).find(ends).map(|b| b.cell.column);
    let within = |b: &&CellBox<'_>| {
        let covered = (b.cell.row..b.cell.row + b.cell.rows).any(|row| label_box.covers(row));
        covered
            && b.is_right_of(label_box)
            && stop.is_none_or(|stop| b.cell.row != label_box.cell.row || b.cell.column < stop)
    };
    let mut value: Vec<Span<Plain>> =
        boxes.iter().filter(within).flat_map(|b| b.blocks.iter().copied()).collect();
    let alone = here.len() == 1 && label_box.cell.column == 1 && value.is_empty();
    if alone {
        let under = (label_box.cell.row + 1..=rows).take_while(|&row| {
            let first = boxes.iter().find(|b| b.cell.row == row);
            first.is_none_or(|b| b.label.is_none())
        });
        value = under
            .flat_map(|row| boxes.iter().filter(move |b| b.cell.row == row))
            .flat_map(|b| b.blocks.iter().copied())
            .collect();
    }
    if value.is_empty() {
        value = table_inside(draft, label_box);
    }
    hit.fields.iter().map(|name| Field::new(name.clone(), hit.label, value.clone())).collect()
}

/// The cells of the table that stands in the cell behind a label.
fn table_inside(draft: &Draft, label: &CellBox<'_>) -> Vec<Span<Plain>> {
    let Some(last) = label.blocks.last() else { return Vec::new() };
    let next = draft.blocks.partition_point(|block| block.span.start() <= last.start());
    let behind = draft.blocks.get(next..).unwrap_or_default().iter();
    let inside = behind.map_while(|block| match block.kind {
        BlockKind::Cell(cell) if cell.table > label.cell.table => Some(block.span),
        _ => None,
    });
    inside.collect()
}
