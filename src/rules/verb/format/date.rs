//! Dates that the calendar does not have, and days of the week that they do not fall on.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::{
    law::Date,
    text::{Span, chinese_number},
};

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9〇零一二三四五六七八九十廿]";
    let date = format!(
        r"(?:(?P<year>{number}{{4}})年)?(?P<month>{number}{{1,3}})月(?P<day>{number}{{1,3}})[日号](?:\(?(?:星期|周)(?P<weekday>[一二三四五六日天])\)?)?"
    );
    Regex::new(&date).ok()
});

/// Every date in folded `text` that cannot be.
pub(super) fn faults(text: &str) -> Vec<Fault> {
    let Some(date) = DATE.as_ref().filter(|_| text.contains('月')) else { return Vec::new() };
    date.captures_iter(text).filter_map(|found| fault(text, &found)).collect()
}

fn fault(text: &str, found: &regex::Captures<'_>) -> Option<Fault> {
    let whole = found.get(0)?;
    let before = text.get(..whole.start())?;
    // A part of a longer number is no date.
    if before.ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == '第') {
        return None;
    }
    let number = |name: &str| found.name(name).and_then(|m| chinese_number(m.as_str()));
    let (month, day) = (number("month")?, number("day")?);
    let year = number("year");
    if found.name("year").is_some() && year.is_none_or(|year| !(1900..=2200).contains(&year)) {
        return None;
    }
    // Without a year the day may be one of a leap year.
    let civil = Date::new(
        i16::try_from(year.unwrap_or(2000)).ok()?,
        i8::try_from(month).unwrap_or(0),
        i8::try_from(day).unwrap_or(0),
    );
    let message = match (civil, found.name("weekday"), year) {
        (Err(_), ..) => format!("没有{}这一天", whole.as_str()),
        (Ok(civil), Some(said), Some(_)) => {
            let own = weekday(civil);
            if own == said.as_str() || (own == "日" && said.as_str() == "天") {
                return None;
            }
            format!("这一天是星期{own}，不是星期{}", said.as_str())
        }
        _ => return None,
    };
    Some(Fault { at: Span::new(whole.start(), whole.end()), message })
}

fn weekday(date: Date) -> &'static str {
    const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    NAMES.get(day).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_days() {
        let words =
            |text: &str| faults(text).iter().map(|fault| fault.at.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(words("2026年2月30日"), ["2026年2月30日"]);
        assert_eq!(words("2026年13月1日"), ["2026年13月1日"]);
        assert_eq!(words("2026年3月2日(星期三)"), ["2026年3月2日(星期三)"]);
        assert_eq!(words("二〇二六年二月三十日"), ["二〇二六年二月三十日"]);
        for fine in ["2026年3月2日(星期一)", "2024年2月29日", "2月29日", "每月10日", "第2月30日"]
        {
            assert!(faults(fine).is_empty(), "{fine}");
        }
    }
}
