//! `sequence`: numbers that count articles or list items follow one another.

mod decimal;
mod inline;
mod serial;
pub(super) mod told;

use std::collections::HashMap;

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
    finding::{Finding, Label},
    law::{Address, Level, Step, heading},
    text::{FoldedText, ListMark, MarkStyle, Plain, Span, list_mark},
};

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Sequence {
    /// 编、章、节、条
    Articles,
    /// 一、（一）1. (1) ① 1.1
    Lists,
}

impl Sequence {
    const NAMES: [(&'static str, Sequence); 2] = [("条", Sequence::Articles), ("列表", Sequence::Lists)];

    pub(in super::super) fn compile(
        written: &Spanned<file::Sequence>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let names = Self::NAMES.map(|(name, _)| name);
        compiler.word(&written.get_ref().of, "编号", &names, |word| {
            Self::NAMES.iter().find(|(name, _)| *name == word).map(|&(_, of)| of)
        })
    }
}

impl Verb for Sequence {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        match self {
            Sequence::Articles => articles(rule, document),
            Sequence::Lists => Lists::default().run(rule, document),
        }
    }
}

/// A number that was read, and where.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    number: u32,
    at: Span<Plain>,
}

/// What is wrong with a number after another.
fn slip(last: u32, next: u32) -> Option<String> {
    if next == last + 1 {
        None
    } else if next == last {
        Some("重号".to_owned())
    } else if next > last + 2 {
        Some(format!("缺少第{}至第{}", last + 1, next - 1))
    } else if next > last {
        Some(format!("缺少第{}", last + 1))
    } else {
        Some("错序".to_owned())
    }
}

fn finding(rule: &Rule, document: &Document, last: Span<Plain>, at: Span<Plain>, what: &str) -> Finding {
    let plain = &document.plain;
    let (before, own) = (last.of(plain).trim(), at.of(plain).trim());
    let mut finding = rule.finding(document, at, format!("编号不连续：“{before}”之后是“{own}”，{what}"));
    finding.related.push(Label { at: last, note: "前一个编号".to_owned() });
    finding
}

/// 第N条 through the whole document, 章 and 编 each through theirs; a new 第一条 begins another regulation.
fn articles(rule: &Rule, document: &Document) -> Vec<Finding> {
    let mut last: HashMap<Level, (Numbered, u32)> = HashMap::new();
    let mut headless: HashMap<Level, Numbered> = HashMap::new();
    let mut findings = Vec::new();
    for block in &document.blocks {
        let words = block.span.of(&document.plain);
        let Some((step, len)) = heading(words).filter(|_| !matches!(block.kind, BlockKind::Cell(_))) else {
            continue;
        };
        let at = block.span.slice(0..len).trim(&document.plain);
        let own = Numbered { number: step.number, at };
        // A chapter counts its sections anew, never its articles.
        last.retain(|&level, _| level <= step.level || level == Level::Article);
        if !last.contains_key(&step.level) && loses_its_first(document, block, step) {
            headless.insert(step.level, own);
        } else if let Some(first) =
            headless.remove(&step.level).filter(|first| first.number + 1 == own.number)
        {
            findings.push(not_from_one(rule, document, first.at));
        }
        if let Some((before, inserted)) = last.insert(step.level, (own, step.inserted)) {
            let follows = step.number == before.number && step.inserted == inserted + 1;
            let what = slip(before.number, own.number).filter(|_| !follows);
            let restarts = own.number == 1 && before.number > 1;
            if let Some(what) = what.filter(|_| !restarts) {
                let unit = at.of(&document.plain).chars().last().unwrap_or_default();
                let what = if what.starts_with('缺') { format!("{what}{unit}") } else { what };
                findings.push(finding(rule, document, before.at, own.at, &what));
            }
        }
    }
    findings
}

/// The finding on a number that is the first of its kind, and not one.
fn not_from_one(rule: &Rule, document: &Document, first: Span<Plain>) -> Finding {
    let words = first.of(&document.plain).trim();
    rule.finding(document, first, format!("编号不从一开始：第一个是“{words}”"))
}

/// Whether the first number of its kind, which stands in `block`, says that those before it were lost: neither in an excerpt, nor
/// where another norm is quoted, nor where the first one stands in the text above without a line of its own.
fn loses_its_first(document: &Document, block: &Block, step: Step) -> bool {
    const MOST_LOST: u32 = 2;
    const EXCERPTS: [&str; 7] = ["节选", "摘录", "摘编", "节录", "选编", "摘要", "略"];
    if !(2..=MOST_LOST + 1).contains(&step.number) || step.inserted > 0 {
        return false;
    }
    let above = document.folded.as_str().get(..document.folded.from_plain(block.span).start());
    let above = above.unwrap_or_default();
    let first = Address::new(vec![Step { number: 1, ..step }]).to_string();
    let title = document.title.map(|title| document.folded.slice(document.folded.from_plain(title)));
    let head = title.unwrap_or_default().to_owned() + above.lines().next_back().unwrap_or_default();
    let quotes = above.trim_end().ends_with([':', '"', '》']) || above.contains("…");
    !quotes && !above.contains(&first) && !EXCERPTS.iter().any(|word| head.contains(word))
}

