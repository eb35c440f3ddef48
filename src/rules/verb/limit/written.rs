//! How limits are written: a range from the smaller number to the larger, two spellings of one number alike, a unit behind
//! every number.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{super::rule::Rule, mention::is_mentioned};
use crate::{
    doc::{BlockKind, Document, Field},
    finding::{Edit, Finding, Label},
    law::{LimitRole, TimeLimit, Unit},
    text::{Amount, FoldedText, Span, chinese_number, numeral_at},
};

/// What must hold of every limit as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// 3—7, not 7—3.
    Ascending,
    /// 二十（20）, not 二十（15）.
    SameTwice,
    /// 5个工作日, not 5.
    WithUnit,
}

impl Written {
    pub(super) const NAMES: [(&'static str, Written); 3] = [
        ("区间从小到大", Written::Ascending),
        ("两种写法相等", Written::SameTwice),
        ("数字带单位", Written::WithUnit),
    ];

    pub(super) fn run(self, rule: &Rule, document: &Document) -> Vec<Finding> {
        match self {
            Written::Ascending => ascending(rule, document),
            Written::SameTwice => same_twice(rule, document),
            Written::WithUnit => {
                let mut findings: Vec<Finding> =
                    document.fields.iter().filter_map(|f| no_unit(rule, document, f)).collect();
                let mut said = unit_left_out(rule, document);
                said.retain(|new| findings.iter().all(|old| !old.primary.at.overlaps(new.primary.at)));
                findings.extend(said);
                findings.extend(no_number(rule, document));
                findings
            }
        }
    }
}

fn ascending(rule: &Rule, document: &Document) -> Vec<Finding> {
    let reversed = document
        .limits
        .iter()
        .filter(|limit| limit.from_amount > Some(limit.amount) && is_one_range(document, limit));
    let finding = |limit: &TimeLimit| {
        let words = limit.measure.of(&document.plain);
        rule.finding(document, limit.measure, format!("区间从大到小：{words}"))
    };
    let mut findings: Vec<Finding> = reversed.map(finding).collect();
    let text = document.folded.as_str();
    for found in SCORES.iter().flat_map(|scores| scores.captures_iter(text)) {
        let Some(at) = found.name("at") else { continue };
        let number = |name: &str| found.name(name).and_then(|words| words.as_str().parse::<u32>().ok());
        let minutes = text.get(at.end()..).is_some_and(|after| after.starts_with(['钟', '之']));
        if number("from") > number("to") && !minutes {
            let at = document.folded.to_plain(Span::new(at.start(), at.end()));
            let message = format!("区间从大到小：{}", at.of(&document.plain));
            findings.push(rule.finding(document, at, message));
        }
    }
    findings
}

/// Whether both ends of a range are counted in one unit, and forwards: 六个月至一年 ascends, and 届满前90日至30日 counts backwards.
fn is_one_range(document: &Document, limit: &TimeLimit) -> bool {
    let at = document.folded.from_plain(limit.measure);
    let words = document.folded.slice(at);
    let Some((from, to)) = words.split_once(['-', '~', '至', '到']) else { return true };
    let unit = numeral_at(from).and_then(|number| from.get(number.len..)).unwrap_or_default();
    let backwards =
        document.folded.as_str().get(..at.start()).is_some_and(|before| before.ends_with(['前', '提']));
    to.ends_with(unit) && !backwards
}

/// A band of scores: 75-60分.
static SCORES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9.\-:/])(?P<at>(?P<from>[0-9]{1,3})分?(?:--?|~|至|到)(?P<to>[0-9]{1,3})分)").ok()
});

/// A share, a sum or another quantity in Chinese numerals, and again in digits behind it: 百分之十五(20%), 伍佰元(600元),
/// 壹佰贰拾立方米(102立方米). Numerals as they stand on cheques are told from words wherever they are.
static TWICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let han = "[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{1,12}";
    let formal = "[壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾佰仟万]{0,11}";
    Regex::new(&format!(
        r"(?:百分之(?P<share>{han})\((?P<percent>[0-9]{{1,3}})%\))|(?:(?P<sum>{han})元整?\((?:人民币)?[¥￥]?(?P<digits>[0-9]{{1,9}})(?:\.00?)?元?\))|(?:(?P<quantity>{formal})\p{{Han}}{{1,5}}\((?P<count>[0-9]{{1,9}})\p{{Han}}{{0,5}}\))"
    ))
    .ok()
});

