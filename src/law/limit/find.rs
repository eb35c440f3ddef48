//! Finding time limits in folded text: the grammar of numbers, units and bounds, and what stands around them.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    Bound, LimitRole, TimeLimit, Unit,
    measure::{Measure, measures},
    role::role,
};
use crate::text::{Amount, FoldedText, Span, head};

/// Words before a number that bound it, the longer ones first.
const BEFORE: &[(&str, Bound)] = &[
    ("不得超过", Bound::Within),
    ("不超过", Bound::Within),
    ("不多于", Bound::Within),
    ("最长", Bound::Within),
    ("至多", Bound::Within),
    ("最多", Bound::Within),
    ("不得少于", Bound::AtLeast),
    ("不少于", Bound::AtLeast),
    ("不低于", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("不满", Bound::LessThan),
    ("少于", Bound::LessThan),
    ("超过", Bound::MoreThan),
    ("多于", Bound::MoreThan),
];

/// Words after a unit that bound it.
const AFTER: &[(&str, Bound)] = &[
    ("之内", Bound::Within),
    ("以内", Bound::Within),
    ("内", Bound::Within),
    ("以下", Bound::Within),
    ("以上", Bound::AtLeast),
];

/// Words before a number that tell by how much a limit was shortened.
const SHORTENED: [&str; 12] =
    ["压缩", "缩短", "减少", "压减", "提前", "提速", "提早", "节省", "节约", "少用", "缩减", "快"];

/// Words after a number that tell that it counts the time before something: to report, to apply, to tell.
const AHEAD: [&str; 9] = ["报", "向", "申请", "通知", "告知", "书面", "提出", "填", "送"];

/// 即办件 is a kind of case, not a limit.
static ON_THE_SPOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"当场(?:受理、?当场)?(?:予以|给予)?(?:办结|办理|办完|办毕|出证|发证|取证|领取)|即时(?:办结|办理)|即来即办|即收即办|随到随办|立等可取|即办(?:$|[^件理结])|马上办结|立即办结").ok()
});

static ORIGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:自|从)[^,。;:、()\n]+?(?:之日|之时|当日|次日|之后|后)?起(?:算|计算)?|(?:收到|受理|接到|收齐|作出)[^,。;:()\n]*?(?:之日起|后|起)").ok()
});

static EXCLUDES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"不(?:含|包括|包含|计入?)[^()。;\n]+|[^(),。;\n]+不计(?:入|算)[^(),。;\n]*").ok()
});

