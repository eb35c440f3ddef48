//! What a citation names of a regulation: one provision, a range, or several: 第三条, 第三条至第五条, 第三条、第五条和第七条.

use std::fmt;

use super::address::{Address, Level, Step, number_at, step_at};

/// One provision, or all from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// One provision.
    One(Address),
    /// All provisions from the first to the last, both included; their last steps are of one level, the others equal.
    Range(Address, Address),
}

impl Place {
    /// The provision that it begins with.
    pub fn first(&self) -> &Address {
        match self {
            Place::One(at) | Place::Range(at, _) => at,
        }
    }

    /// The provision that it ends with.
    pub fn last(&self) -> &Address {
        match self {
            Place::One(at) | Place::Range(_, at) => at,
        }
    }

    /// Whether the article at `article` is in it, or holds what it names. Chapters hold no article here: where they end is
    /// not known from their address.
    pub fn covers(&self, article: &Address) -> bool {
        let step = |at: &Address| at.at(Level::Article);
        match (step(self.first()), step(article), step(self.last())) {
            (Some(first), Some(own), Some(last)) => first <= own && own <= last,
            _ => false,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::One(at) => at.fmt(f),
            Place::Range(first, last) => {
                let own = last.steps().last().map_or(String::new(), ToString::to_string);
                write!(f, "{first}至{own}")
            }
        }
    }
}

/// What stands between two provisions that are named one by one; the longer words first.
const AND: [&str; 10] = ["以及", "或者", "还有", "、", ",", "和", "及", "与", "或", "跟"];
/// What stands between the first and the last provision of a range.
const TO: [&str; 6] = ["至", "到", "--", "-", "~~", "~"];

/// A number in brackets that has no 项 behind it is an item up to this one; beyond it is a year or a count.
const LAST_BARE_ITEM: u32 = 99;

/// The provisions at the head of folded `text`, with their length in bytes. `loose` also takes what running text must not:
/// numbers without 第 (`3条2款`), items without 项 (`第三条（二）`), and `§3`. A range that runs backwards is none.
pub fn places_at(text: &str, loose: bool) -> Option<(Vec<Place>, usize)> {
    let mut scan = Scan { text, at: 0, loose, places: Vec::new(), context: Vec::new() };
    scan.part(false)?;
    loop {
        let (before, joint) = (scan.at, scan.joint());
        let Some(is_range) = joint else { break };
        if scan.part(is_range).is_none() {
            scan.at = before;
            break;
        }
    }
    // 第三条至第一条 is a slip of the pen: nobody knows of which number.
    let is_sound = !scan.rest().starts_with('至') && scan.places.iter().all(runs_forward);
    is_sound.then_some((scan.places, scan.at))
}

