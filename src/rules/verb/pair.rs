//! `pair`: brackets and quotation marks that open also close, in order.

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Verb,
    article::opens_section,
};
use crate::{
    doc::{Block, BlockKind, Document},
    finding::Finding,
    text::{Plain, Span, list_mark},
};

/// Marks that belong together.
#[derive(Debug, Clone)]
pub(in super::super) struct Pair {
    /// An opening and a closing mark each; of one meaning when in one string, as `（(）)`.
    marks: Vec<Marks>,
}

#[derive(Debug, Clone)]
struct Marks {
    open: Vec<char>,
    close: Vec<char>,
}

/// A mark in a text: which pair it is of, and where.
type Mark = (usize, Span<Plain>);

/// What the marks of a block leave to those before and behind it.
#[derive(Debug, Default)]
struct Lonely {
    /// Closing marks without a partner, and whether only a stop stands behind each in the block.
    closing: Vec<(Mark, bool)>,
    /// Opening marks without a partner, and whether the words behind each may well go on in the next block.
    open: Vec<(Mark, bool)>,
    /// The pair of a quotation that goes on here: every paragraph of it opens anew, and only the last one closes.
    goes_on: Option<usize>,
}

/// What opens a quotation.
const QUOTATION_MARKS: [char; 4] = ['“', '‘', '「', '『'];

/// How many blocks a quotation may go on over; never over the end of an article or a section.
const LONGEST_QUOTATION: usize = 12;

impl Pair {
    pub(in super::super) fn compile(
        written: &Spanned<file::Pair>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let marks = |pair: &Spanned<String>| {
            let chars: Vec<char> = pair.get_ref().chars().collect();
            if chars.is_empty() || chars.len() % 2 == 1 {
                let advice = "写成 \"《》\"；半角全角都算的，写成 \"（(）)\"。";
                return Err(compiler.mistake(pair, "要写一个起始符号和一个结束符号", advice));
            }
            let (open, close) = chars.split_at(chars.len() / 2);
            Ok(Marks { open: open.to_vec(), close: close.to_vec() })
        };
        let marks: Vec<Marks> = written.get_ref().marks.iter().map(marks).collect::<Compiled<_>>()?;
        if marks.is_empty() {
            return Err(compiler.mistake(
                written,
                "[pair] 没有写符号",
                "写 marks = [\"《》\", \"（(）)\"]。",
            ));
        }
        Ok(Self { marks })
    }

    /// The marks of `block` that have no partner in it.
    fn lonely(&self, document: &Document, block: &Block) -> Lonely {
        let words = block.span.of(&document.plain);
        let skipped = ordinal_end(words);
        let mut lonely = Lonely::default();
        let mut open: Vec<Mark> = Vec::new();
        let first = words.len() - words.trim_start().len();
        let last_word = words.rfind(char::is_alphanumeric);
        // Hardly any character is a mark; ideographs are told apart at once.
        let may_be_mark = |c: char| !('\u{3400}'..='\u{9FFF}').contains(&c);
        for (i, c) in words.char_indices().filter(|&(i, c)| i >= skipped && may_be_mark(c)) {
            let at = block.span.slice(i..i + c.len_utf8());
            let is_last = last_word.is_none_or(|last| last < i);
            if let Some(pair) = self.marks.iter().position(|marks| marks.open.contains(&c)) {
                open.push((pair, at));
                // A remark in brackets that is a paragraph of its own carries on none above it.
                if i == first && skipped == 0 && QUOTATION_MARKS.contains(&c) {
                    lonely.goes_on = Some(pair);
                }
            } else if let Some(pair) = self.marks.iter().position(|marks| marks.close.contains(&c)) {
                match open.iter().rposition(|&(other, _)| other == pair) {
                    Some(partner) => {
                        let (_, opened) = open.remove(partner);
                        // What closes in the middle of its paragraph is a quotation of its own.
                        if opened.start() == block.span.start() + first && !is_last {
                            lonely.goes_on = None;
                        }
                    }
                    None if is_ordinal(words, i) => {}
                    None => lonely.closing.push(((pair, at), is_last)),
                }
            }
        }
        let head = block.span.start() + skipped.max(first);
        // A list is led in, or a line breaks off in the middle of its sentence.
        let goes_on = !words.trim_end().ends_with(['。', '；', '！', '？', ';', '!', '?', '.']);
        lonely.open = open.into_iter().map(|mark| (mark, goes_on || mark.1.start() <= head)).collect();
        lonely
    }
}

