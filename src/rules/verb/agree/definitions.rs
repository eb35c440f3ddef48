//! A term has one definition in a document.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::super::super::rule::Rule;
use crate::{
    doc::Document,
    finding::{Finding, Label},
    text::{Folded, Span},
};

/// 本办法所称X,是指… and X是指… at the head of a sentence or an article.
static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sentence = r"(?m)(?:^|[。;:、)])(?:第[^条。\n]{1,6}条)?(?:本[^,。\n]{2,8}所称的?)?(?P<term>[\p{Han}、《》()]{2,16}?),?(?:是|系)指(?P<meaning>[^。\n]+)";
    Regex::new(sentence).ok()
});

/// What a document says a term means, first and at any later place that says otherwise.
pub(super) fn run(rule: &Rule, document: &Document) -> Vec<Finding> {
    let folded = document.folded.as_str();
    let Some(definition) = DEFINITION.as_ref().filter(|_| folded.contains("指")) else { return Vec::new() };
    let mut first: HashMap<&str, (&str, Span<Folded>)> = HashMap::new();
    let mut findings = Vec::new();
    for found in definition.captures_iter(folded) {
        let (Some(term), Some(meaning)) = (found.name("term"), found.name("meaning")) else { continue };
        // 在内地是指 says where, not what.
        // What holds in one table, or one article, may mean something else in the next.
        let local = ["本表", "本条", "本款", "本项", "本节", "本章"];
        let is_local = local.iter().any(|place| found.get(0).is_some_and(|all| all.as_str().contains(place)));
        if is_local || term.as_str().starts_with(['在', '均', '其', '也']) {
            continue;
        }
        let at = Span::<Folded>::new(term.start(), meaning.end());
        match first.get(term.as_str()) {
            None => drop(first.insert(term.as_str(), (meaning.as_str(), at))),
            Some((earlier, _)) if *earlier == meaning.as_str() => {}
            Some((_, earlier)) => {
                let message = format!("“{}”有两个不同的定义", term.as_str());
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
