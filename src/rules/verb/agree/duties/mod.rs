//! The time limit of one duty is the same wherever a collection of documents speaks of it. A duty is an act (答复) on a matter (投诉),
//! by whoever is named, from one stage on and under equal circumstances: other limits are limits of other duties.

mod appointed;
mod circumstance;
mod clause;
mod lists;
mod sentences;
mod thresholds;

use std::collections::HashMap;

use super::super::{
    super::{
        across::same_party,
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Fact, Topic,
    norm::names_another,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{Bound, LimitRole, TimeLimit, Unit},
    text::{Amount, Folded, Plain, Span},
};
use appointed::{Appointed, appointed};
use clause::Clause;
use lists::List;

/// The words of duties.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Duties {
    acts: Vec<Act>,
    matters: Vec<Matter>,
    circumstances: Vec<Named>,
    /// What is counted until something follows from it.
    events: Vec<Named>,
    /// What follows, however short it is said.
    outcomes: Vec<Pattern>,
    /// What the law lists and regulations repeat.
    lists: Vec<List>,
}

/// Something that a sentence may name, and the words that speak of it.
#[derive(Debug, Clone)]
struct Named {
    name: String,
    said: Pattern,
}

/// What is to be done in a time.
#[derive(Debug, Clone)]
struct Act {
    named: Named,
    /// Whether it is a duty by itself, on whatever matter.
    alone: bool,
    /// The objects that it has anyway; with any other one it is another duty. `None` when its object makes no difference.
    usual: Option<Pattern>,
    /// Whether it lasts for the time, and is not done within it.
    lasts: bool,
    /// Whether the verbs behind it only say what for: 转交责任单位办理.
    leads: bool,
    /// The stage and the case from which it follows anyway.
    after: Option<Pattern>,
}

/// What an act is on.
#[derive(Debug, Clone)]
struct Matter {
    named: Named,
    /// The names of the acts that are done to it; any, when empty.
    acts: Vec<String>,
}

impl Duties {
    pub(super) fn compile(written: &file::Duties, compiler: &Compiler<'_>) -> Compiled<Self> {
        let named = |name: &str, said: &toml::Spanned<String>| {
            Ok(Named { name: name.to_owned(), said: compiler.pattern(said)? })
        };
        let act = |act: &file::Act| {
            let file::Act { name, said, alone, usual, lasts, leads, after } = act;
            let pattern = |written: &Option<toml::Spanned<String>>| {
                written.as_ref().map(|written| compiler.pattern(written)).transpose()
            };
            Ok(Act {
                named: named(name, said)?,
                alone: *alone,
                usual: pattern(usual)?,
                lasts: *lasts,
                leads: *leads,
                after: pattern(after)?,
            })
        };
        let acts = written.acts.iter().map(act).collect::<Compiled<Vec<Act>>>()?;
        let known: Vec<&str> = acts.iter().map(|act| act.named.name.as_str()).collect();
        let matter = |matter: &file::Matter| {
            let of = matter.acts.iter().map(|name| {
                compiler.word(name, "事", &known, |name| known.contains(&name).then(|| name.to_owned()))
            });
            Ok(Matter { named: named(&matter.name, &matter.said)?, acts: of.collect::<Compiled<_>>()? })
        };
        let matters = written.matters.iter().map(matter).collect::<Compiled<_>>()?;
        let circumstance = |one: &file::Circumstance| named(&one.name, &one.said);
        let circumstances = written.circumstances.iter().map(circumstance).collect::<Compiled<_>>()?;
        let events = written.events.iter().map(circumstance).collect::<Compiled<_>>()?;
        let lists =
            written.lists.iter().map(|list| List::compile(list, compiler)).collect::<Compiled<_>>()?;
        Ok(Self {
            acts,
            matters,
            circumstances,
            events,
            outcomes: compiler.patterns(&written.outcomes)?,
            lists,
        })
    }

