//! Dates that a document counts itself: acceptance and five working days make another date, and seven days of publicity lie
//! between two. What the calendar does not know is not judged.

use jiff::ToSpan as _;

use super::{
    super::super::rule::Rule,
    counted, expired,
    publicity::{publicity, publicity_of, same_year},
};
use crate::{
    doc::{BlockKind, Document, Kind, NoticeKind},
    finding::{Finding, Label},
    law::{Date, DateMention, LimitRole, TimeLimit, Unit, WorkCalendar},
    text::{FoldedText, Plain, Span},
};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// From a day and a number of working days the day on which they end.
    End,
    /// From the first and the last day of publicity the days between them.
    Publicity,
    /// From the day of an application to that of the notice to correct it, at most five working days.
    Correction,
    /// That more time is taken is told before the time is over.
    Extension,
    /// The day on which a document ceases to hold has not passed.
    Expiry,
}

/// How far behind a limit the date may stand on which it ends, in characters.
const REACH: usize = 24;

/// Working days within which a notice to correct is due (行政许可法第三十二条).
const CORRECTION: u32 = 5;

impl Due {
    pub(super) const NAMES: [(&'static str, Due); 5] = [
        ("办结日期", Due::End),
        ("公示起止", Due::Publicity),
        ("补正告知", Due::Correction),
        ("延期告知", Due::Extension),
        ("有效期", Due::Expiry),
    ];

    pub(super) fn run(
        self,
        rule: &Rule,
        document: &Document,
        calendar: &WorkCalendar,
        today: Date,
    ) -> Vec<Finding> {
        match self {
            Due::Expiry => expired::expired(rule, document, today),
            Due::End => {
                // The first day of publicity may count: another check has the custom.
                let limits = document.limits.iter().filter(|limit| limit.role != LimitRole::Publicity);
                let mut findings: Vec<Finding> =
                    limits.filter_map(|limit| miscounted(rule, document, limit, calendar)).collect();
                findings.extend(counted::examples(rule, document, calendar));
                findings.extend(counted::validity(rule, document));
                findings.extend(counted::replied_late(rule, document, calendar));
                findings
            }
            Due::Publicity => {
                let limits = document.limits.iter();
                limits.filter_map(|limit| publicity(rule, document, limit, calendar)).collect()
            }
            Due::Correction => correction(rule, document, calendar).into_iter().collect(),
            Due::Extension => counted::told_late(rule, document).into_iter().collect(),
        }
    }
}

impl Due {
    /// What could not be counted, since the calendar does not hold a year: said, for nobody should take it for checked.
    pub(super) fn left_out(self, document: &Document, calendar: &WorkCalendar) -> Vec<String> {
        let unknown = |from: Date, to: Date, words: &str| {
            let year = calendar.first_unknown(from, to)?;
            Some(format!("工作日历里没有{year}年的节假日安排，没有核对“{words}”"))
        };
        let counted = |limit: &TimeLimit| {
            let count = working_days(limit).filter(|count| *count > 0)?;
            let (start, end) = (start_of(document, limit)?.date()?, end_of(document, limit)?);
            let is_known = calendar.after(start, count).is_some();
            let to = if is_known {
                start
            } else {
                end.date()?.max(start.checked_add(i64::from(count).days()).ok()?)
            };
            unknown(start, to, end.at.of(&document.plain))
        };
        let public = |limit: &TimeLimit| {
            let (first, last) = publicity_of(document, limit).filter(|_| limit.unit == Unit::WorkingDay)?;
            unknown(first.date()?, same_year(first, last)?, first.at.join(last.at).of(&document.plain))
        };
        let corrected = || {
            let (filed, made) = correction_of(document)?;
            unknown(filed.date()?, made.date()?, made.at.of(&document.plain))
        };
        match self {
            Due::End => document.limits.iter().filter_map(counted).collect(),
            Due::Publicity => document.limits.iter().filter_map(public).collect(),
            Due::Correction => corrected().into_iter().collect(),
            Due::Expiry | Due::Extension => Vec::new(),
        }
    }
}

/// The whole number of days of a limit in working days, a range left out.
fn working_days(limit: &TimeLimit) -> Option<u32> {
    limit.whole().filter(|_| limit.unit == Unit::WorkingDay)
}

fn miscounted(
    rule: &Rule,
    document: &Document,
    limit: &TimeLimit,
    calendar: &WorkCalendar,
) -> Option<Finding> {
    let count = working_days(limit).filter(|count| *count > 0)?;
    let end = end_of(document, limit)
        .or_else(|| end_before(document, limit))
        .or_else(|| labelled_end(document, limit))?;
    let (start, end_day) = (start_of(document, limit)?, end.date()?);
    let start_day = start.date()?;
    let due = calendar.after(start_day, count)?;
    // Who gets a notice later has until later.
    if from_receipt(document, limit) && end_day > due {
        return None;
    }
    // What a special procedure takes may be counted from the acceptance as well as from the notice.
    let accepted = || document.dates.iter().find(|date| accepts(document, date))?.date();
    if is_special(document, limit) && accepted().and_then(|day| calendar.after(day, count)) == Some(end_day) {
        return None;
    }
    // 自12月1日起继续计算剩余的5个工作日: the first of them may be that day.
    let goes_on = ["继续计算", "剩余"]
        .iter()
        .any(|word| before_limit(document, limit).of(&document.plain).contains(word));
    // 自11月17日起算，至12月14日止: both days are named as those of the period, and the first is no day on which anything else happened.
    let is_named = document.dates.iter().filter(|date| date.date() == Some(start_day)).count() == 1
        && before(document, start).ends_with(['自', '从']);
    let is_from = |words: &str| words.starts_with("起算") || is_named && words.starts_with("起至");
    let is_period = is_from(after(document, start)) && after(document, end).starts_with('止');
    if (goes_on || is_period) && calendar.between(start_day, end_day).is_some_and(|days| days + 1 == count) {
        return None;
    }
    // What is ready in time may lie there for a while.
    if due == end_day || end_day > due && collects(document, end) {
        return None;
    }
    let words = end.at.of(&document.plain);
    let message = format!("从{}起 {count} 个工作日，应到{}，不是{words}", day(start_day), day(due));
    let mut finding = rule.finding(document, end.at, message);
    finding.primary.note = "写明的日期".to_owned();
    finding.related = vec![
        Label { at: start.at, note: "起算的日期".to_owned() },
        Label { at: limit.measure, note: "时限".to_owned() },
    ];
    finding.advice = format!("核对起算日期和时限；无误的，改为{}。", day(due));
    Some(finding)
}

/// 请于2026年11月20日前领取: whether a date is the one until which something is to be fetched.
fn collects(document: &Document, date: &DateMention) -> bool {
    let after = after(document, date);
    after.trim_start_matches(['之', '以']).starts_with('前')
        && ["领取", "领证", "取件", "取证"].iter().any(|word| after.contains(word))
}

/// The date on which a limit ends, when the words behind it say so in the same sentence.
fn end_of<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    // 15个工作日，自3月9日起计算，至3月27日届满: the first date is where it begins.
    let mut later = document.dates.iter().filter(|date| date.at.start() >= limit.at.end());
    let first = later.next()?;
    let end = if starts_here(document, limit, first) { later.next()? } else { first };
    let gap = Span::<Plain>::new(limit.at.end(), end.at.start());
    let folded = FoldedText::new(gap.of(&document.plain));
    let words = folded.as_str();
    let words = words.rsplit_once("起").filter(|_| end.at != first.at).map_or(words, |(_, words)| words);
    let ends = ["至", "到", "前", "即", "截止", "办结日期", "届满日", "将于", "于", "最迟", "不晚于", "("];
    // 法定时限15个工作日，承诺时限8个工作日，即于11月26日前: the date ends the limit right before it.
    let of_another = || document.limits.iter().any(|other| gap.contains(other.measure));
    let near = words.chars().count() <= REACH && !words.contains(['。', ';', '\n']) && !of_another();
    let other = ["起", "受理", "收到", "提交", "公示"].iter().any(|word| {
        // 自受理之日起 belongs to the limit; 于…受理 would begin another time.
        words.replace("自受理之日起", "").replace("受理之日", "").contains(word)
    });
    // 5个工作日，3月9日届满: the words may stand behind the date.
    let behind = after(document, end);
    let ended = ["届满", "期满", "到期", "截止", "前", "止"].iter().any(|word| behind.starts_with(word));
    (near && !other && (ended || ends.iter().any(|word| words.contains(word)))).then_some(end)
}

