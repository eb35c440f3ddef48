//! Labels: the words at the head of a line, of a cell, or before a colon, that name a field.

use std::sync::Arc;

use super::{
    around::{
        SET_OFF, asked_at, bare_number, glued_number, label_mark, undecorated, without_number,
        without_number_behind,
    },
    matter::without_matter,
    ways::{Ways, separated},
};
use crate::{
    doc::{Block, BlockKind, Draft, FieldTable},
    text::{FoldedText, ListMark, MarkStyle, Plain, Span, list_mark},
};

/// A label that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The fields it names: two for 办理地点和时间.
    pub(super) fields: Vec<Arc<str>>,
    /// Its words.
    pub(super) label: Span<Plain>,
    /// What follows it in its own block, up to the next label there.
    pub(super) rest: Span<Plain>,
    /// How it stands.
    pub(super) shape: Shape,
}

/// How a label stands, which decides how far its value reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// In a heading of that level.
    Heading(u8),
    /// At the head of a line, behind a list mark.
    Marked(ListMark),
    /// In brackets of its own: 【申请材料】
    Bracketed,
    /// As a sentence of its own before its value: 收费标准。不收费。
    Told,
    /// As a question that is marked as one: 问：需要带什么材料？
    Asked,
    /// Alone on its line, or all of a cell.
    Alone,
    /// Before a colon, or set apart by blanks or bold type.
    Led,
    /// Before a colon in the middle of a line.
    Inline,
}

/// The label that is all of a table cell.
pub(super) fn cell_label(draft: &Draft, block: &Block, table: &FieldTable) -> Option<Hit> {
    let words = block.span.of(&draft.plain);
    let mark = list_mark(words).map_or(0, |mark| mark.len);
    let label = block.span.slice(mark..words.len()).trim(&draft.plain);
    let bare = label.of(&draft.plain).trim_end_matches(['：', ':']);
    let fields = named(bare, table, true)?;
    Some(Hit {
        fields,
        label: label.slice(0..bare.len()),
        rest: Span::empty(block.span.end()),
        shape: Shape::Alone,
    })
}

/// The labels of a line: the one at its head, then those before colons further on.
pub(super) fn line_hits(draft: &Draft, block: &Block, table: &FieldTable, ways: &Ways) -> Vec<Hit> {
    let mut hits: Vec<Hit> = head(draft, block, table, ways).into_iter().collect();
    if !matches!(block.kind, BlockKind::Heading(_)) {
        let from = hits.first().map_or(block.span.start(), |hit| hit.rest.start());
        for hit in inline(draft, block, from, table) {
            if let Some(last) = hits.last_mut() {
                last.rest = Span::new(last.rest.start(), hit.label.start().max(last.rest.start()));
            }
            hits.push(hit);
        }
    }
    for hit in &mut hits {
        let value = hit.rest.trim(&draft.plain);
        // What separates a value from the next label on its line is no part of it.
        let followed = value.end() < block.span.end();
        let words = value.of(&draft.plain);
        let words = if followed {
            without_number_behind(words).trim_end_matches(['；', ';', '，', ',', '、', '/', '|', '【'])
        } else {
            // The stroke at the end of a row is none either.
            words.trim_end_matches(['|', '｜'])
        };
        hit.rest = value.slice(0..words.len()).trim(&draft.plain);
    }
    // A question that another label answers at once says nothing itself.
    if let Some((question, answers)) = hits.split_first()
        && question.shape == Shape::Asked
        && question.rest.is_empty()
        && answers.iter().any(|answer| answer.fields == question.fields)
    {
        hits.remove(0);
    }
    hits
}

