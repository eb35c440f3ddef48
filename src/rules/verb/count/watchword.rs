//! Watchwords that count what they sum up: 四个统一：统一标识、统一着装、统一流程、统一标准; 六公开, here or in another regulation.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    super::{Fact, Topic},
    NUMERALS, items,
};
use crate::{
    doc::{Block, Document, Kind},
    finding::{Finding, Label},
    rules::rule::Rule,
    text::{Folded, FoldedText, Plain, Span, chinese_number, list_mark},
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

/// A watchword that is only called upon: 违反“六公开”承诺.
static CALLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!("\"(?P<n>[{NUMERALS}]{{1,2}})个?(?P<word>\\p{{Han}}{{2}})\"(?:$|[^:(,即])")).ok()
});

/// How many 公开 there are by regulation `document`, which calls upon a “六公开” or lists 政策公开, 程序公开 and so on.
pub(super) fn facts(document: &Document) -> Vec<Fact> {
    if document.kind != Some(Kind::Regulation) {
        return Vec::new();
    }
    let fact = |word: &str, number: usize, at: Span<Plain>, note: &str| Fact {
        topic: Topic { what: format!("几{word}"), ..Topic::default() },
        value: format!("{number}{word}"),
        label: Label { at, note: note.to_owned() },
    };
    let text = document.folded.as_str();
    let called = CALLED.iter().flat_map(|called| called.captures_iter(text)).filter_map(|found| {
        let (n, word) = (found.name("n")?, found.name("word")?);
        let number = chinese_number(&n.as_str().replace('两', "二"))? as usize;
        let at = document.folded.to_plain(Span::<Folded>::new(n.start(), word.end()));
        Some(fact(word.as_str(), number, at, "这样称呼"))
    });
    let begins = |i: &usize| {
        let words = document.blocks.get(*i).map_or("", |block| block.span.of(&document.plain));
        list_mark(words).is_some_and(|mark| mark.number == 1)
    };
    let listed = (0..document.blocks.len()).filter(begins).filter_map(|first| {
        let items = items(document, first);
        let word = common_end(&items.iter().map(|at| name(at.of(&document.plain))).collect::<Vec<_>>())?;
        Some(fact(&word, items.len(), *items.first()?, "从这里起列出"))
    });
    called.chain(listed).collect()
}

/// What an item is called: 政策公开 of 1、政策公开。本着方便群众…
fn name(item: &str) -> String {
    let folded = FoldedText::new(item.get(list_mark(item).map_or(0, |mark| mark.len)..).unwrap_or_default());
    let all = folded.as_str().trim_start();
    all.split(['。', ':', ',', ';', '\n']).next().unwrap_or_default().to_owned()
}

/// The two characters that all `names` end in, when there are so many of them that they are a watchword's.
fn common_end(names: &[String]) -> Option<String> {
    const FEWEST: usize = 4;
    const LONGEST: usize = 6;
    let end = |name: &String| {
        let length = name.chars().count();
        let is_name = (4..=LONGEST).contains(&length) && name.chars().all(|c| c.is_alphabetic());
        is_name.then(|| name.chars().skip(length - 2).collect::<String>())
    };
    let first = end(names.first()?)?;
    (names.len() >= FEWEST && names.iter().all(|name| end(name).as_ref() == Some(&first))).then_some(first)
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

    #[test]
    fn what_all_names_end_in() {
        let end = |items: [&str; 4]| common_end(&items.map(name));
        assert_eq!(
            end(["1、政策公开。本着", "2、职责公开。", "3、程序公开", "4、收费公开：按"]).as_deref(),
            Some("公开")
        );
        assert_eq!(end(["1、政策公开。", "2、职责公开。", "3、程序公开", "4、收费标准"]), None);
        assert_eq!(end(["1、公开", "2、公开", "3、公开", "4、公开"]), None);
    }
}