/// The date right before a limit in brackets that ends it: 应当于2026年7月9日前（自受理之日起3个工作日内）补齐.
fn end_before<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    let end = document.dates.iter().rfind(|date| date.at.end() <= limit.at.start())?;
    let between = Span::<Plain>::new(end.at.end(), limit.at.start()).of(&document.plain);
    let folded = FoldedText::new(between);
    let words = folded.as_str().trim_start_matches(['之', '以']);
    let (done, note) = words.strip_prefix('前')?.split_once('(')?;
    let is_short = done.chars().count() + note.chars().count() <= REACH;
    (is_short && !note.contains([')', ',', '。', ';', '\n'])).then_some(end)
}

/// Whether a limit runs from the day on which somebody gets the paper itself.
fn from_receipt(document: &Document, limit: &TimeLimit) -> bool {
    let origin = limit.origin.map_or("", |origin| origin.of(&document.plain));
    ["收到本", "接到本", "送达本", "本告知书送达", "本通知书送达"].iter().any(|word| origin.contains(word))
}

/// Whether a limit is what a special procedure takes: 专家评审所需时间10个工作日.
fn is_special(document: &Document, limit: &TimeLimit) -> bool {
    let tells = document.kind == Some(Kind::Notice(NoticeKind::SpecialProcedure));
    let asks = before_limit(document, limit).of(&document.plain).contains("所需时间");
    limit.role == LimitRole::SpecialProcedure || asks || tells && limit.role == LimitRole::Unknown
}

