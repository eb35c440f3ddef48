//! Times that are appointed and not counted from anything: 每月5日前报送, 提前15分钟到岗. They are no time limits in which something
//! is done, but a duty has one of them everywhere.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    doc::Document,
    law::{Bound, LimitRole, TimeLimit, Unit},
    text::{Amount, Folded, Span, numeral_at},
};

/// A time with the words in which others are compared with it.
pub(super) struct Appointed {
    pub(super) limit: TimeLimit,
    /// How often it comes; empty for what comes once a day.
    pub(super) every: String,
    /// The time itself, in one spelling; `None` where it is the amount of the limit.
    pub(super) day: Option<String>,
}

static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9一二三四五六七八九十]{1,3}";
    Regex::new(&format!(
        "(?P<every>每月|次月|下月|每个?季度(?:[首末]月|第一个月|最后一个月)?|每年)的?(?P<day>(?:{number}月)?{number})[日号](?:之|以)?前"
    ))
    .ok()
});

static AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "提前(?P<amount>[0-9一二两三四五六七八九十半]{1,3}个?)(?P<unit>分钟|小时)(?:到|上|进|在|签|开|做)",
    )
    .ok()
});

/// All of them in `document`.
pub(super) fn appointed(document: &Document) -> Vec<Appointed> {
    let text = document.folded.as_str();
    let mut found = Vec::new();
    if text.contains(['每', '次', '下']) {
        for day in DAY.iter().flat_map(|day| day.captures_iter(text)) {
            let (Some(all), Some(number)) = (day.get(0), day.name("day")) else { continue };
            let at = Span::new(all.start(), all.end());
            let every = day.name("every").map_or("", |every| every.as_str());
            // What is due for a month is due in the next one.
            let every = if ["次月", "下月"].contains(&every) { "每月" } else { every };
            found.push(Appointed {
                limit: blank(document, at, Amount::default(), Unit::Day, Some(Bound::Within)),
                every: every.to_owned(),
                day: Some(format!("{every}{}日前", spelt(number.as_str()))),
            });
        }
    }
    if text.contains("提前") {
        for ahead in AHEAD.iter().flat_map(|ahead| ahead.captures_iter(text)) {
            let (Some(number), Some(unit)) = (ahead.name("amount"), ahead.name("unit")) else { continue };
            let Some(numeral) = numeral_at(number.as_str()) else { continue };
            let at = Span::new(number.start(), unit.end());
            let unit = if unit.as_str() == "小时" { Unit::Hour } else { Unit::Minute };
            let limit = blank(document, at, numeral.amount, unit, None);
            found.push(Appointed { limit, every: String::new(), day: None });
        }
    }
    found.retain(|one| document.limits.iter().all(|limit| !limit.measure.overlaps(one.limit.measure)));
    found
}

fn blank(
    document: &Document,
    at: Span<Folded>,
    amount: Amount,
    unit: Unit,
    bound: Option<Bound>,
) -> TimeLimit {
    let at = document.folded.to_plain(at);
    TimeLimit {
        at,
        measure: at,
        amount,
        from_amount: None,
        restated: None,
        unit,
        bound,
        origin: None,
        excludes: None,
        role: LimitRole::Unknown,
    }
}

/// 十二月五 and 12月5 in one spelling.
fn spelt(day: &str) -> String {
    let part = |words: &str| numeral_at(words).map_or(words.to_owned(), |numeral| numeral.amount.to_string());
    day.split('月').map(part).collect::<Vec<_>>().join("月")
}
