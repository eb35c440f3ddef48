//! Addresses of provisions: 第三百零七条之一第二款第（三）项第4目. Reads every spelling, prints the canonical one.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text::{FoldedText, chinese_number};

/// The levels of a Chinese regulation, from the outside in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 编
    Part,
    /// 章
    Chapter,
    /// 节
    Section,
    /// 条
    Article,
    /// 款
    Paragraph,
    /// 项
    Item,
    /// 目
    Subitem,
    /// Below 目: no word of its own in drafting practice; printed as 点.
    Point,
}

impl Level {
    const ALL: [Level; 8] = [
        Level::Part,
        Level::Chapter,
        Level::Section,
        Level::Article,
        Level::Paragraph,
        Level::Item,
        Level::Subitem,
        Level::Point,
    ];

    fn word(self) -> char {
        match self {
            Level::Part => '编',
            Level::Chapter => '章',
            Level::Section => '节',
            Level::Article => '条',
            Level::Paragraph => '款',
            Level::Item => '项',
            Level::Subitem => '目',
            Level::Point => '点',
        }
    }

    fn of_word(word: char) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// The next level inwards, the innermost being its own.
    pub(crate) fn inner(self) -> Self {
        let next = Self::ALL.iter().position(|&level| level == self).map_or(0, |i| i + 1);
        Self::ALL.get(next).copied().unwrap_or(Level::Point)
    }
}

/// One step of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Step {
    /// How deep.
    pub level: Level,
    /// Its number, from 1.
    pub number: u32,
    /// The N of 之N, for a provision inserted later; 0 for none.
    pub inserted: u32,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, word) = (han(self.number), self.level.word());
        match self.level {
            Level::Item => write!(f, "第（{number}）{word}")?,
            Level::Subitem | Level::Point => write!(f, "第{}{word}", self.number)?,
            _ => write!(f, "第{number}{word}")?,
        }
        if self.inserted > 0 { write!(f, "之{}", han(self.inserted)) } else { Ok(()) }
    }
}

/// Where a provision stands in its regulation. Steps go inwards; some may be left out (第三条第（一）项).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Address {
    steps: Vec<Step>,
}

impl Address {
    /// The address made of `steps`, which must go inwards.
    pub fn new(steps: Vec<Step>) -> Self {
        debug_assert!(steps.is_sorted_by_key(|step| step.level));
        Self { steps }
    }

    /// Its steps, from the outside in.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The number and insertion of the step at `level`.
    pub fn at(&self, level: Level) -> Option<Step> {
        self.steps.iter().copied().find(|step| step.level == level)
    }

    /// Whether every step of `part` is a step of this address.
    pub fn has(&self, part: &Address) -> bool {
        part.steps.iter().all(|step| self.steps.contains(step))
    }

    /// Only the article of this address: 第三条 of 第三条第二款.
    pub fn article(&self) -> Option<Address> {
        self.at(Level::Article).map(|step| Address { steps: vec![step] })
    }

    /// Without 编、章、节, which no citation needs: article numbers run through the whole regulation.
    pub fn from_article(&self) -> Address {
        Address { steps: self.steps.iter().copied().filter(|step| step.level >= Level::Article).collect() }
    }

    /// This address with one more step inwards.
    pub fn with(&self, step: Step) -> Address {
        let mut steps = self.steps.clone();
        steps.push(step);
        Address { steps }
    }

    /// Without the step at `level`.
    pub fn without(&self, level: Level) -> Address {
        Address { steps: self.steps.iter().copied().filter(|step| step.level != level).collect() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| step.fmt(f))
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    /// Reads a whole text as an address, in any spelling: `第三条第2款`, `３条`, `第十三条之一`, `第3条第（一）項`.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let folded = FoldedText::new(text);
        match address_at(folded.as_str(), true) {
            Some((address, len)) if len == folded.as_str().len() => Ok(address),
            _ => Err(NotAnAddress),
        }
    }
}

/// The text is not an address of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是条款编号，写法如：第三条、第三条第二款、第十三条之一第（四）项")]
pub struct NotAnAddress;

