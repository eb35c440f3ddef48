//! Pinyin: `shouwen`, `swfz`, `一次gaozhi`. A channel of its own, asked only when nothing contains what was typed: it looks
//! for characters that are read so, first in the names of regulations, then in their articles.
//!
//! Each character is typed as its whole reading or as its initial (`zh`, `ch`, `sh` also in full), the last one as far as
//! one has come. All readings of a character count.

use std::cell::RefCell;

use pinyin::ToPinyinMulti as _;

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
pub(super) enum Manner {
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

    /// The first place at which `text` (UTF-16) is read so: from and to which unit.
    pub(super) fn find(
        &self,
        text: &[u16],
        from: usize,
        manner: Manner,
        readings: &Readings,
    ) -> Option<(usize, usize)> {
        let first = *self.characters.first()?;
        (from..text.len()).find_map(|start| {
            let unit = *text.get(start)?;
            let begins = if first.is_ascii_lowercase() {
                readings.begins_with(unit, first)
            } else {
                u32::from(unit) == first as u32
            };
            let length = begins.then(|| self.matches(text, start, manner, readings)).flatten()?;
            Some((start, start + length))
        })
    }

    /// How many units of `text` from `start` on are read so.
    pub(super) fn matches(
        &self,
        text: &[u16],
        start: usize,
        manner: Manner,
        readings: &Readings,
    ) -> Option<usize> {
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
        readings: &Readings,
    ) -> Option<(usize, usize)> {
        let Some(&first) = typed.first() else { return Some((at, 0)) };
        let unit = *text.get(at)?;
        if !first.is_ascii_lowercase() {
            return (u32::from(unit) == first as u32).then(|| self.rest(typed.get(1..)?, text, at + 1, most, readings))?;
        }
        let letters = typed.iter().take_while(|c| c.is_ascii_lowercase()).count();
        // A letter may also stand for itself: AB岗 typed as `ABgang`.
        if u32::from(unit) == first as u32 {
            return self.rest(typed.get(1..)?, text, at + 1, most, readings);
        }
        readings.of(unit, |all| {
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
                let initial = |length: usize| {
                    let (end, others) = self.rest(typed.get(length..)?, text, at + 1, most, readings)?;
                    Some((end, others + 1))
                };
                let double = reading.chars().nth(1) == Some('h') && shared >= 2;
                double.then(|| initial(2)).flatten().or_else(|| initial(1))
            })
        })
    }
}

/// The readings of characters, looked up once each.
#[derive(Default)]
pub(super) struct Readings {
    /// For every unit from [`FIRST`] on: which letters its readings begin with, a bit each; 0 for not looked up.
    initials: RefCell<Vec<u32>>,
}

/// The first ideograph.
const FIRST: u16 = 0x3400;
/// The last ideograph.
const LAST: u16 = 0x9FFF;
/// Looked up, and no letter.
const NONE: u32 = 1 << 31;

impl Readings {
    /// Whether a reading of the character `unit` begins with `letter`, or it is that letter.
    fn begins_with(&self, unit: u16, letter: char) -> bool {
        if !(FIRST..=LAST).contains(&unit) {
            return u32::from(unit) == letter as u32;
        }
        let mut initials = self.initials.borrow_mut();
        if initials.is_empty() {
            initials.resize(usize::from(LAST - FIRST) + 1, 0);
        }
        let Some(known) = initials.get_mut(usize::from(unit - FIRST)) else { return false };
        if *known == 0 {
            *known = self.of(unit, |all| all.iter().filter_map(|reading| bit(reading.chars().next()?)).fold(NONE, |a, b| a | b));
        }
        bit(letter).is_some_and(|bit| *known & bit != 0)
    }

    /// Calls `with` with the readings of the character `unit`, without tones, `ü` as `v`.
    fn of<T>(&self, unit: u16, with: impl FnOnce(&[String]) -> T) -> T {
        let multi = char::from_u32(u32::from(unit)).and_then(|c| c.to_pinyin_multi());
        let mut all: Vec<String> =
            multi.into_iter().flatten().map(|pinyin| pinyin.plain().replace('ü', "v")).collect();
        all.dedup();
        with(&all)
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
        let (start, end) = Typed::read(typed)?.find(&units, 0, manner, &Readings::default())?;
        Some(String::from_utf16(&units[start..end]).unwrap())
    }

    #[test]
    fn whole_readings_initials_and_both() {
        let text = "窗口实行首问负责制度，材料不齐的一次性告知，AB岗当日补位，重庆银行";
        for (typed, manner, words) in [
            ("shouwen", Manner::Whole, Some("首问")),
            ("shouwenfuz", Manner::Whole, Some("首问负")),
            ("shou wen fu ze", Manner::Whole, Some("首问负责")),
            ("swfz", Manner::Whole, None),
            ("swfz", Manner::Initials, Some("首问负责")),
            ("shwfz", Manner::Initials, Some("首问负责")),
            ("shouwfzzd", Manner::Initials, Some("首问负责制度")),
            ("一次性gaozhi", Manner::Whole, Some("一次性告知")),
            ("一次性gz", Manner::Initials, Some("一次性告知")),
            ("abgang", Manner::Whole, None),
            ("chongqingyinhang", Manner::Whole, Some("重庆银行")),
            ("zhongqing", Manner::Whole, Some("重庆")),
            ("sw", Manner::Initials, None),
            ("pingpang", Manner::Initials, None),
        ] {
            assert_eq!(found(typed, text, manner).as_deref(), words, "{typed}");
        }
        assert_eq!(found("abgang", "实行ab岗", Manner::Whole).as_deref(), Some("ab岗"));
        assert_eq!(found("lvse", "绿色通道", Manner::Whole).as_deref(), Some("绿色"));
    }

    #[test]
    fn what_is_no_pinyin() {
        for text in ["首问", "a", "8:30", "db51/t", "", &"a".repeat(100)] {
            assert_eq!(Typed::read(text), None, "{text}");
        }
    }
}
