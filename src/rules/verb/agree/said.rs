//! What a document says only once, or alike wherever it does.

use std::sync::Arc;

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    require::lacks,
};
use crate::{
    doc::Document,
    finding::{Finding, Fingerprint, Label},
    law::{Date, DateMention, heading},
    text::{MarkStyle, Plain, Span, list_mark},
};

/// Something that a document says, and how.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Said {
    name: Arc<str>,
    any: Vec<Pattern>,
    except: Vec<Pattern>,
    when: Vec<Pattern>,
    after_adoption: bool,
}

impl Said {
    pub(super) fn compile(written: &file::Said, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            name: written.name.as_str().into(),
            any: compiler.patterns(&written.any)?,
            except: compiler.patterns(&written.except)?,
            when: compiler.patterns(&written.when)?,
            after_adoption: written.after_adoption,
        })
    }

    pub(super) fn run(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        self.before_adoption(rule, document).or_else(|| self.said(rule, document))
    }

    /// The finding on a document whose front matter names a day that lies before its adoption.
    fn before_adoption(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        let (adopted, day) = (document.adopted?, document.date?);
        if !self.after_adoption || adopted <= day {
            return None;
        }
        let message =
            format!("开头写明的{}（{}）早于通过日期（{}）", self.name, chinese(day), chinese(adopted));
        let mut finding = rule.finding(document, document.headline(), message);
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.name, "通过日期"]);
        Some(finding)
    }

    /// The finding on a day, at `at`, that lies before the one on which the document was issued: 自4月1日起施行 over 2026年4月20日印发.
    fn before_issue(&self, rule: &Rule, document: &Document, at: Span<Plain>) -> Option<Finding> {
        let day = document.dates.iter().find(|date| at.contains(date.at))?.date()?;
        let issue = issue(document).filter(|_| self.after_adoption)?;
        let issued = issue.date().filter(|issued| *issued > day)?;
        let message = format!("{}（{}）早于印发日期（{}）", self.name, chinese(day), chinese(issued));
        let mut finding = rule.finding(document, at, message);
        finding.related.push(Label { at: issue.at, note: "印发日期".to_owned() });
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.name, "印发日期"]);
        Some(finding)
    }

    fn said(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        let except: Vec<_> = self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let said = self.any.iter().flat_map(|pattern| pattern.find(&document.folded));
        let mut places: Vec<Span<Plain>> = said
            .filter(|at| !except.iter().any(|e| e.contains(*at)))
            .map(|at| document.folded.to_plain(at))
            .collect();
        places.sort();
        places.dedup();
        if places.is_empty() {
            return any_in(&self.when, &document.folded)
                .then(|| lacks(rule, document, document.headline(), &self.name));
        };
        // The days of earlier editions stand in the head of a text that was revised.
        if let Some(head) = history(document) {
            places.retain(|at| !head.contains(*at));
        }
        // 自公布之日起 names no day, and so contradicts none.
        let is_relative = |at: &Span<Plain>| at.of(&document.plain).contains("之日");
        places.retain(|at| !is_relative(at));
        let first = places.first()?;
        if let Some(finding) = self.before_issue(rule, document, *first) {
            return Some(finding);
        }
        let others: Vec<&Span<Plain>> =
            places.iter().filter(|at| value(document, **at) != value(document, *first)).collect();
        let other = others.first()?;
        let words = |at: Span<Plain>| at.of(&document.plain).to_owned();
        let message = format!("“{}”前后不一致：一处 {}，一处 {}", self.name, words(*first), words(**other));
        let mut finding = rule.finding(document, **other, message);
        finding.related.push(Label { at: *first, note: "与这里不一致".to_owned() });
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.name]);
        Some(finding)
    }
}

fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day on which a document says at its end that it was issued: （某街道办事处2026年4月20日印发）.
fn issue(document: &Document) -> Option<&DateMention> {
    /// So many blocks are the end, with the name of the organ and the line on copies.
    const END: usize = 4;
    if let Some(passed) = passed(document) {
        return Some(passed);
    }
    let end = document.blocks.len().checked_sub(END).and_then(|i| document.blocks.get(i));
    let end = end.map_or(0, |block| block.span.start());
    document.dates.iter().rfind(|date| {
        let after = document.plain.get(date.at.end()..).unwrap_or_default();
        let line = after.lines().next().unwrap_or_default().trim_end_matches(['）', ')', '。']);
        // A line of its own, below the name of the organ.
        let is_signed =
            document.block_at(date.at).is_some_and(|block| block.span.trim(&document.plain) == date.at);
        date.at.start() >= end && (["印发", "发布", "公布"].contains(&line) || is_signed)
    })
}

/// The day in brackets under the title on which a document was passed, where it is the only one: （2024年6月1日主任办公会通过）.
fn passed(document: &Document) -> Option<&DateMention> {
    /// So many characters stand between the day and what was done on it.
    const LONGEST: usize = 20;
    let begins = |words: &str| {
        heading(words).is_some() || list_mark(words).is_some_and(|mark| mark.style == MarkStyle::Han)
    };
    let first = document.blocks.iter().find(|block| begins(block.span.of(&document.plain)))?;
    let mut days = document.dates.iter().filter(|date| date.at.end() < first.span.start());
    let (day, None) = (days.next()?, days.next()) else { return None };
    let after = document.plain.get(day.at.end()..first.span.start())?;
    let note = after.split(['）', ')', '\n']).next().unwrap_or_default();
    let done = ["通过", "发布", "印发", "公布"].iter().any(|word| note.ends_with(word));
    let before = document.plain.get(..day.at.start())?.trim_end();
    (done && note.chars().count() <= LONGEST && before.ends_with(['（', '('])).then_some(day)
}

/// The head of a text, up to its first chapter or article, when it lists more than one day on which the text was adopted or
/// changed.
fn history(document: &Document) -> Option<Span<Plain>> {
    const DONE: [&str; 6] = ["通过", "修订", "修正", "修改", "批准", "公布"];
    let first = document.blocks.iter().find(|block| heading(block.span.of(&document.plain)).is_some())?;
    let head = Span::new(0, first.span.start());
    let told = document.dates.iter().filter(|date| head.contains(date.at)).filter(|date| {
        let after = document.plain.get(date.at.end()..head.end()).unwrap_or_default();
        let own = after.split(['\n', '。', '；']).next().unwrap_or_default();
        // The next day begins what was done on it.
        let own = own.split("年").next().unwrap_or_default();
        DONE.iter().any(|word| own.contains(word))
    });
    (told.count() > 1).then_some(head)
}

/// The words at `at` in a spelling in which equal values are equal: a date is one in any numerals.
fn value(document: &Document, at: Span<Plain>) -> String {
    let date = document.dates.iter().find(|date| at.contains(date.at)).and_then(DateMention::date);
    let words = || document.folded.slice(document.folded.from_plain(at)).to_owned();
    date.map_or_else(words, |date| date.to_string())
}