/// The address at the head of folded `text`, with its length in bytes. `loose` also takes a first step without 第
/// (`3条`), which running text must not.
pub fn address_at(text: &str, loose: bool) -> Option<(Address, usize)> {
    let mut steps: Vec<Step> = Vec::new();
    let mut at = 0;
    while let Some((step, len)) = text.get(at..).and_then(|rest| step_at(rest, loose && steps.is_empty())) {
        if steps.last().is_some_and(|last| last.level >= step.level) {
            break;
        }
        steps.push(step);
        at += len;
    }
    (!steps.is_empty()).then_some((Address { steps }, at))
}

pub(super) fn step_at(text: &str, loose: bool) -> Option<(Step, usize)> {
    let rest = match text.strip_prefix('第') {
        Some(rest) => rest,
        None if loose => text,
        None => return None,
    };
    let bracketed = rest.strip_prefix('(');
    let digits = bracketed.unwrap_or(rest);
    let (number, len) = number_at(digits)?;
    let mut rest = digits.get(len..)?;
    if bracketed.is_some() {
        rest = rest.strip_prefix(')')?;
    }
    let word = rest.chars().next()?;
    let level = Level::of_word(word).filter(|&level| level != Level::Point)?;
    rest = rest.strip_prefix(word)?;
    let mut inserted = 0;
    if let Some((n, len)) = rest.strip_prefix('之').and_then(number_at) {
        inserted = n;
        rest = rest.get('之'.len_utf8() + len..)?;
    }
    Some((Step { level, number, inserted }, text.len() - rest.len()))
}

/// Whether `c` can be part of the number of a provision, once folded.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "零〇○一二三四五六七八九十百千两廿卅壹贰叁参肆伍陆柒捌玖拾佰仟".contains(c)
}

/// A whole number above zero at the head of `text`: Arabic or Chinese.
pub(super) fn number_at(text: &str) -> Option<(u32, usize)> {
    let len = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    let word = text.get(..len)?;
    // 參 is the capital three, but folds to 参, which is a numeral in no other place.
    let number = if word.contains('参') {
        chinese_number(&word.replace('参', "叁"))
    } else {
        chinese_number(word)
    }?;
    (number > 0 && number < 100_000).then_some((number, len))
}

/// `n` as a law writes it: 三百零七.
pub(crate) fn han(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 || n >= 10_000 {
        return n.to_string();
    }
    let (mut out, mut gap) = (String::new(), false);
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('零');
        }
        if !(digit == 1 && unit == 10 && out.is_empty()) {
            out.push_str(DIGITS.get(digit as usize).copied().unwrap_or_default());
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_has_one_canonical_form() {
        for (written, canonical) in [
            ("第三条", "第三条"),
            ("第３條第2款", "第三条第二款"),
            ("3条", "第三条"),
            ("第三百零七条之一", "第三百零七条之一"),
            ("第 32 条第（四）项", "第三十二条第（四）项"),
            ("第二章第一节第十二条第一款第(三)项第2目", "第二章第一节第十二条第一款第（三）项第2目"),
            ("第二十条第四项", "第二十条第（四）项"),
        ] {
            assert_eq!(written.parse::<Address>().unwrap().to_string(), canonical, "{written}");
        }
        for not in ["", "条", "第条", "第三", "第三款第二条", "三个", "第三条 规定"] {
            assert_eq!(not.parse::<Address>(), Err(NotAnAddress), "{not}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(article in 1u32..1300, inserted in 0u32..4, paragraph in 0u32..5, item in 0u32..30) {
            let mut steps = vec![Step { level: Level::Article, number: article, inserted }];
            for (level, number) in [(Level::Paragraph, paragraph), (Level::Item, item)] {
                if number > 0 {
                    steps.push(Step { level, number, inserted: 0 });
                }
            }
            let address = Address::new(steps);
            prop_assert_eq!(address.to_string().parse::<Address>(), Ok(address));
        }
    }
}