/// The lists that are open while blocks are read, those of each table column apart from the others.
#[derive(Debug, Default)]
struct Lists {
    columns: HashMap<Option<(u32, u32)>, Column>,
}

/// What tells an item of one list from that of another: how it is numbered, and how deep it is nested where the format knows (4. with
/// 1. 2. 3. below it).
type Kind = (MarkStyle, u8);

/// The depth of numbers that questions have; no format nests so deep.
const QUESTIONS: u8 = u8::MAX;

#[derive(Debug, Default)]
struct Column {
    /// The open lists, the outermost first.
    open: Vec<(Kind, Numbered)>,
    /// The last number of each kind since the last heading without a number.
    seen: HashMap<Kind, Numbered>,
    /// The last number of each style that a heading has.
    headings: HashMap<MarkStyle, u32>,
    /// A list that began with a number other than 1; it is one only once the next number follows.
    headless: Option<(MarkStyle, Numbered)>,
    /// The item inside which the list began that is open now, in its own line or below it: 3. 申请材料：1.甲
    outside: Option<(Kind, Numbered)>,
    /// Whether the block before was an item.
    adjacent: bool,
    /// The block before.
    last: Option<Span<Plain>>,
    /// The table row of the block before.
    row: u32,
}

impl Lists {
    fn run(mut self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let mut findings = Vec::new();
        for block in &document.blocks {
            let key = match block.kind {
                BlockKind::Cell(cell) => Some((cell.table, cell.column)),
                _ => None,
            };
            let column = self.columns.entry(key).or_default();
            findings.extend(column.block(rule, document, block));
            findings.extend(inline::slips(rule, document, block));
            findings.extend(told::slips(rule, document, block));
        }
        findings.extend(decimal::gaps(rule, document));
        findings.extend(serial::slips(rule, document));
        findings
    }
}

impl Column {
    /// The mark of an item that begins with a number (2.6个月内的照片), which only looks like a decimal: it is the next one, also
    /// behind a first one that stands in the line of its label, `before`.
    fn before_a_number(&self, before: &str, words: &str) -> Option<ListMark> {
        let last = self.open.iter().find(|((style, _), _)| *style == MarkStyle::Arabic);
        let last = last.map(|(_, last)| last.number);
        let number = 1 + last.or_else(|| counts_on(before, 1..2, MarkStyle::Arabic).then_some(1))?;
        let mark = format!("{number}.");
        let rest = words.strip_prefix(&mark)?.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_amount = rest.starts_with(['个', '年', '月', '日', '寸', '张', '份', '名', '人', '周', '元']);
        is_amount.then_some(ListMark { style: MarkStyle::Arabic, number, len: mark.len() })
    }

