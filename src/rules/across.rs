//! What several documents say on one thing: they must not contradict each other.

use std::{collections::BTreeMap, sync::Arc};

use super::rule::Rule;
use crate::finding::Fingerprint;

/// Something that a document says, with its place `P` in the document's file.
#[derive(Debug, Clone)]
pub struct Stated<'r, P> {
    /// The rule that asks that documents agree on it.
    pub rule: &'r Rule,
    /// The document's path.
    pub document: Arc<str>,
    /// What it is about.
    pub topic: String,
    /// What is said, in a spelling in which equal values are equal.
    pub value: String,
    /// Where.
    pub place: P,
}

/// Documents that contradict each other.
#[derive(Debug, Clone)]
pub struct Conflict<'r, P> {
    /// The rule that was broken.
    pub rule: &'r Rule,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The first place that says otherwise than most.
    pub primary: P,
    /// Every other place, in the order of the documents' paths.
    pub related: Vec<P>,
    /// Its identity.
    pub fingerprint: Fingerprint,
}

/// Every contradiction among `stated`: one for each topic on which two documents differ, whatever order they came in.
pub fn across<'r, P>(stated: Vec<Stated<'r, P>>) -> Vec<Conflict<'r, P>> {
    let mut topics: BTreeMap<(Arc<str>, String), Vec<Stated<'r, P>>> = BTreeMap::new();
    for one in stated {
        topics.entry((one.rule.code.clone(), one.topic.clone())).or_default().push(one);
    }
    topics.into_values().filter_map(conflict).collect()
}

fn conflict<P>(mut stated: Vec<Stated<'_, P>>) -> Option<Conflict<'_, P>> {
    // Stable: places in one document stay in the order of its text.
    stated.sort_by(|a, b| a.document.cmp(&b.document));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &stated {
        *counts.entry(one.value.as_str()).or_default() += 1;
    }
    let documents =
        stated.iter().any(|one| stated.first().is_some_and(|first| first.document != one.document));
    // What one document says twice is its own affair, and is found in it.
    if counts.len() < 2 || !documents {
        return None;
    }
    let first = stated.first()?.value.as_str();
    let most = counts.values().max().copied()?;
    let usual = if counts.get(first) == Some(&most) {
        first
    } else {
        counts.iter().find(|(_, count)| **count == most).map(|(value, _)| *value)?
    }
    .to_owned();
    let other = stated.iter().position(|one| one.value != usual)?;
    let primary = stated.remove(other);
    let message = format!("“{}”各处规定不一致：此处 {}，别处 {usual}", primary.topic, primary.value);
    Some(Conflict {
        fingerprint: Fingerprint::of([&*primary.rule.code, &primary.topic]),
        rule: primary.rule,
        message,
        primary: primary.place,
        related: stated.into_iter().map(|one| one.place).collect(),
    })
}
