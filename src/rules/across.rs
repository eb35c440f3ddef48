//! What several documents say on one thing: they must not contradict each other.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{
    rule::Rule,
    verb::{Asked, Item, Topic},
};
use crate::{finding::Fingerprint, text::numeral_at};

/// Something that a document says, with its place `P` in the document's file.
#[derive(Debug, Clone)]
pub struct Stated<'r, P> {
    /// The rule that asks that documents agree on it.
    pub rule: &'r Rule,
    /// The document's path; the rows of a list have one path.
    pub document: Arc<str>,
    /// What it is about.
    pub topic: Topic,
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
pub fn across<'r, P: Clone>(mut stated: Vec<Stated<'r, P>>) -> Vec<Conflict<'r, P>> {
    let items = Items::of(&stated);
    for item in stated.iter_mut().filter_map(|one| one.topic.item.as_mut()) {
        items.unify(item);
    }
    // Stable: places in one document stay in the order of its text. In one piece, for ten thousand documents say much.
    stated.sort_by(|a, b| (about(a), &a.document).cmp(&(about(b), &b.document)));
    let (mut conflicts, mut topic) = (Vec::new(), Vec::new());
    for one in stated {
        if topic.first().is_some_and(|first| about(first) != about(&one)) {
            conflicts.extend(of_topic(std::mem::take(&mut topic)));
        }
        topic.push(one);
    }
    conflicts.extend(of_topic(topic));
    conflicts
}

