//! `pair`: brackets and quotation marks that open also close, in order.

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Verb,
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
type Open = (usize, Span<Plain>);

/// How many blocks a quotation may go on over.
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

    /// The marks of `block` that have no partner in it: closing ones, then opening ones.
    fn lonely(&self, document: &Document, block: &Block) -> (Vec<Open>, Vec<Open>) {
        let words = block.span.of(&document.plain);
        let skipped = ordinal_end(words);
        let (mut closing, mut open): (Vec<Open>, Vec<Open>) = (Vec::new(), Vec::new());
        for (i, c) in words.char_indices().filter(|&(i, _)| i >= skipped) {
            let at = block.span.slice(i..i + c.len_utf8());
            if let Some(pair) = self.marks.iter().position(|marks| marks.open.contains(&c)) {
                open.push((pair, at));
            } else if let Some(pair) = self.marks.iter().position(|marks| marks.close.contains(&c)) {
                match open.iter().rposition(|&(other, _)| other == pair) {
                    Some(i) => drop(open.remove(i)),
                    None if is_ordinal(words, i) => {}
                    None => closing.push((pair, at)),
                }
            }
        }
        (closing, open)
    }
}

/// The marks with which every paragraph of a quotation opens, and only the last one closes.
const QUOTES: &str = "“‘「『";

/// Whether a quotation that `block` leaves open goes on in `next`: its sentence has ended, and the next paragraph opens with
/// the same mark and closes at its end, or goes on in turn.
fn is_continued(block: &str, next: &str) -> bool {
    let Some(open) = next.chars().next().filter(|&c| QUOTES.contains(c)) else { return false };
    let close = match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        _ => '』',
    };
    let opened =
        block.rfind(open).is_some_and(|at| block.get(at..).is_some_and(|rest| !rest.contains(close)));
    let inner = next.get(open.len_utf8()..).unwrap_or_default();
    let closes = inner.trim_end_matches('。').ends_with(close)
        && inner.matches(close).count() == inner.matches(open).count() + 1;
    opened && block.ends_with(['。', '！', '？', '；', '…']) && (closes || !inner.contains(close))
}

impl Verb for Pair {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let mut lonely: Vec<_> = document.blocks.iter().map(|block| self.lonely(document, block)).collect();
        for (i, pair) in document.blocks.windows(2).enumerate() {
            if let [block, next] = pair
                && is_continued(block.span.of(&document.plain), next.span.of(&document.plain))
                && let Some((_, open)) = lonely.get_mut(i)
            {
                open.pop_if(|(_, at)| QUOTES.contains(at.of(&document.plain)));
            }
        }
        let mut findings = Vec::new();
        // Marks that a later block may still close.
        let mut waiting: Vec<(usize, Open)> = Vec::new();
        for (i, (closing, open)) in lonely.into_iter().enumerate() {
            for (pair, at) in closing {
                match waiting
                    .iter()
                    .rposition(|&(from, (other, _))| other == pair && i - from <= LONGEST_QUOTATION)
                {
                    Some(partner) => drop(waiting.remove(partner)),
                    None => findings.push(self.finding(rule, document, pair, at, true)),
                }
            }
            let in_table = document.blocks.get(i).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_)));
            for (pair, at) in open {
                if in_table {
                    findings.push(self.finding(rule, document, pair, at, false));
                } else {
                    waiting.push((i, (pair, at)));
                }
            }
        }
        let unclosed =
            waiting.into_iter().map(|(_, (pair, at))| self.finding(rule, document, pair, at, false));
        findings.extend(unclosed);
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
