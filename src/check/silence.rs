//! Silences (豁免): `<!-- 规矩：忽略 C03 因为 法律原文如此 至 2027-06-30 -->` in a document. One holds for the block in which it stands
//! or, on a line of its own, for the next one; it names its rules and its reason, and whether it is still needed is checked.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Selection,
    house::{EXPIRED, HouseRule, MALFORMED, OUTDATED, UNUSED},
};
use crate::{
    doc::{Block, BlockKind, Document, Remark},
    finding::{Finding, Label},
    law::Date,
    rules::{Rule, RuleSet},
    text::{FoldedText, Plain, Span},
};

/// What a silence says, whoever wrote it where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The last day on which it holds; `None` for as long as it stands.
    pub until: Option<Date>,
    /// From when on the text of the articles behind the rule applies that it was made for.
    pub edition: Option<Date>,
}

impl Terms {
    /// Whether it holds on `today`.
    pub fn hold(&self, today: Date) -> bool {
        self.until.is_none_or(|until| today <= until)
    }

    /// The day from which on a later text of an article behind the rule applies than that for which it was made.
    pub fn outdated(&self, code: &str, rules: &RuleSet) -> Option<Date> {
        let made = self.edition?;
        let editions = rules.rule(code)?.basis.iter().filter_map(|citation| citation.edition);
        editions.filter(|edition| *edition > made).max()
    }
}

/// A silence in a document.
struct Silence {
    code: String,
    terms: Terms,
    /// The block for which it holds.
    block: Span<Plain>,
    words: String,
}

/// The folded words of a silence. A blank may stand anywhere or nowhere.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^规矩 ?[:,]? ?忽略 ?(?P<codes>[a-z]\d{2}(?: ?[、,，] ?[a-z]\d{2})*) ?因为 ?(?P<reason>.*?[\p{L}\p{N}].*?)",
        r"(?: ?依 ?(?P<edition>\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?))?",
        r"(?: ?至 ?(?P<until>\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?))?[ 。.]*$",
    ))
    .ok()
});

/// What was found in a document when its silences are heeded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is reported, in the order of the text; what is wrong with silences among it.
    pub findings: Vec<Finding>,
    /// How many findings were silenced.
    pub silenced: usize,
}

/// Heeds the silences of `document`. `states` tells whether the block states something for a rule that compares documents,
/// which takes no part in that when it is silenced.
pub(super) fn heeded(
    document: &Document,
    rules: &RuleSet,
    selection: &Selection,
    today: Date,
    mut findings: Vec<Finding>,
    states: impl Fn(&str, Span<Plain>) -> bool,
) -> Judged {
    if document.remarks.is_empty() {
        return Judged { findings, silenced: 0 };
    }
    let wanted =
        |findings: &[Finding]| findings.iter().filter(|finding| selection.admits(&finding.rule)).count();
    let all = wanted(&findings);
    let mut own = Vec::new();
    for remark in &document.remarks {
        let silences = match read(document, remark, rules) {
            Ok(silences) => silences,
            Err(finding) => {
                own.push(*finding);
                continue;
            }
        };
        for silence in silences {
            let Silence { code, terms, block, words } = &silence;
            let say = |rule: HouseRule, message: String| {
                rule.finding(message, Label { at: *block, note: String::new() }, words)
            };
            if let Some(until) = terms.until.filter(|_| !terms.hold(today)) {
                own.push(say(EXPIRED, format!("豁免“{words}”到 {until} 为止，已过期")));
                continue;
            }
            // One that stands at a contradiction of others has its use too.
            let is_used = findings.iter().any(|finding| silence.is_about(finding)) || states(code, *block);
            let reckons = rules.rule(code).is_some_and(Rule::reckons);
            findings.retain(|finding| !silence.covers(finding, reckons));
            if let Some(since) = terms.outdated(code, rules) {
                own.push(say(
                    OUTDATED,
                    format!("豁免“{words}”对照的是旧条款；{code} 的依据从 {since} 起有新文本"),
                ));
            }
            let is_run = rules.rule(code).is_some_and(|rule| selection.runs(rule));
            if !is_used && is_run {
                own.push(say(UNUSED, format!("豁免“{words}”没有用到：这一段没有 {code} 的问题")));
            }
        }
    }
    let silenced = all - wanted(&findings);
    findings.extend(own.into_iter().filter(|finding| selection.admits(&finding.rule)));
    Judged { findings, silenced }
}

