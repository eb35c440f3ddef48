//! Numbers that leave their unit to a label, or to the head of their column.

use std::collections::HashMap;

use crate::{
    doc::{BlockKind, Cell, Document, Field, TIMES},
    law::{LimitRole, TimeLimit, time_limits},
    text::{FoldedText, Plain, Span},
};

/// 承诺时限（工作日）：20 — the unit stands in the label, or in the cell above that gathers it with others, the number alone in the value.
pub(super) fn with_unit_in_label(document: &Document, field: &Field) -> Vec<TimeLimit> {
    let role = match &*field.name {
        "承诺时限" => LimitRole::Promised,
        "法定时限" => LimitRole::Statutory,
        _ => return Vec::new(),
    };
    let plain = &document.plain;
    let gathering = || gathering(document, field.label).and_then(|above| noted_unit(above.of(plain)));
    let is_bare = |value: &&Span<Plain>| value.of(plain).trim().chars().all(char::is_numeric);
    let heading = || field.value.first().filter(is_bare).and_then(|value| heading(document, *value));
    let unit = noted_unit(field.label.of(plain))
        .or_else(gathering)
        .or_else(heading)
        .or_else(|| labelled_unit(document, field));
    let Some(unit) = unit else { return Vec::new() };
    field.value.iter().filter_map(|value| bare_limit(document, *value, &unit, role)).collect()
}

/// The limit that a value is which begins with a number and leaves its `unit` to its label.
fn bare_limit(document: &Document, value: Span<Plain>, unit: &str, role: LimitRole) -> Option<TimeLimit> {
    let number = value.of(&document.plain).trim_start();
    let digits = number.find(|c: char| !c.is_numeric()).unwrap_or(number.len());
    let after = number.get(digits..)?.trim_start();
    if digits == 0 || !(after.is_empty() || after.starts_with(['（', '(', '，', ','])) {
        return None;
    }
    let written = format!("{}{unit}", number.get(..digits)?);
    let mut limit = time_limits(&FoldedText::new(&written)).into_iter().next()?;
    let start = value.end() - number.len();
    let at = Span::new(start, start + digits);
    (limit.at, limit.measure, limit.role) = (at, at, role);
    Some(limit)
}

/// The times of steps in a column whose head has their unit: 环节 | 时限（工作日） over 审查 | 2.
pub(super) fn steps_with_unit_in_head(document: &Document) -> Vec<TimeLimit> {
    let mut units: HashMap<(u32, u32), String> = HashMap::new();
    let mut limits = Vec::new();
    for block in &document.blocks {
        let BlockKind::Cell(cell) = block.kind else { continue };
        let words = block.span.of(&document.plain);
        let place = (cell.table, cell.column);
        if is_unit(words) {
            units.insert(place, words.trim().to_owned());
        } else if cell.row == 1 {
            let name = words.split(['（', '(']).next().unwrap_or_default().trim();
            units.extend(noted_unit(words).filter(|_| TIMES.contains(&name)).map(|unit| (place, unit)));
        } else if let Some(unit) = units.get(&place)
            && document.field_at(block.span).is_some_and(|field| &*field.name == "办理程序")
        {
            limits.extend(bare_limit(document, block.span, unit, LimitRole::Step));
        }
    }
    limits
}

/// Whether a cell says no more than in what the numbers below it count.
fn is_unit(words: &str) -> bool {
    ["工作日", "自然日", "天", "小时"].contains(&words.trim())
}

/// The unit that is all of the last cell but numbers above that of a bare number: 步骤 | 内容 | 工作日.
fn heading(document: &Document, value: Span<Plain>) -> Option<String> {
    let next = document.blocks.partition_point(|block| block.span.start() <= value.start());
    let (own, before) = document.blocks.get(..next)?.split_last()?;
    let BlockKind::Cell(own) = own.kind else { return None };
    let column = before.iter().rev().filter_map(|block| match block.kind {
        BlockKind::Cell(cell) if cell.table == own.table && cell.column == own.column => {
            Some(block.span.of(&document.plain))
        }
        _ => None,
    });
    column.into_iter().find(|words| is_unit(words)).map(|words| words.trim().to_owned())
}

/// The unit that has a label of its own behind the number: 承诺办结时限 | 20 | 承诺办结时限单位 | 工作日.
fn labelled_unit(document: &Document, field: &Field) -> Option<String> {
    /// So many blocks from its label on the unit has been told.
    const REACH: usize = 4;
    let plain = &document.plain;
    let label = format!("{}单位", field.label.of(plain).trim());
    let from = document.blocks.partition_point(|block| block.span.end() < field.label.start());
    let words = document.blocks.iter().skip(from).take(REACH).map(|block| block.span.of(plain).trim());
    let behind = words.skip_while(|words| !words.starts_with(&label));
    let told =
        behind.map(|words| words.strip_prefix(&label).unwrap_or(words).trim_start_matches(['：', ':']));
    told.map(str::trim).find(|words| !words.is_empty()).filter(|words| is_unit(words)).map(str::to_owned)
}

/// The unit that a label gives in brackets at its end: 时限（单位：工作日）.
fn noted_unit(label: &str) -> Option<String> {
    let label = FoldedText::new(label);
    let unit = label.as_str().trim().rsplit_once('(').and_then(|(_, note)| note.strip_suffix(')'))?;
    let unit = unit.trim_start_matches("单位:");
    // 承诺时限（自受理之日起） names none.
    let is_unit = || !time_limits(&FoldedText::new(&format!("1{unit}"))).is_empty();
    (unit.chars().all(char::is_alphabetic) && is_unit()).then(|| unit.to_owned())
}

/// The cell above a label that spans it and others beside it: 时限（工作日） over 法定时限 and 承诺时限.
fn gathering(document: &Document, label: Span<Plain>) -> Option<Span<Plain>> {
    let next = document.blocks.partition_point(|block| block.span.start() <= label.start());
    let before = document.blocks.get(..next)?;
    let BlockKind::Cell(own) = before.last()?.kind else { return None };
    let above = before.iter().rev().map_while(|block| match block.kind {
        BlockKind::Cell(cell) if cell.table == own.table => Some((cell, block.span)),
        _ => None,
    });
    let spans = |cell: Cell| {
        cell.row + cell.rows == own.row
            && cell.columns > 1
            && (cell.column..cell.column + cell.columns).contains(&own.column)
    };
    above.into_iter().find(|(cell, _)| spans(*cell)).map(|(_, span)| span)
}
