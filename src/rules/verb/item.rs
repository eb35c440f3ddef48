//! Which item a document is about, whose, and in which variant: documents of one item of one organ are compared with each
//! other.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::variant::words_of_variants;
use crate::{
    doc::{BlockKind, Document, Kind},
    text::FoldedText,
};

/// How many of its last blocks a document may sign.
const SIGNATURE: usize = 6;

/// The longest name of an organ, in characters.
const LONGEST: usize = 26;

/// What names of organs end in.
const ORGANS: [&str; 10] = ["局", "委", "委员会", "厅", "中心", "政府", "办公室", "支队", "大队", "管理处"];

/// An item of an organ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The organ, folded; empty where a regulation speaks of an item and does not say whose it is.
    pub organ: String,
    /// The item's own name, folded, without what tells variants.
    pub name: String,
    /// Its code, when the document gives one.
    pub code: Option<String>,
}

/// The item of `document`, and the variants that its name or 办理情形 tells: 新办 of 食品经营许可（新办）. `None` where it does
/// not say both the item and the organ, or speaks of several.
pub(super) fn item(document: &Document) -> Option<(Item, BTreeSet<String>)> {
    let name = only(document, "事项名称").or_else(|| titled(document)).or_else(|| applied_for(document))?;
    let name = GUIDE.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let organ = only(document, "实施机关").or_else(|| signature(document))?;
    let (name, mut variants) = without_variant(name);
    if let Some(case) = only(document, "办理情形") {
        let words = words_of_variants(&case);
        variants.extend(if words.is_empty() { BTreeSet::from([case]) } else { words });
    }
    let organ = organ.split('(').next().unwrap_or_default().trim().to_owned();
    let code =
        only(document, "事项编码").map(|code| code.chars().filter(char::is_ascii_alphanumeric).collect());
    let code = code.filter(|code: &String| code.len() >= SHORTEST_CODE);
    Some((Item { organ, name: plain_name(name), code }, variants))
}

/// A name without the marks around or inside it.
pub(super) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !is_mark(*c)).collect()
}

/// The shortest code of an item, in characters; what is shorter is a number in somebody's own list.
const SHORTEST_CODE: usize = 8;

/// Marks around or inside a name that are no part of it.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || "\"“”‘’'《》<>·,.。;:".contains(c)
}

/// What titles of guides end in.
const GUIDE: [&str; 4] = ["办事指南", "服务指南", "办理指南", "指南"];

/// The name in the title of a guide: 道路货物运输经营许可办事指南(2026年版).
fn titled(document: &Document) -> Option<String> {
    let title = FoldedText::new(document.title?.of(&document.plain));
    let title = title.as_str().trim();
    let title =
        title.strip_suffix(')').and_then(|title| title.rsplit_once('(')).map_or(title, |(title, _)| title);
    let is_guide = GUIDE.iter().any(|end| title.ends_with(end) && title != *end);
    is_guide.then(|| title.to_owned())
}

/// 你单位于2026年11月9日提交的校车使用许可申请: what a notice says was applied for.
static APPLIED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:提交|提出|递交|报送)的?(?:关于)?(?P<item>[\p{Han}()、]{3,30}?)(?:的)?(?:申请|事项|业务)")
        .ok()
});

/// The only thing that a notice says was applied for.
fn applied_for(document: &Document) -> Option<String> {
    if !matches!(document.kind, Some(Kind::Notice(_))) {
        return None;
    }
    let found = APPLIED.as_ref()?.captures_iter(document.folded.as_str());
    let items: BTreeSet<&str> =
        found.filter_map(|found| found.name("item")).map(|item| item.as_str()).collect();
    items.first().filter(|_| items.len() == 1).map(|item| (*item).to_owned())
}

/// 食品经营许可(新办): the name without the note behind it that names a variant, and the variant.
pub(super) fn without_variant(name: &str) -> (&str, BTreeSet<String>) {
    let Some((bare, note)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) else {
        return (name, BTreeSet::new());
    };
    let mut variants = words_of_variants(note);
    if variants.is_empty() && is_case(note) {
        variants.insert(note.to_owned());
    }
    if variants.is_empty() { (name, variants) } else { (bare, variants) }
}

/// What names of those end in for whom a case of its own is made.
const CASES: [&str; 14] =
    ["户", "人", "企业", "单位", "者", "机构", "组织", "项目", "类", "级", "型", "店", "车辆", "情形"];

/// Whether folded `words` name a case: 重点排水户.
pub(super) fn is_case(words: &str) -> bool {
    (2..=10).contains(&words.chars().count())
        && words.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))
        && CASES.iter().any(|end| words.ends_with(end))
        && !["申请", "承诺", "受理"].iter().any(|word| words.contains(word))
}

/// The value of the fields called `field`, when they all have the same one.
fn only(document: &Document, field: &str) -> Option<String> {
    let values: BTreeSet<&str> = document
        .fields_named(field)
        .map(|field| before_salutation(field.folded(&document.plain).trim()))
        .filter(|value| !value.is_empty())
        .collect();
    let value = values.first().filter(|value| values.len() == 1 && !value.contains('\n'))?;
    Some((*value).to_owned())
}

/// The line before 青禾商贸有限公司: the letter behind it is no part of the last field at its head.
fn before_salutation(value: &str) -> &str {
    let mut lines = value.split('\n');
    match (lines.next(), lines.next()) {
        (Some(first), Some(second)) if second.trim_end().ends_with(':') => first.trim(),
        _ => value,
    }
}

/// The organ that signs: 某县某局（印章）.
fn signature(document: &Document) -> Option<String> {
    let running = document.blocks.iter().rev().filter(|block| !matches!(block.kind, BlockKind::Cell(_)));
    running.take(SIGNATURE).find_map(|block| {
        let folded = FoldedText::new(block.span.of(&document.plain));
        let words = folded.as_str().trim();
        let organ = words.split(['(', '2']).next().unwrap_or_default().trim();
        let is_organ = ORGANS.iter().any(|end| organ.ends_with(end)) && organ.chars().count() <= LONGEST;
        (is_organ && !organ.contains([':', ',', '。', ';'])).then(|| organ.to_owned())
    })
}
