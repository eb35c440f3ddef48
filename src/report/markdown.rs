//! `--format markdown`: a summary for a comment on a merge request or for GITHUB_STEP_SUMMARY. What a document says is text
//! there and nothing else: no markup, no link, no picture, and nobody is called by `@`.

use std::fmt::Write as _;

use super::{
    Located, Report,
    gaps::gaps,
    human,
    tally::by_rule,
    visible::{article, brief, clean, shown},
};
use crate::finding::{Citation, Level};

/// Comments on GitHub hold 65,536 characters; findings beyond this many are only counted.
const MOST: usize = 60_000;

/// The report as Markdown, ending with a line feed.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("## 规矩检查报告\n\n{}", human::account(&report.summary));
    out.push_str(&table(report));
    let tail = unchecked(report);
    let mut length = out.chars().count() + tail.chars().count();
    let (mut left_out, mut path) = (0, "");
    for finding in human::in_order_of_documents(report) {
        let mut item = String::new();
        if *finding.primary.path != *path {
            let _ = write!(item, "\n### {}\n\n", escaped(&clean(&finding.primary.path)));
        }
        item.push_str(&entry(finding));
        length += item.chars().count();
        if left_out > 0 || length > MOST {
            left_out += 1;
            continue;
        }
        path = &finding.primary.path;
        out.push_str(&item);
    }
    if left_out > 0 {
        let _ = write!(out, "\n其余 {left_out} 处从略，见完整的报告。\n");
    }
    out.push_str(&tail);
    out
}

/// How many findings each rule has, and in how many files.
fn table(report: &Report) -> String {
    let rules = by_rule(&report.findings);
    if rules.is_empty() {
        return String::new();
    }
    let mut out = "\n| 规则 | 级别 | 处数 | 文件数 |\n|:--|:--|--:|--:|\n".to_owned();
    for rule in rules {
        let levels = Level::ALL.into_iter().zip(rule.counts).filter(|&(_, count)| count > 0);
        let levels: Vec<&str> = levels.map(|(level, _)| level.name()).collect();
        let _ = writeln!(
            out,
            "| {} {} | {} | {} | {} |",
            escaped(&clean(rule.code)),
            escaped(&clean(rule.title)),
            levels.join("、"),
            rule.total(),
            rule.files.len()
        );
    }
    out
}

fn entry(finding: &Located) -> String {
    let place = &finding.primary;
    let at = match &place.anchor {
        Some(anchor) => clean(anchor),
        None => format!("第{}行第{}字", place.start.line, place.start.column),
    };
    let mut out = format!(
        "- **{}** {}（{} “{}”）〔{}〕\n",
        finding.level.name(),
        escaped(&shown(&finding.message)),
        escaped(&at),
        escaped(&brief(&place.text, 80)),
        escaped(&finding.rule)
    );
    let _ = writeln!(out, "  - 怎么改：{}", escaped(&shown(&finding.advice)));
    for citation in finding.basis.iter() {
        let _ = writeln!(out, "  - 依据：{}", escaped(&article(citation)));
    }
    out
}

fn unchecked(report: &Report) -> String {
    let gaps = gaps(report);
    if gaps.is_empty() {
        return String::new();
    }
    let mut out = "\n### 没有检查的\n\n".to_owned();
    for gap in gaps {
        let (path, text) = (escaped(&clean(gap.path)), escaped(&shown(&gap.text)));
        let _ = writeln!(out, "- {} {path}：{text}", gap.reason.name());
    }
    out
}

/// What a rule is about, for a viewer that shows Markdown.
pub(super) fn help(code: &str, why: &str, advice: &str, basis: &[Citation]) -> String {
    let mut out = format!(
        "**为什么**　{}\n\n**怎么改**　{}\n\n**依据**\n",
        escaped(&clean(why)),
        escaped(&clean(advice))
    );
    for citation in basis {
        let _ = write!(out, "\n> {}\n", escaped(&article(citation)));
    }
    let _ = write!(out, "\n例子：`guiju explain {code}`\n");
    out
}

/// One line of text that Markdown shows as it stands, wherever it is put. `@` and `#` call people and other threads
/// however they are escaped, and are written in full width.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let before = text.get(..i).unwrap_or_default();
        match c {
            '@' => out.push('＠'),
            '#' => out.push('＃'),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | '!' | '|' | '~' | '&'
            | '$' | ':' | '^' => {
                out.extend(['\\', c]);
            }
            // At the beginning these make a list, a heading or a rule; after www a link.
            '-' | '+' | '=' | '.' | ')'
                if before.trim_end_matches(|c: char| c.is_ascii_digit()).is_empty()
                    || before.len() >= 3
                        && before
                            .get(before.len() - 3..)
                            .is_some_and(|www| www.eq_ignore_ascii_case("www")) =>
            {
                out.extend(['\\', c]);
            }
            _ => out.push(c),
        }
    }
    out
}
