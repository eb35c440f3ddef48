//! `[[ignore]]` in guiju.toml: findings that are let pass, each with its reason.

use std::{collections::HashSet, path::Path, sync::Arc};

use globset::GlobMatcher;
use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use crate::{
    check::{EXPIRED, HouseRule, MALFORMED, OUTDATED, Selection, Terms, UNUSED},
    law::{Date, written_date},
    report::{Located, Region, region_of},
    rules::{Rule, RuleSet},
    text::{FoldedText, Mistake, Source, SourceFile, Span},
};

/// An entry as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenIgnore {
    path: Spanned<String>,
    rule: Spanned<String>,
    words: Spanned<String>,
    reason: Spanned<String>,
    until: Option<Spanned<Datetime>>,
    edition: Option<Spanned<Datetime>>,
}

/// An entry as it is meant.
#[derive(Debug, Clone)]
struct Ignore {
    path: GlobMatcher,
    rule: String,
    /// The words that were found, or the name of the missing field; a part of them is enough. Never empty.
    words: String,
    terms: Terms,
    /// Where it stands in guiju.toml: its words, and its path.
    at: Span<Source>,
    path_at: Span<Source>,
}

/// What a run has looked at.
pub(super) struct Looked {
    /// The paths of the documents.
    pub(super) paths: Vec<Arc<str>>,
    /// The paths of files that could not be read.
    pub(super) unread: Vec<Arc<str>>,
    /// Whether these are all files that guiju.toml may speak of.
    pub(super) is_whole: bool,
    /// Which rule asks what which document states, so that others may not contradict it.
    pub(super) stated: HashSet<(Arc<str>, Arc<str>)>,
}

/// All entries of one guiju.toml.
#[derive(Debug, Clone, Default)]
pub(super) struct Ignores {
    file: Option<SourceFile>,
    entries: Vec<Ignore>,
}

impl Ignores {
    /// The entries of `file`, whose patterns of paths `glob` reads.
    ///
    /// # Errors
    /// The first mistake in them.
    pub(super) fn read(
        written: &[WrittenIgnore],
        file: &SourceFile,
        glob: impl Fn(&Spanned<String>) -> Result<GlobMatcher, Box<Mistake>>,
    ) -> Result<Self, Box<Mistake>> {
        let day = |written: &Spanned<Datetime>| {
            written_date(written.get_ref()).ok_or_else(|| {
                Box::new(file.mistake(place(written), "不是日期", "写成 2026-01-01，不加引号和时刻。"))
            })
        };
        let entry = |written: &WrittenIgnore| {
            let WrittenIgnore { path, rule, words, reason, until, edition } = written;
            let needed =
                [(rule, "规则编号"), (words, "问题里的文字；缺要素的，写要素的名称"), (reason, "理由")];
            if let Some((part, what)) = needed.into_iter().find(|(part, _)| part.get_ref().trim().is_empty())
            {
                let advice = format!("写上{what}。豁免要说明放过哪一处、为什么。");
                return Err(Box::new(file.mistake(place(part), "这里是空的", advice)));
            }
            Ok(Ignore {
                path: glob(path)?,
                rule: rule.get_ref().trim().to_uppercase(),
                words: words.get_ref().trim().to_owned(),
                terms: Terms {
                    until: until.as_ref().map(day).transpose()?,
                    edition: edition.as_ref().map(day).transpose()?,
                },
                at: place(words),
                path_at: place(path),
            })
        };
        let entries = written.iter().map(entry).collect::<Result<Vec<_>, Box<Mistake>>>()?;
        Ok(Self { file: (!entries.is_empty()).then(|| file.clone()), entries })
    }

    /// Whether `finding` is let pass on `today`.
    pub(super) fn cover(
        &self,
        finding: &Located,
        rules: &RuleSet,
        inner: impl Fn(&Path) -> String,
        today: Date,
    ) -> bool {
        let reckons = rules.rule(&finding.rule).is_some_and(Rule::reckons);
        self.entries.iter().any(|entry| entry.terms.hold(today) && entry.covers(finding, reckons, &inner))
    }

