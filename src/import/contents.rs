//! Tables of contents: headings with dots and a page number, or headings that stand once more in the text behind them.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    lines::{folded, length, lines},
    pattern,
    reason::Reason,
};
use crate::text::list_mark;

/// The dots and the page number behind a heading.
static LEADER: LazyLock<Regex> = LazyLock::new(|| pattern("[.．…·•‥\\s]*[(（]?[0-9]{0,4}[)）]?$"));
/// A heading with dots and a page number behind it.
static LED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[^。；|]{2,60}?\\s*(?:[.．·•・_]{3,}|[…⋯‥]+|(?:[.．·•・]\\s){3,})[.．·•・…⋯‥_\\s]*[(（]?[0-9]{1,4}[)）]?$",
    )
});
/// A list of fewer headings than this is none.
const FEWEST: usize = 2;
const LONGEST: usize = 50;

/// Removes rows of headings with dots and page numbers, before anything takes their lines for broken ones.
pub(super) fn leaders(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let is_led = |at: &At| LED.is_match(at.of(text));
    let mut edits = Edits::default();
    let mut before: Option<&At> = None;
    for row in all.chunk_by(|a, b| is_led(a) == is_led(b)) {
        if let [first, .., last] = row
            && is_led(first)
        {
            let head = before.filter(|at| heading(at.of(text)) == "目录").unwrap_or(first);
            edits.remove(head.join(*last), Reason::Contents);
        }
        before = row.last();
    }
    ledger.apply(edits);
}

/// Removes a table of contents: a line 目录 and the headings behind it that all stand in the text once more.
pub(super) fn strip(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    if !text.contains('目') {
        return;
    }
    let all = lines(text);
    let key = |at: &At| heading(at.of(text));
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut edits = Edits::default();
    for (n, at) in all.iter().enumerate().filter(|(_, at)| length(at.of(text)) <= LONGEST) {
        last.insert(unnumbered(&key(at)).to_owned(), n);
    }
    let mut skip = 0;
    for (n, at) in all.iter().enumerate() {
        if n < skip || key(at) != "目录" {
            continue;
        }
        let listed = |m: &usize| {
            let line = all.get(*m).map(key).filter(|line| !line.is_empty());
            line.is_some_and(|line| last.get(unnumbered(&line)).is_some_and(|last| last > m))
        };
        let end = (n + 1..all.len()).take_while(listed).last().map_or(n, |m| m) + 1;
        // The first heading of the list that stands once more ends it, where the text behind begins with the same.
        let end = (n + 1..end)
            .find(|&m| (n + 1..m).any(|k| all.get(k).map(key) == all.get(m).map(key)))
            .unwrap_or(end);
        if end - n > FEWEST {
            let row = all.get(end - 1).map_or(*at, |last| at.join(*last));
            edits.remove(row, Reason::Contents);
            skip = end;
        }
    }
    ledger.apply(edits);
}

/// A heading as it is compared: without marks, blanks, dots and page number.
fn heading(line: &str) -> String {
    let bare = line.trim_start_matches(['#', '*', '-', ' ']);
    let end = LEADER.find(bare).map_or(bare.len(), |found| found.start());
    folded(bare.get(..end).unwrap_or(bare))
}

/// A heading without the number that only the contents may give it.
fn unnumbered(heading: &str) -> &str {
    list_mark(heading)
        .and_then(|mark| heading.get(mark.len..))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_headings_that_stand_in_the_text_too_are_contents() {
        let text = "某办法\n目　录\n第一章 总则……1\n第二章　办理 ...... 2\n第一章 总则\n第一条 甲。\n第二章 办理\n第二条 乙。\n";
        let mut ledger = Ledger::new(text);
        strip(&mut ledger);
        let rest: Vec<&str> = ledger.text().lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(rest, ["某办法", "第一章 总则", "第一条 甲。", "第二章 办理", "第二条 乙。"]);
        let text = "某办法\n目录\n第一章 总则\n第一条 甲。\n";
        let mut ledger = Ledger::new(text);
        strip(&mut ledger);
        assert_eq!(ledger.text(), text);
    }

    #[test]
    fn dots_and_page_numbers_say_what_a_row_is() {
        let rest = |text: &str| {
            let mut ledger = Ledger::new(text);
            leaders(&mut ledger);
            strip(&mut ledger);
            ledger.text().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            rest("汇编\n目 录\n一、甲制度……………1\n二、乙制度 . . . . 3\n丙制度.....(15)\n甲制度\n"),
            "汇编 甲制度"
        );
        assert_eq!(
            rest("汇编\n目录\n1．甲制度\n2．乙制度\n甲制度\n一、丙。\n乙制度\n"),
            "汇编 甲制度 一、丙。 乙制度"
        );
        let form = "申请人……\n申请日期……\n得分：3.5";
        assert_eq!(rest(form), form.replace('\n', " "));
    }
}