/// The contradictions in what is said on one topic.
fn of_topic<P: Clone>(stated: Vec<Stated<'_, P>>) -> impl Iterator<Item = Conflict<'_, P>> {
    let once = stated.first().is_some_and(|first| first.topic.asked == Asked::Once);
    let (once, stated) = if once { (stated, Vec::new()) } else { (Vec::new(), stated) };
    let differing =
        by_code(in_force(stated)).into_iter().flat_map(by_place).flat_map(by_party).filter_map(conflict);
    copied(once).into_iter().chain(differing)
}

/// What documents say that another one before them says already: one conflict for each two of them, at the first place.
fn copied<P>(stated: Vec<Stated<'_, P>>) -> Vec<Conflict<'_, P>>
where
    P: Clone,
{
    let mut first: HashMap<&str, &Stated<'_, P>> = HashMap::new();
    let mut told: HashSet<(&str, &str)> = HashSet::new();
    let mut conflicts = Vec::new();
    for one in &stated {
        let earlier = *first.entry(&one.value).or_insert(one);
        let apart = !same_place(earlier.topic.place.as_deref(), one.topic.place.as_deref());
        if apart || earlier.document == one.document || !told.insert((&earlier.document, &one.document)) {
            continue;
        }
        conflicts.push(Conflict {
            rule: one.rule,
            message: format!("{}在另一部规章里已经逐字写过", one.topic),
            primary: one.place.clone(),
            related: vec![earlier.place.clone()],
            fingerprint: Fingerprint::of([&*one.rule.code, &one.value]),
        });
    }
    conflicts
}

/// What is said without the versions that others have taken the place of.
fn in_force<P>(mut stated: Vec<Stated<'_, P>>) -> Vec<Stated<'_, P>> {
    let version = |one: &Stated<'_, P>| one.topic.item.as_ref().and_then(|item| item.version);
    let newest = stated
        .iter()
        .filter_map(version)
        .filter(|version| !version.is_given)
        .max_by_key(|version| version.day);
    if let Some(newest) = newest {
        stated.retain(|one| version(one).is_none_or(|own| !own.is_superseded_by(newest)));
    }
    stated
}

/// What is said of each item, where codes of one length tell items of one name apart; what gives no code may be of either.
fn by_code<P: Clone>(stated: Vec<Stated<'_, P>>) -> Vec<Vec<Stated<'_, P>>> {
    fn code<'s, P>(one: &'s Stated<'_, P>) -> Option<&'s str> {
        one.topic.item.as_ref()?.code.as_deref()
    }
    let codes: BTreeSet<&str> = stated.iter().filter_map(code).collect();
    let lengths: BTreeSet<usize> = codes.iter().map(|code| code.len()).collect();
    if codes.len() < 2 || lengths.len() > 1 {
        return vec![stated];
    }
    let of = |wanted: &&str| stated.iter().filter(|one| code(one) == Some(*wanted)).cloned().collect();
    codes.iter().map(of).collect()
}

/// What is compared: statements that are alike in it.
fn about<'s, P>(one: &'s Stated<'_, P>) -> (&'s str, Option<(&'s str, &'s str)>, &'s str) {
    let item = one.topic.item.as_ref().map(|item| (item.organ.as_str(), item.name.as_str()));
    (&*one.rule.code, item, &*one.topic.what)
}

/// Whether what is said of two parties is said of the same one: 窗口 and 窗口负责人 may be, 白鹭县教育局 and 青禾县教育局 are not, and
/// whoever is not named may be anybody.
pub(super) fn same_party(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.starts_with(b) || b.starts_with(a),
        _ => true,
    }
}

/// Whether what is said in regulations of two places is said in one place: 青石县 and 石县 are one name, and a regulation that
/// names no place may be of any.
fn same_place(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.ends_with(b) || b.ends_with(a),
        _ => true,
    }
}

fn by_place<P: Clone>(stated: Vec<Stated<'_, P>>) -> Vec<Vec<Stated<'_, P>>> {
    apart(stated, |topic| topic.place.as_deref(), same_place)
}

fn by_party<P: Clone>(stated: Vec<Stated<'_, P>>) -> Vec<Vec<Stated<'_, P>>> {
    apart(stated, |topic| topic.party.as_deref(), same_party)
}

/// What is said on a topic, for each of those whom `whose` names by itself, with what is said of nobody in particular.
fn apart<'r, P: Clone>(
    stated: Vec<Stated<'r, P>>,
    whose: fn(&Topic) -> Option<&str>,
    same: fn(Option<&str>, Option<&str>) -> bool,
) -> Vec<Vec<Stated<'r, P>>> {
    let mut names: Vec<&str> = Vec::new();
    for name in stated.iter().filter_map(|one| whose(&one.topic)) {
        if !names.iter().any(|other| same(Some(name), Some(other))) {
            names.push(name);
        }
    }
    if names.len() < 2 {
        return vec![stated];
    }
    let of = |name: Option<&str>| -> Vec<Stated<'r, P>> {
        let fits = |one: &&Stated<'r, P>| match name {
            Some(_) => same(name, whose(&one.topic)),
            None => whose(&one.topic).is_none(),
        };
        stated.iter().filter(fits).cloned().collect()
    };
    let of_nobody = of(None);
    let differ = of_nobody.iter().any(|one| of_nobody.first().is_some_and(|first| first.value != one.value));
    // A contradiction among those that name nobody is told once.
    if differ { vec![of_nobody] } else { names.iter().map(|name| of(Some(name))).collect() }
}

/// What has to be over within the limit, where it is not the limit itself that is said.
fn within_of<'s, P>(one: &'s Stated<'_, P>) -> Option<&'s str> {
    match &one.topic.asked {
        Asked::Within(name) => Some(name),
        Asked::Alike | Asked::Once => None,
    }
}

/// What is over within a limit that all the others agree on, and takes longer.
fn beyond<'r, P>(within: Vec<Stated<'r, P>>, stated: &mut Vec<Stated<'r, P>>) -> Option<Conflict<'r, P>> {
    let limit = stated.first()?.value.clone();
    let alike = stated.iter().all(|one| one.value == limit);
    let longer = |one: &Stated<'_, P>| {
        let (long, most) = (numeral_at(&one.value)?, numeral_at(&limit)?);
        let one_unit = one.value.get(long.len..) == limit.get(most.len..);
        Some(one_unit && long.amount > most.amount)
    };
    let mut within = within.into_iter().filter(|one| alike && longer(one) == Some(true));
    let primary = within.next()?;
    let name = within_of(&primary).map(str::to_owned).unwrap_or_default();
    let message = format!("{name} {}，超过“{}”{limit}", primary.value, primary.topic);
    Some(Conflict {
        fingerprint: Fingerprint::of([&*primary.rule.code, &primary.topic.to_string(), &name]),
        rule: primary.rule,
        message,
        primary: primary.place,
        related: within.chain(stated.drain(..)).map(|one| one.place).collect(),
    })
}

