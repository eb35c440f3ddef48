//! The time limit of one duty is the same wherever a collection of documents speaks of it.

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Fact,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{LimitRole, TimeLimit, Unit},
    text::{Folded, Span},
};

/// A duty, and how sentences speak of it.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Duty {
    name: String,
    said: Pattern,
    except: Option<Pattern>,
}

impl Duty {
    pub(super) fn compile(written: &file::Duty, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            name: written.name.clone(),
            said: compiler.pattern(&written.said)?,
            except: written.except.as_ref().map(|pattern| compiler.pattern(pattern)).transpose()?,
        })
    }
}

/// The limits that `document` sets for `duties`, in order: those inside the words of a duty.
pub(super) fn facts(document: &Document, duties: &[Duty]) -> Vec<Fact> {
    let folded = &document.folded;
    let of_duty = |duty: &Duty| {
        let other = |at: Span<Folded>| {
            duty.except.as_ref().is_some_and(|except| except.find(folded.slice(at)).next().is_some())
        };
        let said: Vec<_> =
            duty.said.find(folded.as_str()).filter(|at| !other(*at)).map(|at| folded.to_plain(at)).collect();
        let set = move |limit: &&TimeLimit| {
            // 即收即办 says how, and thirty minutes how long: they do not contradict each other.
            limit.role != LimitRole::Quoted
                && limit.unit != Unit::OnTheSpot
                && said.iter().any(|at| at.contains(limit.measure))
        };
        let fact = |limit: &TimeLimit| Fact {
            topic: duty.name.clone(),
            value: value(limit),
            label: Label { at: limit.measure, note: duty.name.clone() },
        };
        document.limits.iter().filter(set).map(fact).collect::<Vec<_>>()
    };
    duties.iter().flat_map(of_duty).collect()
}

/// Two limits for one duty in the same document.
pub(super) fn contradictions(rule: &Rule, document: &Document, duties: &[Duty]) -> Vec<Finding> {
    let facts = facts(document, duties);
    let differs = |(i, fact): (usize, &Fact)| {
        let first = facts.iter().find(|other| other.topic == fact.topic)?;
        let repeated = facts.get(..i)?.iter().any(|o| o.topic == fact.topic && o.value == fact.value);
        if repeated || first.value == fact.value {
            return None;
        }
        let message = format!("“{}”的时限前后不一致：一处 {}，一处 {}", fact.topic, first.value, fact.value);
        let mut finding = rule.finding(document, fact.label.at, message);
        finding.related.push(first.label.clone());
        Some(finding)
    };
    facts.iter().enumerate().filter_map(differs).collect()
}

/// A limit in one spelling: 日 in the frame of 行政许可法第八十二条 is a working day.
fn value(limit: &TimeLimit) -> String {
    let unit = if limit.unit == Unit::Day { Unit::WorkingDay } else { limit.unit };
    format!("{} {}", limit.amount, unit.name())
}
