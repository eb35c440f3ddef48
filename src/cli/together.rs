//! What documents say against each other, each place in its file, so that the documents can be dropped.

use std::{collections::HashSet, sync::Arc};

use crate::{
    check::{Conflict, Facts, Stated, across},
    doc::Document,
    report::{Located, Locator, Region},
    rules::{Fact, Rule},
};

/// Something that a document says, with its place in the file.
pub(super) type Placed<'r> = Stated<'r, Box<Region>>;

/// The `facts` of `document`, whose file is at `path`.
pub(super) fn placed<'r>(document: &Document, path: &Arc<str>, facts: Facts<'r>) -> Vec<Placed<'r>> {
    if facts.is_empty() {
        return Vec::new();
    }
    let locator = Locator::new(document, path);
    let place = |(rule, fact): (&'r Rule, Fact)| Stated {
        rule,
        document: path.clone(),
        place: Box::new(locator.region(&fact.label)),
        topic: fact.topic,
        value: fact.value,
    };
    facts.into_iter().map(place).collect()
}

/// The contradictions in what is `stated`, and how many more there were if nothing of `silenced` were silenced.
pub(super) fn contradictions(stated: Vec<Placed<'_>>, silenced: Vec<Placed<'_>>) -> (Vec<Located>, usize) {
    let all = if silenced.is_empty() {
        Vec::new()
    } else {
        across(stated.iter().cloned().chain(silenced).collect())
    };
    let open = across(stated);
    let known: HashSet<_> = open.iter().map(|conflict| conflict.fingerprint).collect();
    let hushed = all.iter().filter(|conflict| !known.contains(&conflict.fingerprint)).count();
    (open.into_iter().map(located).collect(), hushed)
}

fn located(conflict: Conflict<'_, Box<Region>>) -> Located {
    let Conflict { rule, message, primary, related, fingerprint } = conflict;
    Located {
        rule: rule.code.clone(),
        title: rule.title.clone(),
        level: rule.level,
        message,
        advice: rule.advice.clone(),
        why: rule.why.clone(),
        basis: rule.basis.clone(),
        field: None,
        edit: None,
        fingerprint,
        primary: *primary,
        related: related.into_iter().map(|place| *place).collect(),
    }
}
