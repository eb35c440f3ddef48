//! Rules: from a file under checks/ to findings. One file a rule, one file a verb.

mod across;
mod compile;
mod cover;
mod days;
mod embedded;
mod example;
mod fields;
mod file;
mod grade;
mod pattern;
mod rule;
mod verb;

pub use across::{Conflict, Stated, across};
pub use cover::{Duties, Uncited};
pub use days::Days;
pub use embedded::embedded;
pub use example::{Example, Failure};
pub use fields::Fields;
pub use rule::{Profile, Rule};
pub use verb::{Asked, Fact, Item, Topic};

use crate::{
    corpus::Corpus,
    law::{Date, LimitRole},
    text::{Mistake, SourceFile, Span},
};
use pattern::Pattern;
use rayon::prelude::*;
use toml::Spanned;

/// The JSON schema of a rule's file, for editors that complete and check while somebody writes.
pub const SCHEMA: &str = include_str!("../../checks/schema.json");

/// Every rule that was loaded, and the table of fields they speak of.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    /// The rules, by code.
    pub rules: Vec<Rule>,
    /// The fields.
    pub fields: Fields,
}

impl RuleSet {
    /// Compiles the rules in `files`, of which the one named fields.toml is the table of fields. Gives what could be
    /// compiled, and every mistake. `corpus` holds the articles that the rules rest on and that documents may cite.
    pub fn load(files: &[SourceFile], corpus: &Corpus, as_of: Date) -> (Self, Vec<Mistake>) {
        Self::load_for(files, corpus, corpus, as_of)
    }

    /// As [`RuleSet::load`], for documents that cite the regulations `cited` rather than those that rules rest on.
    pub fn load_for(
        files: &[SourceFile],
        corpus: &Corpus,
        cited: &Corpus,
        as_of: Date,
    ) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let table = files.iter().find(|file| file.path.ends_with("fields.toml"));
        // Without its fields every rule would be reported as well: only what is wrong with them is.
        let fields = match table.map(fields::fields).transpose() {
            Ok(fields) => fields.unwrap_or_default(),
            Err(mistake) => return (Self::default(), vec![*mistake]),
        };
        if table.is_none() {
            let file = files.first().cloned().unwrap_or_else(|| SourceFile::new("checks/fields.toml", ""));
            mistakes.push(file.mistake(
                Span::empty(0),
                "规则目录里没有 fields.toml",
                "从内置规则里复制一份要素名称表。",
            ));
        }
        let context = compile::Context { corpus, cited, fields: &fields, as_of };
        let mut rules: Vec<Rule> = Vec::new();
        // Start-up is paid at every run, and rules do not depend on each other.
        let is_rule = |path: &str| path.ends_with(".toml") && !path.ends_with("fields.toml");
        let wanted = files.par_iter().filter(|file| is_rule(&file.path));
        let compiled: Vec<_> = wanted.map(|file| (file, compile::rule(file, &context))).collect();
        for (file, rule) in compiled {
            match rule {
                Ok(rule) => match rules.iter().find(|other| other.code == rule.code) {
                    Some(other) => {
                        let message = format!("编号 {} 已经用在 {}", rule.code, other.file.path);
                        mistakes.push(file.mistake(Span::empty(0), message, "给其中一条规则换一个编号。"));
                    }
                    None => rules.push(rule),
                },
                Err(mistake) => mistakes.push(*mistake),
            }
        }
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        (Self { rules, fields }, mistakes)
    }

    /// The rule with that code, capitals or not.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
    }
}

impl compile::Compiler<'_> {
    /// A regular expression of a rule.
    fn pattern(&self, written: &Spanned<String>) -> Result<Pattern, Box<Mistake>> {
        pattern::pattern(self.file, written)
    }

    /// Several regular expressions of whole values.
    fn whole(&self, written: &[Spanned<String>]) -> Result<Vec<Pattern>, Box<Mistake>> {
        pattern::whole(self.file, written)
    }

    /// Several regular expressions.
    fn patterns(&self, written: &[Spanned<String>]) -> Result<Vec<Pattern>, Box<Mistake>> {
        pattern::patterns(self.file, written)
    }

    /// The role of a time limit.
    fn role(&self, written: &Spanned<String>) -> Result<LimitRole, Box<Mistake>> {
        self.word(written, "时限种类", &LimitRole::ALL.map(LimitRole::name), LimitRole::from_name)
    }
}
