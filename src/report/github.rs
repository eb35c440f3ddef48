//! `--format github`: workflow commands, which GitHub and Gitea show beside the changed lines. GitHub shows ten of each level
//! in a step; all of them stand in the log.

use std::{collections::HashSet, fmt::Write as _};

use super::{
    Located, Report,
    gaps::{Reason, gaps},
    human,
    visible::{article, brief, clean, shown},
};
use crate::finding::Level;

/// The report as workflow commands, a line each, ending with the account.
pub fn github(report: &Report) -> String {
    let texts = report.texts();
    let mut out = String::new();
    for finding in human::in_order_of_documents(report) {
        out.push_str(&command(finding, &texts));
    }
    for gap in gaps(report) {
        let level = match gap.reason {
            Reason::Unreadable => "error",
            Reason::Unknown => "warning",
            Reason::Unruled | Reason::Note => "notice",
        };
        let (file, title) = (property(gap.path), property(gap.reason.name()));
        let _ = writeln!(out, "::{level} file={file},title={title}::{}", data(&shown(&gap.text)));
    }
    out.push_str(&human::account(&report.summary));
    out
}

fn command(finding: &Located, texts: &HashSet<&str>) -> String {
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "notice",
    };
    let place = &finding.primary;
    let mut properties = format!("file={}", property(&place.path));
    let mut lines = vec![shown(&finding.message)];
    if texts.contains(&*place.path) {
        let (start, end) = (place.start, place.end);
        let _ = write!(properties, ",line={},endLine={},col={}", start.line, end.line, start.column);
        if start.line == end.line {
            let _ = write!(properties, ",endColumn={}", end.column);
        }
    } else if let Some(anchor) = &place.anchor {
        lines.push(format!("位置：{} “{}”", clean(anchor), brief(&place.text, 60)));
    }
    let title = property(&format!("{} {}", finding.rule, finding.title));
    lines.push(format!("怎么改：{}", shown(&finding.advice)));
    lines.extend(finding.basis.iter().map(|basis| format!("依据：{}", article(basis))));
    format!("::{level} {properties},title={title}::{}\n", data(&lines.join("\n")))
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(&clean(text)).replace(':', "%3A").replace(',', "%2C")
}
