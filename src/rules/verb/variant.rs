//! Variants of an item (新办、变更、注销；个人、企业；需要现场核查的), whose limits are not compared with one another.

use std::collections::BTreeSet;

use crate::{
    doc::{Block, BlockKind, Document},
    law::LimitRole,
    text::{FoldedText, MarkStyle, Plain, Span, list_mark},
};

/// Words that name a variant.
const WORDS: &[&str] = &[
    "新办",
    "新设",
    "首次",
    "再次",
    "设立",
    "变更",
    "延续",
    "换发",
    "换证",
    "换领",
    "续展",
    "核发",
    "补办",
    "补发",
    "补领",
    "补证",
    "注销",
    "迁入",
    "迁出",
    "年检",
    "复验",
    "个人",
    "企业",
    "单位",
    "自然人",
    "法人",
    "简易",
    "一般",
    "普通",
    "特殊",
    "加急",
    "小型",
    "中型",
    "大型",
    "本地",
    "外地",
    "县级",
    "市级",
    "省级",
    "初审",
    "复审",
    "甲类",
    "乙类",
    "丙类",
    "甲级",
    "乙级",
    "告知承诺",
    "全程网办",
    "窗口办理",
    "网上办理",
    "线上",
    "线下",
    "转移",
    "抵押",
    "查封",
    "更正",
    "异议",
    "预告",
    "现场核查",
    "现场踏勘",
    "现场勘查",
];

/// Words of a condition that every application must meet, and that so names no variant.
const EVERY_CASE: &[&str] = &["齐全", "齐备", "符合", "合格", "受理", "通过", "收到", "申请人"];

/// The variants that the words around `at` name: the headings above it, its own field's label, the cells before it in its table
/// row, the words of its sentence before it and a note in brackets behind it. Words of the title are no variant: the whole
/// document is about them.
pub(super) fn variants(document: &Document, at: Span<Plain>) -> BTreeSet<String> {
    let plain = &document.plain;
    let mut around: Vec<&str> =
        document.headings_above(at).into_iter().map(|heading| heading.of(plain)).collect();
    around.extend(document.field_at(at).map(|field| field.label.of(plain)));
    let mut conditions: Vec<String> = Vec::new();
    if let Some(block) = document.block_at(at) {
        let before = plain.get(block.span.start()..at.start()).unwrap_or_default();
        let after = plain.get(at.end()..block.span.end()).unwrap_or_default();
        let sentence =
            before.rfind(['。', '；', ';']).map_or(before, |i| before.get(i..).unwrap_or_default());
        around.push(sentence.rfind(['，', ',']).map_or(sentence, |i| sentence.get(i..).unwrap_or_default()));
        // 首次申请：受理（2个工作日）→审查（10个工作日）
        around.extend(sentence.split_once(['：', ':']).map(|(lead, _)| lead).filter(|lead| is_short(lead)));
        conditions.extend(condition_of(sentence));
        conditions.extend(note_behind(after));
        around.extend(cells_before(document, block));
        conditions.extend(cases_of_table(document, at, block));
        around.extend(sign_above(document, block));
    }
    let title = FoldedText::new(document.title.map_or("", |title| title.of(plain)));
    // A title with several of them tells what the variants are.
    let about_one = WORDS.iter().filter(|word| title.as_str().contains(**word)).count() == 1;
    let words = |text: &str| {
        let mut named = words_of_variants(text);
        named.retain(|word| !(about_one && title.as_str().contains(word.as_str())));
        named
    };
    let mut named = words(&around.join("\n"));
    for condition in conditions {
        // 需现场核查的 and 不需现场核查的 are two variants with one word.
        let words = words(&condition);
        if words.is_empty() || condition.contains(['不', '无', '非', '免']) {
            named.insert(condition);
        } else {
            named.extend(words);
        }
    }
    named
}

/// The variants that the words of `text` name: 新办, 非告知承诺.
pub(super) fn words_of_variants(text: &str) -> BTreeSet<String> {
    let folded = FoldedText::new(text);
    let text = folded.as_str();
    let named = WORDS.iter().flat_map(|word| {
        text.match_indices(*word).map(move |(i, _)| {
            // 非告知承诺方式 is the other variant.
            let is_other = text.get(..i).is_some_and(|before| before.ends_with(['非', '不', '未']));
            if is_other { format!("非{word}") } else { (*word).to_owned() }
        })
    });
    named.collect()
}

/// Whether words before a colon are short enough to be no more than a name.
fn is_short(lead: &str) -> bool {
    const LONGEST: usize = 8;
    lead.chars().count() <= LONGEST
}

/// How far back a line may stand that names the variant of what follows, in blocks.
const SIGN_REACH: usize = 40;

/// The longest line that only names a variant, in characters.
const LONGEST_SIGN: usize = 14;

