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

/// What organs are called for short, and in full (机构改革以后的通用名称).
const SHORT: [(&str, &str); 14] = [
    ("住建局", "住房和城乡建设局"),
    ("人社局", "人力资源和社会保障局"),
    ("市监局", "市场监督管理局"),
    ("市场监管局", "市场监督管理局"),
    ("卫健局", "卫生健康局"),
    ("卫健委", "卫生健康委员会"),
    ("发改局", "发展和改革局"),
    ("发改委", "发展和改革委员会"),
    ("文旅局", "文化和旅游局"),
    ("医保局", "医疗保障局"),
    ("应急局", "应急管理局"),
    ("交通局", "交通运输局"),
    ("退役军人局", "退役军人事务局"),
    ("审批局", "行政审批局"),
];

/// The name of an organ in full: 清河县住建局 is 清河县住房和城乡建设局.
fn full_name(organ: &str) -> String {
    let full = SHORT.iter().find_map(|(short, full)| {
        let place = organ.strip_suffix(short).filter(|place| !place.ends_with("行政"))?;
        Some(format!("{place}{full}"))
    });
    full.unwrap_or_else(|| organ.to_owned())
}

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
    /// Of which version the document is that speaks of it, when it says.
    pub version: Option<Version>,
}

/// The version of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its day, as the number 20261109.
    pub day: u32,
    /// Whether it was given to one applicant, and tells what held on that day, however old.
    pub is_given: bool,
}

impl Version {
    pub(super) fn of(document: &Document) -> Option<Self> {
        let day = document.date?;
        let number = |part: i8| u32::try_from(part).ok();
        let year = u32::try_from(day.year()).ok()?;
        let day = year * 10_000 + number(day.month())? * 100 + number(day.day())?;
        Some(Self { day, is_given: matches!(document.kind, Some(Kind::Notice(_))) })
    }

    /// Whether `other` has taken the place of it: a notice tells what held before a later guide, and a guide is superseded by one of a
    /// year later.
    pub fn is_superseded_by(self, other: Self) -> bool {
        const YEAR: u32 = 10_000;
        match (self.is_given, other.is_given) {
            (true, false) => self.day < other.day,
            (false, false) => self.day + YEAR <= other.day,
            _ => false,
        }
    }
}

/// The item of `document`, and the variants that its name or 办理情形 tells: 新办 of 食品经营许可（新办）. `None` where it does
/// not say both the item and the organ, or speaks of several.
pub(super) fn item(document: &Document) -> Option<(Item, BTreeSet<String>)> {
    let name = only(document, "事项名称").or_else(|| titled(document)).or_else(|| applied_for(document))?;
    let name = GUIDE.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    // 城市道路挖掘审批（江滨东路，面积46平方米）: where and how much in this one case.
    let tells = |note: &str| {
        note.contains(|c: char| c == ',' || c.is_ascii_digit()) && words_of_variants(note).is_empty()
    };
    let name = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
        .filter(|(_, note)| tells(note))
        .map_or(name, |(name, _)| name);
    let organ = only_of(document, "实施机关", |organ| !is_section(organ)).or_else(|| signature(document))?;
    let (name, mut variants) = without_variant(name);
    if let Some(case) = only(document, "办理情形") {
        let words = words_of_variants(&case);
        variants.extend(if words.is_empty() { BTreeSet::from([case]) } else { words });
    }
    let organ = full_name(organ.split('(').next().unwrap_or_default().trim());
    let code =
        only(document, "事项编码").map(|code| code.chars().filter(char::is_ascii_alphanumeric).collect());
    let code = code.filter(|code: &String| code.len() >= SHORTEST_CODE);
    Some((Item { organ, name: plain_name(name), code, version: Version::of(document) }, variants))
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

/// What a notice says was applied for: 你单位于2026年11月9日提交的校车使用许可申请, 你单位申请办理“校车使用许可”.
static APPLIED: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    let kinds = "许可|登记|备案|审批|核准|确认|认定|核发|给付|注册|换证|补证|补贴|许可证|资格证";
    let filed =
        r"(?:提交|提出|递交|报送)的?(?:关于)?(?P<item>[\p{Han}(),、]{3,36}?)(?:的)?(?:申请|事项|业务)";
    let asked = format!(
        r#"(?:你|您|贵)(?:单位|公司|户|校|院|园|店)?(?:\([^)\n]{{1,6}}\))?(?:于[^,。;\n]{{2,20}})?(?:申请|申办|办理)(?:办理)?的?[“"「《]?(?P<item>[\p{{Han}}()、]{{2,30}}?(?:{kinds}))[”"」》]?(?:\([\p{{Han}}]{{2,8}}\))?(?:事项|业务|申请|一案)?[,。;]"#
    );
    Some([Regex::new(filed).ok()?, Regex::new(&asked).ok()?])
});

/// The only thing that a notice says was applied for.
fn applied_for(document: &Document) -> Option<String> {
    if !matches!(document.kind, Some(Kind::Notice(_))) {
        return None;
    }
    let text = document.folded.as_str();
    let items = APPLIED.as_ref()?.iter().map(|applied| -> BTreeSet<&str> {
        applied.captures_iter(text).filter_map(|found| found.name("item")).map(|item| item.as_str()).collect()
    });
    let items = items.into_iter().find(|items| !items.is_empty())?;
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

/// Whether the name of an office is that of a part of one: 社会事务科 beside 某市行政审批服务局.
fn is_section(office: &str) -> bool {
    office.ends_with(['科', '股', '处', '室', '组', '口']) && !ORGANS.iter().any(|end| office.ends_with(end))
}

/// The value of the fields called `field`, when they all have the same one.
fn only(document: &Document, field: &str) -> Option<String> {
    only_of(document, field, |_| true)
}

/// The value of the fields called `field` that `counts`, when they all have the same one.
fn only_of(document: &Document, field: &str, counts: impl Fn(&str) -> bool) -> Option<String> {
    let values: BTreeSet<&str> = document
        .fields_named(field)
        .map(|field| before_salutation(field.folded(&document.plain).trim()))
        .filter(|value| !value.is_empty() && counts(value))
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

/// The organ that signs, by its full name: 某县某局（印章）.
pub(super) fn signature(document: &Document) -> Option<String> {
    let running = document.blocks.iter().rev().filter(|block| !matches!(block.kind, BlockKind::Cell(_)));
    running.take(SIGNATURE).find_map(|block| {
        let folded = FoldedText::new(block.span.of(&document.plain));
        let words = folded.as_str().trim();
        let organ = words.split(['(', '2']).next().unwrap_or_default().trim();
        let is_organ = ORGANS.iter().any(|end| organ.ends_with(end)) && organ.chars().count() <= LONGEST;
        (is_organ && !organ.contains([':', ',', '。', ';'])).then(|| full_name(organ))
    })
}