fn conflict<P>(stated: Vec<Stated<'_, P>>) -> Option<Conflict<'_, P>> {
    let (within, mut stated): (Vec<_>, Vec<_>) = stated.into_iter().partition(|one| within_of(one).is_some());
    if let Some(conflict) = beyond(within, &mut stated) {
        return Some(conflict);
    }
    if stated.len() < 2 {
        return None;
    }
    let in_one = of_one_item(&mut stated);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &stated {
        *counts.entry(one.value.as_str()).or_default() += 1;
    }
    let documents =
        stated.iter().any(|one| stated.first().is_some_and(|first| first.document != one.document));
    // What one document says twice is its own affair, and is found in it; the rows of a list are documents of their own.
    if counts.len() < 2 || !documents && !in_one {
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
    let topic = primary.topic.to_string();
    let party = primary.topic.party.clone();
    let place = primary.topic.place.clone();
    let bound = party.as_ref().map_or(String::new(), |party| format!("（{party}）"));
    let values = format!("：此处 {}，别处 {usual}", primary.value);
    // Whole sentences are read at their places.
    let short = values.chars().count() <= LONGEST_VALUES;
    let message = format!("“{topic}”{bound}各处规定不一致{}", if short { &values } else { "" });
    Some(Conflict {
        fingerprint: Fingerprint::of(
            [&*primary.rule.code, &topic].into_iter().chain(place.as_deref()).chain(party.as_deref()),
        ),
        rule: primary.rule,
        message,
        primary: primary.place,
        related: stated.into_iter().map(|one| one.place).collect(),
    })
}

/// How many characters of two values are told in a message.
const LONGEST_VALUES: usize = 80;

/// Leaves of what a list says of one item in several rows only what is sure to be about one thing: rows that agree once, rows
/// of one code that do not; others tell cases apart that their names do not. Says whether rows of one list disagree.
fn of_one_item<P>(stated: &mut Vec<Stated<'_, P>>) -> bool {
    let mut documents: HashMap<Arc<str>, Rows> = HashMap::new();
    for one in stated.iter() {
        let Some(item) = &one.topic.item else { return false };
        let rows = documents.entry(one.document.clone()).or_default();
        rows.values.insert(one.value.clone());
        rows.codes.insert(item.code.clone());
    }
    let mut told: HashSet<(Arc<str>, String)> = HashSet::new();
    stated.retain(|one| {
        let sure =
            documents.get(&one.document).is_some_and(|rows| rows.values.len() == 1 || rows.have_one_code());
        sure && told.insert((one.document.clone(), one.value.clone()))
    });
    documents.values().any(|rows| rows.values.len() > 1 && rows.have_one_code())
}

/// What one document says on one topic, in one row or in several.
#[derive(Default)]
struct Rows {
    values: BTreeSet<String>,
    codes: BTreeSet<Option<String>>,
}

impl Rows {
    fn have_one_code(&self) -> bool {
        self.codes.len() == 1 && !self.codes.contains(&None)
    }
}

/// The names that each document has for something.
type Names<'s> = BTreeMap<&'s Arc<str>, BTreeSet<&'s str>>;

/// The items that documents speak of, under all their names.
struct Items {
    /// The full name of an organ that some call shorter: 白鹭县教育局 for 教育局, where no other county has one.
    organs: HashMap<String, String>,
    /// The first of the names of an item, for organ and name: documents that give one code speak of one item.
    names: HashMap<(String, String), String>,
    /// The organ of an item that only one organ has.
    owners: HashMap<String, String>,
}

impl Items {
    fn of<P>(stated: &[Stated<'_, P>]) -> Self {
        let items: Vec<(&Arc<str>, &Item)> =
            stated.iter().filter_map(|one| Some((&one.document, one.topic.item.as_deref()?))).collect();
        let organs = full_names(items.iter().map(|(_, item)| item.organ.as_str()).collect());
        let organ_of = |item: &Item| organs.get(&item.organ).unwrap_or(&item.organ).clone();
        // Organ and code, with the names that each document has for it.
        let mut coded: BTreeMap<(String, &str), Names<'_>> = BTreeMap::new();
        for &(document, item) in &items {
            if let Some(code) = &item.code {
                let names = coded.entry((organ_of(item), code)).or_default();
                names.entry(document).or_default().insert(&item.name);
            }
        }
        let mut names: HashMap<(String, String), String> = HashMap::new();
        for ((organ, _), documents) in coded {
            // A code that one list gives to several items is that of a group of them.
            if documents.values().any(|names| names.len() > 1) {
                continue;
            }
            let all: BTreeSet<&str> = documents.into_values().flatten().collect();
            let known = all.iter().find_map(|name| names.get(&(organ.clone(), (*name).to_owned())));
            let Some(first) = known.cloned().or_else(|| all.first().map(|name| (*name).to_owned())) else {
                continue;
            };
            for name in all {
                names.entry((organ.clone(), name.to_owned())).or_insert_with(|| first.clone());
            }
        }
        Self { owners: owners(&items, organ_of), organs, names }
    }

    fn unify(&self, item: &mut Arc<Item>) {
        if let Some(owner) = self.owners.get(&item.name).filter(|_| item.organ.is_empty()) {
            Arc::make_mut(item).organ.clone_from(owner);
        }
        if let Some(full) = self.organs.get(&item.organ) {
            Arc::make_mut(item).organ.clone_from(full);
        }
        if self.names.is_empty() {
            return;
        }
        let own = (item.organ.clone(), item.name.clone());
        if let Some(first) = self.names.get(&own).filter(|first| **first != own.1) {
            Arc::make_mut(item).name.clone_from(first);
        }
    }
}

/// For each name of an item that only one organ has, the organ in full.
fn owners<P>(items: &[(P, &Item)], organ_of: impl Fn(&Item) -> String) -> HashMap<String, String> {
    let mut owners: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for (_, item) in items.iter().filter(|(_, item)| !item.organ.is_empty()) {
        owners.entry(&item.name).or_default().insert(organ_of(item));
    }
    let only = |(name, organs): (&str, BTreeSet<String>)| {
        let owner = organs.first().filter(|_| organs.len() == 1)?.clone();
        Some((name.to_owned(), owner))
    };
    owners.into_iter().filter_map(only).collect()
}

/// What names of places end in.
const PLACES: [char; 11] = ['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '道', '村'];

/// For each of `organs` that another one names with its place before it, that one; nothing where several do that differ.
fn full_names(organs: BTreeSet<&str>) -> HashMap<String, String> {
    let mut longer: HashMap<&str, Vec<&str>> = HashMap::new();
    for organ in &organs {
        for (i, _) in organ.char_indices().skip(1) {
            let (place, short) = organ.split_at(i);
            let is_place = place.ends_with(PLACES) || short.starts_with(PLACES);
            if let Some(short) = organs.get(short).filter(|_| is_place) {
                longer.entry(short).or_default().push(organ);
            }
        }
    }
    let full = |(short, longer): (&str, Vec<&str>)| {
        let longest = *longer.iter().max_by_key(|name| name.len())?;
        let one = longer.iter().all(|name| longest.ends_with(name));
        one.then(|| (short.to_owned(), longest.to_owned()))
    };
    longer.into_iter().filter_map(full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organ_is_known_by_its_short_name_where_there_is_one() {
        let names = full_names(BTreeSet::from([
            "白鹭县教育局",
            "县教育局",
            "教育局",
            "青禾县水利局",
            "白鹭县水利局",
            "水利局",
            "商务局",
        ]));
        let full = |name: &str| names.get(name).map(String::as_str);
        assert_eq!(full("教育局"), Some("白鹭县教育局"));
        assert_eq!(full("县教育局"), Some("白鹭县教育局"));
        assert_eq!([full("水利局"), full("商务局"), full("白鹭县教育局")], [None; 3]);
    }

    #[test]
    fn what_is_said_of_one_party_does_not_bind_another() {
        assert!(same_party(Some("窗口"), Some("窗口负责人")) && same_party(None, Some("督查科")));
        assert!(
            !same_party(Some("窗口"), Some("督查科"))
                && !same_party(Some("白鹭县教育局"), Some("青禾县教育局"))
        );
    }
}
