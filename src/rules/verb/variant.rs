//! Variants of an item (新办、变更、注销；个人、企业；需要现场核查的), whose limits are not compared with one another.

mod case;

use std::{collections::BTreeSet, sync::LazyLock};

use aho_corasick::AhoCorasick;
use regex::Regex;

use self::case::{Among, Case};
use crate::{
    doc::{Block, BlockKind, Document},
    text::{FoldedText, MarkStyle, Plain, Span, head, list_mark, tail},
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
    "绿色通道",
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

/// All of them, to be looked for at once: this is asked of every limit and of every line above it.
static NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());

/// The places of those words in folded text, and the words.
fn names_in(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let all = NAMES.iter().flat_map(move |names| names.find_overlapping_iter(text));
    all.filter_map(|found| Some((found.start(), *WORDS.get(found.pattern().as_usize())?)))
}

/// Words before 单位 that make it somebody whom every application has to do with.
const ROLES: [&str; 18] = [
    "办理", "受理", "实施", "承办", "主管", "责任", "审批", "发证", "经办", "收件", "建设", "施工", "设计",
    "监理", "工作", "所在", "报送", "出具",
];

/// Words of a condition that every application must meet, and that so names no variant.
const EVERY_CASE: &[&str] =
    &["齐全", "齐备", "符合", "合格", "受理", "通过", "收到", "申请人", "没有问题", "没问题", "无误"];

/// The variants that a place is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Variants {
    /// Their names, and conditions that make one.
    pub(super) names: BTreeSet<String>,
    /// The one of several cases that the layout of the document tells apart.
    case: Option<Case>,
}

impl Variants {
    /// Whether two places may speak of the same variant: neither names one, or they share one. A general limit beside that of a
    /// special case is no contradiction.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        match (&self.case, &other.case) {
            (Some(one), Some(other)) if one.among == other.among => one.name == other.name,
            // 新办（一般程序） and 新办（告知承诺） share a word, and each has one of its own.
            _ if self.is_none() || other.is_none() => self.is_none() && other.is_none(),
            _ => self.names.is_subset(&other.names) || other.names.is_subset(&self.names),
        }
    }

    /// Whether the layout makes it one of several cases.
    pub(super) fn is_case(&self) -> bool {
        self.case.is_some()
    }

    /// Whether both are the same one of several cases.
    pub(super) fn is_case_of(&self, other: &Self) -> bool {
        self.case.is_some() && self.case == other.case
    }

    /// Whether no variant is named.
    pub(super) fn is_none(&self) -> bool {
        self.names.is_empty()
    }
}

