//! The names of regulations: which regulation a text names, in any spelling, and the address that follows the name.

use std::collections::HashMap;

use crate::{
    law::{Address, Regulation, address_at},
    text::FoldedText,
};

/// A name shorter than this many characters is no prefix of a title, only a word.
const SHORTEST_PREFIX: usize = 2;
/// A name shorter than this is found in running text only when it is a law's (宪法, 刑法): other short names (公示) are
/// everyday words.
const SHORTEST_IN_TEXT: usize = 3;
/// A citation is short; whatever is longer than this many characters is something else.
const LONGEST_CITATION: usize = 200;

/// Every name of some regulations; a regulation is told by its place among those given to [`Names::new`].
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Names {
    /// Key → the regulations of that name (several editions, or namesakes).
    by_key: HashMap<String, Vec<usize>>,
    /// The keys, the longest first, so that 行政许可法 is never read as 许可法.
    keys: Vec<String>,
}

/// What a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The regulations that fit: at least one.
    pub(crate) regulations: Vec<usize>,
    /// The address after the name, when there is one.
    pub(crate) at: Option<Address>,
}

impl Names {
    /// Collects titles, aliases, ids and document numbers; a title that begins with 中华人民共和国 also without it.
    pub(crate) fn new<'r>(regulations: impl IntoIterator<Item = &'r Regulation>) -> Self {
        let mut names = Self::default();
        for (which, regulation) in regulations.into_iter().enumerate() {
            let written = [&regulation.title, &regulation.id].into_iter().chain(&regulation.aliases);
            for name in written.chain(&regulation.number) {
                let key = key(name);
                if let Some(short) = key.strip_prefix("中华人民共和国") {
                    names.add(short.to_owned(), which);
                }
                names.add(key, which);
            }
        }
        names.keys = names.by_key.keys().cloned().collect();
        names.keys.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        names
    }

    fn add(&mut self, key: String, which: usize) {
        let bearers = self.by_key.entry(key).or_default();
        if bearers.last() != Some(&which) {
            bearers.push(which);
        }
    }

    /// The regulations of exactly that name.
    pub(crate) fn exact(&self, name: &str) -> &[usize] {
        let key = key(name);
        if key.is_empty() { &[] } else { self.by_key.get(&key).map_or(&[], Vec::as_slice) }
    }

    /// What `text` cites: a name, or a name and an address (`《限时办结制度》第3条`, `限时办结 3条`, `限时办结制度第三条规定了什么`).
    /// A whole name goes before the beginning of one.
    pub(crate) fn resolve(&self, text: &str) -> Option<Named> {
        let folded = FoldedText::new(text);
        let folded = folded.as_str();
        if folded.chars().count() > LONGEST_CITATION {
            return None;
        }
        let split = split(folded);
        let readings = std::iter::once((folded, None))
            .chain(split.map(|(name, at, _)| (name, Some(at))))
            .collect::<Vec<_>>();
        for (name, at) in &readings {
            let regulations = self.exact(name).to_vec();
            if !regulations.is_empty() {
                return Some(Named { regulations, at: at.clone() });
            }
        }
        // Words after the address make it running text, in which the beginning of a title is no name.
        let complete = readings.len() == 1 || split_is_complete(folded);
        readings.into_iter().filter(|_| complete).find_map(|(name, at)| {
            let regulations = self.beginning(name);
            (!regulations.is_empty()).then_some(Named { regulations, at })
        })
    }

    /// The regulations of which a name begins with `name`.
    fn beginning(&self, name: &str) -> Vec<usize> {
        let wanted = key(name);
        if wanted.chars().count() < SHORTEST_PREFIX {
            return Vec::new();
        }
        let fitting = self.keys.iter().filter(|key| key.starts_with(&wanted));
        let mut found: Vec<usize> =
            fitting.filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The regulations that running text names, the longest names first; a name inside a longer one does not count.
    pub(crate) fn within(&self, text: &str) -> Vec<usize> {
        let mut rest = key(text);
        let mut found = Vec::new();
        for name in &self.keys {
            let length = name.chars().count();
            if length < SHORTEST_IN_TEXT && !(length == 2 && name.ends_with('法')) {
                continue;
            }
            if rest.contains(name.as_str()) {
                rest = rest.replace(name.as_str(), "\n");
                found.extend(self.by_key.get(name).into_iter().flatten());
            }
        }
        found
    }

    /// The regulations whose names look most like `name`, at most `limit`, the likest first.
    pub(crate) fn nearest(&self, name: &str, limit: usize) -> Vec<usize> {
        let folded = FoldedText::new(name);
        let wanted = key(split(folded.as_str()).map_or(folded.as_str(), |(name, _, _)| name));
        let mut scored: Vec<(usize, usize)> = Vec::new();
        for (key, bearers) in &self.by_key {
            let likeness = likeness(&wanted, key);
            // Less than a third in common is not a slip of the pen but another name.
            if likeness * 3 >= 1000 {
                scored.extend(bearers.iter().map(|&which| (likeness, which)));
            }
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<usize> = Vec::new();
        for (_, which) in scored {
            if !found.contains(&which) {
                found.push(which);
            }
        }
        found.truncate(limit);
        found
    }
}

/// A name as it is compared: folded, letters and digits only, so that 《》, blanks and brackets make no difference.
fn key(name: &str) -> String {
    FoldedText::new(name).as_str().chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

/// The first address in folded `text` that has a name before it: name, address, and whether the text ends there.
fn split(text: &str) -> Option<(&str, Address, bool)> {
    for (start, _) in text.char_indices().skip(1) {
        let (name, rest) = (text.get(..start)?, text.get(start..)?);
        let loose = address_at(rest, true).filter(|&(_, len)| rest.len() == len);
        if let Some((at, len)) = loose.or_else(|| address_at(rest, false)) {
            let name = name.trim_end_matches([' ', '的', ',', ':', '-', '·', '#', '/']);
            return (!name.is_empty()).then_some((name, at, len == rest.len()));
        }
    }
    None
}

fn split_is_complete(text: &str) -> bool {
    split(text).is_some_and(|(_, _, complete)| complete)
}

/// How much two names have in common, in thousandths: shared pairs of characters (Dice's coefficient), the ends
/// counting as characters so that short names have pairs too.
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |name: &str| {
        let chars: Vec<char> =
            std::iter::once('\n').chain(name.chars()).chain(std::iter::once('\n')).collect();
        chars.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let total = a.len() + b.len();
    let mut shared = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            shared += 1;
        }
    }
    2000 * shared / total.max(1)
}
