//! Dates that are counted from one another without a limit in their sentence: an example that a guide works out, the days between which
//! a permit holds, and those on which a paper should have been made.

use jiff::ToSpan as _;

use super::{
    super::super::rule::Rule,
    due::{after, before, day, label_of, own_date, receives},
};
use crate::{
    doc::{Document, Kind, NoticeKind},
    finding::{Finding, Label},
    law::{DateMention, LimitRole, TimeLimit, Unit, WorkCalendar},
    text::{Plain, Span},
};

/// The days of examples (例如10月10日受理的，最迟10月16日办结) that the promise of a guide does not lead to. The date of
/// acceptance does not count.
pub(super) fn examples(rule: &Rule, document: &Document, calendar: &WorkCalendar) -> Vec<Finding> {
    let promises = || document.limits.iter().filter(|limit| limit.role == LimitRole::Promised);
    let Some(promise) = promises().next() else { return Vec::new() };
    let is_one = promises().all(|other| other.amount == promise.amount && other.unit == promise.unit);
    let count = promise.whole().filter(|_| is_one && promise.unit == Unit::WorkingDay);
    let Some(count) = count.filter(|_| document.kind == Some(Kind::Guide)) else { return Vec::new() };
    let finding = |(accepted, finished): (&DateMention, &DateMention)| {
        let between = Span::<Plain>::new(accepted.at.end(), finished.at.start()).of(&document.plain);
        let behind = document.plain.get(finished.at.end()..).unwrap_or_default();
        let behind = behind.trim_start_matches(['之', '以', '前']);
        let is_example = between.starts_with("受理的")
            && ["最迟", "应当在", "应当于", "应于", "应在", "至迟", "将于", "须在"]
                .iter()
                .any(|word| between.ends_with(word))
            && between.chars().count() <= LONGEST
            && ["办结", "作出决定", "办完", "出证", "办好"].iter().any(|word| behind.starts_with(word));
        let (from, to) = (accepted.date()?, finished.date()?);
        let due = calendar.after(from, count).filter(|due| is_example && *due != to)?;
        let words = finished.at.of(&document.plain);
        let message = format!("从{}起 {count} 个工作日，应到{}，不是{words}", day(from), day(due));
        let advice = format!("核对承诺时限；无误的，改为{}。", day(due));
        let finding = rule.finding(document, finished.at, message);
        Some(explained(finding, "举例的日期", accepted, (promise, "时限"), advice))
    };
    document.dates.iter().zip(document.dates.iter().skip(1)).filter_map(finding).collect()
}

/// The longest words between the two days of an example, in characters.
const LONGEST: usize = 16;

/// The days until which something holds (有效期5年，自2026年7月8日起至2031年7月7日止) that its years do not lead to.
pub(super) fn validity(rule: &Rule, document: &Document) -> Vec<Finding> {
    let years = document.limits.iter().filter(|limit| limit.unit == Unit::Year);
    let finding = |limit: &TimeLimit| {
        let years = i64::from(limit.whole()?);
        let sentence = sentence_around(document, limit.at);
        let words = sentence.of(&document.plain);
        let mut dates = document.dates.iter().filter(|date| sentence.contains(date.at));
        let (first, last, third) = (dates.next()?, dates.next()?, dates.next());
        let between = Span::<Plain>::new(first.at.end(), last.at.start()).of(&document.plain);
        let is_span = ["至", "到", "起至", "—", "-", "起到"].contains(&between.trim());
        if !is_span || third.is_some() || !words.contains("有效期") {
            return None;
        }
        let (from, to) = (first.date()?, last.date()?);
        let due = from.checked_add(years.years()).ok()?;
        // The last day is that before the anniversary, or the anniversary itself.
        let eve = due.yesterday().ok()?;
        if [Some(due), Some(eve), due.tomorrow().ok()].contains(&Some(to)) {
            return None;
        }
        let said = last.at.of(&document.plain);
        let message = format!("从{}起 {years} 年，应到{}，不是{said}", day(from), day(eve));
        let advice = format!("核对有效期的年数和起止日期；年数无误的，改为{}。", day(eve));
        let finding = rule.finding(document, last.at, message);
        Some(explained(finding, "写明的日期", first, (limit, "有效期"), advice))
    };
    years.filter_map(finding).collect()
}