    /// What `document` says that other regulations must not contradict: limits of duties, and lists.
    pub(super) fn facts(&self, document: &Document) -> Vec<Fact> {
        let mut facts = self.limits(document);
        facts.extend(self.lists.iter().flat_map(|list| list.facts(document)));
        facts.extend(sentences::facts(document, &facts));
        facts
    }

    /// The limits that `document` sets for duties, in order. Two for one duty in one sentence are those of two stages of it, whose
    /// words do not tell them apart: neither is compared.
    fn limits(&self, document: &Document) -> Vec<Fact> {
        let set = document.limits.iter().map(|limit| self.fact(document, limit));
        let appointed = appointed(document);
        let recurring = appointed.iter().map(|one| self.recurring(document, one));
        let mut facts: Vec<Fact> = set.chain(recurring).flatten().collect();
        facts.sort_by_key(|fact| fact.label.at.start());
        let sentences = sentences(document, &facts);
        let mut told: HashMap<usize, Vec<&Fact>> = HashMap::new();
        for (fact, sentence) in facts.iter().zip(&sentences) {
            let told = told.entry(*sentence).or_default();
            if !told.iter().any(|other| other.topic == fact.topic && other.value == fact.value) {
                told.push(fact);
            }
        }
        let of_stage = |(fact, sentence): &(&Fact, &usize)| {
            let told = told.get(sentence).into_iter().flatten();
            told.into_iter().any(|other| is_alike(fact, other) && fact.value != other.value)
        };
        let own = facts.iter().zip(&sentences).filter(|one| !of_stage(one));
        own.map(|(fact, _)| fact.clone()).collect()
    }

    fn fact(&self, document: &Document, limit: &TimeLimit) -> Option<Fact> {
        if limit.role == LimitRole::Quoted || !is_exact(limit) {
            return None;
        }
        let clause = Clause::around(document, limit)?;
        // What the paragraph before rules is not known here.
        let relates = ["前款", "前条", "前项", "上款"].iter().any(|word| clause.before.contains(word));
        if clause.is_condition() || clause.is_quoted() || relates || names_another(clause.before) {
            return None;
        }
        let act = self.act(&clause)?;
        let how = how(limit, &clause, act)?;
        let matter = self.matter(document, limit, &clause, act);
        if matter.is_none() && !act.alone {
            return None;
        }
        let circumstances = self.circumstances_of(document, limit, &clause, act);
        let names: Vec<&str> = circumstances.iter().map(String::as_str).collect();
        let name = format!("{}{}{how}", matter.unwrap_or_default(), act.named.name);
        let what = if names.is_empty() { name.clone() } else { format!("{name}（{}）", names.join("、")) };
        let topic = Topic { party: clause.party().map(Into::into), what, ..Topic::default() };
        let label = Label { at: limit.measure, note: name };
        Some(Fact { topic, value: value(limit, act.lasts), label })
    }

    /// A duty that is due on a day of each month, or so long ahead of the day's work.
    fn recurring(&self, document: &Document, one: &Appointed) -> Option<Fact> {
        let mut fact = self.fact(document, &one.limit)?;
        if let Some(day) = &one.day {
            let clause = Clause::around(document, &one.limit)?;
            let to = clause.recipient().map(|to| format!("（报{to}）")).unwrap_or_default();
            fact.topic.what = format!("{}{}{to}", one.every, fact.topic.what);
            fact.label.note = format!("{}{}", one.every, fact.label.note);
            fact.value.clone_from(day);
        }
        Some(fact)
    }

    /// Two limits for one duty in the same document, and two amounts from which on the same follows.
    pub(super) fn contradictions(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let facts = self.limits(document);
        let mut earlier: HashMap<&str, Vec<&Fact>> = HashMap::new();
        let mut findings = Vec::new();
        for fact in &facts {
            let same = earlier.entry(&fact.topic.what).or_default();
            let mut alike = same.iter().filter(|other| is_alike(other, fact));
            let first = alike.clone().next();
            let said = alike.any(|other| other.value == fact.value);
            if let Some(first) = first.filter(|_| !said) {
                let message =
                    format!("“{}”的时限前后不一致：一处{}，一处{}", fact.topic, first.value, fact.value);
                let mut finding = rule.finding(document, fact.label.at, message);
                finding.related.push(first.label.clone());
                findings.push(finding);
            }
            same.push(fact);
        }
        findings.extend(self.thresholds(rule, document));
        findings.extend(self.lists.iter().filter_map(|list| list.contradiction(rule, document)));
        findings
    }