/// Whether a limit is by how much the time is put off, by its own words or by the head of its row: 延长期限 | 7个工作日.
fn puts_off(document: &Document, limit: &TimeLimit) -> bool {
    let above = || {
        let block = document.block_at(limit.at)?;
        let next = document.blocks.partition_point(|other| other.span.start() < block.span.start());
        let label = next.checked_sub(1).and_then(|i| document.blocks.get(i))?.span.of(&document.plain);
        Some(["延长期限", "延长时限", "延期天数", "延长天数", "延长时间"].contains(&label.trim()))
    };
    limit.role == LimitRole::Extension || above().unwrap_or(false)
}

/// The date of the paper itself.
pub(super) fn own_date(document: &Document) -> Option<&DateMention> {
    document.dates.iter().rfind(|date| date.date().is_some() && date.date() == document.date)
}

/// The date that a label gives as the end of the only promise of an acceptance: 受理日期：…, 承诺时限：5个工作日, 应办结日期：….
fn labelled_end<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    const ENDS: [&str; 10] = [
        "应办结日",
        "办结日",
        "办结日期",
        "应办结日期",
        "预计办结日期",
        "承诺办结日期",
        "办结截止日期",
        "办理截止日期",
        "应办结时间",
        "预计办结时间",
    ];
    const PUT_OFF: [&str; 5] =
        ["延长后的办结日期", "延长后办结日期", "延期后的办结日期", "延期后办结日期", "新的办结日期"];
    let labelled = |labels: &'static [&'static str]| {
        let mut ends = document.dates.iter().filter(move |date| labels.contains(&label_of(document, date)));
        ends.next().filter(|_| ends.next().is_none())
    };
    if puts_off(document, limit) {
        return labelled(&PUT_OFF);
    }
    // The promise, and once more in a sentence.
    let is_promise = |limit: &&TimeLimit| limit.role == LimitRole::Promised;
    let mut promises = document.limits.iter().filter(is_promise);
    let only = promises.next().is_some_and(|first| {
        first.at == limit.at && promises.all(|other| other.amount == first.amount && other.unit == first.unit)
    });
    let end = labelled(&ENDS).filter(|_| only)?;
    // A notice of completion tells the day on which the matter was finished, ahead of time as a rule.
    matches!(document.kind, Some(Kind::Notice(NoticeKind::Acceptance | NoticeKind::TolerantAcceptance)))
        .then_some(end)
}

