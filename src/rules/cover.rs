//! Which articles of the corpus rules rest on, and which duties no rule looks after.

use std::cmp::Ordering;

use super::{Rule, RuleSet};
use crate::{
    corpus::Corpus,
    law::{Address, Date, Provision, Regulation, lays_duty, speaks_of_documents},
};

/// An article with a duty that no rule rests on.
#[derive(Debug, Clone, Copy)]
pub struct Uncited<'c> {
    /// The article.
    pub article: &'c Provision,
    /// Whether it speaks of what documents say, which a rule could look at.
    pub is_of_documents: bool,
}

/// The duties of one regulation.
#[derive(Debug, Clone)]
pub struct Duties<'c> {
    /// The regulation.
    pub regulation: &'c Regulation,
    /// How many of its articles lay a duty.
    pub total: usize,
    /// Those that no rule rests on.
    pub uncited: Vec<Uncited<'c>>,
}

impl RuleSet {
    /// The rules that rest on regulation `id`; with `at` only on the article that this provision is, or lies in.
    pub fn resting_on<'r>(&'r self, id: &str, at: Option<&Address>) -> Vec<&'r Rule> {
        let rests = |rule: &&Rule| {
            rule.basis.iter().any(|basis| {
                let on_it = at.is_none_or(|at| basis.at.article() == at.article());
                basis.regulation == id && on_it
            })
        };
        self.rules.iter().filter(rests).collect()
    }

    /// The duties that `regulation` lays, article by article.
    pub fn duties<'c>(&self, regulation: &'c Regulation) -> Duties<'c> {
        let (mut total, mut uncited) = (0, Vec::new());
        for article in regulation.articles() {
            let words = regulation.words(article);
            if !lays_duty(&words) {
                continue;
            }
            total += 1;
            if self.resting_on(&regulation.id, Some(&article.at)).is_empty() {
                uncited.push(Uncited { article, is_of_documents: speaks_of_documents(&words) });
            }
        }
        Duties { regulation, total, uncited }
    }

    /// The duties of every regulation in force on `as_of`, those with most that no rule rests on first.
    pub fn all_duties<'c>(&self, corpus: &'c Corpus, as_of: Date) -> Vec<Duties<'c>> {
        let mut all: Vec<Duties<'c>> =
            corpus.in_force(as_of).map(|regulation| self.duties(regulation)).collect();
        all.sort_by(|a, b| match b.uncited.len().cmp(&a.uncited.len()) {
            Ordering::Equal => a.regulation.id.cmp(&b.regulation.id),
            order => order,
        });
        all
    }
}