    /// What is to be done in the time: what its own clause says, else the words before.
    fn act(&self, clause: &Clause<'_>) -> Option<&Act> {
        let behind = self.acts_in(clause.after);
        if let Some(&(_, act)) = behind.first().filter(|(_, act)| act.leads) {
            return Some(act);
        }
        // 核实处理并答复 ends with the answer; 公布信息或者变更情况 is done with the publication.
        let chained = |(a, _): &(Span<Folded>, &Act), (b, _): &(Span<Folded>, &Act)| {
            let between = clause.after.get(a.end()..b.start()).unwrap_or_default();
            between.chars().count() <= 2
                || ["并", "和", "及", "、", "后", "把", "将"].iter().any(|word| between.contains(word))
        };
        let chain = behind.windows(2).take_while(|pair| matches!(pair, [a, b] if chained(a, b))).count();
        if let Some(&(_, act)) = behind.get(chain) {
            return Some(act);
        }
        // 投诉的办理时限为5个工作日, 及时核实,最迟不超过2个工作日, 录像保存30天
        let own = clause.own_before();
        let before = self.acts_in(own);
        let told = |(at, act): &&(Span<Folded>, &Act)| {
            let between = own.get(at.end()..).unwrap_or_default();
            clause.names(between) || act.lasts && between.chars().count() <= 2
        };
        before.last().filter(told).map(|&(_, act)| act)
    }

    /// The acts that are told in `words`, in order. 处理结果 and 答复时限 are things, not acts.
    fn acts_in(&self, words: &str) -> Vec<(Span<Folded>, &Act)> {
        let mut found: Vec<(Span<Folded>, &Act)> = Vec::new();
        for act in &self.acts {
            found.extend(act.named.said.find(words).map(|at| (at, act)));
        }
        // Of two that overlap (办理完毕, 办理) the longer one.
        found.sort_by_key(|(at, _)| (at.start(), usize::MAX - at.end()));
        let mut reach = 0;
        found.retain(|(at, _)| {
            let own = at.start() >= reach;
            reach = reach.max(at.end());
            own
        });
        found.retain(|(at, _)| !clause::is_thing(words, *at));
        found
    }

    /// What the act is on: the nearest of the known matters, else the words that the act itself has for an object.
    fn matter(
        &self,
        document: &Document,
        limit: &TimeLimit,
        clause: &Clause<'_>,
        act: &Act,
    ) -> Option<String> {
        let known = |words| self.matters_in(words, act);
        let first = |words| known(words).into_iter().min_by_key(|(at, _)| at.start());
        let last = |words| known(words).into_iter().max_by_key(|(at, _)| at.end());
        let name = |(_, matter): (Span<Folded>, &Matter)| matter.named.name.clone();
        let own = || first(clause.after).or_else(|| last(clause.own_before())).map(name);
        let object = || {
            let other = |object: &String| match &act.usual {
                Some(usual) => !usual.is_in(object.as_str()),
                None => !act.alone,
            };
            let object = clause.object(&act.named.said).filter(other)?;
            (!act.named.said.is_in(object.as_str())).then_some(object)
        };
        // 答复投诉人: the complaint is what is answered.
        let of_person = || {
            let named = |m: &&Matter| clause.after.contains(&format!("{}人", m.named.name));
            self.matters.iter().filter(|m| m.acts.is_empty()).find(named).map(|m| m.named.name.clone())
        };
        let led_in = || clause::lead_ins(document, limit).into_iter().find_map(last).map(name);
        own().or_else(of_person).or_else(object).or_else(|| last(clause.before).map(name)).or_else(led_in)
    }

