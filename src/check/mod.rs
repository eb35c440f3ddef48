//! The pipeline: one document against the rules that are on, and what several documents say against each other.

mod house;
mod patience;
mod quote;
mod silence;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{
    doc::Document,
    finding::{Finding, Fingerprint},
    law::Date,
    rules::{Days, Fact, Profile, Rule, RuleSet},
    text::{Plain, Span},
};

pub use crate::rules::{Conflict, Stated, across};
pub use house::{EXPIRED, HOUSE, HouseRule, MALFORMED, OUTDATED, STALE, UNUSED};
pub use patience::Patience;
use silence::Silences;
pub use silence::{Judged, Terms};

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
        let outright = self.select.iter().any(|code| rule.code.eq_ignore_ascii_case(code));
        self.admits(&rule.code) && (outright || self.profiles.contains(&rule.profile))
    }

    /// Whether `rule` is run: it is on, or silences are looked after. Whether one of them is still needed shows when the rule runs
    /// that it silences; what that finds by itself is not wanted.
    pub fn runs(&self, rule: &Rule) -> bool {
        self.has(rule) || self.profiles.contains(&rule.profile) && self.judges(&rule.code)
    }

    /// Whether silences of what the rule `code` finds are looked after.
    pub fn judges(&self, code: &str) -> bool {
        !names(&self.ignore, code) && (self.admits(code) || HOUSE.iter().any(|house| self.admits(house.code)))
    }

    /// Whether `code` is among those that are wanted.
    pub fn admits(&self, code: &str) -> bool {
        (self.select.is_empty() || names(&self.select, code)) && !names(&self.ignore, code)
    }
}

/// Whether one of `beginnings` is that of `code`.
fn names(beginnings: &[String], code: &str) -> bool {
    beginnings.iter().any(|own| starts_with(code, own))
}

/// Whether `code` begins with `beginning`, in capitals or not.
pub fn starts_with(code: &str, beginning: &str) -> bool {
    code.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

/// How many of the rules that are on apply to `document`.
pub fn applicable(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> usize {
    let as_of = Days::of(document, as_of).own;
    let applies =
        |rule: &&Rule| selection.runs(rule) && document.kind.is_some_and(|kind| rule.applies(kind, as_of));
    rules.rules.iter().filter(applies).count()
}

/// Everything that the rules that are on find in `document` and nobody has silenced, in the order of the text.
pub fn check(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> Vec<Finding> {
    let mut findings = judge(document, rules, selection, as_of, None).findings;
    findings.retain(|finding| selection.admits(&finding.rule));
    findings
}

/// The same, with an account of what was silenced, and with what was only run to judge silences. When somebody's `patience` ends
/// meanwhile, the rules that are left are not run.
pub fn judge(
    document: &Document,
    rules: &RuleSet,
    selection: &Selection,
    as_of: Date,
    patience: Option<&Patience>,
) -> Judged {
    let days = Days::of(document, as_of);
    let is_run = |rule: &Rule| selection.runs(rule) && !patience.is_some_and(Patience::is_out);
    let run = |rule: &Rule| if is_run(rule) { rule.run(document, days) } else { Vec::new() };
    // A document that is checked alone has its rules run side by side, since it pays for compiling their patterns. Among others
    // it is one piece of work: a thread that waited for rules would begin the next document on top of this one.
    let mut findings: Vec<Finding> = if rayon::current_thread_index().is_none() {
        rules.rules.par_iter().flat_map_iter(run).collect()
    } else {
        rules.rules.iter().flat_map(run).collect()
    };
    for finding in &mut findings {
        finding.edit = finding.edit.take().filter(|edit| !quote::is_quoted(document, edit.at));
    }
    let states = |code: &str, block: Span<Plain>| {
        let rule = rules.rule(code).filter(|rule| selection.runs(rule));
        rule.is_some_and(|rule| {
            rule.facts(document, days.own).iter().any(|fact| block.contains(fact.label.at))
        })
    };
    let Judged { mut findings, silenced } =
        silence::heeded(document, rules, selection, as_of, findings, states);
    findings.sort_by(|a, b| (a.primary.at, &a.rule).cmp(&(b.primary.at, &b.rule)));
    let mut seen: HashMap<_, usize> = HashMap::new();
    for finding in &mut findings {
        // A contradiction is another one when one of its sides says something else.
        if !finding.related.is_empty() {
            let own = finding.fingerprint.to_string();
            let sides = finding.related.iter().map(|label| label.at.of(&document.plain));
            let sides = std::iter::once(finding.primary.at.of(&document.plain)).chain(sides);
            finding.fingerprint = Fingerprint::of(std::iter::once(own.as_str()).chain(sides));
        }
        let nth = seen.entry(finding.fingerprint).or_default();
        finding.fingerprint = finding.fingerprint.nth(*nth);
        *nth += 1;
    }
    Judged { findings, silenced }
}

/// What the rules that are on could not check in `document`, and why, a sentence each.
pub fn left_out(document: &Document, rules: &RuleSet, selection: &Selection, as_of: Date) -> Vec<String> {
    let as_of = Days::of(document, as_of).own;
    let on = rules.rules.iter().filter(|rule| selection.has(rule));
    let mut notes: Vec<String> = on.flat_map(|rule| rule.left_out(document, as_of)).collect();
    notes.dedup();
    notes
}

/// What a document says that others must not contradict, with the rule that asks.
pub type Facts<'r> = Vec<(&'r Rule, Fact)>;

/// What `document` says that other documents must not contradict and nobody has silenced.
pub fn facts<'r>(document: &Document, rules: &'r RuleSet, selection: &Selection, as_of: Date) -> Facts<'r> {
    said(document, rules, selection, as_of, None).0
}

/// The same, and what is silenced. `patience` is as with [`judge`].
pub fn said<'r>(
    document: &Document,
    rules: &'r RuleSet,
    selection: &Selection,
    as_of: Date,
    patience: Option<&Patience>,
) -> (Facts<'r>, Facts<'r>) {
    let own = Days::of(document, as_of).own;
    let is_asked = |rule: &&Rule| selection.runs(rule) && !patience.is_some_and(Patience::is_out);
    let on = rules.rules.iter().filter(is_asked);
    let all = on.flat_map(|rule| rule.facts(document, own).into_iter().map(move |fact| (rule, fact)));
    let silences = Silences::of(document, rules, as_of);
    all.partition(|(rule, fact)| !silences.cover(&rule.code, fact.label.at))
}
