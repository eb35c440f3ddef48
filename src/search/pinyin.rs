//! Pinyin: `shouwen`, `swfz`, `一次gaozhi`. A channel of its own, asked only when nothing contains what was typed: it looks
//! for characters that are read so, first in the names of regulations, then in their articles.
//!
//! Each character is typed as its whole reading or as its initial (`zh`, `ch`, `sh` also in full), the last one as far as
//! one has come. All readings of a character count.

use std::{collections::HashMap, rc::Rc};

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use super::{Article, Index, article::read_units};

/// Fewer letters than this mean too many things.
const FEWEST_LETTERS: usize = 2;
/// Text in which fewer characters than this are typed by their initials is there by chance.
const FEWEST_INITIALS: usize = 3;
/// Nobody types more in pinyin.
const LONGEST: usize = 48;

/// What was typed, when some of it is letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// Small letters stand for readings, anything else for itself.
    characters: Vec<char>,
}

/// How strictly letters are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Every character by its whole reading, but for the last.
    Whole,
    /// Some or all by their initials.
    Initials,
}

impl Typed {
    /// Folded `text`, when it can be meant as pinyin.
    pub(super) fn read(text: &str) -> Option<Self> {
        let characters: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
        let letters = characters.iter().filter(|c| c.is_ascii_lowercase()).count();
        let fits = letters >= FEWEST_LETTERS && characters.len() <= LONGEST;
        (fits && characters.iter().all(|c| c.is_alphanumeric())).then_some(Self { characters })
    }

    /// The first place at which `text` is read so: from and to which unit.
    fn find(&self, text: &[u16], manner: Manner, readings: &mut Readings) -> Option<(usize, usize)> {
        let first = *self.characters.first()?;
        text.iter().enumerate().find_map(|(start, &unit)| {
            let begins = u32::from(unit) == first as u32 || readings.begins_with(unit, first);
            let length = begins.then(|| self.matches(text, start, manner, readings)).flatten()?;
            Some((start, start + length))
        })
    }

    /// How many units of `text` from `start` on are read so.
    fn matches(&self, text: &[u16], start: usize, manner: Manner, readings: &mut Readings) -> Option<usize> {
        let initials = if manner == Manner::Whole { Some(0) } else { None };
        let (end, abbreviated) = self.rest(&self.characters, text, start, initials, readings)?;
        let length = end - start;
        // Of a few characters by their initials alone there are too many.
        (abbreviated == 0 || length >= FEWEST_INITIALS || manner == Manner::Whole).then_some(length)
    }

    /// Where `typed` ends in `text`, read from `at` on, and how many characters are abbreviated; `most` is how many may be.
    fn rest(
        &self,
        typed: &[char],
        text: &[u16],
        at: usize,
        most: Option<usize>,
        readings: &mut Readings,
    ) -> Option<(usize, usize)> {
        let Some(&first) = typed.first() else { return Some((at, 0)) };
        let unit = *text.get(at)?;
        if !first.is_ascii_lowercase() {
            let same = u32::from(unit) == first as u32;
            return same.then(|| self.rest(typed.get(1..)?, text, at + 1, most, readings))?;
        }
        let letters = typed.iter().take_while(|c| c.is_ascii_lowercase()).count();
        // A letter may also stand for itself: AB岗 typed as `ABgang`.
        if u32::from(unit) == first as u32 {
            return self.rest(typed.get(1..)?, text, at + 1, most, readings);
        }
        let all = readings.of(unit);
        all.iter().find_map(|reading| {
            let shared = reading.chars().zip(typed.iter().take(letters)).take_while(|(a, b)| a == *b).count();
            if shared == reading.len() {
                let whole = self.rest(typed.get(shared..)?, text, at + 1, most, readings);
                if whole.is_some() {
                    return whole;
                }
            }
            // The last character, as far as it is typed.
            if shared == typed.len() && shared > 1 {
                return Some((at + 1, 0));
            }
            if most == Some(0) || shared == 0 {
                return None;
            }
            let mut initial = |length: usize| {
                let (end, others) = self.rest(typed.get(length..)?, text, at + 1, most, readings)?;
                Some((end, others + 1))
            };
            let double = reading.chars().nth(1) == Some('h') && shared >= 2;
            double.then(|| initial(2)).flatten().or_else(|| initial(1))
        })
    }
}

