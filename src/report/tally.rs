//! What the findings add up to, rule by rule.

use std::collections::{BTreeMap, BTreeSet};

use super::Located;
use crate::finding::Level;

/// The findings of a rule.
#[derive(Debug, Default)]
pub(super) struct Tally<'r> {
    pub(super) code: &'r str,
    pub(super) title: &'r str,
    /// How many there are of each level, in the order of [`Level::ALL`].
    pub(super) counts: [usize; 3],
    /// The files that they are in.
    pub(super) files: BTreeSet<&'r str>,
}

impl Tally<'_> {
    /// How many there are.
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// The rules that found `findings`, by code.
pub(super) fn by_rule<'r>(findings: impl IntoIterator<Item = &'r Located>) -> Vec<Tally<'r>> {
    let mut rules: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    for finding in findings {
        let tally = rules.entry(&finding.rule).or_default();
        (tally.code, tally.title) = (&finding.rule, &finding.title);
        for (count, level) in tally.counts.iter_mut().zip(Level::ALL) {
            *count += usize::from(level == finding.level);
        }
        tally.files.insert(&finding.primary.path);
    }
    rules.into_values().collect()
}
