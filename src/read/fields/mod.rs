//! Fields: from labels in headings, lines, list items and table cells to the values that they name.

mod around;
mod label;
mod matter;
mod section;
mod table;
mod ways;

use std::{collections::BTreeSet, sync::Arc};

pub(super) use self::label::{ColumnName, column_name};
use self::{
    label::{Hit, cell_label, line_hits},
    ways::Ways,
};
use crate::{
    doc::{BlockKind, Draft, Field, FieldTable},
    text::{FoldedText, Plain, Span, list_mark},
};

/// Every field of the document, in the order of their labels. The title's own block names none; it stands for
/// 事项名称 when nothing else does.
pub(super) fn fields(draft: &Draft, title: Option<Span<Plain>>, table: &FieldTable) -> Vec<Field> {
    let ways = Ways::of(draft, title, table);
    let hits: Vec<Vec<Hit>> = draft
        .blocks
        .iter()
        .map(|block| match block.kind {
            _ if Some(block.span) == title => Vec::new(),
            BlockKind::Cell(_) => cell_label(draft, block, table)
                .map_or_else(|| line_hits(draft, block, table, &ways), |hit| vec![hit]),
            _ => line_hits(draft, block, table, &ways),
        })
        .collect();
    let hits = table::with_broken_labels(draft, hits, table);
    let hits = section::without_answered(draft, section::without_items(draft, hits));
    let hits = table::without_heads_of_steps(draft, hits);
    let mut fields = section::fields(draft, &hits);
    fields.extend(table::fields(draft, &hits, table));
    for field in &mut fields {
        by_content(field, &draft.plain);
    }
    fields.extend(name_from_title(draft, title, &fields));
    fields.sort_by_key(|field| (field.label.start(), field.span().start()));
    fields.dedup();
    fields
}

/// The main fields of a guide.
const MAIN: [&str; OF_A_GUIDE] =
    ["法定依据", "申请条件", "申请材料", "办理程序", "承诺时限", "收费依据和标准", "投诉渠道"];

/// How many main fields a guide has.
pub(super) const OF_A_GUIDE: usize = 7;

/// How many of the fields that only a guide has are named by a label.
pub(super) fn named(fields: &[Field]) -> usize {
    let names = fields.iter().filter(|field| !field.label.is_empty()).map(|field| &*field.name);
    names.filter(|name| MAIN.contains(name)).collect::<BTreeSet<_>>().len()
}

/// Some labels name two fields, and their values tell which: 办理时间 the office hours in some guides and the time limit in
/// others, 谁来办 the applicants or the organ.
pub(super) fn by_content(field: &mut Field, plain: &str) {
    let asks_who = field.label.of(plain).contains("谁来");
    // How long a permit holds, or how long it takes.
    if field.label.of(plain).contains("许可期限") && &*field.name == "承诺时限" {
        let value = field.folded(plain);
        if !["工作日", "受理", "办结", "当场"].iter().any(|word| value.contains(word)) {
            field.name = "有效期".into();
        }
        return;
    }
    if &*field.name != "办理时间" && !asks_who {
        return;
    }
    // The first line tells, or the one below 1. 审核时间; what follows may belong to other labels.
    let mut pieces = field.value.iter().map(|piece| piece.of(plain).trim()).filter(|piece| !piece.is_empty());
    let first = pieces.next().unwrap_or_default();
    let is_name = list_mark(first).is_some_and(|mark| first.get(mark.len..).is_some_and(is_name_of_time));
    let value = if is_name { pieces.next().unwrap_or(first) } else { first };
    let folded = FoldedText::new(value);
    if asks_who {
        if is_organ(folded.as_str()) {
            field.name = "实施机关".into();
        }
        return;
    }
    let has = |words: &[&str]| words.iter().any(|word| folded.as_str().contains(word));
    // 8:30, but not 市内迁移:10个工作日
    let is_digit = |c: char| c.is_ascii_digit();
    let clock = folded.as_str().match_indices(':').any(|(at, _)| {
        folded.as_str().get(..at).is_some_and(|before| before.ends_with(is_digit))
            && folded.as_str().get(at + 1..).is_some_and(|after| after.starts_with(is_digit))
    });
    let oclock =
        folded.as_str().split('点').rev().skip(1).any(|before| {
            before.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        });
    let hours = clock || oclock || has(&["周一", "星期", "上午", "下午", "全天", "24小时"]);
    // 什么时候办, and then not a word of hours: on what occasion.
    if !hours
        && field.label.of(plain).contains("什么时候")
        && !folded.as_str().contains(|c: char| c.is_ascii_digit())
    {
        field.name = "申请条件".into();
        return;
    }
    if !hours && has(&["个工作日", "个月", "当场", "即办", "天内", "日内", "小时内", "分钟"])
    {
        field.name = "承诺时限".into();
    }
}