/// The label that a date is all the value of: before the colon on its line, or in the cell before its own.
pub(super) fn label_of<'d>(document: &'d Document, date: &DateMention) -> &'d str {
    let Some(block) = document.block_at(date.at) else { return "" };
    let before = document.plain.get(block.span.start()..date.at.start()).unwrap_or_default().trim();
    let is_cell = matches!(block.kind, BlockKind::Cell(_));
    let is_alone =
        || document.plain.get(date.at.end()..block.span.end()).unwrap_or_default().trim().is_empty();
    let label = if before.is_empty() && (is_cell || is_alone()) {
        let next = document.blocks.partition_point(|other| other.span.start() < block.span.start());
        let beside = next.checked_sub(1).and_then(|i| document.blocks.get(i));
        beside.map_or("", |beside| beside.span.of(&document.plain).trim())
    } else if before.ends_with(['：', ':']) {
        before.rsplit([' ', '　', '\t', '；', '，']).next().unwrap_or_default()
    } else {
        ""
    };
    label.trim_end_matches(['：', ':'])
}

/// Whether a limit runs from a date right behind it, in its own sentence: 延长15个工作日，自3月9日起计算.
fn starts_here(document: &Document, limit: &TimeLimit, date: &DateMention) -> bool {
    let between = Span::<Plain>::new(limit.at.end(), date.at.start()).of(&document.plain);
    let here = !between.contains(['。', '\n', '；', ';']);
    // 自采样之日（2026年11月18日）次日起算
    let noted = between.ends_with(['（', '(']) && between.trim_end_matches(['（', '(']).ends_with("之日");
    // 自8月18日的次日起计算
    let behind = after(document, date).trim_start_matches(['的', '次', '之', '日']);
    here && (between.ends_with(['自', '从']) && behind.starts_with('起') || noted)
}

/// The date from which a limit runs: that behind it (自3月9日起计算); for an extension the one on which the time would have ended; else the one in the same
/// sentence before it, or that of the acceptance.
fn start_of<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    let first = document.dates.iter().find(|date| date.at.start() >= limit.at.end());
    if let Some(first) = first.filter(|date| starts_here(document, limit, date)) {
        return Some(first);
    }
    if puts_off(document, limit) {
        let named = document.dates.iter().find(|date| {
            let before = before(document, date);
            let first =
                ["原定", "原办结", "原期限", "届满", "原承诺"].iter().any(|word| before.contains(word))
                    || label_of(document, date).starts_with('原');
            // 应于2026年6月8日前办结
            let due = after(document, date).starts_with('前')
                && ["应于", "应当于", "应在"].iter().any(|word| before.ends_with(word));
            first || date.at.end() <= limit.at.start() && (due || after(document, date).starts_with("届满"))
        });
        // 应当在15个工作日内，即2026年11月16日前作出决定: the end of the time that is put off.
        let put_off = || {
            let mut earlier = document
                .limits
                .iter()
                .filter(|other| other.at.end() <= limit.at.start() && other.role != LimitRole::Extension);
            // 占用期90天），本机关已于2026年10月19日受理: there something else begins.
            earlier.find_map(|other| end_of(document, other).filter(|end| !accepts(document, end)))
        };
        return named.or_else(put_off);
    }
    if from_receipt(document, limit) {
        return own_date(document);
    }
    let sentence = before_limit(document, limit);
    let runs_here = |date: &&DateMention| {
        sentence.contains(date.at) && after(document, date).trim_start_matches(')').starts_with('起')
    };
    if is_special(document, limit) && !document.dates.iter().any(|date| runs_here(&date)) {
        return own_date(document);
    }
    let own = document.dates.iter().rfind(|date| sentence.contains(date.at) && begins(document, date));
    own.or_else(|| document.dates.iter().find(|date| begins(document, date) && accepts(document, date)))
        .or_else(|| accepted_today(document, limit))
        .or_else(|| accepted_on_receipt(document, limit))
}

