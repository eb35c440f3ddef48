//! Ids for new regulations: those that the corpus has for a title, else its pinyin.

use std::collections::{HashMap, HashSet};

use ::pinyin::ToPinyin as _;

use crate::{law::Regulation, text::fold_char};

/// Longer ids are cut between two syllables.
const LONGEST: usize = 64;

/// The ids of one run: each is given once.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    known: HashMap<String, String>,
    given: HashSet<String>,
    /// The last number that was put behind an id.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// Ids for a run beside these regulations.
    pub fn new<'r>(regulations: impl IntoIterator<Item = &'r Regulation>) -> Self {
        let mut known = HashMap::new();
        for regulation in regulations {
            for name in std::iter::once(&regulation.title).chain(&regulation.aliases) {
                known.entry(key(name)).or_insert_with(|| regulation.id.clone());
            }
        }
        Self { known, ..Self::default() }
    }

    /// The id of a regulation of that title; a second one of the run gets a number.
    pub fn id(&mut self, title: &str) -> String {
        let wanted = self.known.get(&key(title)).cloned().unwrap_or_else(|| spelt(title));
        self.unique(wanted)
    }

    /// `wanted`, or with a number behind it when it is taken.
    pub fn unique(&mut self, wanted: String) -> String {
        if self.given.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Titles compare by their letters.
fn key(title: &str) -> String {
    title.chars().filter_map(fold_char).filter(|c| c.is_alphanumeric()).collect()
}

/// The title in pinyin: 考勤制度 → kao-qin-zhi-du.
fn spelt(title: &str) -> String {
    let mut id = String::new();
    let mut ascii = false;
    for c in title.chars().filter_map(fold_char) {
        let syllable = c.to_pinyin().map(|pinyin| pinyin.plain().replace('ü', "v"));
        let own = c.is_ascii_alphanumeric();
        let word = syllable.unwrap_or_else(|| if own { c.to_string() } else { String::new() });
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if id.len() + word.len() + 1 > LONGEST {
            break;
        }
        if !(id.is_empty() || id.ends_with('-') || ascii && own) {
            id.push('-');
        }
        id.push_str(&word);
        ascii = own;
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "regulation".to_owned() } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_spelt_and_told_apart() {
        let mut ids = Ids::default();
        assert_eq!(ids.id("考勤制度"), "kao-qin-zhi-du");
        assert_eq!(ids.id("考勤制度"), "kao-qin-zhi-du-2");
        assert_eq!(ids.id("窗口AB角工作制度"), "chuang-kou-ab-jiao-gong-zuo-zhi-du");
        assert_eq!(ids.id("（试行）"), "shi-xing");
        assert_eq!(ids.id("…"), "regulation");
        assert!(ids.id(&"政务服务".repeat(40)).len() <= LONGEST);
    }
}