fn runs_forward(place: &Place) -> bool {
    match place {
        Place::One(_) => true,
        Place::Range(first, last) => first < last,
    }
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    loose: bool,
    places: Vec<Place>,
    /// The steps of the provision read last: 第三款 after 第三条第一款 is 第三条第三款.
    context: Vec<Step>,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads what joins two provisions: whether it makes a range of them.
    fn joint(&mut self) -> Option<bool> {
        let rest = self.rest();
        let found =
            |words: &[&str]| words.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
        let (len, is_range) = found(&AND).map(|len| (len, false)).or(found(&TO).map(|len| (len, true)))?;
        self.at += len;
        Some(is_range)
    }

    /// Reads one provision, or several that share their last word (第三、五条). `None`, and nothing read, when there is none.
    fn part(&mut self, ends_range: bool) -> Option<()> {
        let start = self.at;
        let mut steps: Vec<Step> = Vec::new();
        let mut shared: Vec<(Step, bool)> = Vec::new();
        loop {
            // Between two Arabic numbers a blank keeps them apart: 13条之1 2款.
            if self.loose && !steps.is_empty() && self.rest().starts_with(' ') {
                self.at += 1;
            }
            let is_inner = |step: Step| steps.last().is_none_or(|last| last.level < step.level);
            if let Some((step, len)) = self.step(&steps).filter(|&(step, _)| is_inner(step)) {
                steps.push(step);
                self.at += len;
            } else if let Some((list, len)) =
                self.list().filter(|(list, _)| list.iter().all(|&(s, _)| is_inner(s)))
            {
                shared = list;
                self.at += len;
                break;
            } else {
                break;
            }
        }
        if shared.is_empty() {
            let Some(last) = steps.pop() else {
                self.at = start;
                return None;
            };
            shared.push((last, false));
        }
        for (i, (step, to)) in shared.into_iter().enumerate() {
            let first = steps.first().unwrap_or(&step).level;
            let inherits =
                |own: &Step| own.level < first && (first < Level::Article || own.level >= Level::Article);
            let mut all: Vec<Step> = self.context.iter().copied().filter(inherits).collect();
            all.extend(&steps);
            all.push(step);
            let at = Address::new(all.clone());
            if (to || (ends_range && i == 0)) && !self.close_range(&at) {
                self.at = start;
                return None;
            }
            if !(to || (ends_range && i == 0)) {
                self.places.push(Place::One(at));
            }
            self.context = all;
        }
        Some(())
    }

    /// Makes a range of the last provision and `last`, if they can be its ends.
    fn close_range(&mut self, last: &Address) -> bool {
        let Some(Place::One(first)) = self.places.pop() else { return false };
        let fits = match (first.steps().split_last(), last.steps().split_last()) {
            (Some((a, before)), Some((b, also))) => a.level == b.level && before == also,
            _ => false,
        };
        self.places.push(if fits { Place::Range(first, last.clone()) } else { Place::One(first) });
        fits
    }

    fn step(&self, before: &[Step]) -> Option<(Step, usize)> {
        let rest = self.rest();
        if let Some(found) = step_at(rest, self.loose) {
            return Some(found);
        }
        if !self.loose {
            return None;
        }
        // 第十三之一条
        let inserted = rest.strip_prefix('第').and_then(|rest| {
            let (number, len) = number_at(rest)?;
            let (inserted, more) = rest.get(len..)?.strip_prefix('之').and_then(number_at)?;
            let behind = rest.get(len + '之'.len_utf8() + more..)?.strip_prefix('条')?;
            Some((Step { level: Level::Article, number, inserted }, self.rest().len() - behind.len()))
        });
        inserted.or_else(|| self.sign()).or_else(|| self.bare_item(before))
    }

    /// `§3`, `art. 3`
    fn sign(&self) -> Option<(Step, usize)> {
        let rest = self.rest();
        let sign = ["§§", "§", "article", "art."].into_iter().find_map(|sign| rest.strip_prefix(sign))?;
        let digits = sign.trim_start_matches(' ');
        let (number, len) = number_at(digits)?;
        let behind = digits.get(len..)?;
        let behind = behind.strip_prefix('条').unwrap_or(behind);
        Some((Step { level: Level::Article, number, inserted: 0 }, rest.len() - behind.len()))
    }

    /// `（二）` right behind an article or a paragraph.
    fn bare_item(&self, before: &[Step]) -> Option<(Step, usize)> {
        let rest = self.rest();
        let last = before.last().map_or(self.context.last(), Some)?;
        let is_behind = matches!(last.level, Level::Article | Level::Paragraph)
            || before.is_empty() && last.level == Level::Item;
        let digits = rest.strip_prefix('(').filter(|_| is_behind)?;
        let (number, len) = number_at(digits).filter(|&(number, _)| number <= LAST_BARE_ITEM)?;
        let behind = digits.get(len..)?.strip_prefix(')')?;
        let is_last = behind.is_empty() || AND.iter().chain(&TO).any(|word| behind.starts_with(word));
        let step = Step { level: Level::Item, number, inserted: 0 };
        is_last.then_some((step, rest.len() - behind.len()))
    }

    /// Numbers that share the word behind the last of them: 第三、五条, 第3-5条, 第（一）、（二）项. Of each also whether it ends a
    /// range that begins with the one before.
    fn list(&self) -> Option<(Vec<(Step, bool)>, usize)> {
        let rest = self.rest();
        if !rest.starts_with('第') && !self.loose {
            return None;
        }
        let mut numbers: Vec<(u32, bool)> = Vec::new();
        let (mut at, mut is_range) = (0, false);
        loop {
            let tail = rest.get(at..)?;
            let tail = tail.strip_prefix('第').unwrap_or(tail);
            if let (false, Some((step, len))) = (numbers.is_empty(), step_at(tail, true)) {
                // The last one has the word.
                let level = step.level;
                numbers.push((step.number, is_range));
                let end = rest.len() - tail.len() + len;
                let steps = numbers.into_iter().map(|(number, to)| (Step { level, number, inserted: 0 }, to));
                return (step.inserted == 0).then_some((steps.collect(), end));
            }
            let bracketed = tail.strip_prefix('(');
            let (number, len) = number_at(bracketed.unwrap_or(tail))?;
            let behind = bracketed.unwrap_or(tail).get(len..)?;
            let behind = if bracketed.is_some() { behind.strip_prefix(')')? } else { behind };
            numbers.push((number, is_range));
            let found =
                |words: &[&str]| words.iter().find(|word| behind.starts_with(**word)).map(|word| word.len());
            let (len, to) = found(&AND).map(|len| (len, false)).or(found(&TO).map(|len| (len, true)))?;
            // 3-5-7条 is no range.
            if is_range && to {
                return None;
            }
            is_range = to;
            at = rest.len() - behind.len() + len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FoldedText;

    fn read(text: &str, loose: bool) -> String {
        let folded = FoldedText::new(text);
        places_at(folded.as_str(), loose).map_or(String::new(), |(places, len)| {
            let places: Vec<String> = places.iter().map(ToString::to_string).collect();
            format!("{}|{}", places.join(" "), folded.as_str().get(len..).unwrap())
        })
    }

    #[test]
    fn one_range_or_several() {
        for (text, places) in [
            ("第三条", "第三条|"),
            ("第三条至第五条", "第三条至第五条|"),
            ("第三条第一款、第三款", "第三条第一款 第三条第三款|"),
            ("第三条、第五条和第七条规定", "第三条 第五条 第七条|规定"),
            ("第三、五条", "第三条 第五条|"),
            ("第3-5条", "第三条至第五条|"),
            ("第三至第五条", "第三条至第五条|"),
            ("第三条第（一）、（二）项", "第三条第（一）项 第三条第（二）项|"),
            ("第三条第（一）至（三）项", "第三条第（一）项至第（三）项|"),
            ("第二章至第三章", "第二章至第三章|"),
            ("第三条、第五条至第七条", "第三条 第五条至第七条|"),
            ("第三条和其他规定", "第三条|和其他规定"),
            ("第三条、五条", "第三条|、五条"),
            ("第十三条之一", "第十三条之一|"),
            ("第參條", "第三条|"),
            ("第贰拾條", "第二十条|"),
        ] {
            assert_eq!(read(text, false), places, "{text}");
        }
        for (text, places) in [
            ("3条2款", "第三条第二款|"),
            ("三条二款", "第三条第二款|"),
            ("3～5条", "第三条至第五条|"),
            ("3条到5条", "第三条至第五条|"),
            ("第三条、五条", "第三条 第五条|"),
            ("第三条（二）", "第三条第（二）项|"),
            ("第三条（二）、（三）", "第三条第（二）项 第三条第（三）项|"),
            ("第十三之一条", "第十三条之一|"),
            ("§ 3", "第三条|"),
            ("廿三条", "第二十三条|"),
        ] {
            assert_eq!(read(text, true), places, "{text}");
        }
        for text in ["", "条", "3", "第三", "第13-1条", "第五条至第三条", "3-5-7条", "（二）"]
        {
            assert_eq!(read(text, true), "", "{text}");
        }
    }
}