/// The day on which an application was received that a notice without another date accepts (现予受理), for a limit that runs
/// from the acceptance.
fn accepted_on_receipt<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    let from_acceptance = limit.origin.is_some_and(|origin| origin.of(&document.plain).contains("受理之日"));
    let accepts = document.kind == Some(Kind::Notice(NoticeKind::Acceptance))
        && ["现予受理", "现予以受理", "现决定受理"]
            .iter()
            .any(|word| document.folded.as_str().contains(word));
    if !(from_acceptance && accepts) {
        return None;
    }
    let received = document.dates.iter().find(|date| receives(after(document, date)))?;
    // A notice of a later day may accept on that day.
    let own = document.date.is_none_or(|own| Some(own) == received.date());
    let dated = |date: &&DateMention| date.date().is_some() && date.at.end() < limit.at.start();
    (own && document.dates.iter().filter(dated).count() == 1).then_some(received)
}

/// The date of a notice that accepts an application on its own day, for a limit that runs from the acceptance.
fn accepted_today<'d>(document: &'d Document, limit: &TimeLimit) -> Option<&'d DateMention> {
    let accepts =
        matches!(document.kind, Some(Kind::Notice(NoticeKind::Acceptance | NoticeKind::TolerantAcceptance)));
    let from_acceptance = limit.origin.is_some_and(|origin| origin.of(&document.plain).contains("受理之日"));
    let today =
        ["当日受理", "当日容缺受理", "即日受理", "即日起受理", "今日受理", "现予容缺受理", "现予以容缺受理"];
    let says_so = today.iter().any(|word| document.folded.as_str().contains(word));
    if !(accepts && from_acceptance && says_so) {
        return None;
    }
    document.dates.iter().rfind(|date| date.date().is_some() && date.date() == document.date)
}

/// The sentence before a limit.
fn before_limit(document: &Document, limit: &TimeLimit) -> Span<Plain> {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let start = before.rfind(['。', '\n', '；']).map_or(0, |i| i);
    Span::new(start, limit.at.start())
}

/// The words of the sentence before a date, folded.
pub(super) fn before<'d>(document: &'d Document, date: &DateMention) -> &'d str {
    let at = document.folded.from_plain(date.at);
    let before = document.folded.as_str().get(..at.start()).unwrap_or_default();
    let sentence = before.rfind(['。', '\n', ';']).and_then(|i| before.get(i..)).unwrap_or(before);
    let from = sentence.char_indices().rev().nth(REACH).map_or(0, |(i, _)| i);
    sentence.get(from..).unwrap_or_default()
}

/// The words of the sentence behind a date, folded.
pub(super) fn after<'d>(document: &'d Document, date: &DateMention) -> &'d str {
    let at = document.folded.from_plain(date.at);
    let after = document.folded.as_str().get(at.end()..).unwrap_or_default();
    let end = after.char_indices().nth(REACH).map_or(after.len(), |(i, _)| i);
    let words = after.get(..end).unwrap_or_default();
    words.split(['。', '\n', ';']).next().unwrap_or_default()
}

