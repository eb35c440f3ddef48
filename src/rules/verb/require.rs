//! `require`: a field is there and says what it is for, or a document says all that one of its kind must say.

mod element;
mod elsewhere;
mod field;

use std::sync::Arc;

use toml::Spanned;

use self::{element::Element, elsewhere::Elsewhere, field::FieldOf};
use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    Days, Verb,
};
use crate::{
    doc::{BlockKind, Document},
    finding::{Finding, Fingerprint},
    text::{FoldedText, Plain, Span},
};

/// What must be there.
#[derive(Debug, Clone)]
pub(in super::super) struct Require {
    what: What,
    when: Vec<Pattern>,
    when_in: Vec<Arc<str>>,
    unless: Vec<Pattern>,
    elsewhere: Elsewhere,
}

#[derive(Debug, Clone)]
enum What {
    /// A field, named by a label.
    Field(Box<FieldOf>),
    /// Elements that have names but, as a rule, no labels.
    Elements(Vec<Element>),
    /// Elements that belong to each thing of a certain kind, such as a form to fill in, in its own line.
    Each(Vec<Element>),
    /// The rest of the document.
    Whole,
}

impl Require {
    pub(in super::super) fn compile(
        written: &Spanned<file::Require>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let require = written.get_ref();
        let elements = || {
            let elements = require.elements.iter().map(|element| Element::compile(element, compiler));
            elements.collect::<Compiled<Vec<_>>>()
        };
        let what = match (&require.field, require.elements.is_empty(), require.whole) {
            (Some(name), true, false) => What::Field(Box::new(FieldOf::compile(name, require, compiler)?)),
            (None, false, false) if require.when_in.is_empty() => What::Elements(elements()?),
            (None, false, false) => What::Each(elements()?),
            (None, true, true) => What::Whole,
            _ => {
                let advice = "[require] 下写 field = \"要素\"，或者写 elements = [{ name = \"…\", any = ['…'] }]，或者写 whole = true。";
                return Err(compiler.mistake(
                    written,
                    "[require] 要恰好写 field、elements、whole 中的一个",
                    advice,
                ));
            }
        };
        Ok(Self {
            what,
            when: compiler.patterns(&require.when)?,
            when_in: compiler.fields(&require.when_in)?,
            unless: compiler.patterns(&require.unless)?,
            elsewhere: Elsewhere::compile(require, compiler)?,
        })
    }

    /// Where the document says what makes anything needed; nowhere when nothing is needed.
    fn asked(&self, document: &Document) -> Vec<Span<Plain>> {
        let folded = &document.folded;
        if any_in(&self.unless, &document.folded) {
            return Vec::new();
        }
        if self.when.is_empty() {
            return vec![document.headline()];
        }
        let matches =
            self.when.iter().flat_map(|pattern| pattern.find(&document.folded)).map(|at| folded.to_plain(at));
        if self.when_in.is_empty() {
            return matches.map(|_| document.headline()).take(1).collect();
        }
        let is_in =
            |at: &Span<Plain>| document.field_at(*at).is_some_and(|field| self.when_in.contains(&field.name));
        let mut places: Vec<Span<Plain>> = matches.filter(is_in).collect();
        places.sort_unstable();
        places
    }

    /// The things at `places` in whose line one of `elements` is missing.
    fn each(
        &self,
        rule: &Rule,
        document: &Document,
        elements: &[Element],
        places: &[Span<Plain>],
    ) -> Vec<Finding> {
        if self.elsewhere.serve(document) {
            return Vec::new();
        }
        let mut findings = Vec::new();
        let line = |at: Span<Plain>| FoldedText::new(&line_around(document, at)).as_str().to_owned();
        let lines: Vec<(&str, String)> = places.iter().map(|&at| (name_of(document, at), line(at))).collect();
        for (i, (&at, (name, line))) in places.iter().zip(&lines).enumerate() {
            if lines.iter().take(i).any(|(_, other)| other == line) {
                continue;
            }
            // What is said of 林木采伐申请表 in one case need not be said again in the next.
            let is_short = name.chars().count() <= at.of(&document.plain).chars().count();
            let told = |element: &Element| {
                let elsewhere = lines.iter().filter(|(other, _)| !is_short && other == name);
                element.words.are_in(line)
                    || elsewhere.into_iter().any(|(_, line)| element.words.are_in(line))
            };
            let missing = elements.iter().filter(|element| {
                element.is_needed(document) && !element.has_field(document) && !told(element)
            });
            findings.extend(missing.map(|element| {
                let message = format!("“{}”没有写明“{}”", at.of(&document.plain), element.name);
                rule.finding(document, at, message)
            }));
        }
        findings
    }
}

