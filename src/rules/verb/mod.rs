//! What a rule can check: a closed set of verbs, one file each.

mod agree;
mod forbid;
mod limit;
mod mention;
mod require;
mod variant;

pub(super) use agree::Agree;
pub(super) use forbid::Forbid;
pub(super) use limit::Limit;
pub(super) use require::Require;

use super::rule::Rule;
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    text::{Plain, Span},
};

/// What a rule checks.
#[derive(Debug, Clone)]
pub(super) enum Verb {
    /// A field is there, with something in it.
    Require(Require),
    /// Words are not there.
    Forbid(Forbid),
    /// A time limit is not longer than another.
    Limit(Limit),
    /// Places say the same.
    Agree(Agree),
}

impl Verb {
    /// What `rule`, whose verb this is, finds in `document`.
    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        match self {
            Verb::Require(require) => require.run(rule, document),
            Verb::Forbid(forbid) => forbid.run(rule, document),
            Verb::Limit(limit) => limit.run(rule, document),
            Verb::Agree(agree) => agree.run(rule, document),
        }
    }
}

impl Rule {
    /// A finding of this rule at `at`, with the rule's own words for the rest.
    fn finding(&self, document: &Document, at: Span<Plain>, message: String) -> Finding {
        let words = at.of(&document.plain);
        let section: String =
            document.headings_above(at).iter().map(|heading| heading.of(&document.plain)).collect();
        Finding {
            rule: self.code.clone(),
            title: self.title.clone(),
            level: self.level,
            message,
            advice: self.advice.clone(),
            why: self.why.clone(),
            primary: Label { at, note: String::new() },
            related: Vec::new(),
            basis: self.basis.clone(),
            field: None,
            edit: None,
            fingerprint: Fingerprint::of([&*self.code, &section, words]),
        }
    }
}