/// 【新办】 or （二）延续, a line of its own above the lines about that variant. The next section of the document ends it.
fn sign_above<'d>(document: &'d Document, own: &Block) -> Option<&'d str> {
    let next = document.blocks.partition_point(|block| block.span.start() < own.span.start());
    let above = document.blocks.get(..next)?.iter().rev().take(SIGN_REACH);
    for block in above {
        let words = block.span.of(&document.plain).trim();
        let mark = list_mark(words);
        let name = mark.and_then(|mark| words.get(mark.len..)).unwrap_or(words);
        let is_sign = name.chars().count() <= LONGEST_SIGN
            && !name.contains(['：', ':', '，', '。', '；', '、'])
            && !matches!(block.kind, BlockKind::Cell(_))
            && Some(block.span) != document.title
            && WORDS.iter().any(|word| FoldedText::new(name).as_str().contains(word));
        if is_sign {
            return Some(name);
        }
        let section = mark.is_some_and(|mark| matches!(mark.style, MarkStyle::Han | MarkStyle::Bullet));
        if section || matches!(block.kind, BlockKind::Heading(_)) {
            return None;
        }
    }
    None
}

/// The texts of the cells to the left of a cell.
fn cells_before<'d>(document: &'d Document, own: &Block) -> Vec<&'d str> {
    let BlockKind::Cell(own) = own.kind else { return Vec::new() };
    let before = document.blocks.iter().filter(|other| match other.kind {
        BlockKind::Cell(cell) => cell.table == own.table && cell.row == own.row && cell.column < own.column,
        _ => false,
    });
    before.map(|block| block.span.of(&document.plain)).collect()
}

/// The case that the place of a limit in a table is for, folded: the head of its column where the row of a label has several
/// limits, and the first cell of its row where that is no label (本市户籍 | 10个工作日).
fn cases_of_table(document: &Document, at: Span<Plain>, own: &Block) -> Vec<String> {
    let BlockKind::Cell(cell) = own.kind else { return Vec::new() };
    let in_table = |block: &&Block| matches!(block.kind, BlockKind::Cell(other) if other.table == cell.table);
    let place = |block: &Block| match block.kind {
        BlockKind::Cell(cell) => (cell.row, cell.column),
        _ => (0, 0),
    };
    let table: Vec<&Block> = document.blocks.iter().filter(in_table).collect();
    let labels = |block: &Block| document.fields.iter().any(|field| block.span.contains(field.label));
    let words = |block: &Block| FoldedText::new(block.span.of(&document.plain)).as_str().trim().to_owned();
    // The cells of a procedure are its steps, not cases.
    let Some(own) =
        document.limits.iter().find(|limit| limit.measure.overlaps(at) && limit.role != LimitRole::Step)
    else {
        return Vec::new();
    };
    let has_limit = |block: &Block| {
        document.limits.iter().any(|limit| limit.role == own.role && block.span.contains(limit.at))
    };
    let row_of = |row: u32| table.iter().copied().filter(move |block| place(block).0 == row);
    let labelled = |row: u32| row_of(row).next().is_some_and(labels);
    if labelled(cell.row) {
        // 承诺时限 | 当场办结 | 6个工作日: two limits behind one label are those of two columns, whatever stands over them.
        let beside: Vec<&Block> = row_of(cell.row).filter(|block| has_limit(block)).collect();
        let head =
            |column: u32| row_of(1).find(|block| place(block).1 == column).map(words).unwrap_or_default();
        let heads: BTreeSet<String> = beside.iter().map(|block| head(place(block).1)).collect();
        let told_apart = heads.len() == beside.len();
        let name = if told_apart { head(cell.column) } else { format!("第{}列", cell.column) };
        return (beside.len() > 1).then_some(name).into_iter().collect();
    }
    let beside = table.iter().filter(|block| place(block).1 == cell.column && has_limit(block));
    let several = beside.filter(|block| !labelled(place(block).0)).count() > 1;
    let head = row_of(cell.row).next().filter(|head| several && place(head).1 < cell.column);
    head.map(words).filter(|words| !words.is_empty()).into_iter().collect()
}

/// The condition of a sentence, folded: what stands before 的，, unless every application must meet it.
fn condition_of(sentence: &str) -> Option<String> {
    let folded = FoldedText::new(sentence);
    let text = folded.as_str();
    let head = text.get(..text.rfind("的,")?)?;
    let words = head.rsplit([',', ':', '。', ';']).next()?.trim();
    let general =
        EVERY_CASE.iter().any(|word| words.contains(word)) && !WORDS.iter().any(|word| words.contains(word));
    (words.chars().count() >= 2 && !general).then(|| words.to_owned())
}

/// A note in brackets right behind a limit that names a case, folded: 8个工作日（不需现场核查）.
fn note_behind(after: &str) -> Option<String> {
    let folded = FoldedText::new(after);
    let note = folded.as_str().trim_start_matches(['内', '以']).strip_prefix('(')?;
    let note = note.get(..note.find(')')?)?.trim();
    let about_counting =
        ["自", "起", "不含", "不计", "不包括", "工作日", "除外", "时间", "每天", "上午", "下午", "周"]
            .iter()
            .any(|word| note.contains(word));
    (note.chars().count() >= 2 && !about_counting).then(|| note.to_owned())
}

/// Whether two places may speak of the same variant: neither names one, or they share one. A general limit beside that of a
/// special case is no contradiction.
pub(super) fn same(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_empty() && b.is_empty() || !a.is_disjoint(b)
}
