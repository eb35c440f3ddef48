//! Watchwords that count what they sum up: 四个统一：统一标识、统一着装、统一流程、统一标准; 六公开.

use std::sync::LazyLock;

use regex::Regex;

use super::{NUMERALS, items};
use crate::{
    doc::{Block, Document},
    finding::{Finding, Label},
    rules::rule::Rule,
    text::{Folded, FoldedText, Span, chinese_number},
};

static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "(?:^|[^第0-9{NUMERALS}])(?P<all>(?P<open>\"?)(?P<n>[{NUMERALS}]{{1,2}})(?P<each>个?)(?P<word>\\p{{Han}}{{1,4}})(?P<close>\"?))(?P<end>[:(]|,?即:?)"
    ))
    .ok()
});

/// The findings on the watchwords in `block`, the `i`-th one.
pub(super) fn miscounted(
    rule: &Rule,
    document: &Document,
    i: usize,
    block: &Block,
    folded: &FoldedText,
) -> Vec<Finding> {
    let text = folded.as_str();
    let said = SAID.iter().flat_map(|said| said.captures_iter(text));
    let finding = |found: regex::Captures<'_>| {
        let (all, word, end) = (found.name("all")?, found.name("word")?.as_str(), found.name("end")?);
        let whole = |name: &str| found.name(name).is_some_and(|part| !part.is_empty());
        // 二楼：…楼、…楼 is no watchword.
        let is_told = whole("each") || whole("open") && whole("close") || word.chars().count() > 1;
        let number = chinese_number(&found.name("n")?.as_str().replace('两', "二"))? as usize;
        if !is_told || number < 2 {
            return None;
        }
        let rest = text.get(end.end()..)?;
        let (least, most) = if rest.trim().is_empty() {
            let items = items(document, i + 1);
            let told = |at: &Span<_>| FoldedText::new(at.of(&document.plain)).as_str().contains(word);
            (items.iter().all(told)).then_some((items.len(), items.len()))?
        } else {
            let close = if end.as_str() == "(" { ')' } else { '。' };
            counted(rest.split([close, '。', '\n']).next()?, word)?
        };
        if most < 2 || (least..=most).contains(&number) {
            return None;
        }
        let at = folded.to_plain(Span::<Folded>::new(all.start(), all.end()));
        let at = block.span.slice(at.range());
        let mut finding = rule.finding(document, at, format!("写明{number}个，实际列出{most}个"));
        if rest.trim().is_empty() {
            let last = items(document, i + 1).last().copied();
            finding.related.extend(last.map(|at| Label { at, note: format!("列到第{most}个") }));
        }
        Some(finding)
    };
    said.filter_map(finding).collect()
}

/// How many things `list` names that each say the watchword, at least and at most: the last two may be joined by 和.
fn counted(list: &str, word: &str) -> Option<(usize, usize)> {
    let ends: &[char] = if list.contains(';') { &[';'] } else { &['、', ','] };
    let parts: Vec<&str> = list.split(ends).filter(|part| !part.trim().is_empty()).collect();
    let told = parts.iter().all(|part| part.contains(word) && !part.contains('等'));
    told.then(|| (parts.len(), list.matches(word).count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_watchword_sums_up() {
        for (list, word, expected) in [
            ("统一标识、统一着装、统一流程", "统一", Some((3, 3))),
            ("统一标识、统一着装和统一流程", "统一", Some((2, 3))),
            ("生人熟人一样,早来晚来一样", "一样", Some((2, 2))),
            ("统一标识、着装整齐", "统一", None),
            ("统一标识、统一着装等", "统一", None),
        ] {
            assert_eq!(counted(list, word), expected, "{list}");
        }
    }
}