/// The variants that the words around `at` name: the headings above it, its own field's label, the cells before it in its table
/// row, the words of its sentence before it and a note in brackets behind it. Words of the title are no variant: the whole
/// document is about them.
pub(super) fn variants(document: &Document, at: Span<Plain>) -> Variants {
    let plain = &document.plain;
    if document.title.is_some_and(|title| title.contains(at)) {
        return Variants::default();
    }
    let above = document.headings_above(at).into_iter().filter(|heading| Some(*heading) != document.title);
    let mut around: Vec<&str> = above.map(|heading| heading.of(plain)).collect();
    // 外地户籍人员怎么联系窗口？ asks for nothing but that, and 排污许可证核发多久能办好？ for the item of the title.
    let asks = |label: &str| {
        ["多久", "多长", "几天", "怎么", "如何", "吗", "哪"].iter().any(|word| label.contains(word))
    };
    let label = document.field_at(at).map(|field| field.label.of(plain));
    around.extend(label.filter(|label| label.chars().count() <= LONGEST_LABEL && !asks(label)));
    let mut conditions: Vec<String> = Vec::new();
    let mut case = None;
    if let Some(block) = document.block_at(at) {
        let before = tail(plain.get(block.span.start()..at.start()).unwrap_or_default());
        let after = plain.get(at.end()..block.span.end()).unwrap_or_default();
        let sentence =
            before.rfind(['。', '；', ';']).map_or(before, |i| before.get(i..).unwrap_or_default());
        // 首次申请：受理（2个工作日）→审查（10个工作日）
        around.extend(sentence.split_once(['：', ':']).map(|(lead, _)| lead).filter(|lead| is_short(lead)));
        // The words further off are not read again for every number of a line with thousands.
        let sentence = tail(sentence);
        // 可以加急，3个工作日: what stands right before the last comma is told of the limit.
        let inside = sentence.trim_end_matches(['，', ',']);
        let clause = inside.rfind(['，', ',']).map_or(sentence, |i| sentence.get(i..).unwrap_or_default());
        // ，一般12个工作日就能办完 names no case.
        let clause =
            clause.strip_suffix("一般").filter(|clause| clause.starts_with(['，', ','])).unwrap_or(clause);
        // 换单位属于变更注册，3个工作日办结
        let is_told = words_of_variants(clause).is_empty() && sentence.contains("属于");
        around.push(if is_told { sentence } else { clause });
        conditions.extend(condition_of(sentence));
        conditions.extend(note_behind(head(after)));
        case = case::of_label(document, at).or_else(|| case::of_table(document, at, block));
        if case.is_none() {
            around.extend(cells_before(document, block));
        }
        match sign_above(document, block) {
            Some(Sign::Case(name)) => case = case.or(Some(Case { among: Among::Signs, name })),
            Some(Sign::Named(name)) => around.push(name),
            None => {}
        }
        let part = || document.part_at(at).map(|part| part.of(plain).trim().to_owned());
        case = case.or_else(|| part().map(|name| Case { among: Among::Parts, name }));
    }
    conditions.extend(case.iter().map(|case| case.name.clone()));
    let title = document.title.map_or("", |title| document.folded.slice(document.folded.from_plain(title)));
    // A title with several of them tells what the variants are.
    let about_one = names_in(title).map(|(_, word)| word).collect::<BTreeSet<_>>().len() == 1;
    let words = |text: &str| {
        let mut named = words_of_variants(text);
        named.retain(|word| !(about_one && title.contains(word.as_str())));
        named
    };
    let mut names = words(&around.join("\n"));
    for condition in conditions {
        // 需现场核查的 and 不需现场核查的 are two variants with one word.
        let words = words(&condition);
        if words.is_empty() || condition.contains(['不', '无', '非', '免']) {
            names.insert(condition);
        } else {
            names.extend(words);
        }
    }
    Variants { names, case }
}

/// The variants that the words of `text` name: 新办, 非告知承诺.
pub(super) fn words_of_variants(text: &str) -> BTreeSet<String> {
    let folded = FoldedText::new(text);
    let text = folded.as_str();
    let named = names_in(text).filter_map(|(i, word)| {
        let before = text.get(..i).unwrap_or_default();
        // 请你单位补正 is said to whoever reads it.
        if before.ends_with(['你', '您', '贵', '我']) {
            return None;
        }
        // 办理单位 and 建设单位 are names of who they are, whoever applies.
        if word == "单位" && ROLES.iter().any(|role| before.ends_with(role)) {
            return None;
        }
        let after = text.get(i + word.len()..).unwrap_or_default();
        // 执法人员
        if word == "法人" && after.starts_with('员') {
            return None;
        }
        // 一般12个工作日就能办完 names no case.
        // 普通话水平
        if word == "普通" && after.starts_with('话') {
            return None;
        }
        let is_adverb = matches!(word, "一般" | "普通")
            && after.starts_with(|c: char| c.is_ascii_digit() || "需要在为就不可能会应多几得,".contains(c));
        if is_adverb {
            return None;
        }
        // 非告知承诺方式 is the other variant.
        let is_other = before.ends_with(['非', '不', '未'])
            || ["不采用", "未采用", "不适用", "不实行"].iter().any(|not| before.ends_with(not));
        Some(if is_other { format!("非{word}") } else { word.to_owned() })
    });
    named.collect()
}

/// Whether words before a colon are short enough to be no more than a name.
fn is_short(lead: &str) -> bool {
    const LONGEST: usize = 8;
    lead.chars().count() <= LONGEST
}

/// The longest label that names a variant, in characters.
const LONGEST_LABEL: usize = 14;

/// How far back a line may stand that names the variant of what follows, in blocks.
const SIGN_REACH: usize = 40;

