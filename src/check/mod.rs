//! The pipeline: one document against the rules that are on, and what several documents say against each other.

mod quote;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{
    doc::Document,
    finding::Finding,
    law::Date,
    rules::{Days, Fact, Profile, Rule, RuleSet},
};

pub use crate::rules::{Conflict, Stated, across};

/// Which rules are on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Rules of these profiles.
    pub profiles: Vec<Profile>,
    /// Only these, when any are named: codes, or their beginnings (C for all of C01, C02 …).
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Default for Selection {
    fn default() -> Self {
        Self { profiles: Profile::DEFAULT.to_vec(), select: Vec::new(), ignore: Vec::new() }
    }
}

impl Selection {
    /// Whether `rule` is on. Naming a rule's code in `select` also brings it in from a profile that is off.
    pub fn has(&self, rule: &Rule) -> bool {
        let named = |codes: &[String]| codes.iter().any(|code| starts_with(&rule.code, code));
        let outright = self.select.iter().any(|code| rule.code.eq_ignore_ascii_case(code));
        let wanted = if self.select.is_empty() { true } else { named(&self.select) };
        wanted && !named(&self.ignore) && (outright || self.profiles.contains(&rule.profile))
    }
}

fn starts_with(code: &str, beginning: &str) -> bool {
    code.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

/// How many of the rules that are on apply to `document`.
pub fn applicable(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> usize {
    let as_of = Days::of(document, as_of).own;
    let applies =
        |rule: &&Rule| selection.has(rule) && document.kind.is_some_and(|kind| rule.applies(kind, as_of));
    rules.rules.iter().filter(applies).count()
}

/// Everything that the rules that are on find in `document`, in the order of the text.
pub fn check(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> Vec<Finding> {
    let days = Days::of(document, as_of);
    let run = |rule: &Rule| if selection.has(rule) { rule.run(document, days) } else { Vec::new() };
    // A document that is checked alone has its rules run side by side, since it pays for compiling their patterns. Among others
    // it is one piece of work: a thread that waited for rules would begin the next document on top of this one.
    let mut findings: Vec<Finding> = if rayon::current_thread_index().is_none() {
        rules.rules.par_iter().flat_map_iter(run).collect()
    } else {
        rules.rules.iter().flat_map(run).collect()
    };
    for finding in &mut findings {
        finding.edit = finding.edit.take().filter(|edit| !quote::is_quoted_law(document, edit.at));
    }
    findings.sort_by(|a, b| (a.primary.at, &a.rule).cmp(&(b.primary.at, &b.rule)));
    let mut seen: HashMap<_, usize> = HashMap::new();
    for finding in &mut findings {
        let nth = seen.entry(finding.fingerprint).or_default();
        finding.fingerprint = finding.fingerprint.nth(*nth);
        *nth += 1;
    }
    findings
}

/// What the rules that are on could not check in `document`, and why, a sentence each.
pub fn left_out(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> Vec<String> {
    let as_of = Days::of(document, as_of).own;
    let on = rules.rules.iter().filter(|rule| selection.has(rule));
    let mut notes: Vec<String> = on.flat_map(|rule| rule.left_out(document, as_of)).collect();
    notes.dedup();
    notes
}

/// What `document` says that other documents must not contradict, with the rule that asks.
pub fn facts<'r>(
    document: &Document,
    rules: &'r RuleSet,
    selection: &Selection,
    as_of: Date,
) -> Vec<(&'r Rule, Fact)> {
    let as_of = Days::of(document, as_of).own;
    let on = rules.rules.iter().filter(|rule| selection.has(rule));
    on.flat_map(|rule| rule.facts(document, as_of).into_iter().map(move |fact| (rule, fact))).collect()
}
