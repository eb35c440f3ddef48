//! Sentences that two regulations share but for their number: 连续旷工3天的，退回原单位 in one, 5天 in the other. What they rule needs no name.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::super::super::{Fact, Topic};
use crate::{
    doc::{BlockKind, Document, Kind},
    finding::Label,
    law::heading,
    text::{Folded, Span, chinese_number, list_mark},
};

/// A number with its unit.
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9]{1,4}(?:\\.[0-9]+)?|[一二两三四五六七八九十百]{1,4}";
    let unit = "个?工作日|个?自然日|日|天|个月|年|小时|分钟|个?学时|次|%|分|万元|元|声|周|遍|份|人";
    Regex::new(&format!("(?P<number>{number})(?P<unit>{unit})")).ok()
});

/// A sentence with fewer characters may be said of many things.
const SHORTEST: usize = 12;

/// What each sentence of regulation `document` with one number in it says, but for those at `named`, which are compared by what they
/// rule.
pub(super) fn facts(document: &Document, named: &[Fact]) -> Vec<Fact> {
    if document.kind != Some(Kind::Regulation) {
        return Vec::new();
    }
    let mut facts: Vec<Fact> = Vec::new();
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Cell(_))) {
        let plain = block.span.of(&document.plain);
        let mark = heading(plain).map(|(_, len)| len).or_else(|| list_mark(plain).map(|mark| mark.len));
        let words = document.folded.from_plain(block.span.slice(mark.unwrap_or_default()..plain.len()));
        let mut at = words.start();
        for sentence in document.folded.slice(words).split_inclusive(['。', ';', '\n']) {
            let start = at;
            at += sentence.len();
            facts.extend(fact(document, Span::new(start, at)));
        }
    }
    facts.retain(|fact| named.iter().all(|other| !other.label.at.overlaps(fact.label.at)));
    // What a regulation says twice, with two numbers, is said of two things.
    let mut count: HashMap<String, usize> = HashMap::new();
    facts.iter().for_each(|fact| *count.entry(fact.topic.what.clone()).or_default() += 1);
    facts.retain(|fact| count.get(&fact.topic.what) == Some(&1));
    facts
}

fn fact(document: &Document, at: Span<Folded>) -> Option<Fact> {
    let sentence = document.folded.slice(at);
    let mut found = AMOUNT.as_ref()?.captures_iter(sentence);
    let (amount, None) = (found.next()?, found.next()) else { return None };
    let (all, number, unit) =
        (amount.get(0)?, amount.name("number")?.as_str(), amount.name("unit")?.as_str());
    let [before, behind] = [sentence.get(..all.start())?, sentence.get(all.end()..)?];
    let other = |words: &str| words.contains(|c: char| c.is_ascii_digit()) || words.contains(['《', '第']);
    let what = format!("{}…{}", before.trim(), behind.trim_end_matches(['。', ';', '\n']).trim());
    if other(before) || other(behind) || what.chars().count() <= SHORTEST {
        return None;
    }
    let number = chinese_number(&number.replace('两', "二")).map_or(number.to_owned(), |n| n.to_string());
    // 3工作日 is 3个工作日.
    let unit = unit.trim_start_matches('个');
    let counter = if ["工作日", "自然日", "学时", "月"].contains(&unit) { "个" } else { "" };
    let place = Span::new(at.start() + all.start(), at.start() + all.end());
    Some(Fact {
        topic: Topic { what, ..Topic::default() },
        value: format!("{number}{counter}{unit}"),
        label: Label { at: document.folded.to_plain(place), note: "这一处的数".to_owned() },
    })
}
