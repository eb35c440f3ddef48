//! What a rule can check: a closed set of verbs, one file each.

mod agree;
mod article;
mod cite;
mod count;
mod differ;
mod forbid;
mod format;
mod item;
mod limit;
mod mention;
mod norm;
mod pair;
mod repeat;
mod replace;
mod require;
mod sequence;
mod tiers;
mod variant;

use std::{
    fmt::{self, Debug},
    sync::Arc,
};

pub(super) use agree::Agree;
pub(super) use cite::Cite;
pub(super) use count::Count;
pub(super) use differ::Differ;
pub(super) use forbid::Forbid;
pub(super) use format::Format;
pub use item::Item;
pub(super) use limit::Limit;
pub(super) use norm::home;
pub(super) use pair::Pair;
pub(super) use repeat::Repeat;
pub(super) use replace::Replace;
pub(super) use require::Require;
pub(super) use sequence::Sequence;
pub(super) use tiers::Tiers;

use serde::{Deserialize, Serialize};

use super::{days::Days, rule::Rule};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    text::{Plain, Span, masked},
};

/// What a document says on something on which documents must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// On what: documents are compared that speak of the same.
    pub topic: Topic,
    /// What it says, in a spelling in which equal values are equal.
    pub value: String,
    /// Where.
    pub label: Label,
}

/// What documents may agree on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The item of which it is said; `None` for what holds whatever the item.
    pub item: Option<Arc<Item>>,
    /// The place whose regulation says it, where that is known: what two places say is no contradiction.
    pub place: Option<Arc<str>>,
    /// Whom it binds, where it says: what is said of one does not contradict what is said of another.
    pub party: Option<Arc<str>>,
    /// What is said of it, with its case: 承诺时限（新办）
    pub what: String,
    /// What is asked of those who say something of it.
    pub asked: Asked,
}

/// What is asked of documents that speak of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// That they say the same.
    #[default]
    Alike,
    /// That this, which it is called, is over within what they say: 容缺补齐时限 within 承诺时限.
    Within(String),
    /// That only one of them says it.
    Once,
}

impl fmt::Display for Topic {
    /// 白鹭县教育局办理的校车使用许可的承诺时限
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = &self.item {
            if !item.organ.is_empty() {
                write!(f, "{}办理的", item.organ)?;
            }
            write!(f, "{}的", item.name)?;
        }
        f.write_str(&self.what)
    }
}

/// What a rule checks.
pub(super) trait Verb: Debug + Send + Sync {
    /// What `rule`, whose verb this is, finds in `document`, read on one of `days` and judged by the other.
    fn run(&self, rule: &Rule, document: &Document, days: Days) -> Vec<Finding>;

    /// What could not be checked in `document`, and why, a sentence each.
    fn left_out(&self, _document: &Document) -> Vec<String> {
        Vec::new()
    }

    /// Whether its findings are about their first place, and the others only show how it was reckoned: with the first place the
    /// finding is silenced. Otherwise each may contradict others besides.
    fn reckons(&self) -> bool {
        false
    }

    /// What `document` says that other documents must not contradict.
    fn facts(&self, _document: &Document) -> Vec<Fact> {
        Vec::new()
    }
}

/// Two checks of one rule: what must be said, and what must not be said in its place.
#[derive(Debug)]
pub(super) struct Both(pub(super) Arc<dyn Verb>, pub(super) Arc<dyn Verb>);

impl Verb for Both {
    fn run(&self, rule: &Rule, document: &Document, days: Days) -> Vec<Finding> {
        let mut findings = self.0.run(rule, document, days);
        findings.extend(self.1.run(rule, document, days));
        findings
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
            message: masked(&message).into_owned(),
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

/// How many of its other places a finding on several shows.
const SHOWN: usize = 5;

/// The first of `findings` that stands for all of them, with their number.
fn first_of_all(mut findings: Vec<Finding>) -> Vec<Finding> {
    let others = if findings.is_empty() { Vec::new() } else { findings.split_off(1) };
    for finding in findings.iter_mut().filter(|_| !others.is_empty()) {
        finding.message.push_str(&format!("，全文共 {} 处", others.len() + 1));
        finding.related.extend(others.iter().take(SHOWN).map(|other| other.primary.clone()));
        finding.edit = None;
    }
    findings
}