    fn block(&mut self, rule: &Rule, document: &Document, block: &Block) -> Option<Finding> {
        let last_block = self.last.replace(block.span);
        let words = block.span.of(&document.plain);
        let before = last_block.map_or("", |last| last.of(&document.plain));
        let mark = list_mark(words).or_else(|| self.before_a_number(before, words));
        let mark = mark.filter(|mark| mark.style != MarkStyle::Bullet);
        if let BlockKind::Cell(cell) = block.kind
            && std::mem::replace(&mut self.row, cell.row) != cell.row
            && mark.is_some_and(|mark| mark.len < words.trim_end().len())
        {
            // The list of another cell; a column of bare numbers counts on from row to row.
            self.adjacent = false;
        }
        let Some(mark) = mark else {
            // An article or a heading of its own begins a new place to count in; 第十五条：“……” is quoted.
            let quoted = heading(words).and_then(|(_, len)| words.get(len..)).is_some_and(|rest| {
                rest.trim_start_matches(['：', ':', ' ', '　']).starts_with(['“', '"', '…'])
            });
            if heading(words).is_some() && !quoted || matches!(block.kind, BlockKind::Heading(_)) {
                *self = Self { last: self.last, ..Self::default() };
            }
            self.adjacent = false;
            return lost_number(rule, document, block);
        };
        let at = block.span.slice(0..mark.len).trim(&document.plain);
        let own = Numbered { number: mark.number, at };
        let behind = words.get(mark.len..).unwrap_or_default();
        let depth = match block.kind {
            // 3.问： counts apart from what the answers list.
            _ if behind.starts_with("问：") || behind.starts_with("问:") => QUESTIONS,
            BlockKind::Item(depth) => depth,
            // A line between items, with a number that the format does not know.
            _ => 1,
        };
        let kind = (mark.style, depth);
        let before = match self.open.iter().position(|(open, _)| *open == kind) {
            Some(i) => {
                let last = self.open.get(i).map(|(_, last)| *last);
                self.open.truncate(i);
                last
            }
            None => {
                // A page may nest what counts on.
                let alike = self.open.iter().filter(|((style, _), _)| *style == mark.style);
                let all = self.seen.get(&kind).copied().into_iter().chain(alike.map(|(_, last)| *last));
                all.into_iter().find(|last| last.number + 1 == own.number)
            }
        };
        // ## 4. counts on from ## 3., whatever the list between them has counted.
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let of_headings = is_heading
            && self.headings.insert(mark.style, own.number).is_some_and(|last| last + 1 == own.number);
        let adjacent = std::mem::replace(&mut self.adjacent, true);
        self.open.push((kind, own));
        self.seen.insert(kind, own);
        let headless = self.headless.take();
        match before {
            None => {
                // 申请材料：1.甲 — the list begins inside the line of its label.
                let inside = last_block.is_some_and(|last| {
                    let before = Span::<Plain>::new(last.start(), own.at.start()).of(&document.plain);
                    counts_on(before, 1..own.number, mark.style)
                });
                self.headless = (own.number > 1 && !inside).then_some((mark.style, own));
                None
            }
            Some(last) => {
                if let Some((style, first)) = headless
                    && style == mark.style
                    && own.number == first.number + 1
                    && first.number <= 3
                {
                    return Some(not_from_one(rule, document, first.at));
                }
                let what = slip(last.number, own.number).filter(|_| !of_headings)?;
                // 4. 办理流程 behind 3. 申请材料：1.甲 and 2.乙
                let outside = self.outside.take();
                if outside.is_some_and(|(of, outer)| of == kind && outer.number + 1 == own.number) {
                    return None;
                }
                // 附件：1.甲, and 2.乙 on the next line
                let line = last_block.map_or("", |line| line.of(&document.plain));
                let own_mark = list_mark(line);
                let behind = line.get(own_mark.map_or(0, |mark| mark.len)..).unwrap_or_default();
                let goes_on_inside = own.number > 1 && counts_on(behind, 1..own.number, mark.style);
                let begins_anew = own.number == 1 && (last.number > 1 || !adjacent);
                // A list inside the item before it: 3. 申请材料, 1. 甲, 2. 乙, 4. 办理流程.
                let inner = begins_anew && adjacent || own_mark.is_some() && goes_on_inside;
                self.outside = if inner { Some((kind, last)) } else { outside };
                let restarts = begins_anew || goes_on_inside;
                let inline = own.number > last.number && says_between(document, last, own, mark.style);
                (!restarts && !inline).then(|| finding(rule, document, last.at, own.at, &what))
            }
        }
    }
}

/// Whether the numbers that lack between two items stand inside the text between them, as in `1.甲；2.乙` on one line.
fn says_between(document: &Document, last: Numbered, own: Numbered, style: MarkStyle) -> bool {
    let between = Span::<Plain>::new(last.at.end(), own.at.start()).of(&document.plain);
    counts_on(between, last.number + 1..own.number, style)
}

/// Whether `text` has list marks of all `numbers` in it, in order.
fn counts_on(text: &str, numbers: std::ops::Range<u32>, style: MarkStyle) -> bool {
    const BEGINNINGS: &str = "(一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩";
    let folded = FoldedText::new(text);
    let mut rest = folded.as_str();
    numbers.into_iter().all(|number| {
        let begins = |c: char| c.is_ascii_digit() || BEGINNINGS.contains(c);
        let found = rest.match_indices(begins).find_map(|(i, _)| {
            let item = rest.get(i..)?;
            // 0399-6215101 holds no item 1; 0399-6215016十一、 does.
            let clear = !item.starts_with(|c: char| c.is_ascii_digit())
                || rest.get(..i)?.chars().last().is_none_or(|c| !c.is_ascii_digit());
            // 2.6个月 only looks like a decimal.
            let decimal = || {
                let mark = format!("{number}.");
                (style == MarkStyle::Arabic && item.starts_with(&mark)).then_some(mark.len())
            };
            let mark = list_mark(item).filter(|mark| mark.style == style && mark.number == number);
            let len = mark.map(|mark| mark.len).or_else(decimal).filter(|_| clear)?;
            Some(i + len)
        });
        rest = found.and_then(|end| rest.get(end..)).unwrap_or_default();
        found.is_some()
    })
}

/// 、穿戴整洁 — an item whose number was lost.
fn lost_number(rule: &Rule, document: &Document, block: &Block) -> Option<Finding> {
    let words = block.span.of(&document.plain);
    let mark = words.chars().next().filter(|c| *c == '、')?;
    let at = block.span.slice(0..mark.len_utf8());
    Some(rule.finding(document, at, "编号丢失：这一项以“、”开头".to_owned()))
}
