//! The head of a list: the row, or two rows, that name its columns, and what stands above them.

use std::sync::Arc;

use super::sheet::{Cell, Row, Sheet};
use crate::{
    doc::{FieldTable, Place},
    read::fields::{ColumnName, column_name},
    text::FoldedText,
};

/// How many rows may stand above the head: titles, remarks, who made the list.
const ABOVE: usize = 40;

/// What a list is understood by.
#[derive(Debug)]
pub(super) struct Head {
    /// The columns that name a field, in order.
    pub(super) columns: Vec<Column>,
    /// The organ that the title or the sheet's name says all items belong to, and where.
    pub(super) organ: Option<(Arc<str>, Option<Place>)>,
    /// The last row of the head.
    last: u32,
    /// The row in which other columns begin; what follows is not read.
    end: u32,
}

/// A column that names fields.
#[derive(Debug)]
pub(super) struct Column {
    /// From 1.
    pub(super) number: u32,
    /// What stands at its head.
    pub(super) label: String,
    pub(super) fields: Vec<Arc<str>>,
    pub(super) place: Place,
    /// The column behind it that holds the units of its numbers.
    pub(super) unit: Option<u32>,
}

impl Column {
    pub(super) fn names(&self, field: &str) -> bool {
        self.fields.iter().any(|name| **name == *field)
    }
}

impl Head {
    /// The head of `sheet`: of its first rows the one that names fields, 事项名称 among them. `None` for a table that
    /// is no list of items.
    pub(super) fn find(sheet: &Sheet, table: &FieldTable) -> Option<Self> {
        let named = |top: &Row, bottom: Option<&Row>| {
            let columns = columns(top, bottom, table);
            let is_head = columns.len() >= 2 && columns.iter().any(|column| column.names("事项名称"));
            if is_head { columns } else { Vec::new() }
        };
        let (first, columns, last) = sheet.rows.iter().enumerate().take(ABOVE).find_map(|(i, top)| {
            let next = sheet.rows.get(i + 1);
            let (one, two) = (named(top, None), named(top, next));
            // What stands over a row that is a head without it is a title.
            let is_title = one.is_empty() && next.is_some_and(|next| named(next, None).len() >= two.len());
            match next.filter(|_| two.len() > one.len()) {
                Some(next) => (!is_title).then_some((i, two, next.number)),
                None => (!one.is_empty()).then_some((i, one, top.number)),
            }
        })?;
        let organ = organ_above(sheet, first).or_else(|| {
            let name = sheet.name.as_deref()?;
            is_organ(name).then(|| (name.into(), None))
        });
        let mut head = Self { columns, organ, last, end: u32::MAX };
        head.end = head.other_columns(sheet, table).unwrap_or(u32::MAX);
        Some(head)
    }

    /// The row after the head in which other columns begin. The same head once more, as printed pages have it, is none.
    fn other_columns(&self, sheet: &Sheet, table: &FieldTable) -> Option<u32> {
        let names = |row: &&Row| row.cells.iter().any(|cell| names_items(cell, table));
        let mut rows = sheet.rows.iter().filter(|row| row.number > self.last).filter(names);
        let other = |row: &&Row| {
            let columns = columns(row, None, table);
            let known = |column: &Column| {
                self.columns.iter().any(|own| own.number == column.number && own.fields == column.fields)
            };
            columns.len() > 1 && !columns.iter().all(known)
        };
        rows.find(other).map(|row| row.number)
    }

