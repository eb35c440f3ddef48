//! A rule as it is meant: checked, compiled, ready to run.

use std::{ops::RangeInclusive, sync::Arc};

use super::{
    days::Days,
    grade::Grade,
    verb::{Fact, Verb, home},
};
use crate::{
    doc::{Document, Kind, NoticeKind},
    finding::{Citation, Finding, Indicator, Level},
    law::Date,
    text::SourceFile,
};

/// Where a rule comes from. Local norms bind nobody outside their centre, so their profiles are off unless named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Laws and documents of the State Council.
    National,
    /// DB51/T 1173, the eight fields.
    Db51,
    /// 罗田县
    Luotian,
    /// 苍南县
    Cangnan,
    /// Towns and townships.
    Township,
    /// A convenience centre.
    S0,
}

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 6] = [
        Profile::National,
        Profile::Db51,
        Profile::Luotian,
        Profile::Cangnan,
        Profile::Township,
        Profile::S0,
    ];

    /// Those that are on unless a configuration says otherwise.
    pub const DEFAULT: [Profile; 2] = [Profile::National, Profile::Db51];

    /// The word for it in rule files and options.
    pub fn word(self) -> &'static str {
        match self {
            Profile::National => "national",
            Profile::Db51 => "db51",
            Profile::Luotian => "luotian",
            Profile::Cangnan => "cangnan",
            Profile::Township => "township",
            Profile::S0 => "s0",
        }
    }

    /// The profile of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.word() == word)
    }
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id everywhere: findings, options, reports.
    pub code: Arc<str>,
    /// What it is about, in a few words.
    pub title: Arc<str>,
    /// How grave its findings are.
    pub level: Level,
    /// Cases in which they are graver or slighter.
    pub(super) grades: Vec<Grade>,
    /// Where it comes from.
    pub profile: Profile,
    /// The kinds of documents it applies to, as [`Kind::word`]s.
    pub applies_to: Vec<Kind>,
    /// Of notices only those of these kinds, when any are named.
    pub notices: Vec<NoticeKind>,
    /// Whether it also holds for forms that are still to be filled in.
    pub forms: bool,
    /// The first and the last day on which it holds.
    pub in_force: RangeInclusive<Date>,
    /// Whether it also holds for a page of the web.
    pub pages: bool,
    /// What the official inspection of government websites calls its findings in a guide, where that is certain.
    pub indicator: Option<Indicator>,
    /// Why it matters.
    pub why: Arc<str>,
    /// What to do.
    pub advice: String,
    /// The articles behind it, verified.
    pub basis: Arc<[Citation]>,
    /// What it checks.
    pub(super) verb: Arc<dyn Verb>,
    /// Its file.
    pub file: SourceFile,
}

impl Rule {
    /// Whether its findings are about their first place, and the others only show how it was reckoned.
    pub fn reckons(&self) -> bool {
        self.verb.reckons()
    }

    /// Whether it applies to documents of `kind` on `as_of`.
    pub fn applies(&self, kind: Kind, as_of: Date) -> bool {
        let notice = match kind {
            Kind::Notice(notice) => self.notices.is_empty() || self.notices.contains(&notice),
            _ => true,
        };
        notice
            && self.applies_to.iter().any(|own| own.word() == kind.word())
            && self.in_force.contains(&as_of)
    }

    /// What the rule finds in `document`, in the order of the text; nothing when it does not apply.
    pub fn run(&self, document: &Document, days: Days) -> Vec<Finding> {
        let applies = document.kind.is_some_and(|kind| self.applies(kind, days.own));
        let excused = document.is_form && !self.forms || document.is_page && !self.pages;
        if !applies || excused {
            return Vec::new();
        }
        let mut findings = self.verb.run(self, document, days);
        for finding in &mut findings {
            finding.level = self
                .grades
                .iter()
                .find(|grade| grade.fits(document, finding.primary.at))
                .map_or(finding.level, |grade| grade.level);
        }
        findings.sort_by_key(|finding| finding.primary.at);
        findings
    }

    /// What the rule could not check in `document`, and why; nothing when the rule does not apply to it.
    pub fn left_out(&self, document: &Document, as_of: Date) -> Vec<String> {
        if document.is_form && !self.forms || document.kind.is_none_or(|kind| !self.applies(kind, as_of)) {
            return Vec::new();
        }
        self.verb.left_out(document)
    }

    /// What `document` says that other documents must not contradict; nothing when the rule does not apply to it.
    pub fn facts(&self, document: &Document, as_of: Date) -> Vec<Fact> {
        if document.kind.is_none_or(|kind| !self.applies(kind, as_of)) {
            return Vec::new();
        }
        let mut facts = self.verb.facts(document);
        // Regulations are compared with those of their own place.
        let place =
            (document.kind == Some(Kind::Regulation) && !facts.is_empty()).then(|| home(document)).flatten();
        facts.iter_mut().for_each(|fact| fact.topic.place.clone_from(&place));
        facts
    }
}
