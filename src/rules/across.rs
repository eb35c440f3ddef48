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
    /// Whom it binds, where it says.
    pub party: Option<String>,
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

/// Every contradiction among `stated`: one for each topic on which two documents differ, whatever order they came in; on a topic
/// on which several parties are bound, one for each of them.
pub fn across<'r, P: Clone>(stated: Vec<Stated<'r, P>>) -> Vec<Conflict<'r, P>> {
    let mut topics: BTreeMap<(Arc<str>, String), Vec<Stated<'r, P>>> = BTreeMap::new();
    for one in stated {
        topics.entry((one.rule.code.clone(), one.topic.clone())).or_default().push(one);
    }
    topics.into_values().flat_map(by_party).filter_map(conflict).collect()
}

/// Whether what is said of two parties is said of the same one: 窗口 and 窗口负责人 may be, 白鹭县教育局 and 青禾县教育局 are not, and
/// whoever is not named may be anybody.
pub(super) fn same_party(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.starts_with(b) || b.starts_with(a),
        _ => true,
    }
}

/// What is said on a topic, for each party by itself.
fn by_party<P: Clone>(stated: Vec<Stated<'_, P>>) -> Vec<Vec<Stated<'_, P>>> {
    let mut parties: Vec<&str> = Vec::new();
    for party in stated.iter().filter_map(|one| one.party.as_deref()) {
        if !parties.iter().any(|other| same_party(Some(party), Some(other))) {
            parties.push(party);
        }
    }
    let of = |party: Option<&str>| -> Vec<Stated<'_, P>> {
        let fits = |one: &&Stated<'_, P>| match party {
            Some(_) => same_party(party, one.party.as_deref()),
            None => one.party.is_none(),
        };
        stated.iter().filter(fits).cloned().collect()
    };
    let of_nobody = of(None);
    let differ = of_nobody.iter().any(|one| of_nobody.first().is_some_and(|first| first.value != one.value));
    // A contradiction among those that name nobody is told once.
    match parties.as_slice() {
        [] | [_] => vec![stated],
        _ if differ => vec![of_nobody],
        parties => parties.iter().map(|party| of(Some(party))).collect(),
    }
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
    let party = primary.party.as_ref().map_or(String::new(), |party| format!("（{party}）"));
    let message = format!("“{}”{party}各处规定不一致：此处 {}，别处 {usual}", primary.topic, primary.value);
    Some(Conflict {
        fingerprint: Fingerprint::of(
            [&*primary.rule.code, &primary.topic].into_iter().chain(primary.party.as_deref()),
        ),
        rule: primary.rule,
        message,
        primary: primary.place,
        related: stated.into_iter().map(|one| one.place).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_one_party_does_not_bind_another() {
        assert!(same_party(Some("窗口"), Some("窗口负责人")) && same_party(None, Some("督查科")));
        assert!(
            !same_party(Some("窗口"), Some("督查科"))
                && !same_party(Some("白鹭县教育局"), Some("青禾县教育局"))
        );
    }
}
