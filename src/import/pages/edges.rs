//! What every page has at its edge: running heads and feet, where the ends of pages are known.

use std::collections::HashMap;

use super::{LONGEST_HEAD, PAGE_END, numbers, opens};
use crate::import::{
    layout,
    ledger::{At, Edits, Ledger},
    lines::{is_ended, is_han, length, lines},
    reason::Reason,
    title,
};
use crate::text::list_mark;

/// A head has no more lines than this.
const LINES: usize = 2;

/// A head says no more things, apart from each other, than its name and its page.
const MOST_SAID: usize = 2;

/// Removes the lines that stand at the same edge of several pages, a third of them at least. A title stays on the page
/// where it stands first: it may be that of the text.
pub(super) fn strip(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    if !text.contains(PAGE_END) {
        return;
    }
    let mut pages = pages(text);
    let mut edits = Edits::default();
    for from_top in [true, false] {
        for _ in 0..LINES {
            let edge = |page: &Vec<At>| if from_top { page.first().copied() } else { page.last().copied() };
            let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
            for (n, page) in pages.iter().enumerate() {
                if let Some(key) = edge(page).and_then(|at| head(at.of(text))) {
                    found.entry(key).or_default().push(n);
                }
            }
            let least = pages.len().div_ceil(3).max(2);
            let mut heads: Vec<(usize, bool)> = Vec::new();
            for own in found.values().filter(|own| own.len() >= least) {
                heads.extend(own.iter().enumerate().map(|(i, &n)| (n, i == 0)));
            }
            if heads.is_empty() {
                break;
            }
            for (n, first) in heads {
                let Some(page) = pages.get_mut(n) else { continue };
                let Some(at) = edge(page) else { continue };
                if !(from_top && heads_a_title(text, page, first)) {
                    edits.remove(at, Reason::RunningHead);
                }
                page.remove(if from_top { 0 } else { page.len() - 1 });
            }
        }
    }
    ledger.apply(edits);
}

/// The lines of every page, without those that say which page it is.
fn pages(text: &str) -> Vec<Vec<At>> {
    let mut start = 0;
    let page = |page: &str| {
        let at = At::new(start, start + page.len());
        start += page.len() + PAGE_END.len_utf8();
        let own = lines(page).into_iter().map(|line| at.slice(line.start()..line.end()));
        own.filter(|line| !numbers::is_page(line.of(text))).collect::<Vec<At>>()
    };
    text.split(PAGE_END).map(page).filter(|page| !page.is_empty()).collect()
}

/// What a line may say on several pages, without the number of its page.
fn head(line: &str) -> Option<&str> {
    let words = line.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "-—–·|/".contains(c));
    // The head of a table says several things, and a form has a day to fill in.
    let said = line.split_whitespace().count();
    let form = line.contains('签') || line.split_whitespace().collect::<String>().ends_with("年月日");
    let own = said <= MOST_SAID
        && !form
        && length(line) <= LONGEST_HEAD
        && !is_ended(line)
        && list_mark(line).is_none();
    let plain =
        layout::unit(line).is_none() && !line.starts_with(['|', '#', '附']) && !words.contains(['，', '。']);
    (own && plain && words.chars().filter(|&c| is_han(c)).count() > 1).then_some(words)
}

/// Whether the line at the top of a page is a title, where it stands for the first time, or the organ above one.
fn heads_a_title(text: &str, page: &[At], first: bool) -> bool {
    let line = |n: usize| page.get(n).map_or("", |at| at.of(text));
    let titled = |n: usize| title::title(line(n)).is_some();
    first && titled(0) || title::is_organ(line(0)) && titled(1) && opens(line(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        strip(&mut ledger);
        ledger.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn heads_of_few_pages() {
        let text = "某县政务服务中心制度汇编\n值守办法\n第一条 应当提\n1\n\u{C}\n某县政务服务中心制度汇编\n前到岗。\n2";
        assert_eq!(stripped(text), "某县政务服务中心制度汇编 值守办法 第一条 应当提 1 前到岗。 2");
        let text = "第一条 应当提\n中心文件 1\n\u{C}\n前到岗。\n中心文件 2";
        assert_eq!(stripped(text), "第一条 应当提 前到岗。");
    }

    #[test]
    fn what_pages_begin_with_is_no_head() {
        for text in [
            "某县政务服务中心\n考勤制度\n一、甲。\n\u{C}\n某县政务服务中心\n学习制度\n一、乙。",
            "一、甲\n\u{C}\n一、甲",
            "第一章 总则\n\u{C}\n第一章 总则",
            "序号 事项 时限\n甲\n\u{C}\n序号 事项 时限\n乙",
            "甲\n申请人签名\n\u{C}\n乙\n申请人签名",
        ] {
            assert_eq!(stripped(text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
