//! `--format gitlab`: GitLab's Code Quality report, shown in merge requests.

use serde_json::{Value, json};

use super::{
    Located, Report,
    gaps::{Reason, gaps},
    unique,
    visible::{self, brief, clean, shown},
};
use crate::finding::{Fingerprint, Level};

/// The report as Code Quality JSON, ending with a line feed. A file that could not be checked is an entry too: the format
/// has no other place for it, and none may go unseen.
pub fn gitlab(report: &Report) -> String {
    let texts = report.texts();
    let entry = |(finding, fingerprint): (&Located, String)| {
        let place = &finding.primary;
        let mut description = shown(&finding.message);
        // A package has no lines; the first one is where GitLab has to show it.
        let line = if texts.contains(&*place.path) { place.start.line } else { 1 };
        if let Some(anchor) = &place.anchor {
            description.push_str(&format!("（{} “{}”）", clean(anchor), brief(&place.text, 40)));
        }
        description.push_str(&format!(" 怎么改：{}", shown(&finding.advice)));
        let severity = match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Advice => "info",
        };
        item(&finding.rule, &description, severity, &fingerprint, &place.path, line)
    };
    let mut entries: Vec<Value> =
        report.findings.iter().zip(unique::of(&report.findings)).map(entry).collect();
    let unchecked = gaps(report).into_iter().filter(|gap| gap.reason != Reason::Note);
    entries.extend(unchecked.map(|gap| {
        let name = gap.reason.name();
        let fingerprint = Fingerprint::of([name, gap.path]).to_string();
        let severity = if gap.reason == Reason::Unruled { "info" } else { "major" };
        item(name, &format!("{name}：{}", shown(&gap.text)), severity, &fingerprint, gap.path, 1)
    }));
    visible::json(&entries)
}

fn item(check: &str, description: &str, severity: &str, fingerprint: &str, path: &str, line: usize) -> Value {
    json!({
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": line } },
    })
}