/// Every time limit in `text`, in order. Dates (每月10日, 3月2日), years, ages and ordinals are none.
pub fn time_limits(text: &FoldedText) -> Vec<TimeLimit> {
    let folded = text.as_str();
    let measures = measures(folded).into_iter();
    let mut found: Vec<(Range<usize>, TimeLimit)> =
        measures.filter_map(|measure| counted(text, &measure)).collect();
    // An expression is compiled only for a text that has words it could match.
    let at_once = ["当场", "即", "立等", "马上", "随到"].iter().any(|word| folded.contains(word));
    let on_the_spot = if at_once { ON_THE_SPOT.as_ref() } else { None };
    for words in on_the_spot.into_iter().flat_map(|on_the_spot| on_the_spot.find_iter(folded)) {
        // The last character of 即办 that stands alone is not its own.
        let end = words.start() + words.as_str().trim_end_matches(|c: char| !is_han(c)).len();
        let negated = folded
            .get(..words.start())
            .is_some_and(|before| before.ends_with('不') || before.ends_with("不能"));
        let at = words.start()..end;
        if !negated && found.iter().all(|(other, _)| other.start >= end || other.end <= at.start) {
            found.push((at.clone(), blank(text, at.clone(), at, Unit::OnTheSpot, Amount::default())));
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    for i in 0..found.len() {
        let left = i.checked_sub(1).and_then(|i| found.get(i)).map_or(0, |(at, _)| at.end);
        let right = found.get(i + 1).map_or(folded.len(), |(at, _)| at.start);
        if let Some((at, limit)) = found.get_mut(i) {
            surroundings(text, at.clone(), left..right, limit);
        }
    }
    found.into_iter().map(|(_, limit)| limit).collect()
}

fn blank(
    text: &FoldedText,
    at: Range<usize>,
    measure: Range<usize>,
    unit: Unit,
    amount: Amount,
) -> TimeLimit {
    TimeLimit {
        at: text.to_plain(Span::new(at.start, at.end)),
        measure: text.to_plain(Span::new(measure.start, measure.end)),
        amount,
        from_amount: None,
        restated: None,
        unit,
        bound: None,
        origin: None,
        excludes: None,
        role: LimitRole::Unknown,
    }
}

/// A measure as a limit, unless it is a date, a year, an age or an ordinal.
fn counted(text: &FoldedText, measure: &Measure) -> Option<(Range<usize>, TimeLimit)> {
    let folded = text.as_str();
    let before = folded.get(..measure.at.start)?;
    let after = folded.get(measure.at.end..)?;
    let unit_words = folded.get(measure.unit.clone())?;
    let number = folded.get(measure.number.clone())?;
    if is_no_limit(before, number, unit_words, after) {
        return None;
    }
    let half = unit_words.contains('半');
    let amount = if half { measure.amount.amount.plus(Amount::HALF) } else { measure.amount.amount };
    let lead = before.strip_suffix('为').unwrap_or(before);
    let bounding = BEFORE.iter().find(|(word, _)| lead.ends_with(word));
    let trailing = AFTER.iter().find(|(word, _)| after.starts_with(word));
    let start = bounding.map_or(measure.at.start, |(word, _)| lead.len() - word.len());
    let end = measure.at.end + trailing.map_or(0, |(word, _)| word.len());
    // 30日（日历日）
    let noted = after.trim_start_matches('内').strip_prefix('(');
    let is_calendar = noted.is_some_and(|note| note.starts_with("日历日") || note.starts_with("自然日"));
    let unit = match unit_of(unit_words) {
        Unit::Day if is_calendar => Unit::CalendarDay,
        unit => unit,
    };
    let mut limit = blank(text, start..end, measure.at.clone(), unit, amount);
    limit.restated = measure.amount.restated;
    limit.from_amount = measure.low;
    limit.bound = bounding.or(trailing).map(|&(_, bound)| bound);
    Some((start..end, limit))
}

fn unit_of(words: &str) -> Unit {
    let has = |part: &str| words.contains(part);
    match () {
        () if has("工作") => Unit::WorkingDay,
        () if has("自然") || has("日历") => Unit::CalendarDay,
        () if has("分钟") => Unit::Minute,
        () if has("小时") || has("钟头") => Unit::Hour,
        () if has("周") || has("星期") => Unit::Week,
        () if has("月") => Unit::Month,
        () if has("年") => Unit::Year,
        () => Unit::Day,
    }
}

/// Dates, years, ages, ordinals and words that only look like a number with a unit.
fn is_no_limit(before: &str, number: &str, unit: &str, after: &str) -> bool {
    let previous = before.chars().next_back();
    let next = after.chars().next();
    // 第10日, 《…》(2019年, 1.5 of a longer number.
    if matches!(previous, Some('第' | '.' | '/' | '星' | '周' | '每' | '款' | '条' | '项'))
        || previous.is_some_and(|c| c.is_ascii_digit())
    {
        return true;
    }
    // 满两年 is a condition; 期满三个月内 begins a time.
    if previous == Some('满') && !before.ends_with("期满") && !before.ends_with("届满") {
        return true;
    }
    // 由5个工作日压缩到3个工作日: what it was.
    let was = matches!(previous, Some('由' | '从'))
        && ["压缩", "缩短", "压减", "减少", "减", "缩", "调整", "调", "降", "提速", "改", "变"]
            .iter()
            .any(|word| after.starts_with(word));
    if was {
        return true;
    }
    // By how much a limit was shortened is none; to what, is.
    // 提前3天报备 says when, 提前3天办结 by how much.
    let ahead = before.ends_with("提前") && AHEAD.iter().any(|word| after.starts_with(word));
    if !ahead && SHORTENED.iter().any(|word| before.trim_end_matches('了').ends_with(word)) {
        return true;
    }
    let bare = |unit: &str, word: &str| unit == word;
    if bare(unit, "日") || bare(unit, "天") {
        // 3月2日, 每月10日, 2026-3-2日; 3日至5日 as days of a month is told by the 月 before it.
        return previous.is_some_and(|c| "月-每逢同某".contains(c) || c == '前' && !ahead)
            || (next.is_some_and(|c| "期报元常然".contains(c)));
    }
    if bare(unit, "月") {
        // Without 个 it is a month of the year, but for 六月内.
        return number.bytes().all(|b| b.is_ascii_digit())
            || !(after.starts_with('内') || after.starts_with("以内") || after.starts_with("之内"));
    }
    if bare(unit, "年") {
        let year =
            number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) || number.chars().count() == 4;
        return year
            || next.is_some_and(|c| "度级龄检审月满版第份".contains(c))
            || previous.is_some_and(|c| "近去今同当每上下次头首".contains(c) && number == "一");
    }
    if unit.ends_with('周') {
        return next.is_some_and(|c| "岁一二三四五六日末边围年".contains(c));
    }
    // 7×24小时, 24小时自助: a service, not a limit.
    unit == "小时"
        && (previous == Some('×')
            || previous == Some('x')
            || after.starts_with("自助")
            || after.starts_with("服务")
            || after.starts_with("受理"))
}

/// Origin, exclusions and role of the limit at `at`, from the words of its sentence that lie in `free` (between the
/// limits before and after it).
fn surroundings(text: &FoldedText, at: Range<usize>, free: Range<usize>, limit: &mut TimeLimit) {
    let folded = text.as_str();
    let lead = folded.get(free.start..at.start).unwrap_or_default();
    let sentence = lead.rfind(['。', ';', '\n', '!', '?']).map_or(free.start, |i| free.start + i + 1);
    let sentence = (sentence..=at.start).find(|&i| folded.is_char_boundary(i)).unwrap_or(at.start);
    let before = folded.get(sentence..at.start).unwrap_or_default();
    let rest = head(folded.get(at.end..).unwrap_or_default());
    let stop = rest.find(['。', ';', '\n', '?', '!']).unwrap_or(rest.len());
    let tail = rest.get(..stop).unwrap_or_default();
    let own_tail = folded.get(at.end..(at.end + stop).min(free.end)).unwrap_or_default();

    let plain =
        |from: usize, m: regex::Match<'_>| Some(text.to_plain(Span::new(from + m.start(), from + m.end())));
    limit.origin = ORIGIN.as_ref().and_then(|origin| {
        let last = origin.find_iter(before).last();
        let before = last.and_then(|m| plain(sentence, m)).or_else(|| {
            let bracket = own_tail.strip_prefix('(')?;
            let m = origin.find(bracket.get(..bracket.find(')')?)?)?;
            plain(at.end + 1, m)
        });
        // 15个工作日,自受理之日起计算 — but 15个工作日,自受理之日起5日内 begins with the next limit.
        let behind = || {
            let m = origin.find(own_tail).filter(|m| own_tail.get(..m.start()) == Some(","))?;
            let ends = own_tail.len() == m.end() && own_tail.len() == tail.len();
            let counts = m.as_str().ends_with(['算', '计']);
            (ends || counts).then(|| plain(at.end, m))?
        };
        before.or_else(behind)
    });
    let excluding = ["不含", "不包", "不计"].iter().any(|word| own_tail.contains(word));
    let excludes = if excluding { EXCLUDES.as_ref() } else { None };
    limit.excludes = excludes.and_then(|excludes| excludes.find(own_tail)).and_then(|m| plain(at.end, m));
    limit.role = role(before, tail, own_tail);
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(plain: &str) -> Vec<(String, String, &'static str, Option<&'static str>, &'static str)> {
        let found = time_limits(&FoldedText::new(plain));
        found
            .into_iter()
            .map(|l| {
                let amount =
                    l.from_amount.map_or(l.amount.to_string(), |from| format!("{from}-{}", l.amount));
                (l.at.of(plain).to_owned(), amount, l.unit.name(), l.bound.map(Bound::name), l.role.name())
            })
            .collect()
    }

    #[test]
    fn amounts_units_and_bounds() {
        for (plain, words, amount, unit, bound) in [
            ("20个工作日", "20个工作日", "20", "工作日", None),
            ("二十日内作出决定", "二十日内", "20", "日", Some("以内")),
            ("5 个工作日以内", "5 个工作日以内", "5", "工作日", Some("以内")),
            ("不超过3天", "不超过3天", "3", "日", Some("以内")),
            ("30分钟内", "30分钟内", "30", "分钟", Some("以内")),
            ("1-3个工作日", "1-3个工作日", "1-3", "工作日", None),
            ("１—３个工作日", "１—３个工作日", "1-3", "工作日", None),
            ("半天", "半天", "0.5", "日", None),
            ("一个半月", "一个半月", "1.5", "月", None),
            ("6个月内", "6个月内", "6", "月", Some("以内")),
            ("貳拾個工作日", "貳拾個工作日", "20", "工作日", None),
            ("20（工作日）", "20（工作日）", "20", "工作日", None),
            ("二十（15）个工作日", "二十（15）个工作日", "20", "工作日", None),
            ("不少于7日", "不少于7日", "7", "日", Some("不少于")),
            ("24小时内", "24小时内", "24", "小时", Some("以内")),
            ("当场办结", "当场办结", "0", "当场", None),
            ("即时办结", "即时办结", "0", "当场", None),
            ("立等可取", "立等可取", "0", "当场", None),
            ("承诺时限：即办", "即办", "0", "当场", None),
        ] {
            let got = read(plain);
            assert_eq!(got.len(), 1, "{plain}: {got:?}");
            let (w, a, u, b, _) = &got[0];
            assert_eq!((w.as_str(), a.as_str(), *u, *b), (words, amount, unit, bound), "{plain}");
        }
    }

    #[test]
    fn what_only_looks_like_a_limit() {
        for plain in [
            "每月10日",
            "2026年3月2日",
            "第3日",
            "年满18周岁",
            "2026年",
            "二〇二六年",
            "3月至5月",
            "办件类型：即办件",
            "7×24小时自助服务",
            "3日",
            "周一至周五",
            "第二年度",
            "第三条",
        ] {
            let got = read(plain);
            let allowed = usize::from(plain == "3日");
            assert_eq!(got.len(), allowed, "{plain}: {got:?}");
        }
    }

    #[test]
    fn roles_origins_and_exclusions() {
        let roles = |plain: &str| read(plain).into_iter().map(|(_, _, _, _, role)| role).collect::<Vec<_>>();
        assert_eq!(roles("法定时限：20工作日；承诺时限：10工作日"), ["法定", "承诺"]);
        assert_eq!(roles("自受理之日起10个工作日内办结"), ["承诺"]);
        assert_eq!(roles("营业执照有效期为3年"), ["有效期"]);
        assert_eq!(roles("许可证3年有效"), ["有效期"]);
        assert_eq!(roles("应当在5日内一次性告知申请人"), ["补正告知"]);
        assert_eq!(roles("可在60日内申请行政复议，或者在6个月内提起行政诉讼"), ["救济", "救济"]);
        assert_eq!(roles("近6个月内的照片"), ["材料年限"]);
        assert_eq!(roles("请在10个工作日内补齐"), ["申请人补正"]);

        let plain = "自受理之日起10个工作日（不含听证、公示时间）";
        let limit = &time_limits(&FoldedText::new(plain))[0];
        assert_eq!(limit.origin.unwrap().of(plain), "自受理之日起");
        assert_eq!(limit.excludes.unwrap().of(plain), "不含听证、公示时间");
        let plain = "收到申请材料后2个工作日内";
        assert_eq!(time_limits(&FoldedText::new(plain))[0].origin.unwrap().of(plain), "收到申请材料后");
        let plain = "8个工作日（自受理之日起计算）";
        assert_eq!(time_limits(&FoldedText::new(plain))[0].origin.unwrap().of(plain), "自受理之日起计算");
    }
}