    /// The name of the item of `row`: of several names (大项、小项) the last.
    pub(super) fn name_of<'r>(&self, row: &'r Row) -> Option<&'r Cell> {
        let names = self.columns.iter().rev().filter(|column| column.names("事项名称"));
        names.filter_map(|column| row.cell(column.number)).next()
    }

    /// Whether `row` holds an item: a name and something about it. A title between the items is one cell, however wide.
    pub(super) fn has_item(&self, row: &Row) -> bool {
        let Some(name) = self.name_of(row) else { return false };
        let is_label = self.columns.iter().any(|column| *column.label == *name.text.trim());
        (self.last + 1..self.end).contains(&row.number)
            && row.cells.iter().any(|cell| cell.row == row.number && cell.place() != name.place())
            && !is_label
            && !TOTALS.contains(&name.text.trim())
    }

    /// What a reader must know of how `sheet` was read.
    pub(super) fn remarks(&self, sheet: &Sheet) -> Vec<String> {
        let name = sheet.called();
        let below = || sheet.rows.iter().filter(|row| row.number > self.last);
        let mut remarks = Vec::new();
        if sheet.is_hidden {
            remarks.push(format!("{name}是隐藏的，也检查了"));
        }
        let hidden = rows_of(below().filter(|row| row.is_hidden && self.has_item(row)));
        if !hidden.is_empty() {
            remarks.push(format!("{name}{hidden}是隐藏的，也检查了"));
        }
        let nameless = below().filter(|row| {
            let values = self.columns.iter().filter(|column| row.own_cell(column.number).is_some());
            row.number < self.end && self.name_of(row).is_none() && values.count() > 1
        });
        let nameless = rows_of(nameless);
        if !nameless.is_empty() {
            remarks.push(format!("{name}{nameless}没有事项名称，没有检查"));
        }
        if self.end < u32::MAX {
            remarks
                .push(format!("{name}第 {} 行起换了列名，没有检查。请把两张表分放在两个工作表里", self.end));
        }
        for column in &self.columns {
            let is_limit = column.names("承诺时限") || column.names("法定时限");
            let has_unit = column.unit.is_some() || UNITS.iter().any(|unit| column.label.contains(unit));
            let bare = |row: &&Row| {
                let cell = row.cell(column.number);
                cell.is_some_and(|cell| cell.text.trim().bytes().all(|b| b.is_ascii_digit()))
            };
            if is_limit && !has_unit && below().any(|row| bare(&row)) {
                remarks.push(format!(
                    "{name}“{}”一列有只写数字的，看不出单位，没有对照。请在列名里写明单位，如“{}（工作日）”",
                    column.label, column.label
                ));
            }
        }
        remarks
    }
}

/// Names of rows that add up the others.
const TOTALS: [&str; 4] = ["合计", "总计", "小计", "汇总"];

/// Words that make the head of a column tell its unit.
const UNITS: [&str; 5] = ["日", "天", "月", "时）", "分钟"];

/// 第 3、5 行, the first few of them.
fn rows_of<'r>(rows: impl Iterator<Item = &'r Row>) -> String {
    const SHOWN: usize = 5;
    let numbers: Vec<String> = rows.map(|row| row.number.to_string()).collect();
    match numbers.len() {
        0 => String::new(),
        n if n > SHOWN => {
            format!("第 {} 等 {n} 行", numbers.get(..SHOWN).unwrap_or_default().join("、"))
        }
        _ => format!("第 {} 行", numbers.join("、")),
    }
}

/// The columns that name fields, when `top` is the head, or the upper half of one whose lower half is `bottom`.
fn columns(top: &Row, bottom: Option<&Row>, table: &FieldTable) -> Vec<Column> {
    let width = top.cells.iter().chain(bottom.into_iter().flat_map(|row| &row.cells));
    let width = width.map(|cell| cell.column).max().unwrap_or(0);
    let mut columns: Vec<Column> = Vec::new();
    let mut group: Option<&Cell> = None;
    for number in 1..=width {
        group = top.cell(number).or(group);
        let below = bottom.and_then(|row| row.own_cell(number));
        let own = top.cell(number);
        // A head of two rows has its groups on top: 办理时限 over 法定 and 承诺. Without merged cells a group stands over its first.
        let above = if below.is_some() { group } else { own.filter(|own| own.first_column == number) };
        let Some((cell, label, name)) = head_of(above, below, table) else { continue };
        if let Some(last) = columns.last_mut().filter(|last| is_unit_of(last, &cell.text, number)) {
            last.unit = Some(number);
            continue;
        }
        let Some(name) = name else { continue };
        // What stands under the name of the items is an item, and no head.
        let over_item = below.is_some_and(|_| own.is_some_and(|own| names_items(own, table)));
        if over_item {
            return Vec::new();
        }
        columns.push(Column { number, label, fields: name.fields, place: cell.place(), unit: None });
    }
    columns
}

