//! Annexes that a document speaks of are there: as headings, as lines of their own, or in the list behind 附件:.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::super::super::rule::Rule;
use crate::{
    doc::Document,
    finding::Finding,
    text::{Span, chinese_number, list_mark},
};

/// 见附件3, 详见附录d, 填写《附表二》; the number may be missing.
static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let verb = "(?:见|参见|参照|按照?|依照|填写|使用|采用|下载|载于)";
    Regex::new(&format!("{verb}(?:本文|[后所]附?的?|文后的?|本规范|本指南)?[《(]?(?P<at>附[件录表]){NUMBER}"))
        .ok()
});

/// 申请表（附件2）: with a number, in brackets of its own.
static BRACKETED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[^\n]\((?:详)?(?P<at>附[件录表])(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\)").ok()
});

const NUMBER: &str = r"\(?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-z])?";

/// An annex that is there: its name begins a line, or the section that lists them, 二十四、附件.
static THERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mark =
        r"(?:[■●◆▪·▍]\s?)?(?:[(]?(?:[0-9]{1,2}(?:\.[0-9]{1,2})?|[一二三四五六七八九十]{1,3})[.、)]?\s?)?";
    // 〖附件〗附件1:申请表
    let label = r"(?:[〖\[【(]?附[件录表][〗\]】)]?[:\s]{0,2}|:\s?)?";
    Regex::new(&format!(r"(?m)^{mark}{label}[\[【(《]?附[件录表]{NUMBER}")).ok()
});

/// The annex without a number.
const WHOLE: &str = "";

/// A field that says no more than that an annex does, has no value: that is another rule's.
const NO_VALUE: usize = 8;

/// Every annex that is spoken of and is not there.
pub(super) fn missing(rule: &Rule, document: &Document) -> Vec<Finding> {
    let text = document.folded.as_str();
    if !text.contains("附件") && !text.contains("附录") && !text.contains("附表") {
        return Vec::new();
    }
    let there = there(text);
    // Where no annex has a number, a number in brackets may be one of another document.
    let bracketed = BRACKETED.iter().filter(|_| there.iter().any(|number| number != WHOLE));
    let spoken = SPOKEN.iter().chain(bracketed).flat_map(|spoken| spoken.captures_iter(text));
    let finding = |found: regex::Captures<'_>| {
        let name = found.name("at")?;
        let number = found.name("n");
        let key = number.map_or(WHOLE.to_owned(), |n| normal(n.as_str()));
        let known = there.contains(&key) || key == WHOLE && !there.is_empty();
        if known || is_quoted(text, name.start()) || is_part_of_word(text, found.get(0)?.end()) {
            return None;
        }
        let at = document.folded.to_plain(Span::new(name.start(), number.map_or(name.end(), |n| n.end())));
        let value = document.field_at(at).map(|field| field.text(&document.plain));
        if value.is_some_and(|value| value.chars().count() <= NO_VALUE) {
            return None;
        }
        let words = at.of(&document.plain);
        let message = match there.iter().filter(|n| *n != WHOLE).count() {
            0 => format!("提到“{words}”，但是这份文件没有附件"),
            count => format!("提到“{words}”，但是这份文件只有 {count} 个附件"),
        };
        Some(rule.finding(document, at, message))
    };
    spoken.filter_map(finding).collect()
}

/// Whether the words at byte `start` stand in quotation marks: they are spoken about.
fn is_quoted(text: &str, start: usize) -> bool {
    let line = text.get(..start).and_then(|before| before.rsplit('\n').next());
    line.is_some_and(|line| line.matches('"').count() % 2 == 1)
}

/// 附件材料, 附表册: the annex is part of another word.
fn is_part_of_word(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|after| after.starts_with(['材', '册', '袋', '图', '件']))
}

/// The numbers of the annexes that are there.
fn there(text: &str) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    for found in THERE.iter().flat_map(|there| there.captures_iter(text)) {
        let rest = found.get(0).and_then(|all| text.get(all.end()..)).unwrap_or_default();
        match found.name("n") {
            Some(number) => drop(numbers.insert(normal(number.as_str()))),
            None => {
                numbers.insert(WHOLE.to_owned());
                numbers.extend(listed(rest));
            }
        }
    }
    numbers
}

/// The numbers of the list that `rest`, which stands behind 附件, begins with: in the same line and in those after it.
fn listed(rest: &str) -> Vec<String> {
    let mut lines = rest.lines();
    let first = lines.next().unwrap_or_default().trim_start_matches([')', ']', '】', '》', ':', '、']);
    let number = |item: &str| list_mark(item.trim()).map(|mark| mark.number.to_string());
    let inline = first.split([';', '。', ',']).filter_map(number);
    let below: Vec<String> = lines.map_while(number).collect();
    // A word processor may count them on from another list.
    let places = (1..=below.len()).map(|place| place.to_string());
    inline.chain(run_together(first)).chain(places).chain(below.iter().cloned()).collect()
}

/// The numbers of a list that stands in one line without any mark between its items: 1.申请书2.说明.
fn run_together(line: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let mut rest = line;
    loop {
        let number = (numbers.len() + 1).to_string();
        let marks = [format!("{number}."), format!("{number}、"), format!("({number})")];
        let next = marks.iter().find_map(|mark| rest.split_once(mark.as_str()));
        let Some((_, after)) = next else { return numbers };
        rest = after;
        numbers.push(number);
    }
}

fn normal(number: &str) -> String {
    chinese_number(number).map_or_else(|| number.to_owned(), |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annexes_that_are_there() {
        let numbers = |text: &str| there(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(numbers("甲\n附件:1.申请表;2.承诺书\n乙"), " 1 2");
        assert_eq!(numbers("附件:\n1.申请表\n2.承诺书\n某局\n3.别的"), " 1 2");
        assert_eq!(numbers("二十四、附件\n(1)申请表\n(2)授权委托书\n"), " 1 2");
        assert_eq!(numbers("■ 附件:(1)申请表(2)授权委托书"), " 1 2");
        assert_eq!(numbers("5.2 附件\n(1)申请表\n"), " 1");
        assert_eq!(numbers("〖附件〗附件1:申请表\n附件\n: 附件2:表"), " 1 2");
        assert_eq!(numbers("附件一\n申请表\n附录d(规范性附录)\n见附件3"), "1 d");
    }
}