fn head(draft: &Draft, block: &Block, table: &FieldTable, ways: &Ways) -> Option<Hit> {
    let plain = draft.plain.as_str();
    let words = block.span.of(plain);
    let mark = label_mark(words);
    let asked = asked_at(words);
    let bare = || match bare_number(words) {
        0 if ways.by_glued_numbers => glued_number(words),
        bare => bare,
    };
    let from = if asked > 0 { asked } else { mark.map_or_else(bare, |mark| mark.len) };
    let line = undecorated(block.span.slice(from..words.len()).trim(plain), plain);
    let heading = match block.kind {
        BlockKind::Heading(level) => Some(Shape::Heading(level)),
        _ => None,
    };
    let numbered = if asked > 0 { Some(Shape::Asked) } else { mark.map(Shape::Marked) };
    let hit = |label: Span<Plain>, rest_at: usize, shape: Shape| {
        let fields = named(label.of(plain), table, true)?;
        let shape = heading.or(numbered).unwrap_or(shape);
        Some(Hit { fields, label, rest: Span::new(rest_at, block.span.end()), shape })
    };
    let before = |(label, rest): (Span<Plain>, usize), weak: bool, shape: Shape| {
        let fields = named(label.of(plain), table, weak)?;
        let shape = numbered.unwrap_or(shape);
        Some(Hit { fields, label, rest: Span::new(rest, block.span.end()), shape })
    };
    // Q12　联系谁？咨询电话：0388-5526148: the question is asked before anything is said.
    let question = || {
        let words = line.of(plain);
        let first = |marks: [char; 2]| words.find(marks);
        let asks =
            matches!((first(['？', '?']), first(['：', ':'])), (Some(mark), Some(colon)) if mark < colon);
        (asked > 0 && asks).then(|| before(told(line, plain)?, true, Shape::Asked)).flatten()
    };
    bracketed(line, plain)
        .and_then(|(label, rest)| hit(label, rest, Shape::Bracketed))
        .or_else(question)
        .or_else(|| {
            let (label, rest) = led(line, plain, table)?;
            hit(label, rest, Shape::Led).or_else(|| {
                spoken(label, rest, line, plain, table).and_then(|(label, rest)| hit(label, rest, Shape::Led))
            })
        })
        .or_else(|| {
            let words = line.of(plain);
            hit(line.slice(0..words.trim_end_matches(['？', '?']).len()), block.span.end(), Shape::Alone)
        })
        .or_else(|| {
            let (label, value) = separated(line.of(plain), &ways.separators, table)?;
            hit(line.slice(0..label), line.start() + value, Shape::Led)
        })
        .or_else(|| before(told(line, plain)?, true, Shape::Told))
        .or_else(|| {
            let (label, rest) = apart(draft, line)?;
            // ■ 依据　《…》: in bold or behind a mark, and before a wide blank, it is a label, not a word of a sentence.
            let is_set_off = ways.by_blanks || mark.is_some() || draft.strong.contains(&label);
            let is_wide = plain.get(label.end()..).is_some_and(|after| after.starts_with(['　', '\t']));
            before((label, rest), is_set_off && is_wide, Shape::Led)
        })
        .or_else(|| {
            let words = line.of(plain);
            // 1. 律师执业许可申请表格 is a material, not a section.
            let is_section = heading.is_some()
                || mark.map_or(block.kind == BlockKind::Paragraph, |mark| mark.style <= MarkStyle::Han);
            let mut owns = without_matter(words, &ways.matters).filter(|_| is_section);
            owns.find_map(|own| {
                let own = line.slice(words.len() - own.len()..words.len());
                let led = led(own, plain, table).and_then(|(label, rest)| hit(label, rest, Shape::Led));
                led.or_else(|| hit(own, block.span.end(), Shape::Alone))
            })
        })
}

/// 【label】 and what comes after it.
fn bracketed(line: Span<Plain>, plain: &str) -> Option<(Span<Plain>, usize)> {
    let words = line.of(plain);
    let (open, close) =
        [('【', '】'), ('〖', '〗'), ('［', '］'), ('[', ']'), ('「', '」'), ('『', '』'), ('〔', '〕')]
            .into_iter()
            .find(|&(open, _)| words.starts_with(open))?;
    let end = words.find(close)?;
    let after = words.get(end + close.len_utf8()..)?;
    let colon = after.trim_start().starts_with(['：', ':']);
    let skipped = if colon {
        after.len() - after.trim_start().len() + after.trim_start().chars().next().map_or(0, char::len_utf8)
    } else {
        0
    };
    let label = line.slice(open.len_utf8()..end);
    // 【一、事项名称】
    let mark = list_mark(label.of(plain)).map_or(0, |mark| mark.len);
    Some((label.slice(mark..label.len()), line.start() + end + close.len_utf8() + skipped))
}