    /// The matters that `words` name for an act. 投诉人 is a person, and 投诉电话 a telephone.
    fn matters_in(&self, words: &str, act: &Act) -> Vec<(Span<Folded>, &Matter)> {
        const BEHIND: [&str; 12] =
            ["人", "者", "电话", "箱", "科", "渠道", "窗口", "中心", "台", "栏", "点", "处理科"];
        let mut found = Vec::new();
        for matter in self.matters.iter().filter(|m| m.acts.is_empty() || m.acts.contains(&act.named.name)) {
            let thing = |at: &Span<Folded>| {
                let behind = words.get(at.end()..).unwrap_or_default();
                !BEHIND.iter().any(|word| behind.starts_with(word))
            };
            found.extend(matter.named.said.find(words).filter(thing).map(|at| (at, matter)));
        }
        found
    }
}

fn is_alike(a: &Fact, b: &Fact) -> bool {
    a.topic.what == b.topic.what && same_party(a.topic.party.as_deref(), b.topic.party.as_deref())
}

/// The number of the sentence in which each fact stands; those of `facts` stand in order.
fn sentences(document: &Document, facts: &[Fact]) -> Vec<usize> {
    let mut sentence = 0;
    let mut last: Option<Span<Plain>> = None;
    let number = |fact: &Fact| {
        let between = last.replace(fact.label.at).map(|last| last.join(fact.label.at));
        sentence +=
            usize::from(between.is_some_and(|at| at.of(&document.plain).contains(['。', '；', '\n'])));
        sentence
    };
    facts.iter().map(number).collect()
}

/// Whether a limit is one number of time that others can be compared with: a week is five working days to one writer and seven to
/// another, and 即收即办 says how, while thirty minutes say how long.
fn is_exact(limit: &TimeLimit) -> bool {
    limit.from_amount.is_none() && !matches!(limit.unit, Unit::Week | Unit::OnTheSpot)
}

/// How a limit bounds the act, as its name is told: nothing within a time, 前 before one; `None` where it does not bound it.
fn how(limit: &TimeLimit, clause: &Clause<'_>, act: &Act) -> Option<&'static str> {
    let within = limit.bound == Some(Bound::Within) || clause.is_named();
    match limit.bound {
        Some(Bound::MoreThan | Bound::LessThan) => None,
        _ if clause.is_ahead() => (!act.lasts).then_some("提前"),
        Some(Bound::AtLeast) | None if act.lasts => Some(""),
        _ if act.lasts => None,
        _ => within.then_some(""),
    }
}

/// A limit in one spelling: 日 in the frame of 行政许可法第八十二条 is a working day, 24小时 are one day. What lasts is counted in
/// calendar days, of which thirty are a month.
fn value(limit: &TimeLimit, lasts: bool) -> String {
    let hundredths = limit.amount.hundredths();
    let whole = |part: u32| hundredths.is_multiple_of(part * 100) && hundredths > 0;
    let by = |part: u32| Amount::whole(hundredths / 100 / part);
    match limit.unit {
        Unit::Hour if whole(24) => format!("{}个工作日", by(24)),
        Unit::Hour => format!("{}小时", limit.amount),
        Unit::Minute if whole(60) => format!("{}小时", by(60)),
        Unit::Minute => format!("{}分钟", limit.amount),
        Unit::Year => format!("{}年", limit.amount),
        Unit::Month if whole(12) => format!("{}年", by(12)),
        Unit::Month => format!("{}个月", limit.amount),
        Unit::Day | Unit::CalendarDay if lasts && whole(365) => format!("{}年", by(365)),
        Unit::Day | Unit::CalendarDay if lasts && whole(30) => format!("{}个月", by(30)),
        Unit::Day if lasts => format!("{}日", limit.amount),
        Unit::CalendarDay => format!("{}日", limit.amount),
        _ => format!("{}个工作日", limit.amount),
    }
}
