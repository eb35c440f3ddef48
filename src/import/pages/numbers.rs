//! Which lines are nothing but the number of a page.

use std::sync::LazyLock;

use regex::Regex;

use super::opens;
use crate::import::{
    ledger::At,
    lines::{is_ended, length},
    pattern, title,
};

/// A line that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// It numbers a page.
    Certain,
    /// It is no number, but stands beside one on every page.
    Head,
    /// It stands in its sentence, before the unit that it counts.
    Value,
    /// It may also number an item, or be the value of something.
    Doubtful,
}

/// A line that says nothing but which page it is.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    const NUMBER: &str = "[0-9一二三四五六七八九十百]{1,4}";
    const DASH: &str = "[-—–－―─_·~～]";
    pattern(&format!(
        "(?i)^(?:{DASH}+\\s*([0-9]{{1,4}})\\s*{DASH}+\
        |第\\s*({NUMBER})\\s*页(?:\\s*[,，/／（(]?\\s*共?\\s*{NUMBER}\\s*页[)）]?)?\
        |共\\s*{NUMBER}\\s*页\
        |page\\s*([0-9]{{1,4}})(?:\\s*(?:of|/)\\s*[0-9]{{1,4}})?)$"
    ))
});
/// A number alone, or one of so many: 3, 3/9.
static BARE: LazyLock<Regex> = LazyLock::new(|| pattern("^([0-9]{1,4})(?:\\s*[/／]\\s*[0-9]{1,4})?$"));
/// What a number counts, at the head of the words behind it: 日内, 元, 年12月
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:个?(?:工作日|自然日|小时)|个月[内以前后起的，。；]|分钟|[万亿]?元|年[0-9]{1,2}月|月[0-9]{1,2}日|[%％]\
        |(?:日|天|年|周|秒|分|人|名|次|份|项|件|家|户|张|条|款|级|倍|岁|米)(?:[内前后起止至的，。；、）]|以[内上下前后]|及以))",
    )
});
/// Half a unit: the number behind it is that of a page between the two halves. Behind another number stands no second.
static HALF_UNIT: LazyLock<Regex> = LazyLock::new(|| pattern("(?:[0-9]|工作|个|小|公|平方|每)$"));
/// Words that want an amount behind them, and what begins with the unit of one: 不少于⏎5⏎次廉政教育.
static WANTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:不少于|不低于|不超过|不得超过|不得少于|不得低于|不多于|至少|最多|最长|最短|达到|累计|超过|共计|合计)$",
    )
});
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:个|次|份|项|人|名|件|元|天|日|年|月|周|分|小时|工作日|自然日|学时|米|本|张|条|处|%|％)")
});
/// A page has more characters than this; numbers that stand closer are those of a list.
const PAGE: usize = 60;

/// Whether a line is a number and nothing else.
pub(super) fn is_bare(line: &str) -> bool {
    BARE.is_match(line)
}

/// Whether a line may say which page it is.
pub(super) fn is_page(line: &str) -> bool {
    number(line).is_some()
}

/// Whether `next` begins with the unit of the number at the end of `line`, or of one between them.
pub(super) fn is_counted(next: &str) -> bool {
    COUNTED.is_match(next)
}

/// What each of the lines `all` is.
///
/// A bare number is that of a page between the end of a sentence and something that has a mark of its own, so that it
/// belongs to neither, when all such numbers rise; and where it counts on with one that is. Inside a sentence nothing else
/// tells it from what the sentence says: an amount, a year.
pub(super) fn find(text: &str, all: &[At]) -> Vec<Option<Page>> {
    let numbers: Vec<Option<(Option<u32>, bool)>> = all.iter().map(|at| number(at.of(text))).collect();
    let mut pages: Vec<Option<Page>> = vec![None; all.len()];
    let words = |n: usize| all.get(n).map(|at| at.of(text));
    // Other page marks may stand between a number and the words around it.
    let is_word = |n: &usize| matches!(numbers.get(*n), Some(None));
    let ordered = is_ordered(&numbers);
    let around: Vec<(Option<&str>, Option<&str>)> = (0..all.len())
        .map(|n| {
            ((0..n).rev().find(is_word).and_then(words), (n + 1..all.len()).find(is_word).and_then(words))
        })
        .collect();
    let is_value = |n: usize| match around.get(n) {
        Some((Some(before), Some(after))) => is_value(before, after),
        _ => false,
    };
    let is_wanted = |n: usize| matches!(around.get(n), Some((Some(before), Some(after))) if WANTING.is_match(before) && UNIT.is_match(after));
    let bare = |n: usize| matches!(numbers.get(n), Some(Some((_, false))));
    let (values, others): (Vec<usize>, Vec<usize>) =
        (0..all.len()).filter(|&n| bare(n)).partition(|&n| is_value(n));
    // Amounts may rise like pages; of pages hardly one stands before a unit.
    let rising = values.len() < others.len() && is_rising(text, all, &numbers);
    for (n, (page, found)) in pages.iter_mut().zip(&numbers).enumerate() {
        let (Some((_, marked)), Some(&(before, after))) = (*found, around.get(n)) else { continue };
        *page = Some(match is_value(n) {
            _ if marked => Page::Certain,
            _ if is_wanted(n) => Page::Value,
            true if rising => Page::Doubtful,
            true => Page::Value,
            false if rising || (ordered || after.is_none()) && stands_alone(before, after) => Page::Certain,
            false => Page::Doubtful,
        });
    }
    let value = |n: usize| numbers.get(n).copied().flatten().and_then(|(value, _)| value);
    let places: Vec<usize> = (0..all.len()).filter(|&n| value(n).is_some()).collect();
    // `to` stands right before or behind `from`, and counts on with it.
    let mut follow = |from: usize, to: usize| {
        let counts_on = value(from.min(to)).map(|value| value + 1) == value(from.max(to));
        let certain = pages.get(from) == Some(&Some(Page::Certain));
        if let Some(page) = pages.get_mut(to).filter(|_| counts_on && certain && !is_wanted(to)) {
            // A number that is both the next page's and an amount is left to somebody who knows.
            *page = Some(if *page == Some(Page::Value) { Page::Doubtful } else { Page::Certain });
        }
    };
    let pairs: Vec<(usize, usize)> = places.iter().copied().zip(places.iter().copied().skip(1)).collect();
    pairs.iter().for_each(|&(a, b)| follow(a, b));
    pairs.iter().rev().for_each(|&(a, b)| follow(b, a));
    pages
}

