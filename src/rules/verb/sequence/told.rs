//! Points that a paragraph tells in words: 一是…；二是…；四是….

use std::sync::LazyLock;

use regex::Regex;

use super::{Numbered, finding, slip};
use crate::{
    doc::{Block, Document},
    finding::Finding,
    rules::rule::Rule,
    text::{Folded, FoldedText, Span, chinese_number},
};

/// A point of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Point<'t> {
    /// Its words: 二是.
    pub(in super::super) at: Span<Folded>,
    pub(in super::super) number: u32,
    /// How it is told: 是, 要; empty for 第二.
    verb: &'t str,
}

static POINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[一二三四五六七八九十]{1,2}";
    Regex::new(&format!("(?:^|[,。;:])(?P<mark>第(?P<a>{number}),|(?P<b>{number})(?P<verb>[是要]))")).ok()
});

/// The points of folded `text` that go on from a first one, told as that one is.
pub(in super::super) fn points(text: &str) -> Vec<Point<'_>> {
    if !["一是", "一要", "第一,"].iter().any(|first| text.contains(first)) {
        return Vec::new();
    }
    let point = |found: regex::Captures<'_>| {
        let (mark, number) = (found.name("mark")?, found.name("a").or_else(|| found.name("b"))?);
        let verb = found.name("verb").map_or(0..0, |verb| verb.range());
        let at = Span::new(mark.start(), mark.end());
        Some(Point { at, number: chinese_number(number.as_str())?, verb: text.get(verb)? })
    };
    let mut points: Vec<Point<'_>> =
        POINT.iter().flat_map(|expression| expression.captures_iter(text)).filter_map(point).collect();
    let first = points.iter().find(|point| point.number == 1).copied();
    points.retain(|point| first.is_some_and(|first| first.verb == point.verb && first.at <= point.at));
    points
}

/// The findings on points that leave a number out or give it twice.
pub(super) fn slips(rule: &Rule, document: &Document, block: &Block) -> Vec<Finding> {
    let words = block.span.of(&document.plain);
    if !words.contains(['是', '要', '第']) {
        return Vec::new();
    }
    let folded = FoldedText::new(words);
    let points = points(folded.as_str());
    let place = |point: &Point<'_>| Numbered {
        number: point.number,
        at: block.span.slice(folded.to_plain(point.at).range()).trim(&document.plain),
    };
    let pairs = points.windows(2).filter_map(|pair| match pair {
        [last, next] => Some((place(last), place(next), Span::<Folded>::new(last.at.end(), next.at.start()))),
        _ => None,
    });
    let slip = |(last, next, between): (Numbered, Numbered, Span<Folded>)| {
        // 一是 begins another row of them, and one that was read over is none that lacks.
        let what = slip(last.number, next.number)
            .filter(|_| (last.number..=last.number + 2).contains(&next.number))?;
        let lost =
            ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].get(last.number as usize + 1)?;
        let read_over = next.number > last.number && between.of(folded.as_str()).contains(lost);
        (!read_over).then(|| finding(rule, document, last.at, next.at, &what))
    };
    pairs.filter_map(slip).collect()
}