fn names_items(cell: &Cell, table: &FieldTable) -> bool {
    column_name(&cell.text, table).is_some_and(|name| name.names("事项名称"))
}

/// The cell at the head of a column, its words, and what they name.
fn head_of<'r>(
    above: Option<&'r Cell>,
    below: Option<&'r Cell>,
    table: &FieldTable,
) -> Option<(&'r Cell, String, Option<ColumnName>)> {
    let (Some(group), Some(own)) = (above, below) else {
        let cell = above.or(below)?;
        return Some((cell, cell.text.trim().to_owned(), column_name(&cell.text, table)));
    };
    let (outer, inner) = (group.text.trim(), own.text.trim());
    let (bare, note) = inner.split_at(inner.find(['（', '(']).unwrap_or(inner.len()));
    let joined = [format!("{bare}{outer}{note}"), format!("{outer}{inner}")];
    let joined = joined.into_iter().find_map(|label| {
        let name = column_name(&label, table).filter(|name| !name.is_weak)?;
        Some((own, label, Some(name)))
    });
    joined.or_else(|| {
        let (name, outer_name) = (column_name(inner, table), column_name(outer, table));
        let name = match name {
            Some(name) if name.is_weak => outer_name.or(Some(name)),
            Some(name) => Some(name),
            None => outer_name,
        };
        Some((own, inner.to_owned(), name))
    })
}

/// Whether `head` names the units of the numbers in the column before it: 时限单位 behind 承诺时限.
fn is_unit_of(before: &Column, head: &str, number: u32) -> bool {
    let is_limit = before.names("承诺时限") || before.names("法定时限");
    let folded = FoldedText::new(head);
    let bare = folded.as_str().replace(['(', ')'], "");
    let Some(what) = bare.trim().strip_suffix("单位") else { return false };
    let own = FoldedText::new(&before.label);
    let is_own = ["", "时限", "计量", "期限"].contains(&what) || own.as_str().contains(what);
    is_limit && before.number + 1 == number && before.unit.is_none() && is_own
}

/// Words behind the name of an organ in the title of its list.
const AFTER_ORGAN: [&str; 11] =
    ["政务服务", "行政", "公共服务", "权责", "权力", "事项", "清单", "目录", "办理", "依申请", "（"];

/// What names of organs end in.
const ORGANS: [&str; 9] = ["局", "委员会", "厅", "委", "办公室", "支队", "大队", "管理处", "中心"];

fn is_organ(words: &str) -> bool {
    let length = words.chars().count();
    ORGANS.iter().any(|end| words.ends_with(end)) && (3..=26).contains(&length)
}

/// The organ at the head of a title above the columns: 白鹭县教育局2026年政务服务事项清单.
fn organ_above(sheet: &Sheet, first: usize) -> Option<(Arc<str>, Option<Place>)> {
    let mut cells = sheet.rows.iter().take(first).flat_map(|row| &row.cells);
    cells.find_map(|cell| {
        let words = cell.text.trim();
        let digit = words.find(|c: char| c.is_ascii_digit() || c == '二');
        let after = AFTER_ORGAN.iter().filter_map(|after| words.find(after)).chain(digit).min()?;
        let organ = words.get(..after).unwrap_or_default();
        let organ = organ.rsplit(['：', ':']).next().unwrap_or_default().trim();
        is_organ(organ).then(|| (organ.into(), Some(cell.place())))
    })
}
