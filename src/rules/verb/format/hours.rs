//! Hours of the day: which there are, and from when to when.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::text::{Folded, Span};

/// 上午8:30-12:00 下午2:00—5:30 9时至17时30分
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = |n: u8| format!("(?P<h{n}>[0-9]{{1,2}})(?::|点|时)(?P<m{n}>[0-9]{{2}})?分?");
    let half = |n: u8| format!("(?P<half{n}>上午|早上|早|中午|下午|傍晚|晚上|晚)?");
    Regex::new(&format!("{}{}(?:-{{1,2}}|~|至|到){}{}", half(1), time(1), half(2), time(2))).ok()
});

/// A single hour with minutes.
static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<half>上午|早上)?(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})").ok());

/// Words that make a range one over night.
const NIGHT: [&str; 8] = ["次日", "第二天", "翌日", "夜", "晚上", "凌晨", "值班", "24小时"];

/// Words around an hour that make it one of the day, and not a ratio.
const OFFICE: [&str; 10] = ["时间", "上午", "下午", "工作日", "周一", "星期一", "每天", "每日", "早", "晚"];

/// Words behind an hour that make it one: 25:00前报送.
const DEADLINE: [&str; 8] = ["前", "之前", "以前", "起", "止", "开始", "结束", "到岗"];

