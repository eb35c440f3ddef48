//! A document calls another document by one title.

use std::collections::HashSet;

use toml::Spanned;

use super::super::super::rule::Rule;
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::CitationMention,
    text::FoldedText,
};

/// Endings of the titles that are compared.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Titles {
    /// Those of one kind of document, which take each other's place (清单, 目录), together.
    endings: Vec<Vec<String>>,
}

/// How many in a hundred of their pairs of neighbouring characters two titles share that mean one document.
const ALIKE: usize = 60;

impl Titles {
    pub(super) fn compile(endings: &[Spanned<String>]) -> Self {
        let folded = |ending: &str| FoldedText::new(ending).as_str().to_owned();
        let kind = |kind: &Spanned<String>| kind.get_ref().split('|').map(folded).collect();
        Self { endings: endings.iter().map(kind).collect() }
    }

    /// Whether two different titles mean one document, when its kind is written alike.
    fn are_one(&self, a: &str, b: &str) -> bool {
        let kind = self.endings.iter().find(|kind| kind.iter().any(|ending| b.ends_with(ending.as_str())));
        let written = kind.and_then(|kind| {
            let bare = kind.iter().find_map(|ending| b.strip_suffix(ending.as_str()))?;
            let ending = kind.iter().find(|ending| a.ends_with(ending.as_str()))?;
            Some(format!("{bare}{ending}"))
        });
        written.as_deref() == Some(a) || alike(a, written.as_deref().unwrap_or(b))
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let mut titles: Vec<(&str, &CitationMention)> = Vec::new();
        for mention in &document.citations {
            if let Some(title) = mention.title.as_deref()
                && self.endings.iter().flatten().any(|ending| title.ends_with(ending.as_str()))
                && titles.iter().all(|(other, _)| *other != title)
            {
                titles.push((title, mention));
            }
        }
        let mut findings = Vec::new();
        for (i, (title, mention)) in titles.iter().enumerate() {
            let earlier = titles.get(..i).unwrap_or_default().iter().find(|(other, first)| {
                self.are_one(other, title) && !are_told_apart(document, first, mention)
            });
            if let Some((other, first)) = earlier {
                let message = format!("同一文件用了两个名称：《{other}》和《{title}》");
                let mut finding = rule.finding(document, mention.at, message);
                finding.related.push(Label { at: first.at, note: "前面的名称".to_owned() });
                finding.fingerprint = Fingerprint::of([&*rule.code, other, title]);
                findings.push(finding);
            }
        }
        findings
    }
}

/// Whether two citations name two documents by the numbers behind them, of which an order (部令第3号) has no year, or one beside the
/// other: 《甲》第十条、《乙》第十条.
fn are_told_apart(document: &Document, first: &CitationMention, second: &CitationMention) -> bool {
    let number = |mention: &CitationMention| {
        let (_, note) = mention.at.of(&document.plain).split_once(['（', '('])?;
        note.split_once('号').map(|(number, _)| number.to_owned())
    };
    let numbers = number(first).zip(number(second));
    let between = document.plain.get(first.at.end()..second.at.start()).unwrap_or_default();
    numbers.is_some_and(|(one, other)| one != other)
        || ["、", "和", "与", "及", "以及"].contains(&between.trim())
}

/// Kinds of one thing that have a document each.
const KINDS: [&[&str]; 9] = [
    &["行政案件", "刑事案件", "民事案件"],
    &["行政诉讼", "刑事诉讼", "民事诉讼"],
    &["城市", "农村"],
    &["个人", "企业", "单位"],
    &["国有", "集体", "私营"],
    &["中央", "地方"],
    &["权力", "责任"],
    &["正面", "负面"],
    &["材料", "事项", "证照"],
];

/// Whether `a` and `b` name different ones of `kinds`.
fn are_two_of(kinds: &[&str], a: &str, b: &str) -> bool {
    let named = |title: &str| kinds.iter().position(|kind| title.contains(kind));
    matches!((named(a), named(b)), (Some(one), Some(other)) if one != other)
}

/// Whether two different titles are so alike that one document is meant. A law and the rules that carry it out are two.
fn alike(a: &str, b: &str) -> bool {
    if ["实施", "细则", "解释", "条例", "法", "补充"].iter().any(|word| a.contains(word) != b.contains(word))
        || KINDS.iter().any(|kinds| are_two_of(kinds, a, b))
    {
        return false;
    }
    if substitutes(a, b) {
        return false;
    }
    if abbreviates(a, b) || abbreviates(b, a) {
        return true;
    }
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.intersection(&b).count();
    let all = a.union(&b).count();
    // 甲制度 and 乙制度 share only their ending.
    all > 0 && a.len().min(b.len()) >= 4 && shared * 100 >= all * ALIKE
}

/// Words for one thing, of which a title may have the one or the other, and one that is often written for the other.
const SYNONYMS: [&[&str]; 6] = [
    &["受理", "办理"],
    &["考核", "考评", "评价"],
    &["联合", "并联"],
    &["责任", "负责"],
    &["例会", "会议"],
    &["联席", "联系"],
];

/// Whether `a` and `b` are alike but for one word of the same length, which is another thing in each (供水, 供热) and not the same
/// one in other words.
fn substitutes(a: &str, b: &str) -> bool {
    const LONGEST: usize = 2;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let differ: Vec<usize> = (0..a.len().min(b.len())).filter(|&i| a.get(i) != b.get(i)).collect();
    let (Some(&first), Some(&last)) = (differ.first(), differ.last()) else { return false };
    if a.len() != b.len() || last - first >= LONGEST {
        return false;
    }
    // 容缺(受)理 and 容缺(办)理 differ in a part of the word.
    let around = |title: &[char]| -> String {
        title.iter().skip(first.saturating_sub(1)).take(last - first + 3).collect()
    };
    let (one, other) = (around(&a), around(&b));
    let are_same = |kind: &&[&str]| {
        let has = |words: &str| kind.iter().any(|word| words.contains(word));
        has(&one) && has(&other)
    };
    !SYNONYMS.iter().any(are_same)
}

/// Whether `short`, which begins with the same name of a place as `long`, leaves out characters of one of its words: 公租房 for
/// 公共租赁住房.
fn abbreviates(short: &str, long: &str) -> bool {
    let place = |title: &str| {
        let end = title.find(['省', '市', '县', '区', '州'])?;
        Some(title.chars().count())
            .filter(|_| (3..=18).contains(&end))
            .and_then(|_| title.get(..end))
            .map(str::to_owned)
    };
    let (left, missing) = (short.chars().count(), long.chars().count().saturating_sub(short.chars().count()));
    let mut rest = long.chars();
    let in_order = short.chars().all(|c| rest.any(|other| other == c));
    in_order
        && left >= 8
        && (1..=4).contains(&missing)
        && place(long).is_some()
        && place(long) == place(short)
}

fn pairs(title: &str) -> HashSet<(char, char)> {
    title.chars().zip(title.chars().skip(1)).collect()
}