/// The name that the words at `at` end: 林木采伐申请表 where they are 申请表.
fn name_of(document: &Document, at: Span<Plain>) -> &str {
    const LONGEST: usize = 24;
    let start = document.block_at(at).map_or(at.start(), |block| block.span.start());
    let before = document.plain.get(start..at.start()).unwrap_or_default();
    let name = before.chars().rev().take(LONGEST).take_while(|c| c.is_alphabetic());
    let length: usize = name.map(char::len_utf8).sum();
    document.plain.get(at.start() - length..at.end()).unwrap_or_default()
}

impl Verb for Require {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let places = self.asked(document);
        let Some(&place) = places.first() else { return Vec::new() };
        match &self.what {
            What::Whole if document.is_fragment => {
                vec![rule.finding(document, place, rule.title.to_string())]
            }
            // A fragment lacks everything by its nature, which is one finding.
            What::Whole => Vec::new(),
            _ if document.is_fragment => Vec::new(),
            What::Field(field) => field.finding(rule, document, &self.elsewhere).into_iter().collect(),
            What::Each(elements) => self.each(rule, document, elements, &places),
            What::Elements(elements) => {
                let missing = elements.iter().filter(|element| element.is_missing(document, &self.elsewhere));
                missing.map(|element| element.finding(rule, document)).collect()
            }
        }
    }
}

/// How many lines below a name that stands alone in its line belong to it, in a table that was flattened cell by cell.
const FLATTENED: usize = 4;

/// The item in which `at` stands: its table row, or its part of a line between semicolons.
fn line_around(document: &Document, at: Span<Plain>) -> String {
    let plain = &document.plain;
    let Some(block) = document.block_at(at) else { return String::new() };
    if let BlockKind::Cell(own) = block.kind {
        let row = document.blocks.iter().filter(|other| {
            matches!(other.kind, BlockKind::Cell(cell) if cell.table == own.table && cell.row == own.row)
        });
        return row.map(|cell| cell.span.of(plain)).collect::<Vec<_>>().join("，");
    }
    // Folded, for readings in brackets (業(yè)) are no part of a name.
    let name = document.folded.slice(document.folded.from_plain(block.span));
    if !name.contains([',', ';', ':', '(']) {
        let first = document.blocks.partition_point(|other| other.span.start() < block.span.start());
        let row = document.blocks.iter().skip(first).take(FLATTENED);
        return row.map(|line| line.span.of(plain)).collect::<Vec<_>>().join("，");
    }
    let words = block.span.of(plain);
    let (before, after) = words.split_at(at.start() - block.span.start());
    let is_border = |&i: &usize| !is_in_brackets(words, i);
    let from = before.rmatch_indices(BORDER).map(|(i, _)| i).find(is_border);
    let to = after.match_indices(BORDER).map(|(i, _)| before.len() + i).find(is_border);
    words.get(from.unwrap_or_default()..to.unwrap_or(words.len())).unwrap_or_default().to_owned()
}

/// What ends an item of a line.
const BORDER: [char; 3] = ['；', ';', '\n'];

/// The longest note in brackets, in bytes before or behind a semicolon in it.
const LONGEST_NOTE: usize = 300;

/// Whether the byte `i` of `words` lies in a pair of brackets: a semicolon in （原件；窗口领取） ends no item.
fn is_in_brackets(words: &str, i: usize) -> bool {
    let (open, close) = (['（', '('], ['）', ')']);
    let from = words.floor_char_boundary(i.saturating_sub(LONGEST_NOTE));
    let to = words.floor_char_boundary(i + LONGEST_NOTE);
    let before = words.get(from..i).unwrap_or_default();
    let after = words.get(i..to).unwrap_or_default();
    let is_open = before.rfind(open) > before.rfind(close);
    is_open && after.find(close).is_some_and(|end| after.find(open).is_none_or(|next| end < next))
}

/// The finding on something that `document` does not say, at `at`.
pub(super) fn lacks(rule: &Rule, document: &Document, at: Span<Plain>, name: &Arc<str>) -> Finding {
    let kind = document.kind.map_or("文件", |kind| kind.name());
    let mut finding = rule.finding(document, at, format!("这份{kind}没有写明“{name}”"));
    finding.field = Some(name.clone());
    finding.fingerprint = Fingerprint::of([&*rule.code, name]);
    finding
}