/// Every hour in folded `text` that no day has, and every range that ends before it begins or could be of the morning as well
/// as of the afternoon.
pub(super) fn faults(text: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut in_twelve: Option<(Span<Folded>, &str)> = None;
    let mut in_twenty_four = false;
    let ranges = RANGE.iter().flat_map(|range| range.captures_iter(text));
    for range in ranges {
        let Some(whole) = range.get(0) else { continue };
        let (sentence, digit) = around(text, whole.start(), whole.end());
        let own = sentence.rsplit('\n').next().unwrap_or_default();
        if digit || NIGHT.iter().any(|word| own.contains(word)) || !is_office(sentence, whole.as_str()) {
            continue;
        }
        let earlier = sentence_before(text, whole.start());
        let at = Span::new(whole.start(), whole.end());
        if let Some(message) = wrong_range(&range, earlier) {
            faults.push(Fault { at, message });
            continue;
        }
        let twelve = twelve_hours(&range, earlier);
        in_twelve = in_twelve.or_else(|| twelve.then(|| (at, whole.as_str())));
        in_twenty_four |= !twelve && afternoon(&range);
    }
    // Two o'clock in the afternoon is plain by itself; beside 14:30 it is another way of counting.
    faults.extend(in_twelve.filter(|_| in_twenty_four).map(|(at, words)| {
        let message = format!("别处用二十四小时制，这里用十二小时制：{words}");
        Fault { at, message }
    }));
    let times = TIME.iter().flat_map(|time| time.captures_iter(text));
    for time in times {
        let Some(whole) = time.get(0) else { continue };
        let (sentence, digit) = around(text, whole.start(), whole.end());
        let at = Span::new(whole.start(), whole.end());
        let known = faults.iter().any(|fault| fault.at.overlaps(at));
        let behind = text.get(whole.end()..).unwrap_or_default();
        let is_time = is_office(sentence, "") || DEADLINE.iter().any(|word| behind.starts_with(word));
        if digit || known {
            continue;
        }
        let of_day = minutes(&time, "h", "m");
        let after_noon = time.name("half").is_some() && of_day.is_some_and(|time| time >= 13 * 60);
        if after_noon || is_time && of_day.is_none() {
            let message = if after_noon { "上午没有这个时刻" } else { "一天里没有这个时刻" };
            faults.push(Fault { at, message: format!("{message}：{}", whole.as_str()) });
        }
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}

fn is_office(sentence: &str, range: &str) -> bool {
    range.contains(['午', '早', '晚']) || OFFICE.iter().any(|word| sentence.contains(word))
}

/// No office closes later, in minutes since midnight.
const LATEST: u32 = 22 * 60;

/// What is wrong with a range, `earlier` being the words of its sentence before it.
fn wrong_range(range: &regex::Captures<'_>, earlier: &str) -> Option<String> {
    let words = range.get(0)?.as_str();
    let (Some(from), Some(to)) = (minutes(range, "h1", "m1"), minutes(range, "h2", "m2")) else {
        return Some(format!("{words} 里有一天没有的时刻"));
    };
    let half = |name: &str| range.name(name).map(|half| half.as_str());
    let is_early =
        |half: Option<&str>| half.is_some_and(|half| half.contains(['上', '早']) && half != "晚上");
    let one = 13 * 60;
    if is_early(half("half1")) && from >= one || is_early(half("half2")) && to >= one {
        return Some(format!("上午没有这个时刻：{words}"));
    }
    let is_late = |half: Option<&str>| half.is_some_and(|half| half.contains(['下', '晚']));
    let first = half("half1").or_else(|| ["上午", "下午"].into_iter().find(|half| earlier.ends_with(half)));
    let noon = 12 * 60;
    let shifted =
        |time: u32, half: Option<&str>| if is_late(half) && time < noon { time + noon } else { time };
    // 下午2:00-5:00 is the afternoon at both ends; 上午9:00-5:00 is not.
    let (start, end) = (shifted(from, first), shifted(to, half("half2").or(first)));
    // 下午13:30-11:30: behind an hour that counts from midnight nobody means half past eleven at night.
    let end = if from >= one && end > LATEST { to } else { end };
    if end < start || from == to {
        return Some(format!("起止时刻颠倒或者相同：{words}"));
    }
    let unclear = first.is_none() && !earlier.contains('午') && (1..7).contains(&(from / 60)) && to < noon;
    unclear.then(|| format!("{words} 是上午还是下午不清楚"))
}

/// Whether a range counts the hours of the afternoon from noon: 下午2:00-5:00.
fn twelve_hours(range: &regex::Captures<'_>, earlier: &str) -> bool {
    let late = |half: &str| half.contains(['下', '晚']);
    let own = |name: &str| range.name(name).map(|half| late(half.as_str()));
    let first = own("half1").unwrap_or_else(|| earlier.ends_with("下午"));
    let second = own("half2").unwrap_or(first);
    let before_noon =
        |hour: &str, minute: &str| minutes(range, hour, minute).is_some_and(|time| time < 12 * 60);
    first && before_noon("h1", "m1") || second && before_noon("h2", "m2")
}

/// Whether a range names an hour after noon by counting from midnight: 14:30-17:30.
fn afternoon(range: &regex::Captures<'_>) -> bool {
    let after = |hour: &str, minute: &str| minutes(range, hour, minute).is_some_and(|time| time >= 13 * 60);
    after("h1", "m1") || after("h2", "m2")
}

/// Minutes since midnight, when the day has that time.
fn minutes(found: &regex::Captures<'_>, hour: &str, minute: &str) -> Option<u32> {
    let hour: u32 = found.name(hour)?.as_str().parse().ok()?;
    let minute: u32 = found.name(minute).map_or(Ok(0), |minute| minute.as_str().parse()).ok()?;
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(hour * 60 + minute)
}

/// The block around a place with the one before it, and whether a digit or a dot adjoins, so that it is part of something else.
fn around(text: &str, start: usize, end: usize) -> (&str, bool) {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let from = before.rfind('\n').map_or(0, |i| i + 1);
    let to = end + after.find('\n').unwrap_or(after.len());
    // The label may stand in the cell before.
    let label =
        before.get(..from.saturating_sub(1)).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    let is_digit = |c: char| c.is_ascii_digit();
    let counted = before.strip_suffix([':', '.', '-']).unwrap_or(before).ends_with(is_digit);
    let adjoins = counted || after.starts_with(|c: char| c.is_ascii_digit() || c == ':');
    (text.get(label..to).unwrap_or_default(), adjoins)
}

fn sentence_before(text: &str, start: usize) -> &str {
    let before = text.get(..start).unwrap_or_default();
    before.rsplit(['\n', '。', ';', ',']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_cannot_be() {
        let found = |text: &str| faults(text).iter().map(|f| f.at.of(text).to_owned()).collect::<Vec<_>>();
        for (text, at) in [
            ("办公时间:上午8:60-12:00", "上午8:60-12:00"),
            ("工作日25:00前", "25:00"),
            ("材料于24:30前报送", "24:30"),
            ("工作时间:14:00-11:30", "14:00-11:30"),
            ("办理时间:8:00-8:00", "8:00-8:00"),
            ("下午2:00-13:30", "下午2:00-13:30"),
            ("上午9:00-12:00,下午13:30-11:30", "下午13:30-11:30"),
            ("办公时间:8:00-11:30,2:00-5:00", "2:00-5:00"),
            ("办公时间:上午13:00-17:00", "上午13:00-17:00"),
            ("请于上午14:30到窗口", "上午14:30"),
            ("办公时间:8:30-12:00,14:30-17:30\n取证时间:下午2:00-5:00", "下午2:00-5:00"),
        ] {
            assert_eq!(found(text), [at], "{text}");
        }
        for fine in [
            "工作日上午9:00-12:00,下午13:30-17:00",
            "上午8:30-12:00;下午2:30-5:30",
            "办公时间:上午9:00至下午5:00",
            "工作时间:9时至17时30分",
            "值班时间:20:00-8:00",
            "夜间受理时间:22:00-6:00",
            "比例尺1:00时间",
            "出资比例30:70,前款除外",
            "更新时间:2026-03-02 08:30:15",
            "时间:8:00-24:00",
            "周一至周五8:30-12:00、14:30-17:30",
        ] {
            assert!(found(fine).is_empty(), "{fine}: {:?}", found(fine));
        }
    }
}
