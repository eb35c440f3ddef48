//! Which lines are nothing but the number of a page.

use std::sync::LazyLock;

use regex::Regex;

use super::{goes_on, opens};
use crate::import::{
    ledger::At,
    lines::{is_ended, length},
    pattern,
};

/// A line that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// It numbers a page.
    Certain,
    /// It is no number, but stands beside one on every page.
    Head,
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
/// A page has more characters than this; numbers that stand closer are those of a list.
const PAGE: usize = 60;

/// Whether a line is a number and nothing else.
pub(super) fn is_bare(line: &str) -> bool {
    BARE.is_match(line)
}

/// What each of the lines `all` is.
///
/// A bare number is that of a page where it stands inside a sentence, or between the end of one and something that has a
/// mark of its own, so that it belongs to neither; and where it follows on one that is.
pub(super) fn find(text: &str, all: &[At]) -> Vec<Option<Page>> {
    let numbers: Vec<Option<(Option<u32>, bool)>> = all.iter().map(|at| number(at.of(text))).collect();
    let mut pages: Vec<Option<Page>> = vec![None; all.len()];
    let words = |n: usize| all.get(n).map(|at| at.of(text));
    // Other page marks may stand between a number and the words around it.
    let is_word = |n: &usize| matches!(numbers.get(*n), Some(None));
    let rising = is_rising(text, all, &numbers);
    for (n, (page, found)) in pages.iter_mut().zip(&numbers).enumerate() {
        let Some((_, marked)) = *found else { continue };
        let before = (0..n).rev().find(is_word).and_then(words);
        let after = (n + 1..all.len()).find(is_word).and_then(words);
        let certain = marked || rising || stands_alone(before, after);
        *page = Some(if certain { Page::Certain } else { Page::Doubtful });
    }
    let value = |n: usize| numbers.get(n).copied().flatten().and_then(|(value, _)| value);
    let places: Vec<usize> = (0..all.len()).filter(|&n| value(n).is_some()).collect();
    // `to` stands right before or behind `from`, and counts on with it.
    let mut follow = |from: usize, to: usize| {
        let counts_on = value(from.min(to)).map(|value| value + 1) == value(from.max(to));
        let certain = pages.get(from) == Some(&Some(Page::Certain));
        if let Some(page) = pages.get_mut(to).filter(|_| counts_on && certain) {
            *page = Some(Page::Certain);
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

/// Whether a number between these lines belongs to neither of them.
fn stands_alone(before: Option<&str>, after: Option<&str>) -> bool {
    let ended = before.is_none_or(|line| is_ended(line) && !line.ends_with(['：', ':', '|']));
    match (before, after) {
        (Some(before), Some(after)) if goes_on(before, after) => true,
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
        use Page::{Certain, Doubtful};
        for line in
            ["- 3 -", "—12—", "第3页 共9页", "第 3 页/共 9 页", "第三页（共九页）", "共9页", "Page 3 of 9"]
        {
            assert_eq!(found(line), [(line, Certain)]);
        }
        assert_eq!(
            found("甲。\n3\n第二条 乙。\n4\n丙。\n9\n丁"),
            [("3", Certain), ("4", Certain), ("9", Doubtful)]
        );
        assert_eq!(found("一、甲。\n3/9\n二、乙。"), [("3/9", Certain)]);
        assert_eq!(found("分值\n10\n一、出勤\n扣分：\n5\n第二条 乙"), [("10", Doubtful), ("5", Doubtful)]);
        assert_eq!(
            found("1\n身份证\n2\n户口簿\n3\n照片"),
            [("1", Doubtful), ("2", Doubtful), ("3", Doubtful)]
        );
        assert_eq!(found("第3条 甲\n3人\n-3\n2020"), [("2020", Doubtful)]);
    }
}
