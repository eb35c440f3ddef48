//! A document calls one thing by one name.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        pattern::Pattern,
        rule::Rule,
    },
    Fact, Topic,
};
use crate::{
    doc::{Document, Kind},
    finding::{Edit, Finding, Fingerprint, Label},
    text::{Folded, FoldedText, Span},
};

/// Groups of words, each for one thing.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Terms {
    automaton: Option<AhoCorasick>,
    /// Each word with its group and its way of saying it within the group; the longer words of two are found.
    words: Vec<Word>,
    /// The groups on which the documents of a collection agree, too.
    across: Vec<usize>,
    /// What lies inside a match of one of these is none of the words.
    except: Vec<Pattern>,
}

/// One spelling of a word for something.
#[derive(Debug, Clone)]
struct Word {
    group: usize,
    /// Its number among the ways in which the group says it.
    way: usize,
    spelling: String,
}

impl Terms {
    pub(super) fn compile(
        groups: &[Spanned<Vec<Spanned<String>>>],
        across: &[Spanned<String>],
        except: &[Spanned<String>],
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let mut words: Vec<Word> = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            if group.get_ref().len() < 2 {
                return Err(compiler.mistake(
                    group,
                    "一组里至少要有两种说法",
                    "写成 [\"政务服务中心\", \"行政服务中心\"]。",
                ));
            }
            for (way, written) in group.get_ref().iter().enumerate() {
                let spellings = written.get_ref().split('|').map(FoldedText::new);
                words.extend(spellings.map(|word| Word {
                    group: i,
                    way,
                    spelling: word.as_str().to_owned(),
                }));
            }
        }
        let of_word = |word: &Spanned<String>| {
            let folded = FoldedText::new(word.get_ref());
            let known = words.iter().find(|known| known.spelling == folded.as_str());
            known
                .map(|known| known.group)
                .ok_or_else(|| compiler.mistake(word, "没有一组说法里有它", "写 terms 里一组中的一种说法。"))
        };
        let across = across.iter().map(of_word).collect::<Compiled<_>>()?;
        let patterns = words.iter().map(|word| &word.spelling);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Ok(Self { automaton, words, across, except: compiler.patterns(except)? })
    }

    /// The words of the groups on which documents agree that regulation `document` uses, each with the place whose it is: their first
    /// places.
    pub(super) fn facts(&self, document: &Document) -> Vec<Fact> {
        if self.across.is_empty() || document.kind != Some(Kind::Regulation) {
            return Vec::new();
        }
        let text = document.folded.as_str();
        let facts = self.places(document).into_iter().filter_map(|(word, at)| {
            let name = &self.words.iter().find(|first| first.group == word.group)?.spelling;
            // That of the province is another one than that of the county.
            let own = self.across.contains(&word.group) && level_before(text, at) != Some('省');
            let topic = Topic {
                party: place_before(text, at).map(Into::into),
                what: format!("{name}的名称"),
                ..Topic::default()
            };
            let at = document.folded.to_plain(at);
            let label = Label { at, note: format!("此处用“{}”", at.of(&document.plain)) };
            own.then(|| Fact { topic, value: word.spelling.clone(), label })
        });
        let mut said: Vec<Fact> = Vec::new();
        for fact in facts {
            if !said.iter().any(|other| other.value == fact.value && other.topic == fact.topic) {
                said.push(fact);
            }
        }
        said
    }

    /// Where `document` uses which of the words.
    fn places(&self, document: &Document) -> Vec<(&Word, Span<Folded>)> {
        let text = document.folded.as_str();
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let except: Vec<Span<Folded>> =
            self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let hits = automaton.find_iter(text).filter_map(|hit| {
            let at = Span::new(hit.start(), hit.end());
            let own = !is_a_name(text, at) && !except.iter().any(|e| e.contains(at));
            self.words.get(hit.pattern().as_usize()).filter(|_| own).map(|word| (word, at))
        });
        hits.collect()
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let places = self.places(document);
        let groups = self.words.last().map_or(0, |word| word.group + 1);
        (0..groups).filter_map(|group| mixed(group, &places, rule, document)).collect()
    }
}

/// The finding on a group that a document says in several ways, at the first place of the rarest.
fn mixed(
    group: usize,
    places: &[(&Word, Span<Folded>)],
    rule: &Rule,
    document: &Document,
) -> Option<Finding> {
    let plain = |at: &Span<Folded>| document.folded.to_plain(*at);
    let mut ways: BTreeMap<usize, Vec<Span<Folded>>> = BTreeMap::new();
    for (word, at) in places.iter().filter(|(word, _)| word.group == group) {
        ways.entry(word.way).or_default().push(*at);
    }
    let mut used: Vec<(&Vec<Span<Folded>>, &str)> = ways
        .values()
        .filter_map(|places| Some((places, plain(places.first()?).of(&document.plain))))
        .collect();
    used.sort_by_key(|(places, _)| std::cmp::Reverse(places.len()));
    let (majority, rest) = used.split_first()?;
    // 省行政服务中心 is no other name of 县政务服务中心, nor of one that is told without its place.
    let levels = |places: &[Span<Folded>]| -> Vec<Option<char>> {
        places.iter().map(|at| level_before(document.folded.as_str(), *at)).collect()
    };
    let own = levels(majority.0);
    let is_of_others = |places: &[Span<Folded>]| {
        levels(places).iter().all(|level| match level {
            Some('省') => !own.contains(level),
            Some(_) => own.iter().all(|other| other.is_some() && other != level),
            None => false,
        })
    };
    let rest: Vec<_> = rest.iter().filter(|(places, _)| !is_of_others(places)).copied().collect();
    let rarest = rest.last()?;
    let counts: Vec<String> = std::iter::once(majority)
        .chain(&rest)
        .map(|(places, word)| format!("“{word}”{} 处", places.len()))
        .collect();
    let at = plain(rarest.0.first()?);
    let mut finding = rule.finding(document, at, format!("同一事物用了几种说法：{}", counts.join("、")));
    finding.primary.note = "用得少的说法".to_owned();
    let right = plain(majority.0.first()?).of(&document.plain).to_owned();
    finding.edit = Some(Edit { at, with: right, safe: false });
    let others = std::iter::once(majority).chain(rest.split_last()?.1.iter());
    finding.related = others
        .filter_map(|(places, word)| {
            Some(Label { at: plain(places.first()?), note: format!("此处用“{word}”") })
        })
        .collect();
    finding.fingerprint = Fingerprint::of([&*rule.code, majority.1]);
    Some(finding)
}

/// The level of government whose word stands right before: 省行政服务中心.
fn level_before(text: &str, at: Span<Folded>) -> Option<char> {
    let before = text.get(..at.start()).unwrap_or_default();
    before.chars().next_back().filter(|c| "省市县区旗镇乡".contains(*c))
}

/// The place whose government the words at `at` are of, as far as it stands right before them: 青石县行政服务中心.
fn place_before(text: &str, at: Span<Folded>) -> Option<String> {
    const LENGTH: usize = 3;
    level_before(text, at)?;
    let before: Vec<char> = text.get(..at.start())?.chars().rev().take(LENGTH).collect();
    let is_name = before.len() == LENGTH && before.iter().all(|c| c.is_alphabetic());
    is_name.then(|| before.into_iter().rev().collect())
}

/// Whether the words at `at` are part of a title or quoted: names of others are written as they are.
fn is_a_name(text: &str, at: Span<Folded>) -> bool {
    let before = text.get(..at.start()).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rfind('《') > line.rfind('》') || line.matches('"').count() % 2 == 1
}