/// `finding` on a day, with what it was counted from and what to do.
fn explained(
    mut finding: Finding,
    note: &str,
    start: &DateMention,
    (limit, what): (&TimeLimit, &str),
    advice: String,
) -> Finding {
    finding.primary.note = note.to_owned();
    finding.related = vec![
        Label { at: start.at, note: "起算的日期".to_owned() },
        Label { at: limit.measure, note: what.to_owned() },
    ];
    finding.advice = advice;
    finding
}

/// The sentence around a place: from the last full stop or semicolon before it to the next one behind it, in its own line.
fn sentence_around(document: &Document, at: Span<Plain>) -> Span<Plain> {
    const ENDS: [char; 3] = ['。', '；', '\n'];
    let plain = document.plain.as_str();
    let before = plain.get(..at.start()).unwrap_or_default();
    let start = at.start() - before.rsplit(ENDS).next().unwrap_or_default().len();
    let end = plain.get(at.end()..).and_then(|after| after.find(ENDS)).map_or(plain.len(), |i| at.end() + i);
    Span::new(start, end)
}

/// A notice of an extension that was made when the time was over.
pub(super) fn told_late(rule: &Rule, document: &Document) -> Option<Finding> {
    if document.kind != Some(Kind::Notice(NoticeKind::Extension)) {
        return None;
    }
    let ends_with = |date, words: &[&str]| words.iter().any(|word| before(document, date).ends_with(word));
    // 应于11月9日前作出决定
    let was_due = |date| {
        let behind = after(document, date);
        ends_with(date, &["应于", "应当于", "应在", "应当在"])
            && behind.starts_with('前')
            && ["作出", "办结", "决定", "办理"].iter().any(|word| behind.contains(word))
    };
    let ended = document.dates.iter().find(|date| {
        label_of(document, date).starts_with("原办结")
            || ends_with(date, &["原办结日期为", "原办结时限为", "原定办结日期为", "原定于", "原承诺于"])
            || was_due(date)
    })?;
    let made = own_date(document).filter(|made| made.date() > ended.date())?;
    let said = day(ended.date()?);
    let mut finding = rule.finding(document, made.at, format!("原办结日期{said}已经过了才告知延期"));
    finding.related.push(Label { at: ended.at, note: "原办结日期".to_owned() });
    Some(finding)
}

/// Working days within which a request for information is answered (政府信息公开条例第三十三条第二款).
const REPLY: u32 = 20;

/// A reply to a request for information that was made later, without a word of more time or of a third party.
pub(super) fn replied_late(rule: &Rule, document: &Document, calendar: &WorkCalendar) -> Option<Finding> {
    if document.kind != Some(Kind::Notice(NoticeKind::InformationReply)) {
        return None;
    }
    let text = document.folded.as_str();
    let more_time =
        ["延长", "延期", "补正", "第三方", "征求", "邮寄", "签收"].iter().any(|word| text.contains(word));
    let received =
        document.dates.iter().find(|date| receives(after(document, date))).filter(|_| !more_time)?;
    let made = own_date(document).filter(|made| made.at != received.at)?;
    let days = calendar.between(received.date()?, made.date()?)?;
    let late = days > REPLY;
    let message = || format!("收到申请后第 {days} 个工作日才答复，超过 {REPLY} 个工作日");
    let mut finding = late.then(|| rule.finding(document, made.at, message()))?;
    finding.related.push(Label { at: received.at, note: "收到申请".to_owned() });
    Some(finding)
}
