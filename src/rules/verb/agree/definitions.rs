//! A term has one definition in a document, and in the regulations of one place.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::super::{super::rule::Rule, Fact, Topic};
use crate::{
    doc::{Document, Kind},
    finding::{Finding, Label},
    text::{Folded, Span},
};

/// 本办法所称X,是指… and X是指… at the head of a sentence or an article.
static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sentence = r"(?m)(?:^|[。;:、)])(?:第[^条。\n]{1,6}条)?(?:本[^,。\n]{2,8}所称的?)?(?P<term>[\p{Han}、《》()]{2,16}?),?(?:是|系)指(?P<meaning>[^。\n]+)";
    Regex::new(sentence).ok()
});

/// A term and what it means.
struct Definition<'t> {
    term: &'t str,
    meaning: &'t str,
    at: Span<Folded>,
    /// Whether it says itself that it holds in its own regulation: 本办法所称.
    own: bool,
}

/// The definitions in `text`, but for those that hold in one table or one article: the next may mean something else.
fn definitions(text: &str) -> impl Iterator<Item = Definition<'_>> {
    const LOCAL: [&str; 6] = ["本表", "本条", "本款", "本项", "本节", "本章"];
    let definition = DEFINITION.as_ref().filter(|_| text.contains('指'));
    definition.into_iter().flat_map(move |definition| definition.captures_iter(text)).filter_map(|found| {
        let (all, term, meaning) = (found.get(0)?.as_str(), found.name("term")?, found.name("meaning")?);
        let at = Span::new(term.start(), meaning.end());
        let (term, meaning) = (term.as_str(), meaning.as_str());
        // 在内地是指 says where, not what.
        // 是指导窗口工作的重点, 是指定的
        let is_verb =
            meaning.starts_with(['导', '定', '示', '引', '挥', '派', '控', '向', '令', '明', '标', '数']);
        let is_other = is_verb
            || term.starts_with(['在', '均', '其', '也'])
            || LOCAL.iter().any(|place| all.contains(place));
        (!is_other).then(|| Definition { term, meaning, at, own: all.contains("所称") })
    })
}

/// What a document says a term means, first and at any later place that says otherwise.
pub(super) fn run(rule: &Rule, document: &Document) -> Vec<Finding> {
    let mut first: HashMap<&str, (&str, Span<Folded>)> = HashMap::new();
    let mut findings = Vec::new();
    for Definition { term, meaning, at, .. } in definitions(document.folded.as_str()) {
        match first.get(term) {
            None => drop(first.insert(term, (meaning, at))),
            Some((earlier, _)) if *earlier == meaning => {}
            Some((_, earlier)) => {
                let message = format!("“{term}”有两个不同的定义");
                let mut finding = rule.finding(document, document.folded.to_plain(at), message);
                finding.primary.note = "又一个定义".to_owned();
                let at = document.folded.to_plain(*earlier);
                finding.related.push(Label { at, note: "前一个定义".to_owned() });
                findings.push(finding);
            }
        }
    }
    findings
}

/// What regulation `document` says terms mean, whatever regulation they stand in: in the regulations of one place they mean one
/// thing.
pub(super) fn facts(document: &Document) -> Vec<Fact> {
    if document.kind != Some(Kind::Regulation) {
        return Vec::new();
    }
    let general = definitions(document.folded.as_str()).filter(|definition| !definition.own);
    let mut facts: Vec<Fact> = Vec::new();
    for Definition { term, meaning, at, .. } in general {
        let topic = Topic { what: format!("{term}的定义"), ..Topic::default() };
        // What it says twice is found in it alone.
        if !facts.iter().any(|fact| fact.topic == topic) {
            let label = Label { at: document.folded.to_plain(at), note: "定义".to_owned() };
            facts.push(Fact { topic, value: meaning.to_owned(), label });
        }
    }
    facts
}
