//! Sections that are numbered by decimals: 1.1, 1.2, 2.1.1.

use std::collections::{BTreeSet, HashMap};

use super::{Numbered, finding, slip};
use crate::{
    doc::{BlockKind, Document},
    finding::Finding,
};

use super::super::super::rule::Rule;

/// What stands behind an amount, and not behind the number of a section.
const UNITS: &str = "万亿千百元米吨斤克升个年月日天周小分秒倍度级寸兆%";
/// The digits of one part of such a number.
const DIGITS: usize = 2;

/// The gaps among the decimals at the heads of paragraphs: 1.1 and then 1.3. They count sections only where those of several are
/// counted so, from one on.
pub(super) fn gaps(rule: &Rule, document: &Document) -> Vec<Finding> {
    let mut last: HashMap<Vec<u32>, Numbered> = HashMap::new();
    let mut sections: BTreeSet<Vec<u32>> = BTreeSet::new();
    let mut findings = Vec::new();
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Cell(_))) {
        let words = block.span.of(&document.plain);
        let Some((parts, len)) = decimal(words) else { continue };
        let Some((&number, section)) = parts.split_last() else { continue };
        let own = Numbered { number, at: block.span.slice(0..len) };
        sections.insert(section.to_vec());
        match last.get(section).copied() {
            Some(before) => {
                if let Some(what) = slip(before.number, number).filter(|_| number > before.number) {
                    findings.push(finding(rule, document, before.at, own.at, &what));
                }
            }
            None if number > 1 => continue,
            None => {}
        }
        last.insert(section.to_vec(), own);
    }
    if sections.len() < 2 { Vec::new() } else { findings }
}

/// The number at the head of `words`, part by part, and its length.
fn decimal(words: &str) -> Option<(Vec<u32>, usize)> {
    let len = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
    let written = words.get(..len)?;
    let behind = words.get(len..)?;
    let named = behind.starts_with(char::is_whitespace) || behind.starts_with(char::is_alphabetic);
    let next = behind.trim_start().chars().next()?;
    // 5.3　分支机构 is a section; points stand right behind their number.
    let is_unit = UNITS.contains(next) && !(next == '分' && behind.starts_with(char::is_whitespace));
    if !named || is_unit {
        return None;
    }
    let parts: Vec<&str> = written.split('.').collect();
    let is_part = |part: &&str| (1..=DIGITS).contains(&part.len()) && !part.starts_with('0');
    if parts.len() < 2 || !parts.iter().all(is_part) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    Some((numbers, len))
}
