//! `count`: a number that a text announces is the number of items that follow.

mod watchword;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Days, Fact, Verb,
    sequence::told::points,
};
use crate::{
    doc::{Block, Document},
    finding::{Finding, Label},
    law::heading,
    text::{FoldedText, MarkStyle, Plain, Span, chinese_number, list_mark},
};

/// Announcements: 下列四项, 以下三种, 如下五类, 三项制度：.
#[derive(Debug, Clone)]
pub(in super::super) struct Count {
    said: Pattern,
    /// Those that only a colon behind them makes one.
    named: Pattern,
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
        let number = format!("(?:[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})(?:个|大)?(?:{})", units.join("|"));
        let said = format!("(?:下列|以下|如下){number}");
        // 第三项, 前两项 and 任意两项 count nothing that follows.
        let named = format!(
            "(?:^|[^第前后其余另每各这该同至任少意何中零百千万0-9{NUMERALS}、])(?P<at>{number}\\p{{Han}}{{0,6}}):"
        );
        Ok(Self { said: Pattern::verbatim(said), named: Pattern::verbatim(named) })
    }
}

impl Verb for Count {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let announced = document.blocks.iter().enumerate();
        announced.flat_map(|(i, block)| self.miscounted(rule, document, i, block)).collect()
    }

    fn facts(&self, document: &Document) -> Vec<Fact> {
        watchword::facts(document)
    }
}

impl Count {
    /// The findings on the announcements in a block, when another number of items follows.
    fn miscounted(&self, rule: &Rule, document: &Document, i: usize, block: &Block) -> Vec<Finding> {
        let words = block.span.of(&document.plain);
        if !words.contains(|c: char| NUMERALS.contains(c) || c.is_numeric()) {
            return Vec::new();
        }
        let folded = FoldedText::new(words);
        let announced = self.announced(rule, document, i, block, &folded);
        match announced {
            Some(finding) => vec![finding],
            None => watchword::miscounted(rule, document, i, block, &folded),
        }
    }

    fn announced(
        &self,
        rule: &Rule,
        document: &Document,
        i: usize,
        block: &Block,
        folded: &FoldedText,
    ) -> Option<Finding> {
        // 两种方式都要提交： says something of what it counts, 三项以上： leaves open how many.
        let bare = |at: &Span<_>| {
            let words = folded.slice(*at);
            let says = |c: char| "都均要应须可能需后时由的为是有在已不各按并".contains(c);
            !words.contains(says) && !["内", "以上", "以下", "之一"].iter().any(|word| words.contains(word))
        };
        let told = self.said.find(folded).last();
        let is_named = told.is_none();
        let said = told.or_else(|| self.named.find(folded).filter(bare).last())?;
        let is_numeral = |c: &char| c.is_ascii_digit() || NUMERALS.contains(*c);
        let number: String =
            folded.slice(said).chars().skip_while(|c| !is_numeral(c)).take_while(is_numeral).collect();
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
            inline(rest, block, folded, said.end())?
        };
        // 下列一种情形 and 下列一项 mean any one of what follows.
        if items.is_empty() || items.len() == number || number < 2 {
            return None;
        }
        // The sections of a document that a colon leads in to go on behind what it announces.
        let mark = items.first().and_then(|at| list_mark(at.of(&document.plain)));
        if is_named && items.len() > number && mark.is_some_and(|mark| mark.style <= MarkStyle::Han) {
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
        // 以下三项制度：《甲制度》、《乙制度》
        name.starts_with('《') && name.ends_with('》') && name.matches('《').count() == 1
            || (2..=LONGEST).contains(&name.chars().count())
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
    let told = points(rest);
    let begins = told.first().is_some_and(|first| from + first.at.start() == start);
    if begins && told.iter().enumerate().all(|(i, point)| point.number as usize == i + 1) {
        let place = |at: Span<_>| Span::new(from + at.start(), from + at.end());
        let plain = |at| block.span.slice(folded.to_plain(at).range());
        return Some(told.into_iter().map(|point| plain(place(point.at))).collect());
    }
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
