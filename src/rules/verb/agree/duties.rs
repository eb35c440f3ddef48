//! The time limit of one duty is the same wherever a collection of documents speaks of it, circumstances being equal.

use std::{collections::BTreeSet, sync::Arc};

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Fact, Topic,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, TimeLimit, Unit},
    text::{Folded, Span},
};

/// The duties, and the circumstances under which a duty may have another limit.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Duties {
    duties: Vec<Named>,
    circumstances: Vec<Named>,
}

/// A duty or a circumstance, and the words that speak of it.
#[derive(Debug, Clone)]
struct Named {
    name: Arc<str>,
    said: Pattern,
    except: Option<Pattern>,
}

impl Named {
    fn compile(written: &file::Duty, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            name: written.name.as_str().into(),
            said: compiler.pattern(&written.said)?,
            except: written.except.as_ref().map(|pattern| compiler.pattern(pattern)).transpose()?,
        })
    }

    fn is_excepted(&self, words: &str) -> bool {
        self.except.as_ref().is_some_and(|except| except.is_in(words))
    }
}

impl Duties {
    pub(super) fn compile(
        duties: &[file::Duty],
        circumstances: &[file::Duty],
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let all = |written: &[file::Duty]| {
            written.iter().map(|one| Named::compile(one, compiler)).collect::<Compiled<Vec<_>>>()
        };
        Ok(Self { duties: all(duties)?, circumstances: all(circumstances)? })
    }

    /// The limits that `document` sets for the duties, in order: those inside the words of a duty.
    pub(super) fn facts(&self, document: &Document) -> Vec<Fact> {
        let text = document.folded.as_str();
        let of_duty = |duty: &Named| {
            let said = duty.said.find(&document.folded).filter(|at| !duty.is_excepted(clause(text, *at)));
            let said: Vec<_> = said.map(|at| document.folded.to_plain(at)).collect();
            let set = move |limit: &&TimeLimit| {
                limit.role != LimitRole::Quoted
                    && is_exact(limit.unit)
                    && said.iter().any(|at| at.contains(limit.measure))
            };
            let fact = |limit: &TimeLimit| {
                let circumstances = self.circumstances_of(document, limit);
                let names: Vec<&str> = circumstances.iter().map(String::as_str).collect();
                let topic = match names.join("、") {
                    none if none.is_empty() => duty.name.to_string(),
                    names => format!("{}（{names}）", duty.name),
                };
                Fact {
                    topic: Topic { item: None, what: topic },
                    value: value(limit),
                    label: Label { at: limit.measure, note: duty.name.to_string() },
                }
            };
            document.limits.iter().filter(set).map(fact).collect::<Vec<_>>()
        };
        self.duties.iter().flat_map(of_duty).collect()
    }

    /// Two limits for one duty in the same document.
    pub(super) fn contradictions(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let facts = self.facts(document);
        let differs = |(i, fact): (usize, &Fact)| {
            let first = facts.iter().find(|other| other.topic == fact.topic)?;
            let repeated = facts.get(..i)?.iter().any(|o| o.topic == fact.topic && o.value == fact.value);
            if repeated || first.value == fact.value {
                return None;
            }
            let message =
                format!("“{}”的时限前后不一致：一处 {}，一处 {}", fact.topic, first.value, fact.value);
            let mut finding = rule.finding(document, fact.label.at, message);
            finding.related.push(first.label.clone());
            Some(finding)
        };
        facts.iter().enumerate().filter_map(differs).collect()
    }

    /// For which circumstances `limit` is: those that the words since the limit before it name, else its sentence, else the
    /// headings above. A condition of its own (涉及民生的，) is a circumstance as well.
    fn circumstances_of(&self, document: &Document, limit: &TimeLimit) -> BTreeSet<String> {
        let text = document.folded.as_str();
        let at = document.folded.from_plain(limit.measure);
        let ends = |c: char| ['。', ';', '\n'].contains(&c);
        let before = text.get(..at.start()).unwrap_or_default();
        let after = text.get(at.end()..).unwrap_or_default();
        let sentence = before.rfind(ends).map_or(0, |i| i);
        let earlier = document.limits.iter().map(|other| document.folded.from_plain(other.measure).end());
        let last = earlier.filter(|end| (sentence..=at.start()).contains(end)).max().unwrap_or(sentence);
        // 在5个工作日内办理一般投诉: the object stands behind.
        let end = at.end() + after.find(|c: char| ends(c) || c == ',').unwrap_or(after.len());
        for words in [text.get(last..end), text.get(sentence..end)].into_iter().flatten() {
            let named = self.named_in(words);
            if !named.is_empty() {
                return named;
            }
        }
        let above = document.title.into_iter().chain(document.headings_above(limit.measure));
        above
            .flat_map(|heading| self.named_in(document.folded.slice(document.folded.from_plain(heading))))
            .collect()
    }

    fn named_in(&self, words: &str) -> BTreeSet<String> {
        let named = self.circumstances.iter().filter(|one| one.said.is_in(words) && !one.is_excepted(words));
        let own = words.split([',', ':', '。', ';', '\n']).filter_map(condition);
        named.map(|circumstance| circumstance.name.to_string()).chain(own.map(str::to_owned)).collect()
    }
}

/// The words at `at` with those before them in their sentence.
fn clause(text: &str, at: Span<Folded>) -> &str {
    let before = text.get(..at.start()).unwrap_or_default();
    let start = before.rfind(['。', ';', '\n']).map_or(0, |i| i);
    text.get(start..at.end()).unwrap_or_default()
}

/// Words by which a clause begins that makes a case of its own: 涉及民生的, 因停电不能办理的.
const CONDITIONS: [&str; 7] = ["涉及", "属于", "因", "遇", "情况", "情形", "需要"];

/// Words of the case that a duty itself is about.
const OWN_CASE: [&str; 6] = ["补正", "不齐", "不全", "不符合", "不完备", "投诉"];

/// The condition that a clause is, when it makes a case of its own.
fn condition(clause: &str) -> Option<&str> {
    let words = clause.trim().strip_suffix('的')?;
    let begins = CONDITIONS.iter().any(|word| words.starts_with(word));
    (begins && !OWN_CASE.iter().any(|word| words.contains(word))).then_some(words)
}

/// Whether a limit in `unit` is one number of days or hours. A week is five working days to one writer and seven to another, and
/// 即收即办 says how, while thirty minutes say how long: they contradict nothing.
fn is_exact(unit: Unit) -> bool {
    matches!(unit, Unit::WorkingDay | Unit::Day | Unit::CalendarDay | Unit::Hour | Unit::Minute)
}

/// A limit in one spelling: 日 in the frame of 行政许可法第八十二条 is a working day.
fn value(limit: &TimeLimit) -> String {
    let unit = if limit.unit == Unit::Day { Unit::WorkingDay } else { limit.unit };
    format!("{} {}", limit.amount, unit.name())
}