impl Index {
    /// The articles in which, or in whose regulation's name, `typed` can be read, best first, with the words that are
    /// read so. Every text is looked at: 150,000 articles take tenths of a second, and no index is needed.
    pub(super) fn read_so(&self, typed: &Typed, admitted: &[bool]) -> Vec<(Article, String)> {
        // The usual reading of a character goes before its others: 时间 before 提前 (shi) for shijian.
        for (manner, usual) in [
            (Manner::Whole, true),
            (Manner::Whole, false),
            (Manner::Initials, true),
            (Manner::Initials, false),
        ] {
            let mut readings = Readings { usual, ..Readings::default() };
            let mut found: Vec<(Article, String)> = Vec::new();
            let sources = || (0..).zip(&self.sources).zip(admitted).filter(|(_, admitted)| **admitted);
            let mut named = vec![false; self.sources.len()];
            for ((which, source), _) in sources() {
                let title: Vec<u16> = self.title(which).encode_utf16().collect();
                if let Some(length) = typed.matches(&title, 0, manner, &mut readings) {
                    let words = String::from_utf16_lossy(title.get(..length).unwrap_or_default());
                    found.extend(source.range().map(|article| (article, words.clone())));
                    named.get_mut(which).into_iter().for_each(|named| *named = true);
                }
            }
            let names = found.len();
            let mut text = Vec::new();
            for ((which, source), _) in sources() {
                for article in source.range().filter(|_| named.get(which) == Some(&false)) {
                    let Ok((shard, own)) = self.place(article) else { continue };
                    text.clear();
                    text.extend(read_units(shard.text(own)));
                    if let Some((start, end)) = typed.find(&text, manner, &mut readings) {
                        found.push((
                            article,
                            String::from_utf16_lossy(text.get(start..end).unwrap_or_default()),
                        ));
                    }
                }
            }
            if let Some(texts) = found.get_mut(names..).filter(|texts| !texts.is_empty()) {
                let holding = texts.iter().map(|&(article, _)| (article, 1)).collect();
                let mut scores = HashMap::new();
                self.weigh(&holding, &[], |article, score| {
                    scores.insert(article, score);
                });
                let score = |article: Article| scores.get(&article).copied().unwrap_or_default();
                texts.sort_by(|(a, _), (b, _)| score(*b).total_cmp(&score(*a)));
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// The readings of characters, without tones, `ü` as `v`, looked up once each.
#[derive(Default)]
struct Readings {
    /// Whether only the usual reading of a character counts.
    usual: bool,
    /// For every unit from [`FIRST`] on.
    known: Vec<Option<Read>>,
}

/// How a character is read.
#[derive(Clone)]
struct Read {
    /// Which letters its readings begin with, a bit each.
    initials: u32,
    all: Rc<[String]>,
}

/// The first ideograph.
const FIRST: u16 = 0x3400;
/// The last ideograph.
const LAST: u16 = 0x9FFF;

impl Readings {
    /// Whether a reading of the character `unit` begins with `letter`.
    fn begins_with(&mut self, unit: u16, letter: char) -> bool {
        (FIRST..=LAST).contains(&unit)
            && bit(letter).is_some_and(|bit| self.read(unit).is_some_and(|read| read.initials & bit != 0))
    }

    /// The readings of the character `unit`.
    fn of(&mut self, unit: u16) -> Rc<[String]> {
        self.read(unit).map_or_else(|| Rc::from([]), |read| Rc::clone(&read.all))
    }

    fn read(&mut self, unit: u16) -> Option<&Read> {
        let place = usize::from(unit.checked_sub(FIRST)?);
        if self.known.is_empty() {
            self.known.resize(usize::from(LAST - FIRST) + 1, None);
        }
        let usual = self.usual;
        let known = self.known.get_mut(place)?;
        Some(known.get_or_insert_with(|| {
            let character = char::from_u32(u32::from(unit));
            let one = character.and_then(|c| c.to_pinyin()).into_iter();
            let multi = character.filter(|_| !usual).and_then(|c| c.to_pinyin_multi());
            let read = one.chain(multi.into_iter().flatten());
            let mut all: Vec<String> = read.map(|pinyin| pinyin.plain().replace('ü', "v")).collect();
            all.dedup();
            let first = |reading: &String| bit(reading.chars().next()?);
            Read { initials: all.iter().filter_map(first).fold(0, |a, b| a | b), all: all.into() }
        }))
    }
}

/// The bit of a small letter.
fn bit(letter: char) -> Option<u32> {
    letter.is_ascii_lowercase().then(|| 1 << (letter as u32 - 'a' as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, text: &str, manner: Manner) -> Option<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let (start, end) = Typed::read(typed)?.find(&units, manner, &mut Readings::default())?;
        Some(String::from_utf16(&units[start..end]).unwrap())
    }

    #[test]
    fn whole_readings_initials_and_both() {
        let text = "窗口实行首问负责制度，材料不齐的一次性告知，ab岗当日补位，重庆银行";
        for (typed, manner, words) in [
            ("shouwen", Manner::Whole, Some("首问")),
            ("shouwenfuz", Manner::Whole, None),
            ("shouwenfuz", Manner::Initials, Some("首问负责")),
            ("shouwenfuzen", Manner::Whole, None),
            ("shou wen fu ze", Manner::Whole, Some("首问负责")),
            ("swfz", Manner::Whole, None),
            ("swfz", Manner::Initials, Some("首问负责")),
            ("shwfz", Manner::Initials, Some("首问负责")),
            ("shouwfzzd", Manner::Initials, Some("首问负责制度")),
            ("一次性gaozhi", Manner::Whole, Some("一次性告知")),
            ("一次性gz", Manner::Initials, Some("一次性告知")),
            ("abgang", Manner::Whole, Some("ab岗")),
            ("chongqingyinhang", Manner::Whole, Some("重庆银行")),
            ("zhongqing", Manner::Whole, Some("重庆")),
            ("sw", Manner::Initials, None),
            ("pingpang", Manner::Initials, None),
        ] {
            assert_eq!(found(typed, text, manner).as_deref(), words, "{typed}");
        }
        assert_eq!(found("lvse", "绿色通道", Manner::Whole).as_deref(), Some("绿色"));
    }

    #[test]
    fn what_is_no_pinyin() {
        for text in ["首问", "a", "8:30", "db51/t", "", &"a".repeat(100)] {
            assert_eq!(Typed::read(text), None, "{text}");
        }
    }
}