/// The number in a line that is one, when it can be read, and whether the line says that it is a page's.
fn number(line: &str) -> Option<(Option<u32>, bool)> {
    if let Some(found) = MARKED.captures(line) {
        let value = found.iter().skip(1).flatten().find_map(|value| value.as_str().parse().ok());
        return Some((value, true));
    }
    BARE.captures(line).and_then(|found| found.get(1)).map(|value| (value.as_str().parse().ok(), false))
}

/// Three numbers or more that rise by one, a page apart.
fn is_rising(text: &str, all: &[At], numbers: &[Option<(Option<u32>, bool)>]) -> bool {
    let bare: Vec<(usize, u32)> = numbers
        .iter()
        .enumerate()
        .filter_map(|(n, number)| number.and_then(|(value, marked)| (!marked).then_some((n, value?))))
        .collect();
    let (Some(&(first, _)), Some(&(last, _))) = (bare.first(), bare.last()) else { return false };
    let between: usize = all.get(first..last).unwrap_or_default().iter().map(|at| length(at.of(text))).sum();
    bare.len() >= 3
        && bare.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a + 1 == *b))
        && between >= PAGE * (bare.len() - 1)
}

/// Whether the bare numbers rise from the first to the last, as those of pages do.
fn is_ordered(numbers: &[Option<(Option<u32>, bool)>]) -> bool {
    let bare = numbers.iter().flatten().filter(|(_, marked)| !marked).map(|&(value, _)| value);
    let bare: Vec<Option<u32>> = bare.collect();
    bare.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if a < b))
}

/// Whether a number between these lines is said by the sentence that they are.
fn is_value(before: &str, after: &str) -> bool {
    !is_ended(before) && !HALF_UNIT.is_match(before) && title::title(before).is_none() && is_counted(after)
}

/// Whether a number between these lines, which are not those of one sentence, belongs to neither of them.
fn stands_alone(before: Option<&str>, after: Option<&str>) -> bool {
    let ended = before.is_none_or(|line| is_ended(line) && !line.ends_with(['：', ':', '|']));
    match (before, after) {
        (None, None) => false,
        (_, None) => ended,
        (_, Some(after)) => ended && opens(after) && !after.starts_with('|'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    fn found(text: &str) -> Vec<(&str, Page)> {
        let all = lines(text);
        let pages = find(text, &all);
        all.iter().zip(pages).filter_map(|(at, page)| Some((at.of(text), page?))).collect()
    }

    #[test]
    fn numbers_of_pages_and_other_numbers() {
        use Page::{Certain, Doubtful, Value};
        for line in
            ["- 3 -", "—12—", "第3页 共9页", "第 3 页/共 9 页", "第三页（共九页）", "共9页", "Page 3 of 9"]
        {
            assert_eq!(found(line), [(line, Certain)]);
        }
        assert_eq!(
            found("甲。\n3\n第二条 乙。\n4\n丙。\n9\n丁"),
            [("3", Certain), ("4", Certain), ("9", Doubtful)]
        );
        for text in [
            "应当在\n5\n日内告知，或者在\n15\n日内告知。",
            "每人每天\n100\n元。",
            "有效期至\n2027\n年12月31日。",
        ] {
            assert!(found(text).iter().all(|&(_, page)| page == Value), "{text}");
        }
        let amount =
            |n: u32| format!("{}应当在\n{n}\n日内告知。\n", "窗口人员应当按照规定的时间到岗，".repeat(6));
        let amounts: String = (5..=7).map(amount).collect();
        assert!(found(&amounts).iter().all(|&(_, page)| page == Value), "{amounts}");
        // Half a unit, a unit that is the cell of a table, a sentence without a unit, the number behind a page's.
        for text in [
            "5个工作\n3\n日内办结。",
            "身份证\n1\n份",
            "首先接待的工作人员，以及参\n3\n与接待的其他人员。",
            "甲。\n8\n二、乙。\n3\n三、丙。",
        ] {
            assert!(found(text).iter().all(|&(_, page)| page == Doubtful), "{text}");
        }
        assert_eq!(found("一、甲。\n3/9\n二、乙。"), [("3/9", Certain)]);
        assert_eq!(found("分值\n10\n一、出勤\n扣分：\n5\n第二条 乙"), [("10", Doubtful), ("5", Doubtful)]);
        assert_eq!(
            found("1\n身份证\n2\n户口簿\n3\n照片"),
            [("1", Doubtful), ("2", Doubtful), ("3", Doubtful)]
        );
        assert_eq!(found("第3条 甲\n3人\n-3\n2020"), [("2020", Doubtful)]);
    }
}