    /// Takes out of `findings` what is let pass, adds what is wrong with the entries themselves, and counts what was taken.
    /// `inner` gives a path as patterns see it.
    pub(super) fn sift(
        &self,
        findings: &mut Vec<Located>,
        looked: &Looked,
        inner: impl Fn(&Path) -> String,
        rules: &RuleSet,
        selection: &Selection,
        today: Date,
    ) -> usize {
        let Some(file) = &self.file else { return 0 };
        let wanted =
            |findings: &[Located]| findings.iter().filter(|finding| selection.admits(&finding.rule)).count();
        let all = wanted(findings);
        let mut own = Vec::new();
        for entry in &self.entries {
            let say = |rule: HouseRule, message: String| located(rule, message, region_of(file, entry.at));
            let Ignore { rule, words, terms, .. } = entry;
            if rules.rule(rule).is_none() {
                own.push(say(MALFORMED, format!("没有编号为 {rule} 的规则，这条豁免不起作用")));
                continue;
            }
            if let Some(until) = terms.until.filter(|_| !terms.hold(today)) {
                own.push(say(EXPIRED, format!("对 {rule}“{words}”的豁免到 {until} 为止，已过期")));
                continue;
            }
            let is_here = |path: &str| entry.path.is_match(inner(Path::new(path)));
            let is_about = findings.iter().any(|finding| entry.is_about(finding, &inner));
            // What a document states of an item is let pass also when no other document states it in this run.
            let states = looked.stated.iter().any(|(code, path)| **code == *rule && is_here(path));
            let reckons = rules.rule(rule).is_some_and(Rule::reckons);
            findings.retain(|finding| !entry.covers(finding, reckons, &inner));
            if let Some(since) = terms.outdated(rule, rules) {
                own.push(say(
                    OUTDATED,
                    format!("对 {rule}“{words}”的豁免对照的是旧条款；{rule} 的依据从 {since} 起有新文本"),
                ));
            }
            let is_run = rules.rule(rule).is_some_and(|rule| selection.runs(rule));
            let is_looked_at = looked.paths.iter().any(|path| is_here(path));
            if !is_about && !states && is_run && is_looked_at {
                own.push(say(UNUSED, format!("对 {rule}“{words}”的豁免没有用到")));
            }
            let is_there = is_looked_at || looked.unread.iter().any(|path| is_here(path));
            if looked.is_whole && is_run && !is_there {
                let message = format!(
                    "对 {rule}“{words}”的豁免没有用到：检查的文件里没有符合“{}”的",
                    entry.path.glob()
                );
                own.push(located(UNUSED, message, region_of(file, entry.path_at)));
            }
        }
        let silenced = all - wanted(findings);
        findings.extend(own.into_iter().filter(|finding| selection.admits(&finding.rule)));
        silenced
    }
}

impl Ignore {
    /// Whether `finding` is let pass: what others say against each other is not, with one of them, unless the others only show how
    /// it was reckoned.
    fn covers(&self, finding: &Located, reckons: bool, inner: impl Fn(&Path) -> String) -> bool {
        self.is_about(finding, inner)
            && (finding.field.is_some()
                || self.says(&finding.primary.text) && (reckons || finding.related.len() < 2)
                || !finding.related.is_empty() && finding.related.iter().all(|place| self.says(&place.text)))
    }

    /// Whether its words stand in one of the places of `finding`, or name what is missing.
    fn is_about(&self, finding: &Located, inner: impl Fn(&Path) -> String) -> bool {
        let places = || std::iter::once(&finding.primary).chain(&finding.related);
        finding.rule.eq_ignore_ascii_case(&self.rule)
            && places().any(|place| self.path.is_match(inner(Path::new(&*place.path))))
            && match &finding.field {
                Some(field) => self.says(field),
                None => places().any(|place| self.says(&place.text)),
            }
    }

    fn says(&self, text: &str) -> bool {
        FoldedText::new(text).as_str().contains(FoldedText::new(&self.words).as_str())
    }
}

fn place<T>(written: &Spanned<T>) -> Span<Source> {
    Span::new(written.span().start, written.span().end)
}

/// A finding of `rule` at `primary`.
pub(super) fn located(rule: HouseRule, message: String, primary: Region) -> Located {
    Located {
        rule: rule.code.into(),
        title: rule.title.into(),
        level: HouseRule::LEVEL,
        fingerprint: crate::finding::Fingerprint::of([rule.code, &primary.text]),
        message,
        advice: rule.advice.to_owned(),
        why: rule.why.into(),
        basis: Arc::new([]),
        field: None,
        edit: None,
        primary,
        related: Vec::new(),
    }
}