/// The silences of a document that hold.
pub(super) struct Silences(Vec<Silence>);

impl Silences {
    /// Those of `document` on `today`.
    pub(super) fn of(document: &Document, rules: &RuleSet, today: Date) -> Self {
        let all = document.remarks.iter().filter_map(|remark| read(document, remark, rules).ok()).flatten();
        Self(all.filter(|silence| silence.terms.hold(today)).collect())
    }

    /// Whether what the document states at `at` for the rule `code` is silenced.
    pub(super) fn cover(&self, code: &str, at: Span<Plain>) -> bool {
        self.0.iter().any(|silence| silence.code.eq_ignore_ascii_case(code) && silence.block.contains(at))
    }
}

impl Silence {
    /// Whether `finding` lies in its block, or all that contradicts it does: what others say against each other is not silenced
    /// with one of them, unless the others only show how it was reckoned.
    fn covers(&self, finding: &Finding, reckons: bool) -> bool {
        finding.rule.eq_ignore_ascii_case(&self.code)
            && (self.holds(&finding.primary) && (reckons || finding.related.len() < 2)
                || !finding.related.is_empty() && finding.related.iter().all(|label| self.holds(label)))
    }

    /// Whether one of the places of `finding` lies in its block.
    fn is_about(&self, finding: &Finding) -> bool {
        let mut places = std::iter::once(&finding.primary).chain(&finding.related);
        finding.rule.eq_ignore_ascii_case(&self.code) && places.any(|label| self.holds(label))
    }

    fn holds(&self, label: &Label) -> bool {
        self.block.contains(label.at) || label.at.contains(self.block)
    }
}

/// The silences that `remark` states, one a rule; what is wrong with it otherwise.
fn read(document: &Document, remark: &Remark, rules: &RuleSet) -> Result<Vec<Silence>, Box<Finding>> {
    let words: String = remark.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let next = document.blocks.partition_point(|block| block.span.end() < remark.at);
    let block = document.blocks.get(next).map(|block| covered(document, next, block, remark));
    let place = block.or_else(|| document.blocks.last().map(|block| block.span)).unwrap_or(Span::empty(0));
    let wrong = |message: String| {
        Box::new(MALFORMED.finding(message, Label { at: place, note: String::new() }, &words))
    };
    let folded = FoldedText::new(&words);
    let Some(parts) = WORDS.as_ref().and_then(|pattern| pattern.captures(folded.as_str())) else {
        return Err(wrong(format!("豁免“{words}”读不懂，没有起作用")));
    };
    let Some(block) = block else {
        return Err(wrong(format!("豁免“{words}”后面没有正文，没有起作用")));
    };
    let day = |name: &str| match parts.name(name) {
        None => Ok(None),
        Some(written) => day(written.as_str())
            .map(Some)
            .ok_or_else(|| wrong(format!("豁免“{words}”里的“{}”不是日期，没有起作用", written.as_str()))),
    };
    let terms = Terms { until: day("until")?, edition: day("edition")? };
    let codes = parts.name("codes").map_or("", |codes| codes.as_str());
    let codes = codes.split(['、', ',', '，']).map(|code| code.trim().to_ascii_uppercase());
    codes
        .map(|code| {
            if rules.rule(&code).is_none() {
                return Err(wrong(format!("豁免“{words}”里的 {code} 不是规则编号，没有起作用")));
            }
            Ok(Silence { code, terms: terms.clone(), block, words: words.clone() })
        })
        .collect()
}

/// What a silence at `remark` covers: the block, or the whole table when it stands alone before one.
fn covered(document: &Document, which: usize, block: &Block, remark: &Remark) -> Span<Plain> {
    let table = |block: &Block| match block.kind {
        BlockKind::Cell(cell) => Some(cell.table),
        _ => None,
    };
    let own = table(block).filter(|_| remark.stands_alone);
    let last =
        document.blocks.iter().skip(which).take_while(|block| own.is_some() && table(block) == own).last();
    last.map_or(block.span, |last| block.span.join(last.span))
}

fn day(written: &str) -> Option<Date> {
    let mut numbers = written.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
