//! Business that no law knows any more: nobody can apply for what has been abolished.

use toml::Spanned;

use super::{super::mention::is_mentioned, Cite, chinese_date};
use crate::{
    doc::{Document, Kind},
    finding::Finding,
    law::Date,
    rules::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
};

/// A kind of business, and since when there is none of it.
#[derive(Debug, Clone)]
pub(super) struct Abolished {
    said: Pattern,
    from: Date,
    by: String,
    /// In which documents; in all, when empty.
    kinds: Vec<Kind>,
}

pub(super) fn compile(
    written: &[Spanned<file::Abolished>],
    compiler: &Compiler<'_>,
) -> Compiled<Vec<Abolished>> {
    let one = |written: &Spanned<file::Abolished>| {
        let file::Abolished { said, from, by, applies_to } = written.get_ref();
        let kinds = applies_to.as_ref().map(|kinds| compiler.kinds(kinds)).transpose()?;
        Ok(Abolished {
            said: compiler.pattern(said)?,
            from: compiler.date(from)?,
            by: by.clone(),
            kinds: kinds.unwrap_or_default(),
        })
    };
    written.iter().map(one).collect()
}

impl Cite {
    /// Business named in `document` that had been abolished by `as_of`, except where it says so itself.
    pub(super) fn abolished(&self, rule: &Rule, document: &Document, as_of: Date) -> Vec<Finding> {
        const OVER: [&str; 15] = [
            "取消", "不再", "废止", "停止", "无需", "无须", "合一", "合并", "整合", "代替", "替代", "换发",
            "失效", "以前", "之前",
        ];
        let text = document.folded.as_str();
        let mut findings = Vec::new();
        let applies = |one: &&Abolished| {
            let own = |kind: &Kind| document.kind.is_some_and(|own| own.word() == kind.word());
            one.from <= as_of && (one.kinds.is_empty() || one.kinds.iter().any(own))
        };
        for one in self.abolished.iter().filter(applies) {
            for at in one.said.find(&document.folded) {
                let before = text.get(..at.start()).unwrap_or_default();
                let after = text.get(at.end()..).unwrap_or_default();
                let ends = ['。', ';', '\n'];
                let head = before.rsplit(ends).next().unwrap_or_default();
                let tail = after.split(ends).next().unwrap_or_default();
                let told = OVER.iter().any(|word| head.contains(word) || tail.contains(word));
                if told || head.ends_with('原') || is_mentioned(document, at) {
                    continue;
                }
                let plain = document.folded.to_plain(at);
                let words = plain.of(&document.plain);
                let message = format!("“{words}”自{}起已经取消（{}）", chinese_date(one.from), one.by);
                let mut finding = rule.finding(document, plain, message);
                finding.advice = "删去这一项；说历史的，写明“原”。".to_owned();
                findings.push(finding);
            }
        }
        findings
    }
}