/// 自…起, 于…受理: whether a time begins on that date.
fn begins(document: &Document, date: &DateMention) -> bool {
    // 自收到本通知书之日（2026年11月19日）起
    let after = after(document, date).trim_start_matches(')');
    after.starts_with('起') || accepts(document, date)
}

fn accepts(document: &Document, date: &DateMention) -> bool {
    let after = after(document, date)
        .trim_start_matches(['起', '予', '以', '正', '式', '决', '定', '先', '容', '缺']);
    // 受理日期为2026年7月23日
    let said = ["受理日期为", "受理日期是", "受理时间为", "受理之日("]
        .iter()
        .any(|word| before(document, date).ends_with(word));
    after.starts_with("受理")
        || said
        || ["受理日期", "受理时间", "受理日"].contains(&label_of(document, date))
}

/// 2026年10月12日，本局收到: whether the words behind a date tell that somebody received something on it.
pub(super) fn receives(after: &str) -> bool {
    const WHO: [&str; 9] = ["本机关", "本局", "本中心", "我局", "我中心", "我单位", "本单位", "窗口", "本厅"];
    let after = after.trim_start_matches(['，', ',']);
    let after = WHO.iter().find_map(|who| after.strip_prefix(who)).unwrap_or(after);
    ["收到", "收悉", "接到", "接收"].iter().any(|word| after.starts_with(word))
}

/// 3月9日通过政务服务网向我局提出: whether something was filed on a date, after words that say in which way.
fn by_some_way(document: &Document, date: &DateMention) -> bool {
    const LONGEST: usize = 60;
    let words = document.plain.get(date.at.end()..).unwrap_or_default();
    let sentence = words.split(['。', '\n', '；', '年']).next().unwrap_or_default();
    let filed = ["提出", "提交", "递交", "申请"].iter().filter_map(|word| sentence.find(word)).min();
    ["通过", "在", "经", "到", "以", "登录"].iter().any(|word| sentence.starts_with(word))
        && filed.and_then(|end| sentence.get(..end)).is_some_and(|way| way.chars().count() <= LONGEST)
}

/// The words behind a date without a note in brackets right there: （星期四）, （收件编号20261105）.
fn without_note(after: &str) -> &str {
    let note = after.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    note.map_or(after, |(_, rest)| rest)
}

/// The day of the application that a notice to correct names, and that of the notice.
fn correction_of(document: &Document) -> Option<(&DateMention, &DateMention)> {
    if document.kind != Some(Kind::Notice(NoticeKind::Correction)) {
        return None;
    }
    let filed = document.dates.iter().find(|date| {
        let (before, after) = (before(document, date), without_note(after(document, date)));
        let files = ["提交", "提出", "申请", "递交", "送来", "向"].iter().any(|word| after.starts_with(word))
            || by_some_way(document, date);
        files
            || receives(after)
            || ["收到你于", "收件日期:", "收到日期:"].iter().any(|word| before.ends_with(word))
            || ["收件日期", "收到日期", "申请日期"].contains(&label_of(document, date))
    })?;
    let made = document.dates.iter().rfind(|date| date.date() == document.date && date.at != filed.at)?;
    Some((filed, made))
}

/// A notice to correct that was made more than five working days after the application.
fn correction(rule: &Rule, document: &Document, calendar: &WorkCalendar) -> Option<Finding> {
    let (filed, made) = correction_of(document)?;
    let days = calendar.between(filed.date()?, document.date?)?;
    if days <= CORRECTION {
        return None;
    }
    let message = format!("提出申请后第 {days} 个工作日才告知补正，超过 {CORRECTION} 个工作日");
    let mut finding = rule.finding(document, made.at, message);
    finding.related.push(Label { at: filed.at, note: "提出申请".to_owned() });
    Some(finding)
}

pub(super) fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