impl Verb for Pair {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Marks that a later block may still close: from which block, and whether its words may well go on.
        let mut waiting: Vec<(usize, Mark, bool)> = Vec::new();
        let unclosed =
            |(_, (pair, at), _): (usize, Mark, bool)| self.finding(rule, document, pair, at, false);
        for (i, block) in document.blocks.iter().enumerate() {
            if opens_section(document, block) {
                findings.extend(waiting.drain(..).map(unclosed));
            }
            let Lonely { closing, open, goes_on } = self.lonely(document, block);
            let continued = waiting.iter().rposition(|(_, (pair, _), _)| Some(*pair) == goes_on);
            if let Some(continued) = continued {
                waiting.remove(continued);
            }
            for ((pair, at), is_last) in closing {
                // Two slips of the pen in the middle of two paragraphs are no quotation.
                let partner = waiting.iter().rposition(|&(from, (other, _), goes_on)| {
                    other == pair && i - from <= LONGEST_QUOTATION && (goes_on || is_last)
                });
                match partner {
                    Some(partner) => drop(waiting.remove(partner)),
                    None => findings.push(self.finding(rule, document, pair, at, true)),
                }
            }
            let in_table = matches!(block.kind, BlockKind::Cell(_));
            for (mark, goes_on) in open {
                if in_table {
                    findings.push(self.finding(rule, document, mark.0, mark.1, false));
                } else {
                    waiting.push((i, mark, goes_on));
                }
            }
        }
        findings.extend(waiting.into_iter().map(unclosed));
        findings
    }
}

impl Pair {
    /// A finding on a mark without a partner: an opening one with the words up to where it should have closed.
    fn finding(
        &self,
        rule: &Rule,
        document: &Document,
        pair: usize,
        mark: Span<Plain>,
        closes: bool,
    ) -> Finding {
        let empty = Marks { open: Vec::new(), close: Vec::new() };
        let marks = self.marks.get(pair).unwrap_or(&empty);
        let partner = if closes { &marks.open } else { &marks.close };
        let partner = partner.first().copied().unwrap_or_default();
        let words = mark.of(&document.plain);
        let message = if closes {
            format!("“{words}”前面没有对应的“{partner}”")
        } else {
            let end = document.block_at(mark).map_or(mark.end(), |block| block.span.end());
            let after = Span::<Plain>::new(mark.end(), end).of(&document.plain);
            let shown: String = after.chars().take(SHOWN).collect();
            format!("“{words}{shown}”后面没有对应的“{partner}”")
        };
        rule.finding(document, mark, message)
    }
}

/// How many characters behind a mark without a partner tell which one it is.
const SHOWN: usize = 10;

/// The length of a list mark at the head of `words`, whose bracket has no partner: 1) 一)
fn ordinal_end(words: &str) -> usize {
    list_mark(words).map_or(0, |mark| mark.len)
}

/// Whether the closing bracket at byte `i` ends a number or letter that counts items: 1)甲 2)乙 a)丙
fn is_ordinal(words: &str, i: usize) -> bool {
    let before = words.get(..i).unwrap_or_default();
    if let Some(before) = before.strip_suffix(|c: char| c.is_ascii_alphabetic()) {
        return before.chars().last().is_none_or(|c| !c.is_alphanumeric());
    }
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let digits = before.len() - number.len();
    digits > 0 && digits <= 6 && number.chars().last().is_none_or(|c| !c.is_alphanumeric())
}