/// The longest line that only names a variant, in characters.
const LONGEST_SIGN: usize = 14;

/// A line of its own above the lines about one variant.
enum Sign<'d> {
    /// 【新办】 or （二）延续, with a word that names a variant.
    Named(&'d str),
    /// 情形一　租房提取, numbered as one of several cases.
    Case(String),
}

/// How a line numbers a case: 情形一　租房提取, 甲、采用告知承诺方式, 第二类：企业.
static CASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[一二三四五六七八九十0-9]{1,2}";
    Regex::new(&format!(
        r"\A[【（(*]*(?:第{number}种?(?:情形|情况|类型|类|种)|(?:情形|情况|类型|类别|(?:(?:申请|申报|办理|申办)的?)?方式)(?:{number}|[甲乙丙丁A-F])(?:[\s：:、（(】）)*]|\z)|[甲乙丙丁]、)"
    ))
    .ok()
});

/// The case that a line numbers.
fn case_of(line: &str) -> Option<String> {
    let is_short = line.chars().count() <= LONGEST_CASE && !line.contains(['。', '；', '，']);
    (is_short && CASE.as_ref()?.is_match(line)).then(|| line.to_owned())
}

/// The longest line that numbers a case, in characters.
const LONGEST_CASE: usize = 30;

/// The line that names the variant of what follows. The next section of the document ends it.
fn sign_above<'d>(document: &'d Document, own: &Block) -> Option<Sign<'d>> {
    let next = document.blocks.partition_point(|block| block.span.start() < own.span.start());
    let above = document.blocks.get(..next)?.iter().rev().take(SIGN_REACH);
    for block in above {
        let words = block.span.of(&document.plain).trim();
        if Some(block.span) != document.title
            && !matches!(block.kind, BlockKind::Cell(_))
            && let Some(case) = case_of(words)
        {
            return Some(Sign::Case(case));
        }
        let mark = list_mark(words);
        let name = mark.and_then(|mark| words.get(mark.len..)).unwrap_or(words).trim_end_matches(['：', ':']);
        let is_sign = name.chars().count() <= LONGEST_SIGN
            && !name.contains(['：', ':', '，', '。', '；', '、'])
            && !matches!(block.kind, BlockKind::Cell(_))
            && Some(block.span) != document.title
            && !words_of_variants(name).is_empty()
            && !is_in_list(document, block, mark.map(|mark| mark.style))
            // 特殊环节 is a label.
            && document.fields.iter().all(|field| !block.span.contains(field.label) || field.label.is_empty())
            && document.field_at(block.span).is_none_or(|field| &*field.name != "事项名称");
        if is_sign {
            return Some(Sign::Named(name));
        }
        let section = mark.is_some_and(|mark| matches!(mark.style, MarkStyle::Han | MarkStyle::Bullet));
        // 5　时限: a section with no more than a number.
        let bare = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let section = section
            || bare.len() < words.len() && bare.starts_with([' ', '　', '\t']) && is_short(bare.trim());
        if section || matches!(block.kind, BlockKind::Heading(_)) {
            return None;
        }
    }
    None
}

/// Whether a line is an item of what an applicant must be or bring: ①已依法办理法人登记.
fn is_in_list(document: &Document, block: &Block, style: Option<MarkStyle>) -> bool {
    let lists = ["申请条件", "申请材料", "法定依据"];
    let is_item = style.is_some_and(|style| {
        matches!(style, MarkStyle::Arabic | MarkStyle::BracketedArabic | MarkStyle::Circled)
    });
    is_item && document.field_at(block.span).is_some_and(|field| lists.contains(&&*field.name))
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
    let about_counting = [
        "自",
        "起",
        "条",
        "《",
        "依据",
        "规定",
        "法定",
        "不含",
        "不计",
        "不包括",
        "工作日",
        "除外",
        "时间",
        "每天",
        "上午",
        "下午",
        "周",
        "日前",
        "日止",
        "当日",
    ]
    .iter()
    .any(|word| note.contains(word));
    (note.chars().count() >= 2 && !about_counting).then(|| note.to_owned())
}