fn same_twice(rule: &Rule, document: &Document) -> Vec<Finding> {
    let plain = &document.plain;
    let mut findings: Vec<Finding> = Vec::new();
    for found in TWICE.iter().flat_map(|twice| twice.captures_iter(document.folded.as_str())) {
        let han = ["share", "sum", "quantity"]
            .into_iter()
            .find_map(|name| found.name(name))
            .and_then(|words| chinese_number(words.as_str()));
        let digits = ["percent", "digits", "count"]
            .into_iter()
            .find_map(|name| found.name(name))
            .and_then(|words| words.as_str().parse::<u32>().ok());
        let (Some(all), Some(han), Some(digits)) = (found.get(0), han, digits) else { continue };
        if han != digits {
            let at = document.folded.to_plain(Span::new(all.start(), all.end()));
            let message = format!("一处两个数：{}，一个是 {han}，一个是 {digits}", at.of(plain));
            findings.push(rule.finding(document, at, message));
        }
    }
    for (i, limit) in document.limits.iter().enumerate() {
        if let Some(again) = limit.restated.filter(|again| *again != limit.amount) {
            let words = limit.measure.of(plain);
            let message = format!("一处两个数：{words}，一个是 {}，一个是 {again}", limit.amount);
            findings.push(rule.finding(document, limit.measure, message));
        }
        // 十五个工作日（20日）: brackets right behind a limit, with nothing but another one in them. 当场办结（1小时以内） says
        // what 当场 means.
        let Some(next) = document.limits.get(i + 1) else { continue };
        let between = plain.get(limit.at.end()..next.at.start()).unwrap_or_default().trim();
        let behind = plain.get(next.at.end()..).unwrap_or_default().trim_start();
        let restates =
            ["（", "(", "（即", "(即", "（也就是"].contains(&between) && behind.starts_with(['）', ')']);
        let a_day = next.unit == Unit::WorkingDay && next.amount == Amount::whole(1);
        let explains =
            limit.unit == Unit::OnTheSpot && (a_day || matches!(next.unit, Unit::Minute | Unit::Hour));
        if restates && !explains && limit.compare(next).is_some_and(std::cmp::Ordering::is_ne) {
            let at = limit.measure.join(next.measure);
            let message = format!("一处两个数：{}", at.of(plain));
            let mut finding = rule.finding(document, at, message);
            finding.related.push(Label { at: next.measure, note: "与前面不等".to_owned() });
            findings.push(finding);
        }
    }
    findings
}

/// 承诺时限：5 — a number with no unit in the value, and none in the label.
fn no_unit(rule: &Rule, document: &Document, field: &Field) -> Option<Finding> {
    if !["承诺时限", "法定时限"].contains(&&*field.name) {
        return None;
    }
    let piece = *field.value.first()?;
    let words = piece.of(&document.plain);
    let folded = FoldedText::new(words);
    let text = folded.as_str();
    let from = behind_origin(text);
    if let Some(rest) = text.strip_prefix("在").unwrap_or(text).strip_prefix("规定的工作日")
        && (rest.is_empty() || rest.starts_with(['(', '。', ';', ',']))
    {
        let at = piece.slice(folded.to_plain(Span::new(0, text.len() - rest.len())).range());
        let message = format!("只有单位，没有写明数字：{}", at.of(&document.plain));
        return Some(rule.finding(document, at, message));
    }
    let numeral = numeral_at(text.get(from..)?)?;
    let end = from + numeral.len;
    let rest = text.get(end..)?;
    let has_limit = document.limits.iter().any(|limit| piece.overlaps(limit.at));
    // 5工作 lost the end of its unit; 20% and 3楼 are numbers of something else.
    let bare = rest == "个"
        || rest.is_empty()
        || rest.starts_with(['(', ';', '。', ','])
        || rest.starts_with("个(自");
    let cut = ["工作", "个工作"]
        .iter()
        .any(|unit| rest.strip_prefix(unit).is_some_and(|r| !r.starts_with(['日', '天'])));
    if has_limit || !(bare || cut) {
        return None;
    }
    let at: Span<_> = folded.to_plain(Span::new(0, text.len()));
    let message = format!("“{}”只有数字，没有写明单位：{words}", field.name);
    let mut finding = rule.finding(document, piece.slice(at.range()), message);
    let cut = rest.find(|c: char| !"个工作".contains(c)).unwrap_or(rest.len());
    let number = piece.slice(folded.to_plain(Span::new(from, end)).range());
    finding.edit = unit_elsewhere(document, field, numeral.amount).map(|unit| Edit {
        at: piece.slice(folded.to_plain(Span::new(from, end + cut)).range()),
        with: format!("{}{unit}", number.of(&document.plain).trim()),
        safe: true,
    });
    Some(finding)
}

