//! What the law lists is listed alike wherever regulations repeat it: 听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    super::super::{
        super::{
            compile::{Compiled, Compiler},
            rule::Rule,
        },
        Fact, Topic,
    },
    file,
};
use crate::{
    doc::{Document, Kind},
    finding::{Finding, Label},
    text::{Folded, FoldedText, Span, head},
};

/// A list that has a name and members of its own.
#[derive(Debug, Clone)]
pub(super) struct List {
    name: String,
    members: Vec<String>,
    automaton: AhoCorasick,
}

/// So many of its members in a row are the list; fewer are a matter of their own.
const FEWEST: usize = 4;

impl List {
    pub(super) fn compile(written: &file::List, compiler: &Compiler<'_>) -> Compiled<Self> {
        let file::List { name, members } = written;
        if members.get_ref().len() < FEWEST {
            let advice = format!("至少写 {FEWEST} 项，写成 members = [\"听证\", \"招标\", …]。");
            return Err(compiler.mistake(members, "一份清单的项数太少", advice));
        }
        let folded = |member: &String| FoldedText::new(member).as_str().to_owned();
        let members: Vec<String> = members.get_ref().iter().map(folded).collect();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&members);
        let automaton =
            automaton.map_err(|_| compiler.mistake(&written.members, "清单太长", "删去一些项。"))?;
        Ok(Self { name: name.clone(), members, automaton })
    }

    /// Each place where regulation `document` gives the list, with the members that it gives.
    pub(super) fn facts(&self, document: &Document) -> Vec<Fact> {
        if document.kind != Some(Kind::Regulation) {
            return Vec::new();
        }
        let text = document.folded.as_str();
        let mut runs: Vec<Vec<(usize, Span<Folded>)>> = Vec::new();
        for hit in self.automaton.find_iter(text) {
            let member = (hit.pattern().as_usize(), Span::new(hit.start(), hit.end()));
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|(_, last)| is_joined(text, last.end(), hit.start())) => {
                    run.push(member);
                }
                _ => runs.push(vec![member]),
            }
        }
        runs.iter().filter_map(|run| self.fact(document, run)).collect()
    }

    fn fact(&self, document: &Document, run: &[(usize, Span<Folded>)]) -> Option<Fact> {
        let (first, last) = (run.first()?.1, run.last()?.1);
        let given: Vec<&str> = self
            .members
            .iter()
            .enumerate()
            .filter(|(i, _)| run.iter().any(|(member, _)| member == i))
            .map(|(_, name)| name.as_str())
            .collect();
        // 听证、招标、拍卖等 gives only some of it.
        let behind = head(document.folded.as_str().get(last.end()..)?);
        if given.len() < FEWEST || behind.starts_with('等') {
            return None;
        }
        let topic = Topic { what: format!("{}的清单", self.name), ..Topic::default() };
        let at = document.folded.to_plain(Span::new(first.start(), last.end()));
        let missing: Vec<&str> =
            self.members.iter().map(String::as_str).filter(|name| !given.contains(name)).collect();
        let note = match missing.as_slice() {
            [] => "列全".to_owned(),
            missing => format!("没有{}", missing.join("、")),
        };
        Some(Fact { topic, value: given.join("、"), label: Label { at, note } })
    }

    /// The finding on two places in `document` that give different members.
    pub(super) fn contradiction(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        let facts = self.facts(document);
        let first = facts.first()?;
        let other = facts.iter().find(|fact| fact.value != first.value)?;
        let message = format!("“{}”前后不一致：一处{}，一处{}", first.topic, first.value, other.value);
        let mut finding = rule.finding(document, other.label.at, message);
        finding.related.push(first.label.clone());
        Some(finding)
    }
}

/// Whether nothing but 、, 和 and the word that a member is known by (专家评审) stands between two members.
fn is_joined(text: &str, from: usize, to: usize) -> bool {
    const LONGEST: usize = 5;
    let between = text.get(from..to).unwrap_or_default();
    between.starts_with(['、', '和', '及', '与', '或', '以'])
        && between.chars().count() <= LONGEST
        && !between.contains(['。', ',', ';', ':', '\n'])
}
