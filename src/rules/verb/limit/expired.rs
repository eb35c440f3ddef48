//! A guide that says until when it holds, after that day.

use jiff::ToSpan as _;

use super::{super::super::rule::Rule, due::day};
use crate::{
    doc::Document,
    finding::Finding,
    law::{Date, DateMention, TimeLimit, Unit},
    text::{FoldedText, Plain, Span},
};

/// What holds until a day: the document itself, or the policy that it explains.
const OWN: [&str; 27] = [
    "本办理流程",
    "本指南",
    "本办事指南",
    "本服务指南",
    "本须知",
    "本告知",
    "本通知",
    "本公告",
    "本办法",
    "本政策",
    "该政策",
    "此政策",
    "所列政策",
    "指南有效期",
    "本指引",
    "本手册",
    "本明白纸",
    "本明白卡",
    "本宣传单",
    "本页",
    "本清单",
    "本目录",
    "本表",
    "本方案",
    "本制度",
    "本规定",
    "政策执行",
];

/// Things that hold until a day of their own, or have ended before: of them nothing is said.
const OTHER: [&str; 16] = [
    "证书",
    "执照",
    "许可证",
    "身份证",
    "居住证",
    "资格证",
    "合同",
    "协议",
    "保险",
    "示例",
    "例如",
    "样例",
    "延长",
    "延期",
    "届满前",
    "原",
];

/// Words right before the day on which something ends.
const UNTIL: [&str; 5] = ["至", "到", "截至", "截止", "截止到"];

/// The words for holding, which stand before those.
const HOLDS: [&str; 8] = ["有效期", "有效期限", "有效", "执行", "试行", "实施", "适用", "使用"];

/// The days until which `document` says that it holds, and that lie before `today`.
pub(super) fn expired(rule: &Rule, document: &Document, today: Date) -> Vec<Finding> {
    let dates = document.dates.iter();
    let mut findings: Vec<Finding> = dates.filter_map(|date| ended(rule, document, date, today)).collect();
    let years = document.limits.iter().filter(|limit| limit.unit == Unit::Year);
    findings.extend(years.filter_map(|limit| ran_out(rule, document, limit, today)));
    findings
}

/// 本指南自2021年3月1日起试行两年: a time that began on a day and is over.
fn ran_out(rule: &Rule, document: &Document, limit: &TimeLimit, today: Date) -> Option<Finding> {
    const TRIED: [&str; 6] = ["试行", "试行期", "有效期", "执行", "实施", "试行期限"];
    let block = document.block_at(limit.at)?.span;
    let before = Span::<Plain>::new(block.start(), limit.measure.start()).of(&document.plain);
    let before = FoldedText::new(before);
    let sentence = before.as_str().rsplit(['。', ';']).next().unwrap_or_default();
    let own = OWN.iter().any(|word| sentence.contains(word));
    let holds = TRIED.iter().any(|word| sentence.trim_end_matches(['为', ':']).ends_with(word));
    let first =
        document.dates.iter().rfind(|date| date.at.end() <= limit.at.start() && block.contains(date.at))?;
    let runs = document.plain.get(first.at.end()..).is_some_and(|after| after.starts_with('起'));
    let other = OTHER.iter().any(|word| sentence.contains(word));
    let last = first.date()?.checked_add(i64::from(limit.whole()?).years()).ok()?;
    if !(own && holds && runs) || other || last >= today {
        return None;
    }
    let message = format!("写明有效到{}，已经过期（今天是{}）", day(last), day(today));
    Some(rule.finding(document, first.at.join(limit.measure), message))
}

fn ended(rule: &Rule, document: &Document, date: &DateMention, today: Date) -> Option<Finding> {
    let last = date.date().filter(|last| *last < today)?;
    let block = document.block_at(date.at)?.span;
    let before = Span::<Plain>::new(block.start(), date.at.start()).of(&document.plain);
    let after = Span::<Plain>::new(date.at.end(), block.end()).of(&document.plain);
    let (before, after) = (FoldedText::new(before), FoldedText::new(after));
    // 本指南有效期 | 2024年1月1日至2025年12月31日
    let label = document.row_head(date.at).filter(|head| head.span != block);
    let label = label.map(|head| FoldedText::new(head.span.of(&document.plain)).as_str().trim().to_owned());
    let sentence = before.as_str().rsplit(['。', ';']).next().unwrap_or_default();
    let sentence = match label.filter(|label| OWN.iter().any(|word| label.contains(word))) {
        Some(label) => format!("{label}:{sentence}"),
        None => sentence.to_owned(),
    };
    let rest = after.as_str().split(['。', ';']).next().unwrap_or_default();
    let head = UNTIL.iter().find_map(|word| sentence.strip_suffix(word))?.trim_end_matches([':', '为']);
    let holds = HOLDS.iter().any(|word| head.ends_with(word)) || from_to(head);
    let own = OWN.iter().any(|word| sentence.contains(word));
    let other = OTHER.iter().any(|word| sentence.contains(word) || rest.contains(word));
    if !(holds && own) || other {
        return None;
    }
    let message = format!("写明有效到{}，已经过期（今天是{}）", day(last), day(today));
    Some(rule.finding(document, date.at, message))
}

/// 有效期为2023年11月1日至: whether words end with the day from which something holds.
fn from_to(head: &str) -> bool {
    let (_, period) = head.rsplit_once("有效期").unwrap_or_default();
    period.ends_with(['日', '起'])
        && period.chars().all(|c| c.is_ascii_digit() || "限自从为:年月日起".contains(c))
}
