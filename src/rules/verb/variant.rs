//! Variants of an item (新办、变更、注销；个人、企业), whose limits are not compared with one another.

use crate::{
    doc::Document,
    text::{FoldedText, Plain, Span},
};

/// Words that name a variant.
const WORDS: &[&str] = &[
    "新办",
    "新设",
    "首次",
    "设立",
    "变更",
    "延续",
    "换发",
    "换证",
    "补办",
    "补发",
    "补领",
    "注销",
    "迁入",
    "迁出",
    "年检",
    "复验",
    "个人",
    "企业",
    "自然人",
    "法人",
    "简易",
    "一般程序",
    "普通程序",
    "加急",
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
];

/// The variants that the words around `at` name: the headings above it, its own field's label, its table row and the words of
/// its sentence before it. Words of the title are no variant: the whole document is about them.
pub(super) fn variants(document: &Document, at: Span<Plain>) -> Vec<&'static str> {
    let plain = &document.plain;
    let mut around: Vec<&str> =
        document.headings_above(at).into_iter().map(|heading| heading.of(plain)).collect();
    if let Some(field) = document.field_at(at) {
        around.push(field.label.of(plain));
    }
    if let Some(block) = document.block_at(at) {
        let before = plain.get(block.span.start()..at.start()).unwrap_or_default();
        let clause = before
            .rfind(['。', '；', ';', '，', ','])
            .map_or(before, |i| before.get(i..).unwrap_or_default());
        around.push(clause);
    }
    let title = document.title.map_or("", |title| title.of(plain));
    let (around, title) = (FoldedText::new(&around.join("\n")), FoldedText::new(title));
    WORDS
        .iter()
        .copied()
        .filter(|word| around.as_str().contains(word) && !title.as_str().contains(word))
        .collect()
}

/// Whether two places may speak of the same variant: one of them names none, or they share one.
pub(super) fn compatible(a: &[&str], b: &[&str]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word))
}