/// The words before the line's first colon, stroke or arrow, when they are short enough for a label.
fn led(line: Span<Plain>, plain: &str, table: &FieldTable) -> Option<(Span<Plain>, usize)> {
    let words = line.of(plain);
    let (at, colon) = words
        .char_indices()
        .take(table.longest() + LONGEST_NOTE)
        .find(|&(_, c)| matches!(c, '：' | ':' | '︰' | '﹕' | '∶' | '｜' | '|' | '→' | '➔' | '⇒'))?;
    // 申请条件 | 申请材料 | 办理流程 is a menu.
    let behind = words.get(at + colon.len_utf8()..)?;
    let is_menu = matches!(colon, '｜' | '|') && is_before_label(behind, table);
    (!is_menu)
        .then(|| (undecorated(line.slice(0..at).trim(plain), plain), line.start() + at + colon.len_utf8()))
}

/// Whether the words between two strokes at the head of `behind` are a label themselves.
fn is_before_label(behind: &str, table: &FieldTable) -> bool {
    behind.split(['｜', '|']).next().is_some_and(|next| named(next, table, true).is_some())
}

/// 收费标准。不收费。 — a label as a sentence of its own, in a guide that is told rather than listed.
fn told(line: Span<Plain>, plain: &str) -> Option<(Span<Plain>, usize)> {
    let words = line.of(plain);
    let stop = words.find(['。', '？', '?'])?;
    let stop_len = words.get(stop..)?.chars().next().map_or(0, char::len_utf8);
    (stop + stop_len < words.len()).then(|| (line.slice(0..stop), line.start() + stop + stop_len))
}

/// 需要提交的申请材料如下：— the label at the end of a short phrase before a colon.
fn spoken(
    label: Span<Plain>,
    rest: usize,
    line: Span<Plain>,
    plain: &str,
    table: &FieldTable,
) -> Option<(Span<Plain>, usize)> {
    let words = label.of(plain);
    let at = words.rfind('的').map(|i| i + '的'.len_utf8())?;
    let phrase = label.slice(at..words.len());
    let short = words.chars().count() <= 16 && !words.contains(['，', '。', '；', ',', ';']);
    (short && line.contains(phrase) && named(phrase.of(plain), table, false).is_some())
        .then_some((phrase, rest))
}

/// A label set apart from its value by blanks or by bold type, without a colon.
fn apart(draft: &Draft, line: Span<Plain>) -> Option<(Span<Plain>, usize)> {
    let plain = draft.plain.as_str();
    let bold = draft.strong.iter().find(|strong| strong.start() == line.start() && strong.end() < line.end());
    if let Some(&bold) = bold {
        return Some((bold, bold.end()));
    }
    let words = line.of(plain);
    let blank = words.find([' ', '\u{A0}', '　', '\t'])?;
    Some((line.slice(0..blank), line.start() + blank))
}