/// Where the number of a value begins that says first from when it runs: 自受理之日起8.
fn behind_origin(text: &str) -> usize {
    const LONGEST: usize = 16;
    let origin = text.strip_prefix(['自', '从']).and_then(|rest| rest.find('起'));
    let end = origin.map_or(0, |i| '自'.len_utf8() + i + '起'.len_utf8());
    if text.get(..end).is_some_and(|origin| origin.chars().count() <= LONGEST) { end } else { 0 }
}

/// The unit, as it is written there, of the same limit at two other places at least; `None` unless all of them have that
/// amount and one unit, which makes it certain what is meant here.
fn unit_elsewhere(document: &Document, field: &Field, amount: Amount) -> Option<String> {
    let role = if &*field.name == "法定时限" { LimitRole::Statutory } else { LimitRole::Promised };
    let others: Vec<&TimeLimit> = document.limits.iter().filter(|limit| limit.role == role).collect();
    let (first, rest) = others.split_first()?;
    let is_same = |limit: &TimeLimit| limit.amount == amount && limit.unit == first.unit;
    if rest.is_empty() || !others.iter().all(|limit| is_same(limit) && limit.from_amount.is_none()) {
        return None;
    }
    let measure = FoldedText::new(first.measure.of(&document.plain));
    let number = numeral_at(measure.as_str()).filter(|number| number.restated.is_none())?;
    measure.as_str().get(number.len..).map(|unit| unit.trim().to_owned())
}

/// 承诺时限8，均自受理之日起计算: a limit told in a sentence, with nothing but a stop behind its number.
static UNITLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}";
    Regex::new(&format!(
        "(?:(?:承诺|法定)(?:办结|办理)?(?:时限|期限)[为是:]?|承诺)(?P<at>{number})(?:[,。;]|$)|(?P<cut>(?:{number})个工作)(?:内|以内|之内|[,。;)\n]|$)|(?:之日起|受理后|时限为?|期限为?|时限:|期限:)(?P<short>(?:{number})(?:工作|个))(?:内|以内|之内|[,。;\n]|$)"
    ))
    .ok()
});

fn unit_left_out(rule: &Rule, document: &Document) -> Vec<Finding> {
    let found = UNITLESS.iter().flat_map(|unitless| unitless.captures_iter(document.folded.as_str()));
    let places = found
        .filter_map(|words| words.name("at").or(words.name("cut")).or(words.name("short")))
        .map(|at| Span::new(at.start(), at.end()));
    let finding = |at| {
        let at = document.folded.to_plain(at);
        rule.finding(document, at, format!("时限只有数字，没有写明单位：{}", at.of(&document.plain)))
    };
    places.map(finding).collect()
}

/// Limits that stand without their number, folded.
const NUMBERLESS: [&str; 6] =
    ["规定的工作日内", "规定工作日内", "若干个工作日", "若干工作日", "几个工作日", "数个工作日"];

/// 在规定的工作日内 — a unit without a number.
fn no_number(rule: &Rule, document: &Document) -> Vec<Finding> {
    let text = document.folded.as_str();
    let finding = |(start, words): (usize, &str)| {
        let at = Span::new(start, start + words.len());
        let plain = document.folded.to_plain(at);
        // 几个工作日 over a column asks, and the column answers.
        let is_head = document.block_at(plain).is_some_and(|block| {
            matches!(block.kind, BlockKind::Cell(_))
                && block.span.of(&document.plain).trim() == plain.of(&document.plain)
        });
        if is_head || is_mentioned(document, at) {
            return None;
        }
        let at = plain;
        let message = format!("只有单位，没有写明数字：{}", at.of(&document.plain));
        Some(rule.finding(document, at, message))
    };
    NUMBERLESS.iter().flat_map(|words| text.match_indices(words)).filter_map(finding).collect()
}