/// Whether words are no more than a name for some time: 审核时间.
fn is_name_of_time(words: &str) -> bool {
    const LONGEST: usize = 8;
    let words = words.trim();
    words.chars().count() <= LONGEST && ["时间", "时限", "期限"].iter().any(|end| words.ends_with(end))
}

/// Whether `value` begins with who deals with applications: 镇人民政府受理、审核.
fn is_organ(value: &str) -> bool {
    const OFFICES: [&str; 9] = ["政府", "局", "厅", "委员会", "大队", "支队", "派出所", "办事处", "中心"];
    let first = value.split([',', ';', '。', '、', '(']).next().unwrap_or_default();
    let dealt = ["受理", "审核", "审批", "负责", "办理", "承办", "实施", ""].into_iter();
    let mut organs = dealt.filter_map(|word| first.strip_suffix(word));
    organs.any(|organ| OFFICES.iter().any(|office| organ.ends_with(office)))
}

/// Words that make a title that of a guide, behind the name of its item.
const TITLES: [&str; 7] =
    ["办事指南", "服务指南", "办理指南", "申请指南", "申办指南", "办事须知", "办理须知"];

/// Ends of titles that name no item but a document.
const DOCUMENTS: [&str; 12] =
    ["通知", "公告", "通告", "公示", "书", "函", "答复", "决定", "办法", "制度", "规定", "首页"];

/// Ends of lines above a title that name who publishes it.
const ORGANS: [&str; 10] = ["中心", "局", "厅", "委", "委员会", "政府", "网", "平台", "办公室", "大厅"];

/// The lengths that the name of an item has, in characters.
const NAME: std::ops::RangeInclusive<usize> = 3..=40;

/// The name of the item, from a title such as 食品经营许可办事指南; from the line above one that is no more than 办事指南; or the
/// whole title of a page of fields, as portals make them.
fn name_from_title(draft: &Draft, title: Option<Span<Plain>>, fields: &[Field]) -> Option<Field> {
    let title = title.filter(|_| fields.iter().all(|field| &*field.name != "事项名称"))?;
    let plain = &draft.plain;
    let folded = FoldedText::new(title.of(plain));
    let is_name = |at: &Span<Plain>| {
        let words = at.of(plain);
        NAME.contains(&words.chars().count()) && !words.contains(['。', '，', '：', ':', '；', '？', '！'])
    };
    let name = match TITLES.into_iter().find_map(|word| folded.as_str().find(word)) {
        Some(0) => {
            let above = draft.blocks.iter().take_while(|block| block.span.end() <= title.start()).last();
            let above = above.map(|block| block.span.trim(plain)).filter(is_name)?;
            let is_organ =
                ORGANS.iter().any(|end| above.of(plain).trim_end_matches(['）', ')']).ends_with(end));
            Some(above).filter(|_| !is_organ)?
        }
        Some(end) => title.slice(0..folded.to_plain(Span::new(0, end)).end()).trim(plain),
        None => Some(title.trim(plain)).filter(|at| {
            named(fields) >= 3 && is_name(at) && !DOCUMENTS.iter().any(|end| folded.as_str().ends_with(end))
        })?,
    };
    (!name.is_empty()).then(|| Field::new(Arc::from("事项名称"), Span::empty(name.start()), vec![name]))
}