/// Labels before colons after byte `from` of the block, each set apart from what is before it, and those in brackets of their own.
fn inline(draft: &Draft, block: &Block, from: usize, table: &FieldTable) -> Vec<Hit> {
    let plain = draft.plain.as_str();
    let Some(text) = plain.get(from..block.span.end()) else { return Vec::new() };
    // 【法定时限】20个工作日 【承诺时限】10个工作日
    let bracketed = text.match_indices('【').filter_map(|(open, _)| {
        let line = Span::new(from + open, block.span.end());
        let (label, rest) = bracketed(line, plain)?;
        let fields = named(label.of(plain), table, false)?;
        Some(Hit { fields, label, rest: Span::new(rest, block.span.end()), shape: Shape::Inline })
    });
    let mut hits: Vec<Hit> = bracketed.collect();
    for (colon, c) in text.char_indices().filter(|(_, c)| matches!(c, '：' | ':' | '∶' | '|' | '｜')) {
        let before = text.get(..colon).unwrap_or_default();
        let behind = text.get(colon + c.len_utf8()..).unwrap_or_default();
        if matches!(c, '|' | '｜') && is_before_label(behind, table) {
            continue;
        }
        let start = before.rfind([
            ' ', '\u{A0}', '　', '；', ';', '，', ',', '。', '、', '/', '|', '｜', '(', '（', '：', ':',
            '】', '！', '？',
        ]);
        let behind = |i: usize| i + before.get(i..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        // Right behind a question: 联系谁？咨询电话：
        let answers = plain.get(..from).is_some_and(|words| words.trim_end().ends_with(['？', '?']));
        let Some(start) = start.map(behind).or(answers.then_some(0)) else { continue };
        let label = without_number(Span::new(from + start, from + colon), plain);
        if let Some(fields) = named(label.of(plain), table, false) {
            let rest = Span::new(from + colon + c.len_utf8(), block.span.end());
            hits.push(Hit { fields, label, rest, shape: Shape::Inline });
        }
    }
    hits.sort_by_key(|hit| hit.label);
    hits.dedup_by_key(|hit| hit.label);
    for i in 1..hits.len() {
        let (before, behind) = hits.split_at_mut(i);
        if let (Some(last), Some(next)) = (before.last_mut(), behind.first()) {
            last.rest = Span::new(last.rest.start(), next.label.start().max(last.rest.start()));
        }
    }
    hits
}

/// The longest note in brackets behind a label, in characters: 许可条件（《劳动合同法》第五十七条第一款）.
const LONGEST_NOTE: usize = 60;

/// The longest words before a label that is joined to them, in characters.
const LONGEST_FIRST: usize = 6;

/// Words that make a label a question.
const ASKING: [&str; 13] =
    ["什么", "啥", "哪", "怎", "吗", "多久", "多长", "多少", "谁", "如何", "几", "有没有", "是否"];

/// Whether folded words ask: with a word for it, or by a choice (收不收登记费, 能不能代办).
fn is_question(words: &str) -> bool {
    let chars: Vec<char> = words.chars().collect();
    let is_choice = |three: &[char]| matches!(three, [a, '不', b] if a == b);
    ASKING.iter().any(|word| words.contains(word)) || chars.windows(3).any(is_choice)
}

/// The fields that `words` name as a label, `None` when they are no label. `weak` also takes labels that name a field only
/// loosely, and questions.
pub(super) fn named(words: &str, table: &FieldTable, weak: bool) -> Option<Vec<Arc<str>>> {
    let words = words
        .trim()
        .trim_matches(|c: char| SET_OFF.contains(&c) || matches!(c, '：' | ':' | '？' | '?'))
        .trim();
    if words.is_empty() || words.chars().count() > table.longest() + LONGEST_NOTE {
        return None;
    }
    let folded = FoldedText::new(words);
    let label = without_notes(folded.as_str()).trim_end_matches(['?', ' ']);
    if label.chars().count() > table.longest() + 16 {
        return None;
    }
    let one =
        |label: &str| table.label(label).filter(|found| weak || !found.weak).map(|found| found.field.clone());
    if let Some(field) = one(label) {
        return Some(vec![field]);
    }
    // 展开 and 收起 are what a page says at the side.
    const ENDINGS: [&str; 12] =
        ["如下", "说明", "情况", "信息", "包括", "要求", "明细", "为", "是", "公开", "展开", "收起"];
    if let Some(field) = ENDINGS.iter().find_map(|ending| one(label.strip_suffix(ending)?)) {
        return Some(vec![field]);
    }
    joined(label, &one)
        .or_else(|| {
            // 补贴项目和实施单位: the first of two may be what only this guide has.
            let (first, second) = label.split_once(['和', '及', '与', '、']).filter(|_| weak)?;
            // 不涉及收费 is a value.
            let is_short = (2..=LONGEST_FIRST).contains(&first.chars().count()) && !first.ends_with('涉');
            let named = |label: &str| table.label(label).filter(|found| is_short && !found.weak);
            // 办理程序和时间安排: so may the second.
            let is_name = (2..=LONGEST_FIRST).contains(&second.chars().count())
                && ["安排", "要求", "方式", "说明", "事项", "办法"].iter().any(|end| second.ends_with(end));
            named(second).or_else(|| named(first).filter(|_| is_name)).map(|found| vec![found.field.clone()])
        })
        .or_else(|| {
            // 查询人范围（申请条件）: the name that everybody knows stands in the note.
            let (name, note) = folded.as_str().strip_suffix(')')?.rsplit_once('(')?;
            // 0199-8468123,12345(投诉) is a value.
            let is_name = !name.contains(|c: char| c.is_ascii_digit());
            one(note).filter(|_| is_name).map(|field| vec![field])
        })
        .or_else(|| {
            let asks = weak && is_question(label) && !label.contains('。');
            if asks { asked(label, table) } else { None }
        })
        .or_else(|| weak.then(|| table.ending(label)).flatten().map(|found| vec![found.field]))
}

/// What asks for the field named before it: 承诺时限是什么？
const ASKED_FOR: [&str; 11] = [
    "是什么",
    "有哪些",
    "是哪些",
    "是多少",
    "是多久",
    "是怎样的",
    "有什么",
    "有多少",
    "如何规定",
    "是如何规定的",
    "是怎么规定的",
];

/// The fields that a question asks for, or several in one line: 去哪儿办？什么时候上班？
fn asked(label: &str, table: &FieldTable) -> Option<Vec<Arc<str>>> {
    // 本事项的承诺时限是什么
    let name = ASKED_FOR.iter().find_map(|end| label.strip_suffix(end));
    let name = name.map(|name| name.rsplit_once('的').map_or(name, |(_, name)| name));
    if let Some(found) = name.and_then(|name| table.label(name)) {
        return Some(vec![found.field.clone()]);
    }
    let whole = (!label.contains('?')).then(|| table.question(label)).flatten();
    // 咨询和投诉找谁: one question for both.
    let second = label.split_once(['和', '与', '、']).and_then(|(_, second)| table.question(second));
    if let (Some(first), Some(second)) = (&whole, second)
        && first.field != second.field
        && label.starts_with("咨询")
    {
        return Some(vec![first.field.clone(), second.field]);
    }
    let parts: Vec<&str> = label.split(['?', '、', ',']).filter(|part| !part.is_empty()).collect();
    let mut fields: Vec<Arc<str>> = Vec::new();
    for found in parts.iter().filter_map(|part| table.question(part)) {
        if !fields.contains(&found.field) {
            fields.push(found.field);
        }
    }
    // 怎么办、办多久 asks for two, 多久、多少天能办好 for one.
    match whole {
        Some(_) if fields.len() > 1 && fields.len() == parts.len() => Some(fields),
        Some(found) => Some(vec![found.field]),
        None => Some(fields).filter(|fields| !fields.is_empty()),
    }
}

/// The fields of a label that joins two or three: 办理地点和时间, 办理方式、程序和时限.
fn joined(label: &str, one: &impl Fn(&str) -> Option<Arc<str>>) -> Option<Vec<Arc<str>>> {
    let spaced = ["以及", "及", "和", "与", "/"]
        .iter()
        .fold(label.to_owned(), |label, joint| label.replace(joint, "、"));
    let words: Vec<&str> = spaced.split('、').collect();
    if !(2..=3).contains(&words.len()) {
        return None;
    }
    // The later words leave out what all share.
    let shared: String = label.chars().take(2).collect();
    let mut fields: Vec<Arc<str>> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let field = one(word).or_else(|| (i > 0).then(|| one(&format!("{shared}{word}")))?)?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Some(fields)
}

/// What the words at the head of a column name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct ColumnName {
    /// The fields.
    pub(in crate::read) fields: Vec<Arc<str>>,
    /// Whether the words name them only loosely.
    pub(in crate::read) is_weak: bool,
}

impl ColumnName {
    pub(in crate::read) fn names(&self, field: &str) -> bool {
        self.fields.iter().any(|name| **name == *field)
    }
}

/// What `words` name at the head of a column of a list of items; `None` when they are no label.
pub(in crate::read) fn column_name(words: &str, table: &FieldTable) -> Option<ColumnName> {
    // 承诺\n时限: the head of a narrow column is broken anywhere.
    let words: String = words.split_whitespace().collect();
    if let Some(fields) = named(&words, table, false) {
        return Some(ColumnName { fields, is_weak: false });
    }
    let folded = FoldedText::new(&words);
    let head = table.column(without_notes(folded.as_str()).trim_matches('*'));
    head.map(|field| ColumnName { fields: vec![field.clone()], is_weak: false })
        .or_else(|| named(&words, table, true).map(|fields| ColumnName { fields, is_weak: true }))
}

/// Without notes in brackets at the end: 申请材料（新办）, 联系电话（必填）.
fn without_notes(label: &str) -> &str {
    let mut label = label;
    while let Some(open) = label.strip_suffix(')').and_then(|inner| inner.rfind('(')).filter(|&open| open > 0)
    {
        label = label.get(..open).unwrap_or_default().trim_end();
    }
    label
}
