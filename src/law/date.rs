//! Dates in running text: 2026年3月2日, 二〇二六年三月二日, 3月2日（星期一）.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::edition::Date;
use crate::text::{FoldedText, Plain, Span, chinese_number};

/// A date as it stands in a text, whether the calendar has it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// All of it, the day of the week included.
    pub at: Span<Plain>,
    /// The year, when one is written.
    pub year: Option<u32>,
    /// The month as written.
    pub month: u32,
    /// The day as written.
    pub day: u32,
    /// The day of the week as written: 一 to 六, 日.
    pub weekday: Option<char>,
}

impl DateMention {
    /// The day of the calendar; `None` without a year, or when the calendar has no such day.
    pub fn date(&self) -> Option<Date> {
        civil(self.year?, self.month, self.day)
    }

    /// Whether some year has such a day.
    pub fn exists(&self) -> bool {
        // 2000 was a leap year.
        civil(self.year.unwrap_or(2000), self.month, self.day).is_some()
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Years that documents speak of; other numbers before 年 are no years.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2200;

/// 2026-03-02, 2026/3/2, 2026.3.2
static BY_MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rest = |mark: &str| format!("{mark}[0-9]{{1,2}}{mark}[0-9]{{1,2}}");
    let marks = ["-", "/", r"\."].map(rest).join("|");
    Regex::new(&format!("(?:19|20)[0-9]{{2}}(?:{marks})")).ok()
});

/// Where numbers stand in folded text that are written as dates are without 年 and 月 (2026-03-02), part of nothing longer, whether the
/// calendar has them or not; with year, month and day.
pub fn marked_dates(folded: &str) -> impl Iterator<Item = (Range<usize>, [u32; 3])> {
    // The expression is compiled only for a text that has a year before a mark.
    let is_year = |at: &[u8]| matches!(at, [b'1', b'9', c, d, mark] | [b'2', b'0', c, d, mark] if c.is_ascii_digit() && d.is_ascii_digit() && b"-/.".contains(mark));
    let marks = if folded.as_bytes().windows(5).any(is_year) { BY_MARKS.as_ref() } else { None };
    marks.into_iter().flat_map(|marks| marks.find_iter(folded)).filter_map(|found| {
        let carries_on = |c: char| c.is_ascii_alphanumeric() || "./-".contains(c);
        let (before, behind) = (folded.get(..found.start())?, folded.get(found.end()..)?);
        if before.ends_with(|c: char| carries_on(c) || "〔[".contains(c)) || behind.starts_with(carries_on) {
            return None;
        }
        let mut parts = found.as_str().split(['-', '/', '.']).map(|part| part.parse().ok());
        Some((found.range(), [parts.next()??, parts.next()??, parts.next()??]))
    })
}

/// Every date in `text`, in order. Those written with marks (2026-03-02) are dates only where the calendar has them: other numbers are
/// written so as well.
pub fn dates(text: &FoldedText) -> Vec<DateMention> {
    let folded = text.as_str();
    let months = folded.match_indices('月');
    let mut all = by_marks(text, folded);
    for (month_end, _) in months {
        if let Some((end, mention)) = date_around(text, folded, month_end) {
            all.extend(day_behind(text, folded, end, &mention));
            all.push(mention);
        }
    }
    all.sort_by_key(|mention| mention.at);
    all
}

fn by_marks(text: &FoldedText, folded: &str) -> Vec<DateMention> {
    let mention = |(at, [year, month, day]): (Range<usize>, [u32; 3])| {
        let (weekday, len) = weekday(folded.get(at.end..)?);
        let at = text.to_plain(Span::new(at.start, at.end + len));
        Some(DateMention { at, year: Some(year), month, day, weekday }).filter(DateMention::exists)
    };
    marked_dates(folded).filter_map(mention).collect()
}

/// The day of the same month in which a range ends: 6日 of 11月2日至6日.
fn day_behind(text: &FoldedText, folded: &str, end: usize, first: &DateMention) -> Option<DateMention> {
    let rest = folded.get(end..)?;
    let rest = rest.strip_prefix('起').unwrap_or(rest);
    let marks = ["至", "到", "--", "-", "~"];
    let rest = marks.iter().find_map(|mark| rest.strip_prefix(mark))?;
    let day = first_number(rest)?;
    let behind = rest.get(day.len()..)?.strip_prefix(['日', '号'])?;
    let number = chinese_number(day).filter(|day| *day > first.day)?;
    let (weekday, len) = weekday(behind);
    let at = Span::new(folded.len() - rest.len(), folded.len() - behind.len() + len);
    Some(DateMention { at: text.to_plain(at), day: number, weekday, ..first.clone() })
}

