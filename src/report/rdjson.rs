//! `--format rdjson`: the Reviewdog Diagnostic Format, for comments in reviews on any forge that reviewdog knows. Its
//! columns count bytes of UTF-8.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    Located, Region, Report,
    gaps::{Reason, gaps},
    visible::{self, article, brief, clean, shown},
};
use crate::{finding::Level, text::Position};

/// The report as rdjson, ending with a line feed. Files that were not checked are diagnostics without a range.
pub fn rdjson(report: &Report) -> String {
    let texts = report.texts();
    let mut diagnostics: Vec<Value> =
        report.findings.iter().map(|finding| diagnostic(finding, &texts)).collect();
    diagnostics.extend(gaps(report).into_iter().map(|gap| {
        let name = gap.reason.name();
        let severity = match gap.reason {
            Reason::Unreadable => "ERROR",
            Reason::Unknown => "WARNING",
            Reason::Unruled | Reason::Note => "INFO",
        };
        json!({
            "message": format!("{name}：{}", shown(&gap.text)),
            "location": { "path": gap.path },
            "severity": severity,
        })
    }));
    visible::json(&json!({ "source": { "name": "guiju" }, "diagnostics": diagnostics }))
}

fn diagnostic(finding: &Located, texts: &HashSet<&str>) -> Value {
    let mut message = shown(&finding.message);
    if let Some(anchor) = &finding.primary.anchor {
        message.push_str(&format!("（{} “{}”）", clean(anchor), brief(&finding.primary.text, 40)));
    }
    message.push_str(&format!("\n怎么改：{}", shown(&finding.advice)));
    for basis in finding.basis.iter() {
        message.push_str(&format!("\n依据：{}", article(basis)));
    }
    let related = finding.related.iter().map(|place| {
        json!({ "message": brief(if place.note.is_empty() { &place.text } else { &place.note }, 40),
                "location": location(place, texts) })
    });
    let mut diagnostic = json!({
        "message": message,
        "location": location(&finding.primary, texts),
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Advice => "INFO",
        },
        "code": { "value": &*finding.rule },
        "relatedLocations": related.collect::<Vec<Value>>(),
    });
    // Several suggestions are several ways to mend it: an edit of several places is none of them.
    if let Some([change]) = finding.edit.as_ref().map(|edit| edit.changes.as_slice()) {
        diagnostic["suggestions"] =
            json!([{ "range": range(change.start, change.end), "text": change.with }]);
    }
    diagnostic
}

fn location(place: &Region, texts: &HashSet<&str>) -> Value {
    let mut location = json!({ "path": &*place.path });
    if texts.contains(&*place.path) {
        location["range"] = range(place.start, place.end);
    }
    location
}

fn range(start: Position, end: Position) -> Value {
    let position = |at: Position| json!({ "line": at.line, "column": at.in_line + 1 });
    json!({ "start": position(start), "end": position(end) })
}
