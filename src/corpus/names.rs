//! The names of regulations: which regulation a text names, in any spelling, and the provisions that it names behind.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::written::{Reading, is_number, readings};
use crate::{
    law::{Place, Regulation},
    text::FoldedText,
};

/// A name shorter than this many characters is no prefix of a title, only a word.
const SHORTEST_PREFIX: usize = 2;
/// A title without its last word (学习 of 学习制度) that is shorter than this is an everyday word, behind which 第三条 may be
/// anything's.
const SHORTEST_SHORT: usize = 3;
/// A name shorter than this is found in running text only when it is a law's (宪法, 刑法): other short names (公示) are
/// everyday words.
const SHORTEST_IN_TEXT: usize = 3;
/// The words that say what kind of a norm a title names; people leave them out.
const KINDS: [&str; 18] = [
    "管理办法",
    "管理规定",
    "制度",
    "办法",
    "规定",
    "规范",
    "条例",
    "细则",
    "规则",
    "准则",
    "守则",
    "公约",
    "章程",
    "法典",
    "决定",
    "职责",
    "法",
    "制",
];
/// What stands at the end of a title for as long as a norm is on trial.
const TRIALS: [&str; 4] = ["试行", "暂行", "草案", "征求意见稿"];

/// Every name of some regulations; a regulation is told by its place among those given to [`Names::new`].
///
/// It is plain data, sorted: whoever has stored it has it back by reading a text and a few arrays, and nothing is built anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// All keys, one right behind the other: the longest (in bytes) first, so that 行政许可法 is never read as 许可法; those of
    /// one length in order.
    keys: String,
    /// The lengths of keys in bytes, falling, each with the number of keys that have it.
    lengths: Vec<(usize, usize)>,
    /// Of each key its regulation, the first one if it has several.
    bearers: Vec<usize>,
    /// The keys with several regulations (editions, or namesakes) by their place, rising, with all of them.
    several: Vec<(usize, Vec<usize>)>,
}

/// The keys of one length.
#[derive(Debug, Clone, Copy)]
struct Group {
    length: usize,
    count: usize,
    /// The place of the first one among all keys, and its first byte.
    first: usize,
    byte: usize,
}

/// What a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The regulations that fit: at least one.
    pub(crate) regulations: Vec<usize>,
    /// The provisions behind the name, in the order in which they are written.
    pub(crate) places: Vec<Place>,
    /// Whether the words are that name, and not only the beginning of one.
    pub(crate) is_whole: bool,
    /// Whether there is no doubt that this is meant. What is in doubt is for the reader to choose, also if there is one only.
    pub(crate) is_sure: bool,
}

/// Names in the order of [`Names`], with their regulations.
type Collected = BTreeMap<(Reverse<usize>, String), Vec<usize>>;

fn collect(names: &mut Collected, key: &str, which: usize) {
    if key.is_empty() {
        return;
    }
    let bearers = names.entry((Reverse(key.len()), key.to_owned())).or_default();
    if bearers.last() != Some(&which) {
        bearers.push(which);
    }
}

