//! `count`: a number that a text announces is the number of items that follow.

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Days, Verb,
};
use crate::{
    doc::{Block, Document},
    finding::{Finding, Label},
    law::heading,
    text::{FoldedText, MarkStyle, Plain, Span, chinese_number, list_mark},
};

/// Announcements: 下列四项, 以下三种, 如下五类.
#[derive(Debug, Clone)]
pub(in super::super) struct Count {
    said: Pattern,
}

/// What a number from one to ninety-nine is written with.
const NUMERALS: &str = "一二三四五六七八九十两";

impl Count {
    pub(in super::super) fn compile(
        written: &Spanned<file::Count>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let units: Vec<String> =
            written.get_ref().units.iter().map(|unit| regex::escape(unit.get_ref())).collect();
        if units.is_empty() {
            let advice = "写 units = [\"项\", \"种\", \"类\"]。";
            return Err(compiler.mistake(written, "[count] 没有写量词", advice));
        }
        let said = format!(
            "(?:下列|以下|如下)(?:[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})(?:个|大)?(?:{})",
            units.join("|")
        );
        Ok(Self { said: Pattern::verbatim(said) })
    }
}

impl Verb for Count {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let announced = document.blocks.iter().enumerate();
        announced.filter_map(|(i, block)| self.miscounted(rule, document, i, block)).collect()
    }
}

impl Count {
    /// The finding on a block that ends with an announcement and a colon, when another number of items follows.
    fn miscounted(&self, rule: &Rule, document: &Document, i: usize, block: &Block) -> Option<Finding> {
        let words = block.span.of(&document.plain);
        if !words.contains(['下', '如']) {
            return None;
        }
        let folded = FoldedText::new(words);
        let said = self.said.find(&folded).last()?;
        let number: String =
            folded.slice(said).chars().filter(|&c| c.is_ascii_digit() || NUMERALS.contains(c)).collect();
        let number = if number == "两" { 2 } else { chinese_number(&number)? } as usize;
        let rest = folded.as_str().get(said.end()..)?;
        let at: Span<Plain> = folded.to_plain(said);
        let at = block.span.slice(at.range());
        if let Some(finding) = self.misnamed(rule, document, at, rest, number) {
            return Some(finding);
        }
        let items = if rest.trim_end().ends_with(':') && !rest.contains('。') {
            items(document, i + 1)
        } else {
            inline(rest, block, &folded, said.end())?
        };
        // 下列一种情形 and 下列一项 mean any one of what follows.
        if items.is_empty() || items.len() == number || number < 2 {
            return None;
        }
        let message = format!("写明{number}项，实际列出{}项", items.len());
        let mut finding = rule.finding(document, at, message);
        let note = format!("列到第{}项", items.len());
        finding.related.extend(items.last().map(|&at| Label { at, note }));
        Some(finding)
    }
}

impl Count {
    /// The finding on an announcement with names behind its colon, 下列三项：依据、条件、程序、时限, that are no such number however one
    /// reads the 和 between the last two.
    fn misnamed(
        &self,
        rule: &Rule,
        document: &Document,
        at: Span<Plain>,
        rest: &str,
        number: usize,
    ) -> Option<Finding> {
        let names = names(rest)?;
        let joined = names.iter().any(|name| name.contains(['和', '及', '与', '或']));
        let most = names.len() + usize::from(joined);
        if number < 2 || (names.len()..=most).contains(&number) {
            return None;
        }
        let message = format!("写明{number}项，实际列出{most}项");
        Some(rule.finding(document, at, message))
    }
}

/// The names behind the colon right behind an announcement, when there is nothing but short names up to the full stop.
fn names(rest: &str) -> Option<Vec<&str>> {
    const LONGEST: usize = 8;
    let (noun, list) = rest.split_once(':')?;
    if noun.chars().count() > LONGEST || !noun.chars().all(char::is_alphabetic) {
        return None;
    }
    let list = list.get(..list.find('。')?)?;
    let names: Vec<&str> = list.split('、').map(str::trim).collect();
    let is_name = |name: &&str| {
        (2..=LONGEST).contains(&name.chars().count())
            && name.chars().all(char::is_alphabetic)
            && !name.contains(['的', '等', '其'])
    };
    (names.len() > 1 && names.iter().all(is_name)).then_some(names)
}

/// The items of the list that begins with block `first`: those of one style, counted from 1.
fn items(document: &Document, first: usize) -> Vec<Span<Plain>> {
    let mut found: Vec<Span<Plain>> = Vec::new();
    let mut style: Option<MarkStyle> = None;
    for block in document.blocks.iter().skip(first) {
        let words = block.span.of(&document.plain);
        if heading(words).is_some() {
            break;
        }
        let mark = list_mark(words);
        match (mark, style) {
            (Some(mark), None) if mark.number == 1 => {
                style = Some(mark.style);
                found.push(block.span);
            }
            // The announcement is about something else than what follows.
            (_, None) => break,
            (Some(mark), Some(own)) if mark.style == own => {
                if mark.number == 1 {
                    break;
                }
                found.push(block.span);
            }
            // An outer list goes on.
            (Some(mark), Some(own)) if mark.style < own && mark.style != MarkStyle::Bullet => break,
            _ => {}
        }
    }
    found
}

/// The items （一）…（二）… in the same block, when they are numbered; `None` when nothing there can be counted.
fn inline(rest: &str, block: &Block, folded: &FoldedText, from: usize) -> Option<Vec<Span<Plain>>> {
    let sentence = rest.find('。').and_then(|end| rest.get(..end)).unwrap_or(rest);
    let list = sentence.get(sentence.find(':')? + 1..)?;
    let start = from + (list.as_ptr() as usize - rest.as_ptr() as usize);
    let mut found = Vec::new();
    for (i, _) in list.match_indices('(') {
        if let Some(mark) =
            list.get(i..).and_then(list_mark).filter(|mark| mark.number as usize == found.len() + 1)
        {
            let at = folded.to_plain(Span::new(start + i, start + i + mark.len));
            found.push(block.span.slice(at.range()));
        }
    }
    Some(found)
}