/// The date of which 月 stands at byte `month_end`, and the byte at which it ends.
fn date_around(text: &FoldedText, folded: &str, month_end: usize) -> Option<(usize, DateMention)> {
    let before = folded.get(..month_end)?;
    let month = last_number(before)?;
    let after = folded.get(month_end + '月'.len_utf8()..)?;
    let day = first_number(after)?;
    let behind = after.get(day.len()..)?.strip_prefix(['日', '号'])?;
    let mut start = before.len() - month.len();
    let mut year = None;
    if let Some(digits) = before.get(..start)?.strip_suffix('年').and_then(last_number) {
        year = chinese_number(digits).filter(|year| YEARS.contains(year));
        year?;
        start -= '年'.len_utf8() + digits.len();
    }
    // 第3月2日 and 1.3月2日 are parts of something else.
    if folded.get(..start)?.ends_with(['第', '.', '个']) {
        return None;
    }
    let (weekday, len) = weekday(behind);
    let end = folded.len() - behind.len() + len;
    let (month, day) = (chinese_number(month)?, chinese_number(day)?);
    Some((end, DateMention { at: text.to_plain(Span::new(start, end)), year, month, day, weekday }))
}

/// (星期三) or 周三 at the head of `text`, with its length.
fn weekday(text: &str) -> (Option<char>, usize) {
    let bracketed = text.strip_prefix('(');
    let inner = bracketed.unwrap_or(text);
    let Some(rest) = ["星期", "礼拜", "周"].iter().find_map(|word| inner.strip_prefix(word)) else {
        return (None, 0);
    };
    let Some(day) = rest.chars().next().filter(|c| "一二三四五六日天".contains(*c)) else {
        return (None, 0);
    };
    let rest = rest.get(day.len_utf8()..).unwrap_or_default();
    let rest = if bracketed.is_some() { rest.strip_prefix(')').unwrap_or(rest) } else { rest };
    (Some(if day == '天' { '日' } else { day }), text.len() - rest.len())
}

/// More characters than these are no month, day or year.
const LONGEST: usize = 4;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十廿".contains(c)
}

fn first_number(text: &str) -> Option<&str> {
    let number = text.get(..text.find(|c| !is_digit(c)).unwrap_or(text.len()))?;
    (1..=LONGEST).contains(&number.chars().count()).then_some(number)
}

fn last_number(text: &str) -> Option<&str> {
    let head = text.trim_end_matches(is_digit);
    let number = text.get(head.len()..)?;
    (1..=LONGEST).contains(&number.chars().count()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        for (plain, expected) in [
            ("自2026年3月2日起", Some((Some(2026), 3, 2, None))),
            ("二〇二六年十二月三十一日", Some((Some(2026), 12, 31, None))),
            ("3月2日（星期一）前", Some((None, 3, 2, Some('一')))),
            ("2026年2月30日", Some((Some(2026), 2, 30, None))),
            ("２０２６年３月２号周日", Some((Some(2026), 3, 2, Some('日')))),
            ("12个月30日内", None),
            ("每月10日", None),
            ("第3月2日", None),
            ("3月内", None),
        ] {
            let found = dates(&FoldedText::new(plain));
            let read = found.first().map(|d| (d.year, d.month, d.day, d.weekday));
            assert_eq!(read, expected, "{plain}");
        }
        let days = |plain: &str| -> Vec<_> {
            dates(&FoldedText::new(plain)).iter().map(|d| (d.year, d.month, d.day)).collect()
        };
        assert_eq!(days("受理日期：2026-03-02（周一）"), [(Some(2026), 3, 2)]);
        assert_eq!(days("2026/3/2、2026.3.2"), [(Some(2026), 3, 2), (Some(2026), 3, 2)]);
        assert_eq!(days("2026-13-02，2026-02-30，电话12026-03-02"), []);
        assert_eq!(days("2026年11月2日至6日"), [(Some(2026), 11, 2), (Some(2026), 11, 6)]);
        assert_eq!(days("11月2日至30日内"), [(None, 11, 2), (None, 11, 30)]);
        let found = dates(&FoldedText::new("于2026年3月2日（星期一）受理，2026年2月30日办结"));
        assert_eq!(found.iter().map(DateMention::exists).collect::<Vec<_>>(), [true, false]);
    }
}