impl Names {
    /// Collects titles, aliases, ids and document numbers; a title that begins with 中华人民共和国 also without it, and one on
    /// trial (试行) also without saying so, unless another regulation bears that name in full.
    pub(crate) fn new<'r>(regulations: impl IntoIterator<Item = &'r Regulation>) -> Self {
        let (mut written, mut shortened) = (Collected::new(), Vec::new());
        for (which, regulation) in regulations.into_iter().enumerate() {
            let names = [&regulation.title, &regulation.id].into_iter().chain(&regulation.aliases);
            for name in names.chain(&regulation.number) {
                let key = key(name);
                let short = key.strip_prefix("中华人民共和国").unwrap_or(&key);
                let settled = TRIALS.iter().find_map(|trial| short.strip_suffix(trial)).unwrap_or(short);
                shortened.extend([short, settled].iter().map(|short| ((*short).to_owned(), which)));
                collect(&mut written, &key, which);
            }
        }
        let mut all = written.clone();
        for (short, which) in shortened {
            if !written.contains_key(&(Reverse(short.len()), short.clone())) {
                collect(&mut all, &short, which);
            }
        }
        let mut names = Self::default();
        for ((Reverse(length), key), bearers) in all {
            names.keys.push_str(&key);
            match names.lengths.last_mut().filter(|last| last.0 == length) {
                Some((_, count)) => *count += 1,
                None => names.lengths.push((length, 1)),
            }
            names.bearers.extend(bearers.first());
            if bearers.len() > 1 {
                names.several.push((names.bearers.len() - 1, bearers));
            }
        }
        names
    }

    /// The keys by their lengths, the longest first.
    fn groups(&self) -> impl Iterator<Item = Group> {
        self.lengths.iter().scan((0_usize, 0_usize), |(first, byte), &(length, count)| {
            // What a damaged file says is believed only as far as there are keys.
            let count = count.min(self.bearers.len());
            let group = Group { length, count, first: *first, byte: *byte };
            *first = first.saturating_add(count);
            *byte = byte.saturating_add(length.saturating_mul(count));
            Some(group)
        })
    }

    /// The key at `i` of `group` with its regulations.
    fn entry(&self, group: Group, i: usize) -> Option<(&str, &[usize])> {
        let start = group.byte.checked_add(group.length.checked_mul(i)?)?;
        let key = self.keys.get(start..start.checked_add(group.length)?)?;
        let which = group.first + i;
        let one = self.bearers.get(which).map(std::slice::from_ref)?;
        let several = self.several.binary_search_by_key(&which, |&(key, _)| key).ok();
        Some((key, several.and_then(|at| self.several.get(at)).map_or(one, |(_, all)| all)))
    }

    /// Every key with its regulations.
    fn entries(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.groups().flat_map(move |group| (0..group.count).filter_map(move |i| self.entry(group, i)))
    }

    /// The regulations of `key`.
    fn of_key(&self, key: &str) -> &[usize] {
        self.groups().find(|group| group.length == key.len()).map_or(&[], |group| self.of_group(group, key))
    }

    /// The regulations of `key`, which is as long as the keys of `group`.
    fn of_group(&self, group: Group, key: &str) -> &[usize] {
        let (mut low, mut high) = (0, group.count);
        while low < high {
            let middle = low.midpoint(high);
            let Some((at, bearers)) = self.entry(group, middle) else { return &[] };
            match at.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return bearers,
            }
        }
        &[]
    }

    /// The regulations of exactly that name.
    pub(crate) fn exact(&self, name: &str) -> &[usize] {
        self.of_key(&key(name))
    }

    /// What `text` cites: a name, or a name and provisions of it (`《限时办结制度》第3条`, `限时办结 3条`,
    /// `限时办结制度第三条规定了什么`). A whole name goes before a title without its last word (限时办结), and that before any
    /// other beginning of one, which is never sure when a provision stands behind it.
    pub(crate) fn resolve(&self, text: &str) -> Option<Named> {
        let folded = FoldedText::new(text);
        let readings = readings(folded.as_str());
        let whole = readings.iter().filter(|reading| !self.exact(reading.name).is_empty());
        if let Some(reading) = whole.max_by_key(|reading| (reading.name.len(), !reading.aside)) {
            return Some(self.whole(reading));
        }
        // Words behind the address make it running text, in which the beginning of a title is no name.
        let all = || readings.iter().filter(|reading| reading.is_all);
        let without_kind = all().find_map(|reading| Some((reading, self.without_kind(reading.name)?)));
        if let Some((reading, mut regulations)) = without_kind {
            let is_sure = reading.places.is_empty()
                || reading.name.chars().count() >= SHORTEST_SHORT && !reading.counts;
            // 首问 is 首问办法, and may be 首问登记规定.
            regulations.extend(self.beginning(reading.name).into_iter().flatten());
            return Some(reading.named(regulations, false, is_sure && reading.number.is_none()));
        }
        let (reading, regulations) =
            all().find_map(|reading| Some((reading, self.beginning(reading.name)?)))?;
        Some(reading.named(regulations, false, reading.places.is_empty() && reading.number.is_none()))
    }

    /// What a citation with a whole name means.
    fn whole(&self, reading: &Reading<'_>) -> Named {
        let regulations = self.exact(reading.name);
        let is_sure = !reading.counts || is_kind(reading.name);
        let Some(number) = reading.number else {
            return reading.named(regulations.to_vec(), true, is_sure);
        };
        let numbered = self.exact(number);
        let both: Vec<usize> = regulations.iter().copied().filter(|which| numbered.contains(which)).collect();
        if !both.is_empty() {
            return reading.named(both, true, is_sure);
        }
        // The title says one, the number another, or none that is known.
        reading.named(regulations.iter().chain(numbered).copied().collect(), true, false)
    }

    /// The regulations of which `name` is a name but for its last word.
    fn without_kind(&self, name: &str) -> Option<Vec<usize>> {
        let short = key(name);
        let long_enough = short.chars().count() >= SHORTEST_PREFIX;
        let of_kind =
            KINDS.iter().filter(|_| long_enough).flat_map(|kind| self.of_key(&format!("{short}{kind}")));
        distinct(of_kind.copied())
    }

    /// The regulations of which a name begins with `name`. A document number is a whole, and so is a number in a name.
    fn beginning(&self, name: &str) -> Option<Vec<usize>> {
        let wanted = key(name);
        if wanted.chars().count() < SHORTEST_PREFIX {
            return None;
        }
        let cut = |rest: &str| {
            wanted.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit())
        };
        let begins = |key: &str| key.strip_prefix(&*wanted).is_some_and(|rest| !cut(rest) && !is_number(key));
        distinct(
            self.entries().filter(|(key, _)| begins(key)).flat_map(|(_, bearers)| bearers.iter().copied()),
        )
    }

    /// The regulations that running text names, the longest names first; a name inside a longer one does not count.
    pub(crate) fn within(&self, text: &str) -> Vec<usize> {
        let mut rest = key(text);
        let mut found = Vec::new();
        for group in self.groups() {
            let named: Vec<String> = stretches(&rest, group.length).map(str::to_owned).collect();
            for name in named {
                let bearers = self.of_group(group, &name);
                if !bearers.is_empty() && is_name_in_text(&name) && rest.contains(&name) {
                    rest = rest.replace(&name, "\n");
                    found.extend(bearers);
                }
            }
        }
        found
    }

    /// The regulations whose names look most like `name`, at most `limit`, the likest first.
    pub(crate) fn nearest(&self, name: &str, limit: usize) -> Vec<usize> {
        let folded = FoldedText::new(name);
        let readings = readings(folded.as_str());
        let Some(short) = readings.iter().map(|reading| reading.name).min_by_key(|name| name.len()) else {
            return Vec::new();
        };
        let wanted = pairs(&key(short));
        let mut scored: Vec<(usize, usize)> = Vec::new();
        for (key, bearers) in self.entries() {
            let likeness = likeness(&wanted, &pairs(key));
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

impl Reading<'_> {
    fn named(&self, regulations: Vec<usize>, is_whole: bool, is_sure: bool) -> Named {
        Named { regulations, places: self.places.clone(), is_whole, is_sure: is_sure && !self.aside }
    }
}

/// Those of `found`, each once and in order; `None` when there are none.
fn distinct(found: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let mut found: Vec<usize> = found.collect();
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// Whether a name says itself that it is one of a norm.
fn is_kind(name: &str) -> bool {
    let key = key(name);
    let settled = TRIALS.iter().find_map(|trial| key.strip_suffix(trial)).unwrap_or(&key);
    KINDS.iter().any(|kind| settled.ends_with(kind))
}

fn is_name_in_text(name: &str) -> bool {
    let length = name.chars().count();
    length >= SHORTEST_IN_TEXT || length == 2 && name.ends_with('法')
}

/// Every stretch of `text` that is `length` bytes long.
fn stretches(text: &str, length: usize) -> impl Iterator<Item = &str> {
    text.char_indices().filter_map(move |(start, _)| text.get(start..start + length))
}

/// A name as it is compared: folded, letters and digits only, so that 《》, blanks and brackets make no difference. Of a
/// document number 第 makes none either: 〔2012〕第262号, 令第262号.
fn key(name: &str) -> String {
    let folded = FoldedText::new(name);
    let mut key = String::with_capacity(name.len());
    let (mut before, mut chars) = (' ', folded.as_str().chars().peekable());
    while let Some(c) = chars.next() {
        let serial = c == '第'
            && matches!(before, ')' | ']' | '〕' | '】' | '令')
            && chars.peek().is_some_and(char::is_ascii_digit);
        if !serial && (c.is_alphanumeric() || c == '-') {
            key.push(c);
        }
        before = c;
    }
    key
}

/// The pairs of characters of a name, its ends counting as characters so that short names have pairs too.
fn pairs(name: &str) -> Vec<(char, char)> {
    let before = std::iter::once('\n').chain(name.chars());
    before.zip(name.chars().chain(std::iter::once('\n'))).collect()
}

/// How much two names have in common, in thousandths: shared pairs of characters (Dice's coefficient).
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> usize {
    let mut free = b.to_vec();
    let mut shared = 0;
    for pair in a {
        if let Some(at) = free.iter().position(|other| other == pair) {
            free.swap_remove(at);
            shared += 1;
        }
    }
    2000 * shared / (a.len() + b.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus::Corpus, text::SourceFile};

    fn names(titles: &[&str]) -> Names {
        let file = |(i, title): (usize, &&str)| {
            let text = format!("+++\nid = \"r-{i:05}\"\ntitle = \"{title}\"\n+++\n\n第一条 甲。\n");
            SourceFile::new(format!("corpus/{i}.md"), text)
        };
        let files: Vec<SourceFile> = titles.iter().enumerate().map(file).collect();
        Names::new(Corpus::load(&files).0.regulations())
    }

    #[test]
    fn what_was_stored_is_read_back_and_found() {
        let titles: Vec<String> = (0..7000).map(|i| format!("某市第{i}号事项管理办法（试行）")).collect();
        let written = names(&titles.iter().map(String::as_str).collect::<Vec<_>>());
        let read: Names = serde_json::from_str(&serde_json::to_string(&written).unwrap()).unwrap();
        assert_eq!(read, written);
        for (i, title) in titles.iter().enumerate().step_by(97) {
            assert_eq!(read.exact(title), [i], "{title}");
            assert_eq!(read.exact(title.trim_end_matches("（试行）")), [i], "{title}");
        }
        assert!(read.exact("某市第7000号事项管理办法").is_empty());
        let damaged =
            Names { lengths: vec![(3, usize::MAX), (usize::MAX, 2)], bearers: vec![1], ..Names::default() };
        assert!(damaged.exact("甲").is_empty(), "a damaged file finds nothing, and breaks nothing");
    }

    #[test]
    fn names_in_running_text() {
        let names = names(&["中华人民共和国行政许可法", "许可法", "公示", "首问负责制度"]);
        assert_eq!(names.within("行政许可法和首问负责制度都要公示"), [3, 0]);
        assert_eq!(names.within("许可法"), [1]);
        assert!(names.within("").is_empty());
    }

    #[test]
    fn a_name_in_full_goes_before_a_title_on_trial() {
        let names = names(&["服务承诺办法（试行）", "服务承诺办法"]);
        assert_eq!(names.exact("服务承诺办法"), [1]);
        assert_eq!(names.exact("《服务承诺办法》（试行）"), [0]);
        assert_eq!(names.nearest("服务承若办法第三条", 1), [1]);
    }
}
