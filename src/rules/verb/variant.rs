//! Variants of an item (新办、变更、注销；个人、企业；需要现场核查的), whose limits are not compared with one another.

use std::collections::BTreeSet;

use crate::{
    doc::{BlockKind, Document},
    text::{FoldedText, Plain, Span},
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
/// row, and the words of its sentence before it. Words of the title are no variant: the whole document is about them.
pub(super) fn variants(document: &Document, at: Span<Plain>) -> BTreeSet<String> {
    let plain = &document.plain;
    let mut around: Vec<&str> =
        document.headings_above(at).into_iter().map(|heading| heading.of(plain)).collect();
    if let Some(field) = document.field_at(at) {
        around.push(field.label.of(plain));
    }
    let mut condition = None;
    if let Some(block) = document.block_at(at) {
        let before = plain.get(block.span.start()..at.start()).unwrap_or_default();
        let sentence =
            before.rfind(['。', '；', ';']).map_or(before, |i| before.get(i..).unwrap_or_default());
        let clause = sentence.rfind(['，', ',']).map_or(sentence, |i| sentence.get(i..).unwrap_or_default());
        around.push(clause);
        condition = condition_of(sentence);
        around.extend(condition);
        if let BlockKind::Cell(own) = block.kind {
            around.extend(document.blocks.iter().filter_map(|other| match other.kind {
                BlockKind::Cell(cell)
                    if cell.table == own.table && cell.row == own.row && cell.column < own.column =>
                {
                    Some(other.span.of(plain))
                }
                _ => None,
            }));
        }
    }
    let title = document.title.map_or("", |title| title.of(plain));
    let (around, title) = (FoldedText::new(&around.join("\n")), FoldedText::new(title));
    let words =
        WORDS.iter().filter(|word| around.as_str().contains(**word) && !title.as_str().contains(**word));
    let mut named: BTreeSet<String> = words.map(|word| (*word).to_owned()).collect();
    if named.is_empty() {
        named.extend(condition.map(str::to_owned));
    }
    named
}

/// The condition of a sentence: what stands before 的，, unless every application must meet it.
fn condition_of(sentence: &str) -> Option<&str> {
    let end = ["的，", "的,"].into_iter().filter_map(|word| sentence.rfind(word)).max()?;
    let head = sentence.get(..end)?;
    let start = head
        .rfind(['，', ',', '：', ':', '。', '；'])
        .map_or(0, |i| i + head.get(i..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
    let words = head.get(start..)?.trim();
    (words.chars().count() >= 2 && !EVERY_CASE.iter().any(|word| words.contains(word))).then_some(words)
}

/// Whether two places may speak of the same variant: neither names one, or they share one. A general limit beside that of a
/// special case is no contradiction.
pub(super) fn same(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_empty() && b.is_empty() || !a.is_disjoint(b)
}
